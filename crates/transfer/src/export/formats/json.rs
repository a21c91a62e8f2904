//! This program's own JSON (docs/import-export.md): for people and programs that want to read the accounts without a
//! library, and only where they say that it should not be encrypted.

use data_encoding::BASE64;
use otp::{SecretText, UnixTime};
use rand_core::CryptoRng;
use serde::Serialize;
use vault::Account;

use crate::export::losses::Part;
use crate::export::parts::backup_codes;
use crate::export::registry::Writer;
use crate::export::{Encryption, File, WriteError, json};

pub(in crate::export) const WRITER: Writer = Writer {
    encryption: Encryption::Never,
    extension: "json",
    keeps: |_account, part| !matches!(part, Part::Site | Part::Keys | Part::History),
    tells_by_secret: false,
    write,
};

#[derive(Serialize)]
struct Export<'a> {
    format: &'static str,
    version: u8,
    accounts: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    issuer: &'a str,
    name: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    algorithm: &'static str,
    digits: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    period: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    counter: Option<u64>,
    #[serde(serialize_with = "json::secret")]
    secret: SecretText,
    #[serde(skip_serializing_if = "Option::is_none")]
    pin: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    tags: &'a [String],
    #[serde(skip_serializing_if = "str::is_empty")]
    notes: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    icon: Option<Picture<'a>>,
    favorite: bool,
    use_count: u64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    backup_codes: Vec<&'a str>,
}

#[derive(Serialize)]
struct Picture<'a> {
    media_type: &'a str,
    data: String,
}

fn write(
    accounts: &[&Account],
    _password: Option<&SecretText>,
    _now: UnixTime,
    _rng: &mut dyn CryptoRng,
) -> Result<File, WriteError> {
    Ok(json::write(&Export {
        format: "countersign",
        version: 1,
        accounts: accounts.iter().map(|account| entry(account)).collect(),
    }))
}

fn entry(account: &Account) -> Entry<'_> {
    let otp = account.otp();
    Entry {
        issuer: &account.issuer,
        name: &account.name,
        kind: otp.kind.type_name(),
        algorithm: otp.kind.algorithm_name(),
        digits: otp.kind.digits(),
        period: otp.kind.period().map(|period| period.get()),
        counter: otp.kind.counter(),
        secret: otp.secret.to_base32(),
        pin: otp
            .pin
            .as_ref()
            .filter(|_| otp.kind.needs_pin())
            .map(SecretText::expose),
        tags: &account.tags,
        notes: account.notes.expose(),
        icon: account.icon.as_ref().map(|icon| Picture {
            media_type: &icon.media_type,
            data: BASE64.encode(&icon.bytes),
        }),
        favorite: account.favorite,
        use_count: account.use_count,
        backup_codes: backup_codes(account).map(SecretText::expose).collect(),
    }
}
