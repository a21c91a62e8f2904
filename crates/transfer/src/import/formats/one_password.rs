//! 1Password's 1PUX (1Password, "1PUX format") and CSV (what 1Password 8 writes; Apple's Passwords writes less of the
//! same columns).

use otp::SecretText;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::import::Access;
use crate::import::archive::Archive;
use crate::import::entry::{Entry, Extras, Found, Skipped};
use crate::import::error::{ReadError, SkipReason};
use crate::import::file::File;
use crate::import::format::Format;
use crate::import::json::{self, Number, Object, Text};
use crate::import::login;
use crate::import::registry::Reader;
use crate::import::table::{self, Row};

pub(in crate::import) const READER: Reader = Reader {
    format: Format::OnePassword,
    recognises,
    read,
};

/// The member of the archive that has the items, and the one that says of which version they are.
const DATA: &str = "export.data";
const ATTRIBUTES: &str = "export.attributes";
const VERSION: i64 = 3;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Item {
    #[serde(default)]
    fav_index: Number,
    state: Option<String>,
    /// How the trash is marked in files of the format's first versions.
    trashed: Option<bool>,
    details: Details,
    overview: Overview,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Details {
    login_fields: Option<Vec<LoginField>>,
    notes_plain: Option<Text>,
    sections: Option<Vec<Section>>,
}

#[derive(Deserialize)]
struct LoginField {
    value: Option<Text>,
    designation: Option<String>,
}

#[derive(Deserialize)]
struct Section {
    fields: Option<Vec<Field>>,
}

#[derive(Deserialize)]
struct Field {
    title: Option<String>,
    value: Option<Value>,
}

/// The kinds of values that are looked at.
#[derive(Deserialize)]
struct Value {
    totp: Option<Text>,
    string: Option<Text>,
    concealed: Option<Text>,
}

#[derive(Deserialize)]
struct Overview {
    title: Option<String>,
    tags: Option<Vec<String>>,
}

fn recognises(file: &File<'_>) -> bool {
    let is_data = |archive: &Archive<'_>| archive.find(|name| name == DATA).is_some();
    file.archive().is_some_and(is_data)
        || file.has_columns(&["title", "url", "username", "password", "otpauth"])
}

fn read(file: &File<'_>, _access: Access<'_>) -> Result<Found, ReadError> {
    match file.archive() {
        Some(archive) => read_archive(archive),
        None => table::read(file, &["otpauth"], read_row),
    }
}

fn read_archive(archive: &Archive<'_>) -> Result<Found, ReadError> {
    let attributes = archive.member(ATTRIBUTES, None)?;
    match json::value(required(&object(&attributes)?, "version")?)? {
        Number(Some(1..=VERSION)) => {}
        Number(Some(version)) if version > VERSION => return Err(ReadError::UnknownVersion),
        Number(_) => return Err(ReadError::Damaged),
    }
    let data = archive.member(DATA, None)?;
    let vaults = vaults(&data)?;
    // The name of the only vault sorts nothing.
    let is_one = vaults.len() == 1;
    let mut found = Found::default();
    for vault in vaults {
        let name = vault_name(&vault)?.filter(|_| !is_one).unwrap_or_default();
        for item in json::list(required(&vault, "items")?.get())? {
            read_item(item, &name, &mut found)?;
        }
    }
    Ok(found)
}

fn vaults(data: &[u8]) -> Result<Vec<Object<'_>>, ReadError> {
    let mut vaults = Vec::new();
    for account in json::list(required(&object(data)?, "accounts")?.get())? {
        let account = json::object(account.get())?;
        for vault in json::list(required(&account, "vaults")?.get())? {
            vaults.push(json::object(vault.get())?);
        }
    }
    Ok(vaults)
}

fn vault_name(vault: &Object<'_>) -> Result<Option<String>, ReadError> {
    let Some(attributes) = json::member(vault, "attrs") else {
        return Ok(None);
    };
    let attributes = json::object(attributes.get())?;
    json::member(&attributes, "name")
        .map(json::value)
        .transpose()
}

fn object(bytes: &[u8]) -> Result<Object<'_>, ReadError> {
    json::object(std::str::from_utf8(bytes).map_err(|_utf8| ReadError::Damaged)?)
}

fn required<'a>(object: &Object<'a>, key: &str) -> Result<&'a RawValue, ReadError> {
    json::member(object, key).ok_or(ReadError::Damaged)
}

fn read_item(item: &RawValue, vault: &str, found: &mut Found) -> Result<(), ReadError> {
    let Ok(item) = json::item::<Item>(item) else {
        return found.push(Err(Skipped::new("", "", SkipReason::Damaged)));
    };
    let totps: Vec<_> = item
        .fields()
        .filter_map(|(_, value)| value.totp.as_deref())
        .filter(|totp| !totp.trim().is_empty())
        .collect();
    if totps.is_empty() {
        found.without_otp += 1;
    }
    let title = item.overview.title.as_deref().unwrap_or_default();
    let username = item.username();
    for totp in totps {
        found.push(if item.trashed == Some(true) {
            Err(Skipped::new(title, username, SkipReason::Deleted))
        } else {
            login::entry(title, username, totp, item.extras(vault))
        })?;
    }
    Ok(())
}

impl Item {
    /// Names and values.
    fn fields(&self) -> impl Iterator<Item = (&str, &Value)> {
        let sections = self.details.sections.iter().flatten();
        let fields = sections.flat_map(|section| section.fields.iter().flatten());
        fields.filter_map(|field| {
            let title = field.title.as_deref().unwrap_or_default();
            field.value.as_ref().map(|value| (title, value))
        })
    }

    fn username(&self) -> &str {
        let mut fields = self.details.login_fields.iter().flatten();
        fields
            .find(|field| field.designation.as_deref() == Some("username"))
            .and_then(|field| field.value.as_deref())
            .map_or("", String::as_str)
    }

    fn extras(&self, vault: &str) -> Extras {
        let notes = self.details.notes_plain.as_deref();
        let mut extras = Extras {
            favorite: self.fav_index.0.is_some_and(|index| index > 0),
            notes: SecretText::new(notes.cloned().unwrap_or_default()),
            archived: self.state.as_deref() == Some("archived"),
            ..Extras::default()
        };
        extras.add_tag(vault);
        for tag in self.overview.tags.iter().flatten() {
            extras.add_tag(tag);
        }
        for (title, value) in self.fields() {
            if let Some(text) = value.string.as_deref().or(value.concealed.as_deref()) {
                extras.add_field(title, text);
            }
        }
        extras
    }
}

fn read_row(row: &Row<'_>) -> Result<Entry, Skipped> {
    let is_set = |column| row.get(&[column]).eq_ignore_ascii_case("true");
    let mut extras = Extras {
        favorite: is_set("favorite"),
        notes: SecretText::new(row.get(&["notes"]).to_owned()),
        archived: is_set("archived"),
        ..Extras::default()
    };
    for tag in row.get(&["tags"]).split([';', ',']) {
        extras.add_tag(tag);
    }
    let (title, username) = (row.get(&["title"]), row.get(&["username"]));
    login::entry(title, username, row.get(&["otpauth"]), extras)
}
