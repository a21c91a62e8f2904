//! Stratum's backup, before called Authenticator Pro (`.authpro`; Stratum, doc/BACKUP_FORMAT.md): JSON, plain, under
//! AES-256-GCM with a key from Argon2id, or, in older versions, under AES-256-CBC with a key from PBKDF2-HMAC-SHA1.

use std::collections::BTreeMap;

use otp::{Kind, Secret, SecretText};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use crate::import::Access;
use crate::import::cipher::{BLOCK, open_aes_256_cbc, open_aes_256_gcm};
use crate::import::derive::{Argon2id, argon2id, pbkdf2_sha1};
use crate::import::entry::{Entry, Extras, Found, MOST_TAGS, Skipped};
use crate::import::error::{ReadError, SkipReason};
use crate::import::file::File;
use crate::import::format::Format;
use crate::import::json::{self, Number, Object, Text};
use crate::import::parts::{self, Parts};
use crate::import::picture::Pictures;
use crate::import::registry::Reader;

pub(in crate::import) const READER: Reader = Reader {
    format: Format::Stratum,
    recognises: |file| {
        file.has_keys(&["Authenticators", "Categories"])
            || file.bytes().starts_with(STRONG)
            || file.bytes().starts_with(LEGACY)
    },
    read,
};

const STRONG: &[u8] = b"AUTHENTICATORPRO";
const STRONG_SALT: usize = 16;
const STRONG_NONCE: usize = 12;
const STRONG_COST: Argon2id = Argon2id {
    memory_kib: 64 << 10,
    passes: 3,
    lanes: 4,
};
const LEGACY: &[u8] = b"AuthenticatorPro";
const LEGACY_SALT: usize = 20;
const LEGACY_ROUNDS: u32 = 64_000;
/// Length of the PIN at the end of a Mobile-OTP secret, from before it had a field of its own.
const PIN: usize = 4;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Account {
    #[serde(rename = "Type")]
    kind: i64,
    secret: Text,
    #[serde(default)]
    issuer: Option<String>,
    #[serde(default)]
    username: Option<String>,
    #[serde(default)]
    icon: Option<String>,
    #[serde(default)]
    pin: Option<Text>,
    #[serde(default)]
    algorithm: Number,
    #[serde(default)]
    digits: Number,
    #[serde(default)]
    period: Number,
    #[serde(default)]
    counter: Number,
    #[serde(default)]
    copy_count: Number,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Category {
    id: String,
    name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Binding {
    category_id: String,
    authenticator_secret: Text,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct CustomIcon {
    id: String,
    data: String,
}

/// What accounts point at: names of categories by secret, pictures by id.
struct Shared<'a> {
    tags: BTreeMap<&'a str, Vec<&'a str>>,
    icons: Pictures<'a>,
}

fn read(file: &File<'_>, access: Access<'_>) -> Result<Found, ReadError> {
    if let Some(object) = file.object() {
        return read_content(object);
    }
    let plain = open(file.bytes(), access)?;
    let text = std::str::from_utf8(&plain).map_err(|_utf8| ReadError::WrongPassword)?;
    read_content(&json::object(text).map_err(|_json| ReadError::WrongPassword)?)
}

fn open(bytes: &[u8], access: Access<'_>) -> Result<Zeroizing<Vec<u8>>, ReadError> {
    let password = || {
        let password = access.password.ok_or(ReadError::PasswordNeeded)?;
        Ok(password.expose().as_bytes())
    };
    if let Some(rest) = bytes.strip_prefix(STRONG) {
        let (salt, rest) = split(rest, STRONG_SALT)?;
        let (nonce, sealed) = split(rest, STRONG_NONCE)?;
        let key = argon2id(password()?, salt, STRONG_COST, access)?;
        return open_aes_256_gcm(&key, nonce, sealed, &[]);
    }
    let rest = bytes.strip_prefix(LEGACY).ok_or(ReadError::Damaged)?;
    let (salt, rest) = split(rest, LEGACY_SALT)?;
    let (iv, sealed) = split(rest, BLOCK)?;
    let key = pbkdf2_sha1(password()?, salt, LEGACY_ROUNDS, access)?;
    open_aes_256_cbc(&key, iv, sealed)
}

fn split(bytes: &[u8], at: usize) -> Result<(&[u8], &[u8]), ReadError> {
    bytes.split_at_checked(at).ok_or(ReadError::Damaged)
}

fn read_content(content: &Object<'_>) -> Result<Found, ReadError> {
    let categories: Vec<Category> = values(content, "Categories")?;
    let bindings: Vec<Binding> = values(content, "AuthenticatorCategories")?;
    let icons: Vec<CustomIcon> = values(content, "CustomIcons")?;
    let names = categories
        .iter()
        .map(|category| (&category.id, &category.name));
    let names: BTreeMap<_, _> = names.collect();
    let mut tags = BTreeMap::<_, Vec<_>>::new();
    for binding in &bindings {
        if let Some(name) = names.get(&binding.category_id) {
            let tags = tags.entry(binding.authenticator_secret.as_str());
            let tags = tags.or_default();
            if tags.len() < MOST_TAGS {
                tags.push(name.as_str());
            }
        }
    }
    let icons = icons
        .iter()
        .map(|icon| (icon.id.as_str(), icon.data.as_str()));
    let mut shared = Shared {
        tags,
        icons: icons.collect(),
    };
    let accounts = json::member(content, "Authenticators").ok_or(ReadError::Damaged)?;
    Found::of(json::list(accounts.get())?, |account| {
        read_account(account, &mut shared)
    })
}

/// The values of a list that may be missing.
fn values<T: DeserializeOwned>(content: &Object<'_>, key: &str) -> Result<Vec<T>, ReadError> {
    match json::member(content, key) {
        Some(list) => json::list(list.get())?
            .into_iter()
            .map(json::value)
            .collect(),
        None => Ok(Vec::new()),
    }
}

fn read_account(raw: &RawValue, shared: &mut Shared<'_>) -> Result<Entry, Skipped> {
    let Ok(account) = json::value::<Account>(raw) else {
        return Err(Skipped::new("", "", SkipReason::Damaged));
    };
    let issuer = account.issuer.as_deref().unwrap_or_default();
    let name = account.username.as_deref().unwrap_or_default();
    let labelled = one_time_password(&account)
        .and_then(|(secret, kind, pin)| parts::labelled(issuer, name, secret, kind, pin))
        .map_err(|reason| Skipped::new(issuer, name, reason))?;
    let mut extras = Extras {
        use_count: account.copy_count.count(),
        ..Extras::default()
    };
    for tag in shared
        .tags
        .get(account.secret.as_str())
        .into_iter()
        .flatten()
    {
        extras.add_tag(tag);
    }
    // Icons of its own the program names without a sign before them.
    let custom = account.icon.as_deref().and_then(|id| id.strip_prefix('@'));
    extras.icon = custom.and_then(|id| shared.icons.get(id));
    Ok(Entry { labelled, extras })
}

fn one_time_password(account: &Account) -> Result<(Secret, Kind, Option<SecretText>), SkipReason> {
    let numbers = Parts {
        algorithm: Some(match account.algorithm.0 {
            Some(0) | None => "SHA1",
            Some(1) => "SHA256",
            Some(2) => "SHA512",
            Some(_) => return Err(SkipReason::UnknownAlgorithm),
        }),
        digits: account.digits.0,
        period: account.period.0,
        counter: account.counter.0,
    };
    let pin = account.pin.as_deref().filter(|pin| !pin.is_empty());
    let pin = pin.map(|pin| SecretText::new(pin.to_owned()));
    let kind = match account.kind {
        1 => numbers.hotp()?,
        2 => numbers.totp()?,
        3 => return motp(&account.secret, pin),
        4 => Kind::Steam,
        5 => Kind::Yandex,
        _ => return Err(SkipReason::UnknownType),
    };
    let pin = pin.filter(|_| kind.needs_pin());
    Ok((parts::base32(&account.secret)?, kind, pin))
}

fn motp(
    secret: &str,
    pin: Option<SecretText>,
) -> Result<(Secret, Kind, Option<SecretText>), SkipReason> {
    let (secret, pin) = match pin {
        Some(pin) => (secret, pin),
        None => {
            let place = secret.len().checked_sub(PIN);
            let (secret, pin) = place
                .and_then(|place| secret.split_at_checked(place))
                .ok_or(SkipReason::SecretMissing)?;
            (secret, SecretText::new(pin.to_owned()))
        }
    };
    Ok((Secret::from_hex(secret)?, Kind::Motp, Some(pin)))
}
