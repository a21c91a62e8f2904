//! What a storage lost, and putting it back.

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

/// What of this computer's copy the storage has no more, or has something else for: the first of it.
///
/// # Errors
/// The storage does not say, or the copy cannot be read.
pub(super) fn lost(team: &TeamVault) -> Result<Option<Halt>, UserError> {
    let storage = team.objects()?;
    for slot in 0..team.state().next_slot() {
        let name = team.name_at(slot).ok_or(Code::TeamLogDamaged)?;
        match compared(team, storage, &name, slot)? {
            There::Same => {}
            There::Nothing(_) => return Ok(Some(Halt::Rollback { pinned: slot })),
            There::Other => return Ok(Some(Halt::Fork { slot })),
        }
    }
    Ok(None)
}

/// Whether the object was not there.
fn put_back_slot(
    team: &TeamVault,
    storage: &dyn Objects,
    name: &Name,
    slot: u64,
) -> Result<bool, UserError> {
    match compared(team, storage, name, slot)? {
        There::Same => Ok(false),
        There::Other => Err(halted(Halt::Fork { slot }, team.state())),
        There::Nothing(ours) => {
            // All that are too large count the same.
            let bytes = ours.unwrap_or_else(|| vec![0; MAX_ENTRY + 1]);
            let created = storage.create(name, &bytes);
            created
                .map(|_| true)
                .map_err(|error| slot_error(error, slot))
        }
    }
}

/// What the storage has in a slot, beside this computer's copy.
enum There {
    Same,
    Other,
    /// With what this computer has; nothing where that was too large to be kept.
    Nothing(Option<Vec<u8>>),
}

fn compared(
    team: &TeamVault,
    storage: &dyn Objects,
    name: &Name,
    slot: u64,
) -> Result<There, UserError> {
    let ours = match team.copy.get(name, MAX_ENTRY) {
        Ok(ours) => Some(ours),
        Err(ObjectsError::TooLarge) => None,
        Err(ObjectsError::NotFound) if team.was_large(name)? => None,
        Err(error) => return Err(team.local.copy_error(error)),
    };
    let is_same = match storage.get(name, MAX_ENTRY) {
        Ok(theirs) => ours.is_some_and(|ours| ours == theirs),
        Err(ObjectsError::TooLarge) => ours.is_none(),
        Err(ObjectsError::NotFound) => return Ok(There::Nothing(ours)),
        Err(error) => return Err(slot_error(error, slot)),
    };
    Ok(if is_same { There::Same } else { There::Other })
}
