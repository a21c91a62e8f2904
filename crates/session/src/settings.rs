//! What the user chose, and the doctor.

mod clock;
mod doctor;
mod file;

use crate::error::UserError;
pub use clock::compare_clock;
pub use doctor::{Check, State, doctor};
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

/// The window's colours.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// As the rest of the system.
    #[default]
    System,
    /// Dark ink on a light ground.
    Light,
    /// Light ink on a dark ground.
    Dark,
}

/// How close together the rows of a list are.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Density {
    /// Room between the rows.
    #[default]
    Comfortable,
    /// As many rows as can be read.
    Compact,
}

/// What the user chose. It holds no secret.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Settings {
    /// The window's colours.
    pub theme: Theme,
    /// How close together the rows are.
    pub density: Density,
    /// After how many seconds a copied code leaves the clipboard: 5 to 300.
    pub clipboard_seconds: u16,
    /// After how many idle minutes the vault is locked: 1 to 1,440; `None`: never.
    pub auto_lock_minutes: Option<u16>,
    /// Whether the vault is locked when the screen is, and when the computer goes to sleep.
    pub lock_with_desktop: bool,
    /// Whether codes are shown only when asked for.
    pub hide_codes: bool,
    /// Vaults used before, the newest first, at most 10. The first is opened at the start.
    pub vaults: Vec<PathBuf>,
}

const CLIPBOARD_SECONDS: RangeInclusive<u16> = 5..=300;
const AUTO_LOCK_MINUTES: RangeInclusive<u16> = 1..=1440;
const MOST_VAULTS: usize = 10;

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: Theme::default(),
            density: Density::default(),
            clipboard_seconds: 30,
            auto_lock_minutes: Some(5),
            lock_with_desktop: true,
            hide_codes: false,
            vaults: Vec::new(),
        }
    }
}

impl Settings {
    /// What was saved last. Each value that is missing or makes no sense is its default; so is all
    /// of it where the file cannot be read, which is then left alone until the next save.
    pub fn load() -> Self {
        file::path().map_or_else(|_| Self::default(), |path| file::load(&path))
    }

    /// Saves the choices, durably. What a newer version chose beside them stays.
    ///
    /// # Errors
    /// `no-data-folder`, and the codes of saving; unless it is `save-not-durable`, what was saved
    /// before is whole.
    pub fn save(&self) -> Result<(), UserError> {
        file::save(self, &file::path()?)
    }

    /// Notes that the vault at `path` is the one in use.
    pub fn used(&mut self, path: &Path) {
        self.forget(path);
        self.vaults.insert(0, path.to_owned());
        self.vaults.truncate(MOST_VAULTS);
    }

    /// Takes a vault off the list. Its file stays.
    pub fn forget(&mut self, path: &Path) {
        self.vaults.retain(|known| known != path);
    }

    /// The same with each number that is out of its range at the nearest end of it.
    #[must_use]
    pub fn within_limits(mut self) -> Self {
        self.clipboard_seconds = nearest(self.clipboard_seconds, &CLIPBOARD_SECONDS);
        let minutes = self.auto_lock_minutes;
        self.auto_lock_minutes = minutes.map(|minutes| nearest(minutes, &AUTO_LOCK_MINUTES));
        self.vaults.truncate(MOST_VAULTS);
        self
    }
}

fn nearest(number: u16, range: &RangeInclusive<u16>) -> u16 {
    number.clamp(*range.start(), *range.end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vault_used_last_is_the_first_of_ten_and_none_is_there_twice() {
        let mut settings = Settings::default();
        let path = |number: u32| PathBuf::from(format!("/vaults/{number}"));
        for number in [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 5] {
            settings.used(&path(number));
        }
        let expected = [5, 11, 10, 9, 8, 7, 6, 4, 3, 2].map(path);
        assert_eq!(settings.vaults, expected);
        settings.forget(&path(5));
        assert_eq!(settings.vaults, expected[1..]);
    }
}
