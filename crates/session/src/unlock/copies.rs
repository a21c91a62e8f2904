//! Older copies of a vault, for the day the vault file is damaged.

use crate::effects::Effects;
use crate::error::{Code, UserError};
use crate::open_vault::{OpenVault, open_error, refusal, vault_read_error};
use otp::UnixTime;
use platform::store;
use std::path::{Path, PathBuf};
use vault::{Credential, LockedVault, MAX_FILE, OpenError, Vault};

/// The newest generation whose outside is sound, and when it was made.
pub(crate) fn newest_good_copy(path: &Path) -> Option<(PathBuf, UnixTime)> {
    let generations = store::generations(path).ok()?;
    generations.into_iter().find_map(|generation| {
        let bytes = store::read(&generation.path, MAX_FILE).ok()?;
        LockedVault::read(bytes).ok()?;
        Some((generation.path, UnixTime::new(generation.unix_seconds)?))
    })
}

/// Opens the newest good generation and puts it, durably, in the place of the damaged vault file at
/// `path`. The damaged file is kept among the generations.
///
/// # Errors
/// `save-changed-by-another`: the file in place opens, so it stays. `wrong-password` and
/// `wrong-recovery-kit` are about the newest good generation; older ones are not tried.
/// `vault-damaged`: there is none. The other codes of [`super::open`] and of saving. Unless the code
/// is `save-not-durable`, the damaged file is still in place.
pub fn open_copy(
    effects: &mut Effects,
    path: &Path,
    credential: &Credential,
) -> Result<OpenVault, UserError> {
    let damaged = store::read(path, MAX_FILE).map_err(|error| vault_read_error(error, path))?;
    check_damaged(damaged.clone(), path, credential)?;
    let copy = newest_that_opens(path, credential)?;
    let mut open = OpenVault::new(path.to_owned(), copy);
    open.save_over(effects, &|current| current == Some(damaged.as_slice()))?;
    Ok(open)
}

/// Refuses to replace a file that opens, or that a newer program or another credential may open.
fn check_damaged(bytes: Vec<u8>, path: &Path, credential: &Credential) -> Result<(), UserError> {
    match open_bytes(bytes, credential) {
        Ok(_) => Err(UserError::new(Code::SaveChangedByAnother).with_path(path)),
        Err(OpenError::Damaged | OpenError::NotAVault | OpenError::OverLimit(_)) => Ok(()),
        Err(
            error
            @ (OpenError::TooNew { .. } | OpenError::WrongCredential | OpenError::OutOfMemory),
        ) => Err(open_error(error, path, refusal(credential))),
    }
}

/// A wrong password ends the search: each further copy would take another second to refuse it.
fn newest_that_opens(path: &Path, credential: &Credential) -> Result<Vault, UserError> {
    for generation in store::generations(path).unwrap_or_default() {
        let Ok(bytes) = store::read(&generation.path, MAX_FILE) else {
            continue;
        };
        match open_bytes(bytes, credential) {
            Ok(vault) => return Ok(vault),
            Err(error @ (OpenError::WrongCredential | OpenError::OutOfMemory)) => {
                return Err(open_error(error, path, refusal(credential)));
            }
            Err(
                OpenError::Damaged
                | OpenError::NotAVault
                | OpenError::OverLimit(_)
                | OpenError::TooNew { .. },
            ) => {}
        }
    }
    Err(UserError::new(Code::VaultDamaged).with_path(path))
}

fn open_bytes(bytes: Vec<u8>, credential: &Credential) -> Result<Vault, OpenError> {
    LockedVault::read(bytes)?.unlock(credential)
}
