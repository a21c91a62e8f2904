//! The messages of the drill: ways into an account, what to do, what to change.

use vault::Place;
use vault::drill::{By, Change, Step};

/// The message for a way into an account.
pub fn by_word(by: By) -> &'static str {
    match by {
        By::Codes => "by-codes",
        By::Key(_) | By::AnyKey => "by-key",
        By::Passkey => "by-passkey",
        By::Copy(Place::Phone) => "by-copy-phone",
        By::Copy(Place::PasswordManager) => "by-copy-manager",
        By::Copy(Place::Elsewhere | Place::Other(_)) => "by-copy-elsewhere",
        By::BackupCode => "by-backup-code",
        By::KeptCode(_) => "by-kept-code",
        By::Backup => "by-backup",
        By::BackupCodeOfBackup => "by-backup-code-of-backup",
        By::Push => "by-push",
        By::Sms => "by-sms",
        By::Call => "by-call",
        By::Email => "by-email",
        By::RecoveryPage => "by-recovery-page",
        By::Contact => "by-contact",
    }
}

/// The message for something to do after a loss.
pub fn step_word(step: Step) -> &'static str {
    match step {
        Step::RestoreBackup => "step-restore-backup",
        Step::UseCodes => "step-use-codes",
        Step::UseKey => "step-use-key",
        Step::UsePasskey => "step-use-passkey",
        Step::UseCopy(Place::Phone) => "step-use-copy-phone",
        Step::UseCopy(Place::PasswordManager) => "step-use-copy-manager",
        Step::UseCopy(Place::Elsewhere | Place::Other(_)) => "step-use-copy-elsewhere",
        Step::UseBackupCode => "step-use-backup-code",
        Step::UseKeptCode(Place::Phone) => "step-use-kept-code-phone",
        Step::UseKeptCode(Place::PasswordManager) => "step-use-kept-code-manager",
        Step::UseKeptCode(Place::Elsewhere | Place::Other(_)) => "step-use-kept-code-elsewhere",
        Step::UsePhone => "step-use-phone",
        Step::UseEmail => "step-use-email",
        Step::RecoveryPage => "step-recovery-page",
        Step::AskContact => "step-ask-contact",
        Step::AskSite => "step-ask-site",
        Step::ResetPassword => "step-reset-password",
        Step::EnrolAgain => "step-enrol-again",
        Step::RemoveKey => "step-remove-key",
        Step::EndTrust => "step-end-trust",
        Step::ReplaceSecret => "step-replace-secret",
        Step::ReplaceBackupCodes => "step-replace-backup-codes",
        Step::ChangePhone => "step-change-phone",
    }
}

/// The message for something to change before it.
pub fn change_word(change: Change) -> &'static str {
    match change {
        Change::PasswordCopy => "change-password-copy",
        Change::Backup => "change-backup",
        Change::KitAndBackup => "change-kit-and-backup",
        Change::SecondKey => "change-second-key",
        Change::BackupCodes => "change-backup-codes",
    }
}
