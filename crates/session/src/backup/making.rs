//! Making a backup, in three steps: write and read back, prove, note. Only the proof needs the vault.

use super::files::{dated, name_of, patiently, prefix, read, write_error};
use super::proof::{Proof, compare};
use super::record::{Failure, Made, change, record_of};
use super::{no_folder, seconds};
use crate::error::{Code, UserError};
use crate::open_vault::OpenVault;
use otp::UnixTime;
use platform::store::{self, Dated, NewDated};
use std::path::{Path, PathBuf};
use vault::{Id, LockedVault, MAX_FILE};

/// A backup that is to be made of the vault file as it is on the disk.
#[derive(Clone, Debug)]
pub struct Order {
    vault: PathBuf,
    id: Id,
    folder: PathBuf,
}

/// A file in the backup folder, and what was read from it and from the vault file. Both are sealed.
pub struct Written {
    id: Id,
    generation: u64,
    path: PathBuf,
    source: Vec<u8>,
    found: Vec<u8>,
    is_new: bool,
}

impl Order {
    /// A backup of this vault in the chosen folder.
    ///
    /// # Errors
    /// `backup-no-folder`.
    pub fn of(open: &OpenVault) -> Result<Self, UserError> {
        let id = open.vault().id();
        Ok(Self {
            vault: open.path().to_owned(),
            id,
            folder: record_of(id).folder.ok_or_else(no_folder)?,
        })
    }

    /// Copies the vault file, unless the newest backup is this very file, and reads back what is in the folder then.
    /// May take a minute and more.
    ///
    /// # Errors
    /// The codes of backups. `backup-vault-unsound`: a damaged vault file is never copied.
    pub fn write(&self, now: UnixTime) -> Result<Written, UserError> {
        let (source, generation) = self.source()?;
        if let Some((path, found)) = self.there_already(&source)? {
            return Ok(Written {
                id: self.id,
                generation,
                path,
                source,
                found,
                is_new: false,
            });
        }
        let path = self.put(source.clone(), generation, now)?;
        let found = read(&path)?;
        Ok(Written {
            id: self.id,
            generation,
            path,
            source,
            found,
            is_new: true,
        })
    }

    /// The vault file and its generation.
    fn source(&self) -> Result<(Vec<u8>, u64), UserError> {
        let path = self.vault.clone();
        let read = patiently(0, &self.vault, move || {
            let unsound = |_| UserError::new(Code::BackupVaultUnsound).with_path(&path);
            store::read(&path, MAX_FILE).map_err(unsound)
        })?;
        match LockedVault::read(read.clone()) {
            Ok(locked) if locked.id() == self.id => Ok((read, locked.generation())),
            Ok(_) | Err(_) => Err(UserError::new(Code::BackupVaultUnsound).with_path(&self.vault)),
        }
    }

    /// The newest backup and what is in it, if that is `source`.
    fn there_already(&self, source: &[u8]) -> Result<Option<(PathBuf, Vec<u8>)>, UserError> {
        let newest = dated(&self.folder, Some(self.id))?.into_iter().next();
        let found = newest.and_then(|newest| {
            let found = read(&newest.path).ok()?;
            Some((newest.path, found))
        });
        Ok(found.filter(|(_, found)| found == source))
    }

    fn put(&self, bytes: Vec<u8>, number: u64, now: UnixTime) -> Result<PathBuf, UserError> {
        let (folder, prefix) = (self.folder.clone(), prefix(&self.vault, self.id));
        let now = seconds(now);
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        patiently(length, &self.folder, move || {
            let new = NewDated {
                folder: &folder,
                prefix: &prefix,
                number,
                now,
                bytes: &bytes,
            };
            new.write().map_err(|error| write_error(error, &folder))
        })
    }

    /// Notes what came of it, and removes backups that are too many once a new one is proved. `proof` is `None` where
    /// the vault was locked meanwhile: the backup stays, to be proved when it is open again.
    ///
    /// # Errors
    /// What went wrong on the way; a file that is not what it should be is removed. `vault-locked`: not proved yet.
    /// `backup-not-noted`: the backup is there and proved, but this computer could not keep that in mind.
    pub fn finish(
        &self,
        written: Result<Written, UserError>,
        proof: Option<Result<Proof, UserError>>,
        now: UnixTime,
    ) -> Result<(PathBuf, Proof), UserError> {
        let outcome = written.and_then(|written| match proof {
            None => Ok((written, None)),
            Some(proof) => self
                .judge(&written, proof)
                .map(|proof| (written, Some(proof))),
        });
        match outcome {
            Ok((written, proof)) => {
                self.note(&written, proof.is_some(), now)?;
                let proof = proof.ok_or(Code::VaultLocked)?;
                self.prune(&written.path);
                Ok((written.path, proof))
            }
            Err(error) => {
                let failed = Failure {
                    at: now,
                    error: error.clone(),
                };
                // What went wrong first is what the user must know, not that it could not be noted.
                let _ = change(self.id, |record| record.not_made = Some(failed));
                Err(error)
            }
        }
    }

    /// A new file that is not what was written must not lie there and look like a backup.
    fn judge(
        &self,
        written: &Written,
        proof: Result<Proof, UserError>,
    ) -> Result<Proof, UserError> {
        proof.inspect_err(|error| {
            if written.is_new && error.code() == Code::BackupDiffers {
                store::remove_new(&written.path);
            }
        })
    }

    fn note(&self, written: &Written, is_proved: bool, now: UnixTime) -> Result<(), UserError> {
        let name = name_of(&written.path);
        let there = dated(&self.folder, Some(self.id)).unwrap_or_default();
        let noted = change(self.id, |record| {
            if is_proved {
                record.proofs.insert(name.clone(), now);
                // The first of all backups is all of them.
                record.checked.get_or_insert(now);
            } else {
                record.checked = None;
            }
            record.made = Some(Made {
                at: now,
                generation: written.generation,
                name,
            });
            record.not_made = None;
            // The folder can be read again; a damaged backup that is still in it stays damaged.
            let is_there =
                |failure: &Failure| there.iter().any(|file| failure.is_about(&file.path));
            record.not_proved = record.not_proved.take().filter(is_there);
        });
        noted.map_err(|_| UserError::new(Code::BackupNotNoted).with_path(&written.path))
    }

    /// Removes what is too many of the backups that were proved; never the one just proved, nor one that is not surely
    /// a whole backup of this vault. What cannot be removed stays: that is no reason to call a backup failed.
    fn prune(&self, just_proved: &Path) {
        let proofs = record_of(self.id).proofs;
        let Ok(mut all) = dated(&self.folder, Some(self.id)) else {
            return;
        };
        // What may be damaged must not push out what is good.
        all.retain(|dated| proofs.contains_key(&name_of(&dated.path)));
        let ours: Vec<&Dated> = all.iter().collect();
        for surplus in store::surplus(&ours) {
            if surplus.path != just_proved && self.is_ours(&surplus.path) {
                store::remove_new(&surplus.path);
            }
        }
    }

    fn is_ours(&self, path: &Path) -> bool {
        let locked = read(path).map(LockedVault::read);
        matches!(locked, Ok(Ok(locked)) if locked.id() == self.id)
    }
}

impl Written {
    /// Opens the vault file and the backup with the key at hand, and compares every account.
    ///
    /// `None`: another vault is open now.
    ///
    /// # Errors
    /// `backup-differs`; `backup-vault-unsound`: the vault file itself does not open.
    pub fn prove(&self, open: &OpenVault) -> Option<Result<Proof, UserError>> {
        (open.vault().id() == self.id).then(|| self.compared(open))
    }

    fn compared(&self, open: &OpenVault) -> Result<Proof, UserError> {
        let unsound = |_| UserError::new(Code::BackupVaultUnsound).with_path(open.path());
        let source = open.vault().reopen(self.source.clone()).map_err(unsound)?;
        let differs = || UserError::new(Code::BackupDiffers).with_path(&self.path);
        let found = open.vault().reopen(self.found.clone());
        let proof = compare(&found.map_err(|_| differs())?, &source);
        if proof.identical && self.source == self.found {
            Ok(proof)
        } else {
            Err(differs())
        }
    }
}
