//! Texts of a serialised Java map (Java Object Serialization Specification, chapter 6). Only what such a map is made of
//! is read: strings, and objects with plain fields. Nothing is ever made of a class that the stream names.

use std::rc::Rc;

use zeroize::Zeroizing;

use crate::import::error::ReadError;
use crate::import::json::Text;

const MAGIC: &[u8] = &[0xac, 0xed, 0x00, 0x05];
const NULL: u8 = 0x70;
const REFERENCE: u8 = 0x71;
const CLASS: u8 = 0x72;
const OBJECT: u8 = 0x73;
const STRING: u8 = 0x74;
const BLOCK: u8 = 0x77;
const END_OF_BLOCKS: u8 = 0x78;
const LONG_STRING: u8 = 0x7c;
/// The number of the first thing that can be referred to.
const FIRST_HANDLE: u32 = 0x7e_0000;
/// The class writes more than its fields, and is serialisable.
const WRITES_MORE: u8 = 0x03;
const SERIALISABLE: u8 = 0x02;

const MOST_DEPTH: usize = 16;
const MOST_FIELDS: usize = 64;
/// How many times the bytes of the stream all keys and values may have: a text may stand for several.
const MOST_RATIO: usize = 4;
/// Most values and classes of a stream.
const MOST_THINGS: usize = 1_000_000;

pub(super) fn is_stream(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC)
}

/// A key and its value.
pub(super) type Pair = (Rc<Text>, Rc<Text>);

/// The texts of the map, by their keys; what is no text is left out.
///
/// # Errors
/// `Damaged`; `TooMany`; `TooLarge` where a text is referred to so often that all together have many more bytes than the
/// stream.
pub(super) fn texts(bytes: &[u8]) -> Result<Vec<Pair>, ReadError> {
    let mut stream = Stream {
        rest: bytes.strip_prefix(MAGIC).ok_or(ReadError::Damaged)?,
        handles: Vec::new(),
        things: 0,
    };
    let Thing::Object(values) = stream.value(0)? else {
        return Err(ReadError::Damaged);
    };
    let mut pairs = Vec::new();
    let mut left = bytes.len().saturating_mul(MOST_RATIO);
    for pair in values.chunks_exact(2) {
        if let [Thing::Text(key), Thing::Text(value)] = pair {
            let size = key.len().saturating_add(value.len());
            left = left.checked_sub(size).ok_or(ReadError::TooLarge)?;
            pairs.push((Rc::clone(key), Rc::clone(value)));
        }
    }
    Ok(pairs)
}

enum Thing {
    Text(Rc<Text>),
    /// What an object wrote beside its fields: keys and values of a map.
    Object(Vec<Self>),
    Other,
}

/// What can be referred to.
#[derive(Clone)]
enum Handle {
    Text(Rc<Text>),
    Class(Rc<Vec<Class>>),
    Object,
}

/// One class of an object's line of ancestors.
#[derive(Clone)]
struct Class {
    flags: u8,
    fields: Vec<u8>,
}

struct Stream<'a> {
    rest: &'a [u8],
    handles: Vec<Handle>,
    things: usize,
}

impl<'a> Stream<'a> {
    fn value(&mut self, depth: usize) -> Result<Thing, ReadError> {
        self.count()?;
        if depth == MOST_DEPTH {
            return Err(ReadError::Damaged);
        }
        match self.byte()? {
            NULL => Ok(Thing::Other),
            REFERENCE => Ok(match self.reference()? {
                Handle::Text(text) => Thing::Text(text),
                Handle::Class(_) | Handle::Object => Thing::Other,
            }),
            STRING => {
                let length = usize::from(u16::from_be_bytes(self.array()?));
                self.text(length)
            }
            LONG_STRING => {
                let length = usize::try_from(u64::from_be_bytes(self.array()?));
                self.text(length.map_err(|_range| ReadError::Damaged)?)
            }
            OBJECT => self.object(depth),
            _ => Err(ReadError::Damaged),
        }
    }

    fn text(&mut self, length: usize) -> Result<Thing, ReadError> {
        let text = Rc::new(modified_utf8(self.take(length)?)?);
        self.handles.push(Handle::Text(Rc::clone(&text)));
        Ok(Thing::Text(text))
    }

    fn object(&mut self, depth: usize) -> Result<Thing, ReadError> {
        let classes = self.classes(depth)?;
        self.handles.push(Handle::Object);
        let mut written = Vec::new();
        // The oldest ancestor comes first.
        for class in classes.iter().rev() {
            if class.flags & SERIALISABLE == 0 {
                return Err(ReadError::Damaged);
            }
            for field in &class.fields {
                self.field(*field, depth)?;
            }
            if class.flags & WRITES_MORE == WRITES_MORE {
                self.blocks(depth, &mut written)?;
            }
        }
        Ok(Thing::Object(written))
    }

    fn field(&mut self, kind: u8, depth: usize) -> Result<(), ReadError> {
        let length = match kind {
            b'B' | b'Z' => 1,
            b'C' | b'S' => 2,
            b'F' | b'I' => 4,
            b'D' | b'J' => 8,
            b'L' => return self.value(depth.saturating_add(1)).map(drop),
            _ => return Err(ReadError::Damaged),
        };
        self.take(length).map(drop)
    }

    /// What a class wrote itself: bytes, which are left out, and values.
    fn blocks(&mut self, depth: usize, written: &mut Vec<Thing>) -> Result<(), ReadError> {
        loop {
            match self.rest.first() {
                Some(&BLOCK) => {
                    self.count()?;
                    self.byte()?;
                    let length = usize::from(self.byte()?);
                    self.take(length)?;
                }
                Some(&END_OF_BLOCKS) => return self.byte().map(drop),
                Some(_) => written.push(self.value(depth.saturating_add(1))?),
                None => return Err(ReadError::Damaged),
            }
        }
    }

    /// The class of an object and its ancestors.
    fn classes(&mut self, depth: usize) -> Result<Rc<Vec<Class>>, ReadError> {
        self.count()?;
        if depth == MOST_DEPTH {
            return Err(ReadError::Damaged);
        }
        match self.byte()? {
            NULL => Ok(Rc::default()),
            REFERENCE => match self.reference()? {
                Handle::Class(classes) => Ok(classes),
                Handle::Text(_) | Handle::Object => Err(ReadError::Damaged),
            },
            CLASS => {
                self.name()?;
                self.take(8)?;
                let handle = self.handles.len();
                self.handles.push(Handle::Object);
                let class = self.class(depth)?;
                let ancestors = self.classes(depth.saturating_add(1))?;
                let mut classes = vec![class];
                classes.extend(ancestors.iter().cloned());
                if classes.len() > MOST_DEPTH {
                    return Err(ReadError::Damaged);
                }
                let classes = Rc::new(classes);
                if let Some(known) = self.handles.get_mut(handle) {
                    *known = Handle::Class(Rc::clone(&classes));
                }
                Ok(classes)
            }
            _ => Err(ReadError::Damaged),
        }
    }

    fn class(&mut self, depth: usize) -> Result<Class, ReadError> {
        let flags = self.byte()?;
        let count = usize::from(u16::from_be_bytes(self.array()?));
        if count > MOST_FIELDS {
            return Err(ReadError::Damaged);
        }
        let mut fields = Vec::new();
        for _ in 0..count {
            let kind = self.byte()?;
            self.name()?;
            if kind == b'L' || kind == b'[' {
                self.value(depth.saturating_add(1))?;
            }
            fields.push(kind);
        }
        self.blocks(depth, &mut Vec::new())?;
        Ok(Class { flags, fields })
    }

    fn name(&mut self) -> Result<(), ReadError> {
        let length = usize::from(u16::from_be_bytes(self.array()?));
        self.take(length).map(drop)
    }

    fn reference(&mut self) -> Result<Handle, ReadError> {
        let number = u32::from_be_bytes(self.array()?);
        number
            .checked_sub(FIRST_HANDLE)
            .and_then(|place| self.handles.get(usize::try_from(place).ok()?))
            .cloned()
            .ok_or(ReadError::Damaged)
    }

    fn count(&mut self) -> Result<(), ReadError> {
        self.things = self.things.saturating_add(1);
        if self.things > MOST_THINGS {
            return Err(ReadError::TooMany);
        }
        Ok(())
    }

    fn byte(&mut self) -> Result<u8, ReadError> {
        self.array().map(|[byte]| byte)
    }

    fn array<const LEN: usize>(&mut self) -> Result<[u8; LEN], ReadError> {
        let (bytes, rest) = self.rest.split_first_chunk().ok_or(ReadError::Damaged)?;
        self.rest = rest;
        Ok(*bytes)
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], ReadError> {
        let (bytes, rest) = self
            .rest
            .split_at_checked(length)
            .ok_or(ReadError::Damaged)?;
        self.rest = rest;
        Ok(bytes)
    }
}

/// Java writes each half of a character of UTF-16 by itself, and NUL as two bytes (section 6.2).
fn modified_utf8(bytes: &[u8]) -> Result<Text, ReadError> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(Text::new(text.to_owned()));
    }
    let mut units = Zeroizing::new(Vec::with_capacity(bytes.len()));
    let mut rest = bytes;
    while let Some((&first, more)) = rest.split_first() {
        let (more_bytes, start) = match first {
            0..0x80 => (0, u16::from(first)),
            0xc0..0xe0 => (1, u16::from(first & 0x1f)),
            0xe0..0xf0 => (2, u16::from(first & 0x0f)),
            _ => return Err(ReadError::Damaged),
        };
        let (following, more) = more
            .split_at_checked(more_bytes)
            .ok_or(ReadError::Damaged)?;
        if following.iter().any(|byte| byte & 0xc0 != 0x80) {
            return Err(ReadError::Damaged);
        }
        let join = |unit: u16, byte: &u8| (unit << 6) | u16::from(byte & 0x3f);
        units.push(following.iter().fold(start, join));
        rest = more;
    }
    let text = String::from_utf16(&units).map_err(|_surrogate| ReadError::Damaged)?;
    Ok(Text::new(text))
}
