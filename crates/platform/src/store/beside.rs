//! Copies that another program laid beside a file: those of Dropbox, Syncthing, Nextcloud, `OneDrive` or Google Drive.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use super::place::Place;
use super::{ReadError, SaveError};

/// A folder with more entries is not looked through any further.
const MOST_ENTRIES: usize = 10_000;
/// More copies of one file are not listed.
const MOST_COPIES: usize = 64;
/// What follows the name in a name that a synchronising program makes for the second of two versions:
/// `vault (Ada's conflicted copy 2026-01-31).countersign` (Dropbox, Nextcloud), `vault.sync-conflict-20260131-…`
/// (Syncthing), `vault_conflict-…` (`ownCloud`), `vault-LAPTOP.countersign` (`OneDrive`), `vault (1).countersign` (Google).
const MARKS: [&str; 5] = [" (", "(", ".sync-conflict-", "_conflict-", "-"];

/// Files beside the one at `path` whose names say that they may be another version of it, in the order of their
/// names. What is in them is for the caller to find out.
///
/// # Errors
/// See [`ReadError`]; [`ReadError::NotFound`] is about the folder of `path`.
pub fn copies_beside(path: &Path) -> Result<Vec<PathBuf>, ReadError> {
    let file = Place::resolve(path)?.file();
    let folder = file.parent().unwrap_or(Path::new("."));
    let mut copies = Vec::new();
    for entry in fs::read_dir(folder)?.take(MOST_ENTRIES) {
        let entry = entry?;
        let is_copy = is_copy_of(&file, &entry.file_name());
        if is_copy && entry.file_type().is_ok_and(|kind| kind.is_file()) {
            copies.push(entry.path());
        }
    }
    copies.sort_unstable();
    copies.truncate(MOST_COPIES);
    Ok(copies)
}

/// Whether `copy` is one of [`copies_beside`] the file at `path`.
pub fn is_copy_beside(path: &Path, copy: &Path) -> bool {
    let Ok(place) = Place::resolve(copy) else {
        return false;
    };
    copies_beside(path).is_ok_and(|copies| copies.contains(&place.file()))
}

fn is_copy_of(file: &Path, name: &OsStr) -> bool {
    let copy = Path::new(name);
    let (Some(stem), Some(copied)) = (
        file.file_stem().and_then(OsStr::to_str),
        copy.file_stem().and_then(OsStr::to_str),
    ) else {
        return false;
    };
    let rest = copied.strip_prefix(stem);
    copy.extension() == file.extension()
        && rest.is_some_and(|rest| MARKS.iter().any(|mark| rest.starts_with(mark)))
}

/// Gives a file another ending, so that it is not taken for a copy any more, and says what it is called now. Nothing
/// of it changes, and nothing is overwritten.
///
/// # Errors
/// See [`SaveError`]; the file has its old name then.
pub fn set_aside(path: &Path, ending: &str) -> Result<PathBuf, SaveError> {
    for number in 1..=u32::MAX {
        let mut name = path.as_os_str().to_owned();
        name.push(".");
        name.push(ending);
        if number > 1 {
            name.push(number.to_string());
        }
        let aside = PathBuf::from(name);
        if fs::symlink_metadata(&aside).is_err() {
            fs::rename(path, &aside)?;
            return Ok(aside);
        }
    }
    Err(SaveError::AlreadyExists)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_that_synchronising_programs_make_are_known_and_others_are_not() {
        let file = Path::new("/data/vault.countersign");
        for (name, expected) in [
            ("vault (Ada's conflicted copy 2026-01-31).countersign", true),
            (
                "vault (conflicted copy 2026-01-31 120000).countersign",
                true,
            ),
            ("vault (Case Conflict).countersign", true),
            (
                "vault.sync-conflict-20260131-120000-ABCDEFG.countersign",
                true,
            ),
            ("vault_conflict-20260131-120000.countersign", true),
            ("vault-LAPTOP.countersign", true),
            ("vault (1).countersign", true),
            ("vault(1).countersign", true),
            ("vault.countersign", false),
            ("vault.countersign.lock", false),
            ("vault (1).countersign.merged", false),
            ("vault (1).pdf", false),
            ("vaults.countersign", false),
            ("work.countersign", false),
        ] {
            assert_eq!(is_copy_of(file, OsStr::new(name)), expected, "{name}");
        }
    }

    #[test]
    fn a_file_that_is_set_aside_overwrites_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("vault (1).countersign");
        for content in ["first", "second"] {
            fs::write(&path, content).unwrap();
            let aside = set_aside(&path, "merged").unwrap();
            assert_eq!(fs::read_to_string(&aside).unwrap(), content);
            assert!(!path.exists());
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }
}
