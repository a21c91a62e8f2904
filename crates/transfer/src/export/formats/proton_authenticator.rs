//! Proton Authenticator's export (what Proton Authenticator 1 writes): the plain one under Argon2id and AES-256-GCM.

use data_encoding::BASE64;
use otp::{Kind, SecretText, UnixTime};
use rand_core::CryptoRng;
use serde::Serialize;
use vault::Account;

use crate::export::losses::Part;
use crate::export::parts::{random, steam_uri, uri, uuid};
use crate::export::registry::Writer;
use crate::export::{Encryption, File, WriteError, json, seal};
use crate::import::derive::{Argon2id, argon2id};

pub(in crate::export) const WRITER: Writer = Writer {
    encryption: Encryption::Optional,
    extension: "json",
    keeps,
    tells_by_secret: false,
    write,
};

const VERSION: u8 = 1;
const COST: Argon2id = Argon2id {
    memory_kib: 19 << 10,
    passes: 2,
    lanes: 1,
};
const ASSOCIATED: &[u8] = b"proton.authenticator.export.v1";

#[derive(Serialize)]
struct Export<'a> {
    version: u8,
    entries: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    id: String,
    content: Content<'a>,
    note: Option<&'a str>,
}

#[derive(Serialize)]
struct Content<'a> {
    #[serde(serialize_with = "json::secret")]
    uri: SecretText,
    entry_type: &'static str,
    name: &'a str,
}

#[derive(Serialize)]
struct Sealed {
    version: u8,
    salt: String,
    content: String,
}

fn keeps(account: &Account, part: Part) -> bool {
    match part {
        Part::Codes => match account.otp().kind {
            Kind::Totp { .. } | Kind::Steam | Kind::BattleNet => true,
            Kind::Hotp { .. } | Kind::Motp | Kind::Yandex => false,
        },
        Part::Notes => true,
        Part::Pin
        | Part::Tags
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
    _now: UnixTime,
    rng: &mut dyn CryptoRng,
) -> Result<File, WriteError> {
    let entries = accounts.iter().map(|account| entry(account, uuid(rng)));
    let plain = json::write(&Export {
        version: VERSION,
        entries: entries.collect(),
    });
    let Some(password) = password else {
        return Ok(plain);
    };
    let salt: [u8; 16] = random(rng);
    let key = argon2id(password.expose().as_bytes(), &salt, COST, seal::AGREED)
        .map_err(seal::no_memory)?;
    let nonce = random(rng);
    let sealed = seal::aes_256_gcm(&key, &nonce, &plain, ASSOCIATED);
    Ok(json::write(&Sealed {
        version: VERSION,
        salt: BASE64.encode(&salt),
        content: BASE64.encode(&[nonce.as_slice(), &sealed].concat()),
    }))
}

fn entry(account: &Account, id: String) -> Entry<'_> {
    let is_steam = account.otp().kind == Kind::Steam;
    let notes = account.notes.expose();
    Entry {
        id,
        content: Content {
            uri: if is_steam {
                steam_uri(account)
            } else {
                uri(account)
            },
            entry_type: if is_steam { "Steam" } else { "Totp" },
            // The address of Steam has no names.
            name: match (is_steam, account.name.as_str()) {
                (true, "") => &account.issuer,
                (_, name) => name,
            },
        },
        note: Some(notes).filter(|notes| !notes.is_empty()),
    }
}
