//! The lockout drill on the accounts of a vault.

use crate::backup;
use crate::codes::{AccountView, is_id_prefix, list, view};
use crate::error::{Code, UserError};
use crate::open_vault::OpenVault;
use otp::UnixTime;
use platform::store;
use std::collections::BTreeSet;
use vault::drill::{self, Answer, Lost, Surroundings};
use vault::{Account, Id};

/// What a drill found.
pub struct Drill {
    /// Each account with its answer: those that are locked first, then those with effort.
    pub answers: Vec<(AccountView, Answer)>,
    /// When the newest proved backup was made that is not on this computer.
    pub backup: Option<UnixTime>,
}

/// Plays that `lost` is lost, for all accounts outside the trash.
pub fn drill(open: &OpenVault, lost: &Lost) -> Drill {
    let around = surroundings(open);
    let answers = drill::drill(in_order(open), &around, lost).into_iter();
    let shown = answers.filter_map(|answer| Some((view(open, answer.account)?, answer)));
    Drill {
        answers: shown.collect(),
        backup: around.backup,
    }
}

/// The accounts in the order of lists.
pub(super) fn in_order(open: &OpenVault) -> impl Iterator<Item = &Account> {
    let views = list(open, "").into_iter();
    views.filter_map(|view| open.account(view.id))
}

/// How the vault is opened, and whether there is another one of it.
pub(super) fn surroundings(open: &OpenVault) -> Surroundings {
    Surroundings {
        slots: open.vault().slots(),
        backup: backup_elsewhere(open),
    }
}

/// A backup that was not proved may be none, and one on this disk is lost with it.
fn backup_elsewhere(open: &OpenVault) -> Option<UnixTime> {
    let record = backup::record(open);
    let made = record.made?;
    let is_proved = record.proofs.contains_key(&made.name) && record.not_proved.is_none();
    let is_elsewhere = store::is_elsewhere(&record.folder?, open.path());
    (is_proved && is_elsewhere).then_some(made.at)
}

/// The security keys that are called so here or at a site, in upper or lower case, or whose id begins so (4 digits or
/// more).
///
/// # Errors
/// `key-unknown`.
pub fn keys_named(open: &OpenVault, name: &str) -> Result<BTreeSet<Id>, UserError> {
    let registrations = open.document().accounts();
    let registrations = registrations.flat_map(|account| &account.registrations);
    let is_meant = registrations
        .filter(|on| on.name.to_lowercase() == name.to_lowercase() || is_id_prefix(on.key, name));
    let mut keys: BTreeSet<Id> = is_meant.map(|on| on.key).collect();
    let own = open.document().security_keys();
    let is_called = own.filter(|(id, key)| {
        key.name.to_lowercase() == name.to_lowercase() || is_id_prefix(*id, name)
    });
    keys.extend(is_called.map(|(id, _)| id));
    if keys.is_empty() {
        return Err(UserError::new(Code::KeyUnknown).with("name", name));
    }
    Ok(keys)
}
