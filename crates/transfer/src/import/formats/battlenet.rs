//! The authenticator in Battle.net's program for Android (`com.blizzard.messenger.authenticator_preferences.xml`), and the
//! one that was a program of its own before (`com.blizzard.bma.AUTH_STORE.xml`). Both hide secret and serial number
//! under one fixed mask, published with WinAuth 1.

use data_encoding::HEXLOWER_PERMISSIVE;
use otp::Secret;
use zeroize::Zeroizing;

use crate::import::Access;
use crate::import::entry::{Entry, Extras, Found, Skipped};
use crate::import::error::{ReadError, SkipReason};
use crate::import::file::File;
use crate::import::format::Format;
use crate::import::json::Text;
use crate::import::parts::{self, Parts};
use crate::import::registry::Reader;
use crate::import::xml;

pub(in crate::import) const READER: Reader = Reader {
    format: Format::Battlenet,
    recognises: |file| {
        xml::is_preferences(file, SECRET) || xml::is_preferences(file, SECRET_AND_SERIAL)
    },
    read,
};

const SECRET: &str = "com.blizzard.messenger.AUTHENTICATOR_DEVICE_SECRET";
const SERIAL: &str = "com.blizzard.messenger.AUTHENTICATOR_SERIAL";
const SECRET_AND_SERIAL: &str = "com.blizzard.bma.AUTH_STORE.HASH";
const ISSUER: &str = "Battle.net";
/// Hexadecimal digits of a secret, where the serial number follows it.
const SECRET_DIGITS: usize = 40;
const DIGITS: i64 = 8;

#[rustfmt::skip]
const MASK: &[u8] = &[
    0x39, 0x8e, 0x27, 0xfc, 0x50, 0x27, 0x6a, 0x65, 0x60, 0x65, 0xb0, 0xe5, 0x25, 0xf4, 0xc0, 0x6c,
    0x04, 0xc6, 0x10, 0x75, 0x28, 0x6b, 0x8e, 0x7a, 0xed, 0xa5, 0x9d, 0xa9, 0x81, 0x3b, 0x5d, 0xd6,
    0xc8, 0x0d, 0x2f, 0xb3, 0x80, 0x68, 0x77, 0x3f, 0xa5, 0x9b, 0xa4, 0x7c, 0x17, 0xca, 0x6c, 0x64,
    0x79, 0x01, 0x5c, 0x1d, 0x5b, 0x8b, 0x8f, 0x6b, 0x9a,
];

fn read(file: &File<'_>, _access: Access<'_>) -> Result<Found, ReadError> {
    let values = xml::preferences(file.text().ok_or(ReadError::Damaged)?)?;
    let value = |name: &str| {
        let mut values = values.iter().filter(|(key, _)| key == name);
        values.next().map(|(_, value)| unmask(value))
    };
    let item = match (value(SECRET), value(SECRET_AND_SERIAL)) {
        (Some(secret), _) => {
            let serial = value(SERIAL).flatten().unwrap_or_default();
            entry(secret.as_deref().map(String::as_str), &serial)
        }
        (None, Some(both)) => {
            let both = both.unwrap_or_default();
            let (secret, serial) = both.split_at_checked(SECRET_DIGITS).unwrap_or_default();
            entry(Some(secret), serial)
        }
        (None, None) => return Err(ReadError::Damaged),
    };
    let mut found = Found::default();
    found.push(item)?;
    Ok(found)
}

fn entry(secret: Option<&str>, serial: &str) -> Result<Entry, Skipped> {
    let numbers = Parts {
        digits: Some(DIGITS),
        ..Parts::default()
    };
    let labelled = secret
        .ok_or(SkipReason::Damaged)
        .and_then(|secret| {
            let secret = Secret::from_hex(secret)?;
            parts::labelled(ISSUER, serial, secret, numbers.totp()?, None)
        })
        .map_err(|reason| Skipped::new(ISSUER, serial, reason))?;
    Ok(Entry {
        labelled,
        extras: Extras::default(),
    })
}

/// The text under the mask; `None` where it is longer, or no text.
fn unmask(masked: &str) -> Option<Text> {
    let masked = HEXLOWER_PERMISSIVE.decode(masked.trim().as_bytes()).ok()?;
    if masked.len() > MASK.len() {
        return None;
    }
    let bytes = masked.iter().zip(MASK).map(|(byte, mask)| byte ^ mask);
    let bytes: Zeroizing<Vec<u8>> = Zeroizing::new(bytes.collect());
    Some(Text::new(std::str::from_utf8(&bytes).ok()?.to_owned()))
}
