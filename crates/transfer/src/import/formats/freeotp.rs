//! FreeOTP's files: the preferences of FreeOTP 1 (`tokens.xml`), and the backup of FreeOTP 2 (`externalBackup.xml`, which
//! is no XML but a serialised Java map; what FreeOTP 1.5 and 2.0 write).

mod backup;
mod stream;
pub(super) mod token;

use crate::import::Access;
use crate::import::entry::Found;
use crate::import::error::ReadError;
use crate::import::file::File;
use crate::import::format::Format;
use crate::import::registry::Reader;
use crate::import::xml;

pub(in crate::import) const READER: Reader = Reader {
    format: Format::Freeotp,
    recognises,
    read,
};

/// The order of the tokens is kept among them.
const ORDER: &str = "tokenOrder";

fn recognises(file: &File<'_>) -> bool {
    stream::is_stream(file.bytes()) || xml::is_preferences(file, ORDER)
}

fn read(file: &File<'_>, access: Access<'_>) -> Result<Found, ReadError> {
    if stream::is_stream(file.bytes()) {
        return backup::read(file.bytes(), access);
    }
    let mut found = Found::default();
    for (name, value) in xml::preferences(file.text().ok_or(ReadError::Damaged)?)? {
        if name != ORDER {
            found.push(token::read(&value, None))?;
        }
    }
    Ok(found)
}
