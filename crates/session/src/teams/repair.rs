//! Putting back what a storage lost.

use super::hold::Hold;
use super::kept::Start;
use super::refusals::halted;
use super::running::TeamVault;
use super::storage::slot_error;
use crate::error::{Code, UserError};
use platform::objects::{Name, Objects, ObjectsError};
use team::{Halt, MAX_ENTRY};

/// Puts back what the storage lost and this computer's copy still has. Gives back how many objects.
///
/// # Errors
/// The storage has another object in the place of one that was read: `team-fork`; or does not do it.
pub fn repair(hold: &mut impl Hold, name: &str) -> Result<usize, UserError> {
    let mut team = hold.hold(|effects, open| {
        let id = super::find(open, name)?;
        // Each object of this computer's copy is verified before it is put into the storage.
        TeamVault::load(effects, open, id, Start::FirstEntry)
    })?;
    let Some(storage) = team.storage.take() else {
        return Err(team.nothing_there());
    };
    let mut put_back = 0;
    for slot in 0..team.state().next_slot() {
        let name = team.name_at(slot).ok_or(Code::TeamLogDamaged)?;
        put_back += usize::from(put_back_slot(&team, &*storage, &name, slot)?);
    }
    Ok(put_back)
}

/// Whether the object was not there.
fn put_back_slot(
    team: &TeamVault,
    storage: &dyn Objects,
    name: &Name,
    slot: u64,
) -> Result<bool, UserError> {
    let ours = match team.copy.get(name, MAX_ENTRY) {
        Ok(ours) => Some(ours),
        Err(ObjectsError::TooLarge) => None,
        Err(ObjectsError::NotFound) if team.was_large(name)? => None,
        Err(error) => return Err(team.local.copy_error(error)),
    };
    let is_same = match storage.get(name, MAX_ENTRY) {
        Ok(theirs) => ours.is_some_and(|ours| ours == theirs),
        Err(ObjectsError::TooLarge) => ours.is_none(),
        Err(ObjectsError::NotFound) => {
            // All that are too large count the same.
            let bytes = ours.unwrap_or_else(|| vec![0; MAX_ENTRY + 1]);
            let created = storage.create(name, &bytes);
            return created
                .map(|_| true)
                .map_err(|error| slot_error(error, slot));
        }
        Err(error) => return Err(slot_error(error, slot)),
    };
    match is_same {
        true => Ok(false),
        false => Err(halted(Halt::Fork { slot }, team.state())),
    }
}
