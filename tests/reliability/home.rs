//! Folders as they were.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::program::{Home, content};

/// Files by their path in a folder.
pub(crate) type Files = BTreeMap<PathBuf, Vec<u8>>;

/// A new home with these files.
pub(crate) fn home_of(files: &Files) -> Home {
    let home = Home::empty();
    put(files, &home.path(""));
    home
}

/// Puts these files into a folder.
pub(crate) fn put(files: &Files, folder: &Path) {
    for (path, bytes) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

/// All files of a folder, and of those in it, by their path from there.
pub(crate) fn snapshot(folder: &Path) -> Files {
    let files = content(folder).into_iter();
    files
        .map(|(path, bytes)| (path.strip_prefix(folder).unwrap().to_owned(), bytes))
        .collect()
}

/// Makes the computer remember no state of any vault, as it would after another was put in the vault's place: so every
/// run makes the same calls.
pub(crate) fn forget(home: &Home) {
    drop(fs::remove_dir_all(home.path(".local")));
}
