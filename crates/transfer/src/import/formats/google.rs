//! The database of Google Authenticator on Android (`databases`; what Google Authenticator 6 writes).

use otp::Kind;

use crate::import::Access;
use crate::import::entry::{Entry, Extras, Found, Skipped};
use crate::import::error::{ReadError, SkipReason};
use crate::import::file::File;
use crate::import::format::Format;
use crate::import::parts::{self, Parts};
use crate::import::registry::Reader;
use crate::import::sqlite::{Database, Row};

pub(in crate::import) const READER: Reader = Reader {
    format: Format::Google,
    recognises: |file| {
        Database::new(file.bytes()).is_some_and(|database| {
            database.has_table(TABLE, &["email", "secret", "counter", "type"])
        })
    },
    read,
};

const TABLE: &str = "accounts";
const COLUMNS: &[&str] = &["email", "issuer", "secret", "type", "counter"];

fn read(file: &File<'_>, _access: Access<'_>) -> Result<Found, ReadError> {
    let database = Database::new(file.bytes()).ok_or(ReadError::Damaged)?;
    Found::of(database.table(TABLE, COLUMNS)?.rows(), read_row)
}

fn read_row(row: Row<'_>) -> Result<Entry, Skipped> {
    let (issuer, account) = (row.text("issuer"), row.text("email"));
    let labelled = kind(row)
        .and_then(|kind| {
            let secret = parts::base32(row.text("secret"))?;
            parts::labelled(issuer, account, secret, kind, None)
        })
        .map_err(|reason| Skipped::new(issuer, account, reason))?;
    Ok(Entry {
        labelled,
        extras: Extras::default(),
    })
}

/// Everything but type and counter is fixed in the program.
fn kind(row: Row<'_>) -> Result<Kind, SkipReason> {
    let numbers = Parts {
        counter: row.integer("counter"),
        ..Parts::default()
    };
    match row.integer("type") {
        Some(0) => numbers.totp(),
        Some(1) => numbers.hotp(),
        Some(_) | None => Err(SkipReason::UnknownType),
    }
}
