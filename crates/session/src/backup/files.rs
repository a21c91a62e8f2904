//! Backups as they lie in a folder.

use super::record::Record;
use crate::error::{Code, UserError};
use crate::open_vault::{open_error, vault_read_error};
use otp::UnixTime;
use platform::patience::within;
use platform::store::{self, Dated, ReadError, SaveError};
use std::path::{Path, PathBuf};
use std::time::Duration;
use vault::{Id, LockedVault, MAX_FILE, OpenError};

/// What is expected of the slowest disk or share: this long to answer, and a megabyte in each second.
const PATIENCE: Duration = Duration::from_secs(20);

/// A file that is called like a backup.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Backup {
    /// Where it is.
    pub path: PathBuf,
    /// Of which vault, if it is sound. Nobody has authenticated that yet.
    pub vault: Option<Id>,
    /// When it was made, by its name.
    pub made: Option<UnixTime>,
    /// The vault's generation, by its name.
    pub generation: u64,
    /// How it stands.
    pub condition: Condition,
    /// When it was proved last.
    pub proved: Option<UnixTime>,
}

/// How a backup stands, as far as that can be told without a password.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Condition {
    /// Its checksum fits. Whether every account is in it only a proof can tell.
    Sound,
    /// It is not what was written there.
    Damaged,
    /// It could not be read.
    Unreadable,
    /// A newer version of this program made it.
    TooNew,
}

/// The backups in `folder`, those of one vault or all, the latest first. No password is needed.
///
/// # Errors
/// `backup-folder-missing`, `backup-no-permission`, `backup-too-slow`, `backup-failed`.
pub fn list(folder: &Path, id: Option<Id>, record: &Record) -> Result<Vec<Backup>, UserError> {
    let proofs = record.proofs.clone();
    let is_the_folder = record.folder.as_deref() == Some(folder);
    let dated = dated(folder, id)?;
    let mut is_slow = false;
    let backup = move |dated: Dated| {
        // Where one took too long, nobody waits for all the others.
        let bytes = unless(is_slow, &dated.path);
        is_slow |= is_too_slow(&bytes);
        let (condition, vault) = match bytes.map(LockedVault::read) {
            Ok(Ok(locked)) => (Condition::Sound, Some(locked.id())),
            Ok(Err(OpenError::TooNew { .. })) => (Condition::TooNew, None),
            Ok(Err(_)) => (Condition::Damaged, None),
            Err(_) => (Condition::Unreadable, None),
        };
        let proved = proofs.get(&name_of(&dated.path)).copied();
        Backup {
            vault,
            made: UnixTime::new(dated.unix_seconds),
            generation: dated.number,
            condition,
            proved: proved.filter(|_| is_the_folder && condition == Condition::Sound),
            path: dated.path,
        }
    };
    Ok(dated.into_iter().map(backup).collect())
}

/// The files that are called like backups, of one vault or all, the latest first.
pub(super) fn dated(folder: &Path, id: Option<Id>) -> Result<Vec<Dated>, UserError> {
    let owned = folder.to_owned();
    let mut found = patiently(0, folder, move || {
        store::dated(&owned).map_err(|error| read_error(error, &owned))
    })?;
    let ours = id.map(ending);
    found.retain(|dated| {
        ours.as_ref()
            .is_none_or(|ours| dated.prefix.ends_with(ours))
    });
    Ok(found)
}

/// Reads a backup as [`read`] does, unless the one before it took too long.
pub(super) fn unless(is_slow: bool, path: &Path) -> Result<Vec<u8>, UserError> {
    if is_slow {
        return Err(UserError::new(Code::BackupTooSlow).with_path(path));
    }
    read(path)
}

pub(super) fn is_too_slow<T>(result: &Result<T, UserError>) -> bool {
    matches!(result, Err(error) if error.code() == Code::BackupTooSlow)
}

/// Reads a backup, from the disk and not from memory.
pub(super) fn read(path: &Path) -> Result<Vec<u8>, UserError> {
    let owned = path.to_owned();
    let length = patiently(0, path, move || {
        let look = store::look(&owned).map_err(|error| read_error(error, &owned))?;
        Ok(look.length())
    })?;
    let owned = path.to_owned();
    patiently(length, path, move || {
        store::read_from_disk(&owned, MAX_FILE).map_err(|error| read_error(error, &owned))
    })
}

/// Does work on a disk that may not answer. `bytes`: how much is to be moved.
pub(super) fn patiently<T: Send + 'static>(
    bytes: u64,
    path: &Path,
    work: impl FnOnce() -> Result<T, UserError> + Send + 'static,
) -> Result<T, UserError> {
    let limit = PATIENCE + Duration::from_secs(bytes >> 20);
    let too_slow = || Err(UserError::new(Code::BackupTooSlow).with_path(path));
    within(limit, work).unwrap_or_else(too_slow)
}

pub(super) fn id_of(path: &Path) -> Result<Id, UserError> {
    let bytes = store::read(path, MAX_FILE).map_err(|error| vault_read_error(error, path))?;
    let locked = LockedVault::read(bytes);
    let locked = locked.map_err(|error| open_error(error, path, Code::VaultDamaged))?;
    Ok(locked.id())
}

/// What the names of a vault's backups begin with: the name of its file, for people, and the beginning of its id, so
/// that vaults of one name can share a folder.
pub(super) fn prefix(vault: &Path, id: Id) -> String {
    let stem = vault.file_stem().unwrap_or_default().to_string_lossy();
    // What every file system takes.
    let allowed = |c: char| {
        if c.is_alphanumeric() || c == ' ' || c == '_' {
            c
        } else {
            '-'
        }
    };
    let stem: String = stem.chars().take(40).map(allowed).collect();
    let stem = stem.trim_matches([' ', '-']);
    let stem = if stem.is_empty() { "vault" } else { stem };
    format!("{stem}{}", ending(id))
}

pub(super) fn ending(id: Id) -> String {
    let id: String = id.to_string().chars().take(8).collect();
    format!("-{id}")
}

pub(super) fn name_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// Why a backup or its folder could not be read.
pub(super) fn read_error(error: ReadError, path: &Path) -> UserError {
    let code = match error {
        ReadError::NotFound => Code::BackupFolderMissing,
        ReadError::NoPermission => Code::BackupNoPermission,
        ReadError::TooLarge => Code::BackupDamaged,
        ReadError::NotAFile | ReadError::Other(_) => Code::BackupFailed,
    };
    UserError::new(code).with_path(path)
}

/// Why a backup could not be written.
pub(super) fn write_error(error: SaveError, path: &Path) -> UserError {
    let code = match error {
        SaveError::NoSpace => Code::BackupNoSpace,
        SaveError::ReadOnly => Code::BackupReadOnly,
        SaveError::NoPermission => Code::BackupNoPermission,
        SaveError::FolderMissing => Code::BackupFolderMissing,
        SaveError::ReadBackDiffers => Code::BackupDiffers,
        SaveError::Busy
        | SaveError::ChangedByAnother
        | SaveError::AlreadyExists
        | SaveError::NotDurable
        | SaveError::Other(_) => Code::BackupFailed,
    };
    UserError::new(code).with_path(path)
}
