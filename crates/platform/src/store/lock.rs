//! One save at a time.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use super::SaveError;

/// Held while one process saves; given back when dropped, and by the system when the process dies.
pub(super) struct Lock {
    _file: File,
}

/// Longer than any save on a disk that works.
const PATIENCE: Duration = Duration::from_secs(10);
const LOOK_EVERY: Duration = Duration::from_millis(20);

impl Lock {
    /// Takes the lock, making its file if need be; waits up to ten seconds for another holder.
    pub(super) fn take(path: &Path) -> Result<Self, SaveError> {
        Self::take_within(path, PATIENCE)
    }

    fn take_within(path: &Path, patience: Duration) -> Result<Self, SaveError> {
        let mut options = OpenOptions::new();
        // Reading too: to open a pipe that somebody put there for writing only would wait for a reader.
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(path)?;

        let mut left = patience;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self { _file: file }),
                Err(TryLockError::Error(error)) => return Err(error.into()),
                Err(TryLockError::WouldBlock) if left.is_zero() => return Err(SaveError::Busy),
                Err(TryLockError::WouldBlock) => {}
            }
            let nap = left.min(LOOK_EVERY);
            sleep(nap);
            left -= nap;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_that_is_never_given_back_is_reported_as_busy_and_a_returned_one_is_taken() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("vault.lock");
        let short = Duration::from_millis(60);
        let held = Lock::take_within(&path, short).unwrap();
        assert_eq!(Lock::take_within(&path, short).err(), Some(SaveError::Busy));
        drop(held);
        assert!(Lock::take_within(&path, short).is_ok());
    }
}
