//! What to do, and what to change before it happens.

use super::{By, Lost, Outcome, Surroundings, leads_to, open_ways, sets};
use crate::account::Account;
use crate::companion::Method;
use crate::kept::Place;

/// Something to do after a loss.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Step {
    /// Restore the newest backup of the vault on another computer.
    RestoreBackup,
    /// Sign in with a code of the vault.
    UseCodes,
    /// Sign in with a security key.
    UseKey,
    /// Sign in with a passkey.
    UsePasskey,
    /// Sign in with a code from the other place of the secret.
    UseCopy(Place),
    /// Sign in with a backup code of the vault.
    UseBackupCode,
    /// Sign in with a backup code from where they are kept.
    UseKeptCode(Place),
    /// Sign in by what the site sends to the phone.
    UsePhone,
    /// Sign in by what the site sends by e-mail.
    UseEmail,
    /// Follow the site's recovery page.
    RecoveryPage,
    /// Ask the person who helps; a reset takes 24 to 48 hours where a support does it.
    AskContact,
    /// Write to the site's support, and prove who you are.
    AskSite,
    /// Set the password anew.
    ResetPassword,
    /// Set the authenticator up again.
    EnrolAgain,
    /// Take the lost key off the account.
    RemoveKey,
    /// End the sessions and trusted devices of the lost computer.
    EndTrust,
    /// Replace the secret, which was also on what is lost.
    ReplaceSecret,
    /// Have the site make new backup codes, because the old ones were with what is lost.
    ReplaceBackupCodes,
    /// Give the site another telephone number.
    ChangePhone,
}

impl Step {
    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::RestoreBackup => "restore_backup",
            Self::UseCodes => "use_codes",
            Self::UseKey => "use_key",
            Self::UsePasskey => "use_passkey",
            Self::UseCopy(_) => "use_copy",
            Self::UseBackupCode => "use_backup_code",
            Self::UseKeptCode(_) => "use_kept_code",
            Self::UsePhone => "use_phone",
            Self::UseEmail => "use_email",
            Self::RecoveryPage => "recovery_page",
            Self::AskContact => "ask_contact",
            Self::AskSite => "ask_site",
            Self::ResetPassword => "reset_password",
            Self::EnrolAgain => "enrol_again",
            Self::RemoveKey => "remove_key",
            Self::EndTrust => "end_trust",
            Self::ReplaceSecret => "replace_secret",
            Self::ReplaceBackupCodes => "replace_backup_codes",
            Self::ChangePhone => "change_phone",
        }
    }
}

/// Something to do today, so that nothing has to be done then.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Change {
    /// Have a copy of the passwords outside of the password manager.
    PasswordCopy,
    /// Make a backup of the vault on another disk, and prove it.
    Backup,
    /// Make a recovery kit, or type the one on paper once; with a backup where there is none.
    KitAndBackup,
    /// Register another security key.
    SecondKey,
    /// Keep backup codes outside of everything that is lost, for example on paper.
    BackupCodes,
}

impl Change {
    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::PasswordCopy => "password_copy",
            Self::Backup => "backup",
            Self::KitAndBackup => "kit_and_backup",
            Self::SecondKey => "second_key",
            Self::BackupCodes => "backup_codes",
        }
    }
}

/// First in, by the best way; then what the loss leaves behind.
pub(super) fn plan(account: &Account, lost: &Lost, by: Option<By>) -> Vec<Step> {
    let mut steps = by.map_or_else(|| vec![Step::AskSite], way_in);
    let needs_password = by.is_none_or(|by| leads_to(by, account, lost) == Outcome::Effort);
    steps.extend((lost.password_manager && needs_password).then_some(Step::ResetPassword));
    let has_authenticator = matches!(by, Some(By::Codes | By::Backup | By::Copy(_)));
    steps.extend((!has_authenticator).then_some(Step::EnrolAgain));
    let mut keys = account.registrations.iter();
    let has_lost_key = keys.any(|on| lost.keys.contains(&on.key));
    steps.extend(has_lost_key.then_some(Step::RemoveKey));
    let trusts = lost.laptop && account.trusted_device.is_some();
    steps.extend(trusts.then_some(Step::EndTrust));
    let mut copies = account.copies.iter();
    let is_out = copies.any(|copy| !lost.spares(copy.place));
    steps.extend((has_authenticator && is_out).then_some(Step::ReplaceSecret));
    let mut kept = sets(account).filter_map(|set| set.kept.as_ref());
    let are_out = kept.any(|kept| !lost.spares(kept.place));
    steps.extend(are_out.then_some(Step::ReplaceBackupCodes));
    let mut methods = account.methods.iter();
    let has_phone =
        methods.any(|on| matches!(on.method, Method::Sms | Method::Call | Method::Push));
    steps.extend((lost.phone && has_phone).then_some(Step::ChangePhone));
    steps
}

fn way_in(by: By) -> Vec<Step> {
    match by {
        By::Codes => vec![Step::UseCodes],
        By::Key(_) | By::AnyKey => vec![Step::UseKey],
        By::Passkey => vec![Step::UsePasskey],
        By::Copy(place) => vec![Step::UseCopy(place)],
        By::BackupCode => vec![Step::UseBackupCode],
        By::KeptCode(place) => vec![Step::UseKeptCode(place)],
        By::Backup => vec![Step::RestoreBackup, Step::UseCodes],
        By::BackupCodeOfBackup => vec![Step::RestoreBackup, Step::UseBackupCode],
        By::Push | By::Sms | By::Call => vec![Step::UsePhone],
        By::Email => vec![Step::UseEmail],
        By::RecoveryPage => vec![Step::RecoveryPage],
        By::Contact => vec![Step::AskContact],
    }
}

/// What would have kept the account open. Tests try each of them.
pub(super) fn today(
    account: &Account,
    around: &Surroundings,
    lost: &Lost,
    outcome: Outcome,
) -> Vec<Change> {
    if outcome == Outcome::In {
        return Vec::new();
    }
    let mut changes = Vec::new();
    changes.extend(lost.password_manager.then_some(Change::PasswordCopy));
    // What lies in the password manager is lost all the same: only the passwords have a copy.
    let mut by = open_ways(account, around, lost).into_iter();
    let has_factor = by.any(|(_, by)| !matches!(by, By::RecoveryPage | By::Contact));
    if has_factor {
        return changes;
    }
    changes.push(match around.opens(lost) {
        true => Change::Backup,
        false => Change::KitAndBackup,
    });
    let mut methods = account.methods.iter();
    let takes_keys =
        !account.registrations.is_empty() || methods.any(|on| on.method == Method::SecurityKey);
    changes.extend(takes_keys.then_some(Change::SecondKey));
    changes.push(Change::BackupCodes);
    changes
}
