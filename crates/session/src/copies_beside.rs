//! A second version of the vault beside it, as a program that synchronises folders leaves it.

use crate::codes::conflicts;
use crate::effects::Effects;
use crate::error::{Code, UserError};
use crate::names::read_error;
use crate::open_vault::OpenVault;
use platform::store;
use std::path::{Path, PathBuf};
use vault::{LockedVault, MAX_FILE, Vault};

/// How the name of a copy ends that was merged.
const MERGED: &str = "merged";

/// What came of merging a copy.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct MergedCopy {
    /// How many accounts the vault did not have.
    pub added: usize,
    /// How many accounts have a secret now that nobody has chosen yet.
    pub conflicts: usize,
    /// Where the copy is now.
    pub copy: PathBuf,
}

/// Files beside the vault that open with its key and have something that it has not.
pub fn copies(open: &OpenVault) -> Vec<PathBuf> {
    let beside = store::copies_beside(open.path()).unwrap_or_default();
    let has_news = |path: &PathBuf| {
        let copy = read(open, path);
        copy.is_ok_and(|copy| open.vault().gains_from(copy) == Ok(true))
    };
    beside.into_iter().filter(has_news).collect()
}

/// Files beside the vault at `path` that say they are another state of it. Anybody could have written them.
pub(crate) fn claimed_copies(path: &Path) -> Vec<PathBuf> {
    let id = |path: &Path| {
        let bytes = store::read(path, MAX_FILE).ok()?;
        Some(LockedVault::read(bytes).ok()?.id())
    };
    let beside = store::copies_beside(path).unwrap_or_default();
    let Some(own) = id(path).filter(|_| !beside.is_empty()) else {
        return Vec::new();
    };
    beside
        .into_iter()
        .filter(|copy| id(copy) == Some(own))
        .collect()
}

/// Merges the accounts of another file of this vault and saves. Its ways to unlock are not taken. Once that is durable,
/// a copy that lies beside the vault gets the ending `.merged`, so that nobody is asked about it again; a file in any
/// other place is left alone, and so is one that cannot be renamed.
///
/// # Errors
/// The codes of reading a file; `copy-not-of-vault`: the key at hand does not open it; or not saved. The copy is as
/// it was.
pub fn merge_copy(
    effects: &mut Effects,
    open: &mut OpenVault,
    copy: &Path,
) -> Result<MergedCopy, UserError> {
    let theirs = read(open, copy)?;
    let before = open.document().accounts().len();
    open.change(effects, |vault, _| {
        let merged = vault.merge_copy(theirs);
        merged.map(drop).map_err(|_| foreign(copy))
    })?;
    let aside = store::is_copy_beside(open.path(), copy).then(|| store::set_aside(copy, MERGED));
    // Merged and durable: a copy that cannot be renamed is no failure, and has nothing new to be asked about.
    let now = aside.and_then(Result::ok);
    Ok(MergedCopy {
        added: open.document().accounts().len().saturating_sub(before),
        conflicts: conflicts(open).len(),
        copy: now.unwrap_or_else(|| copy.to_owned()),
    })
}

fn read(open: &OpenVault, copy: &Path) -> Result<Vault, UserError> {
    let bytes = store::read(copy, MAX_FILE).map_err(|error| read_error(error, copy))?;
    open.vault().reopen(bytes).map_err(|_| foreign(copy))
}

fn foreign(copy: &Path) -> UserError {
    UserError::new(Code::CopyNotOfVault).with_path(copy)
}
