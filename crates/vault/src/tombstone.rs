//! Tombstones: accounts that were removed for ever, so that an older copy does not bring them back.

use crate::cbor::{Reader, Writer};
use crate::clock::{Clocks, Stamp};
use crate::document::MAX_ACCOUNTS;
use crate::error::{Limit, OpenError};
use crate::fields::{MapWriter, Unknown, read_list, read_map};
use crate::id::Id;
use std::collections::BTreeMap;

/// What is left of an account that was removed.
pub(crate) struct Tombstone {
    /// When it was removed.
    pub(crate) removed: Stamp,
    /// The account's clocks as whoever removed it saw them. What has a later one was not seen, and is kept.
    pub(crate) seen: Clocks,
    unknown: Unknown,
}

impl Tombstone {
    pub(crate) fn new(removed: Stamp, seen: Clocks) -> Self {
        Self {
            removed,
            seen,
            unknown: Unknown::default(),
        }
    }

    /// Whether it is right that an account with these clocks is gone.
    pub(crate) fn covers(&self, account: &Clocks) -> bool {
        !account.has_news_for(&self.seen)
    }

    /// The same account, removed twice.
    pub(crate) fn join(self, other: Self) -> Self {
        Self {
            removed: self.removed.max(other.removed),
            seen: self.seen.joined(&other.seen),
            unknown: self.unknown.joined(other.unknown),
        }
    }
}

/// Tombstones by the account's id.
pub(crate) type Tombstones = BTreeMap<Id, Tombstone>;

pub(crate) fn write(writer: &mut Writer, tombstones: &Tombstones) {
    writer.array(tombstones.len());
    for (id, tombstone) in tombstones {
        let mut map = MapWriter::new(writer, &tombstone.unknown);
        map.field(0, |w| w.bytes(id.as_bytes()));
        map.field(1, |w| tombstone.removed.write(w));
        if !tombstone.seen.fields.is_empty() {
            map.field(2, |w| tombstone.seen.write_fields(w));
        }
        if !tombstone.seen.items.is_empty() {
            map.field(3, |w| tombstone.seen.write_items(w));
        }
        map.end();
    }
}

pub(crate) fn read(value: Reader<'_>) -> Result<Tombstones, OpenError> {
    let tombstones = read_list(value, read_one)?;
    if tombstones.len() > MAX_ACCOUNTS {
        return Err(OpenError::OverLimit(Limit::Accounts));
    }
    if !tombstones.is_sorted_by(|(one, _), (next, _)| one < next) {
        return Err(OpenError::Damaged);
    }
    Ok(tombstones.into_iter().collect())
}

fn read_one(bytes: &[u8]) -> Result<(Id, Tombstone), OpenError> {
    let (mut id, mut removed) = (None, None);
    let mut seen = Clocks::default();
    let mut unknown = Unknown::default();
    read_map(bytes, |number, mut value| {
        match number {
            0 => id = Some(Id::read(value)?),
            1 => removed = Some(Stamp::read(value)?),
            2 => seen.read_fields(value)?,
            3 => seen.read_items(value)?,
            _ => unknown.keep(number, value.item()?),
        }
        Ok::<(), OpenError>(())
    })?;
    let (id, removed) = id.zip(removed).ok_or(OpenError::Damaged)?;
    let tombstone = Tombstone {
        removed,
        seen,
        unknown,
    };
    Ok((id, tombstone))
}

/// Forgets the oldest where there are more than a vault may have.
pub(crate) fn limit(tombstones: &mut Tombstones) {
    let over = tombstones.len().saturating_sub(MAX_ACCOUNTS);
    if over == 0 {
        return;
    }
    let mut oldest: Vec<(Stamp, Id)> = tombstones
        .iter()
        .map(|(id, tombstone)| (tombstone.removed, *id))
        .collect();
    oldest.sort_unstable();
    for (_, id) in oldest.into_iter().take(over) {
        tombstones.remove(&id);
    }
}
