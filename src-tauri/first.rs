//! What the window shows first. Whoever opens a window wants to type: the page does not begin by asking the program,
//! and until it is painted the window has its colour.

use crate::dto::{AccountDto, FirstDto, SettingsDto, StateKind, ThemeDto};
use crate::keyring;
use crate::program::Shared;
use session::{OpenVault, codes};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;
use tauri::window::Color;
use tauri::{AppHandle, Emitter as _, Theme};

/// A vault on a share that is gone may take long to say so; then the page asks.
const PATIENCE: Duration = Duration::from_millis(100);

/// A keyring is quick, unless it asks the user; then the page is there meanwhile.
const PATIENCE_WITH_KEYRING: Duration = Duration::from_millis(700);

/// What is handed to the page is read before anything is painted.
const MOST_ACCOUNTS: usize = 1000;

/// `--bg` of ui/src/styles/tokens.css.
const LIGHT: Color = Color(244, 248, 248, 255);
const DARK: Color = Color(15, 22, 25, 255);

/// A look at the vault that goes on while the system makes ready for a window.
pub(crate) struct Looking(mpsc::Receiver<Found>);

/// What the look found.
enum Found {
    /// The keyring is being asked.
    Asking,
    First(Box<Option<FirstDto>>),
}

impl Looking {
    pub(crate) fn begin(shared: Shared) -> Self {
        let (tell, told) = mpsc::channel();
        thread::spawn(move || {
            let mut first = look(&shared);
            let is_locked = |first: &FirstDto| first.state.kind == StateKind::Locked;
            if first.as_ref().is_some_and(is_locked) {
                drop(tell.send(Found::Asking));
                if keyring::open(&shared) || shared.lock().keyring.is_some() {
                    first = look(&shared);
                }
            }
            drop(tell.send(Found::First(Box::new(first))));
        });
        Self(told)
    }

    /// How the vault stands and what the user has chosen; `None` if that cannot be known at once. Then the page is there
    /// meanwhile, and is told when it is known.
    pub(crate) fn end(self, app: &AppHandle) -> Option<FirstDto> {
        match self.wait() {
            Some(first) => *first,
            None => {
                let app = app.clone();
                thread::spawn(move || {
                    if self.0.iter().any(|found| matches!(found, Found::First(_))) {
                        drop(app.emit("unlocked", ()));
                    }
                });
                None
            }
        }
    }

    /// `None`: it takes too long.
    fn wait(&self) -> Option<Box<Option<FirstDto>>> {
        let mut found = self.0.recv_timeout(PATIENCE).ok()?;
        if let Found::Asking = found {
            found = self.0.recv_timeout(PATIENCE_WITH_KEYRING).ok()?;
        }
        match found {
            Found::First(first) => Some(first),
            Found::Asking => None,
        }
    }
}

fn look(shared: &Shared) -> Option<FirstDto> {
    let first = shared.with(|program| {
        Ok(FirstDto {
            state: program.state()?,
            settings: SettingsDto::of(&program.settings),
            accounts: program.open.as_ref().and_then(accounts),
        })
    });
    first.ok()
}

fn accounts(open: &OpenVault) -> Option<Vec<AccountDto>> {
    let list = codes::list(open, "");
    (list.len() <= MOST_ACCOUNTS).then(|| list.into_iter().map(AccountDto::shown).collect())
}

/// Hands it to the page before that is loaded.
pub(crate) fn script(first: &FirstDto) -> Option<String> {
    // JSON is JavaScript.
    let json = serde_json::to_string(first).ok()?;
    Some(format!("window.countersignFirst = {json};"))
}

/// The colour of the page that is to come. `system`: what the system's programs look like.
pub(crate) fn background(first: Option<&FirstDto>, system: Theme) -> Color {
    match first.map(|first| first.settings.theme) {
        Some(ThemeDto::Light) => LIGHT,
        Some(ThemeDto::Dark) => DARK,
        Some(ThemeDto::System) | None if system == Theme::Dark => DARK,
        Some(ThemeDto::System) | None => LIGHT,
    }
}
