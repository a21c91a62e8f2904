//! Another way into a team's storage: a new key, another address of the same service, another path to the folder.

use super::find;
use super::hold::Hold;
use super::kept::Start;
use super::rejoining::was_let_in;
use super::running::TeamVault;
use super::storage::StorageOptions;
use crate::error::{Code, UserError};

/// Uses another storage from now on, if it has this team's log with all that was read of it. What waits is written to it.
///
/// # Errors
/// `team-not-found`; the codes of the storage, and of a log that is not this one or ends before what was read. Then the
/// storage stays what it was.
pub fn set_storage(
    hold: &mut impl Hold,
    name: &str,
    storage: StorageOptions,
) -> Result<(), UserError> {
    let (id, name, is_in) = hold.hold(|_, open| {
        let id = find(open, name)?;
        let kept = open.document().team(id).ok_or(Code::TeamNotFound)?;
        let is_in = was_let_in(kept);
        Ok((id, kept.name().to_owned(), is_in))
    })?;
    let place = storage.read(&name)?;
    let (objects, bytes) = (place.open()?, place.to_bytes());
    if is_in {
        let mut team =
            hold.hold(|effects, open| TeamVault::load(effects, open, id, Start::Kept))?;
        (team.storage, team.offline, team.place) = (Some(objects), None, Some(place));
        // What was seen a moment ago was seen on the other one.
        team.look_again(hold)?;
        if let Some(problem) = team.alarm().or(team.offline()) {
            return Err(problem.clone());
        }
    }
    hold.hold(|effects, open| {
        open.change(effects, |vault, _| {
            let team = vault.document_mut().team_mut(id);
            team.ok_or(Code::TeamNotFound)?.set_storage(bytes);
            Ok(())
        })
    })
}
