//! Where a team's log is, and the key to it.

use super::address::{Address, Where};
use crate::error::{Code, UserError};
use platform::objects::{
    AzureSettings, CloudObjects, DavObjects, DavSettings, FolderObjects, GcsSettings, Name,
    Objects, ObjectsError, OpenFolderError, Patient, ProbeError, S3Settings, SettingsError,
};
use platform::patience::within;
use std::path::{Path, PathBuf};
use std::time::Duration;
use vault::primitives::{Reader, Writer};
use zeroize::Zeroizing;

/// A storage as people name it, with what a service needs to let us in.
#[derive(Default)]
pub struct StorageOptions {
    /// A folder, `s3://bucket/prefix`, `az://container/prefix`, `gs://bucket/prefix` or `dav+https://host/path`.
    pub place: String,
    /// The service's address; for S3 and Azure.
    pub endpoint: Option<String>,
    /// The region; for S3.
    pub region: Option<String>,
    /// The public half of the key of S3, the storage account of Azure, the user of WebDAV.
    pub access_key: Option<String>,
    /// The secret half of the key of S3, the key of Azure, the service account's key of Google in JSON, the password of
    /// WebDAV.
    pub secret_key: Option<Zeroizing<String>>,
}

/// Which service a storage is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ServiceKind {
    /// S3-compatible.
    S3,
    /// Azure's Blob Storage.
    Azure,
    /// Google Cloud Storage.
    Gcs,
    /// A WebDAV server.
    Dav,
}

impl ServiceKind {
    /// By what a place begins with. `None`: it is a folder, or nothing that is known.
    #[must_use]
    pub fn of(place: &str) -> Option<Self> {
        let (scheme, _) = place.split_once("://")?;
        match scheme {
            "s3" => Some(Self::S3),
            "az" => Some(Self::Azure),
            "gs" => Some(Self::Gcs),
            "dav+https" | "dav+http" => Some(Self::Dav),
            _ => None,
        }
    }
}

/// A storage and the name of the team vault on it, as the user's vault keeps them (docs/team-log.md, "Storage settings").
pub struct Place {
    pub(super) name: String,
    kind: Kind,
}

enum Kind {
    Folder(PathBuf),
    S3(S3Settings),
    Azure(AzureSettings),
    Gcs(GcsSettings),
    Dav(DavSettings),
}

const FOLDER: u64 = 0;
const S3: u64 = 1;
const AZURE: u64 = 2;
const GCS: u64 = 3;
const DAV: u64 = 4;
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
        let place = self.place.clone();
        let kind = match (place.split_once("://"), ServiceKind::of(&place)) {
            (None, _) => Kind::Folder(absolute(&place)?),
            (Some((_, rest)), Some(ServiceKind::S3)) => Kind::S3(self.s3(rest)?),
            (Some((_, rest)), Some(ServiceKind::Azure)) => Kind::Azure(self.azure(rest)?),
            (Some((_, rest)), Some(ServiceKind::Gcs)) => Kind::Gcs(self.gcs(rest)?),
            (Some(_), Some(ServiceKind::Dav)) => Kind::Dav(self.dav(&place)?),
            (Some(_), None) => return Err(Code::TeamStorageUnknown.into()),
        };
        let name = name.to_owned();
        Ok(Place { name, kind })
    }

    fn s3(self, place: &str) -> Result<S3Settings, UserError> {
        let (bucket, prefix) = with_prefix(place)?;
        let region = self.region.unwrap_or_else(|| NO_REGION.to_owned());
        let amazon = format!("https://s3.{region}.amazonaws.com");
        Ok(S3Settings {
            endpoint: self.endpoint.unwrap_or(amazon),
            bucket,
            prefix,
            access_key: self.access_key.ok_or(Code::TeamStorageNoKey)?,
            secret_key: self.secret_key.ok_or(Code::TeamStorageNoKey)?,
            region,
        })
    }

    fn azure(self, place: &str) -> Result<AzureSettings, UserError> {
        let (container, prefix) = with_prefix(place)?;
        let account = self.access_key.ok_or(Code::TeamStorageNoKey)?;
        let microsoft = format!("https://{account}.blob.core.windows.net");
        Ok(AzureSettings {
            endpoint: self.endpoint.unwrap_or(microsoft),
            account,
            container,
            prefix,
            key: self.secret_key.ok_or(Code::TeamStorageNoKey)?,
        })
    }

    fn gcs(self, place: &str) -> Result<GcsSettings, UserError> {
        let (bucket, prefix) = with_prefix(place)?;
        Ok(GcsSettings {
            endpoint: GcsSettings::ENDPOINT.to_owned(),
            bucket,
            prefix,
            key: self.secret_key.ok_or(Code::TeamStorageNoKey)?,
        })
    }

    fn dav(self, place: &str) -> Result<DavSettings, UserError> {
        Ok(DavSettings {
            url: place.trim_start_matches("dav+").to_owned(),
            user: self.access_key.ok_or(Code::TeamStorageNoKey)?,
            password: self.secret_key.ok_or(Code::TeamStorageNoKey)?,
        })
    }
}

fn with_prefix(place: &str) -> Result<(String, Option<Name>), UserError> {
    let (bucket, prefix) = place.split_once('/').unwrap_or((place, ""));
    let prefix = read_prefix(prefix.trim_end_matches('/')).ok_or(Code::TeamStorageMalformed)?;
    Ok((bucket.to_owned(), prefix))
}

/// `None`: it is none.
fn read_prefix(text: &str) -> Option<Option<Name>> {
    match text {
        "" => Some(None),
        prefix => Name::new(prefix).map(Some),
    }
}

fn show_prefix(prefix: Option<&Name>) -> &str {
    prefix.map_or("", Name::as_str)
}

fn absolute(folder: &str) -> Result<PathBuf, UserError> {
    let folder = Path::new(folder);
    std::path::absolute(folder).map_err(|_| Code::TeamStorageMalformed.into())
}

impl Place {
    /// The storage, not tried yet.
    pub(super) fn open(&self) -> Result<Box<dyn Objects>, UserError> {
        let cloud = |opened: Result<CloudObjects, SettingsError>| opened.map_err(settings_error);
        Ok(match &self.kind {
            Kind::Folder(folder) => Box::new(Patient::new(open_folder(folder)?)),
            Kind::S3(settings) => Box::new(cloud(CloudObjects::s3(settings))?),
            Kind::Azure(settings) => Box::new(cloud(CloudObjects::azure(settings))?),
            Kind::Gcs(settings) => Box::new(cloud(CloudObjects::gcs(settings))?),
            Kind::Dav(settings) => Box::new(DavObjects::new(settings).map_err(settings_error)?),
        })
    }

    /// Where it is, without its key.
    pub(super) fn address(&self) -> Address {
        let prefix_of = |prefix: &Option<Name>| show_prefix(prefix.as_ref()).to_owned();
        let place = match &self.kind {
            Kind::Folder(folder) => Where::Folder(folder.to_string_lossy().into_owned()),
            Kind::S3(settings) => Where::S3 {
                endpoint: settings.endpoint.clone(),
                region: settings.region.clone(),
                bucket: settings.bucket.clone(),
                prefix: prefix_of(&settings.prefix),
            },
            Kind::Azure(settings) => Where::Azure {
                endpoint: settings.endpoint.clone(),
                account: settings.account.clone(),
                container: settings.container.clone(),
                prefix: prefix_of(&settings.prefix),
            },
            Kind::Gcs(settings) => Where::Gcs {
                bucket: settings.bucket.clone(),
                prefix: prefix_of(&settings.prefix),
            },
            Kind::Dav(settings) => Where::Dav(settings.url.clone()),
        };
        Address {
            name: self.name.clone(),
            place,
        }
    }

    /// As the vault and a welcome keep it, with its key.
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let (kind, texts): (u64, Vec<&str>) = match &self.kind {
            Kind::Folder(folder) => return self.folder_to_bytes(folder),
            Kind::S3(settings) => {
                let prefix = show_prefix(settings.prefix.as_ref());
                let [endpoint, region] = [&*settings.endpoint, &*settings.region];
                let key = [&*settings.access_key, &*settings.secret_key];
                (
                    S3,
                    [&[endpoint, region, &settings.bucket, prefix], &key[..]].concat(),
                )
            }
            Kind::Azure(settings) => {
                let prefix = show_prefix(settings.prefix.as_ref());
                let place = [&*settings.endpoint, &settings.account, &settings.container];
                (AZURE, [&place[..], &[prefix, &settings.key]].concat())
            }
            Kind::Gcs(settings) => {
                let prefix = show_prefix(settings.prefix.as_ref());
                (GCS, vec![&*settings.bucket, prefix, &settings.key])
            }
            Kind::Dav(settings) => {
                let texts = [&*settings.url, &*settings.user, &settings.password];
                (DAV, texts.to_vec())
            }
        };
        let length: usize = texts.iter().map(|text| text.len() + 9).sum();
        let mut w = Writer::with_capacity(64 + self.name.len() + length);
        w.array(texts.len() + 2);
        w.unsigned(kind);
        w.text(&self.name);
        for text in texts {
            w.text(text);
        }
        w.into_bytes()
    }

    fn folder_to_bytes(&self, folder: &Path) -> Zeroizing<Vec<u8>> {
        let mut w = Writer::with_capacity(512);
        w.array(3);
        w.unsigned(FOLDER);
        w.text(&self.name);
        w.text(&folder.to_string_lossy());
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
                prefix: read_prefix(&text()?)?,
                access_key: text()?,
                secret_key: Zeroizing::new(text()?),
            }),
            (AZURE, 7) => Kind::Azure(AzureSettings {
                endpoint: text()?,
                account: text()?,
                container: text()?,
                prefix: read_prefix(&text()?)?,
                key: Zeroizing::new(text()?),
            }),
            (GCS, 5) => Kind::Gcs(GcsSettings {
                endpoint: GcsSettings::ENDPOINT.to_owned(),
                bucket: text()?,
                prefix: read_prefix(&text()?)?,
                key: Zeroizing::new(text()?),
            }),
            (DAV, 5) => Kind::Dav(DavSettings {
                url: text()?,
                user: text()?,
                password: Zeroizing::new(text()?),
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
        SettingsError::Nextcloud => Code::TeamStorageNextcloud.into(),
        SettingsError::Endpoint
        | SettingsError::Region
        | SettingsError::Account
        | SettingsError::Bucket => Code::TeamStorageMalformed.into(),
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
        ObjectsError::Nextcloud => Code::TeamStorageNextcloud,
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
    fn every_service_is_read_back_from_the_vault_as_it_was_kept_and_its_address_has_no_key() {
        for (place, address) in [
            ("s3://vaults/ops", "s3://vaults/ops"),
            ("az://vaults/ops", "az://vaults/ops"),
            ("gs://vaults", "gs://vaults/"),
            ("dav+https://host/team", "dav+https://host/team"),
        ] {
            let options = StorageOptions {
                place: place.to_owned(),
                endpoint: Some("https://service.example.com".to_owned()),
                region: None,
                access_key: Some("ada".to_owned()),
                secret_key: Some(Zeroizing::new("never-in-a-link".to_owned())),
            };
            let bytes = options.read("Ops").unwrap().to_bytes();
            let place = Place::read(&bytes).unwrap();
            assert_eq!(*place.to_bytes(), *bytes);
            let told = place.address().to_bytes();
            assert!(!String::from_utf8_lossy(&told).contains("never-in-a-link"));
            let read = Address::read(&told).unwrap();
            assert_eq!(*read.to_bytes(), *told);
            assert_eq!(read.options().place, address);
            for end in 0..bytes.len() {
                assert!(Place::read(&bytes[..end]).is_none());
            }
        }
    }

    #[test]
    fn nextcloud_is_refused_before_anything_is_sent() {
        let options = StorageOptions {
            place: "dav+https://cloud.example.org/remote.php/dav/files/ada/team".to_owned(),
            access_key: Some("ada".to_owned()),
            secret_key: Some(Zeroizing::new("pass".to_owned())),
            ..StorageOptions::default()
        };
        let refused = options.read("Ops").unwrap().open().err().unwrap();
        assert_eq!(refused.code(), Code::TeamStorageNextcloud);
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
        assert_eq!(read("ftp://host"), Err(Code::TeamStorageUnknown));
        for place in ["az://container", "gs://bucket", "dav+https://host/team"] {
            assert_eq!(read(place), Err(Code::TeamStorageNoKey), "{place}");
        }
        assert_eq!(read("s3://bucket"), Err(Code::TeamStorageNoKey));
        assert_eq!(read("s3://bucket/../up"), Err(Code::TeamStorageMalformed));
    }
}
