//! Items as a kept state has them: whole, with what is only needed to judge what comes next.

use super::{Flag, Item, MALFORMED, past};
use crate::entry::expect_array;
use crate::kept_state::{read_slot, write_slot};
use crate::ops::{ascending, id};
use vault::Id;
use vault::primitives::{Malformed, Reader, Writer};

impl Item {
    pub(crate) fn write_kept(&self, id: Id, w: &mut Writer) {
        w.array(9);
        w.bytes(id.as_bytes());
        w.unsigned(self.rev);
        write_slot(w, self.deleted);
        self.write_content(w);
        w.array(self.used.len());
        self.used.values().for_each(|slot| w.unsigned(*slot));
        w.array(self.seen.len());
        self.seen.iter().for_each(|id| w.bytes(id.as_bytes()));
        w.array(self.flags.len());
        for (slot, flag) in &self.flags {
            w.array(2);
            w.unsigned(*slot);
            w.unsigned(match flag {
                Flag::NotDeleted => 0,
                Flag::CameBack => 1,
            });
        }
    }

    /// The next item of a state up to a slot.
    pub(crate) fn read_kept(r: &mut Reader<'_>, slot: u64) -> Result<(Id, Self), Malformed> {
        expect_array(r, 9)?;
        let named = id(r)?;
        let mut item = Self {
            rev: past(r, slot)?,
            deleted: read_slot(r)?,
            ..Self::default()
        };
        item.read_content(r, slot)?;
        expect_array(r, item.used.len())?;
        for at in item.used.values_mut() {
            *at = past(r, slot)?;
        }
        item.seen.extend(ascending(r, id, |one, next| one < next)?);
        for _ in 0..r.array()? {
            expect_array(r, 2)?;
            let at = past(r, slot)?;
            let flag = match r.unsigned()? {
                0 => Flag::NotDeleted,
                1 => Flag::CameBack,
                _ => return Err(MALFORMED),
            };
            item.flags.push((at, flag));
        }
        Ok((named, item))
    }
}
