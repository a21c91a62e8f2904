//! Stratum's backup (Stratum, doc/BACKUP_FORMAT.md): JSON under Argon2id and AES-256-GCM.

use std::collections::BTreeMap;

use data_encoding::{BASE64, HEXLOWER};
use otp::{Kind, Otp, SecretText, UnixTime};
use rand_core::CryptoRng;
use serde::Serialize;
use vault::{Account, Icon};

use crate::export::losses::Part;
use crate::export::parts::{named, random};
use crate::export::registry::Writer;
use crate::export::{Encryption, File, WriteError, json, seal};
use crate::import::derive::{Argon2id, argon2id};
use crate::kdbx::sha256;

pub(in crate::export) const WRITER: Writer = Writer {
    encryption: Encryption::Optional,
    extension: "authpro",
    keeps,
    // Two accounts with one secret are one in the program's database.
    tells_by_secret: true,
    write,
};

const NAME: &[u8] = b"AUTHENTICATORPRO";
const COST: Argon2id = Argon2id {
    memory_kib: 64 << 10,
    passes: 3,
    lanes: 4,
};
/// Pictures that Android decodes.
const PICTURES: [&str; 3] = ["image/png", "image/jpeg", "image/webp"];
/// Fewest bytes that the secrets of Mobile-OTP and Yandex have.
const MOTP_SECRET: usize = 8;
const YANDEX_SECRET: usize = 16;

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Backup<'a> {
    authenticators: Vec<Authenticator<'a>>,
    categories: Vec<Category<'a>>,
    authenticator_categories: Vec<Binding>,
    custom_icons: Vec<CustomIcon>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Authenticator<'a> {
    #[serde(rename = "Type")]
    kind: u8,
    icon: Option<String>,
    issuer: &'a str,
    username: Option<&'a str>,
    #[serde(serialize_with = "json::secret")]
    secret: SecretText,
    pin: Option<&'a str>,
    algorithm: u8,
    digits: u8,
    period: u64,
    counter: u64,
    copy_count: u64,
    ranking: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Category<'a> {
    id: String,
    name: &'a str,
    ranking: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Binding {
    category_id: String,
    #[serde(serialize_with = "json::secret")]
    authenticator_secret: SecretText,
    ranking: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct CustomIcon {
    id: String,
    data: String,
}

fn keeps(account: &Account, part: Part) -> bool {
    match part {
        Part::Codes => takes(account.otp()),
        Part::Pin | Part::Tags => true,
        Part::Icon => picture(account).is_some(),
        // The program counts with 32 bits.
        Part::UseCount => i32::try_from(account.use_count).is_ok(),
        Part::Notes
        | Part::Favorite
        | Part::BackupCodes
        | Part::Site
        | Part::Keys
        | Part::History => false,
    }
}

/// The program does not ask for a PIN, so it has to be there.
fn takes(otp: &Otp) -> bool {
    let length = otp.secret.expose().len();
    match otp.kind {
        Kind::Totp { digits, .. } => digits.get() >= 6,
        Kind::Hotp {
            digits, counter, ..
        } => (6..=8).contains(&digits.get()) && i64::try_from(counter).is_ok(),
        Kind::Motp => otp.pin.is_some() && length >= MOTP_SECRET,
        Kind::Yandex => otp.pin.is_some() && length >= YANDEX_SECRET,
        Kind::Steam | Kind::BattleNet => true,
    }
}

fn picture(account: &Account) -> Option<&Icon> {
    let icon = account.icon.as_ref();
    icon.filter(|icon| PICTURES.contains(&icon.media_type.as_str()))
}

fn write(
    accounts: &[&Account],
    password: Option<&SecretText>,
    _now: UnixTime,
    rng: &mut dyn CryptoRng,
) -> Result<File, WriteError> {
    let plain = json::write(&backup(accounts));
    let Some(password) = password else {
        return Ok(plain);
    };
    let salt: [u8; 16] = random(rng);
    let key = argon2id(password.expose().as_bytes(), &salt, COST, seal::AGREED)
        .map_err(seal::no_memory)?;
    let nonce = random(rng);
    let sealed = seal::aes_256_gcm(&key, &nonce, &plain, &[]);
    Ok(seal::file(&[NAME, &salt, &nonce, &sealed]))
}

fn backup<'a>(accounts: &[&'a Account]) -> Backup<'a> {
    let mut places = BTreeMap::new();
    let (mut categories, mut bindings, mut icons) = (Vec::new(), Vec::new(), BTreeMap::new());
    for account in accounts {
        for tag in &account.tags {
            let ranking = categories.len();
            let id = places.entry(tag.as_str()).or_insert_with(|| {
                let id = name_of(tag.as_bytes());
                categories.push(Category {
                    id: id.clone(),
                    name: tag,
                    ranking,
                });
                id
            });
            bindings.push(Binding {
                category_id: id.clone(),
                authenticator_secret: secret(account.otp()),
                ranking: 0,
            });
        }
        if let Some(icon) = picture(account) {
            icons.insert(name_of(&icon.bytes), BASE64.encode(&icon.bytes));
        }
    }
    let authenticators = accounts.iter().enumerate();
    Backup {
        authenticators: authenticators
            .map(|(ranking, account)| authenticator(account, ranking))
            .collect(),
        categories,
        authenticator_categories: bindings,
        custom_icons: icons
            .into_iter()
            .map(|(id, data)| CustomIcon { id, data })
            .collect(),
    }
}

/// The same in every backup, so that what is restored twice is there once.
fn name_of(content: &[u8]) -> String {
    let hash = sha256(&[content]);
    HEXLOWER.encode(hash.get(..8).unwrap_or_default())
}

fn authenticator(account: &Account, ranking: usize) -> Authenticator<'_> {
    let otp = account.otp();
    let (issuer, username) = named(account);
    Authenticator {
        kind: match otp.kind {
            Kind::Hotp { .. } => 1,
            Kind::Totp { .. } | Kind::BattleNet => 2,
            Kind::Motp => 3,
            Kind::Steam => 4,
            Kind::Yandex => 5,
        },
        // Names with a sign before them are pictures of the file's own.
        icon: picture(account).map(|icon| format!("@{}", name_of(&icon.bytes))),
        issuer,
        username: Some(username).filter(|username| !username.is_empty()),
        secret: secret(otp),
        pin: otp
            .pin
            .as_ref()
            .filter(|_| otp.kind.needs_pin())
            .map(SecretText::expose),
        algorithm: match otp.kind.algorithm_name() {
            "SHA256" if !otp.kind.needs_pin() => 1,
            "SHA512" => 2,
            _ => 0,
        },
        digits: otp.kind.digits(),
        period: otp.kind.period().map_or(30, |period| period.get()),
        counter: otp.kind.counter().unwrap_or_default(),
        copy_count: i32::try_from(account.use_count).map_or(0, |_| account.use_count),
        ranking,
    }
}

fn secret(otp: &Otp) -> SecretText {
    match otp.kind {
        Kind::Motp => otp.secret.to_hex(),
        Kind::Totp { .. } | Kind::Hotp { .. } | Kind::Steam | Kind::BattleNet | Kind::Yandex => {
            otp.secret.to_base32()
        }
    }
}
