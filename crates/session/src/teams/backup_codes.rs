//! Backup codes of shared accounts: whoever takes one says so in the log before it is shown.

use super::accounts::{get, put};
use super::history::time_at;
use super::hold::Hold;
use super::joining::written;
use super::running::{Outcome, TeamVault, waiting};
use crate::backup_codes::{
    Older, Overview, SheetWords, Taken, add_to, check, code_at, copied, left, next_code,
    overview_of, reveal_of, write_sheet_of,
};
use crate::error::{Code, UserError};
use crate::open_vault::OpenVault;
use otp::{SecretText, UnixTime};
use std::path::Path;
use team::{Change, Item, Op, UsedCode};
use vault::{Account, Id};

/// How often another code is taken where somebody else was quicker with one.
const TRIES: usize = 8;

/// The backup codes of an account, without the codes. One that anybody in the team used counts as used.
///
/// # Errors
/// `account-not-found`.
pub fn overview(team: &TeamVault, open: &OpenVault, id: Id) -> Result<Overview, UserError> {
    Ok(overview_of(&account(team, open, id)?))
}

/// All codes of an account, set by set and in the order of [`overview`].
///
/// # Errors
/// `account-not-found`.
pub fn reveal(
    team: &TeamVault,
    open: &OpenVault,
    id: Id,
) -> Result<Vec<Vec<SecretText>>, UserError> {
    Ok(reveal_of(&account(team, open, id)?))
}

/// Writes the codes that can still be used as a page to print, as [`crate::backup_codes::write_sheet()`].
///
/// # Errors
/// As for [`crate::backup_codes::write_sheet()`].
pub fn write_sheet(
    team: &TeamVault,
    open: &OpenVault,
    id: Id,
    (path, words): (&Path, &SheetWords<'_>),
) -> Result<usize, UserError> {
    write_sheet_of(&account(team, open, id)?, path, words)
}

/// Adds codes as a new set, as [`crate::backup_codes::add()`], for everybody.
///
/// # Errors
/// As for [`crate::backup_codes::add()`]; `team-not-allowed`, an alarm.
pub fn add(
    hold: &mut impl Hold,
    (team, id): (&mut TeamVault, Id),
    (codes, source): (Vec<SecretText>, &str),
    older: Older,
) -> Result<(usize, Outcome), UserError> {
    check(&codes)?;
    let (count, put) = hold.hold(|effects, open| {
        let (item, mut account) = get(team, open, id)?;
        let new = (Id::generate(effects.random()), effects.now()?);
        let count = add_to(&mut account, new, (codes, source), older)?;
        Ok((count, put(effects, team, (Some(&item), &account))))
    })?;
    let outcome = team.submit(hold, vec![Op::PutItem(put)])?;
    Ok((count, outcome))
}

/// Takes the next code of the newest valid set: the log says that it is used before it is returned, so that no two members
/// get the same.
///
/// # Errors
/// `account-not-found`, `backup-codes-none-left`, `team-not-allowed`, an alarm, or that the storage cannot be reached: then no
/// code is used.
pub fn take(hold: &mut impl Hold, (team, id): (&mut TeamVault, Id)) -> Result<Taken, UserError> {
    for _ in 0..TRIES {
        let (set, index) = hold.hold(|_, open| {
            let next = next_code(&account(team, open, id)?);
            next.ok_or(Code::BackupCodesNoneLeft.into())
        })?;
        let code = UsedCode::Backup {
            set,
            index: u64::try_from(index).unwrap_or(u64::MAX),
        };
        match written(team, hold, vec![Op::MarkCodeUsed { item: id, code }]) {
            Ok(()) => {}
            Err(error) if error.code() == Code::TeamNotPossible => continue,
            Err(error) => {
                withdraw(hold, team, (id, code))?;
                return Err(error);
            }
        }
        if let Some(taken) = hold.hold(|_, open| taken(team, open, id, (set, index)))? {
            return Ok(taken);
        }
    }
    Err(Code::TeamChangedMeanwhile.into())
}

/// The code that was taken; none where its set was replaced at the same moment.
fn taken(
    team: &TeamVault,
    open: &OpenVault,
    id: Id,
    (set, index): (Id, usize),
) -> Result<Option<Taken>, UserError> {
    let mut account = account(team, open, id)?;
    let left = left(&account);
    let mut sets = account.backup_code_sets.iter();
    if !sets.any(|known| known.id == set && known.is_valid()) {
        return Ok(None);
    }
    let code = code_at(&mut account, set, index);
    Ok(code.map(|code| Taken {
        code: copied(code),
        left,
    }))
}

/// A code that nobody saw is not used: where the storage went away meanwhile, what says so does not wait.
fn withdraw(
    hold: &mut impl Hold,
    team: &mut TeamVault,
    (id, code): (Id, UsedCode),
) -> Result<(), UserError> {
    let is_meant = |op: &Op| matches!(op, Op::MarkCodeUsed { item, code: used } if (*item, *used) == (id, code));
    let is_meant = |change: &Change| change.ops.iter().all(is_meant);
    hold.hold(|effects, open| {
        for change in waiting(open, team.id).iter().filter(|one| is_meant(one)) {
            team.client.withdraw(change.op_id);
            team.forget(effects, open, change.op_id)?;
        }
        Ok(())
    })
}

fn account(team: &TeamVault, open: &OpenVault, id: Id) -> Result<Account, UserError> {
    let (item, account) = get(team, open, id)?;
    Ok(marked(team, &item, account))
}

/// The account with the codes marked that anybody used here. What is written to the log is the account without these marks:
/// they are in the log already.
pub(super) fn marked(team: &TeamVault, item: &Item, mut account: Account) -> Account {
    for (used, slot) in item.used_codes() {
        if let UsedCode::Backup { set, index } = used
            && let Ok(index) = usize::try_from(*index)
            && let Some(code) = code_at(&mut account, *set, index)
        {
            let at = time_at(team, *slot).unwrap_or(UnixTime::EPOCH);
            code.used.get_or_insert(at);
        }
    }
    account
}
