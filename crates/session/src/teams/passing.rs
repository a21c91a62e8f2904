//! What is no valid entry is passed over. A storage that gave a wrong answer once must not keep anybody out for ever, so such
//! an object is asked for twice; and what was passed over behind the newest entry is looked at again before anything is
//! written behind it: where the storage has something else there now, it is read again.

use super::budget::Budget;
use super::object::Object;
use super::refusals::halted;
use super::running::TeamVault;
use super::sync::Stop;
use crate::error::UserError;
use platform::objects::{Name, Objects, ObjectsError};
use team::{Halt, Listing};

/// So many of the first slots behind the newest entry, and of the last, are looked at again. Others write in the first slot
/// that they find free.
const LOOKED_AT: usize = 8;

impl TeamVault {
    /// What lies in the next slot. What is there and is not valid the storage has to give twice.
    pub(super) fn get_twice(
        &self,
        storage: &dyn Objects,
        name: &Name,
    ) -> Result<Object, ObjectsError> {
        let log = self.client.log();
        let is_valid =
            |object: &Object| matches!(object, Object::Entry(bytes) if log.would_take(bytes));
        let first = Object::get(storage, name)?;
        if first == Object::Nothing || is_valid(&first) {
            return Ok(first);
        }
        let second = Object::get(storage, name)?;
        let is_steady = first == second || is_valid(&second);
        is_steady.then_some(second).ok_or(ObjectsError::NoAnswer)
    }

    /// Whether the storage still has the newest entry.
    pub(super) fn still_has_head(&mut self, storage: &dyn Objects) -> Result<(), Stop> {
        let slot = self.state().head().slot;
        match self.get_read(storage, slot)? {
            Object::Entry(bytes) => Ok(self.client.log_mut().recheck(slot, &bytes)?),
            Object::Large => Err(Halt::Fork { slot }.into()),
            Object::Nothing => Err(Halt::Rollback { pinned: slot }.into()),
        }
    }

    /// Whether the storage has something else now where objects were passed over behind the newest entry, or nothing.
    pub(super) fn has_other_now(&self, storage: &dyn Objects) -> Result<bool, Stop> {
        let log = self.client.log();
        let count = log.passed_over().len();
        let is_looked_at = |place: usize| place < LOOKED_AT || place + LOOKED_AT >= count;
        for (place, slot) in log.passed_over().enumerate() {
            let is_same = !is_looked_at(place)
                || match self.get_read(storage, slot)? {
                    Object::Entry(bytes) => log.was_passed_over(slot, Some(&bytes)),
                    Object::Large => log.was_passed_over(slot, None),
                    Object::Nothing => false,
                };
            if !is_same {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Goes back to the newest entry, so that what comes behind it is read again.
    pub(super) fn go_back(&mut self, budget: &mut Budget) -> Result<(), Stop> {
        budget.go_back().ok_or(Stop::Unfinished)?;
        // The last first: a copy that this leaves half done has no hole.
        for slot in self.client.log().passed_over().rev() {
            for name in self.name_at(slot).into_iter().flat_map(with_note) {
                let forgotten = self.copy.forget(&name);
                forgotten.map_err(|error| Stop::Copy(self.local.copy_error(error)))?;
            }
        }
        self.client.go_back();
        // What was kept has them.
        self.kept_to = 0;
        Ok(())
    }

    /// What the storage has in a slot that was read before.
    fn get_read(&self, storage: &dyn Objects, slot: u64) -> Result<Object, Stop> {
        let name = self.name_at(slot);
        let name = name.ok_or(Stop::Storage(ObjectsError::Unfit, slot))?;
        Object::get(storage, &name).map_err(|error| Stop::Storage(error, slot))
    }

    /// Goes on past an object that is larger than an entry, of which only a note is kept.
    pub(super) fn pass_over_large(
        &mut self,
        name: &Name,
        budget: &mut Budget,
    ) -> Result<Listing, Stop> {
        budget.spend(0).ok_or(Stop::Unfinished)?;
        if let Some(note) = note_of_large(name) {
            self.copy_down(&note, b"")?;
        }
        self.take_large();
        budget.pass_over().ok_or(Stop::Unfinished)?;
        (self.looks_back, self.has_looked) = (true, false);
        Ok(Listing::Unknown)
    }

    /// Passes over an object that no entry can be: it is neither read nor kept, and only noted.
    pub(super) fn take_large(&mut self) {
        if let Err(halt) = self.client.pass_over_large() {
            self.alarm = Some(halted(halt, self.state()));
        }
    }

    /// Whether this computer's copy has the note of an object that was too large to be kept.
    pub(super) fn was_large(&self, name: &Name) -> Result<bool, UserError> {
        let Some(note) = note_of_large(name) else {
            return Ok(false);
        };
        match self.copy.get(&note, 0) {
            Ok(_) | Err(ObjectsError::TooLarge) => Ok(true),
            Err(ObjectsError::NotFound) => Ok(false),
            Err(error) => Err(self.local.copy_error(error)),
        }
    }
}

/// What stands in this computer's copy for an object that is larger than an entry.
fn note_of_large(name: &Name) -> Option<Name> {
    Name::new(&format!("{}-large", name.as_str()))
}

fn with_note(name: Name) -> impl Iterator<Item = Name> {
    let note = note_of_large(&name);
    note.into_iter().chain([name])
}
