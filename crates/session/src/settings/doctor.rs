//! The doctor: is everything as it should be?

use crate::backup;
use crate::copies_beside::claimed_copies;
use crate::effects::Effects;
use crate::names::{read_error, save_error};
use crate::time::show_time;
use crate::unlock::newest_good_copy;
use platform::store::{self, ReadError};
use std::path::Path;
use vault::{LockedVault, MAX_FILE, OpenError};

/// One thing that was looked at.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Check {
    /// Its message in the catalogue, for example `doctor-vault-sound`.
    pub id: &'static str,
    /// How it stands.
    pub state: State,
    /// The message's arguments.
    pub args: Vec<(&'static str, String)>,
}

/// How a thing stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum State {
    /// As it should be.
    Good,
    /// Worth knowing.
    Note,
    /// Needs the user.
    Bad,
}

impl Check {
    pub(crate) fn new(id: &'static str, state: State) -> Self {
        let args = Vec::new();
        Self { id, state, args }
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }
}

/// Looks at the vault file, its older copies and this computer, without any password.
pub fn doctor(effects: &Effects, path: &Path) -> Vec<Check> {
    let mut checks = vec![vault(path), copies(path)];
    checks.extend(copies_beside(path));
    checks.extend(backups(path));
    checks.extend([folder(path), clock(effects), clipboard()]);
    checks
}

/// `doctor-copy-beside`, for each.
fn copies_beside(path: &Path) -> impl Iterator<Item = Check> {
    let claimed = claimed_copies(path).into_iter();
    claimed.map(|copy| Check::new("doctor-copy-beside", State::Note).with("copy", copy.display()))
}

/// `doctor-vault-sound`, `-missing`, `-damaged`, `-too-new`, `-unreadable`.
fn vault(path: &Path) -> Check {
    let check = |id, state| Check::new(id, state).with("path", path.display());
    let bytes = match store::read(path, MAX_FILE) {
        Ok(bytes) => bytes,
        Err(ReadError::NotFound) => return check("doctor-vault-missing", State::Bad),
        Err(error) => {
            let code = read_error(error, path).code().id();
            return check("doctor-vault-unreadable", State::Bad).with("code", code);
        }
    };
    match LockedVault::read(bytes) {
        Ok(vault) => check("doctor-vault-sound", State::Good)
            .with("generation", vault.generation())
            .with("slots", vault.slot_kinds().count()),
        Err(OpenError::TooNew { .. }) => check("doctor-vault-too-new", State::Bad),
        Err(_) => check("doctor-vault-damaged", State::Bad),
    }
}

/// `doctor-copies`, `doctor-copies-none`.
fn copies(path: &Path) -> Check {
    let count = store::generations(path).map_or(0, |generations| generations.len());
    match newest_good_copy(path) {
        Some((copy, saved)) => Check::new("doctor-copies", State::Good)
            .with("count", count)
            .with("copy", copy.display())
            .with("saved", show_time(saved)),
        None => Check::new("doctor-copies-none", State::Note),
    }
}

/// `doctor-backups-proved`, `-unproved`, `-failed`, `-none`; nothing where there is no vault to tell whose they are.
fn backups(path: &Path) -> Option<Check> {
    let record = backup::record_of(backup::id_of(path).ok()?);
    let Some(folder) = &record.folder else {
        return Some(Check::new("doctor-backups-none", State::Note));
    };
    let check = |id, state| Check::new(id, state).with("path", folder.display());
    Some(match (record.failure(), record.last_proof()) {
        (Some(failure), _) => check("doctor-backups-failed", State::Bad)
            .with("saved", show_time(failure.at))
            .with("code", failure.error.code().id()),
        (None, Some(proved)) => {
            check("doctor-backups-proved", State::Good).with("saved", show_time(proved))
        }
        (None, None) => check("doctor-backups-unproved", State::Note),
    })
}

/// `doctor-folder-writable`, `doctor-folder-not-writable`.
fn folder(path: &Path) -> Check {
    match store::probe_folder(path) {
        Ok(()) => Check::new("doctor-folder-writable", State::Good),
        Err(error) => Check::new("doctor-folder-not-writable", State::Bad)
            .with("code", save_error(error, path).code().id()),
    }
}

/// `doctor-clock`, `doctor-clock-unset`.
fn clock(effects: &Effects) -> Check {
    match effects.now() {
        Ok(now) => Check::new("doctor-clock", State::Good).with("now", show_time(now)),
        Err(_) => Check::new("doctor-clock-unset", State::Bad),
    }
}

/// `doctor-clipboard`, `doctor-clipboard-none`.
fn clipboard() -> Check {
    if platform::clipboard::is_reachable() {
        Check::new("doctor-clipboard", State::Good)
    } else {
        Check::new("doctor-clipboard-none", State::Note)
    }
}
