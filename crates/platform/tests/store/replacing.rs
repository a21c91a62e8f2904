//! Settings and the like: replaced whole, without older states.

use std::fs;

use platform::store::{SaveError, replace};

use super::names;

#[test]
fn a_replaced_file_has_the_new_content_and_nothing_else_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("settings.json");
    let killed = ".settings.json.0123456789abcdef.tmp";
    fs::write(folder.path().join(killed), "half").unwrap();
    for content in ["first", "second"] {
        replace(&path, content.as_bytes()).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), content);
    }
    assert_eq!(
        names(folder.path()),
        ["settings.json", "settings.json.lock"]
    );
}

#[test]
fn a_file_is_not_put_where_there_is_no_folder_or_a_folder_has_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("no/settings.json");
    assert_eq!(replace(&missing, b"new"), Err(SaveError::FolderMissing));
    let taken = folder.path().join("taken");
    fs::create_dir(&taken).unwrap();
    assert!(replace(&taken, b"new").is_err());
    assert_eq!(names(folder.path()), ["taken", "taken.lock"]);
}

#[cfg(unix)]
#[test]
fn a_replaced_file_is_for_its_owner_only_and_a_link_stays_a_link() {
    use crate::{mode, set_mode};
    let folder = tempfile::tempdir().unwrap();
    let [link, target] = ["link", "target"].map(|name| folder.path().join(name));
    fs::write(&target, "old").unwrap();
    set_mode(&target, 0o644);
    std::os::unix::fs::symlink("target", &link).unwrap();
    replace(&link, b"new").unwrap();
    assert_eq!(fs::read(&target).unwrap(), b"new");
    assert_eq!(mode(&target), 0o600);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
}
