//! The header: what a reader must know before it has a key (docs/vault-format.md, "Header").

use crate::cbor::{self, Reader, Writer};
use crate::error::{Limit, OpenError};
use crate::fields::{MapWriter, Unknown, read_list, read_map};
use crate::id::Id;
use crate::kdf::Kdf;
use crate::slot::{self, Slot};
use std::collections::BTreeSet;

/// Most slots a vault has.
pub(crate) const MAX_SLOTS: usize = 16;
/// The newest document version this program reads.
pub(crate) const DOCUMENT_VERSION: u64 = 1;
const SUITE: u64 = 1;
/// A password may be tried on every slot; together they may cost 16 GiB, in KiB.
pub(crate) const MAX_PASSWORD_WORK: u64 = 16 << 20;

#[derive(Clone)]
pub(crate) struct Header {
    pub(crate) vault_id: Id,
    /// Counts saves, from 1.
    pub(crate) generation: u64,
    pub(crate) slots: Vec<Slot>,
    /// CBOR of the map of extensions that a reader keeps as they are.
    pub(crate) extensions: Option<Vec<u8>>,
}

impl Header {
    /// The header's CBOR for a save with this salt.
    pub(crate) fn write(&self, generation: u64, save_salt: &[u8; 32]) -> Vec<u8> {
        let mut writer = Writer::with_capacity(4096);
        let none = Unknown::default();
        let mut map = MapWriter::new(&mut writer, &none);
        map.field(0, |w| w.bytes(self.vault_id.as_bytes()));
        map.field(1, |w| w.unsigned(generation));
        map.field(2, |w| w.bytes(save_salt));
        map.field(3, |w| w.unsigned(SUITE));
        map.field(4, |w| w.unsigned(DOCUMENT_VERSION));
        map.list(5, &self.slots, Slot::write);
        if let Some(extensions) = &self.extensions {
            map.field(7, |w| w.raw(extensions));
        }
        map.end();
        writer.into_bytes().to_vec()
    }

    /// Reads a header and the save's salt.
    pub(crate) fn read(bytes: &[u8]) -> Result<(Self, [u8; 32]), OpenError> {
        cbor::check(bytes)?;
        check_version(bytes)?;
        let (mut vault_id, mut generation, mut save_salt) = (None, None, None);
        let (mut slots, mut extensions) = (Vec::new(), None);
        read_map(bytes, |number, mut value| {
            match number {
                0 => vault_id = Some(Id::read(value)?),
                1 => generation = Some(value.unsigned()?).filter(|generation| *generation > 0),
                2 => save_salt = value.bytes()?.try_into().ok(),
                5 => slots = read_list(value, Slot::read)?,
                7 => extensions = Some(read_extensions(value.item()?)?),
                _ => {} // check_version
            }
            Ok::<(), OpenError>(())
        })?;
        let ids: BTreeSet<Id> = slots.iter().map(|slot| slot.id).collect();
        if slots.is_empty() || slots.len() > MAX_SLOTS || ids.len() != slots.len() {
            return Err(OpenError::Damaged);
        }
        if password_work(&slots) > MAX_PASSWORD_WORK {
            return Err(OpenError::OverLimit(Limit::Kdf));
        }
        let header = Self {
            vault_id: vault_id.ok_or(OpenError::Damaged)?,
            generation: generation.ok_or(OpenError::Damaged)?,
            slots,
            extensions,
        };
        Ok((header, save_salt.ok_or(OpenError::Damaged)?))
    }
}

/// Whether this program may read the header at all; judged before anything else in it, because a
/// newer version may give every other field another shape.
fn check_version(bytes: &[u8]) -> Result<(), OpenError> {
    let (mut suite, mut min_reader, mut newer) = (None, None, false);
    read_map(bytes, |number, mut value| {
        match number {
            0..=2 | 7 => {}
            5 => newer |= any_unknown_slot_key(value)?,
            3 => suite = Some(value.unsigned()?),
            4 => min_reader = Some(value.unsigned()?),
            6 => newer |= !is_empty_map(value)?,
            _ => newer = true,
        }
        Ok::<(), OpenError>(())
    })?;
    let (suite, min_reader) = suite.zip(min_reader).ok_or(OpenError::Damaged)?;
    if newer || suite != SUITE || min_reader > DOCUMENT_VERSION {
        let needed = if min_reader > DOCUMENT_VERSION {
            min_reader
        } else {
            0
        };
        return Err(OpenError::TooNew { needed });
    }
    Ok(())
}

fn any_unknown_slot_key(slots: Reader<'_>) -> Result<bool, OpenError> {
    let mut newer = false;
    read_list(slots, |slot| {
        read_map(slot, |number, _| {
            newer |= number > slot::LAST_KEY;
            Ok::<(), OpenError>(())
        })
    })?;
    Ok(newer)
}

fn is_empty_map(mut value: Reader<'_>) -> Result<bool, OpenError> {
    let mut empty = true;
    value.map(|_, _| {
        empty = false;
        Ok::<(), OpenError>(())
    })?;
    Ok(empty)
}

/// What trying a password on all slots costs: memory times passes, in KiB.
pub(crate) fn password_work(slots: &[Slot]) -> u64 {
    slots
        .iter()
        .filter_map(|slot| slot.kdf)
        .map(Kdf::work)
        .sum()
}

fn read_extensions(bytes: &[u8]) -> Result<Vec<u8>, OpenError> {
    read_map(bytes, |_, _| Ok::<(), OpenError>(()))?;
    Ok(bytes.to_vec())
}
