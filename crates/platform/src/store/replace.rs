//! Small files that can be made again: settings.

use std::path::Path;

use super::SaveError;
use super::folder::Folder;
use super::lock::Lock;
use super::new_file::NewFile;
use super::place::Place;

/// Puts a file that only this user can read in the place of another, or where none is, durably. At every
/// moment the name has the old content or the new one; the old one is not kept.
///
/// # Errors
/// See [`SaveError`], whose variants say what is on the disk then.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), SaveError> {
    let place = Place::resolve(path)?;
    let folder = Folder::open(place.folder())?;
    let _lock = Lock::take(&place.lock_file())?;
    place.remove_left_overs();
    let new = NewFile::write(place.temporary(), bytes, None)?;
    new.check(bytes, &|_| true)?;
    new.replace(&place.file())?;
    folder.sync().map_err(|_| SaveError::NotDurable)
}
