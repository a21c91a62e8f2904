//! LastPass Authenticator's JSON (what LastPass Authenticator 2 for Android and iOS writes).

use std::collections::BTreeMap;

use otp::uri::Labelled;
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
    format: Format::LastPassAuthenticator,
    recognises: |file| file.has_keys(&["accounts", "folders", "localDeviceId"]),
    read,
};

/// The folders that are always there: all others, and the favourites.
const OTHERS: i64 = 0;
const FAVORITES: i64 = 1;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Account {
    issuer_name: Option<String>,
    original_issuer_name: Option<String>,
    user_name: Option<String>,
    original_user_name: Option<String>,
    secret: Option<Text>,
    algorithm: Option<String>,
    #[serde(default)]
    digits: Number,
    #[serde(default)]
    time_step: Number,
    #[serde(default)]
    push_notification: bool,
    #[serde(default)]
    is_favorite: bool,
    folder_data: Option<Place>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Place {
    #[serde(default)]
    folder_id: Number,
}

#[derive(Deserialize)]
struct Folder {
    id: i64,
    name: String,
}

type Folders = BTreeMap<i64, String>;

fn read(file: &File<'_>, _access: Access<'_>) -> Result<Found, ReadError> {
    let object = file.object().ok_or(ReadError::Damaged)?;
    let folders: Folders = json::values::<Folder>(object, "folders")?
        .into_iter()
        .map(|folder| (folder.id, folder.name))
        .collect();
    let accounts = json::member(object, "accounts").ok_or(ReadError::Damaged)?;
    Found::of(json::list(accounts.get())?, |account| {
        read_account(account, &folders)
    })
}

fn read_account(account: &RawValue, folders: &Folders) -> Result<Entry, Skipped> {
    let Ok(account) = json::item::<Account>(account) else {
        return Err(Skipped::new("", "", SkipReason::Damaged));
    };
    // An empty name was emptied by the user; a missing one never was another.
    let issuer = account.issuer_name.as_deref();
    let issuer = issuer
        .or(account.original_issuer_name.as_deref())
        .unwrap_or_default();
    let name = account.user_name.as_deref();
    let name = name
        .or(account.original_user_name.as_deref())
        .unwrap_or_default();
    let labelled =
        labelled(&account, issuer, name).map_err(|reason| Skipped::new(issuer, name, reason))?;
    let extras = extras(&account, folders);
    Ok(Entry { labelled, extras })
}

fn labelled(account: &Account, issuer: &str, name: &str) -> Result<Labelled, SkipReason> {
    let secret = account.secret.as_deref().map_or("", String::as_str);
    if secret.is_empty() && account.push_notification {
        return Err(SkipReason::MakesNoCodes);
    }
    let numbers = Parts {
        algorithm: account.algorithm.as_deref(),
        digits: account.digits.0,
        period: account.time_step.0,
        counter: None,
    };
    parts::labelled(issuer, name, parts::base32(secret)?, numbers.totp()?, None)
}

fn extras(account: &Account, folders: &Folders) -> Extras {
    let folder = account
        .folder_data
        .as_ref()
        .and_then(|place| place.folder_id.0);
    let mut extras = Extras {
        favorite: account.is_favorite || folder == Some(FAVORITES),
        ..Extras::default()
    };
    let named = folder.filter(|id| ![OTHERS, FAVORITES].contains(id));
    let name = named.and_then(|id| folders.get(&id));
    extras.add_tag(name.map(String::as_str).unwrap_or_default());
    extras
}
