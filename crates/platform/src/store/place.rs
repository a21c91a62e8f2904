//! The names that belong to one saved file.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use rand_core::Rng as _;

use crate::random;

/// Where a file really lies, and the names of what lies beside it.
pub(super) struct Place {
    folder: PathBuf,
    name: OsString,
}

impl Place {
    /// Follows all symlinks; the file itself need not exist, its folder must.
    pub(super) fn resolve(path: &Path) -> io::Result<Self> {
        let resolved = match fs::canonicalize(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return match fs::read_link(path) {
                    Ok(target) => Self::resolve(&folder_of(path).join(target)),
                    Err(_) => Self::new(&fs::canonicalize(folder_of(path))?, path),
                };
            }
            other => other?,
        };
        Self::new(folder_of(&resolved), &resolved)
    }

    fn new(folder: &Path, named: &Path) -> io::Result<Self> {
        let name = named.file_name().ok_or(ErrorKind::InvalidInput)?;
        Ok(Self {
            folder: folder.to_path_buf(),
            name: name.to_os_string(),
        })
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(super) fn file(&self) -> PathBuf {
        self.folder.join(&self.name)
    }

    pub(super) fn lock_file(&self) -> PathBuf {
        self.beside("", ".lock")
    }

    pub(super) fn generations(&self) -> PathBuf {
        self.beside("", ".generations")
    }

    /// A fresh name for the file that is written before it takes the place: `.<name>.<16 hex digits>.tmp`.
    pub(super) fn temporary(&self) -> PathBuf {
        self.beside(".", &format!(".{:016x}.tmp", random::system().next_u64()))
    }

    fn beside(&self, before: &str, after: &str) -> PathBuf {
        let mut name = OsString::from(before);
        name.push(&self.name);
        name.push(after);
        self.folder.join(name)
    }

    /// Removes the temporary files of saves that were killed. Only while the lock is held: otherwise they may
    /// be in use. What cannot be removed does no harm and is tried again by the next save.
    pub(super) fn remove_left_overs(&self) {
        let Ok(entries) = fs::read_dir(&self.folder) else {
            return;
        };
        for entry in entries.flatten() {
            if self.is_temporary(&entry.file_name()) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }

    fn is_temporary(&self, name: &OsStr) -> bool {
        let middle = name
            .as_encoded_bytes()
            .strip_prefix(b".")
            .and_then(|rest| rest.strip_prefix(self.name.as_encoded_bytes()))
            .and_then(|rest| rest.strip_prefix(b"."))
            .and_then(|rest| rest.strip_suffix(b".tmp"));
        let is_hex = |byte: &u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        middle.is_some_and(|random| random.len() == 16 && random.iter().all(is_hex))
    }
}

/// The parent, also of a bare file name.
pub(super) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_that_a_save_makes_count_as_left_over() {
        let place = Place::new(Path::new("folder"), Path::new("vault")).unwrap();
        let made = place.temporary();
        assert!(
            place.is_temporary(made.file_name().unwrap()),
            "{}",
            made.display()
        );
        for other in [
            "vault",
            ".vault",
            ".vault.tmp",
            ".vault..tmp",
            ".vault.0123456789abcde.tmp",
            ".vault.0123456789abcdef0.tmp",
            ".vault.0123456789ABCDEF.tmp",
            ".vault.0123456789abcdef.tmp.txt",
            ".vault2.0123456789abcdef.tmp",
            "vault.0123456789abcdef.tmp",
        ] {
            assert!(!place.is_temporary(OsStr::new(other)), "{other}");
        }
    }

    #[test]
    fn a_bare_file_name_lies_in_the_current_folder() {
        let here = fs::canonicalize(".").unwrap();
        assert_eq!(
            Place::resolve(Path::new("no-such-vault")).unwrap().folder(),
            here
        );
    }
}
