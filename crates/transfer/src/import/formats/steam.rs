//! Steam's mobile authenticator: the file of the phone (`Steamguard-*`), and the `maFiles` of Steam Desktop
//! Authenticator and steamguard-cli (what versions 1.0 and 0.17 write), alone or as a folder.
//!
//! An encrypted `maFile` is Base64 of AES-256-CBC. Salt and nonce are in the folder's `manifest.json`, so it cannot be
//! opened alone.

use data_encoding::BASE64;
use otp::{Kind, Secret, SecretText};
use serde::Deserialize;
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use crate::import::cipher::open_aes_256_cbc;
use crate::import::derive::{Argon2id, argon2id, check_pbkdf2_sha1_of_all, pbkdf2_sha1};
use crate::import::entry::{Entry, Extras, Found, Skipped};
use crate::import::error::{ReadError, SkipReason};
use crate::import::file::File;
use crate::import::format::Format;
use crate::import::json::{self, Object, Text};
use crate::import::parts;
use crate::import::registry::Reader;
use crate::import::{Access, Member};

pub(in crate::import) const READER: Reader = Reader {
    format: Format::Steam,
    recognises: |file| file.has_keys(&["shared_secret"]) || accounts(file).is_some(),
    read,
};

const ISSUER: &str = "Steam";
const MANIFEST: &str = "manifest.json";
const EXTENSION: &str = ".mafile";
/// Rounds of the key in Steam Desktop Authenticator.
const ROUNDS: u32 = 50_000;
/// The other cipher's cost in steamguard-cli.
const COST: Argon2id = Argon2id {
    memory_kib: 62_500,
    passes: 3,
    lanes: 4,
};

#[derive(Deserialize)]
struct Account {
    /// Base64.
    #[serde(default)]
    shared_secret: Option<Text>,
    #[serde(default)]
    account_name: Option<String>,
    /// With it, a lost authenticator is removed from the account.
    #[serde(default)]
    revocation_code: Option<Text>,
}

#[derive(Deserialize)]
struct Manifest {
    entries: Vec<ManifestEntry>,
}

#[derive(Deserialize)]
struct ManifestEntry {
    filename: String,
    #[serde(default)]
    encryption_iv: Option<String>,
    #[serde(default)]
    encryption_salt: Option<String>,
    #[serde(default)]
    encryption: Option<Encryption>,
}

/// What steamguard-cli writes in place of the two.
#[derive(Clone, Deserialize)]
struct Encryption {
    scheme: String,
    #[serde(default)]
    iv: String,
    #[serde(default)]
    salt: String,
}

const LEGACY: &str = "LegacySdaCompatible";
const ARGON2ID: &str = "Argon2idAes256";

impl ManifestEntry {
    fn encryption(&self) -> Option<Encryption> {
        let ours = self.encryption.clone();
        ours.or_else(|| {
            Some(Encryption {
                scheme: LEGACY.to_owned(),
                iv: self.encryption_iv.clone()?,
                salt: self.encryption_salt.clone()?,
            })
        })
    }
}

/// The accounts of a file that has several, by ids of their own.
fn accounts<'a>(file: &File<'a>) -> Option<Object<'a>> {
    let accounts = json::object(json::member(file.object()?, "accounts")?.get()).ok()?;
    let has_secret = |value: &RawValue| {
        json::object(value.get()).is_ok_and(|account| account.contains_key("shared_secret"))
    };
    let is_it = accounts.values().any(|value| has_secret(value));
    is_it.then_some(accounts)
}

fn read(file: &File<'_>, _access: Access<'_>) -> Result<Found, ReadError> {
    let mut found = Found::default();
    match accounts(file) {
        Some(accounts) => {
            for account in accounts.values() {
                found.push(read_account(account.get()))?;
            }
        }
        None => {
            let text = std::str::from_utf8(file.bytes()).map_err(|_utf8| ReadError::Damaged)?;
            found.push(read_account(text.trim_start_matches('\u{feff}')))?;
        }
    }
    Ok(found)
}

/// Reads all `maFiles` of a folder; those that its manifest calls encrypted are opened.
pub(in crate::import) fn read_folder(
    files: &[Member],
    access: Access<'_>,
) -> Result<Found, ReadError> {
    let is_account = |file: &&Member| file.name.to_ascii_lowercase().ends_with(EXTENSION);
    let accounts: Vec<_> = files.iter().filter(is_account).collect();
    if accounts.is_empty() {
        return Err(ReadError::Unrecognised);
    }
    let manifest = files.iter().find(|file| file.name == MANIFEST);
    let manifest = manifest.map(read_manifest).transpose()?;
    let entries = manifest.map_or_else(Vec::new, |manifest| manifest.entries);
    let encryption = |file: &Member| {
        let mut entries = entries.iter().filter(|entry| entry.filename == file.name);
        entries.next().and_then(ManifestEntry::encryption)
    };
    let with_encryption: Vec<_> = accounts
        .into_iter()
        .map(|file| (file, encryption(file)))
        .collect();
    let sealed = with_encryption
        .iter()
        .filter(|(_, how)| how.is_some())
        .count();
    check_cost(sealed, access)?;
    let mut found = Found::default();
    let mut opened = 0_usize;
    for (file, how) in &with_encryption {
        match how {
            None => found.push(read_plain(&file.bytes))?,
            Some(how) => {
                let plain = open(&file.bytes, how, access);
                opened = opened.saturating_add(usize::from(plain.is_ok()));
                found.push(match plain {
                    Ok(plain) => read_plain(&plain),
                    Err(_) => Err(Skipped::new(ISSUER, &file.name, SkipReason::Damaged)),
                })?;
            }
        }
    }
    // Nothing but what comes out tells a wrong password.
    if sealed > 0 && opened == 0 {
        return Err(ReadError::WrongPassword);
    }
    Ok(found)
}

fn read_manifest(file: &Member) -> Result<Manifest, ReadError> {
    let text = std::str::from_utf8(&file.bytes).map_err(|_utf8| ReadError::Damaged)?;
    let text = text.trim_start_matches('\u{feff}');
    serde_json::from_str(text).map_err(|_json| ReadError::Damaged)
}

fn check_cost(sealed: usize, access: Access<'_>) -> Result<(), ReadError> {
    if sealed == 0 {
        return Ok(());
    }
    access.password.ok_or(ReadError::PasswordNeeded)?;
    let files = u64::try_from(sealed).unwrap_or(u64::MAX);
    check_pbkdf2_sha1_of_all(files.saturating_mul(ROUNDS.into()), access)
}

/// The JSON of an encrypted file.
fn open(
    bytes: &[u8],
    how: &Encryption,
    access: Access<'_>,
) -> Result<Zeroizing<Vec<u8>>, ReadError> {
    let password = access.password.ok_or(ReadError::PasswordNeeded)?;
    let password = password.expose().as_bytes();
    let base64 = |text: &[u8]| {
        BASE64
            .decode(text.trim_ascii())
            .map_err(|_base64| ReadError::Damaged)
    };
    let salt = base64(how.salt.as_bytes())?;
    let key = match how.scheme.as_str() {
        LEGACY => pbkdf2_sha1(password, &salt, ROUNDS, access)?,
        ARGON2ID => argon2id(password, &salt, COST, access)?,
        _ => return Err(ReadError::UnknownVersion),
    };
    let plain = open_aes_256_cbc(&key, &base64(how.iv.as_bytes())?, &base64(bytes)?)?;
    match serde_json::from_slice::<&RawValue>(&plain) {
        Ok(_) => Ok(plain),
        Err(_) => Err(ReadError::WrongPassword),
    }
}

fn read_plain(bytes: &[u8]) -> Result<Entry, Skipped> {
    match std::str::from_utf8(bytes) {
        Ok(text) => read_account(text.trim_start_matches('\u{feff}')),
        Err(_) => Err(Skipped::new("", "", SkipReason::Damaged)),
    }
}

/// The URI in the file has another secret, which is none of the codes.
pub(super) fn read_account(text: &str) -> Result<Entry, Skipped> {
    let Ok(account) = serde_json::from_str::<Account>(text) else {
        return Err(Skipped::new("", "", SkipReason::Damaged));
    };
    let name = account.account_name.as_deref().unwrap_or_default();
    let labelled = secret(account.shared_secret.as_ref())
        .and_then(|secret| parts::labelled(ISSUER, name, secret, Kind::Steam, None))
        .map_err(|reason| Skipped::new(ISSUER, name, reason))?;
    let code = account.revocation_code.as_deref();
    let code = code.filter(|code| !code.is_empty());
    let extras = Extras {
        backup_codes: code
            .map(|code| SecretText::new(code.clone()))
            .into_iter()
            .collect(),
        ..Extras::default()
    };
    Ok(Entry { labelled, extras })
}

fn secret(base64: Option<&Text>) -> Result<Secret, SkipReason> {
    let base64 = base64.ok_or(SkipReason::SecretMissing)?;
    let bytes = BASE64
        .decode(base64.trim().as_bytes())
        .map_err(|_base64| SkipReason::Damaged)?;
    Secret::new(Zeroizing::new(bytes)).ok_or(SkipReason::SecretMissing)
}
