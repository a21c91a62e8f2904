//! Folders as they were.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::program::Home;

/// Another home with the same files.
pub(crate) fn copy_of(home: &Home) -> Home {
    let copy = Home::empty();
    copy_folder(&home.path(""), &copy.path(""));
    copy
}

/// Copies all files of a folder, and of those in it.
pub(crate) fn copy_folder(from: &Path, to: &Path) {
    for (path, bytes) in snapshot(from) {
        let path = to.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

/// All files of a folder, and of those in it, by their path from there.
pub(crate) fn snapshot(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = content(folder).into_iter();
    files
        .map(|(path, bytes)| (path.strip_prefix(folder).unwrap().to_owned(), bytes))
        .collect()
}

/// Everything in a folder and those in it, by path.
fn content(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let paths = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let files = paths.flat_map(|path| match path.is_dir() {
        true => content(&path),
        false => BTreeMap::from([(path.clone(), fs::read(&path).unwrap())]),
    });
    files.collect()
}
