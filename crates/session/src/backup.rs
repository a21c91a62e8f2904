//! Backups: copies of the vault file, sealed as ever, in a folder of the user's choice. (Backup codes, which sites
//! give out, are something else.)
//!
//! A backup counts only when it was proved: read back from its folder, opened with the key at hand, and every account
//! compared. Reading and writing may take long, on a network share for ever, so an [`Order`] does that without the
//! vault; only the proof needs it, and that is quick.

mod due;
mod files;
mod making;
mod proof;
mod record;
mod restore;

use crate::effects::Effects;
use crate::error::{Code, UserError};
use crate::open_vault::OpenVault;
pub use due::{Due, due};
pub use files::{Backup, Condition, list};
pub use making::{Order, Written};
use otp::UnixTime;
pub use proof::{Proof, ProofOrder, Proved, ReadBack};
pub use record::{Every, Failure, Made, Record, record_of, set_every, set_folder};
pub use restore::{Restored, Source, newest_in, restore};
use std::path::{Path, PathBuf};

/// Makes a backup in `folder`, or else in the chosen one, and proves it. A folder that is given becomes the chosen
/// one. Where the newest backup is this very file, that one is proved again instead.
///
/// # Errors
/// `backup-no-folder`, `backup-beside-vault`, and the other codes of backups. The failure is kept in the record.
pub fn create(
    effects: &mut Effects,
    open: &OpenVault,
    folder: Option<&Path>,
) -> Result<(PathBuf, Proof), UserError> {
    let now = effects.now()?;
    if let Some(folder) = folder {
        set_folder(open, folder)?;
    }
    let order = Order::of(open)?;
    let written = order.write(now);
    let proof = written.as_ref().ok();
    let proof = proof.and_then(|written| written.prove(open));
    order.finish(written, proof, now)
}

/// Proves `from`, a file or all of this vault's in a folder, or else every backup of this vault in the chosen folder,
/// and keeps in the record what came of it.
///
/// # Errors
/// `backup-no-folder`, `backup-none`, and why the folder cannot be read. What is wrong with a single backup is in the
/// answer.
pub fn prove(
    effects: &mut Effects,
    open: &OpenVault,
    from: Option<&Path>,
) -> Result<Vec<Proved>, UserError> {
    let now = effects.now()?;
    let order = match from {
        Some(from) => ProofOrder::of(open, from),
        None => ProofOrder::all(open)?,
    };
    let read = order.read();
    let proved = read.map(|read| read.map(|read| read.prove(open)).collect());
    order.finish(proved, now)
}

/// Makes a backup before something that cannot be undone, where a folder was chosen.
///
/// `None`: no folder was chosen. The error is in the record too; it is no reason not to go on, because each save
/// keeps the file before it.
pub fn before_risk(effects: &mut Effects, open: &OpenVault) -> Option<Result<(), UserError>> {
    record_of(open.vault().id()).folder.as_ref()?;
    Some(create(effects, open, None).map(drop))
}

/// Names the open vault for ever.
pub fn id(open: &OpenVault) -> vault::Id {
    open.vault().id()
}

/// What this computer knows of the backups of the open vault.
pub fn record(open: &OpenVault) -> Record {
    record_of(open.vault().id())
}

/// The id of the vault file at `path`, which nobody has authenticated yet.
///
/// # Errors
/// As of [`crate::unlock::open`], but for credentials.
pub fn id_of(path: &Path) -> Result<vault::Id, UserError> {
    files::id_of(path)
}

/// Seconds since 1970 as file names and the store know them.
fn seconds(time: UnixTime) -> i64 {
    i64::try_from(time.get()).unwrap_or(i64::MAX)
}

fn no_folder() -> UserError {
    Code::BackupNoFolder.into()
}
