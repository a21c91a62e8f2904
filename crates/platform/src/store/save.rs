//! The save recipe; the module's documentation has it in words.

use std::fs::Metadata;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::folder::Folder;
use super::generations;
use super::lock::Lock;
use super::new_file::NewFile;
use super::place::Place;
use super::read::read_with_metadata;
use super::{Look, MAX_BYTES, ReadError, SaveError, read_and_look};

/// One change of a file.
pub struct Save<'a> {
    /// The file; its folder must exist.
    pub path: &'a Path,
    /// Its whole new content, at most [`MAX_BYTES`].
    pub bytes: &'a [u8],
    /// Looks at what is in the file now (`None`: there is no file) and says whether the change started from it.
    pub is_base: &'a dyn Fn(Option<&[u8]>) -> bool,
    /// Opens what was read back from the disk.
    pub verify: &'a dyn Fn(&[u8]) -> bool,
    /// The number under which the file that is replaced is kept. Unused when there is none.
    pub generation: u64,
    /// Seconds since 1970, for the kept file's name.
    pub now: i64,
}

/// The new content is on the disk and survives a power cut.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Saved {
    /// Where the old file is kept, if there was one.
    pub kept: Option<PathBuf>,
    /// How the new file looks.
    pub look: Look,
}

/// What is in the file now.
pub(super) struct Current {
    pub(super) bytes: Vec<u8>,
    pub(super) metadata: Metadata,
}

/// Replaces the file's content, or creates the file where there is none.
///
/// # Errors
/// See [`SaveError`], whose variants say what is on the disk then.
pub fn save(save: Save<'_>) -> Result<Saved, SaveError> {
    if u64::try_from(save.bytes.len()).map_or(true, |length| length > MAX_BYTES) {
        return Err(SaveError::Other(ErrorKind::FileTooLarge));
    }
    let place = Place::resolve(save.path)?;
    let folder = Folder::open(place.folder())?;
    let _lock = Lock::take(&place.lock_file())?;
    place.remove_left_overs();

    let current = read_current(&place.file())?;
    if !(save.is_base)(current.as_ref().map(|current| current.bytes.as_slice())) {
        return Err(SaveError::ChangedByAnother);
    }
    let like = current.as_ref().map(|current| &current.metadata);
    let new = NewFile::write(place.temporary(), save.bytes, like)?;
    new.check(save.bytes, save.verify)?;

    let kept = match current {
        Some(current) => Some(generations::keep(
            &place,
            &current,
            save.generation,
            save.now,
        )?),
        None => None,
    };
    put_in_place(new, &place.file(), kept.is_some())?;
    folder.sync().map_err(|_| SaveError::NotDurable)?;
    let look = check_in_place(&place.file(), save.bytes)?;
    if let Some(kept) = &kept {
        generations::prune(&place, kept);
    }
    Ok(Saved { kept, look })
}

fn read_current(file: &Path) -> Result<Option<Current>, SaveError> {
    match read_with_metadata(file, MAX_BYTES) {
        Ok((bytes, metadata)) => Ok(Some(Current { bytes, metadata })),
        Err(ReadError::NotFound) => Ok(None),
        // Nobody can have started from something that large.
        Err(ReadError::TooLarge) => Err(SaveError::ChangedByAnother),
        Err(ReadError::NoPermission) => Err(SaveError::NoPermission),
        Err(ReadError::NotAFile) => Err(SaveError::AlreadyExists),
        Err(ReadError::Other(kind)) => Err(SaveError::Other(kind)),
    }
}

/// A first save must not overwrite what another program put there meanwhile.
fn put_in_place(new: NewFile, file: &Path, replaces: bool) -> Result<(), SaveError> {
    if replaces {
        return Ok(new.replace(file)?);
    }
    new.publish(file).map_err(|error| {
        if error.kind() == ErrorKind::AlreadyExists {
            SaveError::ChangedByAnother
        } else {
            error.into()
        }
    })
}

/// On a network share the lock may have kept nobody out.
fn check_in_place(file: &Path, bytes: &[u8]) -> Result<Look, SaveError> {
    match read_and_look(file, MAX_BYTES) {
        Ok((found, look)) if found == bytes => Ok(look),
        Ok(_) | Err(ReadError::NotFound | ReadError::TooLarge | ReadError::NotAFile) => {
            Err(SaveError::ChangedByAnother)
        }
        Err(ReadError::NoPermission | ReadError::Other(_)) => Err(SaveError::NotDurable),
    }
}
