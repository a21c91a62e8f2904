//! What the window shows first. Whoever opens a window wants to type: the page does not begin by asking the program,
//! and until it is painted the window has its colour.

use crate::dto::{FirstDto, SettingsDto, ThemeDto};
use crate::program::Shared;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;
use tauri::window::Color;
use tauri::{AppHandle, Manager as _, Theme};

/// A vault on a share that is gone may take long to say so; then the page asks.
const PATIENCE: Duration = Duration::from_millis(100);

/// `--bg` of ui/src/styles/tokens.css.
const LIGHT: Color = Color(244, 248, 248, 255);
const DARK: Color = Color(15, 22, 25, 255);

/// How the vault stands and what the user has chosen; `None` if that cannot be known at once.
pub(crate) fn find(app: &AppHandle) -> Option<FirstDto> {
    let (tell, told) = mpsc::channel();
    let app = app.clone();
    thread::spawn(move || {
        let first = app.state::<Shared>().with(|program| {
            Ok(FirstDto {
                state: program.state()?,
                settings: SettingsDto::of(&program.settings),
            })
        });
        // Nobody may be waiting any more.
        drop(tell.send(first));
    });
    told.recv_timeout(PATIENCE).ok()?.ok()
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
