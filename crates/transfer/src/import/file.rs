//! The outer shape of a file, found out once for all readers.

use serde_json::value::RawValue;

use super::MAX_FILE;
use super::error::ReadError;
use super::json::{self, Object};

/// A file, and what it looks like from outside.
pub(super) struct File<'a> {
    bytes: &'a [u8],
    shape: Shape<'a>,
}

enum Shape<'a> {
    /// A JSON object.
    Object(Object<'a>),
    /// A JSON array.
    Array(Vec<&'a RawValue>),
    /// Other text in UTF-8, without byte order mark.
    Text(&'a str),
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
        Ok(Self { bytes, shape })
    }

    /// All of it.
    pub(super) fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// The file as a JSON object.
    pub(super) fn object(&self) -> Option<&Object<'a>> {
        match &self.shape {
            Shape::Object(object) => Some(object),
            Shape::Array(_) | Shape::Text(_) | Shape::Binary => None,
        }
    }

    /// The file as a JSON array.
    pub(super) fn array(&self) -> Option<&[&'a RawValue]> {
        match &self.shape {
            Shape::Array(values) => Some(values),
            Shape::Object(_) | Shape::Text(_) | Shape::Binary => None,
        }
    }

    /// The file as text that is not JSON.
    pub(super) fn text(&self) -> Option<&'a str> {
        match self.shape {
            Shape::Text(text) => Some(text),
            Shape::Object(_) | Shape::Array(_) | Shape::Binary => None,
        }
    }

    /// Whether the file is an object with all these keys.
    pub(super) fn has_keys(&self, keys: &[&str]) -> bool {
        self.object()
            .is_some_and(|object| keys.iter().all(|key| object.contains_key(*key)))
    }
}

fn shape(bytes: &[u8]) -> Result<Shape<'_>, ReadError> {
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
