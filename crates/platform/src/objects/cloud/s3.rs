//! Where a bucket of an S3-compatible service is, and who we are there.

use std::fmt;
use std::sync::Arc;

use object_store::ObjectStore;
use object_store::aws::AmazonS3Builder;
use zeroize::Zeroizing;

use super::{http, never_again};
use crate::objects::Name;
use crate::objects::settings::{Checked, SettingsError, endpoint, is_plain, is_visible};

/// Where a bucket is, and the key to it.
pub struct S3Settings {
    /// The service's address, `https://host` or `https://host:port`. Without TLS only on this computer.
    pub endpoint: String,
    /// The region that requests are signed for; services that have none take `us-east-1`.
    pub region: String,
    /// The bucket's name.
    pub bucket: String,
    /// What the names of all objects begin with, if others are in the same bucket.
    pub prefix: Option<Name>,
    /// The public half of the key.
    pub access_key: String,
    /// The secret half of the key. It is never sent, requests are signed with it. The library that signs keeps a copy
    /// that is not wiped.
    pub secret_key: Zeroizing<String>,
}

impl S3Settings {
    fn check(&self) -> Result<Checked, SettingsError> {
        if !is_bucket(&self.bucket) {
            return Err(SettingsError::Bucket);
        }
        if !is_plain(&self.region, 64) {
            return Err(SettingsError::Region);
        }
        if !is_visible(&self.access_key) || !is_visible(&self.secret_key) {
            return Err(SettingsError::Key);
        }
        endpoint(&self.endpoint, "/").ok_or(SettingsError::Endpoint)
    }

    /// With path-style addresses. It creates with `If-None-Match: *` (RFC 9110 section 13.1.2).
    pub(super) fn bucket(&self) -> Result<Arc<dyn ObjectStore>, SettingsError> {
        let checked = self.check()?;
        let bucket = AmazonS3Builder::new()
            .with_endpoint(&checked.endpoint)
            .with_allow_http(checked.is_this_computer)
            .with_virtual_hosted_style_request(false)
            .with_region(&self.region)
            .with_bucket_name(&self.bucket)
            .with_access_key_id(&self.access_key)
            .with_secret_access_key(self.secret_key.as_str())
            .with_retry(never_again())
            .with_http_connector(http::client(checked.is_this_computer)?)
            .build();
        Ok(Arc::new(bucket.map_err(|_| SettingsError::Endpoint)?))
    }
}

impl fmt::Debug for S3Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("S3Settings").finish_non_exhaustive()
    }
}

/// As AWS has it for a bucket that may be named in a path: 3 to 63 of `a` to `z`, digits, `.` and `-`.
pub(super) fn is_bucket(text: &str) -> bool {
    let is_end =
        |byte: Option<u8>| byte.is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    let is_inside =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-".contains(&byte);
    (3..=63).contains(&text.len())
        && text.bytes().all(is_inside)
        && is_end(text.bytes().next())
        && is_end(text.bytes().next_back())
        && !text.contains("..")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(endpoint: &str) -> S3Settings {
        S3Settings {
            endpoint: endpoint.to_owned(),
            region: "us-east-1".to_owned(),
            bucket: "team.vault-1".to_owned(),
            prefix: None,
            access_key: "key".to_owned(),
            secret_key: Zeroizing::new("never-shown".to_owned()),
        }
    }

    #[test]
    fn an_address_without_tls_is_taken_on_this_computer_only() {
        for address in [
            "https://s3.example.org",
            "https://s3.example.org/",
            "https://10.0.0.1:9000",
            "http://127.0.0.1:8333",
            "http://[::1]:8333",
            "http://localhost",
        ] {
            assert!(settings(address).check().is_ok(), "{address}");
        }
        for address in [
            "http://s3.example.org",
            "http://10.0.0.1:9000",
            "http://127.0.0.1.example.org",
            "ftp://localhost",
            "s3.example.org",
            "https://",
            "",
            "https://user@s3.example.org",
            "https://:pass@s3.example.org",
            "https://s3.example.org/bucket",
            "https://s3.example.org/?a",
            "https://s3.example.org/#a",
            "file:///etc",
        ] {
            assert_eq!(
                settings(address).check().err(),
                Some(SettingsError::Endpoint),
                "{address}"
            );
        }
    }

    #[test]
    fn a_setting_that_cannot_be_right_is_named() {
        let good = || settings("https://s3.example.org");
        for bucket in [
            "",
            "ab",
            "Team",
            "team/vault",
            "-team",
            "team..vault",
            "team vault",
            &"x".repeat(64),
        ] {
            let bad = S3Settings {
                bucket: bucket.to_owned(),
                ..good()
            };
            assert_eq!(bad.check().err(), Some(SettingsError::Bucket), "{bucket}");
        }
        for region in ["", "eu west", "eu\r\nx: y"] {
            let bad = S3Settings {
                region: region.to_owned(),
                ..good()
            };
            assert_eq!(bad.check().err(), Some(SettingsError::Region), "{region}");
        }
        for key in ["", "a b", "a\n"] {
            let bad = S3Settings {
                access_key: key.to_owned(),
                ..good()
            };
            assert_eq!(bad.check().err(), Some(SettingsError::Key), "{key}");
            let bad = S3Settings {
                secret_key: Zeroizing::new(key.to_owned()),
                ..good()
            };
            assert_eq!(bad.check().err(), Some(SettingsError::Key), "{key}");
        }
    }

    #[test]
    fn the_secret_key_is_in_no_text_that_is_made_of_settings() {
        let text = format!("{:?}", settings("https://s3.example.org"));
        assert!(!text.contains("never-shown"));
    }
}
