//! A bucket of an S3-compatible service or of Google Cloud Storage, or a container of Azure: objects that are created
//! by one request under the condition that there is none, which such a service must heed.
//!
//! A request is made once. What the answer means is decided by its status and the service's error code and by nothing
//! else, and what does not say for certain that nothing was done is [`ObjectsError::NoAnswer`]: also 409, unless Azure says that
//! the object exists. Of S3 it means that somebody else is writing the same object and may yet fail.

mod answer;
mod azure;
mod gcs;
mod http;
mod s3;

pub use azure::AzureSettings;
pub use gcs::GcsSettings;
pub use s3::S3Settings;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt as _;
use object_store::path::Path;
use object_store::{
    BackoffConfig, Error, ObjectStore, ObjectStoreExt as _, PutMode, PutOptions, PutPayload,
    RetryConfig,
};

use super::line::{Line, MOST_LISTED};
use super::settings::SettingsError;
use super::{Creation, MAX_BYTES, Name, Objects, ObjectsError, refuse_size};
use answer::{error_of_create, error_of_get, error_of_list};

/// A bucket, or a container, as a storage.
pub struct CloudObjects {
    bucket: Arc<dyn ObjectStore>,
    prefix: Option<Name>,
    line: Line,
}

/// A listing goes on over no more names that are no names of objects.
const MOST_FOREIGN: usize = 10_000;

impl CloudObjects {
    /// A bucket of an S3-compatible service. Nothing is sent yet.
    ///
    /// # Errors
    /// See [`SettingsError`].
    pub fn s3(settings: &S3Settings) -> Result<Self, SettingsError> {
        Self::new(settings.bucket()?, settings.prefix.as_ref())
    }

    /// A container of Azure's Blob Storage. Nothing is sent yet.
    ///
    /// # Errors
    /// See [`SettingsError`].
    pub fn azure(settings: &AzureSettings) -> Result<Self, SettingsError> {
        Self::new(settings.container()?, settings.prefix.as_ref())
    }

    /// A bucket of Google Cloud Storage. Nothing is sent yet.
    ///
    /// # Errors
    /// See [`SettingsError`].
    pub fn gcs(settings: &GcsSettings) -> Result<Self, SettingsError> {
        Self::new(settings.bucket()?, settings.prefix.as_ref())
    }

    fn new(bucket: Arc<dyn ObjectStore>, prefix: Option<&Name>) -> Result<Self, SettingsError> {
        Ok(Self {
            bucket,
            prefix: prefix.cloned(),
            line: Line::new()?,
        })
    }

    fn key(&self, name: &Name) -> Path {
        match &self.prefix {
            Some(prefix) => Path::from(format!("{prefix}/{name}")),
            None => Path::from(name.as_str()),
        }
    }

    fn put_new(&self, name: &Name, bytes: &[u8]) -> Result<Creation, ObjectsError> {
        let (bucket, key) = (Arc::clone(&self.bucket), self.key(name));
        let payload = PutPayload::from(bytes.to_vec());
        self.line.wait(bytes.len(), async move {
            let options = PutOptions::from(PutMode::Create);
            match bucket.put_opts(&key, payload, options).await {
                Ok(_) => Ok(Creation::Created),
                Err(error) => error_of_create(&error),
            }
        })
    }
}

impl fmt::Debug for CloudObjects {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What is inside holds the key.
        f.debug_struct("CloudObjects").finish_non_exhaustive()
    }
}

impl Objects for CloudObjects {
    fn create(&self, name: &Name, bytes: &[u8]) -> Result<Creation, ObjectsError> {
        refuse_size(bytes, MAX_BYTES)?;
        self.put_new(name, bytes)
    }

    fn get(&self, name: &Name, max_bytes: usize) -> Result<Vec<u8>, ObjectsError> {
        let most = max_bytes.min(MAX_BYTES);
        let (bucket, key) = (Arc::clone(&self.bucket), self.key(name));
        self.line.wait(most, async move {
            let found = bucket.get(&key).await;
            let found = found.map_err(|error| error_of_get(&error))?;
            let announced = usize::try_from(found.meta.size).map_err(|_| ObjectsError::TooLarge)?;
            if announced > most {
                return Err(ObjectsError::TooLarge);
            }
            let mut bytes = Vec::with_capacity(announced);
            let mut stream = found.into_stream();
            while let Some(some) = stream.next().await {
                bytes.extend_from_slice(&some.map_err(|error| error_of_get(&error))?);
                refuse_size(&bytes, most)?;
            }
            // A line that broke must not make a short object.
            (bytes.len() == announced)
                .then_some(bytes)
                .ok_or(ObjectsError::NoAnswer)
        })
    }

    fn list(&self, folder: &Name, most: usize) -> Result<Vec<Name>, ObjectsError> {
        let (bucket, key) = (Arc::clone(&self.bucket), self.key(folder));
        let (prefix, folder) = (self.prefix.clone(), folder.clone());
        self.line
            .wait(most.saturating_mul(1024).min(MOST_LISTED), async move {
                let (mut names, mut foreign) = (Vec::new(), 0_usize);
                let mut listing = bucket.list(Some(&key));
                while let Some(object) = listing.next().await {
                    let object = object.map_err(|error: Error| error_of_list(&error))?;
                    match name_of(object.location.as_ref(), prefix.as_ref()) {
                        Some(name) if name.is_below(&folder) => names.push(name),
                        Some(_) | None => foreign += 1,
                    }
                    if names.len() > most || foreign > MOST_FOREIGN {
                        return Err(ObjectsError::TooLarge);
                    }
                }
                names.sort_unstable();
                Ok(names)
            })
    }
}

fn name_of(key: &str, prefix: Option<&Name>) -> Option<Name> {
    let Some(prefix) = prefix else {
        return Name::new(key);
    };
    Name::new(key.strip_prefix(prefix.as_str())?.strip_prefix('/')?)
}

/// A second attempt could meet the object of the first and take it for somebody else's.
fn never_again() -> RetryConfig {
    RetryConfig {
        backoff: BackoffConfig::default(),
        max_retries: 0,
        retry_timeout: Duration::ZERO,
    }
}
