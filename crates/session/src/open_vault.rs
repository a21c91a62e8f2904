//! A vault file that is open: what is in memory, and what is on the disk.

mod outside;

use crate::codes::{Adds, count_use};
use crate::effects::Effects;
use crate::error::{Code, UserError};
use crate::key_memory::hold;
use crate::names::{read_error, save_error};
use crate::rollback;
use crate::time::show_time;
use crate::unlock::{calibrated, newest_good_copy, timed, too_cheap};
use otp::UnixTime;
pub use outside::Refreshed;
use outside::{OlderFile, read_file};
use platform::store::{self, Look, ReadError, Save, SaveError};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use vault::{
    Account, Credential, Document, Id, LockedVault, OpenError, Password, SlotError, Vault, checksum,
};

/// How often a save begins again because another program was quicker. Each time, that program got its change saved.
pub(crate) const TRIES: usize = 200;

/// An open vault and its file. Dropping it locks it: keys and secrets are wiped.
pub struct OpenVault {
    path: PathBuf,
    vault: Vault,
    /// Checksum of the file this vault was read from or last saved to; `None`: there is no file yet.
    on_disk: Option<[u8; 32]>,
    /// How that file looked; `None`: it has to be read to tell whether another program changed it.
    look: Option<Look>,
    unsaved: bool,
    /// What `unsaved` was before the last change: what it is again when that change is withdrawn.
    unsaved_before: bool,
    /// Of which generation that file is: one of a lower generation in its place is an older state.
    reached: u64,
    /// The file was not there when it was looked for.
    missing: bool,
    /// An older file lies in its place.
    older: Option<OlderFile>,
    /// What adding did, for taking it back.
    pub(crate) adds: Adds,
    /// The password that opened the vault, where it is too cheap to guess: until its cost was raised.
    cheap: Option<Password>,
    /// Names this opening of the vault in the clocks of what it changes; drawn with the first change.
    writer: Option<Id>,
    /// Another program's change came in while ours was saved, and nobody was told.
    merged: bool,
}

impl OpenVault {
    pub(crate) fn new(path: PathBuf, vault: Vault) -> Self {
        Self {
            path,
            vault: hold(vault),
            on_disk: None,
            look: None,
            unsaved: true,
            unsaved_before: true,
            reached: 0,
            missing: false,
            older: None,
            adds: Adds::default(),
            cheap: None,
            writer: None,
            merged: false,
        }
    }

    pub(crate) fn into_vault(self) -> Vault {
        self.vault
    }

    /// The vault file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The vault's name for ever.
    pub fn id(&self) -> Id {
        self.vault.id()
    }

    /// An account, in the trash or not.
    pub(crate) fn account(&self, id: Id) -> Option<&Account> {
        self.vault.document().account(id)
    }

    /// Whether what is in memory is not in the file: a save failed, or the file is gone or was replaced by an older one.
    pub fn has_unsaved_changes(&self) -> bool {
        self.unsaved || self.missing || self.older.is_some()
    }

    /// Saves what an earlier save could not; `Ok` means that all of memory is durable.
    pub(crate) fn settle(&mut self, effects: &mut Effects) -> Result<(), UserError> {
        if self.has_unsaved_changes() {
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
            self.unsaved = self.unsaved_before;
        }
    }

    /// Remembers which secrets are about to be replaced by which.
    pub(crate) fn note_replacements(&mut self, new: &BTreeMap<Id, Account>) {
        for (id, new) in new {
            if let Some(old) = self.vault.document().account(*id) {
                self.adds.note_replacement(old, new.otp());
            }
        }
    }

    /// The next save has a generation above this one.
    pub(crate) fn go_on_above(&mut self, generation: u64) {
        self.vault.go_on_above(generation);
    }

    /// Checksum of the file; `None`: there is none yet.
    pub(crate) fn checksum(&self) -> Option<[u8; 32]> {
        self.on_disk
    }

    /// Generation of the file that this vault was read from or last saved to.
    pub(crate) fn reached(&self) -> u64 {
        self.reached
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
        let done = self.change_in_memory(effects, change)?;
        self.save(effects)?;
        Ok(done)
    }

    /// The kit that opened the vault was typed in full. It reaches the disk with the next real change.
    pub fn note_kit_typed(&mut self, effects: &Effects) -> Result<(), UserError> {
        let now = effects.now()?;
        self.vault.note_tested(self.vault.opened_by(), now);
        Ok(())
    }

    /// Makes the password as costly to guess as this machine allows now, if it became too cheap, and saves. From then
    /// on the password is not kept. Takes about three seconds where there is something to do.
    ///
    /// # Errors
    /// Not saved: the next change saves it, and the password is not kept then either.
    pub fn protect_password(&mut self, effects: &mut Effects) -> Result<(), UserError> {
        // What is unsaved is saved by whoever changed it.
        if !self.raise_cost(effects)? || self.has_unsaved_changes() {
            return Ok(());
        }
        let saved = self.change(effects, |_, _| Ok(()));
        saved.inspect_err(|error| self.withdraw(error, |_| ()))
    }

    /// Whether the cost was raised, in memory.
    fn raise_cost(&mut self, effects: &mut Effects) -> Result<bool, UserError> {
        let Some(password) = self.cheap.take() else {
            return Ok(false);
        };
        let kdf = calibrated(effects);
        match self.vault.raise_cost(&password, kdf, effects.random()) {
            Ok(raised) => Ok(raised),
            // The change that is about to be saved matters more.
            Err(SlotError::OutOfMemory) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// As [`Self::change`], for a change that is only right on top of the newest state: where another program saved
    /// meanwhile the error is `save-changed-by-another`, and the caller has to withdraw it.
    pub(crate) fn change_newest<T>(
        &mut self,
        effects: &mut Effects,
        change: impl FnOnce(&mut Vault, &mut Effects) -> Result<T, UserError>,
    ) -> Result<T, UserError> {
        let done = self.change_in_memory(effects, change)?;
        self.save_unmerged(effects)?;
        Ok(done)
    }

    fn change_in_memory<T>(
        &mut self,
        effects: &mut Effects,
        change: impl FnOnce(&mut Vault, &mut Effects) -> Result<T, UserError>,
    ) -> Result<T, UserError> {
        self.unsaved_before = self.unsaved;
        let done = change(&mut self.vault, effects)?;
        self.unsaved = true;
        Ok(done)
    }

    /// Writes what is in memory, durably. What another program saved meanwhile is merged with it first, and so is an
    /// older file that was put in its place.
    ///
    /// # Errors
    /// Nothing on the disk has changed, unless the code is `save-not-durable`; the change stays in memory and can be
    /// saved again. `vault-both-changed`: the ways to unlock were changed here and there. `vault-key-changed`: the key
    /// at hand does not open the file any more. `save-changed-by-another`: something else lies in the place of a new
    /// vault, or others were quicker all the time.
    pub fn save(&mut self, effects: &mut Effects) -> Result<(), UserError> {
        for _ in 0..TRIES {
            match self.save_unmerged(effects) {
                Err(error)
                    if error.code() == Code::SaveChangedByAnother && self.on_disk.is_some() =>
                {
                    self.merge_file()?;
                }
                done => return done,
            }
        }
        self.save_unmerged(effects)
    }

    /// Writes what is in memory if the file is still the one this vault came from.
    fn save_unmerged(&mut self, effects: &mut Effects) -> Result<(), UserError> {
        let on_disk = self.on_disk;
        let is_base = |current: &[u8]| on_disk.is_some() && checksum(current) == on_disk;
        // Where there is no file any more, nothing can be lost by writing ours.
        self.save_over(effects, &|current| current.is_none_or(is_base))
    }

    /// As [`Self::save`], over the file of which `is_base` says that it may be replaced.
    pub(crate) fn save_over(
        &mut self,
        effects: &mut Effects,
        is_base: &dyn Fn(Option<&[u8]>) -> bool,
    ) -> Result<(), UserError> {
        let now = effects.now()?;
        self.raise_cost(effects)?;
        let writer = *self
            .writer
            .get_or_insert_with(|| Id::generate(effects.random()));
        self.stamp(writer)?;
        if self.on_disk.is_none() {
            rollback::go_on_above_noted(effects, self);
        }
        let sealed = self.vault.seal(effects.random())?;
        let saved = store::save(Save {
            path: &self.path,
            bytes: sealed.bytes(),
            is_base,
            verify: &|bytes| self.vault.opens_as_sealed(bytes, &sealed),
            generation: self.vault.generation(),
            now: i64::try_from(now.get()).unwrap_or(i64::MAX),
        });
        if matches!(saved, Ok(_) | Err(SaveError::NotDurable)) {
            // The new file is in place: another try must start from it.
            self.on_disk = checksum(sealed.bytes());
            self.reached = sealed.generation();
            self.older = None;
            self.vault.saved(&sealed);
        }
        // After a failure the file has to be read to tell what it is.
        self.look = saved.as_ref().ok().map(|saved| saved.look);
        self.unsaved = saved.is_err();
        self.missing &= self.unsaved;
        if !self.unsaved {
            self.adds.are_saved();
            rollback::remember(effects, self);
        }
        saved
            .map(drop)
            .map_err(|error| save_error(error, &self.path))
    }

    fn stamp(&mut self, writer: Id) -> Result<(), UserError> {
        let stamped = self.vault.stamp(writer);
        stamped.map_err(|error| open_error(error, &self.path, Code::VaultKeyChanged))
    }

    /// Whether another program's change came in with a save since this was last asked.
    pub fn has_merged(&mut self) -> bool {
        std::mem::take(&mut self.merged)
    }

    /// Writes memory, sealed as ever, into a new file of `folder`, which is made where it is missing:
    /// the last resort before locking, where the vault's own place cannot be written to.
    ///
    /// # Errors
    /// The codes of saving; nothing was written.
    pub fn rescue(&self, effects: &mut Effects, folder: &Path) -> Result<PathBuf, UserError> {
        let sealed = self.vault.seal(effects.random())?;
        let name = self.path.file_stem().unwrap_or_default().to_string_lossy();
        let name = format!("{name}-{}.countersign", effects.now()?.get());
        let path = folder.join(name);
        store::create_folder(folder).map_err(|error| save_error(error, &path))?;
        store::write_new(&path, sealed.bytes()).map_err(|error| save_error(error, &path))?;
        Ok(path)
    }
}

/// Opens the vault at `path`. With a password this takes up to a second for each password slot.
///
/// # Errors
/// See the codes under "The vault file" and "Credentials" of [`Code`].
pub fn open(path: &Path, credential: &Credential) -> Result<OpenVault, UserError> {
    let file = read_file(path)?;
    let (vault, took) = timed(|| LockedVault::read(file.bytes)?.unlock(credential));
    let vault = vault.map_err(|error| open_error(error, path, refusal(credential)))?;
    let cheap = too_cheap(&vault, credential, took);
    Ok(OpenVault {
        path: path.to_owned(),
        reached: vault.generation(),
        vault: hold(vault),
        on_disk: file.checksum,
        look: Some(file.look),
        unsaved: false,
        unsaved_before: false,
        missing: false,
        older: None,
        adds: Adds::default(),
        cheap,
        writer: None,
        merged: false,
    })
}

/// Why there is nothing to open at `path`.
pub(crate) fn vault_read_error(error: ReadError, path: &Path) -> UserError {
    match error {
        ReadError::NotFound => UserError::new(Code::VaultNotFound).with_path(path),
        ReadError::TooLarge => {
            with_newest_good_copy(Code::VaultOverLimit, Code::VaultOverLimitCopyFound, path)
        }
        ReadError::NoPermission | ReadError::NotAFile | ReadError::Other(_) => {
            read_error(error, path)
        }
    }
}

/// Says that a credential opens nothing.
pub(crate) fn refusal(credential: &Credential) -> Code {
    match credential {
        Credential::Password(_) => Code::WrongPassword,
        Credential::Recovery(_) => Code::WrongRecoveryKit,
        Credential::Keyring(_) => Code::KeyringOutdated,
        Credential::SecurityKey(_) => Code::KeyNotOfVault,
    }
}

/// Why the vault at `path` did not open; `refused`: the code of a key or credential that does not fit.
pub(crate) fn open_error(error: OpenError, path: &Path, refused: Code) -> UserError {
    let (without, with) = match error {
        OpenError::WrongCredential => return UserError::new(refused).with_path(path),
        OpenError::TooNew { .. } => return UserError::new(Code::VaultTooNew).with_path(path),
        OpenError::OutOfMemory => return UserError::new(Code::OutOfMemory).with_path(path),
        OpenError::NotAVault => (Code::NotAVault, Code::NotAVaultCopyFound),
        OpenError::OverLimit(_) => (Code::VaultOverLimit, Code::VaultOverLimitCopyFound),
        OpenError::Damaged => (Code::VaultDamaged, Code::VaultDamagedCopyFound),
    };
    with_newest_good_copy(without, with, path)
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
