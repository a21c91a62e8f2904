//! Accounts of a team vault that somebody deleted. A log keeps everything, so each can be brought back, and none removed for ever.

use super::accounts::{account_of, put};
use super::history::time_at;
use super::hold::Hold;
use super::running::{Outcome, TeamVault, waiting};
use super::time_of;
use crate::codes::{AccountView, Trashed, no_account, one_of};
use crate::effects::Effects;
use crate::error::UserError;
use crate::open_vault::OpenVault;
use otp::UnixTime;
use std::borrow::Cow;
use std::collections::BTreeMap;
use team::{Change, Item, Op, PutItem, shared_fields};
use vault::{Account, Id};
use zeroize::Zeroizing;

/// The field that says who the account is with. An empty text takes a field away that is not there in any case.
const ISSUER: (u64, u8) = (1, 0x60);

/// The accounts that were deleted, the newest first.
pub fn trash(team: &TeamVault, open: &OpenVault) -> Vec<Trashed> {
    let waiting = waiting(open, team.id);
    let mut found: Vec<Trashed> = deleted(team, open)
        .iter()
        .map(|(account, slot)| {
            let mut view = AccountView::of(account);
            view.vault = Cow::Owned(team.name.clone());
            let since = since(team, &waiting, (account.id(), *slot));
            Trashed { view, since }
        })
        .collect();
    found.sort_by_key(|trashed| std::cmp::Reverse(trashed.since));
    found
}

/// The deleted account that `name` names, as [`super::accounts::find`] would one that is there.
///
/// # Errors
/// `account-not-found`, `account-ambiguous`.
pub fn find_trashed(team: &TeamVault, open: &OpenVault, name: &str) -> Result<Id, UserError> {
    let deleted = deleted(team, open);
    one_of(deleted.iter().map(|(account, _)| account), name)
}

/// Brings a deleted account back for everybody, with the secrets that it had.
///
/// # Errors
/// `account-not-found`, `team-not-allowed`, an alarm; or not saved.
pub fn restore(
    hold: &mut impl Hold,
    (team, id): (&mut TeamVault, Id),
) -> Result<Outcome, UserError> {
    let put = hold.hold(|_, open| {
        let item = team.items(open).remove(&id);
        let deleted = item.as_ref().and_then(Item::deleted);
        let (Some(item), Some(deleted)) = (item, deleted) else {
            return Err(no_account(id));
        };
        Ok(PutItem {
            item: id,
            base_rev: seen(team, deleted),
            fields: one_field(&account_of(id, &item)?),
            versions: Vec::new(),
        })
    })?;
    team.submit(hold, vec![Op::PutItem(put)])
}

/// What brings a deleted item back as this account.
pub(super) fn put_again(
    effects: &mut Effects,
    team: &TeamVault,
    (item, deleted): (&Item, u64),
    account: &Account,
) -> PutItem {
    let mut put = put(effects, team, (Some(item), account));
    put.base_rev = seen(team, deleted);
    if put.fields.is_empty() {
        put.fields = one_field(account);
    }
    put
}

/// What says that a deletion was seen. One that still waits is in no slot yet.
fn seen(team: &TeamVault, deleted: u64) -> u64 {
    deleted.min(team.state().head().slot)
}

/// One field as it is.
fn one_field(account: &Account) -> BTreeMap<u64, Zeroizing<Vec<u8>>> {
    let issuer = shared_fields(account).remove(&ISSUER.0);
    let issuer = issuer.unwrap_or_else(|| Zeroizing::new(vec![ISSUER.1]));
    BTreeMap::from([(ISSUER.0, issuer)])
}

/// With the slot of each deletion.
fn deleted(team: &TeamVault, open: &OpenVault) -> Vec<(Account, u64)> {
    let items = team.items(open);
    let deleted = items.iter().filter_map(|(id, item)| {
        let account = account_of(*id, item).ok()?;
        Some((account, item.deleted()?))
    });
    deleted.collect()
}

/// When it was deleted, by the clock of whoever did; also where that waits to be written.
fn since(team: &TeamVault, waiting: &[Change], (id, slot): (Id, u64)) -> UnixTime {
    let deletes = |op: &Op| matches!(op, Op::DeleteItem { item, .. } if *item == id);
    let waits = || waiting.iter().find(|one| one.ops.iter().any(deletes));
    let at = time_at(team, slot).or_else(|| waits().map(|one| time_of(one.wall_ms)));
    at.unwrap_or(UnixTime::EPOCH)
}
