//! Reads a log slot by slot, and stops where it must (docs/team-log.md, "Pins, and what stops a client").

use crate::Hash;
use crate::entry::MAX_ENTRY;
use crate::kept_state::{Deed, KeptState};
use crate::keys::{DeviceKey, EpochKeys, is_commitment, slot_name, unbox};
use crate::rules::VERSION;
use crate::state::{Alarm, Halt, Pin, State};
use crate::verify::{self, Invalid, VerifiedEntry};
use vault::Id;
use vault::primitives::{Key, same, sha256};

/// In the place of the hash of an object that is larger than an entry, which nobody has to read.
const TOO_LARGE: Hash = [0; 32];

/// A log as far as it was read by one device.
pub struct Log {
    state: State,
    keys: EpochKeys,
    pin: Option<Pin>,
    halt: Option<Halt>,
    /// The first entry of each branch that was followed before the log was read anew.
    followed: Vec<Pin>,
}

/// What became of an object.
pub enum Step {
    /// It is valid and was carried out.
    Valid(Box<VerifiedEntry>),
    /// It changes nothing.
    PassedOver(Invalid),
}

impl Log {
    /// A log of which nothing was read yet. `pin` is the newest entry that was ever verified by this device.
    pub fn new(keys: EpochKeys, pin: Option<Pin>) -> Self {
        Self {
            state: State::empty(),
            keys,
            pin,
            halt: None,
            followed: Vec::new(),
        }
    }

    /// A log of which nothing was read yet, by a device that followed these branches before: the first entry of each, as
    /// [`branches`](Self::branches) gave it. Another one in the place of one of them is a fork.
    pub fn with_branches(mut self, followed: Vec<Pin>) -> Self {
        self.followed = followed;
        self
    }

    /// The branches that were followed before, also those that were not read again yet.
    pub fn followed(&self) -> &[Pin] {
        &self.followed
    }

    /// The first entry of each branch that was followed, from branch 1 on. It is kept as durably as the pin.
    pub fn branches(&self) -> Vec<Pin> {
        let starts = self.state.branches.iter();
        let first = |slot: &u64| {
            let hash = self.state.hash_at(*slot)?;
            Some(Pin { slot: *slot, hash })
        };
        starts.filter_map(first).collect()
    }

    /// A log that goes on from what was kept of it, with all that was done in it. `pins` are the entries that were ever
    /// verified with this vault, ascending.
    ///
    /// # Errors
    /// It is not what was kept of this log: the keys are given back to read it from slot 0.
    pub fn go_on(
        kept: KeptState,
        keys: EpochKeys,
        pins: &[Pin],
    ) -> Result<(Self, Vec<Deed>), EpochKeys> {
        if !kept.is_of(&keys, pins) {
            return Err(keys);
        }
        let KeptState { state, deeds } = kept;
        let pin = pins.last().copied();
        let halt = None;
        let log = Self {
            state,
            keys,
            pin,
            halt,
            followed: Vec::new(),
        };
        Ok((log, deeds))
    }

    /// What was read.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The keys of the epochs, as far as they are known.
    pub fn keys(&self) -> &EpochKeys {
        &self.keys
    }

    /// Why the log is not read or written any more.
    pub fn halt(&self) -> Option<Halt> {
        self.halt
    }

    /// The newest entry that was ever verified by this device.
    pub fn pin(&self) -> Option<Pin> {
        self.pin
    }

    pub(crate) fn is_before_pin(&self) -> bool {
        self.pin
            .is_some_and(|pin| pin.slot >= self.state.next_slot())
    }

    /// The name of a slot's object, for a slot up to the next one.
    pub fn name_of(&self, vault: Id, slot: u64) -> Option<String> {
        let key = self.keys.get(self.state.epoch_at(slot))?;
        Some(slot_name(key, vault, self.state.branch_at(slot), slot))
    }

    /// Reads the object in the next slot.
    ///
    /// # Errors
    /// The log stopped, now or before. Where it stopped now, the entry was carried out if it is valid.
    pub fn read(&mut self, bytes: &[u8], device: &DeviceKey) -> Result<Step, Halt> {
        self.step(bytes, device, false)
    }

    /// Reads the first entry of a branch that begins after the newest valid entry. The user agreed to it.
    ///
    /// # Errors
    /// As for [`read`](Self::read), but for a halt that the branch ends. Two entries that begin the same branch are a fork.
    pub fn follow_branch(&mut self, bytes: &[u8], device: &DeviceKey) -> Result<Step, Halt> {
        let followed = self.followed.get(self.state.branches.len()).copied();
        let is_other = followed.is_some_and(|first| first.hash != sha256(bytes));
        let other = followed.filter(|_| is_other).map(|first| first.slot);
        let twice = || verify::begins_branch_again(&self.state, &self.keys, bytes);
        if let Some(slot) = other.or_else(twice) {
            self.halt = Some(Halt::Fork { slot });
            return Err(Halt::Fork { slot });
        }
        let (pin, halt) = (self.pin, self.halt.take());
        // The pin of whoever comes from what is abandoned is on that; of whoever was here before it is in the branch.
        self.pin = pin.filter(|_| followed.is_some());
        let step = self.step(bytes, device, true);
        if !matches!(step, Ok(Step::Valid(_))) {
            (self.pin, self.halt) = (pin, halt.or(self.halt));
        }
        step
    }

    /// The name of the object that would begin the next branch in a slot behind an entry that was read.
    pub fn name_of_branch(&self, vault: Id, slot: u64) -> Option<String> {
        let key = self.keys.get(self.state.epoch_at(slot))?;
        Some(slot_name(key, vault, self.state.branches.len() + 1, slot))
    }

    /// Which device seems to begin the next branch with this object, in a slot behind an entry that was read: a quick look,
    /// before the log is read again up to there.
    pub fn branch_device(&self, slot: u64, bytes: &[u8]) -> Option<Id> {
        let key = self.keys.get(self.state.epoch_at(slot))?;
        verify::branch_device(&self.state, key, (slot, bytes))
    }

    /// The same name of the branch that was followed before, where the log goes into it now.
    pub fn name_of_followed(&self, vault: Id) -> Option<String> {
        let first = self.followed.get(self.state.branches.len())?;
        let is_here = self.state.vault == vault && self.state.head.slot + 1 == first.slot;
        is_here
            .then(|| self.name_of_branch(vault, first.slot))
            .flatten()
    }

    /// Whether this object says that it ends the epoch in force with a key that is known already. Nothing else of it is checked.
    pub fn knows_key_after(&self, bytes: &[u8]) -> bool {
        let sealed = crate::entry::Sealed::read(bytes).ok();
        let rotation = sealed.and_then(|sealed| sealed.header.rotation);
        let next = self.state.epoch.saturating_add(1);
        let key = self.keys.get(next);
        key.zip(rotation)
            .is_some_and(|(key, rotation)| is_commitment(key, next, &rotation.commitment))
    }

    /// Whether the object in the next slot would be carried out. Nothing is done.
    pub fn would_take(&self, bytes: &[u8]) -> bool {
        let key = self.keys.get(self.state.epoch);
        key.is_some_and(|key| verify::verify(&self.state, key, bytes, false).is_ok())
    }

    /// The slots that were passed over since the newest valid entry, ascending.
    pub fn passed_over(&self) -> impl DoubleEndedIterator<Item = u64> + ExactSizeIterator {
        self.state.passed.iter().map(|(slot, _)| *slot)
    }

    /// Whether this is what was passed over in a slot since the newest valid entry. `None`: larger than an entry.
    pub fn was_passed_over(&self, slot: u64, bytes: Option<&[u8]>) -> bool {
        let hash = bytes.map_or(TOO_LARGE, passed_over);
        self.state.passed.binary_search(&(slot, hash)).is_ok()
    }

    /// Goes back to the newest valid entry: what was passed over since is read again, as the storage has it now.
    pub(crate) fn go_back(&mut self) {
        let head = self.state.head.slot;
        self.state.passed.clear();
        self.state.alarms.retain(|(slot, _)| *slot <= head);
    }

    /// Storage has an object in the next slot that is larger than an entry: it changes nothing, whatever is in it.
    ///
    /// # Errors
    /// The log stopped, now or before.
    pub fn pass_over_large(&mut self) -> Result<(), Halt> {
        if let Some(halt) = self.halt {
            return Err(halt);
        }
        let slot = self.state.next_slot();
        self.state.passed.push((slot, TOO_LARGE));
        self.check_passed_over(slot)
    }

    /// Storage has nothing in the next slot.
    ///
    /// # Errors
    /// There was something once.
    pub fn ends(&mut self) -> Result<(), Halt> {
        if let Some(pin) = self.pin.filter(|_| self.is_before_pin()) {
            self.stop(Halt::Rollback { pinned: pin.slot });
        }
        self.halt.map_or(Ok(()), Err)
    }

    /// Storage has these bytes in a slot that was verified before.
    ///
    /// # Errors
    /// They are other bytes.
    pub fn recheck(&mut self, slot: u64, bytes: &[u8]) -> Result<(), Halt> {
        let known = self.state.hash_at(slot);
        if known.is_some_and(|known| known != sha256(bytes)) {
            self.stop(Halt::Fork { slot });
        }
        self.halt.map_or(Ok(()), Err)
    }

    /// Somebody handed over the key that a rotation commits to, which ends that halt. Whether it was that key.
    pub fn supply_key(&mut self, key: Key) -> bool {
        let Some((_, commitment)) = self.state.epochs.last() else {
            return false;
        };
        let fits = is_commitment(&key, self.state.epoch, commitment);
        if fits {
            self.keys.insert(self.state.epoch, key);
            if matches!(self.halt, Some(Halt::KeysDiffer { .. })) {
                self.halt = None;
            }
        }
        fits
    }

    fn step(&mut self, bytes: &[u8], device: &DeviceKey, branches: bool) -> Result<Step, Halt> {
        if let Some(halt) = self.halt {
            return Err(halt);
        }
        let slot = match branches {
            true => self.state.head().slot + 1,
            false => self.state.next_slot(),
        };
        let verified = match self.keys.get(self.state.epoch) {
            Some(key) => verify::verify(&self.state, key, bytes, branches),
            None => Err(Invalid::Key),
        };
        let mut entry = match verified {
            Ok(entry) => entry,
            Err(invalid) => {
                if !branches {
                    self.state.passed.push((slot, passed_over(bytes)));
                    if let Invalid::OtherHistory(member) = invalid {
                        let alarm = Alarm::OtherHistory(member);
                        self.state.alarms.push((slot, alarm));
                    }
                    self.check_passed_over(slot)?;
                }
                return Ok(Step::PassedOver(invalid));
            }
        };
        verify::fold(&mut self.state, &mut entry)
            .expect("the entry was verified on this very state");
        self.check_pin(slot, entry.pin().hash)?;
        self.learn_key(&entry, device)?;
        self.check_box(&entry);
        self.check_version()?;
        Ok(Step::Valid(Box::new(entry)))
    }

    /// The pin is of an entry that was valid: where its slot is passed over now, it has another object, or something
    /// before it has.
    fn check_passed_over(&mut self, slot: u64) -> Result<(), Halt> {
        if self.pin.is_some_and(|pin| pin.slot == slot) {
            self.stop(Halt::Fork { slot });
        }
        self.halt.map_or(Ok(()), Err)
    }

    /// Another entry in the slot of the pin is a fork.
    fn check_pin(&mut self, slot: u64, hash: Hash) -> Result<(), Halt> {
        if self
            .pin
            .is_some_and(|pin| pin.slot == slot && pin.hash != hash)
        {
            self.stop(Halt::Fork { slot });
        }
        self.halt.map_or(Ok(()), Err)
    }

    fn learn_key(&mut self, entry: &VerifiedEntry, device: &DeviceKey) -> Result<(), Halt> {
        let Some(rotation) = entry.rotation() else {
            return Ok(());
        };
        let epoch = self.state.epoch;
        let is_right = |key: &Key| is_commitment(key, epoch, &rotation.commitment);
        if self.keys.get(epoch).is_some_and(is_right) {
            return Ok(());
        }
        let known = self.state.devices.get(&device.id());
        if known.is_some_and(|device| !device.is_active) {
            self.stop(Halt::Removed);
        } else {
            let wrap = entry.wrap_for(device.id());
            let key = wrap.and_then(|wrap| device.unwrap(self.state.vault, epoch, wrap));
            match key.filter(is_right) {
                Some(key) => self.keys.insert(epoch, key),
                None => self.stop(Halt::KeysDiffer {
                    signer: entry.author(),
                    slot: entry.pin().slot,
                }),
            }
        }
        self.halt.map_or(Ok(()), Err)
    }

    /// Everybody who has both keys sees whether the old one is in the box.
    fn check_box(&mut self, entry: &VerifiedEntry) {
        let (epoch, vault) = (self.state.epoch, self.state.vault);
        let Some((rotation, before)) = entry.rotation().zip(epoch.checked_sub(1)) else {
            return;
        };
        let (Some(old), Some(new)) = (self.keys.get(before), self.keys.get(epoch)) else {
            return;
        };
        let boxed = unbox(vault, epoch, new, entry.salt(), &rotation.boxed);
        if !boxed.is_some_and(|boxed| same(boxed.expose(), old.expose())) {
            self.state
                .alarms
                .push((entry.pin().slot, Alarm::HistoryLocked));
        }
    }

    fn check_version(&mut self) -> Result<(), Halt> {
        let version = self.state.policy.version;
        if version > VERSION {
            self.stop(Halt::Update { version });
        }
        self.halt.map_or(Ok(()), Err)
    }

    fn stop(&mut self, halt: Halt) {
        self.halt = self.halt.or(Some(halt));
    }
}

/// What an object counts with that is not valid.
fn passed_over(bytes: &[u8]) -> Hash {
    match bytes.len() > MAX_ENTRY {
        true => TOO_LARGE,
        false => sha256(bytes),
    }
}
