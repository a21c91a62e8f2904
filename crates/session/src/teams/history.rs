//! What the log says about the past, and what is to be replaced because of it.

use super::accounts::account_of;
use super::hold::Hold;
use super::running::{Outcome, TeamVault};
use super::time_of;
use crate::codes::one_of;
use crate::error::{Code, UserError};
use crate::open_vault::OpenVault;
use otp::UnixTime;
use std::collections::BTreeSet;
use team::{Item, LineKey, Op, Progress};
use vault::{Account, Id};

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

/// When the entry in this slot was written, by its author's clock. `None`: it was not read yet.
pub(super) fn time_at(team: &TeamVault, slot: u64) -> Option<UnixTime> {
    let place = team.history.partition_point(|line| line.slot < slot);
    let line = team.history.get(place).filter(|line| line.slot == slot);
    line.map(|line| time_of(line.wall_ms))
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

/// A secret of the account, if all of them came after this slot.
fn new_secret(team: &TeamVault, id: Id, slot: u64) -> Option<Id> {
    let secrets = team.state().items().get(&id)?.secrets();
    let are_new = secrets.iter().all(|secret| secret.slot > slot);
    let last = secrets.last().filter(|_| are_new)?;
    Some(last.version)
}

/// Says that an account has another secret than the removed members knew, that it was deleted, or with `storage` that the
/// storage has another key. Closes every open line of it.
///
/// # Errors
/// `team-nothing-to-replace`, `account-ambiguous`; `team-not-replaced`: the account still has a secret that a removed member
/// knew.
pub fn rotate_done(
    hold: &mut impl Hold,
    team: &mut TeamVault,
    name: &str,
) -> Result<Outcome, UserError> {
    let (item, removals) = hold.hold(|_, open| open_lines(team, open, name))?;
    let version = match item {
        None => None,
        Some(id) => hold.hold(|_, open| replaced(team, open, (id, &removals), name))?,
    };
    progress(hold, team, (item, &removals), Progress::Done(version))
}

/// Says that the user takes care of an account, or with `storage` of the storage's key; of every open line of it, whoever
/// took it before.
///
/// # Errors
/// `team-nothing-to-replace`, `account-ambiguous`; `team-not-allowed`, an alarm.
pub fn rotate_take(
    hold: &mut impl Hold,
    team: &mut TeamVault,
    name: &str,
) -> Result<Outcome, UserError> {
    let (item, removals) = hold.hold(|_, open| open_lines(team, open, name))?;
    let (me, _) = team.me().ok_or(Code::TeamRemoved)?;
    progress(hold, team, (item, &removals), Progress::TakenBy(me))
}

/// The account that `name` names among those that are to be replaced, deleted ones too, and the removals it is listed for.
fn open_lines(
    team: &TeamVault,
    open: &OpenVault,
    name: &str,
) -> Result<(Option<Id>, Vec<u64>), UserError> {
    let lines = team.state().rotate_these().iter();
    let lines: Vec<LineKey> = lines
        .filter(|(_, line)| !line.is_done)
        .map(|(key, _)| *key)
        .collect();
    let none = || UserError::new(Code::TeamNothingToReplace).with("name", name);
    let item = match name {
        STORAGE => None,
        name => {
            let items = team.items(open);
            let listed: BTreeSet<Id> = lines.iter().filter_map(|(_, item)| *item).collect();
            let account = |id: Id| account_of(id, items.get(&id)?).ok();
            let accounts: Vec<Account> = listed.into_iter().filter_map(account).collect();
            let found = one_of(accounts.iter(), name);
            let is_missing = |error: &UserError| error.code() == Code::AccountNotFound;
            Some(found.map_err(|error| if is_missing(&error) { none() } else { error })?)
        }
    };
    let removals = lines.into_iter().filter(|(_, of)| *of == item);
    let removals: Vec<u64> = removals.map(|(slot, _)| slot).collect();
    match removals.is_empty() {
        true => Err(none()),
        false => Ok((item, removals)),
    }
}

/// The secret that came after all of these removals; `None`: the account was deleted.
fn replaced(
    team: &TeamVault,
    open: &OpenVault,
    (id, removals): (Id, &[u64]),
    name: &str,
) -> Result<Option<Id>, UserError> {
    let is_deleted = |item: &Item| item.deleted().is_some();
    if team.items(open).get(&id).is_some_and(is_deleted) {
        return Ok(None);
    }
    let last = removals.iter().max();
    let new = last.and_then(|last| new_secret(team, id, *last));
    let none = || UserError::new(Code::TeamNotReplaced).with("name", name);
    new.ok_or_else(none).map(Some)
}

fn progress(
    hold: &mut impl Hold,
    team: &mut TeamVault,
    (item, removals): (Option<Id>, &[u64]),
    progress: Progress,
) -> Result<Outcome, UserError> {
    let op = |removal: &u64| Op::SecretRotated {
        removal: *removal,
        item,
        progress,
    };
    let ops = removals.iter().map(op).collect();
    team.submit(hold, ops)
}
