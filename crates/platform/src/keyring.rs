//! The keyring of the system: Secret Service (Linux), Keychain (macOS), Credential Manager (Windows).
//!
//! It belongs to the user's session and to other programs too, so each call may find it missing, locked or emptied,
//! may make it ask the user, and may never be answered. A call is therefore made on a thread of its own and given up
//! when its time is over; whoever waits for it holds nothing that others need.
//!
//! That our process cannot be looked at ([`crate::hardening::harden`]) is no matter to a Secret Service: it tells its
//! clients apart by their connection to the bus.

use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use keyring_core::api::CredentialStoreApi;
use keyring_core::{Entry, Error};
use zeroize::Zeroizing;

/// Why a keyring did not do what it was asked to.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum KeyringError {
    /// The system has none that runs, or none at all.
    #[error("no keyring")]
    Missing,
    /// It is locked, and the user was not asked or did not unlock it; or it lets us do nothing.
    #[error("the keyring is locked")]
    Locked,
    /// It works, and has no such item: nobody put it there, or somebody removed it.
    #[error("no such item in the keyring")]
    Gone,
    /// It did not answer in time; it may be waiting for the user.
    #[error("the keyring did not answer")]
    NoAnswer,
    /// Anything else.
    #[error("the keyring failed")]
    Other,
}

/// A place that keeps small secrets by name.
pub trait Keyring {
    /// What is kept under `name`.
    ///
    /// # Errors
    /// See [`KeyringError`].
    fn read(&self, name: &str) -> Result<Zeroizing<Vec<u8>>, KeyringError>;

    /// Keeps `secret` under `name`, in the place of what was there.
    ///
    /// # Errors
    /// See [`KeyringError`], but never `Gone`.
    fn write(&self, name: &str, secret: &[u8]) -> Result<(), KeyringError>;

    /// Keeps nothing under `name` any more. Done as well if nothing was there.
    ///
    /// # Errors
    /// See [`KeyringError`], but never `Gone`.
    fn remove(&self, name: &str) -> Result<(), KeyringError>;
}

/// The keyring of this user's session.
#[derive(Clone, Copy, Debug)]
pub struct SystemKeyring;

/// No keyring: what a test has.
#[derive(Clone, Copy, Debug)]
pub struct NoKeyring;

/// Under this name the system lists what is ours.
const SERVICE: &str = "countersign";
/// How long a keyring has to say that it is there. Nobody is asked for that.
const TIME_TO_CONNECT: Duration = Duration::from_secs(5);
/// How long it has for what was asked of it, with the time a user needs to type a password into its window.
const TIME_TO_ANSWER: Duration = Duration::from_secs(60);

impl Keyring for SystemKeyring {
    fn read(&self, name: &str) -> Result<Zeroizing<Vec<u8>>, KeyringError> {
        in_time(name, |entry| entry.get_secret().map(Zeroizing::new))
    }

    fn write(&self, name: &str, secret: &[u8]) -> Result<(), KeyringError> {
        let secret = Zeroizing::new(secret.to_vec());
        in_time(name, move |entry| entry.set_secret(&secret))
    }

    fn remove(&self, name: &str) -> Result<(), KeyringError> {
        match in_time(name, Entry::delete_credential) {
            Ok(()) | Err(KeyringError::Gone) => Ok(()),
            Err(error) => Err(error),
        }
    }
}

impl Keyring for NoKeyring {
    fn read(&self, _: &str) -> Result<Zeroizing<Vec<u8>>, KeyringError> {
        Err(KeyringError::Missing)
    }

    fn write(&self, _: &str, _: &[u8]) -> Result<(), KeyringError> {
        Err(KeyringError::Missing)
    }

    fn remove(&self, _: &str) -> Result<(), KeyringError> {
        Err(KeyringError::Missing)
    }
}

/// Does `work` with the item called `name`, on a thread that is left alone once the time is over.
fn in_time<T: Send + 'static>(
    name: &str,
    work: impl FnOnce(&Entry) -> Result<T, Error> + Send + 'static,
) -> Result<T, KeyringError> {
    let name = name.to_owned();
    let (connected, is_connected) = mpsc::channel();
    let (done, is_done) = mpsc::channel();
    thread::spawn(move || {
        let entry = open(&name);
        let said = entry.as_ref().map(drop).map_err(|error| *error);
        // Nobody may be waiting any more, and then this was for nothing.
        if connected.send(said).is_ok()
            && let Ok(entry) = entry
        {
            drop(done.send(work(&entry).map_err(|error| problem(&error))));
        }
    });
    answer(&is_connected, TIME_TO_CONNECT)?;
    answer(&is_done, TIME_TO_ANSWER)
}

fn answer<T>(from: &Receiver<Result<T, KeyringError>>, time: Duration) -> Result<T, KeyringError> {
    from.recv_timeout(time).unwrap_or_else(|error| {
        Err(match error {
            RecvTimeoutError::Timeout => KeyringError::NoAnswer,
            // The library gave up in its own way: by a panic.
            RecvTimeoutError::Disconnected => KeyringError::Other,
        })
    })
}

/// The item called `name`, there or not, in a keyring that is there.
fn open(name: &str) -> Result<Entry, KeyringError> {
    let store = store().map_err(|_| KeyringError::Missing)?;
    let details = details(name);
    let details = details.iter().map(|(key, value)| (*key, value.as_str()));
    let entry = store.build(SERVICE, name, Some(&details.collect()));
    entry.map_err(|error| problem(&error))
}

#[cfg(target_os = "linux")]
fn store() -> Result<Arc<impl CredentialStoreApi>, Error> {
    zbus_secret_service_keyring_store::Store::new()
}

#[cfg(target_os = "macos")]
fn store() -> Result<Arc<impl CredentialStoreApi>, Error> {
    apple_native_keyring_store::keychain::Store::new()
}

#[cfg(windows)]
fn store() -> Result<Arc<impl CredentialStoreApi>, Error> {
    windows_native_keyring_store::Store::new()
}

/// What people see in the system's own list.
#[cfg(target_os = "linux")]
fn details(name: &str) -> Vec<(&'static str, String)> {
    vec![("label", format!("Countersign: key of vault {name}"))]
}

#[cfg(target_os = "macos")]
fn details(_: &str) -> Vec<(&'static str, String)> {
    Vec::new()
}

/// It stays on this computer: it does not roam with the user's profile.
#[cfg(windows)]
fn details(_: &str) -> Vec<(&'static str, String)> {
    vec![("persistence", "LocalMachine".to_owned())]
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the library's list is long and grows"
)]
fn problem(error: &Error) -> KeyringError {
    match error {
        Error::NoEntry => KeyringError::Gone,
        Error::NoStorageAccess(_) => KeyringError::Locked,
        _ => KeyringError::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_keyring_that_never_answers_is_given_up_and_one_that_breaks_is_no_answer_either() {
        let (kept, silent) = mpsc::channel::<Result<(), KeyringError>>();
        let waited = answer(&silent, Duration::from_millis(1));
        assert_eq!(waited, Err(KeyringError::NoAnswer));
        drop(kept);
        let broken = answer(&silent, Duration::from_secs(60));
        assert_eq!(broken, Err(KeyringError::Other));
    }
}
