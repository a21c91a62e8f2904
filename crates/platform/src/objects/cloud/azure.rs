//! Where a container of Azure's Blob Storage is, and who we are there.

use std::fmt;
use std::sync::Arc;

use object_store::ObjectStore;
use object_store::azure::MicrosoftAzureBuilder;
use zeroize::Zeroizing;

use super::{http, never_again};
use crate::objects::Name;
use crate::objects::settings::{Checked, SettingsError, endpoint};

/// Where a container is, and the key to it.
pub struct AzureSettings {
    /// The service's address: `https://ACCOUNT.blob.core.windows.net`, or with `/ACCOUNT` after a host that serves several.
    /// Without TLS only on this computer.
    pub endpoint: String,
    /// The storage account's name.
    pub account: String,
    /// The container's name.
    pub container: String,
    /// What the names of all objects begin with, if others are in the same container.
    pub prefix: Option<Name>,
    /// The account's key, in Base64. It is never sent, requests are signed with it. The library that signs keeps a copy
    /// that is not wiped.
    pub key: Zeroizing<String>,
}

impl AzureSettings {
    fn check(&self) -> Result<Checked, SettingsError> {
        if !is_account(&self.account) {
            return Err(SettingsError::Account);
        }
        if !is_container(&self.container) {
            return Err(SettingsError::Bucket);
        }
        if !is_key(&self.key) {
            return Err(SettingsError::Key);
        }
        let of_several = format!("/{}", self.account);
        endpoint(&self.endpoint, "/")
            .or_else(|| endpoint(&self.endpoint, &of_several))
            .ok_or(SettingsError::Endpoint)
    }

    /// It creates with `If-None-Match: *` (RFC 9110 section 13.1.2).
    pub(super) fn container(&self) -> Result<Arc<dyn ObjectStore>, SettingsError> {
        let checked = self.check()?;
        let container = MicrosoftAzureBuilder::new()
            .with_endpoint(checked.endpoint)
            .with_allow_http(checked.is_this_computer)
            .with_account(&self.account)
            .with_container_name(&self.container)
            .with_access_key(self.key.as_str())
            .with_retry(never_again())
            .with_http_connector(http::client(checked.is_this_computer)?)
            .build();
        // The key is all that it looks at beyond what was looked at here.
        Ok(Arc::new(container.map_err(|_| SettingsError::Key)?))
    }
}

impl fmt::Debug for AzureSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AzureSettings").finish_non_exhaustive()
    }
}

/// As Azure has it: 3 to 24 of `a` to `z` and digits.
fn is_account(text: &str) -> bool {
    let is_inside = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    (3..=24).contains(&text.len()) && text.bytes().all(is_inside)
}

/// As Azure has it: 3 to 63 of `a` to `z`, digits and single `-` between them.
fn is_container(text: &str) -> bool {
    let is_inside = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (3..=63).contains(&text.len())
        && text.bytes().all(is_inside)
        && !text.starts_with('-')
        && !text.ends_with('-')
        && !text.contains("--")
}

fn is_key(text: &str) -> bool {
    let is_inside = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte);
    (1..=256).contains(&text.len()) && text.bytes().all(is_inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> AzureSettings {
        AzureSettings {
            endpoint: "https://team.blob.core.windows.net".to_owned(),
            account: "team".to_owned(),
            container: "vault-1".to_owned(),
            prefix: None,
            key: Zeroizing::new("bmV2ZXItc2hvd24=".to_owned()),
        }
    }

    #[test]
    fn a_setting_that_cannot_be_right_is_named() {
        assert!(settings().container().is_ok());
        for account in ["", "ab", "Team", "team.x", "team/x", &"x".repeat(25)] {
            let account = account.to_owned();
            let bad = AzureSettings {
                account,
                ..settings()
            };
            assert_eq!(bad.check().err(), Some(SettingsError::Account));
        }
        for container in ["", "ab", "Vault", "a--b", "-ab", "ab-", "a/b", "$root"] {
            let container = container.to_owned();
            let bad = AzureSettings {
                container,
                ..settings()
            };
            assert_eq!(bad.check().err(), Some(SettingsError::Bucket));
        }
        for key in ["", "no key", "a\n", "x"] {
            let key = Zeroizing::new(key.to_owned());
            let bad = AzureSettings { key, ..settings() };
            assert_eq!(bad.container().err(), Some(SettingsError::Key));
        }
    }

    #[test]
    fn an_address_without_tls_is_taken_on_this_computer_only_and_may_end_in_the_account() {
        for (address, is_taken) in [
            ("http://127.0.0.1:10000/team", true),
            ("https://host/team", true),
            ("https://host/other", false),
            ("http://team.blob.core.windows.net", false),
        ] {
            let endpoint = address.to_owned();
            let settings = AzureSettings {
                endpoint,
                ..settings()
            };
            assert_eq!(settings.check().is_ok(), is_taken, "{address}");
        }
    }

    #[test]
    fn the_key_is_in_no_text_that_is_made_of_settings() {
        assert!(!format!("{:?}", settings()).contains("bmV2"));
    }
}
