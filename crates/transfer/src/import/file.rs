//! The outer shape of a file, found out once for all readers.

use image::guess_format;
use serde_json::value::RawValue;

use super::MAX_FILE;
use super::archive::Archive;
use super::error::ReadError;
use super::json::{self, Object};
use super::table;

/// A file, and what it looks like from outside.
pub(super) struct File<'a> {
    bytes: &'a [u8],
    shape: Shape<'a>,
    /// The columns of the table that a text may be; nothing for other shapes.
    columns: Vec<String>,
}

enum Shape<'a> {
    /// A JSON object.
    Object(Object<'a>),
    /// A JSON array.
    Array(Vec<&'a RawValue>),
    /// Other text in UTF-8, without byte order mark.
    Text(&'a str),
    /// A zip archive.
    Archive(Archive<'a>),
    /// Anything else.
    Binary,
}

impl<'a> File<'a> {
    /// # Errors
    /// `TooLarge`.
    pub(super) fn new(bytes: &'a [u8]) -> Result<Self, ReadError> {
        if bytes.len() > MAX_FILE {
            return Err(ReadError::TooLarge);
        }
        let shape = shape(bytes)?;
        let columns = match shape {
            Shape::Text(text) => table::columns(text),
            Shape::Object(_) | Shape::Array(_) | Shape::Archive(_) | Shape::Binary => Vec::new(),
        };
        Ok(Self {
            bytes,
            shape,
            columns,
        })
    }

    /// All of it.
    pub(super) fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// The file as a JSON object.
    pub(super) fn object(&self) -> Option<&Object<'a>> {
        match &self.shape {
            Shape::Object(object) => Some(object),
            Shape::Array(_) | Shape::Text(_) | Shape::Archive(_) | Shape::Binary => None,
        }
    }

    /// The file as a JSON array.
    pub(super) fn array(&self) -> Option<&[&'a RawValue]> {
        match &self.shape {
            Shape::Array(values) => Some(values),
            Shape::Object(_) | Shape::Text(_) | Shape::Archive(_) | Shape::Binary => None,
        }
    }

    /// The file as text that is not JSON.
    pub(super) fn text(&self) -> Option<&'a str> {
        match self.shape {
            Shape::Text(text) => Some(text),
            Shape::Object(_) | Shape::Array(_) | Shape::Archive(_) | Shape::Binary => None,
        }
    }

    /// The file as a zip archive.
    pub(super) fn archive(&self) -> Option<&Archive<'a>> {
        match &self.shape {
            Shape::Archive(archive) => Some(archive),
            Shape::Object(_) | Shape::Array(_) | Shape::Text(_) | Shape::Binary => None,
        }
    }

    /// Whether the file is a table with all these columns, in lower case.
    pub(super) fn has_columns(&self, names: &[&str]) -> bool {
        names
            .iter()
            .all(|name| self.columns.iter().any(|column| column == name))
    }

    /// Whether the file is an object that has objects with all these keys under `list`, going by the first.
    pub(super) fn lists(&self, list: &str, keys: &[&str]) -> bool {
        let first = self
            .object()
            .and_then(|object| json::member(object, list))
            .and_then(|list| json::list(list.get()).ok())
            .and_then(|list| list.first().and_then(|raw| json::object(raw.get()).ok()));
        first.is_some_and(|first| keys.iter().all(|key| first.contains_key(*key)))
    }

    /// Whether the file is an object with all these keys.
    pub(super) fn has_keys(&self, keys: &[&str]) -> bool {
        self.object()
            .is_some_and(|object| keys.iter().all(|key| object.contains_key(*key)))
    }
}

impl File<'_> {
    /// Whether the file is an array, and one of its first values an object with all these keys.
    pub(super) fn array_has_keys(&self, keys: &[&str]) -> bool {
        let has_keys = |value: &&RawValue| {
            json::object(value.get())
                .is_ok_and(|object| keys.iter().all(|key| object.contains_key(*key)))
        };
        let mut values = self.array().unwrap_or_default().iter().take(LOOKED_AT);
        values.any(has_keys)
    }

    /// Whether the file is no text and begins with no name of any format, as ciphertext without a header does.
    pub(super) fn is_nameless(&self) -> bool {
        matches!(self.shape, Shape::Binary)
            && SIGNATURES
                .iter()
                .all(|signature| !self.bytes.starts_with(signature))
            && guess_format(self.bytes).is_err()
    }

    /// Whether the bytes are about as even as those of a ciphertext: of other files, many more are letters, or zero.
    pub(super) fn looks_random(&self) -> bool {
        let sample = self.bytes.get(..SAMPLE).unwrap_or(self.bytes);
        let letters = sample.iter().filter(|byte| matches!(byte, b' '..=b'~'));
        let zeros = sample.iter().filter(|byte| **byte == 0);
        letters.count() < sample.len() / 2 && zeros.count() <= sample.len() / 20
    }
}

/// How many values of an array tell whose it is.
const LOOKED_AT: usize = 8;
/// How many bytes tell whether a file is ciphertext.
const SAMPLE: usize = 64 << 10;
/// How files begin that are of a known format, or no export at all: archives, databases, serialised Java, KeePass, our
/// own vaults, PGP, PDF, programs and texts in other encodings.
const SIGNATURES: &[&[u8]] = &[
    b"PK",
    b"\x1f\x8b",
    b"7z\xbc\xaf",
    b"Rar!",
    b"SQLite format 3\0",
    b"\xac\xed\x00\x05",
    b"\x03\xd9\xa2\x9a",
    vault::MAGIC,
    b"AUTHENTICATORPRO",
    b"AuthenticatorPro",
    b"OTPClient",
    b"%PDF",
    b"\x7fELF",
    b"MZ",
    b"\xff\xfe",
    b"\xfe\xff",
    b"\x85\x01",
    b"\x85\x02",
    b"\x8c\x0d\x04",
    b"\xc3\x0d\x04",
];

fn shape(bytes: &[u8]) -> Result<Shape<'_>, ReadError> {
    if let Some(archive) = Archive::new(bytes)? {
        return Ok(Shape::Archive(archive));
    }
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Ok(Shape::Binary);
    };
    let text = text.trim_start_matches('\u{feff}');
    Ok(match text.trim_start().bytes().next() {
        Some(b'{') => json::object(text).map_or(Shape::Text(text), Shape::Object),
        Some(b'[') => match json::list(text) {
            Ok(values) => Shape::Array(values),
            Err(ReadError::TooMany) => return Err(ReadError::TooMany),
            Err(_damaged) => Shape::Text(text),
        },
        _ => Shape::Text(text),
    })
}
