//! The JSON that is not encrypted.

use data_encoding::BASE64;
use otp::{Algorithm, Digits, Kind, Period, Secret, SecretText};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::import::entry::{Entry, Extras, Found, Skipped};
use crate::import::error::{ReadError, SkipReason};
use crate::import::file::File;
use crate::import::json::{self, Number, Object, Text};
use crate::import::parts;
use crate::import::picture::LargePictures;

const FORMAT: &str = "countersign";
const VERSION: i64 = 1;

#[derive(Deserialize)]
struct Account {
    #[serde(default)]
    issuer: String,
    #[serde(default)]
    name: String,
    #[serde(rename = "type")]
    kind: String,
    algorithm: Option<String>,
    digits: Option<u8>,
    period: Option<u64>,
    counter: Option<u64>,
    secret: Text,
    pin: Option<Text>,
    #[serde(default)]
    tags: Vec<String>,
    #[serde(default)]
    notes: Text,
    icon: Option<Picture>,
    #[serde(default)]
    favorite: bool,
    #[serde(default)]
    use_count: u64,
    #[serde(default)]
    backup_codes: Vec<Text>,
}

#[derive(Deserialize)]
struct Picture {
    media_type: String,
    data: String,
}

pub(super) fn recognises(file: &File<'_>) -> bool {
    let format = file
        .object()
        .and_then(|object| json::member(object, "format"));
    file.has_keys(&["format", "version", "accounts"])
        && format.is_some_and(|raw| json::value::<String>(raw).is_ok_and(|name| name == FORMAT))
}

pub(super) fn read(object: &Object<'_>) -> Result<Found, ReadError> {
    let member = |key| json::member(object, key).ok_or(ReadError::Damaged);
    match json::value(member("version")?)? {
        Number(Some(VERSION)) => {}
        Number(Some(_)) => return Err(ReadError::UnknownVersion),
        Number(None) => return Err(ReadError::Damaged),
    }
    let mut pictures = LargePictures::default();
    Found::of(json::list(member("accounts")?.get())?, |account| {
        read_account(account, &mut pictures)
    })
}

fn read_account(raw: &RawValue, pictures: &mut LargePictures) -> Result<Entry, Skipped> {
    let Ok(account) = json::value::<Account>(raw) else {
        return Err(Skipped::new("", "", SkipReason::Damaged));
    };
    let labelled = one_time_password(&account)
        .and_then(|(secret, kind, pin)| {
            parts::labelled(&account.issuer, &account.name, secret, kind, pin)
        })
        .map_err(|reason| Skipped::new(&account.issuer, &account.name, reason))?;
    let copy = |text: &Text| SecretText::new(text.as_str().to_owned());
    let mut extras = Extras {
        favorite: account.favorite,
        notes: copy(&account.notes),
        icon: account.icon.and_then(|icon| {
            let bytes = BASE64.decode(icon.data.as_bytes()).ok()?;
            pictures.icon(&icon.media_type, bytes)
        }),
        backup_codes: account.backup_codes.iter().map(copy).collect(),
        use_count: account.use_count,
        ..Extras::default()
    };
    account.tags.iter().for_each(|tag| extras.add_tag(tag));
    Ok(Entry { labelled, extras })
}

fn one_time_password(account: &Account) -> Result<(Secret, Kind, Option<SecretText>), SkipReason> {
    let kind = match account.kind.as_str() {
        "totp" => Kind::Totp {
            algorithm: algorithm(account)?,
            digits: digits(account)?,
            period: match account.period {
                None => Period::THIRTY,
                Some(period) => Period::new(period).ok_or(SkipReason::BadPeriod)?,
            },
        },
        "hotp" => Kind::Hotp {
            algorithm: algorithm(account)?,
            digits: digits(account)?,
            counter: account.counter.ok_or(SkipReason::BadCounter)?,
        },
        "steam" => Kind::Steam,
        "battlenet" => Kind::BattleNet,
        "motp" => Kind::Motp,
        "yandex" => Kind::Yandex,
        _ => return Err(SkipReason::UnknownType),
    };
    let pin = account.pin.as_deref().filter(|_| kind.needs_pin());
    let pin = pin.map(|pin| SecretText::new(pin.clone()));
    Ok((parts::base32(&account.secret)?, kind, pin))
}

fn algorithm(account: &Account) -> Result<Algorithm, SkipReason> {
    let name = account.algorithm.as_deref().unwrap_or("SHA1");
    Algorithm::parse(name).ok_or(SkipReason::UnknownAlgorithm)
}

fn digits(account: &Account) -> Result<Digits, SkipReason> {
    match account.digits {
        None => Ok(Digits::SIX),
        Some(digits) => Digits::new(digits).ok_or(SkipReason::BadDigits),
    }
}
