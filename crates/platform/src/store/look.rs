//! Whether a file was touched, told without reading it.

use std::fs::{self, Metadata};
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use super::ReadError;

/// What nearly every change of a file changes. Unequal looks are worth a second reading; equal ones prove
/// nothing, so [`super::save()`] asks about the content all the same.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Look {
    length: u64,
    modified: Option<SystemTime>,
    /// Device and inode, where there are such things.
    identity: Option<(u64, u64)>,
}

/// Looks at a regular file. Symlinks are followed.
///
/// # Errors
/// See [`ReadError`].
pub fn look(path: &Path) -> Result<Look, ReadError> {
    let metadata = fs::metadata(path)?;
    if !metadata.is_file() {
        return Err(ReadError::NotAFile);
    }
    Ok(Look::of(&metadata))
}

impl Look {
    pub(super) fn of(metadata: &Metadata) -> Self {
        Self {
            length: metadata.len(),
            modified: metadata.modified().ok(),
            identity: identity(metadata),
        }
    }

    /// How long the file is, in bytes.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// When the file was last changed, seconds since 1970, where the file system says so.
    pub fn modified(&self) -> Option<i64> {
        let since = self.modified?.duration_since(UNIX_EPOCH).ok()?;
        i64::try_from(since.as_secs()).ok()
    }
}

#[cfg(unix)]
fn identity(metadata: &Metadata) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt as _;
    Some((metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
fn identity(_metadata: &Metadata) -> Option<(u64, u64)> {
    None
}
