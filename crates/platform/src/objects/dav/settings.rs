//! Where a folder of a WebDAV server is, and who we are there.

use std::fmt;

use reqwest::Url;
use zeroize::Zeroizing;

use crate::objects::settings::{SettingsError, address};

/// Where a folder of a WebDAV server is, and who we are there.
pub struct DavSettings {
    /// The folder's address, `https://host/path`. Without TLS only on this computer. The folder must be there.
    pub url: String,
    /// The user's name.
    pub user: String,
    /// The user's password. It is sent with each request. The library that sends keeps a copy that is not wiped.
    pub password: Zeroizing<String>,
}

/// What was found out about an address.
#[derive(Debug)]
pub(super) struct Checked {
    /// Ends in `/`.
    pub(super) url: Url,
    /// Nothing of it crosses a network.
    pub(super) is_this_computer: bool,
}

const MAX_URL_BYTES: usize = 1024;
/// Where Nextcloud and ownCloud have WebDAV, on every server.
const OF_NEXTCLOUD: &str = "/remote.php/";

impl DavSettings {
    pub(super) fn check(&self) -> Result<Checked, SettingsError> {
        if self.url.len() > MAX_URL_BYTES {
            return Err(SettingsError::Endpoint);
        }
        let (mut url, is_this_computer) = address(&self.url).ok_or(SettingsError::Endpoint)?;
        if !url.path().ends_with('/') {
            let path = format!("{}/", url.path());
            url.set_path(&path);
        }
        if url.path().contains(OF_NEXTCLOUD) {
            return Err(SettingsError::Nextcloud);
        }
        // RFC 7617: a name with a colon would be another one.
        if !is_text(&self.user) || self.user.contains(':') || !is_text(&self.password) {
            return Err(SettingsError::Key);
        }
        Ok(Checked {
            url,
            is_this_computer,
        })
    }
}

impl fmt::Debug for DavSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DavSettings").finish_non_exhaustive()
    }
}

fn is_text(text: &str) -> bool {
    (1..=256).contains(&text.len()) && !text.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(url: &str, user: &str, password: &str) -> Result<String, SettingsError> {
        let settings = DavSettings {
            url: url.to_owned(),
            user: user.to_owned(),
            password: Zeroizing::new(password.to_owned()),
        };
        assert!(!format!("{settings:?}").contains(password));
        settings.check().map(|checked| checked.url.into())
    }

    #[test]
    fn a_password_goes_over_tls_or_stays_on_this_computer() {
        let read = |url| check(url, "ada", "never-shown");
        assert_eq!(read("https://a.b/x y"), Ok("https://a.b/x%20y/".to_owned()));
        assert_eq!(
            read("http://127.0.0.1:1"),
            Ok("http://127.0.0.1:1/".to_owned())
        );
        for url in [
            "http://dav.example.org/team",
            "https://ada:pass@dav.example.org/team",
            "https://dav.example.org/team?x",
            "ftp://localhost/",
            "dav.example.org/team",
            &format!("https://dav.example.org/{}", "x".repeat(1024)),
        ] {
            assert_eq!(read(url), Err(SettingsError::Endpoint), "{url}");
        }
    }

    #[test]
    fn nextcloud_is_known_by_its_path() {
        for url in [
            "https://cloud.example.org/remote.php/dav/files/ada/team",
            "https://example.org/nextcloud/remote.php/webdav",
        ] {
            assert_eq!(
                check(url, "ada", "never-shown"),
                Err(SettingsError::Nextcloud)
            );
        }
    }

    #[test]
    fn a_user_or_password_that_cannot_be_sent_is_refused() {
        for (user, password) in [
            ("", "pass"),
            ("a:b", "pass"),
            ("a", "pa\nss"),
            ("a\r", "pass"),
        ] {
            let refused = check("https://a.b/", user, password);
            assert_eq!(refused, Err(SettingsError::Key));
        }
    }
}
