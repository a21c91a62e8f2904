//! Reading what is new on the storage, and writing what waits.

use super::milliseconds;
use super::running::{TeamVault, halted, waiting};
use super::storage::storage_error;
use crate::effects::Effects;
use crate::error::{Code, UserError};
use crate::open_vault::OpenVault;
use platform::objects::{Creation, MAX_BYTES, Name, Objects, ObjectsError};
use team::{Action, Halt, Listing, Op, plan};
use vault::primitives::{Key, sha256};

/// How often the same object is created again after an answer that said nothing.
const TRIES: usize = 4;

/// Why a sync ended before everything was done.
enum Stop {
    /// The log says something that it must not.
    Halt(Halt),
    /// The storage does not do what it is asked to.
    Storage(ObjectsError),
    /// What was read could not be stored.
    NotSaved(UserError),
}

impl From<ObjectsError> for Stop {
    fn from(error: ObjectsError) -> Self {
        Self::Storage(error)
    }
}

impl From<Halt> for Stop {
    fn from(halt: Halt) -> Self {
        Self::Halt(halt)
    }
}

impl TeamVault {
    /// Reads this computer's copy of the log.
    pub(super) fn read_copy(&mut self, open: &OpenVault) -> Result<(), UserError> {
        while self.alarm.is_none() {
            let Some(name) = self.next_name() else {
                break;
            };
            let bytes = match self.copy.get(&name, MAX_BYTES) {
                Ok(bytes) => bytes,
                Err(ObjectsError::NotFound) => break,
                Err(error) => return Err(storage_error(error)),
            };
            self.take(open, &bytes);
        }
        Ok(())
    }

    fn next_name(&self) -> Option<Name> {
        self.name_at(self.state().next_slot())
    }

    fn name_at(&self, slot: u64) -> Option<Name> {
        Name::new(&self.client.log().name_of(self.id, slot)?)
    }

    /// Reads an object and notes why the log is not read on, if it is not.
    fn take(&mut self, open: &OpenVault, bytes: &[u8]) {
        let mut read = self.read(bytes);
        if let Err(Halt::KeysDiffer { .. }) = read {
            // Another installation with this vault may have got the key.
            let epoch = self.state().epoch();
            let team = open.document().team(self.id);
            let keys = team.into_iter().flat_map(|team| team.epoch_keys());
            for (_, key) in keys.filter(|(known, _)| *known == epoch) {
                if self.client.log_mut().supply_key(Key::new(key.clone())) {
                    read = Ok(());
                }
            }
        }
        if let Err(halt) = read {
            self.alarm = Some(halted(halt, self.state()));
        }
    }

    /// Reads on, writes what waits, and stores what was learnt. The storage may be out of reach, which is noted.
    ///
    /// # Errors
    /// The user's vault could not be saved, or what is on the storage is no log.
    pub(super) fn sync(
        &mut self,
        effects: &mut Effects,
        open: &mut OpenVault,
    ) -> Result<(), UserError> {
        if let Some(storage) = self.storage.take() {
            let done = self.sync_with(&*storage, effects, open);
            self.storage = Some(storage);
            match done {
                Ok(()) => self.offline = None,
                Err(Stop::Halt(halt)) => self.alarm = Some(halted(halt, self.state())),
                Err(Stop::Storage(error)) => self.offline = Some(storage_error(error)),
                Err(Stop::NotSaved(error)) => return Err(error),
            }
        }
        self.check(open);
        if self.state().vault() != self.id {
            return Err(self.nothing_there());
        }
        self.store(effects, open)
    }

    /// The first entry was not read: out of reach, lost, or something else.
    fn nothing_there(&self) -> UserError {
        let error = self.alarm.as_ref().or(self.offline.as_ref());
        error.cloned().unwrap_or(Code::TeamLogDamaged.into())
    }

    fn sync_with(
        &mut self,
        storage: &dyn Objects,
        effects: &mut Effects,
        open: &mut OpenVault,
    ) -> Result<(), Stop> {
        if self.alarm.is_some() {
            return Ok(());
        }
        if self.state().vault() != self.id {
            self.read_first(storage, open)?;
        }
        self.run(storage, effects, open)?;
        self.check(open);
        if self.alarm.is_some() {
            return Ok(());
        }
        self.add_this_device(effects)?;
        for change in waiting(open, self.id) {
            let outbox = self.client.outbox().changes();
            let is_there = outbox.iter().any(|one| one.op_id == change.op_id);
            let was_returned = self.returned.iter().any(|(id, _)| *id == change.op_id);
            if !is_there && !was_returned && !self.state().has_change(change.op_id) {
                self.client.enqueue(change);
            }
        }
        match self.client.outbox().changes().is_empty() {
            true => Ok(()),
            false => self.run(storage, effects, open),
        }
    }

    /// The first entry: an empty storage that should have it lost everything.
    fn read_first(&mut self, storage: &dyn Objects, open: &OpenVault) -> Result<(), Stop> {
        let name = self.name_at(0).ok_or(Halt::Rollback { pinned: 0 })?;
        let bytes = match storage.get(&name, MAX_BYTES) {
            Ok(bytes) => bytes,
            Err(ObjectsError::NotFound) => return Err(Halt::Rollback { pinned: 0 }.into()),
            Err(error) => return Err(error.into()),
        };
        self.copy.create(&name, &bytes)?;
        self.take(open, &bytes);
        Ok(())
    }

    /// An installation that the log does not know adds itself with the member's key; everybody sees it.
    fn add_this_device(&mut self, effects: &mut Effects) -> Result<(), Stop> {
        let id = self.client.device().id();
        let is_active = self.role().is_some();
        if self.state().devices().contains_key(&id) || !is_active {
            return Ok(());
        }
        let now = effects.now().map_err(Stop::NotSaved)?;
        let key = self.member_key().map_err(Stop::NotSaved)?;
        let member = team::member_id(&key.public());
        let device = key.certify(self.id, self.client.device(), "computer".to_owned());
        let add = vec![Op::AddDevice { member, device }];
        self.client
            .queue(add, false, milliseconds(now), effects.random());
        Ok(())
    }

    /// Does what is to be done next until nothing is.
    fn run(
        &mut self,
        storage: &dyn Objects,
        effects: &mut Effects,
        open: &mut OpenVault,
    ) -> Result<(), Stop> {
        let (mut listing, mut tries) = (Listing::Unknown, 0);
        while self.alarm.is_none() {
            let Some(action) = plan(&self.client, &listing).into_iter().next() else {
                break;
            };
            match action {
                // Stored by `store`, before anything is shown and below before anything is written.
                Action::Pin(pin) => self.client.pinned(pin),
                Action::Get { slot, name } => listing = self.get(storage, slot, &name)?,
                Action::Read { bytes } => {
                    if let Some(name) = self.next_name() {
                        self.copy.create(&name, &bytes)?;
                    }
                    self.take(open, &bytes);
                    (listing, tries) = (Listing::Unknown, 0);
                }
                Action::Ends => self.client.log_mut().ends()?,
                Action::Seal => {
                    self.client.seal_next(effects.random());
                }
                Action::Create { name, bytes } => {
                    tries += 1;
                    self.store(effects, open).map_err(Stop::NotSaved)?;
                    self.create(storage, &name, &bytes, tries)?;
                    listing = Listing::Unknown;
                }
            }
        }
        Ok(())
    }

    fn create(
        &self,
        storage: &dyn Objects,
        name: &str,
        bytes: &[u8],
        tries: usize,
    ) -> Result<(), Stop> {
        let name = Name::new(name).ok_or(ObjectsError::Unfit)?;
        match storage.create(&name, bytes) {
            Ok(Creation::Created | Creation::Exists) => Ok(()),
            Err(ObjectsError::NoAnswer) if tries < TRIES => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// The object in the next slot. Where there is none, the newest entry must still be there.
    fn get(&mut self, storage: &dyn Objects, slot: u64, name: &str) -> Result<Listing, Stop> {
        let name = Name::new(name).ok_or(ObjectsError::Unfit)?;
        match storage.get(&name, MAX_BYTES) {
            Ok(bytes) => return Ok(Listing::Found { slot, bytes }),
            Err(ObjectsError::NotFound) => {}
            Err(error) => return Err(error.into()),
        }
        let last = slot.saturating_sub(1);
        let name = self.name_at(last).ok_or(ObjectsError::Unfit)?;
        match storage.get(&name, MAX_BYTES) {
            Ok(bytes) => {
                let is_head = self.state().head().slot == last;
                if is_head {
                    self.client.log_mut().recheck(last, &bytes)?;
                } else if self
                    .copy
                    .get(&name, MAX_BYTES)
                    .is_ok_and(|ours| ours != bytes)
                {
                    return Err(Halt::Fork { slot: last }.into());
                }
                Ok(Listing::Missing { slot })
            }
            Err(ObjectsError::NotFound) => Err(Halt::Rollback { pinned: last }.into()),
            Err(error) => Err(error.into()),
        }
    }

    /// Compares what was read with all pins and with what this device knows of itself.
    fn check(&mut self, open: &OpenVault) {
        if self.alarm.is_some() || self.state().vault() != self.id {
            return;
        }
        let state = self.state();
        let kept = open.document().team(self.id);
        let pins = kept.map(|team| team.pins()).unwrap_or_default();
        let forked = pins
            .iter()
            .find(|(slot, hash)| *slot < state.next_slot() && state.hash_at(*slot) != Some(*hash));
        let halt = if let Some((slot, _)) = forked {
            Some(Halt::Fork { slot: *slot })
        } else if state.last_seq(self.client.device().id()) + 1 < self.next_seq
            && self.offline.is_none()
        {
            Some(Halt::Rollback {
                pinned: state.head().slot,
            })
        } else {
            None
        };
        self.alarm = halt.map(|halt| halted(halt, state));
    }
}

/// Puts back what the storage lost and this computer's copy still has. Gives back how many objects.
///
/// # Errors
/// The storage has another object in the place of one that was read: `team-fork`; or does not do it.
pub fn repair(open: &OpenVault, effects: &mut Effects, name: &str) -> Result<usize, UserError> {
    let mut team = TeamVault::load(effects, open, super::find(open, name)?)?;
    let Some(storage) = team.storage.take() else {
        return Err(team.nothing_there());
    };
    let mut put_back = 0;
    for slot in 0..team.state().next_slot() {
        let name = team.name_at(slot).ok_or(Code::TeamLogDamaged)?;
        let ours = team.copy.get(&name, MAX_BYTES).map_err(storage_error)?;
        match storage.get(&name, MAX_BYTES) {
            Ok(theirs) if sha256(&theirs) == sha256(&ours) => {}
            Ok(_) => return Err(halted(Halt::Fork { slot }, team.state())),
            Err(ObjectsError::NotFound) => {
                storage.create(&name, &ours).map_err(storage_error)?;
                put_back += 1;
            }
            Err(error) => return Err(storage_error(error)),
        }
    }
    Ok(put_back)
}
