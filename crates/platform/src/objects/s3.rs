//! A bucket of an S3-compatible service: path-style addresses, and objects that are created with `If-None-Match: *`
//! (RFC 9110 section 13.1.2), which such a service must heed.
//!
//! A request is made once. What the answer means is decided by its status and S3's error code and by nothing else, and
//! what does not say for certain that nothing was done is [`ObjectsError::NoAnswer`]: also 409, which means that somebody
//! else is writing the same object and may yet fail.

mod answer;
mod http;
mod settings;

pub(crate) use http::careful_client;
pub use settings::{S3Settings, SettingsError};

use std::fmt;
use std::sync::Arc;
use std::sync::mpsc;
use std::time::Duration;

use futures_util::StreamExt as _;
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::path::Path;
use object_store::{
    BackoffConfig, Error, ObjectStore, ObjectStoreExt as _, PutMode, PutOptions, PutPayload,
    RetryConfig,
};
use tokio::runtime::{Builder, Runtime};

use super::{Creation, MAX_BYTES, Name, Objects, ObjectsError, refuse_size};
use answer::{error_of_create, error_of_get, error_of_list};

/// A bucket as a storage.
pub struct S3Objects {
    bucket: Arc<AmazonS3>,
    prefix: Option<Name>,
    /// Its threads end with the value, whatever they wait for.
    runtime: Option<Runtime>,
}

/// Whatever an answer takes besides sending bytes.
const TIME_TO_ANSWER: Duration = Duration::from_secs(20);
/// A line that is slower than this many bytes a second is given up.
const SLOWEST_LINE: usize = 16 << 10;
/// A listing takes no longer than so many bytes on such a line: 100 s, however many names there may be.
const MOST_LISTED: usize = 100 * SLOWEST_LINE;
/// A listing goes on over no more names that are no names of objects.
const MOST_FOREIGN: usize = 10_000;

impl S3Objects {
    /// A bucket by its settings. Nothing is sent yet.
    ///
    /// # Errors
    /// See [`SettingsError`].
    pub fn new(settings: &S3Settings) -> Result<Self, SettingsError> {
        let checked = settings.check()?;
        let http = http::client(checked.is_this_computer).map_err(|_| SettingsError::NoTls)?;
        let bucket = AmazonS3Builder::new()
            .with_endpoint(&checked.endpoint)
            .with_allow_http(checked.is_this_computer)
            .with_virtual_hosted_style_request(false)
            .with_region(&settings.region)
            .with_bucket_name(&settings.bucket)
            .with_access_key_id(&settings.access_key)
            .with_secret_access_key(settings.secret_key.as_str())
            .with_retry(RetryConfig {
                backoff: BackoffConfig::default(),
                max_retries: 0,
                retry_timeout: Duration::ZERO,
            })
            .with_http_connector(http)
            .build()
            .map_err(|_| SettingsError::Endpoint)?;
        let mut runtime = Builder::new_multi_thread();
        runtime
            .worker_threads(1)
            .max_blocking_threads(4)
            .enable_all();
        Ok(Self {
            bucket: Arc::new(bucket),
            prefix: settings.prefix.clone(),
            runtime: Some(runtime.build().map_err(|_| SettingsError::NoTls)?),
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
        self.wait(bytes.len(), async move {
            let options = PutOptions::from(PutMode::Create);
            match bucket.put_opts(&key, payload, options).await {
                Ok(_) => Ok(Creation::Created),
                Err(error) => error_of_create(&error),
            }
        })
    }

    /// Does the work on the threads of this value and waits for it, `bytes` being what it may send or get.
    fn wait<T: Send + 'static>(
        &self,
        bytes: usize,
        work: impl Future<Output = Result<T, ObjectsError>> + Send + 'static,
    ) -> Result<T, ObjectsError> {
        let seconds = u64::try_from(bytes / SLOWEST_LINE).unwrap_or(u64::MAX);
        let limit = TIME_TO_ANSWER + Duration::from_secs(seconds);
        let runtime = self.runtime.as_ref().ok_or(ObjectsError::NoAnswer)?;
        let (sender, receiver) = mpsc::sync_channel(1);
        // Not `block_on`: the caller may itself be a task of a program that has such threads.
        let task = runtime.spawn(async move { drop(sender.send(work.await)) });
        receiver.recv_timeout(limit).unwrap_or_else(|_| {
            task.abort();
            Err(ObjectsError::NoAnswer)
        })
    }
}

impl fmt::Debug for S3Objects {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What is inside holds the key.
        f.debug_struct("S3Objects").finish_non_exhaustive()
    }
}

impl Drop for S3Objects {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl Objects for S3Objects {
    fn create(&self, name: &Name, bytes: &[u8]) -> Result<Creation, ObjectsError> {
        refuse_size(bytes, MAX_BYTES)?;
        self.put_new(name, bytes)
    }

    fn get(&self, name: &Name, max_bytes: usize) -> Result<Vec<u8>, ObjectsError> {
        let most = max_bytes.min(MAX_BYTES);
        let (bucket, key) = (Arc::clone(&self.bucket), self.key(name));
        self.wait(most, async move {
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
        self.wait(most.saturating_mul(1024).min(MOST_LISTED), async move {
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
