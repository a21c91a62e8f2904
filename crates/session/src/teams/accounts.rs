//! The accounts of a team vault and their codes.

use super::backup_codes::marked;
use super::hold::Hold;
use super::running::{Outcome, TeamVault, waiting};
use crate::codes::{
    AccountPage, AccountView, Changes, CodeView, apply, check, code_of, code_view, matching,
    no_account, one_of, page_of, place_in_list, uses_counter,
};
use crate::effects::Effects;
use crate::error::{Code, UserError};
use crate::open_vault::OpenVault;
use crate::transfer::export::Chosen;
use otp::uri::Labelled;
use otp::{SecretText, UnixTime};
use std::borrow::Cow;
use std::collections::BTreeMap;
use team::{Item, NewVersion, Op, PutItem, UsedCode, shared_fields};
use vault::{Account, Id};
use zeroize::Zeroizing;

/// How often a counter is reserved again that somebody else was quicker with.
const TRIES: usize = 8;

/// Accounts whose issuer, account name or a tag has all words of `query`.
pub fn list(team: &TeamVault, open: &OpenVault, query: &str) -> Vec<AccountView> {
    views(&team.items(open), &team.name, query)
}

pub(super) fn views(items: &BTreeMap<Id, Item>, team: &str, query: &str) -> Vec<AccountView> {
    let accounts = present(items);
    let mut views = matching(accounts.iter(), query);
    for view in &mut views {
        view.vault = Cow::Owned(team.to_owned());
        view.conflicts = items.get(&view.id).is_some_and(Item::conflicts);
    }
    views
}

/// The account that `name` names, as [`crate::codes::find()`].
///
/// # Errors
/// `account-not-found`, `account-ambiguous`.
pub fn find(team: &TeamVault, open: &OpenVault, name: &str) -> Result<Id, UserError> {
    one_of(present(&team.items(open)).iter(), name)
}

/// Those that are not deleted. What a newer program wrote and this one cannot read is left out.
pub(super) fn present(items: &BTreeMap<Id, Item>) -> Vec<Account> {
    let items = items.iter().filter(|(_, item)| item.deleted().is_none());
    items
        .filter_map(|(id, item)| account_of(*id, item).ok())
        .collect()
}

pub(super) fn account_of(id: Id, item: &Item) -> Result<Account, UserError> {
    let mut account = item.account(id).map_err(|_| Code::TeamUpdate)?;
    if let Some(counter) = account.otp().kind.counter() {
        account.set_counter(counter.max(item.next_counter()));
    }
    Ok(account)
}

pub(super) fn get(
    team: &TeamVault,
    open: &OpenVault,
    id: Id,
) -> Result<(Item, Account), UserError> {
    let item = team.items(open).remove(&id);
    let item = item.filter(|item| item.deleted().is_none());
    let item = item.ok_or_else(|| no_account(id))?;
    let account = account_of(id, &item)?;
    Ok((item, account))
}

/// All of them, copied to be written into a file, in the order of [`list`]. Of two secrets the one that is shown.
pub fn chosen(team: &TeamVault, open: &OpenVault) -> Chosen {
    let items = team.items(open);
    let accounts = present(&items).into_iter();
    let mut accounts: Vec<Account> = accounts
        .filter_map(|account| Some(marked(team, items.get(&account.id())?, account)))
        .collect();
    accounts.sort_by_cached_key(|account| place_in_list(&AccountView::of(account)));
    Chosen::of_team(accounts, &team.name)
}

/// The page of an account; with its secrets only if `secrets` says so.
///
/// # Errors
/// `account-not-found`.
pub fn show(
    team: &TeamVault,
    open: &OpenVault,
    id: Id,
    secrets: bool,
) -> Result<AccountPage, UserError> {
    let (item, account) = get(team, open, id)?;
    let mut page = page_of(&account, secrets);
    page.view.vault = Cow::Owned(team.name.clone());
    page.view.conflicts = item.conflicts();
    Ok(page)
}

/// The code at `at` (now if `None`), or with `next` the one after it, as [`crate::codes::code()`]. For HOTP the counter is reserved
/// in the log before the code is returned, so that no two members get the same.
///
/// # Errors
/// As for [`crate::codes::code()`]; for HOTP also that the storage cannot be reached.
pub fn code(
    hold: &mut impl Hold,
    (team, id): (&mut TeamVault, Id),
    (at, next): (Option<UnixTime>, bool),
    pin: Option<&SecretText>,
) -> Result<CodeView, UserError> {
    let now = hold.hold(|effects, _| effects.now())?;
    let (_, account) = hold.hold(|_, open| get(team, open, id))?;
    if !uses_counter(&account, (at.is_some() || next, pin))? {
        return code_of(&account, at.unwrap_or(now), next, pin);
    }
    for _ in 0..TRIES {
        let (_, account) = hold.hold(|_, open| get(team, open, id))?;
        let counter = account.otp().kind.counter().ok_or(Code::CounterExhausted)?;
        if counter == u64::MAX {
            return Err(Code::CounterExhausted.into());
        }
        let code = UsedCode::Counter(counter);
        let reserve = Op::MarkCodeUsed { item: id, code };
        match super::joining::written(team, hold, vec![reserve]) {
            Ok(()) => return Ok(code_view(&account, &account.otp().code(now, None)?)),
            Err(error) if error.code() == Code::TeamNotPossible => {}
            Err(error) => return Err(error),
        }
    }
    Err(Code::TeamChangedMeanwhile.into())
}

/// Adds an account.
///
/// # Errors
/// `team-not-allowed`, an alarm, or not saved.
pub fn add(
    hold: &mut impl Hold,
    team: &mut TeamVault,
    labelled: Labelled,
) -> Result<(Id, Outcome), UserError> {
    let Labelled {
        issuer,
        account,
        otp,
    } = labelled;
    let put = hold.hold(|effects, _| {
        let id = Id::generate(effects.random());
        let issuer = issuer.unwrap_or_default();
        let account = Account::new(id, issuer, account, otp, effects.now()?);
        Ok(put(effects, team, (None, &account)))
    })?;
    let id = put.item;
    let outcome = team.submit(hold, vec![Op::PutItem(put)])?;
    Ok((id, outcome))
}

/// Changes an account.
///
/// # Errors
/// As for [`crate::codes::edit()`]; `team-not-allowed`, an alarm.
pub fn edit(
    hold: &mut impl Hold,
    (team, id): (&mut TeamVault, Id),
    changes: Changes,
) -> Result<Outcome, UserError> {
    check(&changes)?;
    let put = hold.hold(|effects, open| {
        let (item, mut account) = get(team, open, id)?;
        apply(&mut account, changes, effects.now()?)?;
        Ok(put(effects, team, (Some(&item), &account)))
    })?;
    if put.fields.is_empty() {
        return Err(Code::NothingToChange.into());
    }
    team.submit(hold, vec![Op::PutItem(put)])
}

/// Deletes an account for everybody.
///
/// # Errors
/// `team-account-waits`: it, or a change of it, is not on the storage yet, and would stay in spite of the deletion;
/// `team-not-allowed`, an alarm.
pub fn remove(hold: &mut impl Hold, team: &mut TeamVault, id: Id) -> Result<Outcome, UserError> {
    let waits = hold.hold(|_, open| {
        let waiting = waiting(open, team.id);
        let mut ops = waiting.iter().flat_map(|change| change.ops.iter());
        Ok(ops.any(|op| matches!(op, Op::PutItem(put) if put.item == id)))
    })?;
    let base_rev = team.state().items().get(&id).map(Item::rev);
    let base_rev = base_rev.filter(|_| !waits).ok_or(Code::TeamAccountWaits)?;
    let delete = Op::DeleteItem { item: id, base_rev };
    team.submit(hold, vec![delete])
}

/// What makes the item become this account.
pub(super) fn put(
    effects: &mut Effects,
    team: &TeamVault,
    (item, account): (Option<&Item>, &Account),
) -> PutItem {
    let id = account.id();
    let before = item.and_then(|item| account_of(id, item).ok());
    let before = before
        .map(|before| shared_fields(&before))
        .unwrap_or_default();
    let mut fields = shared_fields(account);
    for (field, value) in &before {
        if !fields.contains_key(field) {
            fields.insert(*field, Zeroizing::new(vec![empty_like(value)]));
        }
    }
    fields.retain(|field, value| before.get(field) != Some(value));
    let secrets = item.map(Item::secrets).unwrap_or_default();
    let versions = fields.keys().filter(|field| matches!(**field, 3 | 16));
    let versions = versions.map(|field| {
        let replaced = secrets.iter().filter(|secret| secret.field == *field);
        let mut replaces: Vec<Id> = replaced.map(|secret| secret.version).collect();
        replaces.sort_unstable();
        NewVersion {
            field: *field,
            version: Id::generate(effects.random()),
            replaces,
        }
    });
    PutItem {
        item: id,
        base_rev: team.state().items().get(&id).map_or(0, Item::rev),
        versions: versions.collect(),
        fields,
    }
}

/// An empty text, array or map takes a field away.
fn empty_like(value: &[u8]) -> u8 {
    value.first().map_or(0x60, |head| head & 0xe0)
}
