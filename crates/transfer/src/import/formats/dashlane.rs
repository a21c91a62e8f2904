//! Dashlane's CSV, and the archive of several (what Dashlane's extension writes).

use otp::SecretText;

use crate::import::Access;
use crate::import::entry::{Entry, Extras, Found, Skipped};
use crate::import::error::ReadError;
use crate::import::file::File;
use crate::import::format::Format;
use crate::import::login;
use crate::import::registry::Reader;
use crate::import::table::{self, Row};

pub(in crate::import) const READER: Reader = Reader {
    format: Format::Dashlane,
    recognises,
    read,
};

/// The member of the archive that has the logins.
const DATA: &str = "credentials.csv";
/// The column of the one-time password has changed its name; it has a URI or a secret.
const OTP: &[&str] = &["otpurl", "otpsecret", "otp"];

fn recognises(file: &File<'_>) -> bool {
    file.has_columns(&["username2", "username3", "title", "category"])
        || file
            .archive()
            .is_some_and(|archive| archive.find(|name| name == DATA).is_some())
}

fn read(file: &File<'_>, _access: Access<'_>) -> Result<Found, ReadError> {
    let Some(archive) = file.archive() else {
        return table::read(file, OTP, read_row);
    };
    let data = archive.member(DATA, None)?;
    let text = std::str::from_utf8(&data).map_err(|_utf8| ReadError::Damaged)?;
    table::read_text(text.trim_start_matches('\u{feff}'), OTP, read_row)
}

fn read_row(row: &Row<'_>) -> Result<Entry, Skipped> {
    let mut extras = Extras {
        notes: SecretText::new(row.get(&["note"]).to_owned()),
        ..Extras::default()
    };
    extras.add_tag(row.get(&["category"]));
    let username = row.get(&["username", "username2", "username3"]);
    login::entry(row.get(&["title"]), username, row.get(OTP), extras)
}
