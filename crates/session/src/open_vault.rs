//! A vault file that is open: what is in memory, and what is on the disk.

use crate::codes::{Adds, count_use};
use crate::effects::Effects;
use crate::error::{Code, UserError};
use crate::key_memory::hold;
use crate::names::{read_error, save_error};
use crate::rollback;
use crate::time::show_time;
use crate::unlock::{calibrated, newest_good_copy, timed, too_cheap};
use otp::UnixTime;
use platform::store::{self, Look, ReadError, Save, SaveError};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use vault::{
    Account, Credential, Document, Id, LockedVault, MAX_FILE, MergeError, OpenError, Password,
    SlotError, Vault, checksum,
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
    /// The file was not there when it was looked for.
    missing: bool,
    /// What adding did, for taking it back.
    pub(crate) adds: Adds,
    /// The password that opened the vault, where it is too cheap to guess: until the next save.
    cheap: Option<Password>,
    /// Names this opening of the vault in the clocks of what it changes; drawn with the first change.
    writer: Option<Id>,
    /// Another program's change came in while ours was saved, and nobody was told.
    merged: bool,
}

/// What [`OpenVault::refresh`] found.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Refreshed {
    /// Memory is as it was.
    Same,
    /// Another program changed the file, and memory has what it saved.
    Changed,
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
            missing: false,
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

    /// Whether a save failed and the change is in memory only.
    pub fn has_unsaved_changes(&self) -> bool {
        self.unsaved || self.missing
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

    /// Makes a password as costly to guess as this machine allows, if it became too cheap.
    fn raise_cost(&mut self, effects: &mut Effects) -> Result<(), UserError> {
        let Some(password) = self.cheap.take() else {
            return Ok(());
        };
        let kdf = calibrated(effects);
        match self.vault.raise_cost(&password, kdf, effects.random()) {
            // The change that is about to be saved matters more.
            Ok(_) | Err(SlotError::OutOfMemory) => Ok(()),
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

    /// Writes what is in memory, durably. What another program saved meanwhile is merged with it first.
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
            self.vault.saved(&sealed);
        }
        // After a failure the file has to be read to tell what it is.
        self.look = saved.as_ref().ok().map(|saved| saved.look);
        self.unsaved = saved.is_err();
        self.missing &= self.unsaved;
        if !self.unsaved {
            self.adds.are_saved();
            rollback::saved(effects, self);
        }
        saved
            .map(drop)
            .map_err(|error| save_error(error, &self.path))
    }

    fn stamp(&mut self, writer: Id) -> Result<(), UserError> {
        let stamped = self.vault.stamp(writer);
        stamped.map_err(|error| open_error(error, &self.path, Code::VaultKeyChanged))
    }

    /// Takes over what another program saved meanwhile: a newer state, or an older one that was put back. What is
    /// unsaved here is merged with it and stays unsaved. Cheap when nobody touched the file. Uses counted since the
    /// last save are forgotten, as locking forgets them.
    ///
    /// # Errors
    /// `vault-key-changed`: the key at hand does not open the file. `vault-both-changed`: the ways to unlock were
    /// changed here and there. `vault-not-found`: memory is the only copy, and counts as unsaved. The other codes of
    /// [`open`]. Memory is untouched.
    pub fn refresh(&mut self) -> Result<Refreshed, UserError> {
        if store::look(&self.path).is_ok_and(|look| Some(look) == self.look) {
            return Ok(Refreshed::Same);
        }
        let file = match read_file(&self.path) {
            Ok(file) => file,
            Err(error) if error.code() == Code::VaultNotFound => {
                // Memory is the only copy at hand, until the file is back.
                self.look = None;
                self.missing = true;
                // What is unsaved anyway is written with the next save.
                return if self.unsaved {
                    Ok(Refreshed::Same)
                } else {
                    Err(error)
                };
            }
            Err(error) => return Err(error),
        };
        self.take_in(file)
    }

    /// Merges what is in the file now, however it looks.
    fn merge_file(&mut self) -> Result<(), UserError> {
        match read_file(&self.path) {
            Ok(file) => self.merged |= self.take_in(file)? == Refreshed::Changed,
            // Gone between two looks: the next save puts ours in its place.
            Err(error) if error.code() == Code::VaultNotFound => {}
            Err(error) => return Err(error),
        }
        Ok(())
    }

    fn take_in(&mut self, file: ReadFile) -> Result<Refreshed, UserError> {
        let theirs = self.reopen(file.bytes)?;
        if self.on_disk != file.checksum {
            if self.unsaved {
                self.merge(theirs)?;
            } else {
                let reached = self.vault.generation();
                self.vault = hold(theirs);
                self.go_on_above(reached);
            }
        }
        let changed = self.on_disk != file.checksum;
        self.on_disk = file.checksum;
        self.look = Some(file.look);
        self.missing = false;
        Ok(if changed {
            Refreshed::Changed
        } else {
            Refreshed::Same
        })
    }

    /// Brings our unsaved change together with what is in the file.
    fn merge(&mut self, theirs: Vault) -> Result<(), UserError> {
        if let Some(writer) = self.writer {
            self.stamp(writer)?;
        }
        match self.vault.merge_saved(theirs) {
            Ok(_) => Ok(()),
            Err(MergeError::Slots) => Err(Code::VaultBothChanged.into()),
            Err(MergeError::Foreign) => {
                Err(UserError::new(Code::VaultKeyChanged).with_path(&self.path))
            }
            Err(MergeError::Unreadable(error)) => {
                Err(open_error(error, &self.path, Code::VaultKeyChanged))
            }
        }
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

    /// Gives up what could not be saved and takes what is in the file.
    ///
    /// # Errors
    /// As [`Self::refresh`]: memory is untouched, and what is unsaved can still be saved.
    pub fn take_over(&mut self) -> Result<(), UserError> {
        let file = read_file(&self.path)?;
        self.vault = hold(self.reopen(file.bytes)?);
        self.on_disk = file.checksum;
        self.look = Some(file.look);
        self.unsaved = false;
        self.missing = false;
        self.adds.are_saved();
        Ok(())
    }

    /// Opens another state of the file with the key at hand.
    fn reopen(&self, bytes: Vec<u8>) -> Result<Vault, UserError> {
        let reopened = self.vault.reopen(bytes);
        reopened.map_err(|error| open_error(error, &self.path, Code::VaultKeyChanged))
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
        vault: hold(vault),
        on_disk: file.checksum,
        look: Some(file.look),
        unsaved: false,
        unsaved_before: false,
        missing: false,
        adds: Adds::default(),
        cheap,
        writer: None,
        merged: false,
    })
}

/// A vault file as it was read.
struct ReadFile {
    bytes: Vec<u8>,
    checksum: Option<[u8; 32]>,
    look: Look,
}

fn read_file(path: &Path) -> Result<ReadFile, UserError> {
    let (bytes, look) =
        store::read_and_look(path, MAX_FILE).map_err(|error| vault_read_error(error, path))?;
    Ok(ReadFile {
        checksum: checksum(&bytes),
        bytes,
        look,
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
