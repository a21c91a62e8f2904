//! Accounts of the user's own become those of a team vault, and the other way round.

use super::accounts::{self, account_of, put};
use super::backup_codes::marked;
use super::hold::Hold;
use super::joining::written;
use super::running::TeamVault;
use super::trash::put_again;
use crate::codes::{self, no_account};
use crate::effects::Effects;
use crate::error::{Code, UserError};
use crate::open_vault::OpenVault;
use std::collections::BTreeMap;
use team::{Item, Op, Role, shared_fields};
use vault::{Account, Id};

/// Moves accounts of the user's own vault to a team vault: the one that `query` names, else all that have its words. They
/// go to the trash of the user's vault only after they were read back from the storage with every field that is shared;
/// until then they stay as they are, and asking again goes on. Gives their ids, in the team vault too.
///
/// # Errors
/// `account-not-found`; `team-has-account`: one is there with other content; `team-changed-meanwhile`: one was changed here
/// meanwhile, and is in both vaults; `team-not-allowed`, `team-too-large`, an alarm, the codes of the storage.
pub fn move_to(
    hold: &mut impl Hold,
    team: &mut TeamVault,
    query: &str,
) -> Result<Vec<Id>, UserError> {
    let (ids, puts) = hold.hold(|effects, open| {
        let ids = chosen(codes::find(open, query), query, || codes::list(open, query))?;
        let items = team.items(open);
        let mut puts = Vec::new();
        for id in &ids {
            let account = open.document().account(*id);
            let account = account.ok_or_else(|| no_account(*id))?;
            if !is_there(team, &items, account)? {
                let gone = items.get(id).and_then(|item| Some((item, item.deleted()?)));
                puts.push(Op::PutItem(match gone {
                    Some(gone) => put_again(effects, team, gone, account),
                    None => put(effects, team, (None, account)),
                }));
            }
        }
        Ok((ids, puts))
    })?;
    if puts.is_empty() {
        // They were there once: whether they still are, only the storage can say.
        in_order(hold, team)?;
    } else {
        written(team, hold, puts)?;
    }
    hold.hold(|effects, open| {
        for id in &ids {
            let account = open.document().account(*id);
            let account = account.ok_or_else(|| no_account(*id))?;
            let item = team.state().items().get(id);
            if !item.is_some_and(|item| is_same(item, account)) {
                return Err(Code::TeamChangedMeanwhile.into());
            }
        }
        let now = effects.now()?;
        open.change(effects, |vault, _| {
            for id in &ids {
                if let Some(account) = vault.document_mut().account_mut(*id) {
                    (account.trashed, account.changed) = (Some(now), now);
                }
            }
            Ok(())
        })
    })?;
    Ok(ids)
}

/// Moves accounts of a team vault to the user's own, chosen as for [`move_to`]. They are deleted for everybody only after
/// they were saved here; asking again goes on. Gives their ids in the team vault.
///
/// # Errors
/// `account-not-found`; `team-two-secrets`: which of two secrets is right is not decided; `team-account-waits`: one is not on the
/// storage yet; `team-changed-meanwhile`: somebody changed one at the same moment, and it is in both vaults;
/// `team-not-allowed`, an alarm, the codes of the storage; or not saved.
pub fn move_from(
    hold: &mut impl Hold,
    team: &mut TeamVault,
    query: &str,
) -> Result<Vec<Id>, UserError> {
    if team.role() < Some(Role::Editor) {
        return Err(Code::TeamNotAllowed.into());
    }
    in_order(hold, team)?;
    let deletions = hold.hold(|effects, open| {
        let found = accounts::find(team, open, query);
        let ids = chosen(found, query, || accounts::list(team, open, query))?;
        let mut deletions = Vec::new();
        let mut new = Vec::new();
        for id in ids {
            let item = team
                .state()
                .items()
                .get(&id)
                .ok_or(Code::TeamAccountWaits)?;
            if item.conflicts() {
                return Err(UserError::new(Code::TeamTwoSecrets).with("name", query));
            }
            // With what was used of it here.
            let account = marked(team, item, account_of(id, item)?);
            let mut own = open.document().accounts();
            if !own
                .any(|own| own.trashed.is_none() && shared_fields(own) == shared_fields(&account))
            {
                // Under its old id it may lie in the trash, or have been removed for ever.
                let another = Id::generate(effects.random());
                new.push(account.into_another(another));
            }
            let base_rev = item.rev();
            deletions.push(Op::DeleteItem { item: id, base_rev });
        }
        save(effects, open, new)?;
        Ok(deletions)
    })?;
    let ids: Vec<Id> = deletions.iter().filter_map(deleted).collect();
    written(team, hold, deletions)?;
    let items = team.state().items();
    let is_gone = |id: &Id| items.get(id).is_none_or(|item| item.deleted().is_some());
    match ids.iter().all(is_gone) {
        true => Ok(ids),
        false => Err(Code::TeamChangedMeanwhile.into()),
    }
}

fn deleted(op: &Op) -> Option<Id> {
    if let Op::DeleteItem { item, .. } = op {
        return Some(*item);
    }
    None
}

fn save(effects: &mut Effects, open: &mut OpenVault, new: Vec<Account>) -> Result<(), UserError> {
    let now = effects.now()?;
    open.change(effects, |vault, _| {
        for mut account in new {
            (account.created, account.changed) = (now, now);
            vault.document_mut().insert(account);
        }
        Ok(())
    })
}

/// The account that is named, else all that are found.
fn chosen(
    named: Result<Id, UserError>,
    query: &str,
    found: impl FnOnce() -> Vec<codes::AccountView>,
) -> Result<Vec<Id>, UserError> {
    let not_found = match named {
        Ok(id) => return Ok(vec![id]),
        Err(error) => error,
    };
    let found = match query.trim().is_empty() {
        true => Vec::new(),
        false => found(),
    };
    match found.is_empty() {
        true => Err(not_found),
        false => Ok(found.into_iter().map(|view| view.id).collect()),
    }
}

/// The storage has all that was read of it.
fn in_order(hold: &mut impl Hold, team: &mut TeamVault) -> Result<(), UserError> {
    team.look_again(hold)?;
    match team.alarm().or(team.offline()) {
        Some(problem) => Err(problem.clone()),
        None => Ok(()),
    }
}

/// Whether the team vault has the account, with the same content.
fn is_there(
    team: &TeamVault,
    items: &BTreeMap<Id, Item>,
    account: &Account,
) -> Result<bool, UserError> {
    let item = items.get(&account.id());
    let Some(item) = item.filter(|item| item.deleted().is_none()) else {
        return Ok(false);
    };
    if !is_same(item, account) {
        let name = format!("{}:{}", account.issuer, account.name);
        return Err(UserError::new(Code::TeamHasAccount).with("name", name));
    }
    match team.state().items().contains_key(&account.id()) {
        true => Ok(true),
        false => Err(Code::TeamAccountWaits.into()),
    }
}

/// Whether everything of the account that a team shares is in the item.
fn is_same(item: &Item, account: &Account) -> bool {
    let there = account_of(account.id(), item);
    let is_there = |there: Account| shared_fields(&there) == shared_fields(account);
    item.deleted().is_none() && !item.conflicts() && there.is_ok_and(is_there)
}
