//! The header: what a reader must know before it has a key (docs/vault-format.md, "Header").

use crate::cbor::{self, Writer};
use crate::error::OpenError;
use crate::fields::{MapWriter, Unknown, read_list, read_map};
use crate::id::Id;
use crate::slot::Slot;
use std::collections::BTreeSet;

/// Most slots a vault has.
pub(crate) const MAX_SLOTS: usize = 16;
/// The newest document version this program reads.
pub(crate) const DOCUMENT_VERSION: u64 = 1;
const SUITE: u64 = 1;

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
        let (mut vault_id, mut generation, mut save_salt) = (None, None, None);
        let (mut slots, mut extensions) = (Vec::new(), None);
        let (mut suite, mut min_reader) = (None, None);
        read_map(bytes, |number, mut value| {
            match number {
                0 => vault_id = Some(Id::read(value)?),
                1 => generation = Some(value.unsigned()?).filter(|generation| *generation > 0),
                2 => save_salt = value.bytes()?.try_into().ok(),
                3 => suite = Some(value.unsigned()?),
                4 => min_reader = Some(value.unsigned()?),
                5 => slots = read_list(value, Slot::read)?,
                7 => extensions = Some(read_extensions(value.item()?)?),
                _ => return Err(OpenError::TooNew { needed: 0 }),
            }
            Ok(())
        })?;
        let newest = suite.max(min_reader).ok_or(OpenError::Damaged)?;
        if suite != Some(SUITE) || min_reader > Some(DOCUMENT_VERSION) {
            return Err(OpenError::TooNew { needed: newest });
        }
        let ids: BTreeSet<Id> = slots.iter().map(|slot| slot.id).collect();
        if slots.is_empty() || slots.len() > MAX_SLOTS || ids.len() != slots.len() {
            return Err(OpenError::Damaged);
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

fn read_extensions(bytes: &[u8]) -> Result<Vec<u8>, OpenError> {
    read_map(bytes, |_, _| Ok::<(), OpenError>(()))?;
    Ok(bytes.to_vec())
}
