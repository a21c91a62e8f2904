//! Storage that several people write to and nobody trusts: whole objects, each written once and never changed.
//!
//! [`Objects`] is all that a team's log asks of a storage. Every implementation keeps the promises that
//! `tests/objects/suite.rs` checks, above all this one: of several writers of one name exactly one has created it, and
//! its bytes stay. Whether a given storage keeps them is found out by [`probe()`], before anything depends on it.
//!
//! What a storage says is not proof. After every result of [`Objects::create`] but [`Creation::Created`] the caller
//! gets the object and looks whose bytes are there; no implementation here tries a request twice and so
//! turns its own success into [`Creation::Exists`].

mod careful;
mod cloud;
mod dav;
mod error;
mod folder;
mod line;
mod memory;
mod name;
mod patient;
mod probe;
mod settings;
mod sync_client;

pub(crate) use careful::careful_client;
pub use cloud::{AzureSettings, CloudObjects, GcsSettings, S3Settings};
pub use dav::{Child, DavObjects, DavSettings, read_listing};
pub use error::ObjectsError;
pub use folder::{FolderObjects, OpenFolderError};
pub use memory::MemoryObjects;
pub use name::Name;
pub use patient::Patient;
pub use probe::{ProbeError, probe};
pub use settings::SettingsError;
pub use sync_client::SyncClient;

/// The largest object, in bytes: 64 MiB. Every one is written and read in one piece.
pub const MAX_BYTES: usize = 64 << 20;

/// What became of an object that was to be created.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Creation {
    /// It is there, durably, with these bytes.
    Created,
    /// The storage says that there is an object of that name. It may be this very one: get it and look.
    Exists,
}

/// A storage of objects. Calls may take as long as a network does, and several threads may make them.
pub trait Objects: Send + Sync {
    /// Writes an object where there is none of that name, as a whole: nobody ever reads a part of it.
    ///
    /// # Errors
    /// See [`ObjectsError`]. After [`ObjectsError::NoAnswer`] the object may be there.
    fn create(&self, name: &Name, bytes: &[u8]) -> Result<Creation, ObjectsError>;

    /// Reads an object of at most `max_bytes` bytes, and of no more than [`MAX_BYTES`].
    ///
    /// # Errors
    /// See [`ObjectsError`]. [`ObjectsError::NotFound`] is the storage's answer, never the lack of one.
    fn get(&self, name: &Name, max_bytes: usize) -> Result<Vec<u8>, ObjectsError>;

    /// The names of all objects below `folder`, at any depth, in order; not what else lies there under other names.
    /// None, if there is no such folder.
    ///
    /// # Errors
    /// See [`ObjectsError`]; [`ObjectsError::TooLarge`] for more than `most` names.
    fn list(&self, folder: &Name, most: usize) -> Result<Vec<Name>, ObjectsError>;
}

/// What no storage is asked for.
fn refuse_size(bytes: &[u8], most: usize) -> Result<(), ObjectsError> {
    if bytes.len() > most {
        return Err(ObjectsError::TooLarge);
    }
    Ok(())
}
