//! Branches of a log (docs/team-log.md, "Recovery"): going into those that the user agreed to, and finding one that somebody
//! began and that the user was not asked about yet.

use super::budget::Budget;
use super::hold::Hold;
use super::joining::names_in;
use super::object::Object;
use super::running::TeamVault;
use super::storage::slot_error;
use super::sync::Stop;
use super::{copy_key, keys_of};
use crate::error::{Code, UserError};
use platform::objects::{Name, Objects, ObjectsError};
use team::{Halt, Log, MAX_ENTRY, Pin, Role, Step, VerifiedEntry};
use vault::Id;
use vault::primitives::{Key, sha256};

/// Most objects with a right name that are asked for: whoever has the key of an epoch can make one for each slot of it.
const MOST_ASKED: usize = 10_000;
/// Most that an owner signed, and most that another member did, that are kept and tried.
const MOST_TRIED: usize = 16;
/// Most objects behind one entry that are none, before a storage is taken to be full of them.
pub(super) const MOST_PASSED: u64 = 10_000;

/// An object that seems to begin a branch.
struct Beginning {
    slot: u64,
    bytes: Vec<u8>,
    is_owners: bool,
}

/// A branch that somebody began.
pub(super) struct Begun {
    /// Its first entry.
    pub(super) first: Pin,
    pub(super) bytes: Vec<u8>,
    /// What whoever signed it is called.
    pub(super) by: String,
    /// The log up to its first entry.
    pub(super) log: Log,
}

impl Begun {
    /// That somebody began it.
    pub(super) fn alarm(&self) -> UserError {
        let branch = UserError::new(Code::TeamBranch).with("member", &self.by);
        branch.with("slot", self.first.slot - 1)
    }
}

impl TeamVault {
    /// The name of the first entry of the branch that the user agreed to, where the log goes into it now.
    pub(super) fn branch_due(&self) -> Option<Name> {
        let name = self.client.log().name_of_followed(self.id)?;
        Name::new(&name)
    }

    /// Goes into a branch that the user agreed to.
    pub(super) fn enter_branch(
        &mut self,
        storage: &dyn Objects,
        hold: &mut impl Hold,
        (name, budget): (&Name, &mut Budget),
    ) -> Result<(), Stop> {
        let slot = self.state().head().slot + 1;
        let log = self.client.log();
        let agreed = log.followed().get(log.branches().len());
        let is_it = |bytes: &[u8]| agreed.is_some_and(|first| first.hash == sha256(bytes));
        let bytes = match storage.get(name, MAX_ENTRY) {
            Ok(bytes) if is_it(&bytes) => bytes,
            Ok(_) | Err(ObjectsError::TooLarge) => return Err(Halt::Fork { slot }.into()),
            Err(ObjectsError::NotFound) => return Err(Halt::Rollback { pinned: slot }.into()),
            Err(error) => return Err(Stop::Storage(error, slot)),
        };
        budget.spend(bytes.len()).ok_or(Stop::Unfinished)?;
        self.copy_down(name, &bytes)?;
        self.with(hold, |this, _, open| {
            this.take(open, &bytes);
            Ok(())
        })
    }

    /// Looks whether an owner began a branch; nothing more is written then before the user agreed to it. A storage that does
    /// not say is asked the next time. Whoever is an owner no more stops nobody.
    pub(super) fn look_for_branch(&mut self, hold: &mut impl Hold) {
        if self.offline.is_some() || self.role().is_none() {
            return;
        }
        match self.begun_branches(hold, true).as_deref() {
            Ok([begun]) => self.alarm = Some(begun.alarm()),
            Ok([first, ..]) => {
                self.alarm = Some(UserError::new(Code::TeamFork).with("slot", first.first.slot));
            }
            Err(error) if error.code() == Code::TeamRemoved => self.alarm = Some(error.clone()),
            Ok([]) | Err(_) => {}
        }
    }

    /// The branches that begin behind an entry of this computer's copy of the log, and that the user did not agree to yet: by
    /// members who are owners by this log, and where `only_owners` does not say so by others too.
    ///
    /// # Errors
    /// `team-removed`: by an owner's the user is no member; the codes of the storage.
    pub(super) fn begun_branches(
        &self,
        hold: &mut impl Hold,
        only_owners: bool,
    ) -> Result<Vec<Begun>, UserError> {
        let objects = self.beginnings()?.into_iter();
        let wanted = objects.filter(|one| one.is_owners || !only_owners);
        let mut found = Vec::new();
        for one in wanted {
            match self.branch_of(hold, one.slot, one.bytes) {
                Ok(begun) => found.extend(begun),
                // Nobody is out because somebody says so who is no owner.
                Err(error) if !one.is_owners && error.code() == Code::TeamRemoved => {}
                Err(error) => return Err(error),
            }
        }
        Ok(found)
    }

    /// The objects that seem to begin the next branch.
    fn beginnings(&self) -> Result<Vec<Beginning>, UserError> {
        let (storage, log) = (self.objects()?, self.client.log());
        let names = names_in(storage, log.followed().len() + 1)?;
        let begins = |name: &Name| {
            let slot = slot_of(name)?;
            let expected = log.name_of_branch(self.id, slot)?;
            (slot > 0 && expected == name.as_str()).then_some(slot)
        };
        let named = names.iter().filter_map(|name| Some((begins(name)?, name)));
        let mut found: Vec<Beginning> = Vec::new();
        for (slot, name) in named.take(MOST_ASKED) {
            let bytes = match storage.get(name, MAX_ENTRY) {
                Ok(bytes) => bytes,
                Err(ObjectsError::TooLarge | ObjectsError::NotFound | ObjectsError::Unfit) => {
                    continue;
                }
                Err(error) => return Err(slot_error(error, slot)),
            };
            let Some(device) = log.branch_device(slot, &bytes) else {
                continue;
            };
            let is_owners = self.is_owners(device);
            let alike = found.iter().filter(|one| one.is_owners == is_owners);
            if alike.count() < MOST_TRIED {
                found.push(Beginning {
                    slot,
                    bytes,
                    is_owners,
                });
            }
        }
        found.sort_by_key(|one| !one.is_owners);
        Ok(found)
    }

    /// Whether the device is an owner's, today. One that was revoked, or taken from a member who was removed, is nobody's.
    fn is_owners(&self, device: Id) -> bool {
        let device = self.state().devices().get(&device);
        let device = device.filter(|device| device.is_active);
        let member = device.and_then(|device| self.state().members().get(&device.member));
        member.is_some_and(|member| member.removed.is_none() && member.role == Role::Owner)
    }

    /// The branch that this object begins; `None`: it begins none.
    pub(super) fn branch_of(
        &self,
        hold: &mut impl Hold,
        slot: u64,
        bytes: Vec<u8>,
    ) -> Result<Option<Begun>, UserError> {
        let mut log = self.read_again(hold, |log, _| log.state().head().slot + 1 < slot)?;
        if log.state().head().slot + 1 != slot {
            return Ok(None);
        }
        match log.follow_branch(&bytes, self.client.device()) {
            Ok(Step::Valid(entry)) => Ok(Some(Begun {
                first: entry.pin(),
                bytes,
                by: name_of(&log, &entry),
                log,
            })),
            Ok(Step::PassedOver(_)) => Ok(None),
            Err(halt) => Err(super::refusals::halted(halt, log.state())),
        }
    }

    /// This computer's copy of the log, read anew from its first entry. `goes_on` is told of each object, with the entry
    /// if it is valid, and ends the reading with `false`; else it ends where the copy does, or where the log stops.
    pub(super) fn read_again(
        &self,
        hold: &mut impl Hold,
        goes_on: impl FnMut(&Log, Option<VerifiedEntry>) -> bool,
    ) -> Result<Log, UserError> {
        let get = |name: &Name, _: u64| match Object::get(&self.copy, name) {
            Ok(Object::Nothing) if self.was_large(name)? => Ok(Object::Large),
            object => object.map_err(|error| self.local.copy_error(error)),
        };
        // What is in the copy was bounded when it was read.
        self.read_from(hold, (get, u64::MAX), goes_on)
    }

    /// The same of the log on the storage.
    pub(super) fn read_storage(
        &self,
        hold: &mut impl Hold,
        goes_on: impl FnMut(&Log, Option<VerifiedEntry>) -> bool,
    ) -> Result<Log, UserError> {
        let storage = self.objects()?;
        let get = |name: &Name, slot: u64| {
            Object::get(storage, name).map_err(|error| slot_error(error, slot))
        };
        self.read_from(hold, (get, MOST_PASSED), goes_on)
    }

    /// `most`: so many objects behind one entry that are none.
    fn read_from(
        &self,
        hold: &mut impl Hold,
        (get, most): (impl Fn(&Name, u64) -> Result<Object, UserError>, u64),
        mut goes_on: impl FnMut(&Log, Option<VerifiedEntry>) -> bool,
    ) -> Result<Log, UserError> {
        let (keys, known) = hold.hold(|_, open| {
            let kept = open.document().team(self.id).ok_or(Code::TeamNotFound)?;
            let known = kept.epoch_keys();
            let known = known.map(|(epoch, key)| (epoch, Key::new(key.clone())));
            Ok((keys_of(kept), known.collect::<Vec<_>>()))
        })?;
        let mut log = Log::new(keys, None).with_branches(self.client.log().followed().to_vec());
        loop {
            let slot = log.state().next_slot();
            if slot > log.state().head().slot.saturating_add(most) {
                return Err(UserError::new(Code::TeamNotAllRead).with("slot", slot));
            }
            let branch = log.name_of_followed(self.id);
            let is_branch = branch.is_some();
            let name = branch.or_else(|| log.name_of(self.id, slot));
            let Some(name) = name.as_deref().and_then(Name::new) else {
                break;
            };
            let read = match get(&name, slot)? {
                Object::Entry(bytes) if is_branch => {
                    log.follow_branch(&bytes, self.client.device())
                }
                Object::Entry(bytes) => log.read(&bytes, self.client.device()),
                Object::Large if log.pass_over_large().is_ok() => continue,
                Object::Large | Object::Nothing => break,
            };
            let entry = match read {
                Ok(Step::Valid(entry)) => Some(*entry),
                Ok(Step::PassedOver(_)) => None,
                // Of several keys of one epoch another is the right one.
                Err(Halt::KeysDiffer { .. }) if supply(&mut log, &known) => None,
                Err(_) => break,
            };
            if !goes_on(&log, entry) {
                break;
            }
        }
        Ok(log)
    }
}

fn supply(log: &mut Log, known: &[(u32, Key)]) -> bool {
    let epoch = log.state().epoch();
    let mut known = known.iter().filter(|(of, _)| *of == epoch);
    known.any(|(_, key)| log.supply_key(Key::new(copy_key(key))))
}

/// What whoever signed an entry is called.
fn name_of(log: &Log, entry: &VerifiedEntry) -> String {
    let member = log.state().members().get(&entry.author());
    member.map_or_else(|| "?".to_owned(), |member| member.name.clone())
}

/// The slot in the name of an object: its last part is the slot and a suffix.
fn slot_of(name: &Name) -> Option<u64> {
    let last = name.as_str().rsplit('/').next()?;
    last.split('-').next()?.parse().ok()
}
