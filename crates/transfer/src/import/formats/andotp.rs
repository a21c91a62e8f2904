//! andOTP's backup (what andOTP 0.9 writes and reads): a JSON array, plain or under AES-256-GCM.
//!
//! An encrypted one has no mark. The newer kind begins with the rounds of PBKDF2-HMAC-SHA1 and the salt; the key of the
//! older one is the SHA-256 of the password.

use otp::{Kind, SecretText};
use serde::Deserialize;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::import::Access;
use crate::import::cipher::open_aes_256_gcm;
use crate::import::derive::{Key, pbkdf2_sha1};
use crate::import::entry::{Entry, Extras, Found, Skipped};
use crate::import::error::{ReadError, SkipReason};
use crate::import::file::File;
use crate::import::format::Format;
use crate::import::json::{self, Number, Text};
use crate::import::parts::{self, Parts};
use crate::import::registry::Reader;

pub(in crate::import) const READER: Reader = Reader {
    format: Format::Andotp,
    recognises,
    read,
};

/// The program takes 140,000 to 160,000 rounds; other programs that write the format, other numbers.
const ROUNDS: std::ops::RangeInclusive<u32> = 1_000..=1_000_000;
const SALT: usize = 12;
const NONCE: usize = 12;
/// What stands around the array: rounds, salt, nonce, tag; and the array's brackets.
const LEAST: usize = 4 + SALT + NONCE + 2 + 16;

#[derive(Deserialize)]
struct Account {
    secret: Text,
    #[serde(default)]
    issuer: Option<String>,
    #[serde(default)]
    label: Option<String>,
    #[serde(default, rename = "type")]
    kind: Option<String>,
    #[serde(default)]
    algorithm: Option<String>,
    #[serde(default)]
    digits: Number,
    #[serde(default)]
    period: Number,
    #[serde(default)]
    counter: Number,
    #[serde(default)]
    tags: Vec<String>,
    #[serde(default)]
    used_frequency: Number,
}

fn recognises(file: &File<'_>) -> bool {
    match file.array() {
        Some(_) => file.array_has_keys(&["secret", "label"]) && !file.array_has_keys(&["algo"]),
        None => file.is_nameless() && (split_new(file.bytes()).is_some() || file.looks_random()),
    }
}

fn read(file: &File<'_>, access: Access<'_>) -> Result<Found, ReadError> {
    if let Some(accounts) = file.array() {
        return read_accounts(accounts);
    }
    if file.bytes().len() < LEAST {
        return Err(ReadError::Damaged);
    }
    let password = access.password.ok_or(ReadError::PasswordNeeded)?;
    let plain = match open_new(file.bytes(), password, access) {
        Err(ReadError::WrongPassword | ReadError::Damaged) => open_old(file.bytes(), password)?,
        opened => opened?,
    };
    let text = std::str::from_utf8(&plain).map_err(|_utf8| ReadError::Damaged)?;
    read_accounts(&json::list(text)?)
}

/// Rounds, salt, and what the key opens.
fn split_new(bytes: &[u8]) -> Option<(u32, &[u8], &[u8])> {
    let (rounds, rest) = bytes.split_first_chunk()?;
    let (salt, sealed) = rest.split_at_checked(SALT)?;
    let rounds = u32::from_be_bytes(*rounds);
    (ROUNDS.contains(&rounds) && bytes.len() >= LEAST).then_some((rounds, salt, sealed))
}

fn open_new(
    bytes: &[u8],
    password: &SecretText,
    access: Access<'_>,
) -> Result<Zeroizing<Vec<u8>>, ReadError> {
    let (rounds, salt, sealed) = split_new(bytes).ok_or(ReadError::Damaged)?;
    let key = pbkdf2_sha1(password.expose().as_bytes(), salt, rounds, access)?;
    open(&key, sealed)
}

fn open_old(bytes: &[u8], password: &SecretText) -> Result<Zeroizing<Vec<u8>>, ReadError> {
    let key: Key<32> = Zeroizing::new(Sha256::digest(password.expose().as_bytes()).into());
    open(&key, bytes)
}

fn open(key: &Key<32>, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, ReadError> {
    let (nonce, sealed) = sealed.split_at_checked(NONCE).ok_or(ReadError::Damaged)?;
    open_aes_256_gcm(key, nonce, sealed, &[])
}

fn read_accounts(accounts: &[&RawValue]) -> Result<Found, ReadError> {
    Found::of(accounts, |account| read_account(account))
}

fn read_account(raw: &RawValue) -> Result<Entry, Skipped> {
    let Ok(account) = json::value::<Account>(raw) else {
        return Err(Skipped::new("", "", SkipReason::Damaged));
    };
    let label = account.label.as_deref().unwrap_or_default();
    // Before there was a field for the issuer, it stood in the label.
    let (issuer, label) = match account.issuer.as_deref() {
        Some(issuer) => (issuer, label),
        None => label.split_once(" - ").unwrap_or(("", label)),
    };
    let labelled = kind(&account)
        .and_then(|kind| {
            let secret = parts::base32(&account.secret)?;
            parts::labelled(issuer, label, secret, kind, None)
        })
        .map_err(|reason| Skipped::new(issuer, label, reason))?;
    let mut extras = Extras {
        use_count: account.used_frequency.count(),
        ..Extras::default()
    };
    for tag in &account.tags {
        extras.add_tag(tag);
    }
    Ok(Entry { labelled, extras })
}

fn kind(account: &Account) -> Result<Kind, SkipReason> {
    let numbers = Parts {
        algorithm: account.algorithm.as_deref(),
        digits: account.digits.0,
        period: account.period.0,
        counter: account.counter.0,
    };
    match account.kind.as_deref().unwrap_or("TOTP") {
        "TOTP" => numbers.totp(),
        "HOTP" => numbers.hotp(),
        "STEAM" => Ok(Kind::Steam),
        _ => Err(SkipReason::UnknownType),
    }
}
