use serde::{Deserialize, Serialize};
use session::escape;
use session::settings::{Check, Density, Settings, State, Theme};
use std::collections::BTreeMap;
use ts_rs::TS;

/// What the user can choose.
#[derive(Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SettingsDto {
    #[ts(inline)]
    pub(crate) theme: ThemeDto,
    #[ts(inline)]
    density: DensityDto,
    /// 5 to 300.
    clipboard_seconds: u16,
    /// 1 to 1,440; null: never.
    auto_lock_minutes: Option<u16>,
    lock_with_desktop: bool,
    hide_codes: bool,
}

#[derive(Clone, Copy, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub(crate) enum ThemeDto {
    System,
    Light,
    Dark,
}

#[derive(Clone, Copy, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
enum DensityDto {
    Comfortable,
    Compact,
}

impl SettingsDto {
    pub(crate) fn of(settings: &Settings) -> Self {
        Self {
            theme: match settings.theme {
                Theme::System => ThemeDto::System,
                Theme::Light => ThemeDto::Light,
                Theme::Dark => ThemeDto::Dark,
            },
            density: match settings.density {
                Density::Comfortable => DensityDto::Comfortable,
                Density::Compact => DensityDto::Compact,
            },
            clipboard_seconds: settings.clipboard_seconds,
            auto_lock_minutes: settings.auto_lock_minutes,
            lock_with_desktop: settings.lock_with_desktop,
            hide_codes: settings.hide_codes,
        }
    }

    /// The list of vaults stays as it is.
    pub(crate) fn put_into(&self, settings: &mut Settings) {
        settings.theme = match self.theme {
            ThemeDto::System => Theme::System,
            ThemeDto::Light => Theme::Light,
            ThemeDto::Dark => Theme::Dark,
        };
        settings.density = match self.density {
            DensityDto::Comfortable => Density::Comfortable,
            DensityDto::Compact => Density::Compact,
        };
        settings.clipboard_seconds = self.clipboard_seconds;
        settings.auto_lock_minutes = self.auto_lock_minutes;
        settings.lock_with_desktop = self.lock_with_desktop;
        settings.hide_codes = self.hide_codes;
    }
}

/// One thing that the doctor looked at.
#[derive(Serialize, TS)]
pub(crate) struct CheckDto {
    /// A message.
    id: &'static str,
    #[ts(inline)]
    state: CheckState,
    args: BTreeMap<&'static str, String>,
}

#[derive(Clone, Copy, Serialize, TS)]
#[serde(rename_all = "lowercase")]
enum CheckState {
    Good,
    Note,
    Bad,
}

impl From<Check> for CheckDto {
    fn from(check: Check) -> Self {
        let args = check.args.into_iter();
        Self {
            id: check.id,
            state: match check.state {
                State::Good => CheckState::Good,
                State::Note => CheckState::Note,
                State::Bad => CheckState::Bad,
            },
            args: args
                .map(|(name, value)| (name, escape(&value).into_owned()))
                .collect(),
        }
    }
}
