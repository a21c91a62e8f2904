//! Files that are written once: a recovery kit, a picture of a QR code.

use std::fs;
use std::io;
use std::path::Path;

use super::SaveError;
use super::folder::Folder;
use super::new_file::NewFile;
use super::place::folder_of;

/// Writes a file that only this user can read, durably. Never overwrites: a symlink, too, is a taken name.
///
/// # Errors
/// See [`SaveError`], but never [`SaveError::NotDurable`]: a file that could not be finished is removed.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<(), SaveError> {
    let folder = Folder::open(folder_of(path))?;
    write_and_sync(path, bytes, || folder.sync())
}

fn write_and_sync(
    path: &Path,
    bytes: &[u8],
    sync_folder: impl FnOnce() -> io::Result<()>,
) -> Result<(), SaveError> {
    let new = NewFile::write(path.to_path_buf(), bytes, None)?;
    new.check(bytes, &|_| true)?;
    sync_folder()?;
    new.keep();
    Ok(())
}

/// Removes a file that this program has just made with [`write_new`].
pub fn remove_new(path: &Path) {
    // What cannot be removed is no use to anybody but stays visible: there is nothing more to do.
    let _ = fs::remove_file(path);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_its_folder_may_forget_is_removed_and_not_reported_as_in_place() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("kit");
        let failing = io::ErrorKind::Interrupted;
        let result = write_and_sync(&path, b"words", || Err(failing.into()));
        assert_eq!(result, Err(SaveError::Other(failing)));
        assert!(!path.exists());
    }
}
