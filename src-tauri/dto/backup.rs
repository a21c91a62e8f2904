use super::ErrorDto;
use serde::{Deserialize, Serialize};
use session::backup::{Backup, Condition, Every, Record, Source};
use session::{UnixTime, escape};
use ts_rs::TS;

/// What is known of the backups of the open vault. Times are Unix seconds.
#[derive(Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct BackupStatusDto {
    /// Where they go; null: no folder was chosen.
    folder: Option<String>,
    #[ts(inline)]
    every: EveryDto,
    made: Option<u64>,
    /// When one was proved last.
    proved: Option<u64>,
    /// What the user must know of: why the last backup or the last proof failed.
    failure: Option<ErrorDto>,
    failed_at: Option<u64>,
}

impl BackupStatusDto {
    pub(crate) fn has_folder(&self) -> bool {
        self.folder.is_some()
    }
}

impl From<Record> for BackupStatusDto {
    fn from(record: Record) -> Self {
        let failure = record.failure();
        let folder = record.folder.as_ref();
        Self {
            folder: folder.map(|folder| escape(&folder.display().to_string()).into_owned()),
            every: match record.every {
                Every::Day => EveryDto::Day,
                Every::Week => EveryDto::Week,
                Every::Never => EveryDto::Never,
            },
            made: record.made.as_ref().map(|made| made.at.get()),
            proved: record.last_proof().map(UnixTime::get),
            failure: failure.map(|failure| failure.error.clone().into()),
            failed_at: failure.map(|failure| failure.at.get()),
        }
    }
}

/// How often a backup is made by itself.
#[derive(Clone, Copy, Deserialize, Serialize, TS)]
#[serde(rename_all = "lowercase")]
pub(crate) enum EveryDto {
    Day,
    Week,
    Never,
}

impl From<EveryDto> for Every {
    fn from(every: EveryDto) -> Self {
        match every {
            EveryDto::Day => Self::Day,
            EveryDto::Week => Self::Week,
            EveryDto::Never => Self::Never,
        }
    }
}

/// A backup in the folder. Times are Unix seconds.
#[derive(Serialize, TS)]
pub(crate) struct BackupDto {
    /// The name of its file.
    name: String,
    made: Option<u64>,
    #[ts(inline)]
    state: BackupStateDto,
    proved: Option<u64>,
}

#[derive(Clone, Copy, Serialize, TS)]
#[serde(rename_all = "lowercase")]
enum BackupStateDto {
    Sound,
    Damaged,
    Unreadable,
    Newer,
}

impl From<Backup> for BackupDto {
    fn from(backup: Backup) -> Self {
        let name = backup.path.file_name().unwrap_or_default();
        Self {
            name: name.to_string_lossy().into_owned(),
            made: backup.made.map(UnixTime::get),
            state: match backup.condition {
                Condition::Sound => BackupStateDto::Sound,
                Condition::Damaged => BackupStateDto::Damaged,
                Condition::Unreadable => BackupStateDto::Unreadable,
                Condition::TooNew => BackupStateDto::Newer,
            },
            proved: backup.proved.map(UnixTime::get),
        }
    }
}

/// The backup that is to be restored.
#[derive(Serialize, TS)]
pub(crate) struct BackupSourceDto {
    path: String,
    /// Unix seconds, where its name says so.
    made: Option<u64>,
}

impl From<&Source> for BackupSourceDto {
    fn from(source: &Source) -> Self {
        Self {
            path: escape(&source.path().display().to_string()).into_owned(),
            made: source.made().map(UnixTime::get),
        }
    }
}
