//! Clocks for merging (docs/vault-format.md, "Merging"): which of two changes is the later one, without any clock
//! of a computer.

use crate::cbor::{Reader, Writer};
use crate::error::OpenError;
use crate::fields::{MapWriter, Unknown, read_list, read_map};
use crate::id::Id;
use std::collections::BTreeMap;

/// The clock of the account as a whole: when it was added. It counts for every field that has none of its own.
pub(crate) const ADDED: u64 = 0;
/// The clock of the stored PIN. There is no field of this number.
pub(crate) const PIN: u64 = 64;

/// When something was changed: a Lamport counter (0: before there were clocks), and who changed it.
#[derive(Clone, Copy, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct Stamp {
    pub(crate) counter: u64,
    /// 16 bytes that a program draws each time it opens a vault, so that no two stamps are the same.
    pub(crate) writer: [u8; 16],
}

impl Stamp {
    pub(crate) fn new(counter: u64, writer: Id) -> Self {
        let writer = *writer.as_bytes();
        Self { counter, writer }
    }

    pub(crate) fn write(self, writer: &mut Writer) {
        if self.writer == [0; 16] {
            writer.unsigned(self.counter);
        } else {
            writer.array(2);
            writer.unsigned(self.counter);
            writer.bytes(&self.writer);
        }
    }

    pub(crate) fn read(mut value: Reader<'_>) -> Result<Self, OpenError> {
        let item = value.item()?;
        if let Ok(counter) = Reader::new(item).unsigned() {
            let writer = [0; 16];
            return Ok(Self { counter, writer });
        }
        let mut parts = Reader::new(item);
        if parts.array()? != 2 {
            return Err(OpenError::Damaged);
        }
        let counter = parts.unsigned()?;
        let writer = parts.bytes()?.try_into().ok();
        let writer = writer.filter(|writer| *writer != [0; 16]);
        let writer = writer.ok_or(OpenError::Damaged)?;
        Ok(Self { counter, writer })
    }
}

/// The clocks of one account: of its fields, and of the items of its lists.
#[derive(Clone, Default)]
pub(crate) struct Clocks {
    pub(crate) fields: BTreeMap<u64, Stamp>,
    pub(crate) items: BTreeMap<ItemKey, ItemClock>,
}

/// Which item of which list: the field, and what names the item in it (docs/vault-format.md, "Merging").
pub(crate) type ItemKey = (u64, Vec<u8>);

/// When an item was added, changed or taken out.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct ItemClock {
    pub(crate) stamp: Stamp,
    pub(crate) removed: bool,
}

impl Clocks {
    /// When a field was last changed.
    pub(crate) fn of(&self, field: u64) -> Stamp {
        let own = self.fields.get(&field).or_else(|| self.fields.get(&ADDED));
        own.copied().unwrap_or_default()
    }

    /// When an item that is there was added or last changed.
    pub(crate) fn of_item(&self, item: &ItemKey) -> Stamp {
        let own = self.items.get(item).map(|clock| clock.stamp);
        own.unwrap_or_else(|| self.of(ADDED))
    }

    /// Both as one: the later stamp of each.
    pub(crate) fn joined(&self, other: &Self) -> Self {
        let mut joined = self.clone();
        for field in other.fields.keys().chain(self.fields.keys()) {
            joined
                .fields
                .insert(*field, self.of(*field).max(other.of(*field)));
        }
        for (item, clock) in &other.items {
            let known = joined.items.entry(item.clone()).or_insert(*clock);
            *known = (*known).max(*clock);
        }
        joined
    }

    /// Whether there is a change in here that `seen` has not.
    pub(crate) fn has_news_for(&self, seen: &Self) -> bool {
        let fields = self.fields.keys().chain(seen.fields.keys());
        let mut fields = fields.copied();
        let mut items = self.items.iter();
        fields.any(|field| self.of(field) > seen.of(field))
            || items.any(|(item, clock)| clock.stamp > seen.of_item(item))
    }

    pub(crate) fn write_fields(&self, writer: &mut Writer) {
        let none = Unknown::default();
        let mut map = MapWriter::new(writer, &none);
        for (field, stamp) in &self.fields {
            map.field(*field, |w| stamp.write(w));
        }
        map.end();
    }

    pub(crate) fn read_fields(&mut self, mut value: Reader<'_>) -> Result<(), OpenError> {
        read_map(value.item()?, |field, value| {
            self.fields.insert(field, Stamp::read(value)?);
            Ok(())
        })
    }

    pub(crate) fn write_items(&self, writer: &mut Writer) {
        let none = Unknown::default();
        writer.array(self.items.len());
        for ((field, name), clock) in &self.items {
            let mut map = MapWriter::new(writer, &none);
            map.unsigned(0, *field);
            map.field(1, |w| w.bytes(name));
            map.field(2, |w| clock.stamp.write(w));
            map.flag(3, clock.removed);
            map.end();
        }
    }

    pub(crate) fn read_items(&mut self, value: Reader<'_>) -> Result<(), OpenError> {
        let items = read_list(value, read_item)?;
        if !items.is_sorted_by(|(one, _), (next, _)| one < next) {
            return Err(OpenError::Damaged);
        }
        self.items = items.into_iter().collect();
        Ok(())
    }
}

fn read_item(bytes: &[u8]) -> Result<(ItemKey, ItemClock), OpenError> {
    let (mut field, mut name, mut stamp, mut removed) = (0, None, None, false);
    read_map(bytes, |number, mut value| {
        match number {
            0 => field = value.unsigned()?,
            1 => name = Some(value.bytes()?.to_vec()),
            2 => stamp = Some(Stamp::read(value)?),
            3 => removed = value.boolean()?,
            _ => return Err(OpenError::Damaged),
        }
        Ok(())
    })?;
    let (name, stamp) = name.zip(stamp).ok_or(OpenError::Damaged)?;
    Ok(((field, name), ItemClock { stamp, removed }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(write: impl FnOnce(&mut Writer)) -> Vec<u8> {
        let mut writer = Writer::with_capacity(64);
        write(&mut writer);
        writer.into_bytes().to_vec()
    }

    #[test]
    fn a_stamp_has_one_form_and_is_read_in_no_other() {
        for (counter, writer) in [(0, [0; 16]), (7, [0; 16]), (u64::MAX, [9; 16])] {
            let stamp = Stamp { counter, writer };
            let written = bytes(|w| stamp.write(w));
            assert_eq!(Stamp::read(Reader::new(&written)), Ok(stamp));
        }
        let with_writer = |writer: &[u8], parts: usize| {
            bytes(|w| {
                w.array(parts);
                w.unsigned(1);
                w.bytes(writer);
                (2..parts).for_each(|_| w.unsigned(0));
            })
        };
        for wrong in [
            with_writer(&[0; 16], 2),
            with_writer(&[1; 15], 2),
            with_writer(&[1; 16], 3),
            bytes(|w| w.text("1")),
            bytes(|w| w.array(0)),
        ] {
            assert!(Stamp::read(Reader::new(&wrong)).is_err());
        }
    }

    #[test]
    fn items_are_in_order_each_once_and_each_with_a_stamp() {
        let item = |w: &mut Writer, name: &[u8], stamped: bool| {
            let none = Unknown::default();
            let mut map = MapWriter::new(w, &none);
            map.field(0, |w| w.unsigned(9));
            map.field(1, |w| w.bytes(name));
            if stamped {
                map.field(2, |w| w.unsigned(1));
            }
            map.end();
        };
        let read = |items: &[(&[u8], bool)]| {
            let list = bytes(|w| {
                w.array(items.len());
                items
                    .iter()
                    .for_each(|(name, stamped)| item(w, name, *stamped));
            });
            Clocks::default().read_items(Reader::new(&list)).is_ok()
        };
        assert!(read(&[(b"a", true), (b"b", true)]));
        assert!(!read(&[(b"b", true), (b"a", true)]));
        assert!(!read(&[(b"a", true), (b"a", true)]));
        assert!(!read(&[(b"a", false)]));
    }
}
