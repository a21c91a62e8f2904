//! The registry: the security keys that a person has, plugged in or not (docs/vault-format.md, "Document").
//!
//! Each record has a count of its changes, so that two states of it become one without clocks: the greater count is the
//! later one.

use crate::cbor::{Reader, Writer};
use crate::companion::read_time;
use crate::document::{Document, read_model};
use crate::error::OpenError;
use crate::fields::{MapWriter, Unknown, read_list, read_map};
use crate::id::Id;
use otp::UnixTime;
use std::collections::BTreeMap;

/// The most keys that a vault knows, those that were taken off too.
pub const MAX_SECURITY_KEYS: usize = 1000;

/// The records by id.
pub(crate) type SecurityKeys = BTreeMap<Id, Record>;

/// A key as its owner knows it.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct OwnKey {
    /// What its owner calls it.
    pub name: String,
    /// Where it is kept: "key ring", "safe"; may be empty.
    pub place: String,
    /// Its model (AAGUID), where it was told.
    pub model: Option<[u8; 16]>,
    /// Its own number, where it tells one; else empty.
    pub serial: String,
    /// The version of its firmware, where it was plugged in; else empty.
    pub firmware: String,
    /// When it was put into the registry.
    pub added: UnixTime,
    /// When it was last plugged in.
    pub seen: Option<UnixTime>,
    /// Since when it is lost.
    pub lost: Option<UnixTime>,
}

#[derive(Default)]
pub(crate) struct Record {
    changes: u64,
    /// `None`: it was taken off.
    key: Option<OwnKey>,
    unknown: Unknown,
}

impl Document {
    /// The keys by id.
    pub fn security_keys(&self) -> impl Iterator<Item = (Id, &OwnKey)> {
        let records = self.security_keys.iter();
        records.filter_map(|(id, record)| Some((*id, record.key.as_ref()?)))
    }

    /// The key of this id.
    pub fn security_key(&self, id: Id) -> Option<&OwnKey> {
        self.security_keys.get(&id)?.key.as_ref()
    }

    /// Puts a key into the registry, or what is known of it now. `false`: there are too many.
    pub fn put_security_key(&mut self, id: Id, key: OwnKey) -> bool {
        let is_known = self.security_keys.contains_key(&id);
        let fits = is_known || self.security_keys.len() < MAX_SECURITY_KEYS;
        if fits {
            self.set_security_key(id, Some(key));
        }
        fits
    }

    /// Takes a key off the registry. What accounts know of it stays.
    pub fn remove_security_key(&mut self, id: Id) {
        if self.security_key(id).is_some() {
            self.set_security_key(id, None);
        }
    }

    fn set_security_key(&mut self, id: Id, key: Option<OwnKey>) {
        let record = self.security_keys.entry(id).or_default();
        record.key = key;
        record.changes = record.changes.saturating_add(1);
    }
}

pub(crate) fn write(writer: &mut Writer, keys: &SecurityKeys) {
    writer.array(keys.len());
    for (id, record) in keys {
        let mut map = MapWriter::new(writer, &record.unknown);
        map.field(0, |w| w.bytes(id.as_bytes()));
        map.unsigned(1, record.changes);
        if let Some(key) = &record.key {
            map.field(2, |w| w.text(&key.name));
            map.text(3, &key.place);
            if let Some(model) = &key.model {
                map.field(4, |w| w.bytes(model));
            }
            map.text(5, &key.serial);
            map.text(6, &key.firmware);
            map.unsigned(7, key.added.get());
            map.optional(8, key.seen.map(UnixTime::get));
            map.optional(9, key.lost.map(UnixTime::get));
        }
        map.end();
    }
}

pub(crate) fn read(value: Reader<'_>) -> Result<SecurityKeys, OpenError> {
    let list = read_list(value, read_one)?;
    let is_sorted = list.is_sorted_by(|(one, _), (next, _)| one < next);
    if list.len() > MAX_SECURITY_KEYS || !is_sorted {
        return Err(OpenError::Damaged);
    }
    Ok(list.into_iter().collect())
}

fn read_one(bytes: &[u8]) -> Result<(Id, Record), OpenError> {
    let (mut id, mut name) = (None, None);
    let (mut record, mut key) = (Record::default(), OwnKey::default());
    read_map(bytes, |number, mut value| {
        match number {
            0 => id = Some(Id::read(value)?),
            1 => record.changes = value.unsigned()?,
            2 => name = Some(value.text()?.to_owned()),
            3 => key.place = value.text()?.to_owned(),
            4 => key.model = Some(read_model(value)?),
            5 => key.serial = value.text()?.to_owned(),
            6 => key.firmware = value.text()?.to_owned(),
            7 => key.added = read_time(value)?,
            8 => key.seen = Some(read_time(value)?),
            9 => key.lost = Some(read_time(value)?),
            _ => record.unknown.keep(number, value.item()?),
        }
        Ok::<(), OpenError>(())
    })?;
    record.key = name.map(|name| OwnKey { name, ..key });
    Ok((id.ok_or(OpenError::Damaged)?, record))
}

/// Both as one: of each key what was changed more often, last seen when either saw it.
pub(crate) fn merge(mut ours: SecurityKeys, theirs: SecurityKeys) -> SecurityKeys {
    for (id, record) in theirs {
        let joined = match ours.remove(&id) {
            Some(known) => known.join(record),
            None => record,
        };
        ours.insert(id, joined);
    }
    // Those that were taken off are forgotten first.
    let over = ours.len().saturating_sub(MAX_SECURITY_KEYS);
    let mut last: Vec<(bool, Id)> = ours
        .iter()
        .map(|(id, record)| (record.key.is_some(), *id))
        .collect();
    last.sort_unstable();
    for (_, id) in last.into_iter().take(over) {
        ours.remove(&id);
    }
    ours
}

impl Record {
    fn join(self, other: Self) -> Self {
        let seen = |record: &Self| record.key.as_ref().and_then(|key| key.seen);
        let seen = seen(&self).max(seen(&other));
        let (mut ours, mut theirs) = (self, other);
        let unknown = std::mem::take(&mut ours.unknown).joined(std::mem::take(&mut theirs.unknown));
        let order = |record: &Self| (record.changes, record.key.clone().map(in_order));
        let later = if order(&ours) < order(&theirs) {
            theirs
        } else {
            ours
        };
        Self {
            changes: later.changes,
            key: later.key.map(|key| OwnKey { seen, ..key }),
            unknown,
        }
    }
}

/// Anything that orders two states alike on every computer.
fn in_order(key: OwnKey) -> impl Ord {
    let times = (key.lost, key.added, key.seen);
    let texts = (key.name, key.place, key.serial, key.firmware);
    (times, texts, key.model)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str) -> OwnKey {
        OwnKey {
            name: name.to_owned(),
            place: "safe".to_owned(),
            model: Some([3; 16]),
            serial: "1".to_owned(),
            firmware: "5.4.3".to_owned(),
            added: UnixTime::new(100).unwrap(),
            seen: UnixTime::new(200),
            lost: None,
        }
    }

    fn id(number: u8) -> Id {
        Id::from_bytes([number; 16])
    }

    fn again(document: &Document) -> Document {
        Document::read(&document.write()).unwrap()
    }

    #[test]
    fn the_later_change_of_each_key_stays_in_both_orders_and_the_later_sight_of_it() {
        let mut ours = Document::new(UnixTime::EPOCH);
        for (number, name) in [(1, "blue"), (2, "red"), (3, "old")] {
            assert!(ours.put_security_key(id(number), key(name)));
        }
        let mut theirs = again(&ours);
        let lost = OwnKey {
            lost: UnixTime::new(300),
            ..key("blue")
        };
        theirs.put_security_key(id(1), lost.clone());
        theirs.remove_security_key(id(3));
        let seen = OwnKey {
            seen: UnixTime::new(500),
            ..key("red")
        };
        ours.put_security_key(id(2), seen.clone());
        ours.put_security_key(id(4), key("new"));
        for (one, other) in [(&ours, &theirs), (&theirs, &ours)] {
            let mut merged = Document::new(UnixTime::EPOCH);
            let parts = (again(one).security_keys, again(other).security_keys);
            merged.security_keys = merge(parts.0, parts.1);
            let merged = again(&merged);
            let keys: Vec<_> = merged.security_keys().collect();
            let expected = [(id(1), &lost), (id(2), &seen), (id(4), &key("new"))];
            assert_eq!(keys, expected);
        }
    }

    #[test]
    fn keys_out_of_order_or_without_an_id_are_damage() {
        let document = |ids: &[Option<u8>]| {
            let mut writer = Writer::with_capacity(64);
            writer.array(ids.len());
            for one in ids {
                let none = Unknown::default();
                let mut map = MapWriter::new(&mut writer, &none);
                if let Some(number) = one {
                    map.field(0, |w| w.bytes(id(*number).as_bytes()));
                }
                map.unsigned(1, 1);
                map.end();
            }
            writer.into_bytes()
        };
        let reads = |ids: &[Option<u8>]| read(Reader::new(&document(ids))).is_ok();
        assert!(reads(&[Some(1), Some(2)]));
        assert!(!reads(&[Some(2), Some(1)]) && !reads(&[Some(1), Some(1)]) && !reads(&[None]));
    }
}
