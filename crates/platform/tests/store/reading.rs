//! Reading files that may be anything.

use std::fs::{self, File};
use std::path::Path;

use platform::store::{ReadError, read};

#[test]
fn a_file_is_read_up_to_its_limit_and_not_a_byte_beyond() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    fs::write(&path, "12345").unwrap();
    assert_eq!(read(&path, 5).unwrap(), b"12345");
    assert_eq!(read(&path, u64::MAX).unwrap(), b"12345");
    assert_eq!(read(&path, 4), Err(ReadError::TooLarge));
    fs::write(&path, "").unwrap();
    assert_eq!(read(&path, 0).unwrap(), b"");
}

#[test]
fn a_huge_file_is_refused_without_being_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    File::create(&path).unwrap().set_len(1 << 40).unwrap();
    assert_eq!(read(&path, 1 << 20), Err(ReadError::TooLarge));
}

#[test]
fn what_is_not_there_is_not_found() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    assert_eq!(read(&path, 9), Err(ReadError::NotFound));
    assert_eq!(read(Path::new(""), 9), Err(ReadError::NotFound));
    fs::write(&path, "").unwrap();
    assert_eq!(
        read(&path.join("below a file"), 9),
        Err(ReadError::NotFound)
    );
}

#[cfg(unix)]
#[test]
fn a_folder_a_pipe_and_a_device_are_refused_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe");
    assert!(
        std::process::Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    for path in [folder.path(), &pipe, Path::new("/dev/zero")] {
        assert_eq!(
            read(path, 9),
            Err(ReadError::NotAFile),
            "{}",
            path.display()
        );
    }
}
