//! Lists of URIs, one a line: what many programs call "plain text". Google Authenticator's `otpauth-migration:` may be
//! among them, and stands for as many accounts as it holds. Empty lines and lines that begin with `#` or `//` are
//! nothing.

use otp::uri;

use super::ente;
use crate::import::Access;
use crate::import::entry::{Entry, Extras, Found, Skipped};
use crate::import::error::{ReadError, SkipReason};
use crate::import::file::File;
use crate::import::format::Format;
use crate::import::registry::Reader;
use crate::migration;

use super::winauth;

pub(in crate::import) const READER: Reader = Reader {
    format: Format::Otpauth,
    recognises,
    read,
};

/// The first line that is something is a URI, and the list is no program's own.
fn recognises(file: &File<'_>) -> bool {
    file.text()
        .is_some_and(|text| is_list(text) && !winauth::has_steam_data(text) && !ente::is_list(text))
}

/// The first line that is something is a URI.
pub(super) fn is_list(text: &str) -> bool {
    lines(text).next().is_some_and(is_uri)
}

pub(super) fn is_uri(line: &str) -> bool {
    uri::is_otp_uri(line) || migration::is_migration_uri(line)
}

fn read(file: &File<'_>, _access: Access<'_>) -> Result<Found, ReadError> {
    let mut found = Found::default();
    for line in lines(file.text().ok_or(ReadError::Damaged)?) {
        if migration::is_migration_uri(line) {
            read_migration(line, &mut found)?;
        } else {
            found.push(read_line(line))?;
        }
    }
    Ok(found)
}

pub(super) fn lines(text: &str) -> impl Iterator<Item = &str> {
    let is_nothing =
        |line: &&str| line.is_empty() || line.starts_with('#') || line.starts_with("//");
    text.lines()
        .map(str::trim)
        .filter(move |line| !is_nothing(line))
}

/// The name of a line that is no URI is left out: the line may be a secret.
pub(super) fn read_line(line: &str) -> Result<Entry, Skipped> {
    match uri::parse(line) {
        Ok(labelled) => Ok(Entry {
            labelled,
            extras: Extras::default(),
        }),
        Err(error) => Err(Skipped::new("", "", SkipReason::Uri(error))),
    }
}

fn read_migration(line: &str, found: &mut Found) -> Result<(), ReadError> {
    let part = match migration::parse(line) {
        Ok(part) => part,
        Err(error) => return found.push(Err(Skipped::new("", "", SkipReason::Migration(error)))),
    };
    for entry in part.entries {
        found.push(match entry {
            Ok(labelled) => Ok(Entry {
                labelled,
                extras: Extras::default(),
            }),
            Err(error) => Err(Skipped::new("", "", SkipReason::MigrationEntry(error))),
        })?;
    }
    Ok(())
}
