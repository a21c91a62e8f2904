//! Items: accounts that are shared field by field (docs/team-log.md, "Items").

use crate::entry::{expect_array, integer};
use crate::ops::{PutItem, UsedCode, ascending, id, is_empty, is_secret, is_shared, write_fields};
use std::collections::{BTreeMap, BTreeSet};
use vault::primitives::{Malformed, Reader, Writer};
use vault::{Account, Id, OpenError};
use zeroize::Zeroizing;

mod kept;

/// An account of the team.
#[derive(Clone, Default)]
pub struct Item {
    pub(crate) rev: u64,
    pub(crate) deleted: Option<u64>,
    /// Fields that are no secrets, as they are encoded.
    fields: BTreeMap<u64, Zeroizing<Vec<u8>>>,
    /// The versions of secrets that are in place, in the order they came in.
    secrets: Vec<Secret>,
    /// All versions there ever were.
    seen: BTreeSet<Id>,
    /// With the slot of the entry that used it up.
    used: BTreeMap<UsedCode, u64>,
    flags: Vec<(u64, Flag)>,
}

/// A version of a secret that is in place.
#[derive(Clone)]
pub struct Secret {
    /// The account's field: 3 one-time password, 16 backup codes.
    pub field: u64,
    /// Names the version.
    pub version: Id,
    /// The slot of the entry that put it, or an earlier one: a new version of a secret that was in place is as old as that.
    pub slot: u64,
    value: Zeroizing<Vec<u8>>,
}

/// Something that people should look at.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Flag {
    /// Somebody deleted the item without having seen its last change. It stayed.
    NotDeleted,
    /// Somebody changed the item without having seen that it was deleted. It came back.
    CameBack,
}

const MALFORMED: Malformed = Malformed { at: 0 };

/// The change cannot be made.
pub(crate) struct NotPossible;

impl Item {
    /// The slot of the last entry that put it.
    pub fn rev(&self) -> u64 {
        self.rev
    }

    /// The slot of its deletion, if it is deleted.
    pub fn deleted(&self) -> Option<u64> {
        self.deleted
    }

    /// What people should look at, with the slots.
    pub fn flags(&self) -> &[(u64, Flag)] {
        &self.flags
    }

    /// The versions in place. More than one of a field: a person has to choose.
    pub fn secrets(&self) -> &[Secret] {
        &self.secrets
    }

    /// Whether a person has to choose between secrets.
    pub fn conflicts(&self) -> bool {
        let mut fields = BTreeSet::new();
        !self.secrets.iter().all(|one| fields.insert(one.field))
    }

    /// Codes that were used up, each with the slot of the entry that says so. Of a snapshot it is the snapshot's.
    pub fn used_codes(&self) -> &BTreeMap<UsedCode, u64> {
        &self.used
    }

    /// The next counter of HOTP that nobody reserved. The account's own may be higher.
    pub fn next_counter(&self) -> u64 {
        let counters = self.used.keys().filter_map(|code| match code {
            UsedCode::Counter(counter) => Some(counter + 1),
            UsedCode::Backup { .. } => None,
        });
        counters.max().unwrap_or(0)
    }

    /// The account, with the secrets that came last.
    ///
    /// # Errors
    /// Whoever put it wrote what is no account, or one of a newer version.
    pub fn account(&self, id: Id) -> Result<Account, OpenError> {
        let last = self.secrets.iter().map(|secret| secret.version);
        let mut chosen = BTreeMap::new();
        for (secret, version) in self.secrets.iter().zip(last) {
            chosen.insert(secret.field, version);
        }
        let versions: Vec<Id> = chosen.into_values().collect();
        self.account_of(id, &versions)
    }

    /// The account with these versions of its secrets.
    ///
    /// # Errors
    /// As for [`account`](Self::account).
    pub fn account_of(&self, id: Id, versions: &[Id]) -> Result<Account, OpenError> {
        let mut fields = self.fields.clone();
        for secret in &self.secrets {
            if versions.contains(&secret.version) && !is_empty(&secret.value) {
                fields.insert(secret.field, secret.value.clone());
            }
        }
        let mut key = Writer::with_capacity(24);
        key.bytes(id.as_bytes());
        fields.insert(0, key.into_bytes());
        let mut w = Writer::with_capacity(512);
        write_fields(&mut w, &fields);
        Account::from_cbor(&w.into_bytes())
    }

    pub(crate) fn put(&mut self, put: &PutItem, slot: u64) -> Result<(), NotPossible> {
        for new in &put.versions {
            if !self.seen.insert(new.version) {
                return Err(NotPossible);
            }
            let value = put.fields.get(&new.field).ok_or(NotPossible)?;
            let same =
                |old: &&Secret| old.field == new.field && secret_of(&old.value) == secret_of(value);
            let known_since = self.secrets.iter().filter(same).map(|old| old.slot).min();
            let replaces =
                |old: &Secret| old.field == new.field && new.replaces.contains(&old.version);
            self.secrets.retain(|old| !replaces(old));
            self.secrets.push(Secret {
                field: new.field,
                version: new.version,
                slot: known_since.unwrap_or(slot),
                value: value.clone(),
            });
        }
        for (field, value) in put.fields.iter().filter(|(field, _)| !is_secret(**field)) {
            match is_empty(value) {
                true => self.fields.remove(field),
                false => self.fields.insert(*field, value.clone()),
            };
        }
        if self.deleted.is_some_and(|deleted| put.base_rev < deleted) {
            self.flags.push((slot, Flag::CameBack));
        }
        self.deleted = None;
        self.rev = slot;
        Ok(())
    }

    pub(crate) fn delete(&mut self, base_rev: u64, slot: u64) {
        if self.deleted.is_some() {
            return;
        }
        if self.rev > base_rev {
            self.flags.push((slot, Flag::NotDeleted));
        } else {
            self.deleted = Some(slot);
        }
    }

    pub(crate) fn use_up(&mut self, code: UsedCode, slot: u64) -> Result<(), NotPossible> {
        let is_used = match code {
            UsedCode::Counter(counter) => counter < self.next_counter(),
            UsedCode::Backup { .. } => self.used.contains_key(&code),
        };
        if is_used {
            return Err(NotPossible);
        }
        if let UsedCode::Counter(_) = code {
            // Only the highest says anything.
            self.used
                .retain(|code, _| !matches!(code, UsedCode::Counter(_)));
        }
        self.used.insert(code, slot);
        Ok(())
    }

    /// Whether one of its secrets is as old as this slot or older.
    pub(crate) fn has_secret_as_old_as(&self, slot: u64) -> bool {
        self.secrets.iter().any(|secret| secret.slot <= slot)
    }

    pub(crate) fn write(&self, id: Id, w: &mut Writer) {
        w.array(5);
        w.bytes(id.as_bytes());
        w.unsigned(self.rev);
        w.boolean(self.deleted.is_some());
        write_fields(w, &self.fields);
        let mut secrets: Vec<&Secret> = self.secrets.iter().collect();
        secrets.sort_by_key(|secret| (secret.field, secret.version));
        w.array(secrets.len());
        for secret in secrets {
            w.array(3);
            w.unsigned(secret.field);
            w.bytes(secret.version.as_bytes());
            w.raw(&secret.value);
        }
    }

    /// As a snapshot has it, flat, so that nothing is nested deeper than in the entry that put it.
    pub(crate) fn write_for_snapshot(&self, id: Id, w: &mut Writer) {
        w.array(5);
        w.bytes(id.as_bytes());
        w.unsigned(self.rev);
        self.write_content(w);
    }

    /// Fields, secrets and used codes.
    fn write_content(&self, w: &mut Writer) {
        write_fields(w, &self.fields);
        w.array(4 * self.secrets.len());
        for secret in &self.secrets {
            w.unsigned(secret.field);
            w.bytes(secret.version.as_bytes());
            w.unsigned(secret.slot);
            w.raw(&secret.value);
        }
        w.array(self.used.len());
        self.used.keys().for_each(|code| code.write(w));
    }

    /// The next item of a snapshot of this slot.
    pub(crate) fn read_from_snapshot(
        r: &mut Reader<'_>,
        slot: u64,
    ) -> Result<(Id, Self), Malformed> {
        expect_array(r, 5)?;
        let named = id(r)?;
        let mut item = Self {
            rev: past(r, slot)?,
            ..Self::default()
        };
        item.read_content(r, slot)?;
        let are_new = item.secrets.iter().all(|one| item.seen.insert(one.version));
        are_new.then_some(()).ok_or(MALFORMED)?;
        Ok((named, item))
    }

    /// What [`Self::write_content`] wrote, up to a slot.
    fn read_content(&mut self, r: &mut Reader<'_>, slot: u64) -> Result<(), Malformed> {
        r.map(|field, value| {
            let belongs = is_shared(field) && !is_secret(field) && !is_empty(value);
            belongs.then_some(()).ok_or(MALFORMED)?;
            self.fields.insert(field, Zeroizing::new(value.to_vec()));
            Ok::<(), Malformed>(())
        })?;
        let parts = r.array()?;
        (parts % 4 == 0).then_some(()).ok_or(MALFORMED)?;
        for _ in 0..parts / 4 {
            let secret = Secret {
                field: r.unsigned()?,
                version: id(r)?,
                slot: past(r, slot)?,
                value: Zeroizing::new(r.item()?.to_vec()),
            };
            is_secret(secret.field).then_some(()).ok_or(MALFORMED)?;
            self.secrets.push(secret);
        }
        let is_next = |one: &UsedCode, next: &UsedCode| {
            // Only the highest counter says anything.
            one < next && !matches!(one, UsedCode::Counter(_))
        };
        let used = ascending(r, UsedCode::read, is_next)?;
        self.used.extend(used.into_iter().map(|code| (code, slot)));
        Ok(())
    }
}

/// What nobody else may know of a secret's value: of a one-time password key 1, without digits and periods; else all of it.
fn secret_of(value: &[u8]) -> &[u8] {
    let mut secret = value;
    let found = Reader::new(value).map(|key, part| {
        if key == 1 {
            secret = part;
        }
        Ok::<(), Malformed>(())
    });
    found.map_or(value, |()| secret)
}

/// A slot that is not after this one.
fn past(r: &mut Reader<'_>, slot: u64) -> Result<u64, Malformed> {
    let at = integer(r)?;
    (at <= slot).then_some(at).ok_or(MALFORMED)
}
