//! A vault file that is open: what is in memory, and what is on the disk.

use crate::codes::count_use;
use crate::effects::Effects;
use crate::error::{Code, UserError};
use crate::names::{read_error, save_error};
use crate::time::show_time;
use otp::UnixTime;
use platform::store::{self, ReadError, Save, SaveError};
use std::path::{Path, PathBuf};
use vault::{Account, Credential, Document, Id, LockedVault, MAX_FILE, OpenError, Vault, checksum};

/// An open vault and its file. Dropping it locks it: keys and secrets are wiped.
pub struct OpenVault {
    path: PathBuf,
    vault: Vault,
    /// Checksum of the file this vault was read from or last saved to; `None`: there is no file yet.
    on_disk: Option<[u8; 32]>,
    unsaved: bool,
}

impl OpenVault {
    pub(crate) fn new(path: PathBuf, vault: Vault) -> Self {
        Self {
            path,
            vault,
            on_disk: None,
            unsaved: true,
        }
    }

    /// The vault file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// An account, in the trash or not.
    pub(crate) fn account(&self, id: Id) -> Option<&Account> {
        self.vault.document().account(id)
    }

    /// Whether a save failed and the change is in memory only.
    pub fn has_unsaved_changes(&self) -> bool {
        self.unsaved
    }

    /// Saves what an earlier save could not; `Ok` means that all of memory is durable.
    pub(crate) fn settle(&mut self, effects: &mut Effects) -> Result<(), UserError> {
        if self.unsaved {
            self.save(effects)
        } else {
            Ok(())
        }
    }

    /// Undoes a change in memory whose save failed, where keeping it would do harm.
    ///
    /// After `save-not-durable` the change is in the file, so it stays.
    pub(crate) fn withdraw(&mut self, error: &UserError, undo: impl FnOnce(&mut Vault)) {
        if error.code() != Code::SaveNotDurable {
            undo(&mut self.vault);
        }
    }

    pub(crate) fn vault(&self) -> &Vault {
        &self.vault
    }

    pub(crate) fn document(&self) -> &Document {
        self.vault.document()
    }

    /// Counts a use in memory; it reaches the disk with the next real change.
    pub(crate) fn note_use(&mut self, id: Id, now: UnixTime) {
        if let Some(account) = self.vault.document_mut().account_mut(id) {
            count_use(account, now);
        }
    }

    /// Changes the vault in memory, then saves it. `Ok` means durable.
    ///
    /// An error of `change` itself must leave the vault as it was.
    pub(crate) fn change<T>(
        &mut self,
        effects: &mut Effects,
        change: impl FnOnce(&mut Vault, &mut Effects) -> Result<T, UserError>,
    ) -> Result<T, UserError> {
        let done = change(&mut self.vault, effects)?;
        self.unsaved = true;
        self.save(effects)?;
        Ok(done)
    }

    /// Writes what is in memory, durably, if the file is still the one this vault came from.
    ///
    /// # Errors
    /// Nothing on the disk has changed, unless the code is `save-not-durable`; the change stays in
    /// memory and can be saved again.
    pub fn save(&mut self, effects: &mut Effects) -> Result<(), UserError> {
        let now = effects.now()?;
        let sealed = self.vault.seal(effects.random())?;
        let saved = store::save(Save {
            path: &self.path,
            bytes: sealed.bytes(),
            is_base: &|current| current.and_then(checksum) == self.on_disk,
            verify: &|bytes| self.vault.opens_as_sealed(bytes, &sealed),
            generation: self.vault.generation(),
            now: i64::try_from(now.get()).unwrap_or(i64::MAX),
        });
        if matches!(saved, Ok(_) | Err(SaveError::NotDurable)) {
            // The new file is in place: another try must start from it.
            self.on_disk = checksum(sealed.bytes());
            self.vault.saved(&sealed);
        }
        self.unsaved = saved.is_err();
        saved
            .map(drop)
            .map_err(|error| save_error(error, &self.path))
    }
}

/// Opens the vault at `path`. With a password this takes up to a second for each password slot.
///
/// # Errors
/// See the codes under "The vault file" and "Credentials" of [`Code`].
pub fn open(path: &Path, credential: &Credential) -> Result<OpenVault, UserError> {
    let bytes = store::read(path, MAX_FILE).map_err(|error| match error {
        ReadError::NotFound => UserError::new(Code::VaultNotFound).with_path(path),
        ReadError::TooLarge => {
            with_newest_good_copy(Code::VaultOverLimit, Code::VaultOverLimitCopyFound, path)
        }
        ReadError::NoPermission | ReadError::NotAFile | ReadError::Other(_) => {
            read_error(error, path)
        }
    })?;
    let on_disk = checksum(&bytes);
    let vault = LockedVault::read(bytes)
        .and_then(|locked| locked.unlock(credential))
        .map_err(|error| open_error(error, path, credential))?;
    Ok(OpenVault {
        path: path.to_owned(),
        vault,
        on_disk,
        unsaved: false,
    })
}

fn open_error(error: OpenError, path: &Path, credential: &Credential) -> UserError {
    let code = match (error, credential) {
        (OpenError::NotAVault, _) => {
            return with_newest_good_copy(Code::NotAVault, Code::NotAVaultCopyFound, path);
        }
        (OpenError::WrongCredential, Credential::Password(_)) => Code::WrongPassword,
        (OpenError::WrongCredential, Credential::Recovery(_)) => Code::WrongRecoveryKit,
        (OpenError::TooNew { .. }, _) => Code::VaultTooNew,
        (OpenError::OverLimit(_), _) => {
            return with_newest_good_copy(
                Code::VaultOverLimit,
                Code::VaultOverLimitCopyFound,
                path,
            );
        }
        (OpenError::OutOfMemory, _) => Code::OutOfMemory,
        (OpenError::Damaged, _) => {
            return with_newest_good_copy(Code::VaultDamaged, Code::VaultDamagedCopyFound, path);
        }
    };
    UserError::new(code).with_path(path)
}

/// Names the newest generation whose outside is sound, if there is one.
fn with_newest_good_copy(without: Code, with: Code, path: &Path) -> UserError {
    match newest_good_copy(path) {
        Some((copy, saved)) => UserError::new(with)
            .with_path(path)
            .with("copy", copy.display())
            .with("saved", show_time(saved)),
        None => UserError::new(without).with_path(path),
    }
}

pub(crate) fn newest_good_copy(path: &Path) -> Option<(PathBuf, UnixTime)> {
    let generations = store::generations(path).ok()?;
    generations.into_iter().find_map(|generation| {
        let bytes = store::read(&generation.path, MAX_FILE).ok()?;
        LockedVault::read(bytes).ok()?;
        Some((generation.path, UnixTime::new(generation.unix_seconds)?))
    })
}
