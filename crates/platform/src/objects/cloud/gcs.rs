//! Which bucket of Google Cloud Storage it is, and who we are there.

use std::fmt;
use std::sync::Arc;

use object_store::ObjectStore;
use object_store::gcp::GoogleCloudStorageBuilder;
use zeroize::Zeroizing;

use super::{http, never_again, s3};
use crate::objects::Name;
use crate::objects::settings::{Checked, SettingsError, endpoint};

/// Which bucket it is, and the key to it.
pub struct GcsSettings {
    /// The service's address. Without TLS only on this computer.
    pub endpoint: String,
    /// The bucket's name.
    pub bucket: String,
    /// What the names of all objects begin with, if others are in the same bucket.
    pub prefix: Option<Name>,
    /// The key of a service account, in JSON, as Google gives it out. It is never sent, each request has a token that is
    /// signed with it. The library that signs keeps a copy that is not wiped.
    pub key: Zeroizing<String>,
}

/// The longest key: Google's have some 2,400 bytes.
const MAX_KEY_BYTES: usize = 16 << 10;

impl GcsSettings {
    /// Google's own address.
    pub const ENDPOINT: &str = "https://storage.googleapis.com";

    fn check(&self) -> Result<Checked, SettingsError> {
        if !s3::is_bucket(&self.bucket) {
            return Err(SettingsError::Bucket);
        }
        if self.key.len() > MAX_KEY_BYTES {
            return Err(SettingsError::Key);
        }
        endpoint(&self.endpoint, "/").ok_or(SettingsError::Endpoint)
    }

    /// It creates with `x-goog-if-generation-match: 0`.
    pub(super) fn bucket(&self) -> Result<Arc<dyn ObjectStore>, SettingsError> {
        let checked = self.check()?;
        let bucket = GoogleCloudStorageBuilder::new()
            .with_base_url(&checked.endpoint)
            .with_bucket_name(&self.bucket)
            .with_service_account_key(self.key.as_str())
            .with_retry(never_again())
            .with_http_connector(http::client(checked.is_this_computer)?)
            .build();
        // The key is all that it looks at beyond what was looked at here.
        Ok(Arc::new(bucket.map_err(|_| SettingsError::Key)?))
    }
}

impl fmt::Debug for GcsSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GcsSettings").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_is_none_and_an_address_without_tls_are_refused() {
        let settings = |endpoint: &str, key: &str| GcsSettings {
            endpoint: endpoint.to_owned(),
            bucket: "vault".to_owned(),
            prefix: None,
            key: Zeroizing::new(key.to_owned()),
        };
        for key in ["", "{}", "[", &"x".repeat(MAX_KEY_BYTES + 1)] {
            let refused = settings(GcsSettings::ENDPOINT, key).bucket().err();
            assert_eq!(refused, Some(SettingsError::Key));
        }
        let refused = settings("http://storage.googleapis.com", "{}").bucket();
        assert_eq!(refused.err(), Some(SettingsError::Endpoint));
        let shown = format!("{:?}", settings(GcsSettings::ENDPOINT, "never-shown"));
        assert!(!shown.contains("never-shown"));
    }
}
