//! Files that are written once and never overwritten.

use std::fs;

use platform::store::{SaveError, remove_new, write_new};

use super::names;

#[test]
fn a_file_is_written_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kit");
    write_new(&path, b"first").unwrap();
    assert_eq!(write_new(&path, b"second"), Err(SaveError::AlreadyExists));
    assert_eq!(fs::read(&path).unwrap(), b"first");
    assert_eq!(names(folder.path()), ["kit"]);
    #[cfg(unix)]
    assert_eq!(super::mode(&path), 0o600);
}

#[test]
fn a_file_that_was_made_for_nothing_can_be_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kit");
    write_new(&path, b"first").unwrap();
    remove_new(&path);
    assert!(names(folder.path()).is_empty());
    remove_new(&path);
    write_new(&path, b"second").unwrap();
}

#[test]
fn a_missing_folder_is_named_as_the_reason() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(
        write_new(&folder.path().join("no/kit"), b"new"),
        Err(SaveError::FolderMissing)
    );
}

#[cfg(unix)]
#[test]
fn a_secret_does_not_go_where_a_link_points() {
    let folder = tempfile::tempdir().unwrap();
    let (link, elsewhere) = (folder.path().join("kit"), folder.path().join("elsewhere"));
    std::os::unix::fs::symlink(&elsewhere, &link).unwrap();
    assert_eq!(write_new(&link, b"new"), Err(SaveError::AlreadyExists));
    assert!(!elsewhere.exists());
}
