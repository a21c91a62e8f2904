//! Older states of a saved file.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::folder::{Folder, create_folder};
use super::place::Place;
use super::save::Current;
use super::stamp::Stamp;
use super::{ReadError, SaveError, retention, write_new};

/// A state of the file that a save replaced.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Generation {
    /// Where it lies, whole.
    pub path: PathBuf,
    /// The number that the caller of `save` gave it.
    pub number: u64,
    /// When it was replaced, seconds since 1970.
    pub unix_seconds: i64,
}

/// The older states of the file at `path`, newest (highest number, then latest) first; empty when there are
/// none. The file itself need not exist.
///
/// # Errors
/// See [`ReadError`]; [`ReadError::NotFound`] is about the folder of `path`.
pub fn generations(path: &Path) -> Result<Vec<Generation>, ReadError> {
    let folder = Place::resolve(path)?.generations();
    let generation = |stamp: &Stamp| Generation {
        path: folder.join(stamp.to_string()),
        number: stamp.number,
        unix_seconds: stamp.unix_seconds,
    };
    Ok(list(&folder)?.iter().rev().map(generation).collect())
}

fn list(folder: &Path) -> io::Result<BTreeSet<Stamp>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(BTreeSet::new()),
        other => other?,
    };
    let mut stamps = BTreeSet::new();
    for entry in entries {
        stamps.extend(entry?.file_name().to_str().and_then(Stamp::parse));
    }
    Ok(stamps)
}

/// Keeps the file that is about to be replaced, durably, and says where.
pub(super) fn keep(
    place: &Place,
    current: &Current,
    number: u64,
    now: i64,
) -> Result<PathBuf, SaveError> {
    let folder = place.generations();
    create_folder(&folder)?;
    let kept = match kept_before(&folder, current)? {
        Some(kept) => kept,
        None => {
            let path = free_name(&folder, number, now)?;
            link_or_copy(&place.file(), &current.bytes, &path, |from, to| {
                fs::hard_link(from, to)
            })?;
            path
        }
    };
    // Also for one that was kept before: that save may have ended before it came to this.
    Folder::open(&folder)?.sync()?;
    Ok(kept)
}

fn free_name(folder: &Path, number: u64, unix_seconds: i64) -> Result<PathBuf, SaveError> {
    (1..=u32::MAX)
        .map(|copy| Stamp {
            number,
            unix_seconds,
            copy,
        })
        .map(|stamp| folder.join(stamp.to_string()))
        .find(|path| !path.exists())
        .ok_or(SaveError::AlreadyExists)
}

/// The generation that is this very file: an earlier save kept it and ended before it replaced it. Saves that
/// fail again and again must not fill the folder with copies of one state, which would push out the others.
#[cfg(unix)]
fn kept_before(folder: &Path, current: &Current) -> io::Result<Option<PathBuf>> {
    use std::os::unix::fs::MetadataExt as _;
    let identity = |metadata: &fs::Metadata| (metadata.dev(), metadata.ino());
    let is_current = |path: &PathBuf| {
        fs::symlink_metadata(path)
            .is_ok_and(|found| identity(&found) == identity(&current.metadata))
    };
    let stamps = list(folder)?;
    Ok(stamps
        .iter()
        .rev()
        .map(|stamp| folder.join(stamp.to_string()))
        .find(is_current))
}

#[cfg(not(unix))]
fn kept_before(_folder: &Path, _current: &Current) -> io::Result<Option<PathBuf>> {
    Ok(None)
}

/// A link costs nothing and cannot be half. FAT and some network shares have none: there it is a copy.
fn link_or_copy(
    file: &Path,
    bytes: &[u8],
    kept: &Path,
    link: impl FnOnce(&Path, &Path) -> io::Result<()>,
) -> Result<(), SaveError> {
    link(file, kept).or_else(|_| write_new(kept, bytes))
}

/// Removes generations that are too many, but never `just_kept`. To be called when the new file is durable.
/// What cannot be removed stays: that is no reason to call a save failed.
pub(super) fn prune(place: &Place, just_kept: &Path) {
    let folder = place.generations();
    let Ok(all) = list(&folder) else {
        return;
    };
    for surplus in all.difference(&retention::kept(&all)) {
        let path = folder.join(surplus.to_string());
        if path != just_kept {
            let _ = fs::remove_file(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_there_are_no_hard_links_the_generation_is_a_whole_copy_that_overwrites_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let kept = folder.path().join("kept");
        let copy = || {
            let no_links = |_: &Path, _: &Path| Err(ErrorKind::Unsupported.into());
            link_or_copy(&folder.path().join("vault"), b"old", &kept, no_links)
        };
        copy().unwrap();
        assert_eq!(fs::read(&kept).unwrap(), b"old");
        assert_eq!(copy(), Err(SaveError::AlreadyExists));
    }

    #[test]
    #[cfg(unix)]
    fn a_save_that_fails_again_and_again_keeps_its_file_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("vault");
        fs::write(&path, b"old").unwrap();
        let place = Place::resolve(&path).unwrap();
        let current = Current {
            bytes: b"old".to_vec(),
            metadata: fs::metadata(&path).unwrap(),
        };
        let first = keep(&place, &current, 7, 1_000).unwrap();
        assert_eq!(keep(&place, &current, 7, 2_000).unwrap(), first);
        assert_eq!(generations(&path).unwrap().len(), 1);
    }
}
