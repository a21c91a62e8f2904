//! What the log says about the past, and what is to be replaced because of it.

use super::accounts;
use super::hold::Hold;
use super::running::{Outcome, TeamVault};
use super::time_of;
use crate::error::{Code, UserError};
use crate::open_vault::OpenVault;
use otp::UnixTime;
use team::{Op, Progress};
use vault::Id;

/// What names the line of the storage's own key.
const STORAGE: &str = "storage";

/// An operation of the log, for people.
#[derive(Clone, Debug)]
pub struct LogEntry {
    /// The slot of its entry.
    pub slot: u64,
    /// By the author's clock.
    pub time: UnixTime,
    /// What the author is called.
    pub member: String,
    /// The author's device.
    pub device: Id,
    /// What it does, in one word.
    pub op: &'static str,
    /// The account, member or other thing that it is about.
    pub about: Option<Id>,
}

/// Something that a removed member could read and that is to be replaced.
#[derive(Clone, Debug)]
pub struct RotateLine {
    /// The account; `None`: the key of the storage.
    pub item: Option<Id>,
    /// What the account is called; empty for the storage.
    pub label: String,
    /// Who was removed.
    pub reason: String,
    /// Who takes care of it.
    pub owner: Option<String>,
    /// Whether it was replaced.
    pub is_done: bool,
    /// The account has another secret than the removed member knew; what is left is to say so.
    pub has_new_secret: bool,
}

/// All operations, oldest first.
pub fn log(team: &TeamVault) -> Vec<LogEntry> {
    let name = |id: Id| {
        let member = team.state().members().get(&id);
        member.map_or_else(|| id.to_string(), |member| member.name.clone())
    };
    let lines = team.history.iter();
    lines
        .map(|line| LogEntry {
            slot: line.slot,
            time: time_of(line.wall_ms),
            member: name(line.member),
            device: line.device,
            op: line.op,
            about: line.about,
        })
        .collect()
}

/// What is to be replaced, the storage's key first for each removal.
pub fn rotate_list(team: &TeamVault, open: &OpenVault) -> Vec<RotateLine> {
    let state = team.state();
    let removed_at = |slot: u64| {
        let members = state.members().values();
        let mut removed = members.filter(|member| member.removed == Some(slot));
        removed.next().map(|member| member.name.clone())
    };
    let name = |id: Id| state.members().get(&id).map(|member| member.name.clone());
    let items = team.items(open);
    let label = |id: Id| {
        let account = items.get(&id).and_then(|item| item.account(id).ok());
        account.map_or_else(String::new, |account| {
            format!("{}:{}", account.issuer, account.name)
        })
    };
    let lines = state.rotate_these().iter();
    lines
        .map(|((slot, item), line)| RotateLine {
            item: *item,
            label: item.map(label).unwrap_or_default(),
            reason: removed_at(*slot).unwrap_or_default(),
            owner: line.owner.and_then(name),
            is_done: line.is_done,
            has_new_secret: item.is_some_and(|id| new_secret(team, id, *slot).is_some()),
        })
        .collect()
}

/// A secret of the account that came after this slot.
fn new_secret(team: &TeamVault, id: Id, slot: u64) -> Option<Id> {
    let secrets = team.state().items().get(&id)?.secrets();
    let new = secrets.iter().rfind(|secret| secret.slot > slot)?;
    Some(new.version)
}

/// Says that an account has another secret than the removed members knew, or with `storage` that the storage has
/// another key. Closes every open line of it.
///
/// # Errors
/// `team-nothing-to-replace`; `team-not-replaced`: the account still has a secret that a removed member knew.
pub fn rotate_done(
    hold: &mut impl Hold,
    team: &mut TeamVault,
    name: &str,
) -> Result<Outcome, UserError> {
    let item = match name {
        STORAGE => None,
        name => Some(hold.hold(|_, open| accounts::find(team, open, name))?),
    };
    let lines = team.state().rotate_these().iter();
    let removals: Vec<u64> = lines
        .filter(|((_, of), line)| *of == item && !line.is_done)
        .map(|((slot, _), _)| *slot)
        .collect();
    let Some(last) = removals.last() else {
        return Err(UserError::new(Code::TeamNothingToReplace).with("name", name));
    };
    let version = match item {
        None => None,
        Some(id) => {
            let new = new_secret(team, id, *last);
            let none = || UserError::new(Code::TeamNotReplaced).with("name", name);
            Some(new.ok_or_else(none)?)
        }
    };
    let done = |removal: &u64| Op::SecretRotated {
        removal: *removal,
        item,
        progress: Progress::Done(version),
    };
    let ops = removals.iter().map(done).collect();
    team.submit(hold, ops)
}
