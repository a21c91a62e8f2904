//! What a save promises, seen from outside: old or new, never half, and nothing of somebody else's lost.
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "tests look at files and start programs, and fail where they stand"
)]

mod failing_disks;
mod generations;
mod looking;
mod probing;
mod reading;
mod replacing;
mod saving;
mod writing_new;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use platform::store::{Save, SaveError, Saved, save};

const NOON: i64 = 1_793_707_200;

/// A save by a caller that agrees to everything.
fn change<'a>(path: &'a Path, bytes: &'a [u8]) -> Save<'a> {
    Save {
        path,
        bytes,
        is_base: &|_| true,
        verify: &|_| true,
        generation: 1,
        now: NOON,
    }
}

fn put(path: &Path, bytes: &[u8]) -> Result<Saved, SaveError> {
    save(change(path, bytes))
}

/// All files under a folder with their content, to see that nothing changed.
fn content(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(content(&path));
        } else {
            files.insert(path.clone(), fs::read(&path).unwrap());
        }
    }
    files
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}
