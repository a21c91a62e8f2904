//! From pictures and the clipboard to accounts that wait to be chosen.

use super::dialogs::{asked, dialog};
use crate::dto::{AddedDto, ErrorDto, ScanDto, ScanEventDto, ScanStartedDto};
use crate::program::Shared;
use session::scan::{Scanned, scan_clipboard as read_clipboard, scan_files};
use session::{Code, codes};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use tauri::{AppHandle, Emitter as _, Manager as _, State, WebviewWindow};
use tauri_plugin_dialog::FilePath;

/// What the file dialog offers; what a file is, its content says.
const PICTURES: [&str; 6] = ["png", "jpg", "jpeg", "webp", "gif", "bmp"];

#[tauri::command]
pub(crate) async fn scan_pick(window: WebviewWindow) -> Result<Option<ScanDto>, ErrorDto> {
    let dialog = dialog(&window).add_filter("PNG, JPEG, WebP, GIF, BMP", &PICTURES);
    let Some(chosen) = asked(move || dialog.blocking_pick_files()).await else {
        return Ok(None);
    };
    let paths = chosen.into_iter().map(FilePath::into_path);
    let paths: Vec<PathBuf> = paths.filter_map(Result::ok).collect();
    keep(&window.state::<Shared>(), scan_files(&paths)).map(Some)
}

#[tauri::command(async)]
pub(crate) fn scan_clipboard(shared: State<'_, Shared>) -> Result<ScanDto, ErrorDto> {
    let found = read_clipboard()?;
    let problems = Vec::new();
    keep(&shared, Scanned { found, problems })
}

#[tauri::command(async)]
pub(crate) fn scan_add(
    shared: State<'_, Shared>,
    ticket: u32,
    indices: Vec<u32>,
) -> Result<Vec<AddedDto>, ErrorDto> {
    let accounts = shared.lock().scans.chosen(ticket, &indices);
    let accounts = accounts.ok_or(Code::ScanGone)?;
    let added = shared.change(|effects, open| codes::add(effects, open, accounts))?;
    shared.lock().scans.forget(ticket);
    Ok(added.into_iter().map(AddedDto::from).collect())
}

#[tauri::command(async)]
pub(crate) fn scan_discard(shared: State<'_, Shared>, ticket: u32) {
    shared.lock().scans.forget(ticket);
}

/// Files were dropped on the window. Those of one drop are read before those of the next.
pub(crate) fn dropped(app: &AppHandle, paths: &[PathBuf]) {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let count = u32::try_from(paths.len()).unwrap_or(u32::MAX);
    let shared = app.state::<Shared>();
    let told = if shared.lock().open.is_none() {
        Err(Code::VaultLocked.into())
    } else {
        // A window that is closing hears nothing any more.
        drop(app.emit("scan-started", ScanStartedDto { count }));
        keep(&shared, scan_files(paths))
    };
    let (scan, error) = match told {
        Ok(scan) => (Some(scan), None),
        Err(error) => (None, Some(error)),
    };
    drop(app.emit("scan-done", ScanEventDto { scan, error }));
}

fn keep(shared: &Shared, scanned: Scanned) -> Result<ScanDto, ErrorDto> {
    shared.with(|program| {
        let open = program.open.as_ref().ok_or(Code::VaultLocked)?;
        Ok(program.scans.keep(open, scanned.found, scanned.problems))
    })
}
