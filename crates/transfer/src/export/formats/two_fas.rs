//! 2FAS's backup, version 4 (what 2FAS 5 for Android writes): the services under AES-256-GCM with a key from PBKDF2, and
//! with the same key a text that everybody knows, by which the program tells a wrong password.

use data_encoding::BASE64;
use otp::{Kind, SecretText, UnixTime};
use rand_core::CryptoRng;
use serde::Serialize;
use vault::Account;

use crate::export::losses::Part;
use crate::export::parts::{named, random, uuid};
use crate::export::registry::Writer;
use crate::export::{Encryption, File, WriteError, json, seal};
use crate::import::derive::{Key, pbkdf2_sha256};

pub(in crate::export) const WRITER: Writer = Writer {
    encryption: Encryption::Optional,
    extension: "2fas",
    keeps,
    tells_by_secret: false,
    write,
};

const ROUNDS: u32 = 10_000;
const SALT: usize = 256;
const REFERENCE: &str = "tRViSsLKzd86Hprh4ceC2OP7xazn4rrt4xhfEUbOjxLX8Rc3mkISXE0lWbmnWfggogbBJhtYgpK6fMl1D6mtsy92R3HkdGfwuXbzLebqVFJsR7IZ2w58t938iymwG4824igYy1wi6n2WDpO1Q1P69zwJGs2F5a1qP4MyIiDSD7NCV2OvidXQCBnDlGfmz0f1BQySRkkt4ryiJeCjD2o4QsveJ9uDBUn8ELyOrESv5R5DMDkD4iAF8TXU7KyoJujd";
/// The picture of services without one of their own.
const ICON: &str = "a5b3fb65-4ec5-43e6-8ec1-49e24ca9e7ad";
/// Numbers that the program lets a person choose; on iOS it takes no others.
const PERIODS: [u64; 4] = [10, 30, 60, 90];
const DIGITS: std::ops::RangeInclusive<u8> = 5..=8;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Backup<'a> {
    services: Vec<Service<'a>>,
    groups: Vec<Group<'a>>,
    updated_at: u64,
    schema_version: u8,
    app_version_code: u32,
    app_version_name: &'static str,
    app_origin: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    services_encrypted: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Group<'a> {
    id: String,
    name: &'a str,
    is_expanded: bool,
    updated_at: u64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Service<'a> {
    name: &'a str,
    #[serde(serialize_with = "json::secret")]
    secret: SecretText,
    updated_at: u64,
    otp: Parameters<'a>,
    order: Order,
    badge: Badge,
    icon: Icon<'a>,
    group_id: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Parameters<'a> {
    label: &'a str,
    account: &'a str,
    issuer: Option<&'a str>,
    digits: u8,
    period: u64,
    algorithm: &'static str,
    counter: u64,
    token_type: &'static str,
}

#[derive(Serialize)]
struct Order {
    position: usize,
}

#[derive(Serialize)]
struct Badge {
    color: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Icon<'a> {
    selected: &'static str,
    label: Label<'a>,
    icon_collection: Collection,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Label<'a> {
    text: &'a str,
    background_color: &'static str,
}

#[derive(Serialize)]
struct Collection {
    id: &'static str,
}

fn keeps(account: &Account, part: Part) -> bool {
    let kind = account.otp().kind;
    match part {
        Part::Codes => match kind {
            Kind::Totp { digits, period, .. } => {
                DIGITS.contains(&digits.get()) && PERIODS.contains(&period.get())
            }
            // The program counts with 32 bits.
            Kind::Hotp {
                digits, counter, ..
            } => DIGITS.contains(&digits.get()) && i32::try_from(counter).is_ok(),
            Kind::Steam | Kind::BattleNet => true,
            Kind::Motp | Kind::Yandex => false,
        },
        // A service is in one group or none.
        Part::Tags => account.tags.len() == 1,
        Part::Pin
        | Part::Notes
        | Part::Icon
        | Part::Favorite
        | Part::UseCount
        | Part::BackupCodes
        | Part::Site
        | Part::Keys
        | Part::History => false,
    }
}

fn write(
    accounts: &[&Account],
    password: Option<&SecretText>,
    now: UnixTime,
    rng: &mut dyn CryptoRng,
) -> Result<File, WriteError> {
    let mut backup = backup(accounts, now, rng);
    if let Some(password) = password {
        let salt: [u8; SALT] = random(rng);
        let key = pbkdf2_sha256(password.expose().as_bytes(), &salt, ROUNDS, seal::AGREED)
            .map_err(seal::no_memory)?;
        let services = json::write(&std::mem::take(&mut backup.services));
        backup.services_encrypted = Some(seal(&key, &salt, &services, rng));
        backup.reference = Some(seal(&key, &salt, REFERENCE.as_bytes(), rng));
    }
    Ok(json::write(&backup))
}

/// `ciphertext and tag:salt:nonce`, each in Base64.
fn seal(key: &Key<32>, salt: &[u8], plaintext: &[u8], rng: &mut dyn CryptoRng) -> String {
    let nonce = random(rng);
    let sealed = seal::aes_256_gcm(key, &nonce, plaintext, &[]);
    let parts = [sealed.as_slice(), salt, &nonce];
    parts.map(|part| BASE64.encode(part)).join(":")
}

fn backup<'a>(accounts: &[&'a Account], now: UnixTime, rng: &mut dyn CryptoRng) -> Backup<'a> {
    let updated_at = now.get().saturating_mul(1000);
    let mut groups: Vec<Group<'a>> = Vec::new();
    let mut services = Vec::with_capacity(accounts.len());
    for (position, account) in accounts.iter().enumerate() {
        let tag = account.tags.first();
        if let Some(tag) = tag.filter(|tag| groups.iter().all(|group| group.name != *tag)) {
            groups.push(Group {
                id: uuid(rng),
                name: tag,
                is_expanded: true,
                updated_at,
            });
        }
        let group = groups
            .iter()
            .find(|group| Some(group.name) == tag.map(String::as_str));
        let group_id = group.map(|group| group.id.clone());
        services.push(service(account, position, group_id, updated_at));
    }
    Backup {
        services,
        groups,
        updated_at,
        schema_version: 4,
        app_version_code: 5_000_029,
        app_version_name: "5.4.8",
        app_origin: "android",
        services_encrypted: None,
        reference: None,
    }
}

fn service(
    account: &Account,
    position: usize,
    group_id: Option<String>,
    updated_at: u64,
) -> Service<'_> {
    let otp = account.otp();
    let (name, user) = (named(account).0, account.name.as_str());
    let letters = name
        .char_indices()
        .nth(2)
        .map_or(name.len(), |(end, _)| end);
    Service {
        name,
        secret: otp.secret.to_base32(),
        updated_at,
        otp: Parameters {
            label: user,
            account: user,
            issuer: Some(account.issuer.as_str()).filter(|issuer| !issuer.is_empty()),
            digits: otp.kind.digits(),
            period: otp.kind.period().map_or(30, |period| period.get()),
            algorithm: otp.kind.algorithm_name(),
            counter: otp.kind.counter().unwrap_or_default(),
            token_type: match otp.kind {
                Kind::Hotp { .. } => "HOTP",
                Kind::Steam => "STEAM",
                Kind::Totp { .. } | Kind::BattleNet | Kind::Motp | Kind::Yandex => "TOTP",
            },
        },
        order: Order { position },
        badge: Badge { color: "Default" },
        icon: Icon {
            selected: "Label",
            label: Label {
                text: name.get(..letters).unwrap_or_default(),
                background_color: "LightBlue",
            },
            icon_collection: Collection { id: ICON },
        },
        group_id,
    }
}
