//! The HTTP client of whatever leaves this computer: one request, from that host and no other.

use std::time::Duration;

use reqwest::redirect::Policy;

const TIME_TO_CONNECT: Duration = Duration::from_secs(10);
/// Without a single byte.
const LONGEST_SILENCE: Duration = Duration::from_secs(15);

/// TLS by rustls with the certificates that the system trusts; no compression, no redirects.
pub(crate) fn careful_client(is_this_computer: bool) -> Result<reqwest::Client, reqwest::Error> {
    // Where another one was installed already, that one is used.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut builder = reqwest::Client::builder()
        .https_only(!is_this_computer)
        .http1_only()
        .redirect(Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .connect_timeout(TIME_TO_CONNECT)
        .read_timeout(LONGEST_SILENCE);
    if is_this_computer {
        builder = builder.no_proxy();
    }
    builder.build()
}
