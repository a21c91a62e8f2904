//! 2FAS's backup, plain or encrypted, of versions 1 to 4 (what 2FAS 5 for Android and iOS writes).
//!
//! An encrypted one has the list of services as `ciphertext and tag:salt:nonce`, each in Base64, under PBKDF2 with
//! 10,000 rounds and AES-256-GCM.

use std::collections::BTreeMap;

use data_encoding::BASE64;
use otp::{Kind, Secret};
use serde::Deserialize;
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use crate::import::Access;
use crate::import::cipher::open_aes_256_gcm;
use crate::import::derive::pbkdf2_sha256;
use crate::import::entry::{Entry, Extras, Found, Skipped};
use crate::import::error::{ReadError, SkipReason};
use crate::import::file::File;
use crate::import::format::Format;
use crate::import::json::{self, Number, Text};
use crate::import::parts::{self, Parts};
use crate::import::registry::Reader;

pub(in crate::import) const READER: Reader = Reader {
    format: Format::TwoFas,
    recognises: |file| file.has_keys(&["services", "schemaVersion"]),
    read,
};

const NEWEST_VERSION: i64 = 4;
const ROUNDS: u32 = 10_000;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Service {
    name: Option<String>,
    secret: Option<Text>,
    group_id: Option<String>,
    #[serde(default)]
    otp: Parameters,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Parameters {
    issuer: Option<String>,
    account: Option<String>,
    /// The account of old versions.
    label: Option<String>,
    algorithm: Option<String>,
    #[serde(default)]
    digits: Number,
    #[serde(default)]
    period: Number,
    #[serde(default)]
    counter: Number,
    token_type: Option<String>,
}

#[derive(Deserialize)]
struct Group {
    id: String,
    name: String,
}

type Groups = BTreeMap<String, String>;

fn read(file: &File<'_>, access: Access<'_>) -> Result<Found, ReadError> {
    let object = file.object().ok_or(ReadError::Damaged)?;
    let version = json::member(object, "schemaVersion").ok_or(ReadError::Damaged)?;
    match json::value(version)? {
        Number(Some(1..=NEWEST_VERSION)) => {}
        Number(Some(version)) if version > NEWEST_VERSION => return Err(ReadError::UnknownVersion),
        Number(_) => return Err(ReadError::Damaged),
    }
    let groups: Groups = json::values::<Group>(object, "groups")?
        .into_iter()
        .map(|group| (group.id, group.name))
        .collect();
    if let Some(sealed) = json::member(object, "servicesEncrypted") {
        let text = open(&json::value::<Text>(sealed)?, access)?;
        let text = std::str::from_utf8(&text).map_err(|_utf8| ReadError::Damaged)?;
        return read_services(text, &groups);
    }
    let services = json::member(object, "services").ok_or(ReadError::Damaged)?;
    read_services(services.get(), &groups)
}

fn open(sealed: &str, access: Access<'_>) -> Result<Zeroizing<Vec<u8>>, ReadError> {
    let mut parts = sealed.split(':').map(|part| BASE64.decode(part.as_bytes()));
    let (Some(Ok(sealed)), Some(Ok(salt)), Some(Ok(nonce)), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(ReadError::Damaged);
    };
    let password = access.password.ok_or(ReadError::PasswordNeeded)?;
    let key = pbkdf2_sha256(password.expose().as_bytes(), &salt, ROUNDS, access)?;
    open_aes_256_gcm(&key, &nonce, &sealed, &[])
}

fn read_services(text: &str, groups: &Groups) -> Result<Found, ReadError> {
    Found::of(json::list(text)?, |service| read_service(service, groups))
}

fn read_service(service: &RawValue, groups: &Groups) -> Result<Entry, Skipped> {
    let Ok(service) = json::item::<Service>(service) else {
        return Err(Skipped::new("", "", SkipReason::Damaged));
    };
    let (issuer, account) = names(&service);
    let labelled = one_time_password(&service)
        .and_then(|(secret, kind)| parts::labelled(issuer, account, secret, kind, None))
        .map_err(|reason| Skipped::new(issuer, account, reason))?;
    let mut extras = Extras::default();
    let group = service.group_id.and_then(|id| groups.get(&id));
    extras.add_tag(group.map(String::as_str).unwrap_or_default());
    Ok(Entry { labelled, extras })
}

/// A service that was renamed keeps the issuer it came with, and an account without a name gets the new name.
fn names(service: &Service) -> (&str, &str) {
    let text = |text: &'_ Option<String>| !text.as_deref().unwrap_or_default().trim().is_empty();
    let name = service.name.as_deref().unwrap_or_default();
    let account = service.otp.account.as_deref();
    let account = account.or(service.otp.label.as_deref()).unwrap_or_default();
    match service.otp.issuer.as_deref() {
        Some(issuer) if text(&service.otp.issuer) => {
            let is_renamed = account.is_empty() && !issuer.eq_ignore_ascii_case(name);
            (issuer, if is_renamed { name } else { account })
        }
        _ => (name, account),
    }
}

fn one_time_password(service: &Service) -> Result<(Secret, Kind), SkipReason> {
    let secret = service.secret.as_deref().ok_or(SkipReason::SecretMissing)?;
    let otp = &service.otp;
    let numbers = Parts {
        algorithm: otp.algorithm.as_deref(),
        digits: otp.digits.0,
        period: otp.period.0,
        counter: otp.counter.0,
    };
    let kind = match otp.token_type.as_deref() {
        None | Some("TOTP") => numbers.totp()?,
        Some("HOTP") => numbers.hotp()?,
        Some("STEAM") => Kind::Steam,
        Some(_) => return Err(SkipReason::UnknownType),
    };
    Ok((parts::base32(secret)?, kind))
}
