//! TOTP Authenticator (BinaryBoot): its backup, Base64 of AES-256-CBC under the SHA-256 of the password, and its
//! preferences on Android (what TOTP Authenticator 1.83 writes). Where no password was set, it is the program's name.

use data_encoding::BASE64;
use otp::Secret;
use serde::Deserialize;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::import::Access;
use crate::import::cipher::{BLOCK, open_aes_256_cbc};
use crate::import::derive::Key;
use crate::import::entry::{Entry, Extras, Found, Skipped};
use crate::import::error::{ReadError, SkipReason};
use crate::import::file::File;
use crate::import::format::Format;
use crate::import::json::{self, Number, Text};
use crate::import::parts::{self, Parts};
use crate::import::registry::Reader;
use crate::import::xml;

pub(in crate::import) const READER: Reader = Reader {
    format: Format::TotpAuthenticator,
    recognises: |file| is_sealed(file) || xml::is_preferences(file, PREFERENCE),
    read,
};

const PREFERENCE: &str = "STATIC_TOTP_CODES_LIST";
const NO_PASSWORD: &str = "TotpAuthenticator";
/// Characters of Base64 that one account takes at least.
const LEAST: usize = 64;

/// A period is written as well, but the program makes codes of 30 seconds whatever it is.
#[derive(Deserialize)]
struct Account {
    key: Text,
    /// Of the key: 16, 32 or 64.
    base: i64,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    issuer: Option<String>,
    #[serde(default)]
    digits: Number,
    #[serde(default, rename = "isFavorite")]
    favorite: bool,
}

/// One line of Base64 whose bytes fill blocks. No other known file is.
fn is_sealed(file: &File<'_>) -> bool {
    file.text()
        .map(str::trim)
        .filter(|text| text.len() >= LEAST)
        .and_then(|text| BASE64.decode(text.as_bytes()).ok())
        .is_some_and(|bytes| bytes.len().is_multiple_of(BLOCK))
}

fn read(file: &File<'_>, access: Access<'_>) -> Result<Found, ReadError> {
    let text = file.text().ok_or(ReadError::Damaged)?;
    let list = if text.trim_start().starts_with('<') {
        let preferences = xml::preferences(text)?;
        let mut preferences = preferences.into_iter();
        let list = preferences.find(|(name, _)| name == PREFERENCE);
        list.ok_or(ReadError::Damaged)?.1
    } else {
        open(text, access)?
    };
    Found::of(json::list(&list)?, read_account)
}

/// The list of accounts, which is the only key of the object that is sealed.
fn open(text: &str, access: Access<'_>) -> Result<Text, ReadError> {
    let sealed = BASE64
        .decode(text.trim().as_bytes())
        .map_err(|_base64| ReadError::Damaged)?;
    let with = |password: &str| {
        let key: Key<32> = Zeroizing::new(Sha256::digest(password.as_bytes()).into());
        let plain = open_aes_256_cbc(&key, &[0; BLOCK], &sealed)?;
        let plain = std::str::from_utf8(&plain).map_err(|_utf8| ReadError::WrongPassword)?;
        let object = json::object(plain).map_err(|_json| ReadError::WrongPassword)?;
        let list = object.into_keys().next();
        list.map(Text::new).ok_or(ReadError::Damaged)
    };
    match (access.password, with(NO_PASSWORD)) {
        (None, Err(ReadError::WrongPassword)) => Err(ReadError::PasswordNeeded),
        (Some(password), Err(ReadError::WrongPassword)) => with(password.expose()),
        (_, opened) => opened,
    }
}

fn read_account(raw: &RawValue) -> Result<Entry, Skipped> {
    let Ok(account) = json::value::<Account>(raw) else {
        return Err(Skipped::new("", "", SkipReason::Damaged));
    };
    let issuer = account.issuer.as_deref().unwrap_or_default();
    let name = account.name.as_deref().unwrap_or_default();
    let numbers = Parts {
        digits: account.digits.0,
        ..Parts::default()
    };
    let labelled = secret(&account)
        .and_then(|secret| parts::labelled(issuer, name, secret, numbers.totp()?, None))
        .map_err(|reason| Skipped::new(issuer, name, reason))?;
    let extras = Extras {
        favorite: account.favorite,
        ..Extras::default()
    };
    Ok(Entry { labelled, extras })
}

fn secret(account: &Account) -> Result<Secret, SkipReason> {
    match account.base {
        16 => Ok(Secret::from_hex(&account.key)?),
        32 => parts::base32(&account.key),
        64 => {
            let bytes = BASE64.decode(account.key.trim().as_bytes());
            let bytes = Zeroizing::new(bytes.map_err(|_base64| SkipReason::Damaged)?);
            Secret::new(bytes).ok_or(SkipReason::SecretMissing)
        }
        _ => Err(SkipReason::Damaged),
    }
}
