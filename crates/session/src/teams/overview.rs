//! All that is known of a team vault, for one screen.

use super::accounts;
use super::facts::facts_of;
use super::history::{self, RotateLine};
use super::lines::LogLine;
use super::members::{self, MemberView};
use super::running::{TeamVault, waiting};
use super::time_of;
use crate::codes::AccountView;
use crate::error::UserError;
use crate::open_vault::OpenVault;
use otp::UnixTime;
use std::collections::BTreeMap;
use team::{Item, Role};
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

/// Something that somebody did.
#[derive(Clone, Debug)]
pub struct Activity {
    /// By the author's clock.
    pub time: UnixTime,
    /// What the author is called.
    pub member: String,
    /// What was done, in one word.
    pub op: &'static str,
    /// What the account, member or device is called that it is about.
    pub about: Option<String>,
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
    let items = team.items(open);
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
        activity: activity(team, (&items, &puts)),
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

/// The first and the last entry that put each account.
struct Puts<'a>(BTreeMap<Id, (&'a LogLine, &'a LogLine)>);

impl<'a> Puts<'a> {
    fn of(history: &'a [LogLine]) -> Self {
        let mut puts = BTreeMap::new();
        for line in history.iter().filter(|line| line.op == "put") {
            if let Some(id) = line.about {
                puts.entry(id).or_insert((line, line)).1 = line;
            }
        }
        Self(puts)
    }

    fn is_first(&self, line: &LogLine) -> bool {
        let first = line.about.and_then(|id| self.0.get(&id));
        first.is_some_and(|(first, _)| first.slot == line.slot)
    }

    fn last(&self, id: Id) -> Option<&'a LogLine> {
        self.0.get(&id).map(|(_, last)| *last)
    }
}

fn by(team: &TeamVault, line: &LogLine) -> (String, UnixTime) {
    let member = team.state().members().get(&line.member);
    let name = member.map_or_else(String::new, |member| member.name.clone());
    (name, time_of(line.wall_ms))
}

fn activity(team: &TeamVault, (items, puts): (&BTreeMap<Id, Item>, &Puts<'_>)) -> Vec<Activity> {
    let lines = team.history.iter().rev().take(MOST_LINES);
    lines
        .map(|line| {
            let (member, time) = by(team, line);
            Activity {
                time,
                member,
                op: match line.op {
                    "put" if puts.is_first(line) => "add",
                    op => op,
                },
                about: line
                    .about
                    // Whoever made the team vault made it for itself.
                    .filter(|_| line.op != "created")
                    .and_then(|id| label(team, items, id)),
            }
        })
        .collect()
}

/// What people call an account, a member or the owner of a device.
fn label(team: &TeamVault, items: &BTreeMap<Id, Item>, id: Id) -> Option<String> {
    if let Some(account) = items.get(&id).and_then(|item| item.account(id).ok()) {
        let parts = [account.issuer.as_str(), account.name.as_str()];
        let parts = parts.into_iter().filter(|part| !part.is_empty());
        return Some(parts.collect::<Vec<_>>().join(" · "));
    }
    let device = team.state().devices().get(&id);
    let member = device.map_or(id, |device| device.member);
    let member = team.state().members().get(&member)?;
    Some(member.name.clone())
}
