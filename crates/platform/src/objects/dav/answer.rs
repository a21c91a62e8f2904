//! What the answers of a WebDAV server mean.

use reqwest::header::{HeaderMap, HeaderName, HeaderValue, SERVER, SET_COOKIE, WWW_AUTHENTICATE};

use crate::objects::{Creation, ObjectsError};

/// What a status means that has no meaning of its own for what was asked. WebDAV has no codes beyond it.
pub(super) fn meaning(status: u16) -> ObjectsError {
    match status {
        507 => ObjectsError::Full,
        413 => ObjectsError::TooLarge,
        300..=399 | 404 | 410 => ObjectsError::Missing,
        401 | 403 | 407 => ObjectsError::Denied,
        400 | 405 | 411 | 414..=417 | 501 => ObjectsError::Unfit,
        _ => ObjectsError::NoAnswer,
    }
}

/// After MOVE with `Overwrite: F` (RFC 4918 section 9.9.4).
pub(super) fn of_move(status: u16) -> Result<Creation, ObjectsError> {
    match status {
        201 => Ok(Creation::Created),
        412 => Ok(Creation::Exists),
        // Something was there, and is gone: the server does not heed the condition.
        204 => Err(ObjectsError::Unfit),
        // What was to be moved was here a moment ago.
        404 => Err(ObjectsError::NoAnswer),
        status => Err(meaning(status)),
    }
}

/// Why nothing is kept on the server that answers; `None`: it is tried. WsgiDAV looks whether there is a folder and moves
/// another one afterwards, into the one that came between.
pub(super) fn refusal(headers: &HeaderMap) -> Option<ObjectsError> {
    let server = headers.get(SERVER).map(HeaderValue::as_bytes);
    if server.is_some_and(|name| name.starts_with(b"WsgiDAV")) {
        return Some(ObjectsError::Unfit);
    }
    is_nextcloud(headers).then_some(ObjectsError::Nextcloud)
}

/// Whether Nextcloud, or ownCloud, from which it comes, answers: by its cookies, its own headers, what it says of the
/// WebDAV that it can do, and the name by which it asks for a password.
fn is_nextcloud(headers: &HeaderMap) -> bool {
    let any = |name: HeaderName, signs: &[&str]| {
        let values = headers.get_all(name).iter();
        let mut texts =
            values.map(|value| String::from_utf8_lossy(value.as_bytes()).to_lowercase());
        texts.any(|text| signs.iter().any(|sign| text.contains(sign)))
    };
    let is_own = |name: &HeaderName| {
        let name = name.as_str();
        name.starts_with("oc-") || name.starts_with("x-nextcloud") || name.starts_with("x-oc-")
    };
    any(SET_COOKIE, &["oc_sessionpassphrase=", "nc_samesitecookie"])
        || any(
            HeaderName::from_static("dav"),
            &["nextcloud", "oc-resource-sharing"],
        )
        || any(
            WWW_AUTHENTICATE,
            &["realm=\"nextcloud\"", "realm=\"owncloud\""],
        )
        || headers.keys().any(is_own)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_says_it_put_a_folder_in_the_place_of_another_is_not_believed_to_keep_objects()
    {
        assert_eq!(of_move(201), Ok(Creation::Created));
        assert_eq!(of_move(412), Ok(Creation::Exists));
        assert_eq!(of_move(204), Err(ObjectsError::Unfit));
    }

    #[test]
    fn nextcloud_is_known_by_what_it_says_of_itself() {
        let said = |name: &'static str, value: &'static str| {
            let (name, value) = (
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            );
            is_nextcloud(&HeaderMap::from_iter([(name, value)]))
        };
        for (name, value) in [
            ("set-cookie", "oc_sessionPassphrase=x; path=/; secure"),
            ("set-cookie", "__Host-nc_sameSiteCookielax=true; path=/"),
            ("dav", "1, 3, extended-mkcol, nextcloud-checksum-update"),
            (
                "www-authenticate",
                "Basic realm=\"Nextcloud\", charset=\"UTF-8\"",
            ),
            ("oc-etag", "\"1\""),
            ("x-nextcloud-version", "31"),
        ] {
            assert!(said(name, value), "{name}: {value}");
        }
        for (name, value) in [
            ("set-cookie", "session=x"),
            ("dav", "1, 2"),
            ("www-authenticate", "Basic realm=\"team\""),
            ("etag", "\"1\""),
        ] {
            assert!(!said(name, value), "{name}: {value}");
        }
    }
}
