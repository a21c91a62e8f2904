//! The trash: accounts that were removed and can be restored.

use super::find::{AccountView, no_account, one_of};
use crate::effects::Effects;
use crate::error::UserError;
use crate::open_vault::OpenVault;
use otp::UnixTime;
use vault::{Account, Id};

/// An account in the trash.
#[derive(Clone, Debug)]
pub struct Trashed {
    /// The account.
    pub view: AccountView,
    /// Since when.
    pub since: UnixTime,
}

/// Puts an account in the trash and saves.
///
/// # Errors
/// `account-not-found`, or not saved.
pub fn remove(effects: &mut Effects, open: &mut OpenVault, id: Id) -> Result<(), UserError> {
    let now = effects.now()?;
    set_trashed(effects, open, id, Some(now))
}

/// What is in the trash, the newest first.
pub fn trash(open: &OpenVault) -> Vec<Trashed> {
    let trashed = |account: &Account| {
        let since = account.trashed?;
        Some(Trashed {
            view: AccountView::of(account),
            since,
        })
    };
    let mut found: Vec<Trashed> = open.document().accounts().filter_map(trashed).collect();
    found.sort_by_key(|trashed| std::cmp::Reverse(trashed.since));
    found
}

/// The account in the trash that `name` names, as [`find`](super::find) would outside of it.
///
/// # Errors
/// `account-not-found`, `account-ambiguous`.
pub fn find_trashed(open: &OpenVault, name: &str) -> Result<Id, UserError> {
    let trashed: Vec<&Account> = open
        .document()
        .accounts()
        .filter(|account| account.trashed.is_some())
        .collect();
    one_of(trashed.into_iter(), name)
}

/// Takes an account out of the trash and saves.
///
/// # Errors
/// `account-not-found`, or not saved.
pub fn restore(effects: &mut Effects, open: &mut OpenVault, id: Id) -> Result<(), UserError> {
    set_trashed(effects, open, id, None)
}

/// Removes what is in the trash for ever, saves, and says how many accounts that were. The file
/// before it stays among the generations.
///
/// # Errors
/// Not saved.
pub fn empty_trash(effects: &mut Effects, open: &mut OpenVault) -> Result<usize, UserError> {
    let ids: Vec<Id> = trash(open).iter().map(|trashed| trashed.view.id).collect();
    if !ids.is_empty() {
        open.change(effects, |vault, _| {
            ids.iter()
                .for_each(|id| drop(vault.document_mut().remove(*id)));
            Ok(())
        })?;
    }
    open.settle(effects)?;
    Ok(ids.len())
}

fn set_trashed(
    effects: &mut Effects,
    open: &mut OpenVault,
    id: Id,
    trashed: Option<UnixTime>,
) -> Result<(), UserError> {
    open.change(effects, |vault, effects| {
        let now = effects.now()?;
        let account = vault
            .document_mut()
            .account_mut(id)
            .ok_or_else(|| no_account(id))?;
        account.trashed = trashed;
        account.changed = now;
        Ok(())
    })
}
