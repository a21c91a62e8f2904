//! A folder that several people share, on one computer or on a file server.
//!
//! An object is a file under its own name. It is written under another one first, in `.tmp`, flushed, read back, and gets
//! its name by a hard link, which fails where there is one already, and which on a file server the server decides. Where
//! there are no links, a disk of this computer does the same by a rename that does not replace; on a network such a
//! rename may be decided by the client, so there it is refused. Then the folder is flushed.
//!
//! Whoever may read the folder may read the objects: files take over its group and the right to read, folders
//! inside it all of its mode. What is in the folder is not trusted: no link in it is followed.

mod access;
mod left_overs;
mod listing;

use std::fs::{self, Metadata};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rand_core::Rng as _;

use access::{share, share_folder};
use listing::Listing;

use super::{Creation, MAX_BYTES, Name, Objects, ObjectsError, SyncClient, refuse_size};
use crate::random;
use crate::store::folder::Folder;
use crate::store::new_file::NewFile;
use crate::store::{self, ReadError, SaveError};

/// A shared folder as a storage.
#[derive(Debug)]
pub struct FolderObjects {
    root: PathBuf,
}

/// Why a folder is not used.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum OpenFolderError {
    /// A program copies it to other computers, so that two people can create the same object.
    #[error("the folder is copied by {}", .0.name())]
    Copied(SyncClient),
    /// It is not there, or may not be read.
    #[error(transparent)]
    Storage(#[from] ObjectsError),
}

/// Where objects are written before they have their names, none of which begins with a dot.
const UNFINISHED: &str = ".tmp";

impl FolderObjects {
    /// A folder that is there, and is not copied by a program that is known to. Removes what writers that were killed left
    /// more than a day ago.
    ///
    /// # Errors
    /// See [`OpenFolderError`].
    pub fn open(folder: &Path) -> Result<Self, OpenFolderError> {
        let root = fs::canonicalize(folder).map_err(storage_error)?;
        if !root.is_dir() {
            return Err(ObjectsError::Missing.into());
        }
        // A link out of such a folder may be followed by the program that copies it.
        let named = std::path::absolute(folder).map_err(storage_error)?;
        if let Some(client) = [&root, &named]
            .into_iter()
            .find_map(|path| SyncClient::of(path))
        {
            return Err(OpenFolderError::Copied(client));
        }
        let objects = Self { root };
        left_overs::remove(&objects.root.join(UNFINISHED), SystemTime::now());
        Ok(objects)
    }

    /// Where the object lies, if every folder on the way is one.
    fn path(&self, name: &Name) -> Result<PathBuf, ObjectsError> {
        let mut path = self.root.clone();
        let mut parts = name.parts().peekable();
        while let Some(part) = parts.next() {
            path.push(part);
            let is_last = parts.peek().is_none();
            if !is_last
                && !fs::symlink_metadata(&path)
                    .map_err(|error| self.error(error))?
                    .is_dir()
            {
                return Err(ObjectsError::Unfit);
            }
        }
        Ok(path)
    }

    /// As [`Self::path`]. Folders that are missing are made, and all on the way flushed: whoever made one may have been
    /// killed before that.
    fn path_to_write(&self, name: &Name) -> Result<PathBuf, ObjectsError> {
        let access = fs::metadata(&self.root).map_err(storage_error)?;
        let mut path = self.root.clone();
        let mut parts = name.parts().peekable();
        while let Some(part) = parts.next() {
            let above = Folder::open(&path).map_err(|error| self.error(error))?;
            path.push(part);
            if parts.peek().is_some() {
                make_folder(&path, &access).map_err(|error| self.error(error))?;
                above.sync().map_err(|error| self.error(error))?;
            }
        }
        Ok(path)
    }

    /// The object under a name that nobody looks for, flushed and read back.
    fn unfinished(&self, bytes: &[u8]) -> Result<NewFile, ObjectsError> {
        let access = fs::metadata(&self.root).map_err(storage_error)?;
        let folder = self.root.join(UNFINISHED);
        make_folder(&folder, &access).map_err(|error| self.error(error))?;
        let path = folder.join(left_overs::name(random::system().next_u64()));
        let new = NewFile::write_with(path, bytes, |file| {
            share(file, &access);
            Ok(())
        })
        .map_err(save_error)?;
        new.check(bytes, &|_| true).map_err(save_error)?;
        Ok(new)
    }

    fn create_file(&self, name: &Name, bytes: &[u8]) -> Result<Creation, ObjectsError> {
        let path = self.path_to_write(name)?;
        if is_taken(&path).map_err(|error| self.error(error))? {
            return Ok(Creation::Exists);
        }
        let folder = path.parent().unwrap_or(&self.root);
        let folder = Folder::open(folder).map_err(|error| self.error(error))?;
        match self.unfinished(bytes)?.publish_shared(&path) {
            // There, but a power cut may undo it.
            Ok(()) => folder.sync().map_err(|_| ObjectsError::NoAnswer)?,
            Err(error) if error.kind() == ErrorKind::AlreadyExists => return Ok(Creation::Exists),
            Err(error) => return Err(self.error(error)),
        }
        Ok(Creation::Created)
    }

    /// Takes an object out of a folder that is only this program's own copy of a storage. Of a storage nothing is ever taken.
    ///
    /// # Errors
    /// It is still there.
    pub fn forget(&self, name: &Name) -> Result<(), ObjectsError> {
        let path = match self.path(name) {
            Ok(path) => path,
            Err(ObjectsError::NotFound) => return Ok(()),
            Err(error) => return Err(error),
        };
        match fs::remove_file(&path) {
            Ok(()) => {
                let folder = Folder::open(path.parent().unwrap_or(&self.root));
                let synced = folder.and_then(|folder| folder.sync());
                synced.map_err(|error| self.error(error))
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            Err(error) => Err(self.error(error)),
        }
    }

    /// Something is not there: perhaps the whole folder.
    fn error(&self, error: io::Error) -> ObjectsError {
        let error = storage_error(error);
        if error == ObjectsError::Missing && self.root.is_dir() {
            return ObjectsError::NotFound;
        }
        error
    }
}

impl Objects for FolderObjects {
    fn create(&self, name: &Name, bytes: &[u8]) -> Result<Creation, ObjectsError> {
        refuse_size(bytes, MAX_BYTES)?;
        self.create_file(name, bytes).map_err(written)
    }

    fn get(&self, name: &Name, max_bytes: usize) -> Result<Vec<u8>, ObjectsError> {
        let path = self.path(name)?;
        if !is_taken(&path).map_err(|error| self.error(error))? {
            return Err(self.error(ErrorKind::NotFound.into()));
        }
        let most = u64::try_from(max_bytes.min(MAX_BYTES)).map_err(|_| ObjectsError::TooLarge)?;
        store::read(&path, most).map_err(|error| match error {
            ReadError::NotFound => self.error(ErrorKind::NotFound.into()),
            ReadError::TooLarge => ObjectsError::TooLarge,
            ReadError::NoPermission => ObjectsError::Denied,
            ReadError::NotAFile => ObjectsError::Unfit,
            ReadError::Other(kind) => storage_error(kind.into()),
        })
    }

    fn list(&self, folder: &Name, most: usize) -> Result<Vec<Name>, ObjectsError> {
        let mut listing = Listing {
            names: Vec::new(),
            most,
            foreign: 0,
        };
        let path = self.path(folder);
        let walked = path.and_then(|path| {
            let walked = listing.walk_folder(folder, &path);
            walked.map_err(|error| self.error(error))
        });
        match walked {
            Ok(()) | Err(ObjectsError::NotFound) => {}
            Err(error) => return Err(error),
        }
        listing.names.sort_unstable();
        Ok(listing.names)
    }
}

/// Whether there is an object. A folder, link or pipe of its name is an error of the kind `Unsupported`.
fn is_taken(path: &Path) -> io::Result<bool> {
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_file() => Ok(true),
        Ok(_) => Err(ErrorKind::Unsupported.into()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Makes a folder where there is none.
fn make_folder(path: &Path, like: &Metadata) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_dir() => return Ok(()),
        Ok(_) => return Err(ErrorKind::Unsupported.into()),
        Err(_) => {}
    }
    match fs::create_dir(path) {
        // Another writer was faster.
        Err(error) if error.kind() == ErrorKind::AlreadyExists => return make_folder(path, like),
        other => other?,
    }
    share_folder(path, like);
    Ok(())
}

/// A folder that somebody removed while it was written to.
fn written(error: ObjectsError) -> ObjectsError {
    if error == ObjectsError::NotFound {
        return ObjectsError::NoAnswer;
    }
    error
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the system's list is long and grows"
)]
fn storage_error(error: io::Error) -> ObjectsError {
    match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => ObjectsError::Missing,
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => ObjectsError::Denied,
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => ObjectsError::Full,
        ErrorKind::FileTooLarge => ObjectsError::TooLarge,
        ErrorKind::Unsupported => ObjectsError::Unfit,
        _ => ObjectsError::NoAnswer,
    }
}

fn save_error(error: SaveError) -> ObjectsError {
    match error {
        SaveError::NoSpace => ObjectsError::Full,
        SaveError::ReadOnly | SaveError::NoPermission => ObjectsError::Denied,
        SaveError::Other(kind) => storage_error(kind.into()),
        SaveError::FolderMissing
        | SaveError::Busy
        | SaveError::ChangedByAnother
        | SaveError::AlreadyExists
        | SaveError::ReadBackDiffers
        | SaveError::NotDurable => ObjectsError::NoAnswer,
    }
}
