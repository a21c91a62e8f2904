//! Team vaults: what several people share, on storage that they have (docs/team-log.md).
//!
//! The log is kept twice: on the storage, and as this computer's copy of the same sealed objects beside its other state.
//! What was read is pinned in the user's vault before anything is shown or written, and a change waits in the user's vault
//! until it was read back from the storage.

pub mod accounts;
mod founding;
mod history;
mod joining;
mod link;
mod local;
mod members;
mod running;
mod storage;
mod sync;

pub use founding::create;
pub use history::{LogEntry, RotateLine, log, rotate_done, rotate_list};
pub use joining::{Approval, Joined, Pending, approve, invite, join, pending};
pub use members::{MemberView, leave, members, remove, set_role};
pub use running::{LogLine, Outcome, TeamVault, open};
pub use storage::{Place, StorageOptions};
pub use sync::repair;
pub use team::{Role, Verified};

use crate::error::{Code, UserError};
use crate::open_vault::OpenVault;
use otp::UnixTime;
use vault::Id;
use zeroize::Zeroizing;

/// A team vault that the user's vault knows of.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TeamView {
    /// Names it for ever.
    pub id: Id,
    /// What it is called; the beginning of the id until the user was let in.
    pub name: String,
    /// Changes that are not on the storage yet.
    pub waiting: usize,
    /// The user asked to join, and was not let in yet.
    pub is_joining: bool,
}

/// All team vaults that the user's vault knows of, by name. Nothing is read from any storage.
pub fn list(open: &OpenVault) -> Vec<TeamView> {
    let teams = open.document().teams().map(|(id, team)| TeamView {
        id,
        name: shown_name(id, team.name()),
        waiting: team.waiting().len(),
        is_joining: team.epoch_keys().next().is_none(),
    });
    let mut teams: Vec<TeamView> = teams.collect();
    teams.sort_by_cached_key(|team| (team.name.to_lowercase(), team.id));
    teams
}

fn shown_name(id: Id, name: &str) -> String {
    let id = id.to_string();
    match name {
        "" => id.get(..8).unwrap_or(&id).to_owned(),
        name => name.to_owned(),
    }
}

/// The team vault that `name` names: what it is called, or the beginning of its id, 4 digits or more.
///
/// # Errors
/// `team-not-found`, `team-ambiguous`.
pub(crate) fn find(open: &OpenVault, name: &str) -> Result<Id, UserError> {
    let teams = list(open);
    let by_name = |team: &&TeamView| team.name.to_lowercase() == name.to_lowercase();
    let by_id = |team: &&TeamView| crate::codes::is_id_prefix(team.id, name);
    let mut found: Vec<Id> = teams.iter().filter(by_name).map(|team| team.id).collect();
    if found.is_empty() {
        found = teams.iter().filter(by_id).map(|team| team.id).collect();
    }
    match found.as_slice() {
        [id] => Ok(*id),
        [] => Err(UserError::new(Code::TeamNotFound).with("name", name)),
        [..] => Err(UserError::new(Code::TeamAmbiguous).with("name", name)),
    }
}

fn milliseconds(now: UnixTime) -> u64 {
    now.get().saturating_mul(1000)
}

/// A time of the log, which is whatever its author's clock said.
fn time_of(wall_ms: u64) -> UnixTime {
    let seconds = i64::try_from(wall_ms / 1000).ok();
    seconds.and_then(UnixTime::new).unwrap_or(UnixTime::EPOCH)
}

fn copy_key(key: &vault::primitives::Key) -> Zeroizing<[u8; 32]> {
    Zeroizing::new(*key.expose())
}
