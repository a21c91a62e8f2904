//! What the window shows first. Whoever opens a window wants to type: the page does not begin by asking the program,
//! and until it is painted the window has its colour.

use crate::dto::{FirstDto, SettingsDto, StateKind, ThemeDto};
use crate::keyring;
use crate::program::Shared;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;
use tauri::window::Color;
use tauri::{AppHandle, Emitter as _, Manager as _, Theme};

/// A vault on a share that is gone may take long to say so; then the page asks.
const PATIENCE: Duration = Duration::from_millis(100);

/// A keyring is quick, unless it asks the user; then the page is there meanwhile.
const PATIENCE_WITH_KEYRING: Duration = Duration::from_millis(700);

/// `--bg` of ui/src/styles/tokens.css.
const LIGHT: Color = Color(244, 248, 248, 255);
const DARK: Color = Color(15, 22, 25, 255);

/// How the vault stands and what the user has chosen; `None` if that cannot be known at once.
pub(crate) fn find(app: &AppHandle) -> Option<FirstDto> {
    let (tell, told) = mpsc::channel();
    let app = app.clone();
    thread::spawn(move || {
        let shared = app.state::<Shared>();
        let mut first = look(&shared);
        let is_locked = |first: &FirstDto| first.state.kind == StateKind::Locked;
        if first.as_ref().is_some_and(is_locked) {
            drop(tell.send(Found::Asking));
            if keyring::open(&shared) || shared.lock().keyring.is_some() {
                first = look(&shared);
            }
        }
        if tell.send(Found::First(Box::new(first))).is_err() {
            // Nobody was waiting any more: the page is there and shows what it was then.
            drop(app.emit("unlocked", ()));
        }
    });
    wait(&told)
}

/// What the look found.
enum Found {
    /// The keyring is being asked.
    Asking,
    First(Box<Option<FirstDto>>),
}

fn wait(told: &mpsc::Receiver<Found>) -> Option<FirstDto> {
    match told.recv_timeout(PATIENCE).ok()? {
        Found::First(first) => *first,
        Found::Asking => match told.recv_timeout(PATIENCE_WITH_KEYRING).ok()? {
            Found::First(first) => *first,
            Found::Asking => None,
        },
    }
}

fn look(shared: &Shared) -> Option<FirstDto> {
    let first = shared.with(|program| {
        Ok(FirstDto {
            state: program.state()?,
            settings: SettingsDto::of(&program.settings),
        })
    });
    first.ok()
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
