//! The unencrypted XML export of KeePassXC and KeePass 2 (what KeePassXC 2.7 and KeePass 2.57 write): what is inside of
//! their databases.

use super::keepass;
use crate::import::error::ReadError;
use crate::import::format::Format;
use crate::import::registry::Reader;
use crate::import::xml;

pub(in crate::import) const READER: Reader = Reader {
    format: Format::KeepassxcXml,
    recognises: |file| xml::has_root(file, "KeePassFile"),
    read: |file, _access| keepass::read_xml(file.text().ok_or(ReadError::Damaged)?),
};
