//! Proving backups: each is read from its folder, opened with the key at hand, and every account compared.

use super::files::{dated, is_too_slow, name_of, unless};
use super::no_folder;
use super::record::{Failure, Record, change, record_of};
use crate::error::{Code, UserError};
use crate::open_vault::OpenVault;
use otp::UnixTime;
use platform::store;
use std::path::{Path, PathBuf};
use vault::{Id, OpenError, Vault};

/// What a proof found.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Proof {
    /// Accounts in the backup, those in the trash too; each was opened.
    pub accounts: usize,
    /// How many of them are in the vault just so today. An older backup may have fewer.
    pub unchanged: usize,
    /// The backup holds the vault as it is today, to the last byte.
    pub identical: bool,
}

pub(super) fn compare(backup: &Vault, vault: &Vault) -> Proof {
    let found = backup.document().compare(vault.document());
    Proof {
        accounts: backup.document().accounts().len(),
        unchanged: found.same,
        identical: found.identical,
    }
}

/// Backups that are to be proved.
#[derive(Clone, Debug)]
pub struct ProofOrder {
    id: Id,
    /// A file or folder.
    from: PathBuf,
    /// Whether these are all there are: only then the weekly proof is done.
    are_all: bool,
}

/// What was read from a backup; it is sealed.
pub struct ReadBack {
    path: PathBuf,
    bytes: Result<Vec<u8>, UserError>,
}

/// What came of the proof of one backup.
#[derive(Clone, Debug)]
pub struct Proved {
    /// The backup.
    pub path: PathBuf,
    /// What was found, or why it is not to be relied on: `backup-damaged`, `backup-other-key` (made before the
    /// vault's key was renewed), `backup-too-new`, or why it could not be read.
    pub outcome: Result<Proof, UserError>,
}

impl ProofOrder {
    /// Every backup of this vault in the chosen folder.
    ///
    /// # Errors
    /// `backup-no-folder`.
    pub fn all(open: &OpenVault) -> Result<Self, UserError> {
        let id = open.vault().id();
        Ok(Self {
            id,
            from: record_of(id).folder.ok_or_else(no_folder)?,
            are_all: true,
        })
    }

    /// The backup `from`, or all of this vault in the folder `from`.
    pub fn of(open: &OpenVault, from: &Path) -> Self {
        Self {
            id: open.vault().id(),
            from: from.to_owned(),
            are_all: false,
        }
    }

    /// Whether these are backups of the vault that is open now.
    pub fn is_about(&self, open: &OpenVault) -> bool {
        open.vault().id() == self.id
    }

    /// Reads them, each when it is asked for. May take long; needs no vault.
    ///
    /// # Errors
    /// `backup-none`, and why the folder cannot be read.
    pub fn read(&self) -> Result<impl Iterator<Item = ReadBack> + use<>, UserError> {
        let mut is_slow = false;
        let read = move |path: PathBuf| {
            let bytes = unless(is_slow, &path);
            is_slow |= is_too_slow(&bytes);
            ReadBack { path, bytes }
        };
        Ok(self.paths()?.into_iter().map(read))
    }

    fn paths(&self) -> Result<Vec<PathBuf>, UserError> {
        if !self.are_all && store::existing_folder(&self.from).is_err() {
            return Ok(vec![self.from.clone()]);
        }
        let files = dated(&self.from, Some(self.id))?.into_iter();
        let paths: Vec<PathBuf> = files.map(|dated| dated.path).collect();
        if paths.is_empty() {
            return Err(UserError::new(Code::BackupNone).with_path(&self.from));
        }
        Ok(paths)
    }

    /// Notes what came of it.
    ///
    /// # Errors
    /// Why nothing could be proved. That one backup is damaged is no error here, but it is in the record.
    pub fn finish(
        &self,
        proved: Result<Vec<Proved>, UserError>,
        now: UnixTime,
    ) -> Result<Vec<Proved>, UserError> {
        let failed = match &proved {
            Ok(proved) => proved.iter().find_map(Proved::failure).cloned(),
            Err(error) => Some(error.clone()),
        };
        let folder = record_of(self.id).folder;
        // That this computer cannot keep it in mind does not make the proof worse.
        let _ = change(self.id, |record| {
            for proved in proved.iter().flatten() {
                note_one(record, proved, folder.as_deref(), now);
            }
            if self.are_all {
                note_all(record, failed, now);
            } else {
                let proved = proved.iter().flatten();
                proved.for_each(|proved| forget_failure(record, proved));
            }
        });
        proved
    }
}

/// What was proved once and is damaged now does not count any more when others are removed.
fn note_one(record: &mut Record, proved: &Proved, folder: Option<&Path>, now: UnixTime) {
    let name = name_of(&proved.path);
    if proved.path.parent() != folder {
        return;
    }
    match &proved.outcome {
        Ok(_) => {
            record.proofs.insert(name, now);
        }
        Err(error) if error.code() == Code::BackupDamaged => {
            record.proofs.remove(&name);
        }
        Err(_) => {}
    }
}

fn note_all(record: &mut Record, failed: Option<UserError>, now: UnixTime) {
    match failed {
        Some(error) => record.not_proved = Some(Failure { at: now, error }),
        None => {
            record.not_proved = None;
            record.checked = Some(now);
        }
    }
}

/// What was wrong with this backup is not any more.
fn forget_failure(record: &mut Record, proved: &Proved) {
    if proved.outcome.is_ok() {
        let is_other = |failure: &Failure| !failure.is_about(&proved.path);
        record.not_proved = record.not_proved.take().filter(is_other);
    }
}

impl ReadBack {
    /// Opens it with the key at hand, and compares every account with the vault as it is in memory.
    pub fn prove(self, open: &OpenVault) -> Proved {
        let outcome = self.bytes.and_then(|bytes| {
            let opened = open.vault().reopen(bytes);
            opened
                .map(|backup| compare(&backup, open.vault()))
                .map_err(|error| unproved(error, &self.path))
        });
        let path = self.path;
        Proved { path, outcome }
    }
}

impl Proved {
    /// Why it is not to be relied on. A backup from before the key was renewed is as good as it was: it only cannot
    /// be opened with the key of today.
    pub fn failure(&self) -> Option<&UserError> {
        let error = self.outcome.as_ref().err()?;
        (error.code() != Code::BackupOtherKey).then_some(error)
    }
}

fn unproved(error: OpenError, path: &Path) -> UserError {
    let code = match error {
        OpenError::WrongCredential => Code::BackupOtherKey,
        OpenError::TooNew { .. } => Code::VaultTooNew,
        OpenError::OutOfMemory => Code::OutOfMemory,
        OpenError::Damaged | OpenError::NotAVault | OpenError::OverLimit(_) => Code::BackupDamaged,
    };
    UserError::new(code).with_path(path)
}
