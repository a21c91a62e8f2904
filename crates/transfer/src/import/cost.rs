//! What opening an encrypted file may cost: its header names the work, and the header is a stranger's.

use super::error::ReadError;

/// What a password check takes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Cost {
    /// Bytes of memory.
    pub memory: u64,
    /// About how long one check takes on an ordinary computer, in seconds, rounded up.
    pub seconds: u64,
}

/// More than this is asked about: 256 MiB.
const FREE_MEMORY: u64 = 256 << 20;
const FREE_SECONDS: u64 = 2;
/// More than this is refused: 1 GiB, the most that libsodium's strongest preset takes.
const MOST_MEMORY: u64 = 1 << 30;
const MOST_SECONDS: u64 = 60;

impl Cost {
    /// # Errors
    /// `TooCostly` where no program asks for as much; `Costly` where a person has to agree first.
    pub(super) fn check(self, allowed: bool) -> Result<(), ReadError> {
        if self.memory > MOST_MEMORY || self.seconds > MOST_SECONDS {
            return Err(ReadError::TooCostly(self));
        }
        if !allowed && (self.memory > FREE_MEMORY || self.seconds > FREE_SECONDS) {
            return Err(ReadError::Costly(self));
        }
        Ok(())
    }

    /// For work whose library takes memory without a way to say no: whether this computer has as much now.
    ///
    /// # Errors
    /// `TooCostly`.
    pub(super) fn reserve(self) -> Result<(), ReadError> {
        let bytes = usize::try_from(self.memory).map_err(|_memory| ReadError::TooCostly(self))?;
        Vec::<u8>::new()
            .try_reserve_exact(bytes)
            .map_err(|_memory| ReadError::TooCostly(self))
    }
}
