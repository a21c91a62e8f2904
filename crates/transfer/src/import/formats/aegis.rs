//! Aegis's vault, plain or encrypted (Aegis, docs/vault.md).
//!
//! An encrypted one has slots: the master key under scrypt and AES-256-GCM. Only password slots can be opened outside of
//! the phone.

use std::collections::BTreeMap;

use data_encoding::{BASE64, HEXLOWER_PERMISSIVE};
use otp::{Kind, Secret, SecretText};
use serde::Deserialize;
use serde_json::value::RawValue;
use vault::Icon;
use zeroize::Zeroizing;

use crate::import::Access;
use crate::import::cipher::open_aes_256_gcm;
use crate::import::derive::{Key, Scrypt, scrypt};
use crate::import::entry::{Entry, Extras, Found, Skipped};
use crate::import::error::{ReadError, SkipReason};
use crate::import::file::File;
use crate::import::format::Format;
use crate::import::json::{self, Number, Object, Text};
use crate::import::parts::{self, Parts};
use crate::import::picture::LargePictures;
use crate::import::registry::Reader;

pub(in crate::import) const READER: Reader = Reader {
    format: Format::Aegis,
    recognises: |file| file.has_keys(&["version", "header", "db"]),
    read,
};

/// Versions of the file and of what is inside it.
const FILE_VERSIONS: i64 = 1;
const CONTENT_VERSIONS: i64 = 3;
/// Most password slots that are tried; the program makes a handful.
const MOST_SLOTS: usize = 16;
const PASSWORD_SLOT: i64 = 1;

#[derive(Deserialize)]
struct Header {
    slots: Option<Vec<Slot>>,
    params: Option<Sealed>,
}

#[derive(Deserialize)]
struct Slot {
    #[serde(rename = "type")]
    kind: i64,
    key: String,
    key_params: Sealed,
    #[serde(default)]
    n: u64,
    #[serde(default)]
    r: u32,
    #[serde(default)]
    p: u32,
    #[serde(default)]
    salt: String,
}

/// Nonce and tag of AES-GCM in hexadecimal.
#[derive(Deserialize)]
struct Sealed {
    nonce: String,
    tag: String,
}

#[derive(Deserialize)]
struct Account {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    issuer: Option<String>,
    /// The one group of versions 1 and 2.
    #[serde(default)]
    group: Option<String>,
    /// Ids of groups, version 3.
    #[serde(default)]
    groups: Vec<String>,
    #[serde(default)]
    note: Option<Text>,
    #[serde(default)]
    favorite: bool,
    #[serde(default)]
    icon: Option<String>,
    #[serde(default)]
    icon_mime: Option<String>,
    info: Info,
}

#[derive(Deserialize)]
struct Info {
    secret: Text,
    #[serde(default)]
    algo: Option<String>,
    #[serde(default)]
    digits: Number,
    #[serde(default)]
    period: Number,
    #[serde(default)]
    counter: Number,
    #[serde(default)]
    pin: Option<Text>,
}

#[derive(Deserialize)]
struct Group {
    uuid: String,
    name: String,
}

type Groups = BTreeMap<String, String>;

fn read(file: &File<'_>, access: Access<'_>) -> Result<Found, ReadError> {
    let object = file.object().ok_or(ReadError::Damaged)?;
    check_version(object, FILE_VERSIONS)?;
    let header: Header = json::value(member(object, "header")?)?;
    let db = member(object, "db")?;
    match header.params {
        None => read_content(db.get()),
        Some(params) => {
            let slots = header.slots.unwrap_or_default();
            let text = open(&slots, &params, &json::value::<Text>(db)?, access)?;
            read_content(std::str::from_utf8(&text).map_err(|_utf8| ReadError::Damaged)?)
        }
    }
}

fn member<'a>(object: &Object<'a>, key: &str) -> Result<&'a RawValue, ReadError> {
    json::member(object, key).ok_or(ReadError::Damaged)
}

fn check_version(object: &Object<'_>, newest: i64) -> Result<(), ReadError> {
    match json::value(member(object, "version")?)? {
        Number(Some(version)) if version > newest => Err(ReadError::UnknownVersion),
        Number(Some(1..)) => Ok(()),
        Number(_) => Err(ReadError::Damaged),
    }
}

fn open(
    slots: &[Slot],
    params: &Sealed,
    db: &str,
    access: Access<'_>,
) -> Result<Zeroizing<Vec<u8>>, ReadError> {
    let is_password = |slot: &&Slot| slot.kind == PASSWORD_SLOT;
    let slots: Vec<_> = slots.iter().filter(is_password).take(MOST_SLOTS).collect();
    if slots.is_empty() {
        return Err(ReadError::NoPassword);
    }
    let password = access.password.ok_or(ReadError::PasswordNeeded)?;
    let sealed = BASE64
        .decode(db.as_bytes())
        .map_err(|_base64| ReadError::Damaged)?;
    for slot in slots {
        match open_slot(slot, password, access) {
            Ok(master) => return params.open(&master, sealed),
            Err(ReadError::WrongPassword) => {}
            Err(error) => return Err(error),
        }
    }
    Err(ReadError::WrongPassword)
}

fn open_slot(slot: &Slot, password: &SecretText, access: Access<'_>) -> Result<Key<32>, ReadError> {
    let parameters = Scrypt {
        n: slot.n,
        r: slot.r,
        p: slot.p,
    };
    let salt = unhex(&slot.salt)?;
    let key = scrypt(password.expose().as_bytes(), &salt, parameters, access)?;
    let master = slot.key_params.open(&key, unhex(&slot.key)?)?;
    let master: [u8; 32] = master
        .as_slice()
        .try_into()
        .map_err(|_length| ReadError::Damaged)?;
    Ok(Zeroizing::new(master))
}

impl Sealed {
    fn open(&self, key: &Key<32>, mut sealed: Vec<u8>) -> Result<Zeroizing<Vec<u8>>, ReadError> {
        sealed.extend(unhex(&self.tag)?);
        open_aes_256_gcm(key, &unhex(&self.nonce)?, &sealed, &[])
    }
}

fn unhex(text: &str) -> Result<Vec<u8>, ReadError> {
    HEXLOWER_PERMISSIVE
        .decode(text.as_bytes())
        .map_err(|_hex| ReadError::Damaged)
}

fn read_content(text: &str) -> Result<Found, ReadError> {
    let content = json::object(text)?;
    check_version(&content, CONTENT_VERSIONS)?;
    let groups = match json::member(&content, "groups") {
        Some(groups) => json::value::<Vec<Group>>(groups)?,
        None => Vec::new(),
    };
    let groups: Groups = groups
        .into_iter()
        .map(|group| (group.uuid, group.name))
        .collect();
    let mut pictures = LargePictures::default();
    Found::of(json::list(member(&content, "entries")?.get())?, |entry| {
        read_entry(entry, &groups, &mut pictures)
    })
}

fn read_entry(
    entry: &RawValue,
    groups: &Groups,
    pictures: &mut LargePictures,
) -> Result<Entry, Skipped> {
    let Ok(account) = json::value::<Account>(entry) else {
        return Err(Skipped::new("", "", SkipReason::Damaged));
    };
    let issuer = account.issuer.as_deref().unwrap_or_default();
    let name = account.name.as_deref().unwrap_or_default();
    let labelled = one_time_password(&account)
        .and_then(|(secret, kind, pin)| parts::labelled(issuer, name, secret, kind, pin))
        .map_err(|reason| Skipped::new(issuer, name, reason))?;
    let extras = extras(&account, groups, pictures);
    Ok(Entry { labelled, extras })
}

fn one_time_password(account: &Account) -> Result<(Secret, Kind, Option<SecretText>), SkipReason> {
    let info = &account.info;
    let numbers = Parts {
        // The program lets MD5 be chosen by mistake where it is not meant, and then takes SHA-1.
        algorithm: info.algo.as_deref().filter(|name| *name != "MD5"),
        digits: info.digits.0,
        period: info.period.0,
        counter: info.counter.0,
    };
    let kind = match account.kind.as_str() {
        "totp" => numbers.totp()?,
        "hotp" => numbers.hotp()?,
        "steam" => Kind::Steam,
        "motp" => Kind::Motp,
        "yandex" => Kind::Yandex,
        _ => return Err(SkipReason::UnknownType),
    };
    let pin = info
        .pin
        .as_deref()
        .filter(|pin| kind.needs_pin() && !pin.is_empty());
    let pin = pin.map(|pin| SecretText::new(pin.to_owned()));
    Ok((parts::base32(&info.secret)?, kind, pin))
}

fn extras(account: &Account, groups: &Groups, pictures: &mut LargePictures) -> Extras {
    let mut extras = Extras {
        favorite: account.favorite,
        notes: SecretText::new(account.note.as_deref().cloned().unwrap_or_default()),
        icon: icon(account, pictures),
        ..Extras::default()
    };
    let named = account.groups.iter().filter_map(|id| groups.get(id));
    for group in account.group.iter().chain(named) {
        extras.add_tag(group);
    }
    extras
}

/// Pictures from before there was a media type are JPEG.
fn icon(account: &Account, pictures: &mut LargePictures) -> Option<Icon> {
    let bytes = BASE64.decode(account.icon.as_deref()?.as_bytes()).ok()?;
    pictures.icon(account.icon_mime.as_deref().unwrap_or("image/jpeg"), bytes)
}
