//! What this computer knows of backups: one small JSON file beside the settings, with no secret in it. A file that
//! cannot be read counts as empty, and keeps nobody from their codes.

use crate::error::{Code, UserError};
use crate::names::save_error;
use crate::open_vault::OpenVault;
use otp::UnixTime;
use platform::{folders, store};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use vault::Id;

const FILE_NAME: &str = "backups.json";
/// A longer file is not read, and none is written. In bytes.
const MAX_FILE: u64 = 1 << 20;
/// Of how many files the day of their proof is kept, and of how many vaults the record.
const MOST: usize = 100;

/// How often a backup is made by itself while the window is open, if the vault changed.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Every {
    /// Once a day.
    #[default]
    Day,
    /// Once a week.
    Week,
    /// Only by hand and before risky actions.
    Never,
}

/// The backup that was made last.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Made {
    /// When.
    pub at: UnixTime,
    /// The vault's generation in it.
    pub generation: u64,
    /// Its name in the folder.
    pub name: String,
}

/// Something that went wrong and has not gone well since.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Failure {
    /// When it was tried last.
    pub at: UnixTime,
    /// What went wrong.
    pub error: UserError,
}

impl Failure {
    /// Whether it is this file that it went wrong with.
    pub(super) fn is_about(&self, file: &Path) -> bool {
        let file = file.display().to_string();
        let mut args = self.error.args().iter();
        args.any(|(name, path)| *name == "path" && *path == file)
    }
}

/// What is known of the backups of one vault.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Record {
    /// Where they go; `None`: no folder was chosen.
    pub folder: Option<PathBuf>,
    /// How often.
    pub every: Every,
    /// The last one.
    pub made: Option<Made>,
    /// When all of them were proved the last time.
    pub checked: Option<UnixTime>,
    /// Why the last try to make one failed.
    pub not_made: Option<Failure>,
    /// Why the last proof of all of them failed.
    pub not_proved: Option<Failure>,
    /// When each file was proved last, by its name in the folder.
    pub proofs: BTreeMap<String, UnixTime>,
}

impl Record {
    /// When a backup was proved last.
    pub fn last_proof(&self) -> Option<UnixTime> {
        self.proofs.values().max().copied()
    }

    /// The failure that the user must know of.
    pub fn failure(&self) -> Option<&Failure> {
        self.not_made.as_ref().or(self.not_proved.as_ref())
    }
}

/// The record of the vault of this id; empty where there is none.
pub fn record_of(id: Id) -> Record {
    path().map(|path| record_in(&path, id)).unwrap_or_default()
}

fn record_in(path: &Path, id: Id) -> Record {
    let record = read(path).vaults.remove(&id.to_string());
    record.map(RecordJson::read).unwrap_or_default()
}

/// Chooses the folder for the backups of this vault. What is known of those in another folder is forgotten.
///
/// # Errors
/// `backup-beside-vault`: it is the folder of the vault itself, which one lost disk or one mistake takes along.
/// `backup-folder-missing`; `backup-path-not-text`; the codes of saving.
pub fn set_folder(open: &OpenVault, folder: &Path) -> Result<(), UserError> {
    let folder = store::existing_folder(folder)
        .map_err(|_| UserError::new(Code::BackupFolderMissing).with_path(folder))?;
    if store::is_folder_of(&folder, open.path()) {
        return Err(UserError::new(Code::BackupBesideVault).with_path(&folder));
    }
    if folder.to_str().is_none() {
        return Err(UserError::new(Code::BackupPathNotText).with_path(&folder));
    }
    change(open.vault().id(), |record| {
        if record.folder.as_ref() != Some(&folder) {
            let every = record.every;
            *record = Record {
                folder: Some(folder),
                every,
                ..Record::default()
            };
        }
    })
}

/// Chooses how often backups are made.
///
/// # Errors
/// The codes of saving.
pub fn set_every(open: &OpenVault, every: Every) -> Result<(), UserError> {
    change(open.vault().id(), |record| record.every = every)
}

/// Changes the record of one vault and saves it, durably.
pub(super) fn change(id: Id, change: impl FnOnce(&mut Record)) -> Result<(), UserError> {
    change_in(&path().ok_or(Code::NoDataFolder)?, id, change)
}

fn change_in(path: &Path, id: Id, change: impl FnOnce(&mut Record)) -> Result<(), UserError> {
    let mut file = read(path);
    let mut record = file
        .vaults
        .remove(&id.to_string())
        .map(RecordJson::read)
        .unwrap_or_default();
    change(&mut record);
    while file.vaults.len() >= MOST {
        file.vaults.pop_first();
    }
    file.vaults.insert(id.to_string(), RecordJson::of(&record));
    let text = serde_json::to_vec_pretty(&file).unwrap_or_default();
    path.parent()
        .map_or(Ok(()), store::create_folder)
        .and_then(|()| store::replace(path, &text))
        .map_err(|error| save_error(error, path))
}

fn path() -> Option<PathBuf> {
    Some(folders::config_folder()?.join(FILE_NAME))
}

/// Each vault's record by itself: one that makes no sense does not spoil the others.
fn read(path: &Path) -> FileJson {
    let bytes = store::read(path, MAX_FILE).unwrap_or_default();
    let whole: serde_json::Value = serde_json::from_slice(&bytes).unwrap_or_default();
    let vaults = whole.get("vaults").and_then(serde_json::Value::as_object);
    let records = vaults.into_iter().flatten().filter_map(|(id, record)| {
        let record = RecordJson::deserialize(record).ok()?;
        Some((id.clone(), record))
    });
    FileJson {
        vaults: records.collect(),
    }
}

#[derive(Default, Serialize)]
struct FileJson {
    vaults: BTreeMap<String, RecordJson>,
}

/// The names and shapes in the file. Times are seconds since 1970.
#[derive(Default, Deserialize, Serialize)]
#[serde(default)]
struct RecordJson {
    folder: Option<String>,
    every: Every,
    made: Option<MadeJson>,
    checked: Option<u64>,
    not_made: Option<FailureJson>,
    not_proved: Option<FailureJson>,
    proofs: BTreeMap<String, u64>,
}

#[derive(Deserialize, Serialize)]
struct MadeJson {
    at: u64,
    generation: u64,
    name: String,
}

#[derive(Deserialize, Serialize)]
struct FailureJson {
    at: u64,
    code: String,
    path: Option<String>,
}

impl RecordJson {
    fn of(record: &Record) -> Self {
        let mut proofs: Vec<(&String, &UnixTime)> = record.proofs.iter().collect();
        proofs.sort_by_key(|(_, at)| std::cmp::Reverse(**at));
        let proofs = proofs.into_iter().take(MOST);
        Self {
            folder: record
                .folder
                .as_ref()
                .and_then(|folder| folder.to_str().map(str::to_owned)),
            every: record.every,
            made: record.made.as_ref().map(|made| MadeJson {
                at: made.at.get(),
                generation: made.generation,
                name: made.name.clone(),
            }),
            checked: record.checked.map(UnixTime::get),
            not_made: record.not_made.as_ref().map(FailureJson::of),
            not_proved: record.not_proved.as_ref().map(FailureJson::of),
            proofs: proofs.map(|(name, at)| (name.clone(), at.get())).collect(),
        }
    }

    fn read(self) -> Record {
        let folder = self.folder.map(PathBuf::from);
        let made = self.made.and_then(|made| {
            Some(Made {
                at: time(made.at)?,
                generation: made.generation,
                name: made.name,
            })
        });
        let proofs = self.proofs.into_iter();
        Record {
            // A relative path would be another folder after each start from another place.
            folder: folder.filter(|folder| folder.is_absolute()),
            every: self.every,
            made,
            checked: self.checked.and_then(time),
            not_made: self.not_made.and_then(FailureJson::read),
            not_proved: self.not_proved.and_then(FailureJson::read),
            proofs: proofs
                .filter_map(|(name, at)| Some((name, time(at)?)))
                .collect(),
        }
    }
}

impl FailureJson {
    fn of(failure: &Failure) -> Self {
        let args = failure.error.args().iter();
        let mut paths = args.filter(|(name, _)| *name == "path");
        Self {
            at: failure.at.get(),
            code: failure.error.code().id().to_owned(),
            path: paths.next().map(|(_, path)| path.clone()),
        }
    }

    fn read(self) -> Option<Failure> {
        let mut codes = Code::ALL.iter();
        let code = *codes.find(|code| code.id() == self.code)?;
        let path = self.path.unwrap_or_default();
        Some(Failure {
            at: time(self.at)?,
            error: UserError::new(code).with("path", path),
        })
    }
}

fn time(seconds: u64) -> Option<UnixTime> {
    i64::try_from(seconds).ok().and_then(UnixTime::new)
}

#[cfg(test)]
mod tests;
