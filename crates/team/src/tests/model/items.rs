//! What becomes of items, and which secrets are to be replaced.

use super::team::Model;
use crate::Op;
use crate::ops::{OTP, Progress, PutItem, UsedCode};
use std::collections::{BTreeMap, BTreeSet};
use vault::Id;
use vault::primitives::{Malformed, Reader};

/// The account's field that has the issuer.
pub(super) const NAME: u64 = 1;
/// An empty array: the backup codes were taken away.
pub(super) const NOTHING: &[u8] = &[0x80];

/// An item as a person would describe it.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Item {
    pub(super) changed: u64,
    pub(super) deleted: Option<u64>,
    pub(super) name: String,
    pub(super) secrets: BTreeMap<Id, Secret>,
    pub(super) next_counter: u64,
    /// Backup codes by set and place, and the slot in which each was used.
    pub(super) used: BTreeMap<(Id, u64), u64>,
}

/// A one-time password or backup codes.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Secret {
    pub(super) field: u64,
    /// The slot since which it is known.
    pub(super) since: u64,
    pub(super) value: Vec<u8>,
}

/// A secret that is to be replaced: who takes care, and whether it was done.
pub(super) type Line = (Option<Id>, bool);

impl Model {
    /// What an editor may do.
    pub(super) fn edit(&mut self, op: &Op, slot: u64) -> bool {
        if let Op::PutItem(put) = op {
            return self.put(put, slot);
        }
        if let Op::SecretRotated {
            removal,
            item,
            progress,
        } = op
        {
            return self.progress((*removal, *item), *progress);
        }
        if let Op::SnapshotPublished { slot: of, .. } = op {
            return self.entries.contains_key(of);
        }
        if let Op::DeleteItem { item, base_rev } = op {
            let Some(item) = self.items.get_mut(item) else {
                return false;
            };
            if item.changed <= *base_rev {
                item.deleted = item.deleted.or(Some(slot));
            }
            return true;
        }
        let Op::MarkCodeUsed { item, code } = op else {
            return false;
        };
        let item = self.items.get_mut(item);
        item.is_some_and(|item| match code {
            UsedCode::Backup { set, index } => item.used.insert((*set, *index), slot).is_none(),
            UsedCode::Counter(counter) => {
                let is_new = *counter >= item.next_counter;
                item.next_counter = item.next_counter.max(counter + 1);
                is_new
            }
        })
    }

    fn put(&mut self, put: &PutItem, slot: u64) -> bool {
        let is_known = self.items.contains_key(&put.item);
        if !is_known && (put.base_rev > 0 || !put.fields.contains_key(&OTP)) {
            return false;
        }
        let item = self.items.entry(put.item).or_default();
        if let Some(name) = put.fields.get(&NAME) {
            // A text of less than 24 bytes.
            item.name = String::from_utf8(name[1..].to_vec()).unwrap();
        }
        for new in &put.versions {
            let (field, value) = (new.field, put.fields[&new.field].to_vec());
            let is_same =
                |old: &&Secret| old.field == field && core_of(&old.value) == core_of(&value);
            let known = item.secrets.values().filter(is_same);
            let since = known.map(|old| old.since).min().unwrap_or(slot);
            let new_one = Secret {
                field,
                since,
                value,
            };
            item.secrets.retain(|old, _| !new.replaces.contains(old));
            item.secrets.insert(new.version, new_one);
        }
        let comes_back = item.deleted.is_some();
        (item.changed, item.deleted) = (slot, None);
        // Whoever was removed has seen what is as old as the removal.
        let removals: BTreeSet<u64> = self.lines.keys().map(|(removal, _)| *removal).collect();
        for removal in removals {
            if item.secrets.values().any(|one| one.since <= removal) {
                let line = self.lines.entry((removal, Some(put.item))).or_default();
                line.1 &= !comes_back;
            }
        }
        true
    }

    fn progress(&mut self, line: (u64, Option<Id>), progress: Progress) -> bool {
        let item = line.1.map(|item| &self.items[&item]);
        let may = match progress {
            Progress::TakenBy(member) => self.role(member).is_some(),
            Progress::Done(None) => item.is_none_or(|item| item.deleted.is_some()),
            Progress::Done(Some(version)) => item.is_some_and(|item| {
                let mut secrets = item.secrets.values();
                item.secrets.contains_key(&version) && secrets.all(|one| one.since > line.0)
            }),
        };
        let Some((taken_by, is_done)) = self.lines.get_mut(&line).filter(|(_, done)| may && !done)
        else {
            return false;
        };
        match progress {
            Progress::TakenBy(member) => *taken_by = Some(member),
            Progress::Done(_) => *is_done = true,
        }
        true
    }
}

/// What somebody knows who knows a secret: of a map its key 1, else all of it. Other digits make no other secret.
fn core_of(value: &[u8]) -> Vec<u8> {
    let mut core = value;
    let read = Reader::new(value).map(|key, part| {
        core = if key == 1 { part } else { core };
        Ok::<(), Malformed>(())
    });
    read.map_or(value, |()| core).to_vec()
}
