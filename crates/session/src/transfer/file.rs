//! Reading another program's file, without the vault: that may take a while.

use super::reasons;
use crate::error::{Code, UserError};
use crate::names::read_error;
use otp::SecretText;
use platform::store::{self, Look, ReadError, SaveError};
use std::path::{Path, PathBuf};
use transfer::import::{self, Access, Format, Import, MAX_FILE, MAX_MEMBERS, Member};
use zeroize::Zeroizing;

/// How a file is to be read.
#[derive(Clone, Copy, Default)]
pub struct Reading<'a> {
    /// As this, whatever it looks like.
    pub format: Option<Format>,
    /// The file's password.
    pub password: Option<&'a SecretText>,
    /// Work that `import-costly` asked about was agreed to.
    pub allow_cost: bool,
}

/// What a file held. [`super::compare`] makes a plan of it.
pub struct Contents {
    pub(super) import: Import,
    /// The file's name.
    pub(super) source: String,
    pub(super) is_plain: bool,
    pub(super) file: Option<ReadFile>,
}

/// A file as it was when it was read.
#[derive(Clone)]
pub struct ReadFile {
    path: PathBuf,
    look: Look,
}

impl ReadFile {
    pub(crate) fn new(path: &Path, look: Look) -> Self {
        let path = path.to_owned();
        Self { path, look }
    }
}

/// Reads a file, or a folder whose files belong together.
///
/// # Errors
/// As [`super::plan`].
pub fn read(path: &Path, reading: Reading<'_>) -> Result<Contents, UserError> {
    let access = Access {
        password: reading.password,
        allow_cost: reading.allow_cost,
    };
    let (import, look) = match store::read_and_look(path, most()) {
        Ok((bytes, look)) => {
            let import = import::read(&Zeroizing::new(bytes), reading.format, access);
            (import, Some(look))
        }
        Err(ReadError::NotAFile) if store::existing_folder(path).is_ok() => {
            (import::read_folder(&members(path)?, access), None)
        }
        Err(error) => return Err(read_error(error, path)),
    };
    let name = path.file_name().unwrap_or_default();
    Ok(Contents {
        import: import.map_err(|error| reasons::file(error).with_path(path))?,
        source: name.to_string_lossy().into_owned(),
        is_plain: reading.password.is_none(),
        file: look.map(|look| ReadFile::new(path, look)),
    })
}

/// Whether it is a file, or a folder, of a program that is known here.
pub fn is_known(path: &Path) -> bool {
    match store::read(path, most()) {
        Ok(bytes) => import::recognise(&Zeroizing::new(bytes)).is_some(),
        Err(ReadError::NotAFile) => members(path).is_ok_and(|members| {
            let read = import::read_folder(&members, Access::default());
            !matches!(read, Err(import::ReadError::Unrecognised))
        }),
        Err(_) => false,
    }
}

/// Deletes a file that was imported, if it is still the same. On flash storage, and where a folder is synchronised,
/// what was in it may stay.
///
/// # Errors
/// `import-changed` and `import-not-deleted`: it is still there.
pub fn delete(file: &ReadFile) -> Result<(), UserError> {
    let removed = store::remove(&file.path, &file.look);
    removed.map_err(|error| {
        let code = if error == SaveError::ChangedByAnother {
            Code::ImportChanged
        } else {
            Code::ImportNotDeleted
        };
        UserError::new(code).with_path(&file.path)
    })
}

fn members(folder: &Path) -> Result<Vec<Member>, UserError> {
    let files = store::read_folder(folder, MAX_MEMBERS, most());
    let files = files.map_err(|error| read_error(error, folder))?;
    let member = |(name, bytes)| Member { name, bytes };
    Ok(files.into_iter().map(member).collect())
}

/// The largest file that is looked at.
fn most() -> u64 {
    u64::try_from(MAX_FILE).unwrap_or(u64::MAX)
}
