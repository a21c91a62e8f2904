//! Making a vault from a backup: on a new computer, in the place of a damaged vault, or back to an older state.

use super::files::{dated, patiently, read};
use super::proof::compare;
use crate::effects::Effects;
use crate::error::{Code, UserError};
use crate::names::save_error;
use crate::open_vault::{OpenVault, open_error, refusal, vault_read_error};
use crate::time::show_time;
use otp::UnixTime;
use platform::store::{self, Dated, ReadError};
use std::path::{Path, PathBuf};
use vault::{Credential, Id, LockedVault, MAX_FILE, OpenError, Vault};

/// What was restored.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Restored {
    /// From which backup.
    pub backup: PathBuf,
    /// When that was made, where its name says so.
    pub made: Option<UnixTime>,
    /// How many accounts it has, those in the trash too.
    pub accounts: usize,
    /// Newer backups that are damaged and were passed over.
    pub damaged: Vec<PathBuf>,
    /// Whether the vault had a file before, which is now the newest of its older copies.
    pub replaced: bool,
    /// The vault is what the backup holds already; nothing was written.
    pub was_same: bool,
}

/// Opens the backup `from`, a file or the newest good one of a folder, and makes the vault at `to` of it, durably.
/// Makes the folder of the vault where it is missing.
///
/// A file that is at `to` already is kept among the older copies. It is replaced without a question only if it is
/// damaged; if it is a whole vault, only if `replace` says so; another vault never.
///
/// # Errors
/// `backup-folder-missing`, `backup-none`, `backup-several`, `backup-damaged`; `wrong-password`,
/// `wrong-recovery-kit`; `backup-vault-there`, `backup-other-vault`, `vault-copies-there`; the codes of reading and
/// saving. Unless the code is `save-not-durable`, nothing was changed.
pub fn restore(
    effects: &mut Effects,
    from: &Path,
    to: &Path,
    credential: &Credential,
    replace: bool,
) -> Result<(OpenVault, Restored), UserError> {
    let source = newest_in(from, super::id_of(to).ok())?;
    let mut vault = source.open(credential)?;
    let mut restored = Restored {
        backup: source.path,
        made: source.made,
        accounts: vault.document().accounts().len(),
        damaged: source.damaged,
        replaced: false,
        was_same: false,
    };
    let before = before(to)?;
    if let Some(before) = &before {
        match may_replace(&vault, before.clone(), to, replace)? {
            There::Same => {
                restored.was_same = true;
                return Ok((crate::unlock::open(to, credential)?, restored));
            }
            There::Newer(generation) => vault.continue_after(generation),
            There::Nothing => {}
        }
        restored.replaced = true;
    } else if !copies_are_of(to, vault.id()) {
        return Err(UserError::new(Code::VaultCopiesThere).with_path(to));
    }
    make_folder(to)?;
    let mut open = OpenVault::new(to.to_owned(), vault);
    open.save_over(effects, &|current| current == before.as_deref())?;
    Ok((open, restored))
}

/// A backup that was read: its checksum fits.
pub struct Source {
    path: PathBuf,
    made: Option<UnixTime>,
    locked: LockedVault,
    damaged: Vec<PathBuf>,
}

impl Source {
    /// Which file it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// When it was made, where its name says so.
    pub fn made(&self) -> Option<UnixTime> {
        self.made
    }

    fn open(&self, credential: &Credential) -> Result<Vault, UserError> {
        let opened = self.locked.unlock(credential);
        opened.map_err(|error| {
            if matches!(error, OpenError::Damaged) {
                UserError::new(Code::BackupDamaged).with_path(&self.path)
            } else {
                open_error(error, &self.path, refusal(credential))
            }
        })
    }
}

/// The backup that `from` names: the file itself, or the newest good one of a folder. `wanted`: of which vault, where
/// a folder has those of several.
///
/// # Errors
/// `backup-none`; `backup-several`: the folder has backups of several vaults, and none is wanted; `backup-damaged`,
/// and the codes of reading.
pub fn newest_in(from: &Path, wanted: Option<Id>) -> Result<Source, UserError> {
    let owned = from.to_owned();
    if patiently(0, from, move || Ok(store::existing_folder(&owned).is_ok()))? {
        newest_of_folder(from, wanted)
    } else {
        read_source(
            from,
            store::made_at(from).and_then(UnixTime::new),
            read(from)?,
        )
    }
}

fn read_source(path: &Path, made: Option<UnixTime>, bytes: Vec<u8>) -> Result<Source, UserError> {
    let locked = LockedVault::read(bytes).map_err(|error| {
        let code = match error {
            OpenError::TooNew { .. } => Code::VaultTooNew,
            OpenError::NotAVault => Code::NotAVault,
            OpenError::OverLimit(_) => Code::VaultOverLimit,
            OpenError::OutOfMemory => Code::OutOfMemory,
            OpenError::Damaged | OpenError::WrongCredential => Code::BackupDamaged,
        };
        UserError::new(code).with_path(path)
    })?;
    Ok(Source {
        path: path.to_owned(),
        made,
        locked,
        damaged: Vec::new(),
    })
}

fn newest_of_folder(folder: &Path, wanted: Option<Id>) -> Result<Source, UserError> {
    let mut all = dated(folder, None)?;
    let ours = wanted.map(super::files::ending).unwrap_or_default();
    if all.iter().any(|backup| backup.prefix.ends_with(&ours)) {
        all.retain(|backup| backup.prefix.ends_with(&ours));
    }
    let several = || several(folder, &all);
    let mut damaged = Vec::new();
    let mut newest: Option<Source> = None;
    for backup in &all {
        let made = UnixTime::new(backup.unix_seconds);
        match read(&backup.path).and_then(|bytes| read_source(&backup.path, made, bytes)) {
            Err(error) if error.code() == Code::BackupTooSlow => return Err(error),
            Ok(source) => match &newest {
                None => newest = Some(source),
                Some(first) if first.locked.id() == source.locked.id() => {}
                Some(_) => return Err(several()),
            },
            Err(_) if newest.is_none() => damaged.push(backup.path.clone()),
            Err(_) => {}
        }
    }
    match newest {
        Some(source) => Ok(Source { damaged, ..source }),
        None if damaged.is_empty() => Err(UserError::new(Code::BackupNone).with_path(folder)),
        None => {
            let newest = damaged.first().map_or(folder, PathBuf::as_path);
            Err(UserError::new(Code::BackupDamaged).with_path(newest))
        }
    }
}

/// Names the newest backup of each vault.
fn several(folder: &Path, all: &[Dated]) -> UserError {
    let mut seen: Vec<&str> = Vec::new();
    let mut lines = Vec::new();
    for backup in all {
        if !seen.contains(&backup.prefix.as_str()) {
            seen.push(&backup.prefix);
            lines.push(super::files::name_of(&backup.path));
        }
    }
    UserError::new(Code::BackupSeveral)
        .with_path(folder)
        .with("candidates", lines.join("\n"))
}

/// What is in the vault's place now.
fn before(to: &Path) -> Result<Option<Vec<u8>>, UserError> {
    match store::read(to, MAX_FILE) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(ReadError::NotFound) => Ok(None),
        Err(error) => Err(vault_read_error(error, to)),
    }
}

/// Whether there are no older copies beside `to`, or just those of this vault: they must not become another's.
fn copies_are_of(to: &Path, id: Id) -> bool {
    let generations = store::generations(to).unwrap_or_default();
    let id_of = |path: &Path| {
        Some(
            LockedVault::read(store::read(path, MAX_FILE).ok()?)
                .ok()?
                .id(),
        )
    };
    let mut ids = generations
        .iter()
        .filter_map(|generation| id_of(&generation.path));
    generations.is_empty() || ids.any(|found| found == id)
}

enum There {
    /// Just what the backup holds.
    Same,
    /// Another state of the same vault, of this generation.
    Newer(u64),
    /// Nothing that opens.
    Nothing,
}

fn may_replace(
    restored: &Vault,
    there: Vec<u8>,
    to: &Path,
    replace: bool,
) -> Result<There, UserError> {
    match restored.reopen(there) {
        Ok(there) if compare(restored, &there).identical => Ok(There::Same),
        Ok(there) if replace => Ok(There::Newer(there.generation())),
        Ok(there) => {
            let saved = store::look(to).ok().and_then(|look| look.modified());
            let saved = saved.and_then(UnixTime::new).map(show_time);
            Err(UserError::new(Code::BackupVaultThere)
                .with_path(to)
                .with("count", there.document().accounts().len())
                .with("saved", saved.unwrap_or_default()))
        }
        Err(OpenError::WrongCredential) => {
            Err(UserError::new(Code::BackupOtherVault).with_path(to))
        }
        Err(OpenError::TooNew { .. }) => Err(UserError::new(Code::VaultTooNew).with_path(to)),
        Err(OpenError::OutOfMemory) => Err(Code::OutOfMemory.into()),
        Err(OpenError::Damaged | OpenError::NotAVault | OpenError::OverLimit(_)) => {
            Ok(There::Nothing)
        }
    }
}

fn make_folder(to: &Path) -> Result<(), UserError> {
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder
        .map_or(Ok(()), store::create_folder)
        .map_err(|error| save_error(error, to))
}
