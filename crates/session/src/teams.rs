//! Team vaults: what several people share, on storage that they have (docs/team-log.md).
//!
//! The log is kept twice: on the storage, and as this computer's copy of the same sealed objects beside its other state.
//! What was read is pinned in the user's vault before anything is shown or written, and a change waits in the user's vault
//! until it was read back from the storage.

pub mod accounts;
mod activity;
mod address;
mod answering;
mod approving;
pub mod backup_codes;
mod branches;
mod branching;
mod budget;
mod calling;
pub mod conflicts;
mod devices;
mod enrolling;
mod facts;
mod founding;
mod glancing;
mod history;
mod hold;
mod identity;
mod inviting;
mod joining;
mod kept;
mod key_history;
mod lines;
mod link;
mod local;
mod members;
mod moving;
mod object;
mod overview;
mod passing;
mod recovering;
mod refusals;
mod rejoining;
mod relocating;
mod repair;
mod returning;
mod running;
mod sheet;
mod shown;
mod storage;
mod sync;
pub mod trash;

pub use activity::{Activity, activity_table, write_activity};
pub use answering::{Answered, Call, Compared, answer_call};
pub use approving::{Approval, Pending, approve, pending};
pub use branching::{Branched, begin_branch, follow_branch};
pub use calling::{Calling, join_on_call};
pub use devices::{DeviceView, devices, revoke};
pub use enrolling::{NewSheet, enrol_sheet};
pub use facts::facts;
pub use founding::create;
pub use glancing::{Glance, glance};
pub use history::{LogEntry, RotateLine, log, rotate_done, rotate_list, rotate_take};
pub use hold::{Held, Hold};
pub use identity::{card_qr, contact_card, read_card, save_card};
pub use inviting::{cancel_invitation, invite, invite_card};
pub use joining::{Joined, join, joining_words};
pub use key_history::{KeyKind, KeyView, keys};
pub use lines::LogLine;
pub use link::Link;
pub use members::{MemberView, leave, members, remove, set_role};
pub use moving::{move_from, move_to};
pub use overview::{Overview, SharedAccount, Standing, overview};
pub use recovering::recover_by_sheet;
pub use relocating::set_storage;
pub use repair::repair;
pub use returning::ask_back;
pub use running::{Outcome, TeamVault, look_again, open, verify};
pub use sheet::OwnerSheet;
pub use shown::Shown;
pub use storage::{Place, ServiceKind, StorageOptions};
pub use team::{ContactCard, Role, Verified};

use crate::error::{Code, UserError};
use crate::open_vault::OpenVault;
use otp::UnixTime;
use rejoining::was_let_in;
use team::{EpochKeys, Pin};
use vault::primitives::Key;
use vault::{Id, Team};
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
        is_joining: !was_let_in(team),
    });
    let mut teams: Vec<TeamView> = teams.collect();
    teams.sort_by_cached_key(|team| (team.name.to_lowercase(), team.id));
    teams
}

/// The keys of the epochs, as the user's vault keeps them.
fn keys_of(kept: &Team) -> EpochKeys {
    let mut keys = EpochKeys::default();
    for (epoch, known) in kept.epoch_keys() {
        keys.insert(epoch, Key::new(known.clone()));
    }
    keys
}

/// The first entries of the branches that the user agreed to.
fn followed(kept: &Team) -> Vec<Pin> {
    let branches = kept.branches().iter();
    let first = |(slot, hash): &(u64, [u8; 32])| Pin {
        slot: *slot,
        hash: *hash,
    };
    branches.map(first).collect()
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
    // A whole id names one team vault, whatever others are called.
    if let Ok(id) = name.parse()
        && teams.iter().any(|team| team.id == id)
    {
        return Ok(id);
    }
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

fn copy_key(key: &Key) -> Zeroizing<[u8; 32]> {
    Zeroizing::new(*key.expose())
}

#[cfg(test)]
mod tests;
