//! What others do to the file of an open vault: newer states, older ones, and none at all.

use super::{OpenVault, open_error, vault_read_error};
use crate::effects::Effects;
use crate::error::{Code, UserError};
use crate::key_memory::hold;
use crate::rollback;
use otp::UnixTime;
use platform::store::{self, Look};
use std::path::Path;
use vault::{MAX_FILE, MergeError, Vault, checksum};

/// What [`OpenVault::refresh`] found.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Refreshed {
    /// Memory is as it was.
    Same,
    /// Another program changed the file, and memory has what it saved.
    Changed,
}

/// An older file that was put in the place of the vault.
pub(super) struct OlderFile {
    look: Look,
    /// What there is to say about it.
    noticed: UserError,
}

/// What becomes of an older file.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Older {
    Refused,
    Merged,
}

impl OpenVault {
    /// Takes over what another program saved meanwhile. What is unsaved here is merged with it and stays unsaved, and
    /// so is all of memory with a file that was saved as often as this one: neither follows the other. Cheap when nobody
    /// touched the file. Uses counted since the last save are forgotten, as locking forgets them.
    ///
    /// # Errors
    /// `vault-older`: a file of a lower generation was put there; memory counts as unsaved, and [`Self::save`] brings
    /// both together. `vault-gone`: there is no file, memory is the only copy, and counts as unsaved. `vault-key-changed`:
    /// the key at hand does not open the file. `vault-both-changed`: the ways to unlock were changed here and there. The other
    /// codes of [`super::open`]. Memory is untouched.
    pub fn refresh(&mut self) -> Result<Refreshed, UserError> {
        let look = store::look(&self.path).ok();
        let known = self.older.as_ref();
        if let Some(older) = known.filter(|older| look == Some(older.look)) {
            return Err(older.noticed.clone());
        }
        if look.is_some() && look == self.look {
            self.older = None;
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
                    Err(UserError::new(Code::VaultGone).with_path(&self.path))
                };
            }
            Err(error) => return Err(error),
        };
        self.take_in(file, Older::Refused)
    }

    /// Takes over or merges what is in the file now, however it looks, and be it older.
    pub(crate) fn merge_file(&mut self) -> Result<(), UserError> {
        match read_file(&self.path) {
            Ok(file) => {
                self.merged |= self.take_in(file, Older::Merged)? == Refreshed::Changed;
            }
            // Gone between two looks: the next save puts ours in its place.
            Err(error) if error.code() == Code::VaultNotFound => {}
            Err(error) => return Err(error),
        }
        Ok(())
    }

    fn take_in(&mut self, file: ReadFile, older: Older) -> Result<Refreshed, UserError> {
        let theirs = self.reopen(file.bytes)?;
        let generation = theirs.generation();
        let changed = self.on_disk != file.checksum;
        if changed && generation < self.reached {
            if older == Older::Refused {
                return Err(self.notice_older(file.look));
            }
            self.merge_older(theirs)?;
        } else if changed {
            if self.has_what_the_file_may_lack(generation) {
                self.merge(theirs)?;
            } else {
                let highest = self.vault.generation();
                self.vault = hold(theirs);
                self.go_on_above(highest);
            }
            self.older = None;
        } else {
            self.older = None;
        }
        // What came in beside memory is in no file, whatever becomes of the change that is being saved.
        self.unsaved_before |= changed && generation <= self.reached;
        self.on_disk = file.checksum;
        self.reached = generation;
        self.look = Some(file.look);
        self.missing = false;
        Ok(if changed {
            Refreshed::Changed
        } else {
            Refreshed::Same
        })
    }

    /// A file of a higher generation has all that was ever in the file that memory came from. One of the same was
    /// saved by a program that did not know of it, where locks keep nobody out.
    fn has_what_the_file_may_lack(&self, generation: u64) -> bool {
        self.unsaved || self.older.is_some() || generation == self.reached
    }

    fn notice_older(&mut self, look: Look) -> UserError {
        let newer = self.look.and_then(|look| look.modified());
        let newer = newer.and_then(UnixTime::new);
        let noticed = rollback::older(&self.path, newer);
        self.missing = false;
        self.older = Some(OlderFile {
            look,
            noticed: noticed.clone(),
        });
        noticed
    }

    /// Brings our unsaved change together with what is in the file.
    fn merge(&mut self, theirs: Vault) -> Result<(), UserError> {
        self.stamp_ours()?;
        let merged = self.vault.merge_saved(theirs);
        let differs = merged.map_err(|error| self.merge_error(error))?;
        self.unsaved |= differs;
        Ok(())
    }

    /// Brings memory together with an older file. The ways to unlock stay those of now: a password that was changed
    /// must not come back with the file.
    fn merge_older(&mut self, theirs: Vault) -> Result<(), UserError> {
        self.stamp_ours()?;
        let merged = self.vault.merge_copy(theirs);
        merged.map_err(|error| self.merge_error(error))?;
        self.unsaved = true;
        Ok(())
    }

    fn stamp_ours(&mut self) -> Result<(), UserError> {
        self.writer.map_or(Ok(()), |writer| self.stamp(writer))
    }

    fn merge_error(&self, error: MergeError) -> UserError {
        match error {
            MergeError::Slots => Code::VaultBothChanged.into(),
            MergeError::Foreign => UserError::new(Code::VaultKeyChanged).with_path(&self.path),
            MergeError::Unreadable(error) => open_error(error, &self.path, Code::VaultKeyChanged),
        }
    }

    /// Goes back to the older file that was put in the place of the vault, because that is wanted. What is in memory
    /// is saved first, so that it lies among the older copies; then the older state is saved above it, so that every
    /// program takes it for the newest. It opens with the password and the kit of its time.
    ///
    /// # Errors
    /// As [`Self::save`]; where the older state could not be saved, what was in memory is in the file. There is no older
    /// file any more: as [`Self::refresh`].
    pub fn take_older(&mut self, effects: &mut Effects) -> Result<(), UserError> {
        match self.refresh() {
            Err(error) if error.code() == Code::VaultOlder => {}
            other => return other.map(drop),
        }
        let there = read_file(&self.path)?.bytes;
        let older = self.reopen(there.clone())?;
        self.save_over(effects, &|current| current == Some(there.as_slice()))?;
        let highest = self.vault.generation();
        self.vault = hold(older);
        self.go_on_above(highest);
        self.unsaved = true;
        self.save_unmerged(effects)
    }

    /// Opens another state of the file with the key at hand.
    fn reopen(&self, bytes: Vec<u8>) -> Result<Vault, UserError> {
        let reopened = self.vault.reopen(bytes);
        reopened.map_err(|error| open_error(error, &self.path, Code::VaultKeyChanged))
    }
}

/// A vault file as it was read.
pub(super) struct ReadFile {
    pub(super) bytes: Vec<u8>,
    pub(super) checksum: Option<[u8; 32]>,
    pub(super) look: Look,
}

pub(super) fn read_file(path: &Path) -> Result<ReadFile, UserError> {
    let (bytes, look) =
        store::read_and_look(path, MAX_FILE).map_err(|error| vault_read_error(error, path))?;
    Ok(ReadFile {
        checksum: checksum(&bytes),
        bytes,
        look,
    })
}
