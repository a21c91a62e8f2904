//! Whether a save could work.

use std::fs;

use platform::store::{SaveError, probe_folder};

use super::{content, put};

#[test]
fn a_folder_that_takes_a_save_is_left_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault");
    assert_eq!(probe_folder(&path), Ok(()));
    assert_eq!(content(folder.path()).len(), 0);

    put(&path, b"kept").unwrap();
    let before = content(folder.path());
    assert_eq!(probe_folder(&path), Ok(()));
    assert_eq!(content(folder.path()), before);
}

#[test]
fn what_a_save_would_meet_is_said_without_one() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    for path in [folder.path().join("no/vault"), file.join("vault")] {
        assert_eq!(probe_folder(&path), Err(SaveError::FolderMissing));
    }
}
