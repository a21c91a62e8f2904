//! The effects an action may have, as one argument.

use crate::error::{Code, UserError};
use otp::UnixTime;
use platform::clock::{Clock, SystemClock, Wait};
use platform::keyring::{Keyring, NoKeyring, SystemKeyring};
use platform::random;
use rand_core::CryptoRng;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Clock, randomness and memory of this machine, or of a test.
pub struct Effects {
    clock: Box<dyn Clock + Send>,
    random: Box<dyn CryptoRng + Send>,
    /// Memory of the machine in bytes; it bounds the cost of a password.
    memory: u64,
    keyring: Box<dyn Keyring + Send>,
    /// Where this computer's memory of vaults is kept; `None`: nothing is remembered.
    state_folder: Option<PathBuf>,
}

impl Effects {
    /// This machine's.
    pub fn system() -> Self {
        Self {
            clock: Box::new(SystemClock),
            random: Box::new(random::system()),
            memory: platform::machine::total_memory(),
            keyring: Box::new(SystemKeyring),
            state_folder: platform::folders::state_folder(),
        }
    }

    /// Others, for tests: a machine with little memory makes passwords cheap. It has no keyring.
    pub fn new(
        clock: Box<dyn Clock + Send>,
        random: Box<dyn CryptoRng + Send>,
        memory: u64,
    ) -> Self {
        Self {
            clock,
            random,
            memory,
            keyring: Box::new(NoKeyring),
            state_folder: None,
        }
    }

    /// The same, with a folder to remember vaults in.
    #[must_use]
    pub fn remembering_in(mut self, folder: PathBuf) -> Self {
        self.state_folder = Some(folder);
        self
    }

    pub(crate) fn state_folder(&self) -> Option<&Path> {
        self.state_folder.as_deref()
    }

    /// The time now.
    ///
    /// # Errors
    /// The clock stands before 1970.
    pub fn now(&self) -> Result<UnixTime, UserError> {
        UnixTime::new(self.clock.unix_seconds()).ok_or(Code::ClockUnset.into())
    }

    pub(crate) fn random(&mut self) -> &mut dyn CryptoRng {
        &mut *self.random
    }

    pub(crate) fn keyring(&self) -> &dyn Keyring {
        &*self.keyring
    }

    pub(crate) fn memory(&self) -> u64 {
        self.memory
    }

    /// Begins to wait for somebody else, at most this long; the vault is not needed meanwhile.
    pub(crate) fn wait(&self, most: Duration) -> Box<dyn Wait + Send> {
        self.clock.wait(most)
    }

    pub(crate) fn measure(&self, work: &mut dyn FnMut()) -> Duration {
        self.clock.elapsed(work)
    }
}
