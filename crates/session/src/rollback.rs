//! Remembers how far each vault had come when it was last seen here, so that an older file in its place is noticed.
//!
//! A file for each vault in the folder for the program's state. It holds no secret, and nothing depends on it: where it is
//! missing or damaged, nothing is noticed and everything opens.

use crate::effects::Effects;
use crate::error::{Code, UserError};
use crate::open_vault::OpenVault;
use crate::time::show_time;
use otp::UnixTime;
use platform::store;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use vault::Id;

/// A longer file is not read, and none is written. In bytes.
const MAX_FILE: u64 = 65_536;
/// Most places that one vault is remembered in; copies of it lie about.
const MOST_PLACES: usize = 64;

/// A vault as it was last seen in one place.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
struct Seen {
    /// The generation that was opened or saved last.
    generation: u64,
    /// SHA-256 of the file, in hexadecimal.
    checksum: String,
    /// When, in seconds since 1970.
    at: u64,
    /// The highest generation that was ever seen: a save goes on above it.
    highest: u64,
}

/// Places of one vault, by their paths.
type Places = BTreeMap<String, Seen>;

/// Compares a vault that was just opened with what was seen in its place before, and remembers it. Only what was saved
/// with a higher generation counts as newer.
///
/// # Errors
/// `vault-older`: a newer state was here, and `older_is_fine` does not say that this one is wanted all the same.
pub fn check_newest(
    effects: &Effects,
    open: &mut OpenVault,
    older_is_fine: bool,
) -> Result<(), UserError> {
    let Some(memory) = Memory::of(effects, open.vault().id()) else {
        return Ok(());
    };
    let seen = memory.recall(open.path());
    if seen
        .as_ref()
        .is_some_and(|seen| seen.generation > open.vault().generation())
    {
        // Another program may have saved and noted it since the file was read.
        open.refresh()?;
    }
    let generation = open.vault().generation();
    if let Some(seen) = &seen {
        if seen.generation > generation && !older_is_fine {
            let newer = i64::try_from(seen.at).ok().and_then(UnixTime::new);
            return Err(older(open.path(), newer));
        }
        open.go_on_above(seen.highest);
    }
    memory.remember(effects, open, generation, seen);
    Ok(())
}

/// Says that the file at `path` is an older state. `newer`: when the newest one was seen or saved, where that is known.
pub(crate) fn older(path: &Path, newer: Option<UnixTime>) -> UserError {
    let look = store::look(path).ok();
    let saved = look
        .and_then(|look| look.modified())
        .and_then(UnixTime::new);
    let text = |time: Option<UnixTime>| time.map_or("?".to_owned(), show_time);
    UserError::new(Code::VaultOlder)
        .with_path(path)
        .with("saved", text(saved))
        .with("newer", text(newer))
}

/// An older copy that takes the place of the vault is newer than all that was seen there, even if the program is killed
/// before it can note it.
pub(crate) fn go_on_above_noted(effects: &Effects, open: &mut OpenVault) {
    let memory = Memory::of(effects, open.vault().id());
    if let Some(seen) = memory.and_then(|memory| memory.recall(open.path())) {
        open.go_on_above(seen.highest);
    }
}

/// Remembers the state of the file that the open vault came from: after a save, and after
/// [`OpenVault::refresh`] took over what another program saved.
pub fn remember(effects: &Effects, open: &OpenVault) {
    if let Some(memory) = Memory::of(effects, open.vault().id()) {
        let seen = memory.recall(open.path());
        memory.remember(effects, open, open.reached(), seen);
    }
}

/// The file about one vault.
struct Memory(PathBuf);

impl Memory {
    fn of(effects: &Effects, vault: Id) -> Option<Self> {
        let folder = effects.state_folder()?.join("seen");
        Some(Self(folder.join(format!("{vault}.json"))))
    }

    fn places(&self) -> Places {
        let bytes = store::read(&self.0, MAX_FILE).unwrap_or_default();
        serde_json::from_slice(&bytes).unwrap_or_default()
    }

    fn recall(&self, vault: &Path) -> Option<Seen> {
        self.places().remove(&key(vault)?)
    }

    /// Best effort: a memory that cannot be written must not stand in anybody's way.
    fn remember(&self, effects: &Effects, open: &OpenVault, generation: u64, seen: Option<Seen>) {
        let (Some(key), Some(checksum)) = (key(open.path()), open.checksum()) else {
            return;
        };
        let checksum: String = checksum.iter().map(|byte| format!("{byte:02x}")).collect();
        let highest = seen.as_ref().map_or(0, |seen| seen.highest).max(generation);
        let is_known = seen.is_some_and(|seen| {
            (seen.generation, &seen.checksum, seen.highest) == (generation, &checksum, highest)
        });
        if is_known {
            return;
        }
        let mut places = self.places();
        places.insert(
            key,
            Seen {
                generation,
                checksum,
                at: effects.now().map_or(0, UnixTime::get),
                highest,
            },
        );
        while places.len() > MOST_PLACES {
            let oldest = places.iter().min_by_key(|(_, seen)| seen.at);
            let Some(oldest) = oldest.map(|(place, _)| place.clone()) else {
                break;
            };
            places.remove(&oldest);
        }
        let Ok(text) = serde_json::to_vec_pretty(&places) else {
            return;
        };
        let folder = self.0.parent().map_or(Ok(()), store::create_folder);
        let _ = folder.and_then(|()| store::replace(&self.0, &text));
    }
}

/// Paths are told apart as text; one that is not text is not remembered.
fn key(vault: &Path) -> Option<String> {
    let absolute = std::path::absolute(vault).ok()?;
    absolute.to_str().map(str::to_owned)
}
