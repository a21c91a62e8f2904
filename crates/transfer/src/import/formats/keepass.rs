//! KeePass's database, KDBX 3.1 and 4, opened with a password (what KeePass 2 and KeePassXC write; KeePass, "KDBX file
//! format"). What is in the recycle bin is named as deleted, and what an entry was before is left out.
//!
//! An entry may have one-time passwords of KeePass itself, KeePassXC and plugins, each in fields of its own.

mod container;
mod content;
mod fields;
mod header;

use crate::import::Access;
use crate::import::entry::Found;
use crate::import::error::ReadError;
use crate::import::file::File;
use crate::import::format::Format;
use crate::import::registry::Reader;
use crate::kdbx::SIGNATURE;

pub(in crate::import) const READER: Reader = Reader {
    format: Format::KeePass,
    recognises: |file| file.bytes().starts_with(&SIGNATURE),
    read,
};

fn read(file: &File<'_>, access: Access<'_>) -> Result<Found, ReadError> {
    let header = header::read(file.bytes())?;
    let password = access.password.ok_or(ReadError::PasswordNeeded)?;
    let body = container::open(&header, password, access)?;
    content::read(body.content.xml()?, Some(body.stream), body.header_hash)
}

/// The same content without encryption.
pub(super) fn read_xml(text: &str) -> Result<Found, ReadError> {
    content::read(text, None, None)
}
