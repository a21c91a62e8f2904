//! The checkup of a vault.

use super::drill::in_order;
use crate::backup;
use crate::codes::{AccountView, no_account, view};
use crate::effects::Effects;
use crate::error::UserError;
use crate::open_vault::OpenVault;
use crate::unlock::strength;
use std::collections::{BTreeMap, BTreeSet};
use vault::checkup::{self, Checkup, Facts, Finding, Found, KeyState, TeamFacts};
use vault::{Id, Password};

/// What a checkup of the whole vault found.
pub struct Checked {
    /// The vault's own findings, the worst first.
    pub vault: Vec<Judged>,
    /// 0 to 100.
    pub vault_score: u8,
    /// The accounts outside the trash, in the order of lists.
    pub accounts: Vec<CheckedAccount>,
    /// The lower of the vault's score and the mean of all accounts, 0 to 100.
    pub overall: u8,
}

/// One account's findings.
pub struct CheckedAccount {
    /// Which account.
    pub view: AccountView,
    /// 0 to 100.
    pub score: u8,
    /// The worst first.
    pub found: Vec<Judged>,
}

/// A finding, and whether the user said that it is not for them.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Judged {
    /// What was found.
    pub finding: Finding,
    /// Not for the user.
    pub dismissed: bool,
}

/// What is known beside the vault.
#[derive(Default)]
pub struct Known<'a> {
    /// The vault's password, where it was typed just now: only then can it be judged.
    pub password: Option<&'a Password>,
    /// How many seconds this computer's clock is ahead, where it was compared just now.
    pub clock_ahead: Option<i64>,
    /// Accounts whose service takes security keys.
    pub takes_keys: BTreeSet<Id>,
    /// How the user's team vaults stand.
    pub teams: TeamFacts,
}

/// Looks at the vault and all accounts. Nothing leaves the computer.
///
/// # Errors
/// `clock-unset`.
pub fn check(effects: &Effects, open: &OpenVault, known: Known<'_>) -> Result<Checked, UserError> {
    let checkup = look(effects, open, known)?;
    let mut found: BTreeMap<Option<Id>, Vec<Judged>> = BTreeMap::new();
    for one in &checkup.found {
        found.entry(one.account).or_default().push(judged(one));
    }
    let vault = found.remove(&None).unwrap_or_default();
    let accounts = in_order(open).filter_map(|account| {
        let id = account.id();
        Some(CheckedAccount {
            view: view(open, id)?,
            score: checkup.scores.get(&id).copied()?,
            found: found.remove(&Some(id)).unwrap_or_default(),
        })
    });
    Ok(Checked {
        vault,
        vault_score: checkup.vault,
        accounts: accounts.collect(),
        overall: checkup.overall,
    })
}

/// What [`check`] says of one account.
///
/// # Errors
/// `account-not-found`, `clock-unset`.
pub fn check_account(
    effects: &Effects,
    open: &OpenVault,
    id: Id,
) -> Result<CheckedAccount, UserError> {
    let view = view(open, id).ok_or_else(|| no_account(id))?;
    let checkup = look(effects, open, Known::default())?;
    let score = checkup.scores.get(&id).copied();
    let found = checkup.found.iter();
    let found = found.filter(|found| found.account == Some(id));
    Ok(CheckedAccount {
        view,
        score: score.ok_or_else(|| no_account(id))?,
        found: found.map(judged).collect(),
    })
}

/// How many different findings there are, without those that are not for the user.
///
/// # Errors
/// `clock-unset`.
pub fn count_findings(
    effects: &Effects,
    open: &OpenVault,
    known: Known<'_>,
) -> Result<usize, UserError> {
    let found = look(effects, open, known)?.found;
    let shown = found.iter().filter(|found| !found.dismissed);
    let kinds: BTreeSet<Finding> = shown.map(|found| found.finding).collect();
    Ok(kinds.len())
}

fn judged(found: &Found) -> Judged {
    Judged {
        finding: found.finding,
        dismissed: found.dismissed,
    }
}

fn look(effects: &Effects, open: &OpenVault, known: Known<'_>) -> Result<Checkup, UserError> {
    let record = backup::record(open);
    let made = record.made.as_ref();
    let is_proved = made.is_some_and(|made| record.proofs.contains_key(&made.name));
    let facts = Facts {
        now: effects.now()?,
        slots: open.vault().slots(),
        password_score: known
            .password
            .map(|password| strength(password.expose()).score),
        backup_made: made.map(|made| made.at),
        backup_proved: is_proved && record.failure().is_none(),
        takes_keys: known.takes_keys,
        keys: key_states(open),
        clock_ahead: known.clock_ahead,
        teams: known.teams,
    };
    Ok(checkup::check(open.document(), &facts))
}

fn key_states(open: &OpenVault) -> BTreeMap<Id, KeyState> {
    let keys = open.document().security_keys();
    let state = |(id, key): (Id, &vault::OwnKey)| {
        let state = KeyState {
            lost: key.lost.is_some(),
            seen: key.seen,
        };
        (id, state)
    };
    keys.map(state).collect()
}

/// Says that a finding about an account, or without one about the vault, is not for the user, or is again; and saves.
///
/// # Errors
/// `account-not-found`, or not saved.
pub fn dismiss(
    effects: &mut Effects,
    open: &mut OpenVault,
    account: Option<Id>,
    finding: Finding,
    dismissed: bool,
) -> Result<(), UserError> {
    open.change(effects, |vault, _| {
        let document = vault.document_mut();
        let Some(id) = account else {
            document.set_dismissed(finding.name(), dismissed);
            return Ok(());
        };
        let account = document.account_mut(id).ok_or_else(|| no_account(id))?;
        account.dismissed.retain(|name| name != finding.name());
        let added = dismissed.then(|| finding.name().to_owned());
        account.dismissed.extend(added);
        Ok(())
    })
}
