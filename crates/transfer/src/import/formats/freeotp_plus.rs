//! FreeOTP+'s JSON backup (what FreeOTP+ 3 writes). Its list of URIs is read as such.

use super::freeotp::token;
use crate::import::Access;
use crate::import::entry::Found;
use crate::import::error::ReadError;
use crate::import::file::File;
use crate::import::format::Format;
use crate::import::json;
use crate::import::registry::Reader;

pub(in crate::import) const READER: Reader = Reader {
    format: Format::FreeotpPlus,
    recognises: |file| file.has_keys(&["tokenOrder", "tokens"]),
    read,
};

fn read(file: &File<'_>, _access: Access<'_>) -> Result<Found, ReadError> {
    let object = file.object().ok_or(ReadError::Damaged)?;
    let tokens = json::member(object, "tokens").ok_or(ReadError::Damaged)?;
    let mut found = Found::default();
    for token in json::list(tokens.get())? {
        found.push(token::read(token.get(), None))?;
    }
    Ok(found)
}
