//! Aegis's vault (Aegis, docs/vault.md): the whole content under AES-256-GCM, its key under scrypt in a password slot.

use data_encoding::{BASE64, HEXLOWER};
use otp::{Kind, SecretText, UnixTime};
use rand_core::CryptoRng;
use serde::Serialize;
use vault::{Account, Icon};
use zeroize::Zeroizing;

use crate::export::losses::Part;
use crate::export::parts::{random, uuid};
use crate::export::registry::Writer;
use crate::export::{Encryption, File, WriteError, json, seal};
use crate::import::derive::{Key, Scrypt, scrypt};

pub(in crate::export) const WRITER: Writer = Writer {
    encryption: Encryption::Optional,
    extension: "json",
    keeps,
    tells_by_secret: false,
    write,
};

/// What the program itself takes.
const COST: Scrypt = Scrypt {
    n: 1 << 15,
    r: 8,
    p: 1,
};
/// Pictures that the program shows.
const PICTURES: [&str; 3] = ["image/png", "image/jpeg", "image/svg+xml"];

#[derive(Serialize)]
struct Vault<T> {
    version: u8,
    header: Header,
    db: T,
}

#[derive(Default, Serialize)]
struct Header {
    slots: Option<[Slot; 1]>,
    params: Option<Sealed>,
}

#[derive(Serialize)]
struct Slot {
    #[serde(rename = "type")]
    kind: u8,
    uuid: String,
    key: String,
    key_params: Sealed,
    n: u64,
    r: u32,
    p: u32,
    salt: String,
    repaired: bool,
    is_backup: bool,
}

#[derive(Serialize)]
struct Sealed {
    nonce: String,
    tag: String,
}

#[derive(Serialize)]
struct Content<'a> {
    version: u8,
    entries: Vec<Entry<'a>>,
    groups: Vec<Group<'a>>,
}

#[derive(Serialize)]
struct Group<'a> {
    uuid: String,
    name: &'a str,
}

#[derive(Serialize)]
struct Entry<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    uuid: String,
    name: &'a str,
    issuer: &'a str,
    note: &'a str,
    favorite: bool,
    icon: Option<String>,
    icon_mime: Option<&'a str>,
    info: Info<'a>,
    groups: Vec<String>,
}

#[derive(Serialize)]
struct Info<'a> {
    #[serde(serialize_with = "json::secret")]
    secret: SecretText,
    algo: &'static str,
    digits: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    period: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    counter: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pin: Option<&'a str>,
}

fn keeps(account: &Account, part: Part) -> bool {
    match part {
        // The program counts with signed numbers, and takes no such account without its PIN.
        Part::Codes => {
            let otp = account.otp();
            let has_pin = otp.pin.is_some() || !otp.kind.needs_pin();
            has_pin && otp.kind.counter() <= Some(i64::MAX.unsigned_abs())
        }
        Part::Pin | Part::Tags | Part::Notes | Part::Favorite => true,
        Part::Icon => picture(account).is_some(),
        Part::UseCount | Part::BackupCodes | Part::Site | Part::Keys | Part::History => false,
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
    let content = content(accounts, rng);
    let Some(password) = password else {
        return Ok(json::write(&Vault {
            version: 1,
            header: Header::default(),
            db: content,
        }));
    };
    let master: Key<32> = Zeroizing::new(random(rng));
    let slot = slot(&master, password, rng)?;
    let (sealed, params) = seal(&master, &json::write(&content), rng);
    Ok(json::write(&Vault {
        version: 1,
        header: Header {
            slots: Some([slot]),
            params: Some(params),
        },
        db: BASE64.encode(&sealed),
    }))
}

fn slot(
    master: &Key<32>,
    password: &SecretText,
    rng: &mut dyn CryptoRng,
) -> Result<Slot, WriteError> {
    let salt: [u8; 32] = random(rng);
    let key =
        scrypt(password.expose().as_bytes(), &salt, COST, seal::AGREED).map_err(seal::no_memory)?;
    let (sealed, key_params) = seal(&key, master.as_slice(), rng);
    Ok(Slot {
        kind: 1,
        uuid: uuid(rng),
        key: HEXLOWER.encode(&sealed),
        key_params,
        n: COST.n,
        r: COST.r,
        p: COST.p,
        salt: HEXLOWER.encode(&salt),
        repaired: true,
        is_backup: false,
    })
}

/// The tag stands by itself.
fn seal(key: &Key<32>, plaintext: &[u8], rng: &mut dyn CryptoRng) -> (Vec<u8>, Sealed) {
    let nonce = random(rng);
    let mut sealed = seal::aes_256_gcm(key, &nonce, plaintext, &[]);
    let tag = sealed.split_off(plaintext.len());
    let params = Sealed {
        nonce: HEXLOWER.encode(&nonce),
        tag: HEXLOWER.encode(&tag),
    };
    (sealed, params)
}

fn content<'a>(accounts: &[&'a Account], rng: &mut dyn CryptoRng) -> Content<'a> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    let mut entries = Vec::with_capacity(accounts.len());
    for account in accounts {
        for tag in &account.tags {
            if groups.iter().all(|group| group.name != tag) {
                let uuid = uuid(rng);
                groups.push(Group { uuid, name: tag });
            }
        }
        let is_its = |group: &&Group<'_>| account.tags.iter().any(|tag| tag == group.name);
        let groups = groups.iter().filter(is_its);
        let groups = groups.map(|group| group.uuid.clone()).collect();
        entries.push(entry(account, groups, uuid(rng)));
    }
    Content {
        version: 3,
        entries,
        groups,
    }
}

fn entry(account: &Account, groups: Vec<String>, uuid: String) -> Entry<'_> {
    let otp = account.otp();
    let icon = picture(account);
    Entry {
        kind: match otp.kind {
            Kind::BattleNet => "totp",
            Kind::Totp { .. } | Kind::Hotp { .. } | Kind::Steam | Kind::Motp | Kind::Yandex => {
                otp.kind.type_name()
            }
        },
        uuid,
        name: &account.name,
        issuer: &account.issuer,
        note: account.notes.expose(),
        favorite: account.favorite,
        icon: icon.map(|icon| BASE64.encode(&icon.bytes)),
        icon_mime: icon.map(|icon| icon.media_type.as_str()),
        info: Info {
            secret: otp.secret.to_base32(),
            algo: otp.kind.algorithm_name(),
            digits: otp.kind.digits(),
            period: otp.kind.period().map(|period| period.get()),
            counter: otp.kind.counter(),
            pin: otp
                .pin
                .as_ref()
                .filter(|_| otp.kind.needs_pin())
                .map(SecretText::expose),
        },
        groups,
    }
}
