//! Reading what is new on the storage, and writing what waits.

use super::branching::{ends_with_a_branch, id_on, moved_to};
use super::budget::Budget;
use super::enrolling::Which;
use super::hold::Hold;
use super::kept::STEP;
use super::milliseconds;
use super::object::Object;
use super::refusals::halted;
use super::running::{TeamVault, waiting};
use super::storage::slot_error;
use crate::effects::Effects;
use crate::error::{Code, UserError};
use crate::open_vault::OpenVault;
use otp::UnixTime;
use platform::objects::{Creation, Name, Objects, ObjectsError};
use team::{Action, Change, Halt, Listing, MAX_ENTRY, Op, plan};
use vault::Id;
use vault::primitives::Key;

/// How often the same object is created again after an answer that said nothing.
const TRIES: usize = 4;
/// After so many seconds the newest entry is looked for again, though nothing is new.
const LOOK_AGAIN: u64 = 15 * 60;

/// Why a sync ended before everything was done.
pub(super) enum Stop {
    /// The log says something that it must not.
    Halt(Halt),
    /// The storage does not do what it is asked to, where this slot was asked for.
    Storage(ObjectsError, u64),
    /// More is there than is read at once.
    Unfinished,
    /// This computer's copy cannot be written: what is new is not shown, and what is here stays.
    Copy(UserError),
    /// What was read could not be stored.
    NotSaved(UserError),
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
            let Some(name) = self.branch_due().or_else(|| self.next_name()) else {
                break;
            };
            match self.copy.get(&name, MAX_ENTRY) {
                Ok(bytes) => self.take(open, &bytes),
                Err(ObjectsError::TooLarge) => self.take_large(),
                Err(ObjectsError::NotFound) if self.was_large(&name)? => self.take_large(),
                Err(ObjectsError::NotFound) => break,
                Err(error) => return Err(self.local.copy_error(error)),
            }
        }
        Ok(())
    }

    /// Puts an object into this computer's copy, before anything of it is shown.
    pub(super) fn copy_down(&self, name: &Name, bytes: &[u8]) -> Result<(), Stop> {
        self.copy_object(name, bytes).map_err(Stop::Copy)
    }

    pub(super) fn copy_object(&self, name: &Name, bytes: &[u8]) -> Result<(), UserError> {
        let copied = self.copy.create(name, bytes);
        copied
            .map(drop)
            .map_err(|error| self.local.copy_error(error))
    }

    fn next_name(&self) -> Option<Name> {
        self.name_at(self.state().next_slot())
    }

    pub(super) fn name_at(&self, slot: u64) -> Option<Name> {
        Name::new(&self.client.log().name_of(self.id, slot)?)
    }

    /// Reads an object and notes why the log is not read on, if it is not.
    pub(super) fn take(&mut self, open: &OpenVault, bytes: &[u8]) {
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
            // Nobody could wrap the key for it.
            let is_behind = matches!(halt, Halt::KeysDiffer { .. }) && !self.knows_this_device();
            self.alarm = Some(match is_behind {
                true => Code::TeamKeyTooOld.into(),
                false => halted(halt, self.state()),
            });
        }
    }

    /// Reads on, writes what waits, and stores what was learnt. The storage may be out of reach, which is noted.
    ///
    /// # Errors
    /// The user's vault could not be saved, or what is on the storage is no log.
    pub fn sync(&mut self, hold: &mut impl Hold) -> Result<(), UserError> {
        let now = hold.hold(|effects, _| effects.now())?;
        let last = self.local.last_look();
        let is_fresh = (last..last.saturating_add(LOOK_AGAIN)).contains(&now.get());
        self.looks_back |= !is_fresh;
        let looks_back = self.looks_back;
        if let Some(storage) = self.storage.take() {
            let done = self.sync_with(&*storage, hold, &mut Budget::default());
            self.storage = Some(storage);
            match done {
                Ok(()) => {
                    self.offline = None;
                    if std::mem::take(&mut self.has_looked) {
                        self.local.note_look(now);
                    }
                }
                Err(Stop::Halt(halt)) => self.alarm = Some(halted(halt, self.state())),
                Err(Stop::Storage(error, slot)) => self.offline = Some(slot_error(error, slot)),
                Err(Stop::Unfinished) => self.offline = Some(self.not_all_read()),
                Err(Stop::Copy(error)) => self.offline = Some(error),
                Err(Stop::NotSaved(error)) => return Err(error),
            }
        }
        hold.hold(|effects, open| {
            self.check(open);
            if self.state().vault() != self.id {
                return Err(self.nothing_there());
            }
            self.store(effects, open)?;
            self.keep_state(effects, open, STEP);
            Ok(())
        })?;
        if looks_back || self.alarm().is_some_and(ends_with_a_branch) {
            self.look_for_branch(hold);
        }
        if self.alarm.is_some() {
            // The next command looks again, however soon.
            self.local.note_look(UnixTime::EPOCH);
        }
        // An owner sheet that was written is good with its answer.
        self.post_missing(hold, Which::New);
        Ok(())
    }

    /// Syncs, and makes sure that the newest entry is still on the storage.
    pub(super) fn look_again(&mut self, hold: &mut impl Hold) -> Result<(), UserError> {
        self.looks_back = true;
        self.sync(hold)
    }

    fn not_all_read(&self) -> UserError {
        let slot = self.state().next_slot().saturating_sub(1);
        UserError::new(Code::TeamNotAllRead).with("slot", slot)
    }

    /// The first entry was not read: out of reach, lost, or something else.
    pub(super) fn nothing_there(&self) -> UserError {
        let error = self.alarm.as_ref().or(self.offline.as_ref());
        error.cloned().unwrap_or(Code::TeamLogDamaged.into())
    }

    pub(super) fn sync_with(
        &mut self,
        storage: &dyn Objects,
        hold: &mut impl Hold,
        budget: &mut Budget,
    ) -> Result<(), Stop> {
        if self.alarm.is_some() {
            return Ok(());
        }
        if self.state().vault() != self.id {
            self.read_first(storage, hold)?;
        }
        self.run(storage, hold, budget)?;
        self.with(hold, |this, effects, open| {
            this.check(open);
            match this.alarm {
                Some(_) => Ok(()),
                None => this.take_up(effects, open),
            }
        })?;
        match self.alarm.is_some() || self.client.outbox().changes().is_empty() {
            true => Ok(()),
            false => self.run(storage, hold, budget),
        }
    }

    /// Does something with the user's vault at hand.
    pub(super) fn with(
        &mut self,
        hold: &mut impl Hold,
        work: impl FnOnce(&mut Self, &mut Effects, &mut OpenVault) -> Result<(), UserError>,
    ) -> Result<(), Stop> {
        hold.hold(|effects, open| work(self, effects, open))
            .map_err(Stop::NotSaved)
    }

    /// Takes up what waits to be written.
    pub(super) fn take_up(
        &mut self,
        effects: &mut Effects,
        open: &OpenVault,
    ) -> Result<(), UserError> {
        self.add_this_device(effects)?;
        for change in waiting(open, self.id) {
            let (op_id, was_of_another) = (change.op_id, self.is_abandoned(&change));
            let last = self.client.log().followed().last().copied();
            let moved = last.filter(|_| was_of_another);
            let change = match moved.and_then(|first| moved_to(first, change.clone())) {
                Some(moved) => moved,
                None => change,
            };
            let outbox = self.client.outbox().changes();
            let is_there = outbox.iter().any(|one| one.op_id == change.op_id);
            let was_returned = self.returned.iter().any(|(id, _)| self.is_name(*id, op_id));
            if !is_there && !was_returned && !self.is_written(op_id) {
                self.client.enqueue(change);
            }
        }
        Ok(())
    }

    /// Whether the change was made on a log that was left for a branch.
    fn is_abandoned(&self, change: &Change) -> bool {
        !self.client.log().followed().is_empty() && !self.state().has_entry(&change.observed_head)
    }

    /// Whether the change is in the log, as it was made or as it was written again on a branch.
    pub(super) fn is_written(&self, op_id: Id) -> bool {
        let mut branches = self.client.log().followed().iter();
        self.state().has_change(op_id)
            || branches.any(|first| self.state().has_change(id_on(*first, op_id)))
    }

    /// Whether `id` names that change, as it was made or as it is written again on a branch.
    pub(super) fn is_name(&self, id: Id, op_id: Id) -> bool {
        let mut branches = self.client.log().followed().iter();
        id == op_id || branches.any(|first| id_on(*first, op_id) == id)
    }

    /// The first entry: an empty storage that should have it lost everything.
    fn read_first(&mut self, storage: &dyn Objects, hold: &mut impl Hold) -> Result<(), Stop> {
        let name = self.name_at(0).ok_or(Halt::Rollback { pinned: 0 })?;
        let there = self.get_twice(storage, &name);
        let bytes = match there.map_err(|error| Stop::Storage(error, 0))? {
            Object::Entry(bytes) if self.client.log().would_take(&bytes) => bytes,
            Object::Entry(_) | Object::Large => return Err(Halt::Fork { slot: 0 }.into()),
            Object::Nothing => return Err(Halt::Rollback { pinned: 0 }.into()),
        };
        self.copy_down(&name, &bytes)?;
        self.with(hold, |this, _, open| {
            this.take(open, &bytes);
            Ok(())
        })
    }

    /// An installation that the log does not know adds itself with the member's key; everybody sees it.
    fn add_this_device(&mut self, effects: &mut Effects) -> Result<(), UserError> {
        let is_active = self.role().is_some();
        let mut outbox = self.client.outbox().changes().iter();
        let waits = outbox.any(|change| matches!(&*change.ops, [Op::AddDevice { .. }]));
        if self.knows_this_device() || !is_active || waits {
            return Ok(());
        }
        let now = effects.now()?;
        let key = self.member_key()?;
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
        hold: &mut impl Hold,
        budget: &mut Budget,
    ) -> Result<(), Stop> {
        let (mut listing, mut tries) = (Listing::Unknown, 0);
        while self.alarm.is_none() {
            if let Some(name) = self.branch_due() {
                self.enter_branch(storage, hold, (&name, budget))?;
                listing = Listing::Unknown;
                continue;
            }
            let Some(action) = plan(&self.client, &listing).into_iter().next() else {
                break;
            };
            match action {
                // Stored by `store`, before anything is shown and below before anything is written.
                Action::Pin(pin) => self.client.pinned(pin),
                Action::Get { slot, name } => {
                    listing = self.get(storage, slot, &name, budget)?;
                }
                Action::Read { bytes } => {
                    budget.spend(bytes.len()).ok_or(Stop::Unfinished)?;
                    if let Some(name) = self.next_name() {
                        self.copy_down(&name, &bytes)?;
                    }
                    self.with(hold, |this, _, open| {
                        this.take(open, &bytes);
                        Ok(())
                    })?;
                    (listing, tries) = (Listing::Unknown, 0);
                    // What was passed over may have been put in the place of what others saw.
                    let is_valid = self.state().head().slot + 1 == self.state().next_slot();
                    if !is_valid {
                        budget.pass_over().ok_or(Stop::Unfinished)?;
                    }
                    (self.looks_back, self.has_looked) = (!is_valid, is_valid);
                }
                Action::Ends => self.client.log_mut().ends()?,
                Action::Seal => self.with(hold, |this, effects, _| {
                    this.client.seal_next(effects.random());
                    Ok(())
                })?,
                Action::Create { name, bytes } => {
                    tries += 1;
                    self.with(hold, Self::store)?;
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
        let slot = self.state().next_slot();
        match storage.create(&named(name, slot)?, bytes) {
            Ok(Creation::Created | Creation::Exists) => Ok(()),
            Err(ObjectsError::NoAnswer) if tries < TRIES => Ok(()),
            Err(error) => Err(Stop::Storage(error, slot)),
        }
    }

    /// The object in the next slot. Where there is none, the newest entry must still be there: looked for before
    /// anything is written, and from time to time, because a storage that lost it answers like one with nothing new.
    fn get(
        &mut self,
        storage: &dyn Objects,
        slot: u64,
        name: &str,
        budget: &mut Budget,
    ) -> Result<Listing, Stop> {
        let name = named(name, slot)?;
        let there = self.get_twice(storage, &name);
        match there.map_err(|error| Stop::Storage(error, slot))? {
            Object::Entry(bytes) => return Ok(Listing::Found { slot, bytes }),
            Object::Large => return self.pass_over_large(&name, budget),
            Object::Nothing => {}
        }
        if !self.looks_back && self.client.outbox().changes().is_empty() {
            return Ok(Listing::Missing { slot });
        }
        self.still_has_head(storage)?;
        if self.has_other_now(storage)? {
            self.go_back(budget)?;
            return Ok(Listing::Unknown);
        }
        (self.looks_back, self.has_looked) = (false, true);
        Ok(Listing::Missing { slot })
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

fn named(name: &str, slot: u64) -> Result<Name, Stop> {
    Name::new(name).ok_or(Stop::Storage(ObjectsError::Unfit, slot))
}
