//! Files that must not be lost: bounded reads, a save that is old or new but never half, older generations.
//!
//! The recipe of [`save()`], of which no step may be left out or moved:
//!
//! 1. follow symlinks, so that a link stays a link;
//! 2. take the lock file `<name>.lock`; remove what a killed save left;
//! 3. read what is there now and ask the caller whether it is what the change started from;
//! 4. write a new file beside it, flush it to the disk, read it back and let the caller open it;
//! 5. keep the old file as a generation in `<name>.generations/` and flush that folder;
//! 6. rename the new file over the old one and flush the folder;
//! 7. look whether it is still there (a lock may mean nothing on a network share);
//! 8. only now say "saved", and drop generations that are too many.
//!
//! Before step 6 an error leaves the old file as it was and the new one removed. After it the new file is in
//! place, and an error says so ([`SaveError::NotDurable`]).
//!
//! What the systems promise: on Linux flushing is fsync(2), on macOS `F_FULLFSYNC`. On Windows a file is
//! flushed by `FlushFileBuffers`, but a folder cannot be: the rename is ordered by the NTFS journal and may be
//! undone by a power cut in the following seconds, which leaves the old file, whole. A program that holds the
//! file open there without sharing makes a save fail; nothing is lost and it can be repeated.

mod beside;
mod dated;
mod elsewhere;
mod error;
pub(crate) mod folder;
mod generations;
mod lock;
mod look;
pub(crate) mod new_file;
mod place;
mod probe;
mod read;
mod remove;
mod replace;
mod retention;
mod save;
mod stamp;
mod utc;
mod write_new;

pub use beside::{copies_beside, is_copy_beside, set_aside};
pub use dated::{Dated, NewDated, dated, existing_folder, is_folder_of, made_at, surplus};
pub use elsewhere::is_elsewhere;
pub use error::SaveError;
pub use folder::create_folder;
pub use generations::{Generation, generations};
pub use look::{Look, look};
pub use probe::probe_folder;
pub use read::{ReadError, read, read_and_look, read_folder, read_from_disk, read_secret};
pub use remove::remove;
pub use replace::replace;
pub use save::{Save, Saved, save};
pub use write_new::{remove_new, write_new};

/// The largest file that is saved, in bytes: 256 MiB.
pub const MAX_BYTES: u64 = 256 << 20;
