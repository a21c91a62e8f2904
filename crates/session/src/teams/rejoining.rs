//! Coming back by a new invitation after a removal: with another member key, because the one from before is worth nothing
//! for ever. What was read before stays until the user was let in again, and is what the log is compared with then.

use super::kept::Start;
use super::running::TeamVault;
use crate::effects::Effects;
use crate::error::{Code, UserError};
use crate::open_vault::OpenVault;
use team::{MemberKey, State, member_id};
use vault::{Id, Team};

/// What the user read of this team vault while being a member; `None`: the user never was.
///
/// # Errors
/// `team-already-in`: the user is a member, as far as this computer knows.
pub(super) fn read_as_member(
    effects: &mut Effects,
    open: &OpenVault,
    id: Id,
) -> Result<Option<TeamVault>, UserError> {
    if !open.document().team(id).is_some_and(was_let_in) {
        return Ok(None);
    }
    let team = TeamVault::load(effects, open, id, Start::Kept)?;
    match team.is_out() {
        true => Ok(Some(team)),
        false => Err(Code::TeamAlreadyIn.into()),
    }
}

/// Whether somebody let the user in, now or before.
pub(super) fn was_let_in(kept: &Team) -> bool {
    kept.epoch_keys().next().is_some()
}

/// The member key to come in with: the one that the log does not know. `None`: there is none yet.
pub(super) fn unused_key(kept: &Team, log: Option<&State>) -> Option<MemberKey> {
    let is_unused = |key: &MemberKey| {
        let member = member_id(&key.public());
        log.is_none_or(|log| !log.members().contains_key(&member))
    };
    let mut keys = kept.seeds().iter().map(|seed| MemberKey::from_seed(seed));
    keys.rfind(is_unused)
}

impl TeamVault {
    /// Whether the user was a member and is none any more.
    pub(super) fn is_out(&self) -> bool {
        self.me()
            .is_some_and(|(_, member)| member.removed.is_some())
    }

    /// Whether the user asked to be let in again, with keys that the log does not know.
    pub(super) fn is_asking_again(&self, open: &OpenVault) -> bool {
        let kept = open.document().team(self.id);
        let has_link = kept.is_some_and(|kept| !kept.joining().is_empty());
        has_link && self.is_out() && !self.knows_this_device()
    }

    /// Whether somebody is to let the user in, or to hand over the key: opening it again looks whether that was done.
    pub fn waits_for_an_answer(&self) -> bool {
        let code = self.alarm().map(UserError::code);
        matches!(code, Some(Code::TeamNotApproved | Code::TeamKeyTooOld))
    }

    /// Whether the log has this installation's device, active or not.
    pub(super) fn knows_this_device(&self) -> bool {
        let device = self.client.device().id();
        self.state().devices().contains_key(&device)
    }
}
