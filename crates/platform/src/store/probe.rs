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
