//! The database of Microsoft Authenticator on Android (`PhoneFactor`; what Microsoft Authenticator 6 writes). Only its
//! accounts of type 0 are one-time passwords; the others are answered on the phone.

use crate::import::Access;
use crate::import::entry::{Entry, Extras, Found, Skipped};
use crate::import::error::{ReadError, SkipReason};
use crate::import::file::File;
use crate::import::format::Format;
use crate::import::parts::{self, Parts};
use crate::import::registry::Reader;
use crate::import::sqlite::{Database, Row};

pub(in crate::import) const READER: Reader = Reader {
    format: Format::Microsoft,
    recognises: |file| {
        Database::new(file.bytes())
            .is_some_and(|database| database.has_table(TABLE, &["oath_secret_key", "account_type"]))
    },
    read,
};

const TABLE: &str = "accounts";
const COLUMNS: &[&str] = &["name", "username", "oath_secret_key", "account_type"];

fn read(file: &File<'_>, _access: Access<'_>) -> Result<Found, ReadError> {
    let database = Database::new(file.bytes()).ok_or(ReadError::Damaged)?;
    Found::of(database.table(TABLE, COLUMNS)?.rows(), read_row)
}

fn read_row(row: Row<'_>) -> Result<Entry, Skipped> {
    let (issuer, account) = (row.text("name"), row.text("username"));
    let skipped = |reason| Skipped::new(issuer, account, reason);
    if row.integer("account_type") != Some(0) {
        return Err(skipped(SkipReason::MakesNoCodes));
    }
    let labelled = parts::base32(row.text("oath_secret_key"))
        .and_then(|secret| {
            let kind = Parts::default().totp()?;
            parts::labelled(issuer, account, secret, kind, None)
        })
        .map_err(skipped)?;
    Ok(Entry {
        labelled,
        extras: Extras::default(),
    })
}
