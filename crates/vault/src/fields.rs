//! Maps of the document: known keys become fields, unknown keys are kept as they are.

use crate::cbor::{Malformed, Reader, Writer};
use std::collections::BTreeMap;
use zeroize::Zeroizing;

/// Fields a newer version wrote, in ascending order of key. They are written back unchanged.
#[derive(Default)]
pub(crate) struct Unknown(Vec<(u64, Zeroizing<Vec<u8>>)>);

impl Unknown {
    pub(crate) fn keep(&mut self, key: u64, item: &[u8]) {
        self.0.push((key, Zeroizing::new(item.to_vec())));
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Both as one; of two values of a key the one that comes later in the order of bytes.
    pub(crate) fn joined(self, other: Self) -> Self {
        let mut joined: BTreeMap<u64, Zeroizing<Vec<u8>>> = self.0.into_iter().collect();
        for (key, item) in other.0 {
            match joined.get(&key) {
                Some(known) if known.as_slice() >= item.as_slice() => {}
                _ => drop(joined.insert(key, item)),
            }
        }
        Self(joined.into_iter().collect())
    }
}

/// Reads one map that is the whole of `bytes`.
pub(crate) fn read_map<'a, E: From<Malformed>>(
    bytes: &'a [u8],
    field: impl FnMut(u64, Reader<'a>) -> Result<(), E>,
) -> Result<(), E> {
    let mut field = field;
    let mut reader = Reader::new(bytes);
    reader.map(|key, item| field(key, Reader::new(item)))?;
    reader.end()?;
    Ok(())
}

/// Writes one map; fields must be given in ascending order of key.
pub(crate) struct MapWriter<'w, 'u> {
    writer: &'w mut Writer,
    unknown: std::slice::Iter<'u, (u64, Zeroizing<Vec<u8>>)>,
    start: usize,
    count: u64,
}

impl<'w, 'u> MapWriter<'w, 'u> {
    /// Starts a map that also gets the fields of `unknown`, each at its place.
    pub(crate) fn new(writer: &'w mut Writer, unknown: &'u Unknown) -> Self {
        let start = writer.position();
        Self {
            writer,
            unknown: unknown.0.iter(),
            start,
            count: 0,
        }
    }

    pub(crate) fn field(&mut self, key: u64, value: impl FnOnce(&mut Writer)) {
        self.unknown_below(key);
        self.count += 1;
        self.writer.unsigned(key);
        value(self.writer);
    }

    /// A number, left out when it is 0.
    pub(crate) fn unsigned(&mut self, key: u64, value: u64) {
        if value != 0 {
            self.field(key, |w| w.unsigned(value));
        }
    }

    pub(crate) fn optional(&mut self, key: u64, value: Option<u64>) {
        if let Some(value) = value {
            self.field(key, |w| w.unsigned(value));
        }
    }

    /// Text, left out when it is empty.
    pub(crate) fn text(&mut self, key: u64, text: &str) {
        if !text.is_empty() {
            self.field(key, |w| w.text(text));
        }
    }

    /// `true`, left out when it is `false`.
    pub(crate) fn flag(&mut self, key: u64, flag: bool) {
        if flag {
            self.field(key, |w| w.boolean(true));
        }
    }

    /// A list, left out when it is empty.
    pub(crate) fn list<T>(&mut self, key: u64, items: &[T], mut item: impl FnMut(&mut Writer, &T)) {
        if !items.is_empty() {
            self.field(key, |w| {
                w.array(items.len());
                items.iter().for_each(|each| item(w, each));
            });
        }
    }

    pub(crate) fn end(mut self) {
        self.unknown_below(u64::MAX);
        self.writer.close_map(self.start, self.count);
    }

    fn unknown_below(&mut self, key: u64) {
        while let Some((unknown, item)) = self.unknown.as_slice().first() {
            if *unknown >= key && key != u64::MAX {
                return;
            }
            self.count += 1;
            self.writer.unsigned(*unknown);
            self.writer.raw(item);
            self.unknown.next();
        }
    }
}

/// Reads an array with `item` for each of its items.
pub(crate) fn read_list<'a, T, E: From<Malformed>>(
    mut reader: Reader<'a>,
    mut item: impl FnMut(&'a [u8]) -> Result<T, E>,
) -> Result<Vec<T>, E> {
    let count = reader.array()?;
    // A hostile count costs at most one byte of file each; growth is left to `push`.
    let mut list = Vec::with_capacity(count.min(1024));
    for _ in 0..count {
        list.push(item(reader.item()?)?);
    }
    Ok(list)
}
