//! Ente Auth's export: lines of URIs that also say how each is shown, plain or encrypted (what Ente Auth 4 writes).
//!
//! An encrypted one is JSON with the lines under Argon2id and libsodium's secretstream: `encryptionNonce` is the header
//! of the stream.

use data_encoding::BASE64;
use otp::SecretText;
use percent_encoding::percent_decode_str;
use serde::Deserialize;
use zeroize::Zeroizing;

use super::otpauth;
use crate::import::Access;
use crate::import::cipher::open_secretstream;
use crate::import::derive::{Argon2id, argon2id};
use crate::import::entry::{Entry, Extras, Found, Skipped};
use crate::import::error::ReadError;
use crate::import::file::File;
use crate::import::format::Format;
use crate::import::json::{self, Number, Object, Text};
use crate::import::registry::Reader;

pub(in crate::import) const READER: Reader = Reader {
    format: Format::Ente,
    recognises,
    read,
};

/// The parameter that only this program writes.
const DISPLAY: &str = "codeDisplay";
const VERSION: i64 = 1;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Parameters {
    /// In bytes.
    mem_limit: u64,
    /// Passes.
    ops_limit: u32,
    salt: String,
}

/// How an account is shown.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Display {
    #[serde(default)]
    pinned: bool,
    #[serde(default)]
    trashed: bool,
    #[serde(default)]
    tap_count: Number,
    #[serde(default)]
    tags: Vec<String>,
    note: Option<Text>,
}

fn recognises(file: &File<'_>) -> bool {
    file.has_keys(&["kdfParams", "encryptedData", "encryptionNonce"])
        || file.text().is_some_and(is_list)
}

/// Whether the text is a list of URIs whose first says how it is shown.
pub(super) fn is_list(text: &str) -> bool {
    let first = otpauth::lines(text).next();
    first.is_some_and(|line| otpauth::is_uri(line) && parameter(line).is_some())
}

fn read(file: &File<'_>, access: Access<'_>) -> Result<Found, ReadError> {
    if let Some(text) = file.text() {
        return read_lines(text);
    }
    let text = open(file.object().ok_or(ReadError::Damaged)?, access)?;
    read_lines(std::str::from_utf8(&text).map_err(|_utf8| ReadError::Damaged)?)
}

fn open(object: &Object<'_>, access: Access<'_>) -> Result<Zeroizing<Vec<u8>>, ReadError> {
    let member = |key| json::member(object, key).ok_or(ReadError::Damaged);
    let bytes = |text: &str| {
        BASE64
            .decode(text.as_bytes())
            .map_err(|_base64| ReadError::Damaged)
    };
    match json::value(member("version")?)? {
        Number(Some(VERSION)) => {}
        Number(Some(_)) => return Err(ReadError::UnknownVersion),
        Number(None) => return Err(ReadError::Damaged),
    }
    let parameters: Parameters = json::value(member("kdfParams")?)?;
    let header = bytes(&json::value::<String>(member("encryptionNonce")?)?)?;
    let sealed = bytes(&json::value::<Text>(member("encryptedData")?)?)?;
    let password = access.password.ok_or(ReadError::PasswordNeeded)?;
    let cost = Argon2id {
        memory_kib: u32::try_from(parameters.mem_limit >> 10).unwrap_or(u32::MAX),
        passes: parameters.ops_limit,
        lanes: 1,
    };
    let salt = bytes(&parameters.salt)?;
    let key = argon2id(password.expose().as_bytes(), &salt, cost, access)?;
    open_secretstream(&key, &header, &sealed)
}

fn read_lines(text: &str) -> Result<Found, ReadError> {
    Found::of(otpauth::lines(text), read_line)
}

fn read_line(line: &str) -> Result<Entry, Skipped> {
    let Entry { labelled, .. } = otpauth::read_line(line)?;
    let extras = parameter(line).map(|value| extras(display(value)));
    let extras = extras.unwrap_or_default();
    Ok(Entry { labelled, extras })
}

/// The program's export holds what is in its trash: a person is asked whether it comes along.
fn extras(display: Display) -> Extras {
    let mut extras = Extras {
        favorite: display.pinned,
        notes: SecretText::new(display.note.as_deref().cloned().unwrap_or_default()),
        use_count: display.tap_count.count(),
        archived: display.trashed,
        ..Extras::default()
    };
    for tag in &display.tags {
        extras.add_tag(tag);
    }
    extras
}

/// What a URI says of how it is shown, as it is written there.
fn parameter(line: &str) -> Option<&str> {
    let (_path, query) = line.split_once('?')?;
    let mut parameters = query.split('&').filter_map(|one| one.split_once('='));
    let (_name, value) = parameters.find(|(name, _value)| *name == DISPLAY)?;
    Some(value)
}

/// Of damaged JSON, nothing is known.
fn display(value: &str) -> Display {
    let value = Zeroizing::new(value.replace('+', " "));
    let json = Zeroizing::new(percent_decode_str(&value).collect::<Vec<u8>>());
    serde_json::from_slice(&json).unwrap_or_default()
}
