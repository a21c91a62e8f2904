//! Accounts with two secrets: two programs gave each another one, without knowing of each other.

use super::code::{CodeView, peek_at};
use super::find::{AccountView, no_account};
use crate::effects::Effects;
use crate::error::{Code, UserError};
use crate::open_vault::OpenVault;
use otp::UnixTime;
use vault::{Account, Id};

/// The accounts whose owner has to say which secret is the right one.
pub fn conflicts(open: &OpenVault) -> Vec<AccountView> {
    let accounts = open.document().accounts();
    accounts
        .filter(|account| has_conflict(account))
        .map(AccountView::of)
        .collect()
}

pub(super) fn has_conflict(account: &Account) -> bool {
    account.conflicting().next().is_some()
}

/// The code of the other secret at `now`, as [`super::peek`] gives that of the one in place: it counts no use.
///
/// # Errors
/// `account-not-found`, `no-conflict`, `pin-missing`; `next-needs-time` for HOTP, whose codes are used up by being shown.
pub fn peek_other(open: &OpenVault, id: Id, now: UnixTime) -> Result<CodeView, UserError> {
    let account = open.account(id).ok_or_else(|| no_account(id))?;
    let other = account.conflicting().next().ok_or(Code::NoConflict)?;
    peek_at(account, other.otp(), now)
}

/// The secret in place is the right one; the others become history. Saves.
///
/// # Errors
/// `account-not-found`, `no-conflict`, or not saved.
pub fn keep_secret(effects: &mut Effects, open: &mut OpenVault, id: Id) -> Result<(), UserError> {
    change(effects, open, id, |account, now| {
        account.keep_current_secret(now);
    })
}

/// The other secret takes the place of the one that is there, to be tried; both are kept. Saves.
///
/// # Errors
/// `account-not-found`, `no-conflict`, or not saved.
pub fn swap_secret(effects: &mut Effects, open: &mut OpenVault, id: Id) -> Result<(), UserError> {
    change(effects, open, id, Account::swap_conflicting_secret)
}

fn change(
    effects: &mut Effects,
    open: &mut OpenVault,
    id: Id,
    change: impl FnOnce(&mut Account, UnixTime),
) -> Result<(), UserError> {
    open.change(effects, |vault, effects| {
        let now = effects.now()?;
        let account = vault.document_mut().account_mut(id);
        let account = account.ok_or_else(|| no_account(id))?;
        if !has_conflict(account) {
            return Err(Code::NoConflict.into());
        }
        change(account, now);
        Ok(())
    })
}
