//! OTPClient's database (`.enc`; what OTPClient 2.4 to 4.1 write) and its content: a JSON array.
//!
//! Versions 2 and 3 begin with the program's name; version 1 has no mark, and is read only where a person says that it is
//! OTPClient's. All are AES-256-GCM with a nonce of 16 bytes, and the header is sealed along.

use otp::Kind;
use serde::Deserialize;
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use crate::import::Access;
use crate::import::cipher::open_aes_256_gcm_16;
use crate::import::derive::{Argon2id, Key, argon2id, pbkdf2_sha512};
use crate::import::entry::{Entry, Extras, Found, Skipped};
use crate::import::error::{ReadError, SkipReason};
use crate::import::file::File;
use crate::import::format::Format;
use crate::import::json::{self, Number, Text};
use crate::import::parts::{self, Parts};
use crate::import::registry::Reader;

pub(in crate::import) const READER: Reader = Reader {
    format: Format::Otpclient,
    recognises: |file| {
        file.bytes().starts_with(NAME)
            || file.array_has_keys(&["type", "label", "secret", "digits", "algo"])
    },
    read,
};

const NAME: &[u8] = b"OTPClient";
const NONCE: usize = 16;
const SALT: usize = 32;
/// Bytes before the nonce: in version 2 as C lays them out, with the number behind three that are empty.
const BEFORE_NONCE_2: usize = 16;
const BEFORE_NONCE_3: usize = 13;
/// Rounds of version 1.
const ROUNDS: u32 = 100_000;
/// The cost of version 2 from before it was kept in the header.
const FIXED_COST: Argon2id = Argon2id {
    memory_kib: 128 << 10,
    passes: 4,
    lanes: 4,
};

#[derive(Deserialize)]
struct Account {
    #[serde(rename = "type")]
    kind: String,
    secret: Text,
    #[serde(default)]
    label: Option<String>,
    #[serde(default)]
    issuer: Option<String>,
    #[serde(default)]
    group: Option<String>,
    #[serde(default)]
    algo: Option<String>,
    #[serde(default)]
    digits: Number,
    #[serde(default)]
    period: Number,
    #[serde(default)]
    counter: Number,
}

fn read(file: &File<'_>, access: Access<'_>) -> Result<Found, ReadError> {
    if let Some(accounts) = file.array() {
        return read_accounts(accounts);
    }
    let plain = open(file.bytes(), access)?;
    let text = std::str::from_utf8(&plain).map_err(|_utf8| ReadError::Damaged)?;
    // The end of the text in C is sealed, too.
    read_accounts(&json::list(text.trim_end_matches('\0'))?)
}

/// How the key is made of the password.
#[derive(Clone, Copy)]
enum Derivation {
    Pbkdf2,
    Argon2id(Argon2id),
}

/// A header that the file may have.
#[derive(Clone, Copy)]
struct Layout {
    before_nonce: usize,
    length: usize,
    derivation: Derivation,
}

fn open(bytes: &[u8], access: Access<'_>) -> Result<Zeroizing<Vec<u8>>, ReadError> {
    let layouts = layouts(bytes)?;
    access.password.ok_or(ReadError::PasswordNeeded)?;
    for layout in layouts {
        match open_as(bytes, layout, access) {
            Err(ReadError::WrongPassword) => {}
            opened => return opened,
        }
    }
    Err(ReadError::WrongPassword)
}

/// Version 2 did not say from the beginning what its key costs: where what stands there may be a cost, it is one.
fn layouts(bytes: &[u8]) -> Result<Vec<Layout>, ReadError> {
    let layout = |before_nonce: usize, more: usize, derivation| Layout {
        before_nonce,
        length: before_nonce
            .saturating_add(NONCE + SALT)
            .saturating_add(more),
        derivation,
    };
    let Some(rest) = bytes.strip_prefix(NAME) else {
        return Ok(vec![layout(0, 0, Derivation::Pbkdf2)]);
    };
    let version = u32::from_be_bytes(*rest.first_chunk().ok_or(ReadError::Damaged)?);
    let cost_at = |before: usize, read: fn([u8; 4]) -> u32| {
        let numbers = bytes.get(before.saturating_add(NONCE + SALT)..)?;
        let (passes, numbers) = numbers.split_first_chunk()?;
        let (memory, numbers) = numbers.split_first_chunk()?;
        let cost = Argon2id {
            passes: read(*passes),
            memory_kib: read(*memory),
            lanes: read(*numbers.first_chunk()?),
        };
        let is_one = (1..=64).contains(&cost.passes)
            && (8 << 10..=1 << 20).contains(&cost.memory_kib)
            && (1..=16).contains(&cost.lanes);
        is_one.then_some(Derivation::Argon2id(cost))
    };
    match version {
        2 => {
            let cost = cost_at(BEFORE_NONCE_2, u32::from_le_bytes);
            let with_cost = cost.map(|cost| layout(BEFORE_NONCE_2, 12, cost));
            let fixed = layout(BEFORE_NONCE_2, 0, Derivation::Argon2id(FIXED_COST));
            Ok(with_cost.into_iter().chain([fixed]).collect())
        }
        3 => {
            let cost = cost_at(BEFORE_NONCE_3, u32::from_be_bytes).ok_or(ReadError::Damaged)?;
            Ok(vec![layout(BEFORE_NONCE_3, 12, cost)])
        }
        _ => Err(ReadError::UnknownVersion),
    }
}

fn open_as(
    bytes: &[u8],
    layout: Layout,
    access: Access<'_>,
) -> Result<Zeroizing<Vec<u8>>, ReadError> {
    let (header, sealed) = bytes
        .split_at_checked(layout.length)
        .ok_or(ReadError::Damaged)?;
    let inner = header.get(layout.before_nonce..).unwrap_or_default();
    let (nonce, inner) = inner.split_at_checked(NONCE).ok_or(ReadError::Damaged)?;
    let salt = inner.get(..SALT).ok_or(ReadError::Damaged)?;
    let password = access.password.ok_or(ReadError::PasswordNeeded)?;
    for password in as_written(password.expose()) {
        let key: Key<32> = match layout.derivation {
            Derivation::Pbkdf2 => pbkdf2_sha512(password, salt, ROUNDS, access)?,
            Derivation::Argon2id(cost) => argon2id(password, salt, cost, access)?,
        };
        match open_aes_256_gcm_16(&key, nonce, sealed, header) {
            Err(ReadError::WrongPassword) => {}
            opened => return opened,
        }
    }
    Err(ReadError::WrongPassword)
}

/// The password; and as versions before 4.1 took it, as many of its bytes as it has characters.
fn as_written(password: &str) -> Vec<&[u8]> {
    let bytes = password.as_bytes();
    let short = bytes.get(..password.chars().count()).unwrap_or(bytes);
    if short.len() == bytes.len() {
        vec![bytes]
    } else {
        vec![bytes, short]
    }
}

fn read_accounts(accounts: &[&RawValue]) -> Result<Found, ReadError> {
    Found::of(accounts, |account| read_account(account))
}

fn read_account(raw: &RawValue) -> Result<Entry, Skipped> {
    let Ok(account) = json::value::<Account>(raw) else {
        return Err(Skipped::new("", "", SkipReason::Damaged));
    };
    let issuer = account.issuer.as_deref().unwrap_or_default();
    let label = account.label.as_deref().unwrap_or_default();
    let labelled = kind(&account)
        .and_then(|kind| {
            let secret = parts::base32(&account.secret)?;
            parts::labelled(issuer, label, secret, kind, None)
        })
        .map_err(|reason| Skipped::new(issuer, label, reason))?;
    let mut extras = Extras::default();
    extras.add_tag(account.group.as_deref().unwrap_or_default());
    Ok(Entry { labelled, extras })
}

/// The program makes letters of Steam's for this one issuer.
fn kind(account: &Account) -> Result<Kind, SkipReason> {
    let numbers = Parts {
        algorithm: account.algo.as_deref(),
        digits: account.digits.0,
        period: account.period.0,
        counter: account.counter.0,
    };
    let is_steam = |issuer: &str| issuer.eq_ignore_ascii_case("steam");
    match account.kind.to_ascii_uppercase().as_str() {
        "TOTP" if account.issuer.as_deref().is_some_and(is_steam) => Ok(Kind::Steam),
        "TOTP" => numbers.totp(),
        "HOTP" => numbers.hotp(),
        _ => Err(SkipReason::UnknownType),
    }
}
