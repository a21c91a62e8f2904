//! Proton Pass's zip archive, the JSON in it, and its CSV (what Proton Pass 1 writes). The archive under a password is
//! PGP, which is not read.

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
    format: Format::ProtonPass,
    recognises,
    read,
};

/// The member of the archive that has the items, and what it is called where it is encrypted.
const DATA: &str = "Proton Pass/data.json";
const ENCRYPTED: &str = "Proton Pass/data.pgp";
/// The state of an item in the trash.
const TRASHED: i64 = 2;

#[derive(Deserialize)]
struct Item {
    data: Data,
    #[serde(default)]
    state: Number,
    pinned: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Data {
    metadata: Metadata,
    #[serde(default)]
    content: Content,
    extra_fields: Option<Vec<Field>>,
}

#[derive(Deserialize)]
struct Metadata {
    name: Option<String>,
    note: Option<Text>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Content {
    item_username: Option<String>,
    item_email: Option<String>,
    /// The user name of old versions.
    username: Option<String>,
    totp_uri: Option<Text>,
    sections: Option<Vec<Section>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Section {
    section_fields: Option<Vec<Field>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Field {
    field_name: Option<String>,
    data: Option<FieldData>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct FieldData {
    totp_uri: Option<Text>,
    content: Option<Text>,
}

fn recognises(file: &File<'_>) -> bool {
    let is_export = |name: &str| name == DATA || name == ENCRYPTED;
    file.archive()
        .is_some_and(|archive| archive.find(is_export).is_some())
        || file.has_keys(&["version", "vaults"])
        || file.has_columns(&["type", "name", "totp", "vault"])
}

fn read(file: &File<'_>, _access: Access<'_>) -> Result<Found, ReadError> {
    if let Some(archive) = file.archive() {
        if archive.find(|name| name == DATA).is_none() {
            return Err(ReadError::UnknownEncryption);
        }
        let data = archive.member(DATA, None)?;
        let text = std::str::from_utf8(&data).map_err(|_utf8| ReadError::Damaged)?;
        return read_object(&json::object(text)?);
    }
    match file.object() {
        Some(object) => read_object(object),
        None => table::read(file, &["totp"], read_row),
    }
}

fn read_object(object: &Object<'_>) -> Result<Found, ReadError> {
    let vaults = json::member(object, "vaults").ok_or(ReadError::Damaged)?;
    let vaults = json::object(vaults.get())?;
    // The name of the only vault sorts nothing.
    let is_one = vaults.len() == 1;
    let mut found = Found::default();
    for vault in vaults.into_values() {
        let vault = json::object(vault.get())?;
        let name: String = json::member(&vault, "name").map_or(Ok(String::new()), json::value)?;
        let items = json::member(&vault, "items").ok_or(ReadError::Damaged)?;
        for item in json::list(items.get())? {
            read_item(item, if is_one { "" } else { &name }, &mut found)?;
        }
    }
    Ok(found)
}

fn read_item(item: &RawValue, vault: &str, found: &mut Found) -> Result<(), ReadError> {
    let Ok(item) = json::item::<Item>(item) else {
        return found.push(Err(Skipped::new("", "", SkipReason::Damaged)));
    };
    let of_fields = item
        .fields()
        .filter_map(|(_, data)| data.totp_uri.as_deref());
    let totps: Vec<_> = item
        .data
        .content
        .totp_uri
        .as_deref()
        .into_iter()
        .chain(of_fields)
        .filter(|totp| !totp.trim().is_empty())
        .collect();
    if totps.is_empty() {
        found.without_otp += 1;
    }
    let title = item.data.metadata.name.as_deref().unwrap_or_default();
    let username = item.username();
    for totp in totps {
        found.push(if item.state.0 == Some(TRASHED) {
            Err(Skipped::new(title, username, SkipReason::Deleted))
        } else {
            login::entry(title, username, totp, item.extras(vault))
        })?;
    }
    Ok(())
}

impl Item {
    /// Names and values.
    fn fields(&self) -> impl Iterator<Item = (&str, &FieldData)> {
        let sections = self.data.content.sections.iter().flatten();
        let of_sections = sections.flat_map(|section| section.section_fields.iter().flatten());
        let fields = self.data.extra_fields.iter().flatten().chain(of_sections);
        fields.filter_map(|field| {
            let name = field.field_name.as_deref().unwrap_or_default();
            field.data.as_ref().map(|data| (name, data))
        })
    }

    fn username(&self) -> &str {
        let content = &self.data.content;
        let names = [
            &content.item_username,
            &content.username,
            &content.item_email,
        ];
        names
            .into_iter()
            .filter_map(Option::as_deref)
            .find(|name| !name.is_empty())
            .unwrap_or_default()
    }

    fn extras(&self, vault: &str) -> Extras {
        let notes = self.data.metadata.note.as_deref();
        let mut extras = Extras {
            favorite: self.pinned.unwrap_or_default(),
            notes: SecretText::new(notes.cloned().unwrap_or_default()),
            ..Extras::default()
        };
        extras.add_tag(vault);
        for (name, data) in self.fields() {
            extras.add_field(name, data.content.as_deref().map_or("", String::as_str));
        }
        extras
    }
}

fn read_row(row: &Row<'_>) -> Result<Entry, Skipped> {
    let mut extras = Extras {
        notes: SecretText::new(row.get(&["note"]).to_owned()),
        ..Extras::default()
    };
    extras.add_tag(row.get(&["vault"]));
    let username = row.get(&["username", "email"]);
    login::entry(row.get(&["name"]), username, row.get(&["totp"]), extras)
}
