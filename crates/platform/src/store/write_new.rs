//! Files that are written once: a recovery kit, a picture of a QR code.

use std::path::Path;

use super::SaveError;
use super::folder::Folder;
use super::new_file::NewFile;
use super::place::folder_of;

/// Writes a file that only this user can read, durably. Never overwrites: a symlink, too, is a taken name.
///
/// # Errors
/// See [`SaveError`]; a file that could not be finished is removed.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<(), SaveError> {
    let folder = Folder::open(folder_of(path))?;
    let new = NewFile::write(path.to_path_buf(), bytes, None)?;
    new.check(bytes, &|_| true)?;
    new.keep();
    folder.sync().map_err(|_| SaveError::NotDurable)
}
