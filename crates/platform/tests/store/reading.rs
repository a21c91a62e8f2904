//! Reading files that may be anything.

use std::fs::{self, File};
use std::path::Path;

use platform::store::{ReadError, read, read_secret};

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
    let pipe = pipe_in(folder.path());
    for path in [folder.path(), &pipe, Path::new("/dev/zero")] {
        assert_eq!(
            read(path, 9),
            Err(ReadError::NotAFile),
            "{}",
            path.display()
        );
    }
}

#[cfg(unix)]
#[test]
fn a_secret_is_read_from_a_pipe_up_to_its_limit() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = pipe_in(folder.path());
    let read_what_comes = |max| {
        let pipe = pipe.clone();
        let writer = std::thread::spawn(move || fs::write(pipe, "12345"));
        let read = read_secret(&folder.path().join("pipe"), max);
        writer.join().unwrap().unwrap();
        read.map(|secret| secret.to_vec())
    };
    assert_eq!(read_what_comes(5), Ok(b"12345".to_vec()));
    assert_eq!(read_what_comes(4), Err(ReadError::TooLarge));
}

#[cfg(unix)]
#[test]
fn a_secret_is_neither_a_folder_nor_without_end() {
    let folder = tempfile::tempdir().unwrap();
    let secret = |path| read_secret(path, 9).map(|secret| secret.to_vec());
    assert_eq!(secret(folder.path()), Err(ReadError::NotAFile));
    assert_eq!(secret(Path::new("/dev/zero")), Err(ReadError::TooLarge));
}

#[cfg(unix)]
fn pipe_in(folder: &Path) -> std::path::PathBuf {
    let pipe = folder.join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    pipe
}
