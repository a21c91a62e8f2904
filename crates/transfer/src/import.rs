//! Files of other programs to accounts. The format is found by content; each is read in a file of its own in `formats`.
//!
//! Nothing is dropped silently: an account that cannot be taken over is named with the reason, and never stops the
//! others.

mod archive;
mod cipher;
mod cost;
pub(crate) mod derive;
mod entry;
mod error;
mod file;
mod format;
mod formats;
mod json;
mod login;
mod parts;
mod picture;
mod registry;
mod sqlite;
mod table;
mod xml;

use otp::SecretText;
use zeroize::Zeroizing;

pub use cost::Cost;
pub use entry::{Entry, Extras, Skipped};
pub use error::{ReadError, SkipReason};
pub use format::Format;

use file::File;

/// Largest file that is looked at, and most that an archive may unpack to, in bytes.
pub const MAX_FILE: usize = 64 << 20;
/// Most accounts that are taken from one file.
pub const MAX_ENTRIES: usize = 100_000;

/// What a file holds.
pub struct Import {
    /// Which program's.
    pub format: Format,
    /// Its accounts in the file's order; one that cannot be taken over is named in its place.
    pub items: Vec<Result<Entry, Skipped>>,
    /// How many items of the file have no one-time password at all, such as the other logins of a password manager.
    pub without_otp: usize,
}

/// What a person gave for reading a file.
#[derive(Clone, Copy, Default)]
pub struct Access<'a> {
    /// The file's password.
    pub password: Option<&'a SecretText>,
    /// Work that [`ReadError::Costly`] asked about was agreed to.
    pub allow_cost: bool,
}

/// A file of a folder.
pub struct Member {
    /// Its name without the folder's.
    pub name: String,
    /// All of it.
    pub bytes: Zeroizing<Vec<u8>>,
}

/// Most files of a folder, and of an archive.
pub const MAX_MEMBERS: usize = 1_000;

/// Finds out whose file it is; `None` where no format is recognised.
#[must_use]
pub fn recognise(bytes: &[u8]) -> Option<Format> {
    let file = File::new(bytes).ok()?;
    registry::find(&file).map(|reader| reader.format)
}

/// Reads a file, as `format` or as what it is recognised as.
///
/// # Errors
/// When the file as a whole is unusable, needs a password, or asks for work that a person has to agree to.
pub fn read(bytes: &[u8], format: Option<Format>, access: Access<'_>) -> Result<Import, ReadError> {
    let file = File::new(bytes)?;
    let reader = match format {
        Some(format) => registry::of(format),
        None => registry::find(&file),
    };
    let reader = reader.ok_or(ReadError::Unrecognised)?;
    (reader.read)(&file, access).map(|found| found.import(reader.format))
}

/// Reads a folder of files that belong together: `maFiles` of Steam's authenticators, with the `manifest.json` that says
/// how they are encrypted.
///
/// # Errors
/// As [`read`]; `Unrecognised` where the folder is of no known program.
pub fn read_folder(files: &[Member], access: Access<'_>) -> Result<Import, ReadError> {
    if files.len() > MAX_MEMBERS {
        return Err(ReadError::TooMany);
    }
    let size = files
        .iter()
        .fold(0_usize, |size, file| size.saturating_add(file.bytes.len()));
    if size > MAX_FILE {
        return Err(ReadError::TooLarge);
    }
    let found = formats::steam::read_folder(files, access)?;
    Ok(found.import(Format::Steam))
}
