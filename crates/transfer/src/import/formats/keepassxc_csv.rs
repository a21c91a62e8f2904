//! KeePassXC's CSV (what KeePassXC 2.6 and later write).

use otp::SecretText;

use crate::import::entry::{Entry, Extras, Skipped};
use crate::import::error::SkipReason;
use crate::import::format::Format;
use crate::import::login;
use crate::import::registry::Reader;
use crate::import::table::{self, Row};

pub(in crate::import) const READER: Reader = Reader {
    format: Format::KeepassxcCsv,
    recognises: |file| file.has_columns(&["group", "title", "username", "totp"]),
    read: |file, _access| table::read(file, &["totp"], read_row),
};

const TRASH: &str = "Recycle Bin";
/// What the program writes into a URI for a user name that is empty.
const NO_NAME: &str = "none";

fn read_row(row: &Row<'_>) -> Result<Entry, Skipped> {
    let (title, username) = (row.get(&["title"]), row.get(&["username"]));
    // The path of groups begins with the one that has all.
    let path = row.get(&["group"]).split_once('/');
    let group = path.map(|(_root, group)| group).unwrap_or_default();
    if group.split('/').next() == Some(TRASH) {
        return Err(Skipped::new(title, username, SkipReason::Deleted));
    }
    let mut extras = Extras {
        notes: SecretText::new(row.get(&["notes"]).to_owned()),
        ..Extras::default()
    };
    extras.add_tag(group);
    let mut entry = login::entry(title, username, row.get(&["totp"]), extras)?;
    if username.is_empty() && entry.labelled.account == NO_NAME {
        entry.labelled.account.clear();
    }
    Ok(entry)
}
