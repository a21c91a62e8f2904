//! Where a team's log is, and the key to it.

use super::address::{Address, Where};
use crate::error::{Code, UserError};
use platform::objects::{
    FolderObjects, Name, Objects, ObjectsError, OpenFolderError, Patient, ProbeError, S3Objects,
    S3Settings, SettingsError,
};
use platform::patience::within;
use std::path::{Path, PathBuf};
use std::time::Duration;
use vault::primitives::{Reader, Writer};
use zeroize::Zeroizing;

/// A storage as people name it, with what a service needs to let us in.
#[derive(Default)]
pub struct StorageOptions {
    /// A folder, or `s3://bucket/prefix`.
    pub place: String,
    /// The service's address; for S3.
    pub endpoint: Option<String>,
    /// The region; for S3.
    pub region: Option<String>,
    /// The public half of the key; for S3.
    pub access_key: Option<String>,
    /// The secret half of the key; for S3.
    pub secret_key: Option<Zeroizing<String>>,
}

/// A storage and the name of the team vault on it, as the user's vault keeps them (docs/team-log.md, "Storage settings").
pub struct Place {
    pub(super) name: String,
    kind: Kind,
}

enum Kind {
    Folder(PathBuf),
    S3(S3Settings),
}

const FOLDER: u64 = 0;
const S3: u64 = 1;
/// A folder on a file server that is gone never opens.
const TIME_TO_OPEN: Duration = Duration::from_secs(20);
/// What services without regions take.
const NO_REGION: &str = "us-east-1";

impl StorageOptions {
    /// The storage that is meant.
    ///
    /// # Errors
    /// `team-storage-unknown`, `team-storage-malformed`, `team-storage-no-key`.
    pub fn read(self, name: &str) -> Result<Place, UserError> {
        let kind = match self.place.split_once("://") {
            None => Kind::Folder(absolute(&self.place)?),
            Some(("s3", _)) => Kind::S3(self.s3()?),
            Some(_) => return Err(Code::TeamStorageUnknown.into()),
        };
        let name = name.to_owned();
        Ok(Place { name, kind })
    }

    fn s3(self) -> Result<S3Settings, UserError> {
        let place = self.place.trim_start_matches("s3://");
        let (bucket, prefix) = place.split_once('/').unwrap_or((place, ""));
        let prefix = match prefix.trim_end_matches('/') {
            "" => None,
            prefix => Some(Name::new(prefix).ok_or(Code::TeamStorageMalformed)?),
        };
        let region = self.region.unwrap_or_else(|| NO_REGION.to_owned());
        let amazon = format!("https://s3.{region}.amazonaws.com");
        Ok(S3Settings {
            endpoint: self.endpoint.unwrap_or(amazon),
            bucket: bucket.to_owned(),
            prefix,
            access_key: self.access_key.ok_or(Code::TeamStorageNoKey)?,
            secret_key: self.secret_key.ok_or(Code::TeamStorageNoKey)?,
            region,
        })
    }
}

fn absolute(folder: &str) -> Result<PathBuf, UserError> {
    let folder = Path::new(folder);
    std::path::absolute(folder).map_err(|_| Code::TeamStorageMalformed.into())
}

impl Place {
    /// The storage, not tried yet.
    pub(super) fn open(&self) -> Result<Box<dyn Objects>, UserError> {
        Ok(match &self.kind {
            Kind::Folder(folder) => Box::new(Patient::new(open_folder(folder)?)),
            Kind::S3(settings) => Box::new(S3Objects::new(settings).map_err(settings_error)?),
        })
    }

    /// Where it is, without its key.
    pub(super) fn address(&self) -> Address {
        let place = match &self.kind {
            Kind::Folder(folder) => Where::Folder(folder.to_string_lossy().into_owned()),
            Kind::S3(settings) => Where::S3 {
                endpoint: settings.endpoint.clone(),
                region: settings.region.clone(),
                bucket: settings.bucket.clone(),
                prefix: settings
                    .prefix
                    .as_ref()
                    .map_or(String::new(), |name| name.as_str().to_owned()),
            },
        };
        Address {
            name: self.name.clone(),
            place,
        }
    }

    /// As the vault and a welcome keep it, with its key.
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut w = Writer::with_capacity(512);
        match &self.kind {
            Kind::Folder(folder) => {
                w.array(3);
                w.unsigned(FOLDER);
                w.text(&self.name);
                w.text(&folder.to_string_lossy());
            }
            Kind::S3(settings) => {
                w.array(8);
                w.unsigned(S3);
                w.text(&self.name);
                w.text(&settings.endpoint);
                w.text(&settings.region);
                w.text(&settings.bucket);
                w.text(settings.prefix.as_ref().map_or("", Name::as_str));
                w.text(&settings.access_key);
                w.text(&settings.secret_key);
            }
        }
        w.into_bytes()
    }

    /// Reads what somebody who may be anybody wrote. `None`: it is something else, or of a newer version.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let r = &mut Reader::new(bytes);
        let fields = r.array().ok()?;
        let kind = r.unsigned().ok()?;
        let name = r.text().ok()?.to_owned();
        let mut text = || r.text().ok().map(str::to_owned);
        let kind = match (kind, fields) {
            (FOLDER, 3) => Kind::Folder(PathBuf::from(text()?)),
            (S3, 8) => Kind::S3(S3Settings {
                endpoint: text()?,
                region: text()?,
                bucket: text()?,
                prefix: match text()?.as_str() {
                    "" => None,
                    prefix => Some(Name::new(prefix)?),
                },
                access_key: text()?,
                secret_key: Zeroizing::new(text()?),
            }),
            _ => return None,
        };
        r.end().ok()?;
        Some(Self { name, kind })
    }
}

fn open_folder(folder: &Path) -> Result<FolderObjects, UserError> {
    let place = folder.to_owned();
    match within(TIME_TO_OPEN, move || FolderObjects::open(&place)) {
        Some(opened) => opened.map_err(open_error),
        None => Err(Code::TeamStorageNoAnswer.into()),
    }
}

fn open_error(error: OpenFolderError) -> UserError {
    match error {
        OpenFolderError::Copied(client) => {
            UserError::new(Code::TeamStorageCopied).with("program", client.name())
        }
        OpenFolderError::Storage(error) => storage_error(error),
    }
}

fn settings_error(error: SettingsError) -> UserError {
    match error {
        SettingsError::Key => Code::TeamStorageNoKey.into(),
        SettingsError::NoTls => Code::TeamStorageNoTls.into(),
        SettingsError::Endpoint | SettingsError::Region | SettingsError::Bucket => {
            Code::TeamStorageMalformed.into()
        }
    }
}

pub(super) fn probe_error(error: ProbeError) -> UserError {
    match error {
        ProbeError::Storage(error) => storage_error(error),
        ProbeError::TwoWinners
        | ProbeError::NoWinner
        | ProbeError::Lost
        | ProbeError::Changed
        | ProbeError::NotListed => Code::TeamStorageUnsafe.into(),
    }
}

/// Why a storage did not do what it was asked to.
pub(super) fn storage_error(error: ObjectsError) -> UserError {
    let code = match error {
        ObjectsError::NotFound | ObjectsError::Missing => Code::TeamStorageMissing,
        ObjectsError::Denied => Code::TeamStorageDenied,
        ObjectsError::NoAnswer => Code::TeamStorageNoAnswer,
        ObjectsError::Full => Code::TeamStorageFull,
        ObjectsError::TooLarge | ObjectsError::Unfit => Code::TeamStorageUnfit,
        ObjectsError::WrongClock => Code::TeamStorageClock,
    };
    code.into()
}

/// Why a storage did not give the object of a slot.
pub(super) fn slot_error(error: ObjectsError, slot: u64) -> UserError {
    match error == ObjectsError::Unfit {
        true => UserError::new(Code::TeamSlotBlocked).with("slot", slot),
        false => storage_error(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_is_read_back_from_the_vault_with_its_key_and_cut_short_nowhere() {
        let options = StorageOptions {
            place: "s3://vaults/ops/prod/".to_owned(),
            endpoint: Some("https://s3.example.com".to_owned()),
            region: None,
            access_key: Some("id".to_owned()),
            secret_key: Some(Zeroizing::new("secret".to_owned())),
        };
        let bytes = options.read("Ops").unwrap().to_bytes();
        let place = Place::read(&bytes).unwrap();
        let Kind::S3(settings) = &place.kind else {
            panic!("a bucket became a folder");
        };
        assert_eq!(place.name, "Ops");
        assert_eq!(settings.prefix, Name::new("ops/prod"));
        assert_eq!(
            (&*settings.bucket, &*settings.region),
            ("vaults", NO_REGION)
        );
        assert_eq!(*settings.secret_key, "secret");
        for end in 0..bytes.len() {
            assert!(Place::read(&bytes[..end]).is_none());
        }
    }

    #[test]
    fn a_storage_that_is_not_supported_or_lacks_its_key_is_refused() {
        let read = |place: &str| {
            let options = StorageOptions {
                place: place.to_owned(),
                ..StorageOptions::default()
            };
            options.read("Ops").map(drop).map_err(|error| error.code())
        };
        assert_eq!(read("az://container"), Err(Code::TeamStorageUnknown));
        assert_eq!(read("s3://bucket"), Err(Code::TeamStorageNoKey));
        assert_eq!(read("s3://bucket/../up"), Err(Code::TeamStorageMalformed));
    }
}
