//! Reading a file of bounded size.

use std::collections::BTreeMap;
use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Read as _};
use std::path::Path;

use zeroize::Zeroizing;

use super::Look;

/// Why a file was not read.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum ReadError {
    /// There is nothing of that name.
    #[error("there is no such file")]
    NotFound,
    /// The file is longer than the caller allows.
    #[error("the file is too large")]
    TooLarge,
    /// This user may not read it.
    #[error("no permission to read")]
    NoPermission,
    /// A folder, a device, a pipe or a socket.
    #[error("not a regular file")]
    NotAFile,
    /// Something else, for instance a failing disk.
    #[error("the operating system reports: {0}")]
    Other(ErrorKind),
}

impl From<io::Error> for ReadError {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the system's list is long and grows"
    )]
    fn from(error: io::Error) -> Self {
        match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => Self::NotFound,
            ErrorKind::PermissionDenied => Self::NoPermission,
            kind => Self::Other(kind),
        }
    }
}

/// Reads a whole regular file of at most `max_bytes` bytes; a longer one is refused before memory is taken.
/// Symlinks are followed.
///
/// # Errors
/// See [`ReadError`].
pub fn read(path: &Path, max_bytes: u64) -> Result<Vec<u8>, ReadError> {
    Ok(read_with_metadata(path, max_bytes)?.0)
}

/// Names and bytes of the regular files of a folder, not of folders inside it, by name. They have at most `max_bytes`
/// bytes together; names that are not Unicode are left out, for no program gives such a name.
///
/// # Errors
/// See [`ReadError`]; `TooLarge` also for more than `most` files.
pub fn read_folder(
    folder: &Path,
    most: usize,
    max_bytes: u64,
) -> Result<BTreeMap<String, Zeroizing<Vec<u8>>>, ReadError> {
    let (mut files, mut left) = (BTreeMap::new(), max_bytes);
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        if !fs::metadata(entry.path())?.is_file() {
            continue;
        }
        if files.len() == most {
            return Err(ReadError::TooLarge);
        }
        let bytes = Zeroizing::new(read(&entry.path(), left)?);
        left = left.saturating_sub(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        files.insert(name, bytes);
    }
    Ok(files)
}

/// As [`read`], and how the file looked before its first byte was read: a change in the meantime shows in the
/// next look.
///
/// # Errors
/// See [`ReadError`].
pub fn read_and_look(path: &Path, max_bytes: u64) -> Result<(Vec<u8>, Look), ReadError> {
    let (bytes, metadata) = read_with_metadata(path, max_bytes)?;
    Ok((bytes, Look::of(&metadata)))
}

/// Reads a small file that holds a secret: at most `max_bytes` bytes. Also a pipe, as shells make one of
/// `<(command)`; this waits for its other end, because the user named it.
///
/// # Errors
/// See [`ReadError`].
pub fn read_secret(path: &Path, max_bytes: u64) -> Result<Zeroizing<Vec<u8>>, ReadError> {
    if fs::metadata(path)?.is_dir() {
        return Err(ReadError::NotAFile);
    }
    // All the room at once: a buffer that grows leaves copies behind.
    let room = max_bytes.saturating_add(1);
    read_at_most(File::open(path)?, room, max_bytes).map(Zeroizing::new)
}

/// As [`read`], from the disk and not from memory: what the system remembers of the file is dropped first, where it
/// can be (Linux, and only what is flushed).
///
/// # Errors
/// See [`ReadError`].
pub fn read_from_disk(path: &Path, max_bytes: u64) -> Result<Vec<u8>, ReadError> {
    #[cfg(target_os = "linux")]
    if fs::metadata(path)?.is_file() {
        use rustix::fs::{Advice, fadvise};
        // A file system that takes no advice gives the file as it gives it to everybody.
        let _ = fadvise(&File::open(path)?, 0, None, Advice::DontNeed);
    }
    read(path, max_bytes)
}

pub(super) fn read_with_metadata(
    path: &Path,
    max_bytes: u64,
) -> Result<(Vec<u8>, Metadata), ReadError> {
    // Before opening, because to open a pipe is to wait for its other end.
    if !fs::metadata(path)?.is_file() {
        return Err(ReadError::NotAFile);
    }
    let file = File::open(path)?;
    let metadata = file.metadata()?;
    if metadata.len() > max_bytes {
        return Err(ReadError::TooLarge);
    }
    let bytes = read_at_most(file, metadata.len(), max_bytes)?;
    Ok((bytes, metadata))
}

/// The length that was announced is a hint only: the file may grow while it is read.
fn read_at_most(file: File, announced: u64, max_bytes: u64) -> Result<Vec<u8>, ReadError> {
    let announced = usize::try_from(announced).map_err(|_| ReadError::TooLarge)?;
    let mut bytes = Vec::new();
    bytes
        .try_reserve_exact(announced)
        .map_err(|_| ReadError::TooLarge)?;
    file.take(max_bytes.saturating_add(1))
        .read_to_end(&mut bytes)?;
    let length = u64::try_from(bytes.len()).map_err(|_| ReadError::TooLarge)?;
    if length > max_bytes {
        return Err(ReadError::TooLarge);
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_grows_while_it_is_read_is_too_large() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("grows");
        fs::write(&path, b"0123456789").unwrap();
        let read = |max| read_at_most(File::open(&path).unwrap(), 3, max);
        assert_eq!(read(9), Err(ReadError::TooLarge));
        assert_eq!(read(10).unwrap(), b"0123456789");
    }
}
