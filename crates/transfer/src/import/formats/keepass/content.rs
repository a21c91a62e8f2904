//! The XML of a database, read element by element: values are encrypted one after the other in the order they stand
//! there, also those that nobody asks for, and there may be millions in the entries' history.

use std::mem;

use data_encoding::BASE64;
use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use zeroize::{Zeroize, Zeroizing};

use super::fields::Item;
use crate::import::derive::Key;
use crate::import::entry::Found;
use crate::import::error::ReadError;
use crate::import::json::Text;
use crate::import::picture::Pictures;
use crate::kdbx::InnerStream;

/// Most elements inside of each other. Groups are, and nobody has as many.
const MOST_DEPTH: usize = 256;
/// Most fields of an entry that are looked at.
const MOST_FIELDS: usize = 1_000;
/// Most pictures of a database.
const MOST_ICONS: usize = 10_000;
/// Longest text whose memory is used for the next one, in bytes: all of it is wiped each time.
const KEPT_TEXT: usize = 4 << 10;

/// # Errors
/// `Damaged` for what is not well-formed, too deep, has a document type or entities of its own, or does not fit to the
/// header; `TooMany`.
pub(super) fn read(
    text: &str,
    stream: Option<InnerStream>,
    header_hash: Option<Key<32>>,
) -> Result<Found, ReadError> {
    let mut reader = Reader::from_str(text);
    let mut content = Content {
        stream,
        header_hash,
        ..Content::default()
    };
    loop {
        match reader.read_event().map_err(|_xml| ReadError::Damaged)? {
            Event::Start(tag) => content.open(&tag)?,
            Event::Empty(tag) => {
                content.open(&tag)?;
                content.close()?;
            }
            Event::End(_) => content.close()?,
            Event::Text(text) => append(&mut content.text, &text.xml10_content()),
            Event::CData(text) => append(&mut content.text, &text.xml10_content()),
            Event::GeneralRef(name) => content.reference(&name)?,
            Event::DocType(_) => return Err(ReadError::Damaged),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
            Event::Eof if content.is_whole => return Ok(content.found),
            Event::Eof => return Err(ReadError::Damaged),
        }
    }
}

/// What an element is, going by its name and by what it stands in.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Node {
    File,
    Meta,
    HeaderHash,
    BinEnabled,
    BinUuid,
    Icons,
    Icon,
    IconUuid,
    IconData,
    Root,
    Group,
    GroupUuid,
    GroupName,
    Entry,
    EntryIcon,
    EntryTags,
    Times,
    UsageCount,
    Field,
    FieldKey,
    FieldValue,
    /// Nothing of interest, and nothing in it is.
    Other,
}

impl Node {
    fn of(parent: Option<Self>, name: &str) -> Self {
        match (parent, name) {
            (None, "KeePassFile") => Self::File,
            (Some(Self::File), "Meta") => Self::Meta,
            (Some(Self::Meta), "HeaderHash") => Self::HeaderHash,
            (Some(Self::Meta), "RecycleBinEnabled") => Self::BinEnabled,
            (Some(Self::Meta), "RecycleBinUUID") => Self::BinUuid,
            (Some(Self::Meta), "CustomIcons") => Self::Icons,
            (Some(Self::Icons), "Icon") => Self::Icon,
            (Some(Self::Icon), "UUID") => Self::IconUuid,
            (Some(Self::Icon), "Data") => Self::IconData,
            (Some(Self::File), "Root") => Self::Root,
            (Some(Self::Root | Self::Group), "Group") => Self::Group,
            (Some(Self::Group), "UUID") => Self::GroupUuid,
            (Some(Self::Group), "Name") => Self::GroupName,
            (Some(Self::Group), "Entry") => Self::Entry,
            (Some(Self::Entry), "CustomIconUUID") => Self::EntryIcon,
            (Some(Self::Entry), "Tags") => Self::EntryTags,
            (Some(Self::Entry), "Times") => Self::Times,
            (Some(Self::Times), "UsageCount") => Self::UsageCount,
            (Some(Self::Entry), "String") => Self::Field,
            (Some(Self::Field), "Key") => Self::FieldKey,
            (Some(Self::Field), "Value") => Self::FieldValue,
            _ => Self::Other,
        }
    }
}

/// A group that is open.
#[derive(Default)]
struct Group {
    name: String,
    is_bin: bool,
}

/// Everything that was read so far and is still needed.
#[derive(Default)]
struct Content {
    stream: Option<InnerStream>,
    header_hash: Option<Key<32>>,
    /// The open elements, from the root on, and whether the text of each is encrypted.
    open: Vec<(Node, bool)>,
    /// Text of the innermost one.
    text: Text,
    bin: Option<String>,
    is_bin_used: bool,
    icons: Pictures<'static>,
    icon_uuid: String,
    groups: Vec<Group>,
    item: Item,
    key: Text,
    is_whole: bool,
    found: Found,
}

impl Content {
    fn open(&mut self, tag: &BytesStart<'_>) -> Result<(), ReadError> {
        if self.open.len() == MOST_DEPTH || self.is_whole {
            return Err(ReadError::Damaged);
        }
        let parent = self.open.last().map(|(node, _)| *node);
        let node = Node::of(parent, tag.name().into_inner());
        if node == Node::Group {
            self.groups.push(Group::default());
        } else if node == Node::Entry {
            self.item = Item::default();
        } else if node == Node::Other && parent.is_none() {
            return Err(ReadError::Damaged);
        }
        self.open.push((node, is_protected(tag)?));
        clear(&mut self.text);
        Ok(())
    }

    fn close(&mut self) -> Result<(), ReadError> {
        let (node, is_protected) = self.open.pop().ok_or(ReadError::Damaged)?;
        let mut text = mem::take(&mut self.text);
        if is_protected {
            text = self.reveal(&text)?;
        }
        match node {
            Node::HeaderHash => self.check_header(&text)?,
            Node::BinEnabled => self.is_bin_used = is_true(&text),
            Node::BinUuid => self.bin = Some(text.trim().to_owned()),
            Node::IconUuid => text.trim().clone_into(&mut self.icon_uuid),
            Node::IconData => self.add_icon(&text)?,
            Node::GroupUuid => self
                .name_group(|group, bin| group.is_bin = bin.is_some_and(|bin| bin == text.trim())),
            Node::GroupName => self.name_group(|group, _| text.trim().clone_into(&mut group.name)),
            Node::EntryIcon => text.trim().clone_into(&mut self.item.icon),
            Node::EntryTags => self.item.tags.push_str(&text),
            Node::UsageCount => self.item.use_count = text.trim().parse().unwrap_or_default(),
            Node::FieldKey => self.key = mem::take(&mut text),
            Node::FieldValue => self.add_field(mem::take(&mut text)),
            Node::Entry => self.end_entry()?,
            Node::Group => drop(self.groups.pop()),
            Node::File => self.is_whole = true,
            Node::Meta
            | Node::Icons
            | Node::Icon
            | Node::Root
            | Node::Times
            | Node::Field
            | Node::Other => {}
        }
        self.text = text;
        clear(&mut self.text);
        Ok(())
    }

    /// Decrypts a value. What is no text afterwards is nobody's field.
    fn reveal(&mut self, text: &str) -> Result<Text, ReadError> {
        let Some(stream) = &mut self.stream else {
            return Ok(Text::default());
        };
        let bytes = BASE64.decode(text.trim().as_bytes());
        let mut bytes = Zeroizing::new(bytes.map_err(|_base64| ReadError::Damaged)?);
        stream.apply(&mut bytes).ok_or(ReadError::Damaged)?;
        let text = String::from_utf8(mem::take(&mut bytes));
        Ok(text.map_or_else(
            |error| {
                error.into_bytes().zeroize();
                Text::default()
            },
            Text::new,
        ))
    }

    fn check_header(&self, text: &str) -> Result<(), ReadError> {
        match &self.header_hash {
            Some(hash) if text.trim() != BASE64.encode(hash.as_slice()) => Err(ReadError::Damaged),
            _ => Ok(()),
        }
    }

    fn add_icon(&mut self, text: &str) -> Result<(), ReadError> {
        if self.icons.len() == MOST_ICONS {
            return Err(ReadError::TooMany);
        }
        let id = mem::take(&mut self.icon_uuid);
        self.icons.add(id, text.to_owned());
        Ok(())
    }

    fn name_group(&mut self, name: impl FnOnce(&mut Group, Option<&String>)) {
        let bin = self.bin.as_ref().filter(|_| self.is_bin_used);
        if let Some(group) = self.groups.last_mut() {
            name(group, bin);
        }
    }

    fn add_field(&mut self, value: Text) {
        if self.item.fields.len() < MOST_FIELDS {
            self.item.fields.push((mem::take(&mut self.key), value));
        }
    }

    fn end_entry(&mut self) -> Result<(), ReadError> {
        let mut item = mem::take(&mut self.item);
        item.is_deleted = self.groups.iter().any(|group| group.is_bin);
        // The outermost group is the whole database.
        let path = self.groups.iter().skip(1).map(|group| group.name.as_str());
        item.add_to(path, &mut self.icons, &mut self.found)
    }

    fn reference(&mut self, name: &BytesRef<'_>) -> Result<(), ReadError> {
        let character = name.resolve_char_ref().map_err(|_xml| ReadError::Damaged)?;
        match character {
            Some(character) => append(&mut self.text, character.encode_utf8(&mut [0; 4])),
            None => {
                let text = resolve_predefined_entity(name).ok_or(ReadError::Damaged)?;
                append(&mut self.text, text);
            }
        }
        Ok(())
    }
}

fn is_protected(tag: &BytesStart<'_>) -> Result<bool, ReadError> {
    for attribute in tag.attributes().with_checks(false) {
        let attribute = attribute.map_err(|_xml| ReadError::Damaged)?;
        if attribute.key.into_inner() == "Protected" {
            return Ok(is_true(&attribute.value));
        }
    }
    Ok(false)
}

fn is_true(text: &str) -> bool {
    text.trim().eq_ignore_ascii_case("true")
}

/// Growing in place would leave what was there behind, unwiped.
fn append(text: &mut Text, more: &str) {
    let length = text.len().saturating_add(more.len());
    if length > text.capacity() {
        let mut larger = Text::new(String::with_capacity(length.saturating_mul(2)));
        larger.push_str(text);
        *text = larger;
    }
    text.push_str(more);
}

fn clear(text: &mut Text) {
    if text.capacity() > KEPT_TEXT {
        *text = Text::default();
    } else {
        text.zeroize();
    }
}
