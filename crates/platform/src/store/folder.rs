//! Folders that survive a power cut.

use std::fs::DirBuilder;
#[cfg(unix)]
use std::fs::File;
use std::io::{self, ErrorKind};
use std::path::Path;

use super::SaveError;

/// An open folder whose entries can be flushed to the disk. Opened before anything is changed, so that after
/// the change only the flush itself can fail.
pub(crate) struct Folder {
    #[cfg(unix)]
    handle: File,
}

impl Folder {
    #[cfg(unix)]
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        Ok(Self {
            handle: File::open(path)?,
        })
    }

    /// Flushes names that were made, renamed or removed in the folder.
    #[cfg(unix)]
    pub(crate) fn sync(&self) -> io::Result<()> {
        match self.handle.sync_all() {
            // POSIX: this file system does not know how to flush a folder. No program can do better there.
            Err(error) if error.kind() == ErrorKind::InvalidInput => Ok(()),
            other => other,
        }
    }

    /// Windows opens folders only through calls that the standard library does not have.
    #[cfg(not(unix))]
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        std::fs::metadata(path).map(|_| Self {})
    }

    #[cfg(not(unix))]
    pub(crate) fn sync(&self) -> io::Result<()> {
        Ok(())
    }
}

/// Makes a folder that only this user can look into, and the folders above it, durably. One that is there
/// already is left as it is.
///
/// # Errors
/// See [`SaveError`]; folders made before the error stay.
pub fn create_folder(path: &Path) -> Result<(), SaveError> {
    if path.is_dir() {
        return Ok(());
    }
    let above = path.parent().filter(|above| !above.as_os_str().is_empty());
    if let Some(above) = above {
        create_folder(above)?;
    }
    match private().create(path) {
        // Another process was faster.
        Err(error) if error.kind() == ErrorKind::AlreadyExists && path.is_dir() => {}
        other => other?,
    }
    Folder::open(above.unwrap_or(Path::new(".")))?.sync()?;
    Ok(())
}

#[cfg_attr(not(unix), expect(unused_mut, reason = "the mode is set on Unix only"))]
fn private() -> DirBuilder {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
}
