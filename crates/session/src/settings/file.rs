//! The settings file: JSON that people may look at and edit.

use super::{Density, MOST_VAULTS, Settings, Theme};
use crate::error::{Code, UserError};
use crate::names::save_error;
use platform::{folders, store};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::path::{Path, PathBuf};

const FILE_NAME: &str = "settings.json";
/// A longer file is not read, and none is written. In bytes.
const MAX_FILE: u64 = 65_536;

/// The names and shapes in the file.
#[derive(Serialize)]
struct Known<'a> {
    theme: Theme,
    density: Density,
    clipboard_seconds: u16,
    auto_lock_minutes: Option<u16>,
    lock_with_desktop: bool,
    hide_codes: bool,
    vaults: Vec<&'a str>,
}

pub(super) fn path() -> Result<PathBuf, UserError> {
    let folder = folders::config_folder().ok_or(Code::NoDataFolder)?;
    Ok(folder.join(FILE_NAME))
}

pub(super) fn load(path: &Path) -> Settings {
    settings(&read(path))
}

pub(super) fn save(settings: &Settings, path: &Path) -> Result<(), UserError> {
    let text = text(settings, read(path));
    let text = text.ok_or_else(|| UserError::new(Code::SaveFailed).with_path(path))?;
    path.parent()
        .map_or(Ok(()), store::create_folder)
        .and_then(|()| store::replace(path, &text))
        .map_err(|error| save_error(error, path))
}

/// All fields of the file, also those of a newer version; none where it cannot be read.
fn read(path: &Path) -> Map<String, Value> {
    let bytes = store::read(path, MAX_FILE).unwrap_or_default();
    serde_json::from_slice(&bytes).unwrap_or_default()
}

/// Each field by itself: one that makes no sense does not spoil the others.
fn settings(fields: &Map<String, Value>) -> Settings {
    let default = Settings::default();
    let auto_lock = fields.get("auto_lock_minutes");
    let never = auto_lock.is_some_and(Value::is_null);
    let settings = Settings {
        theme: field(fields, "theme").unwrap_or(default.theme),
        density: field(fields, "density").unwrap_or(default.density),
        clipboard_seconds: number(fields, "clipboard_seconds").unwrap_or(default.clipboard_seconds),
        auto_lock_minutes: number(fields, "auto_lock_minutes")
            .or(default.auto_lock_minutes)
            .filter(|_| !never),
        lock_with_desktop: field(fields, "lock_with_desktop").unwrap_or(default.lock_with_desktop),
        hide_codes: field(fields, "hide_codes").unwrap_or(default.hide_codes),
        vaults: field::<Vec<Value>>(fields, "vaults").map_or(default.vaults, vaults),
    };
    settings.within_limits()
}

fn field<'a, T: Deserialize<'a>>(fields: &'a Map<String, Value>, name: &str) -> Option<T> {
    T::deserialize(fields.get(name)?).ok()
}

/// A whole number; one that does not fit is the nearest that does.
fn number(fields: &Map<String, Value>, name: &str) -> Option<u16> {
    let number = fields.get(name)?.as_number()?.as_i128()?;
    Some(u16::try_from(number.max(0)).unwrap_or(u16::MAX))
}

fn vaults(list: Vec<Value>) -> Vec<PathBuf> {
    let mut vaults = Vec::new();
    for path in list.iter().filter_map(Value::as_str).map(PathBuf::from) {
        // A relative path would be another file after each start from another folder.
        if path.is_absolute() && !vaults.contains(&path) {
            vaults.push(path);
        }
    }
    vaults.truncate(MOST_VAULTS);
    vaults
}

/// The file's text: `fields` with the settings put over them. `None` where it would be too long.
fn text(settings: &Settings, mut fields: Map<String, Value>) -> Option<Vec<u8>> {
    let settings = settings.clone().within_limits();
    let known = serde_json::to_value(Known {
        theme: settings.theme,
        density: settings.density,
        clipboard_seconds: settings.clipboard_seconds,
        auto_lock_minutes: settings.auto_lock_minutes,
        lock_with_desktop: settings.lock_with_desktop,
        hide_codes: settings.hide_codes,
        // JSON is text: a path that is not cannot be remembered.
        vaults: settings
            .vaults
            .iter()
            .filter_map(|path| path.to_str())
            .collect(),
    });
    let Ok(Value::Object(known)) = known else {
        return None;
    };
    fields.extend(known);
    let text = serde_json::to_vec_pretty(&fields).ok()?;
    let fits = u64::try_from(text.len()).is_ok_and(|len| len <= MAX_FILE);
    fits.then_some(text)
}

#[cfg(test)]
mod tests;
