//! Raivo OTP's export (`raivo-otp-export.zip`, under the password of the program, or the file in it; what Raivo OTP 1.4
//! writes): a JSON array in which every value is text.

use otp::Kind;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::import::Access;
use crate::import::entry::{Entry, Extras, Found, Skipped};
use crate::import::error::{ReadError, SkipReason};
use crate::import::file::File;
use crate::import::format::Format;
use crate::import::json::{self, Number, Text};
use crate::import::parts::{self, Parts};
use crate::import::registry::Reader;

pub(in crate::import) const READER: Reader = Reader {
    format: Format::Raivo,
    recognises: |file| {
        let member = file.archive().and_then(|archive| archive.find(is_export));
        member.is_some() || file.array_has_keys(&["kind", "timer", "secret", "account"])
    },
    read,
};

fn is_export(name: &str) -> bool {
    name == "raivo-otp-export.json"
}

#[derive(Deserialize)]
struct Account {
    kind: String,
    secret: Text,
    #[serde(default)]
    issuer: Option<String>,
    #[serde(default)]
    account: Option<String>,
    #[serde(default)]
    algorithm: Option<String>,
    #[serde(default)]
    digits: Number,
    #[serde(default)]
    timer: Number,
    #[serde(default)]
    counter: Number,
    #[serde(default)]
    pinned: Option<String>,
}

fn read(file: &File<'_>, access: Access<'_>) -> Result<Found, ReadError> {
    let Some(archive) = file.archive() else {
        return read_accounts(file.array().ok_or(ReadError::Damaged)?);
    };
    let name = archive.find(is_export).ok_or(ReadError::Damaged)?;
    let password = access.password.map(|password| password.expose().as_bytes());
    let json = archive.member(&name, password)?;
    let json = std::str::from_utf8(&json).map_err(|_utf8| ReadError::Damaged)?;
    read_accounts(&json::list(json)?)
}

fn read_accounts(accounts: &[&RawValue]) -> Result<Found, ReadError> {
    Found::of(accounts, |account| read_account(account))
}

fn read_account(raw: &RawValue) -> Result<Entry, Skipped> {
    let Ok(account) = json::value::<Account>(raw) else {
        return Err(Skipped::new("", "", SkipReason::Damaged));
    };
    let issuer = account.issuer.as_deref().unwrap_or_default();
    let name = account.account.as_deref().unwrap_or_default();
    let labelled = kind(&account)
        .and_then(|kind| {
            let secret = parts::base32(&account.secret)?;
            parts::labelled(issuer, name, secret, kind, None)
        })
        .map_err(|reason| Skipped::new(issuer, name, reason))?;
    let extras = Extras {
        favorite: matches!(account.pinned.as_deref(), Some("true" | "1")),
        ..Extras::default()
    };
    Ok(Entry { labelled, extras })
}

/// A timer of 0 is that of an account that counts.
fn kind(account: &Account) -> Result<Kind, SkipReason> {
    let numbers = Parts {
        algorithm: account.algorithm.as_deref(),
        digits: account.digits.0,
        period: account.timer.0,
        counter: account.counter.0,
    };
    match account.kind.to_ascii_uppercase().as_str() {
        "TOTP" => numbers.totp(),
        "HOTP" => numbers.hotp(),
        _ => Err(SkipReason::UnknownType),
    }
}
