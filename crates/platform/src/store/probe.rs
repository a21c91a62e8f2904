//! Whether a save could work, tried without a save.

use std::path::Path;

use super::SaveError;
use super::new_file::NewFile;
use super::place::Place;

/// Writes, flushes and removes a small file beside `path`, as a save would.
///
/// # Errors
/// What a save would meet.
pub fn probe_folder(path: &Path) -> Result<(), SaveError> {
    let place = Place::resolve(path)?;
    let content = b"probe";
    NewFile::write(place.temporary(), content, None)?.check(content, &|found| found == content)
}

/// Removes a file that this program has just made with [`super::write_new`].
pub fn remove_new(path: &Path) {
    // What cannot be removed is no use to anybody but stays visible: there is nothing more to do.
    let _ = std::fs::remove_file(path);
}
