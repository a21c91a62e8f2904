//! Enpass's JSON (what Enpass 6 writes).

use std::collections::BTreeMap;

use otp::SecretText;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::import::Access;
use crate::import::entry::{Extras, Found, Skipped};
use crate::import::error::{ReadError, SkipReason};
use crate::import::file::File;
use crate::import::format::Format;
use crate::import::json::{self, Number, Text};
use crate::import::login;
use crate::import::registry::Reader;

pub(in crate::import) const READER: Reader = Reader {
    format: Format::Enpass,
    recognises: |file| file.lists("items", &["uuid", "title", "category"]),
    read,
};

/// Flags are numbers: 1 is yes.
const YES: Number = Number(Some(1));

#[derive(Deserialize)]
struct Item {
    title: Option<String>,
    note: Option<Text>,
    #[serde(default)]
    archived: Number,
    #[serde(default)]
    favorite: Number,
    #[serde(default)]
    trashed: Number,
    folders: Option<Vec<String>>,
    fields: Option<Vec<Field>>,
}

#[derive(Deserialize)]
struct Field {
    #[serde(rename = "type")]
    kind: Option<String>,
    label: Option<String>,
    value: Option<Text>,
    #[serde(default)]
    deleted: Number,
}

#[derive(Deserialize)]
struct Folder {
    uuid: String,
    title: String,
}

type Folders = BTreeMap<String, String>;

fn read(file: &File<'_>, _access: Access<'_>) -> Result<Found, ReadError> {
    let object = file.object().ok_or(ReadError::Damaged)?;
    let folders: Folders = json::values::<Folder>(object, "folders")?
        .into_iter()
        .map(|folder| (folder.uuid, folder.title))
        .collect();
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
    if item.values("totp").next().is_none() {
        found.without_otp += 1;
    }
    let title = item.title.as_deref().unwrap_or_default();
    let mut names = item.values("username").chain(item.values("email"));
    let username = names.next().unwrap_or_default();
    for totp in item.values("totp") {
        found.push(if item.trashed == YES {
            Err(Skipped::new(title, username, SkipReason::Deleted))
        } else {
            login::entry(title, username, totp, item.extras(folders))
        })?;
    }
    Ok(())
}

impl Item {
    fn kept_fields(&self) -> impl Iterator<Item = &Field> {
        let fields = self.fields.iter().flatten();
        fields.filter(|field| field.deleted != YES)
    }

    /// What the fields of a kind hold, where they hold anything.
    fn values(&self, kind: &str) -> impl Iterator<Item = &str> {
        self.kept_fields()
            .filter(move |field| field.kind.as_deref() == Some(kind))
            .filter_map(|field| field.value.as_deref())
            .map(|value| value.trim())
            .filter(|value| !value.is_empty())
    }

    fn extras(&self, folders: &Folders) -> Extras {
        let mut extras = Extras {
            favorite: self.favorite == YES,
            notes: SecretText::new(self.note.as_deref().cloned().unwrap_or_default()),
            archived: self.archived == YES,
            ..Extras::default()
        };
        for folder in self.folders.iter().flatten() {
            extras.add_tag(folders.get(folder).map(String::as_str).unwrap_or_default());
        }
        for field in self.kept_fields() {
            extras.add_field(
                field.label.as_deref().unwrap_or_default(),
                field.value.as_deref().map_or("", String::as_str),
            );
        }
        extras
    }
}
