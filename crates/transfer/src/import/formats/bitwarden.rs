//! Bitwarden's JSON, plain or under a password, and its CSV (Bitwarden, "Condition a Bitwarden .json" and ".csv");
//! Bitwarden Authenticator writes less of the same.

mod sealed;

use std::collections::BTreeMap;

use otp::SecretText;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::import::Access;
use crate::import::entry::{Entry, Extras, Found, Skipped};
use crate::import::error::{ReadError, SkipReason};
use crate::import::file::File;
use crate::import::format::Format;
use crate::import::json::{self, Number, Object, Text};
use crate::import::login;
use crate::import::registry::Reader;
use crate::import::table::{self, Row};

pub(in crate::import) const READER: Reader = Reader {
    format: Format::Bitwarden,
    recognises,
    read,
};

const LOGIN: i64 = 1;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Item {
    #[serde(default, rename = "type")]
    kind: Number,
    name: Option<String>,
    notes: Option<Text>,
    favorite: Option<bool>,
    folder_id: Option<String>,
    collection_ids: Option<Vec<Option<String>>>,
    fields: Option<Vec<Field>>,
    login: Option<Login>,
    deleted_date: Option<String>,
    archived_date: Option<String>,
}

#[derive(Deserialize)]
struct Field {
    name: Option<String>,
    value: Option<Text>,
}

#[derive(Deserialize)]
struct Login {
    username: Option<String>,
    totp: Option<Text>,
}

#[derive(Deserialize)]
struct Folder {
    id: String,
    name: String,
}

type Folders = BTreeMap<String, String>;

/// Old versions do not say whether they are encrypted; Enpass has `items` as well.
fn recognises(file: &File<'_>) -> bool {
    file.has_keys(&["encrypted", "items"])
        || file.has_keys(&["encrypted", "encKeyValidation_DO_NOT_EDIT"])
        || file.lists("items", &["type", "name"])
        || file.has_columns(&["type", "name", "login_totp"])
}

fn read(file: &File<'_>, access: Access<'_>) -> Result<Found, ReadError> {
    if file.text().is_some() {
        return table::read(file, &["login_totp"], read_row);
    }
    let object = file.object().ok_or(ReadError::Damaged)?;
    if !flag(object, "encrypted")? {
        return read_items(object);
    }
    if !flag(object, "passwordProtected")? {
        return Err(ReadError::AccountRestricted);
    }
    let text = sealed::open(object, access)?;
    let text = std::str::from_utf8(&text).map_err(|_utf8| ReadError::Damaged)?;
    read_items(&json::object(text)?)
}

fn flag(object: &Object<'_>, key: &str) -> Result<bool, ReadError> {
    json::member(object, key).map_or(Ok(false), json::value)
}

fn read_items(object: &Object<'_>) -> Result<Found, ReadError> {
    let mut folders = Folders::new();
    for list in ["folders", "collections"] {
        let list = json::values::<Folder>(object, list)?;
        folders.extend(list.into_iter().map(|folder| (folder.id, folder.name)));
    }
    let items = json::member(object, "items").ok_or(ReadError::Damaged)?;
    let mut found = Found::default();
    for item in json::list(items.get())? {
        read_item(item, &folders, &mut found)?;
    }
    Ok(found)
}

fn read_item(item: &RawValue, folders: &Folders, found: &mut Found) -> Result<(), ReadError> {
    let Ok(item) = json::item::<Item>(item) else {
        return found.push(Err(Skipped::new("", "", SkipReason::Damaged)));
    };
    let totp = item.login.as_ref().and_then(|login| login.totp.as_deref());
    let Some(totp) = totp.filter(|totp| !totp.trim().is_empty() && item.kind.0 == Some(LOGIN))
    else {
        found.without_otp += 1;
        return Ok(());
    };
    let username = item
        .login
        .as_ref()
        .and_then(|login| login.username.as_deref());
    let (title, username) = (
        item.name.as_deref().unwrap_or_default(),
        username.unwrap_or_default(),
    );
    found.push(if item.deleted_date.is_some() {
        Err(Skipped::new(title, username, SkipReason::Deleted))
    } else {
        login::entry(title, username, totp, extras(&item, folders))
    })
}

fn extras(item: &Item, folders: &Folders) -> Extras {
    let mut extras = Extras {
        favorite: item.favorite.unwrap_or_default(),
        notes: SecretText::new(item.notes.as_deref().cloned().unwrap_or_default()),
        archived: item.archived_date.is_some(),
        ..Extras::default()
    };
    let collections = item.collection_ids.iter().flatten().flatten();
    for id in item.folder_id.iter().chain(collections) {
        extras.add_tag(folders.get(id).map(String::as_str).unwrap_or_default());
    }
    for field in item.fields.iter().flatten() {
        extras.add_field(
            field.name.as_deref().unwrap_or_default(),
            field.value.as_deref().map_or("", String::as_str),
        );
    }
    extras
}

fn read_row(row: &Row<'_>) -> Result<Entry, Skipped> {
    let mut extras = Extras {
        favorite: row.get(&["favorite"]) == "1",
        notes: SecretText::new(row.get(&["notes"]).to_owned()),
        archived: !row.get(&["archiveddate"]).is_empty(),
        ..Extras::default()
    };
    extras.add_tag(row.get(&["folder"]));
    for collection in row.get(&["collections"]).split(',') {
        extras.add_tag(collection);
    }
    // Custom fields are lines of `name: value`.
    for field in row.get(&["fields"]).lines() {
        if let Some((name, value)) = field.split_once(": ") {
            extras.add_field(name, value);
        }
    }
    login::entry(
        row.get(&["name"]),
        row.get(&["login_username"]),
        row.get(&["login_totp"]),
        extras,
    )
}
