//! One code of a set: to be read, to be marked as used, and that mark taken back.

use super::{code_at, copied};
use crate::codes::no_account;
use crate::effects::Effects;
use crate::error::{Code, UserError};
use crate::open_vault::OpenVault;
use otp::SecretText;
use vault::Id;

/// The code at this place of a set, counted from 0.
///
/// # Errors
/// `account-not-found`, `backup-code-gone`.
pub fn one(open: &OpenVault, id: Id, set: Id, index: usize) -> Result<SecretText, UserError> {
    let account = open.account(id).ok_or_else(|| no_account(id))?;
    let mut sets = account.backup_code_sets.iter();
    let set = sets.find(|known| known.id == set);
    let code = set.and_then(|set| set.codes.get(index));
    Ok(copied(code.ok_or(Code::BackupCodeGone)?))
}

/// Notes that the code was used just now, or that it was not, and saves. One that was used already keeps its day.
///
/// # Errors
/// `account-not-found`, `backup-code-gone`, or not saved.
pub fn mark(
    effects: &mut Effects,
    open: &mut OpenVault,
    id: Id,
    (set, index): (Id, usize),
    used: bool,
) -> Result<(), UserError> {
    open.change(effects, |vault, effects| {
        let now = effects.now()?;
        let document = vault.document_mut();
        let account = document.account_mut(id).ok_or_else(|| no_account(id))?;
        let code = code_at(account, set, index).ok_or(Code::BackupCodeGone)?;
        code.used = used.then(|| code.used.unwrap_or(now));
        account.changed = now;
        Ok(())
    })
}
