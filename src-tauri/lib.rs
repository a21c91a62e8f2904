//! The desktop program: commands, events and the window over `session`. No domain rule lives here.
//!
//! - `commands`: what the pages can ask for, one thin function each.
//! - `dto`: the shapes that cross, and the TypeScript made from them.
//! - `first`: what the window shows before the page has asked for anything.
//! - `keys`: the conversation with security keys that the pages may have.
//! - `keyring`: what is asked of the system's keyring, away from the program's lock.
//! - `teams`: the team vaults of the open vault, each behind a lock of its own.
//! - `transfers`: the file of another program that is being imported.
//! - `backup_codes`: whose backup codes may be shown, and the file that new ones are read from.
//! - `program`: what the program has in memory, behind one lock.
//! - `watch`: locks when nobody is there, and notices what other programs save.
//! - `backups`: copies of the vault file, when they are due or asked for.
//! - `window`: the one window; dropped files; closing, which waits for a save.
//! - `camera`: the camera while the scan dialog looks through it.
//! - `clipboard`: a code on the clipboard for a short time.
//!
//! Secrets stay on this side. They cross into the pages only in the answers of `unlock_create`, `unlock_add_kit`,
//! `codes_reveal`, `codes_qr`, `transfer_series` and `backup_codes_reveal`; backup codes that are not in the vault yet in those
//! of `backup_codes_read` and `backup_codes_preview`; codes that are being shown in those of `codes_now`, `codes_use`,
//! `codes_copy` and of scans; and what is in front of the open camera in those of `scan_camera_frame`.

mod automation;
mod backup_codes;
mod backups;
mod camera;
mod clipboard;
mod commands;
mod dto;
mod first;
mod keyring;
mod keys;
mod program;
mod scans;
mod teams;
mod transfers;
mod watch;
mod window;

use backups::Backups;
use camera::Camera;
use clipboard::Clipboard;
use first::Looking;
use keys::Keys;
use program::Shared;
use std::process::ExitCode;
use tauri::{App, AppHandle, Builder, Manager as _, Wry};
use teams::Teams;
use watch::Watch;

/// Runs the program until its window is closed.
pub fn run() -> ExitCode {
    if let Some(code) = session::answer_for_portal() {
        return code;
    }
    session::harden();
    if let Some(variable) = automation::refused(automation::RELEASE, automation::is_set) {
        automation::tell(variable);
        return ExitCode::from(2);
    }
    window::do_without_gpu();
    let shared = Shared::start();
    let looking = Looking::begin(shared.clone());
    let started = builder()
        .manage(shared)
        .manage(Clipboard::default())
        .manage(Camera::default())
        .manage(Keys::new())
        .manage(Teams::default())
        .manage(Watch::new())
        .manage(Backups::default())
        .invoke_handler(commands::handler())
        .setup(|app| Ok(setup(app, looking)?))
        .run(tauri::generate_context!());
    match started {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => {
            automation::tell_no_window();
            ExitCode::FAILURE
        }
    }
}

/// What is not in the vault and must not outlive its lock: a code on the clipboard, an open camera, what a key said, the
/// accounts of team vaults.
fn let_go(app: &AppHandle) {
    app.state::<Clipboard>().end();
    app.state::<Camera>().close();
    app.state::<Keys>().forget();
    app.state::<Teams>().forget();
}

fn builder() -> Builder<Wry> {
    let builder = Builder::default();
    // Each session of a test has a process of its own.
    let builder = if automation::is_on() {
        builder
    } else {
        builder.plugin(tauri_plugin_single_instance::init(|app, _, _| {
            window::show(app);
        }))
    };
    builder.plugin(tauri_plugin_dialog::init())
}

fn setup(app: &App, looking: Looking) -> tauri::Result<()> {
    window::open(app, looking)?;
    watch::start(app.handle().clone());
    watch::lock_with_the_desktop(app.handle().clone());
    backups::start(app.handle().clone());
    Ok(())
}
