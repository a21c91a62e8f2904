//! The unencrypted XML export of KeePassXC and KeePass 2 (what KeePassXC 2.7 and KeePass 2.57 write). What is in the
//! recycle bin is named as deleted, and what an entry was before is left out.

mod fields;

use otp::SecretText;
use otp::uri::Labelled;

use crate::import::Access;
use crate::import::entry::{Entry, Extras, Found, Skipped};
use crate::import::error::{ReadError, SkipReason};
use crate::import::file::File;
use crate::import::format::Format;
use crate::import::parts;
use crate::import::picture::Pictures;
use crate::import::registry::Reader;
use crate::import::xml::{self, Element};

use fields::Fields;

pub(in crate::import) const READER: Reader = Reader {
    format: Format::KeepassxcXml,
    recognises: |file| xml::has_root(file, "KeePassFile"),
    read,
};

/// What entries point at, and where the deleted ones are.
struct Database<'a> {
    recycle_bin: Option<&'a str>,
    icons: Pictures<'a>,
}

/// Where an entry is.
#[derive(Clone, Copy)]
struct Place<'a> {
    /// Name of the group; nothing for the root.
    group: &'a str,
    deleted: bool,
}

fn read(file: &File<'_>, _access: Access<'_>) -> Result<Found, ReadError> {
    let document = xml::parse(file.text().ok_or(ReadError::Damaged)?)?;
    let meta = document.child("Meta");
    let mut database = Database {
        recycle_bin: meta.and_then(recycle_bin),
        icons: icons(meta),
    };
    let root = document.child("Root").ok_or(ReadError::Damaged)?;
    let mut found = Found::default();
    for group in root.children_named("Group") {
        let place = Place {
            group: "",
            deleted: false,
        };
        database.read_group(group, place, &mut found)?;
    }
    Ok(found)
}

fn recycle_bin(meta: &Element) -> Option<&str> {
    let is_used = meta
        .text_of("RecycleBinEnabled")
        .eq_ignore_ascii_case("true");
    let id = meta.text_of("RecycleBinUUID").trim();
    Some(id).filter(|id| is_used && !id.is_empty())
}

fn icons(meta: Option<&Element>) -> Pictures<'_> {
    let icons = meta.and_then(|meta| meta.child("CustomIcons"));
    let icons = icons
        .into_iter()
        .flat_map(|icons| icons.children_named("Icon"));
    icons
        .map(|icon| (icon.text_of("UUID"), icon.text_of("Data")))
        .collect()
}

impl Database<'_> {
    fn read_group(
        &mut self,
        group: &Element,
        place: Place<'_>,
        found: &mut Found,
    ) -> Result<(), ReadError> {
        for entry in group.children_named("Entry") {
            self.read_entry(entry, place, found)?;
        }
        for inner in group.children_named("Group") {
            let id = inner.text_of("UUID").trim();
            let inner_place = Place {
                group: inner.text_of("Name"),
                deleted: place.deleted || self.recycle_bin == Some(id),
            };
            self.read_group(inner, inner_place, found)?;
        }
        Ok(())
    }

    fn read_entry(
        &mut self,
        entry: &Element,
        place: Place<'_>,
        found: &mut Found,
    ) -> Result<(), ReadError> {
        let strings = entry.children_named("String");
        let fields: Fields<'_> = strings
            .map(|string| (string.text_of("Key"), string.text_of("Value")))
            .collect();
        let passwords = fields.one_time_passwords();
        if passwords.is_empty() && !place.deleted {
            found.without_otp = found.without_otp.saturating_add(1);
        }
        let (title, user) = (fields.text("Title"), fields.text("UserName"));
        for password in passwords {
            let labelled = password.and_then(|password| named(password, title, user));
            found.push(match labelled {
                _ if place.deleted => Err(Skipped::new(title, user, SkipReason::Deleted)),
                Ok(labelled) => Ok(Entry {
                    labelled,
                    extras: self.extras(entry, &fields, place),
                }),
                Err(reason) => Err(Skipped::new(title, user, reason)),
            })?;
        }
        Ok(())
    }

    fn extras(&mut self, entry: &Element, fields: &Fields<'_>, place: Place<'_>) -> Extras {
        let mut extras = Extras {
            notes: SecretText::new(fields.text("Notes").to_owned()),
            icon: self.icons.get(entry.text_of("CustomIconUUID")),
            backup_codes: fields.backup_codes(),
            ..Extras::default()
        };
        extras.add_tag(place.group);
        for tag in entry.text_of("Tags").split([';', ',']) {
            extras.add_tag(tag);
        }
        extras
    }
}

/// The names of the entry stand in where the one-time password has none of its own.
fn named(labelled: Labelled, title: &str, user: &str) -> Result<Labelled, SkipReason> {
    let own = labelled
        .issuer
        .as_deref()
        .filter(|issuer| !issuer.is_empty());
    let issuer = own.unwrap_or(title);
    let account = Some(labelled.account.as_str()).filter(|account| !account.is_empty());
    let otp = labelled.otp;
    parts::labelled(
        issuer,
        account.unwrap_or(user),
        otp.secret,
        otp.kind,
        otp.pin,
    )
}
