//! All that is known of a team vault, for one screen.

use super::accounts;
use super::activity::{Activity, Puts, activity, by};
use super::facts::facts_of;
use super::history::{self, RotateLine};
use super::members::{self, MemberView};
use super::running::{TeamVault, waiting};
use crate::codes::AccountView;
use crate::error::UserError;
use crate::open_vault::OpenVault;
use otp::UnixTime;
use team::Role;
use vault::Id;
use vault::checkup::TeamFacts;

/// Most lines of the log that a screen shows; the newest.
const MOST_LINES: usize = 500;

/// A team vault as it was last read.
#[derive(Clone, Debug)]
pub struct Overview {
    /// Names it for ever.
    pub id: Id,
    /// What it is called.
    pub name: String,
    /// The newest entry that was read.
    pub head: u64,
    /// Where its storage is: a folder, or `s3://bucket/prefix`.
    pub place: String,
    /// The user's role; `None`: removed, or this computer has nothing of it yet.
    pub role: Option<Role>,
    /// Those with most rights first.
    pub members: Vec<MemberView>,
    /// The accounts.
    pub accounts: Vec<SharedAccount>,
    /// What is to be replaced.
    pub rotate: Vec<RotateLine>,
    /// What happened, the newest first.
    pub activity: Vec<Activity>,
    /// Where it stands.
    pub standing: Standing,
    /// What nobody should leave alone; the log goes on.
    pub warnings: Vec<UserError>,
    /// Why changes that waited cannot be written.
    pub not_written: Vec<UserError>,
    /// What the checkup wants to know.
    pub facts: TeamFacts,
}

/// An account of a team vault.
#[derive(Clone, Debug)]
pub struct SharedAccount {
    /// As in every list.
    pub view: AccountView,
    /// Who changed it last, and when by that clock. `None`: it is not on the storage yet.
    pub changed: Option<(String, UnixTime)>,
}

/// How what is here stands to what is on the storage.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Standing {
    /// All that is on the storage was read, and nothing waits.
    InStep,
    /// So many changes wait to be written.
    Queued(usize),
    /// The storage is not in use, and why. What is shown is this computer's copy.
    Offline(UserError, usize),
    /// Nothing is written any more, and why. What is shown is what was read before.
    Stopped(UserError),
}

/// Everything of a team vault. Nothing is asked of the storage.
pub fn overview(team: &TeamVault, open: &OpenVault) -> Overview {
    let activity = activity(team, open).take(MOST_LINES).collect();
    let puts = Puts::of(&team.history);
    let accounts = accounts::list(team, open, "").into_iter();
    let accounts = accounts.map(|view| SharedAccount {
        changed: puts.last(view.id).map(|line| by(team, line)),
        view,
    });
    let place = team.place.as_ref();
    let place = place.map(|place| place.address().options().place);
    Overview {
        id: team.id,
        name: team.name.clone(),
        head: team.state().head().slot,
        place: place.unwrap_or_default(),
        role: team.role(),
        members: members::members(team),
        accounts: accounts.collect(),
        rotate: history::rotate_list(team, open),
        activity,
        standing: standing(team, open),
        warnings: team.warnings(),
        not_written: team.not_written().cloned().collect(),
        facts: facts_of(team),
    }
}

fn standing(team: &TeamVault, open: &OpenVault) -> Standing {
    let queued = waiting(open, team.id).len();
    match (team.alarm(), team.offline()) {
        (Some(alarm), _) => Standing::Stopped(alarm.clone()),
        (None, Some(offline)) => Standing::Offline(offline.clone(), queued),
        (None, None) if queued > 0 => Standing::Queued(queued),
        (None, None) => Standing::InStep,
    }
}
