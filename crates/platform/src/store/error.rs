//! Why something was not saved.

use std::io::{self, ErrorKind};

/// Why something was not saved. Unless the variant says otherwise nothing has changed on the disk.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum SaveError {
    /// The disk is full, or the user's share of it. Make room and save again.
    #[error("no space left")]
    NoSpace,
    /// The file system is mounted for reading only.
    #[error("the file system is read-only")]
    ReadOnly,
    /// This user may not write there.
    #[error("no permission to write")]
    NoPermission,
    /// The folder does not exist, or a symlink leads nowhere: perhaps a drive is not mounted.
    #[error("the folder does not exist")]
    FolderMissing,
    /// Another process has been saving for too long. Save again.
    #[error("another process is saving")]
    Busy,
    /// The file is not what the change started from, or another program replaced it in the moment of saving.
    /// What the other program wrote is there; the change is not. Read again.
    #[error("another program changed the file")]
    ChangedByAnother,
    /// A file that must not be overwritten, or something that is not a file, has that name.
    #[error("the name is taken")]
    AlreadyExists,
    /// The disk gave back something else than was written, or the caller could not open it.
    #[error("what was written could not be read back")]
    ReadBackDiffers,
    /// The new file is in place and whole, but the disk did not confirm it: it may be gone after a power cut.
    #[error("the file is in place but may not survive a power cut")]
    NotDurable,
    /// Something else, for instance a failing disk.
    #[error("the operating system reports: {0}")]
    Other(ErrorKind),
}

impl From<io::Error> for SaveError {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the system's list is long and grows"
    )]
    fn from(error: io::Error) -> Self {
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::NoSpace,
            ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            ErrorKind::PermissionDenied => Self::NoPermission,
            ErrorKind::NotFound | ErrorKind::NotADirectory => Self::FolderMissing,
            ErrorKind::AlreadyExists => Self::AlreadyExists,
            kind => Self::Other(kind),
        }
    }
}
