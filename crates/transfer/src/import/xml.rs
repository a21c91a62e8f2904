//! XML of strangers, read to a tree: without document type, without entities but XML's own five, and with limits on
//! depth and number (W3C, Extensible Markup Language 1.0, fifth edition).

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::error::ReadError;
use super::file::File;
use super::json::Text;

/// Most elements inside of each other; the deepest known file is a tree of groups.
const MOST_DEPTH: usize = 64;
/// Most elements of a file.
const MOST_ELEMENTS: usize = 500_000;
/// Most attributes of an element.
const MOST_ATTRIBUTES: usize = 32;

/// An element with all that is in it.
#[derive(Default)]
pub(super) struct Element {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    /// Its own text without that of its children.
    pub(super) text: Text,
    pub(super) children: Vec<Self>,
}

impl Element {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let mut attributes = self.attributes.iter();
        attributes
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// The first child of that name.
    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.children_named(name).next()
    }

    pub(super) fn children_named(&self, name: &str) -> impl Iterator<Item = &Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The text of the first child of that name; empty where there is none.
    pub(super) fn text_of(&self, name: &str) -> &str {
        self.child(name).map_or("", |child| child.text.as_str())
    }
}

/// Whether the file is XML with that root.
pub(super) fn has_root(file: &File<'_>, name: &str) -> bool {
    file.text()
        .filter(|text| text.trim_start().starts_with('<'))
        .and_then(root_name)
        .is_some_and(|root| root == name)
}

/// Whether the file has the preferences of an Android program with a key that contains `key`.
pub(super) fn is_preferences(file: &File<'_>, key: &str) -> bool {
    has_root(file, "map") && file.text().is_some_and(|text| text.contains(key))
}

fn root_name(text: &str) -> Option<String> {
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) | Event::Empty(tag) => {
                return Some(tag.name().into_inner().to_owned());
            }
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) | Event::Text(_) => {}
            Event::DocType(_)
            | Event::End(_)
            | Event::CData(_)
            | Event::GeneralRef(_)
            | Event::Eof => return None,
        }
    }
}

/// Names and values of the texts in the preferences of an Android program, in the file's order.
///
/// # Errors
/// As [`parse`].
pub(super) fn preferences(text: &str) -> Result<Vec<(String, Text)>, ReadError> {
    let map = parse(text)?;
    let texts = map
        .children
        .into_iter()
        .filter(|child| child.name == "string");
    Ok(texts
        .map(|child| {
            let name = child.attribute("name").unwrap_or_default().to_owned();
            (name, child.text)
        })
        .collect())
}

/// The root of a file.
///
/// # Errors
/// `Damaged` for what is not well-formed, too deep, or has a document type or entities of its own; `TooMany` after
/// 500,000 elements.
pub(super) fn parse(text: &str) -> Result<Element, ReadError> {
    let mut reader = Reader::from_str(text);
    let mut builder = Builder::default();
    loop {
        let event = reader.read_event().map_err(|_xml| ReadError::Damaged)?;
        match event {
            Event::Start(tag) => builder.open(&tag)?,
            Event::Empty(tag) => {
                builder.open(&tag)?;
                builder.close()?;
            }
            Event::End(_) => builder.close()?,
            Event::Text(text) => builder.text(&text.xml10_content()),
            Event::CData(text) => builder.text(&text.xml10_content()),
            Event::GeneralRef(name) => builder.reference(&name)?,
            Event::DocType(_) => return Err(ReadError::Damaged),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
            Event::Eof => return builder.finish(),
        }
    }
}

/// The elements that are open, from the root on.
#[derive(Default)]
struct Builder {
    open: Vec<Element>,
    root: Option<Element>,
    elements: usize,
}

impl Builder {
    fn open(&mut self, tag: &BytesStart<'_>) -> Result<(), ReadError> {
        self.elements = self.elements.saturating_add(1);
        if self.elements > MOST_ELEMENTS {
            return Err(ReadError::TooMany);
        }
        if self.open.len() == MOST_DEPTH || (self.open.is_empty() && self.root.is_some()) {
            return Err(ReadError::Damaged);
        }
        let mut attributes = Vec::new();
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|_xml| ReadError::Damaged)?;
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map_err(|_xml| ReadError::Damaged)?;
            if attributes.len() == MOST_ATTRIBUTES {
                return Err(ReadError::Damaged);
            }
            attributes.push((attribute.key.into_inner().to_owned(), value.into_owned()));
        }
        self.open.push(Element {
            name: tag.name().into_inner().to_owned(),
            attributes,
            ..Element::default()
        });
        Ok(())
    }

    fn close(&mut self) -> Result<(), ReadError> {
        let element = self.open.pop().ok_or(ReadError::Damaged)?;
        match self.open.last_mut() {
            Some(parent) => parent.children.push(element),
            None => self.root = Some(element),
        }
        Ok(())
    }

    /// Text beside the root is white space, and nobody's.
    fn text(&mut self, text: &str) {
        if let Some(element) = self.open.last_mut() {
            append(&mut element.text, text);
        }
    }

    fn reference(&mut self, name: &BytesRef<'_>) -> Result<(), ReadError> {
        let character = name.resolve_char_ref().map_err(|_xml| ReadError::Damaged)?;
        match character {
            Some(character) => self.text(character.encode_utf8(&mut [0; 4])),
            None => self.text(resolve_predefined_entity(name).ok_or(ReadError::Damaged)?),
        }
        Ok(())
    }

    fn finish(self) -> Result<Element, ReadError> {
        match self.root {
            Some(root) if self.open.is_empty() => Ok(root),
            Some(_) | None => Err(ReadError::Damaged),
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_references_and_cdata_are_one_text() {
        let root = parse("<a>1 &lt;&#x32;&#51;&gt;<b/><![CDATA[<4>]]></a>").unwrap();
        assert_eq!(root.text.as_str(), "1 <23><4>");
        assert_eq!(root.children.len(), 1);
    }

    #[test]
    fn a_document_type_and_its_entities_are_refused() {
        let bomb = "<!DOCTYPE a [<!ENTITY b \"bbbb\"><!ENTITY c \"&b;&b;\">]><a>&c;</a>";
        assert_eq!(parse(bomb).err(), Some(ReadError::Damaged));
        assert_eq!(parse("<a>&c;</a>").err(), Some(ReadError::Damaged));
        assert_eq!(parse("<a b='&c;'/>").err(), Some(ReadError::Damaged));
    }

    #[test]
    fn depth_and_number_end_somewhere() {
        let deep = |levels: usize| "<a>".repeat(levels) + &"</a>".repeat(levels);
        assert!(parse(&deep(MOST_DEPTH)).is_ok());
        assert_eq!(parse(&deep(MOST_DEPTH + 1)).err(), Some(ReadError::Damaged));
        let wide = format!("<a>{}</a>", "<b/>".repeat(MOST_ELEMENTS));
        assert_eq!(parse(&wide).err(), Some(ReadError::TooMany));
    }

    #[test]
    fn what_is_not_well_formed_is_refused() {
        for text in [
            "",
            "<a>",
            "<a></b>",
            "</a>",
            "<a/><a/>",
            "<a b=1/>",
            "<a>&#xD800;</a>",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
