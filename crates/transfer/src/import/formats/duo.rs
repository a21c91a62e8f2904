//! Duo Mobile's accounts on Android (`accounts.json`; what Duo Mobile 4 writes). Its own accounts are answered on the
//! phone, and make no codes elsewhere.

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
    format: Format::Duo,
    recognises: |file| file.array_has_keys(&["accountType", "pkey"]),
    read,
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Account {
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    otp_generator: Option<Generator>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Generator {
    #[serde(default)]
    otp_secret: Option<Text>,
    /// There is one where codes are made from it.
    #[serde(default)]
    counter: Number,
}

fn read(file: &File<'_>, _access: Access<'_>) -> Result<Found, ReadError> {
    Found::of(file.array().ok_or(ReadError::Damaged)?, |account| {
        read_account(account)
    })
}

fn read_account(raw: &RawValue) -> Result<Entry, Skipped> {
    let Ok(account) = json::value::<Account>(raw) else {
        return Err(Skipped::new("", "", SkipReason::Damaged));
    };
    let name = account.name.as_deref().unwrap_or_default();
    let skipped = |reason| Skipped::new("", name, reason);
    let generator = account.otp_generator.as_ref();
    let generator = generator.ok_or_else(|| skipped(SkipReason::MakesNoCodes))?;
    let secret = generator.otp_secret.as_ref();
    let secret = secret.ok_or_else(|| skipped(SkipReason::MakesNoCodes))?;
    let labelled = kind(generator.counter)
        .and_then(|kind| parts::labelled("", name, parts::base32(secret)?, kind, None))
        .map_err(skipped)?;
    Ok(Entry {
        labelled,
        extras: Extras::default(),
    })
}

fn kind(counter: Number) -> Result<Kind, SkipReason> {
    let numbers = Parts {
        counter: counter.0,
        ..Parts::default()
    };
    match counter.0 {
        Some(_) => numbers.hotp(),
        None => numbers.totp(),
    }
}
