//! What settings of services have in common.

use std::net::IpAddr;

use reqwest::Url;

/// Which setting cannot be right.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum SettingsError {
    /// Not the address of a service, or one without TLS that is not on this computer.
    #[error("not an address of such a service")]
    Endpoint,
    /// No name of a region.
    #[error("not a name of a region")]
    Region,
    /// No name of a storage account.
    #[error("not a name of an account")]
    Account,
    /// No name of a bucket, or of a container.
    #[error("not a name of a bucket")]
    Bucket,
    /// The key, or half of it, is missing or is no such text.
    #[error("not a key")]
    Key,
    /// A Nextcloud or ownCloud server: two of its users can create one object at the same moment.
    #[error("a Nextcloud server")]
    Nextcloud,
    /// This computer has no certificates to know a server by, or cannot start a thread.
    #[error("TLS cannot be used on this computer")]
    NoTls,
}

/// What was found out about an endpoint.
#[derive(Debug)]
pub(super) struct Checked {
    pub(super) endpoint: String,
    /// Nothing of it crosses a network.
    pub(super) is_this_computer: bool,
}

/// The address of a service that has nothing but the host and `path`.
pub(super) fn endpoint(text: &str, path: &str) -> Option<Checked> {
    let (url, is_this_computer) = address(text)?;
    (url.path() == path).then(|| Checked {
        endpoint: url.as_str().trim_end_matches('/').to_owned(),
        is_this_computer,
    })
}

/// A safe address without a key in it, and whether nothing of it crosses a network.
pub(super) fn address(text: &str) -> Option<(Url, bool)> {
    let url = Url::parse(text).ok()?;
    let host = url.host_str()?;
    let address = host.trim_matches(['[', ']']).parse::<IpAddr>();
    let is_this_computer =
        host == "localhost" || address.is_ok_and(|address| address.is_loopback());
    let is_safe = url.scheme() == "https" || (url.scheme() == "http" && is_this_computer);
    let is_bare = url.username().is_empty()
        && url.password().is_none()
        && url.query().is_none()
        && url.fragment().is_none();
    (is_safe && is_bare).then_some((url, is_this_computer))
}

pub(super) fn is_plain(text: &str, most: usize) -> bool {
    let is_inside = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    (1..=most).contains(&text.len()) && text.bytes().all(is_inside)
}

pub(super) fn is_visible(text: &str) -> bool {
    (1..=256).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}
