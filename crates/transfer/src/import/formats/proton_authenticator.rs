//! Proton Authenticator's export, plain or encrypted (what Proton Authenticator 1 writes).
//!
//! An encrypted one has the plain one under Argon2id and AES-256-GCM, the nonce first.

use data_encoding::BASE64;
use otp::SecretText;
use otp::uri;
use serde::Deserialize;
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use crate::import::Access;
use crate::import::cipher::open_aes_256_gcm;
use crate::import::derive::{Argon2id, argon2id};
use crate::import::entry::{Entry, Extras, Found, Skipped};
use crate::import::error::{ReadError, SkipReason};
use crate::import::file::File;
use crate::import::format::Format;
use crate::import::json::{self, Number, Object, Text};
use crate::import::registry::Reader;

pub(in crate::import) const READER: Reader = Reader {
    format: Format::ProtonAuthenticator,
    recognises: |file| {
        file.has_keys(&["version", "entries"]) || file.has_keys(&["version", "salt", "content"])
    },
    read,
};

const VERSION: i64 = 1;
const COST: Argon2id = Argon2id {
    memory_kib: 19 << 10,
    passes: 2,
    lanes: 1,
};
const NONCE: usize = 12;
const ASSOCIATED: &[u8] = b"proton.authenticator.export.v1";

#[derive(Deserialize)]
struct Account {
    content: Content,
    note: Option<Text>,
}

#[derive(Deserialize)]
struct Content {
    uri: Text,
    /// The account's name; that of the URI may be an older one.
    name: Option<String>,
}

fn read(file: &File<'_>, access: Access<'_>) -> Result<Found, ReadError> {
    let object = file.object().ok_or(ReadError::Damaged)?;
    check_version(object)?;
    if object.contains_key("entries") {
        return read_entries(object);
    }
    let text = open(object, access)?;
    let text = std::str::from_utf8(&text).map_err(|_utf8| ReadError::Damaged)?;
    let object = json::object(text)?;
    check_version(&object)?;
    read_entries(&object)
}

fn check_version(object: &Object<'_>) -> Result<(), ReadError> {
    match json::value(json::member(object, "version").ok_or(ReadError::Damaged)?)? {
        Number(Some(VERSION)) => Ok(()),
        Number(Some(_)) => Err(ReadError::UnknownVersion),
        Number(None) => Err(ReadError::Damaged),
    }
}

fn open(object: &Object<'_>, access: Access<'_>) -> Result<Zeroizing<Vec<u8>>, ReadError> {
    let bytes = |key| {
        let text = json::value::<Text>(json::member(object, key).ok_or(ReadError::Damaged)?)?;
        BASE64
            .decode(text.as_bytes())
            .map_err(|_base64| ReadError::Damaged)
    };
    let (salt, content) = (bytes("salt")?, bytes("content")?);
    let (nonce, sealed) = content.split_at_checked(NONCE).ok_or(ReadError::Damaged)?;
    let password = access.password.ok_or(ReadError::PasswordNeeded)?;
    let key = argon2id(password.expose().as_bytes(), &salt, COST, access)?;
    open_aes_256_gcm(&key, nonce, sealed, ASSOCIATED)
}

fn read_entries(object: &Object<'_>) -> Result<Found, ReadError> {
    let entries = json::member(object, "entries").ok_or(ReadError::Damaged)?;
    Found::of(json::list(entries.get())?, read_entry)
}

fn read_entry(entry: &RawValue) -> Result<Entry, Skipped> {
    let Ok(account) = json::item::<Account>(entry) else {
        return Err(Skipped::new("", "", SkipReason::Damaged));
    };
    let name = account.content.name.as_deref().unwrap_or_default().trim();
    if name.len() > uri::MAX_LABEL {
        return Err(Skipped::new("", name, SkipReason::LabelTooLong));
    }
    let mut labelled = uri::parse(&account.content.uri)
        .map_err(|error| Skipped::new("", name, SkipReason::Uri(error)))?;
    if !name.is_empty() {
        labelled.account = name.to_owned();
    }
    let extras = Extras {
        notes: SecretText::new(account.note.as_deref().cloned().unwrap_or_default()),
        ..Extras::default()
    };
    Ok(Entry { labelled, extras })
}
