//! LastPass's CSV (what LastPass's extension writes).

use otp::SecretText;

use crate::import::entry::{Entry, Extras, Skipped};
use crate::import::format::Format;
use crate::import::login;
use crate::import::registry::Reader;
use crate::import::table::{self, Row};

pub(in crate::import) const READER: Reader = Reader {
    format: Format::LastPass,
    recognises: |file| file.has_columns(&["url", "totp", "extra", "grouping", "fav"]),
    read: |file, _access| table::read(file, &["totp"], read_row),
};

fn read_row(row: &Row<'_>) -> Result<Entry, Skipped> {
    let mut extras = Extras {
        favorite: row.get(&["fav"]) == "1",
        notes: SecretText::new(row.get(&["extra"]).to_owned()),
        ..Extras::default()
    };
    // Folders of folders are joined by a backslash.
    extras.add_tag(&row.get(&["grouping"]).replace('\\', "/"));
    let (title, username) = (row.get(&["name"]), row.get(&["username"]));
    login::entry(title, username, row.get(&["totp"]), extras)
}
