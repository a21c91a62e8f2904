//! Seeing that a file was touched, without reading it.

use std::fs::{self, File};
use std::time::{Duration, UNIX_EPOCH};

use platform::store::{ReadError, look, read_and_look};

use super::{NOON, put};

#[test]
fn a_file_that_nobody_touched_looks_as_it_did_when_it_was_saved_and_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault");
    for content in [b"first", b"other"] {
        let saved = put(&path, content).unwrap();
        let (bytes, read) = read_and_look(&path, 5).unwrap();
        assert_eq!((bytes.as_slice(), read), (content.as_slice(), saved.look));
        assert_eq!(look(&path), Ok(saved.look));
    }
}

#[test]
fn another_file_of_the_same_length_and_time_looks_different() {
    let folder = tempfile::tempdir().unwrap();
    let [path, other] = ["vault", "other"].map(|name| folder.path().join(name));
    let noon = UNIX_EPOCH + Duration::from_secs(NOON.unsigned_abs());
    for (path, content) in [(&path, "mine"), (&other, "your")] {
        fs::write(path, content).unwrap();
        File::options()
            .write(true)
            .open(path)
            .unwrap()
            .set_modified(noon)
            .unwrap();
    }
    let before = look(&path).unwrap();
    assert_eq!(before.modified(), Some(NOON));
    fs::rename(&other, &path).unwrap();
    #[cfg(unix)]
    assert_ne!(look(&path), Ok(before));
    fs::write(&path, "longer").unwrap();
    assert_ne!(look(&path), Ok(before));
}

#[test]
fn what_is_not_a_file_cannot_be_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(look(folder.path()), Err(ReadError::NotAFile));
    let missing = folder.path().join("missing");
    assert_eq!(look(&missing), Err(ReadError::NotFound));
}
