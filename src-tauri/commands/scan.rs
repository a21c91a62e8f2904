//! From pictures, the clipboard, the screen and the camera to accounts that wait to be chosen.

use super::dialogs::{asked, dialog};
use super::{backup_codes, transfer};
use crate::camera::{Camera, Look};
use crate::dto::{
    AddedDto, AreaDto, CameraDto, ErrorDto, FrameDto, ScanDto, ScanEventDto, ScanStartedDto,
};
use crate::program::Shared;
use crate::scans::Scan;
use crate::window;
use session::scan::{self, Scanned, scan_files};
use session::{Code, OpenVault, UserError, codes};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;
use tauri::ipc::Response;
use tauri::{AppHandle, Emitter as _, Manager as _, State, WebviewWindow};
use tauri_plugin_dialog::FilePath;

/// What the file dialog offers; what a file is, its content says.
const PICTURES: [&str; 9] = [
    "png", "jpg", "jpeg", "webp", "gif", "bmp", "tif", "tiff", "svg",
];
/// Until our own window is off the screen, and what was below it is painted.
const HIDING: Duration = Duration::from_millis(350);

#[tauri::command]
pub(crate) async fn scan_pick(window: WebviewWindow) -> Result<Option<ScanDto>, ErrorDto> {
    let turn = window.state::<Shared>().open_turn()?;
    let dialog = dialog(&window).add_filter("PNG, JPEG, WebP, GIF, BMP, TIFF, SVG", &PICTURES);
    let Some(chosen) = asked(move || dialog.blocking_pick_files()).await else {
        return Ok(None);
    };
    let paths = chosen.into_iter().map(FilePath::into_path);
    let paths: Vec<PathBuf> = paths.filter_map(Result::ok).collect();
    keep(&window.state::<Shared>(), turn, scan_files(&paths).into()).map(Some)
}

#[tauri::command(async)]
pub(crate) fn scan_clipboard(shared: State<'_, Shared>) -> Result<ScanDto, ErrorDto> {
    let turn = shared.open_turn()?;
    let found = scan::scan_clipboard()?;
    let problems = Vec::new();
    keep(&shared, turn, Scanned { found, problems }.into())
}

/// Our own window is away meanwhile: it would hide what is below it.
#[tauri::command(async)]
pub(crate) fn scan_screen(window: WebviewWindow) -> Result<ScanDto, ErrorDto> {
    let shared = window.state::<Shared>();
    let turn = shared.open_turn()?;
    let screen = {
        let _back = window::Away::begin(&window);
        thread::sleep(HIDING);
        scan::scan_screen(None, &|number, name| {
            if name.is_empty() {
                number.to_string()
            } else {
                name.to_owned()
            }
        })
    };
    keep(&shared, turn, Scan::from(screen?))
}

/// A JPEG of a picture of a scan, in which no symbol can be read.
#[tauri::command(async)]
pub(crate) fn scan_picture(
    shared: State<'_, Shared>,
    ticket: u32,
    picture: usize,
) -> Result<Response, ErrorDto> {
    let seen = shared.lock().scans.picture(ticket, picture);
    let seen = seen.ok_or(Code::ScanGone)?;
    let jpeg = scan::preview(&seen.shot, &seen.corners).ok_or(Code::ScreenFailed)?;
    Ok(Response::new(jpeg))
}

/// Looks once more, and harder, at a part of a picture: where the user dragged, or a window.
#[tauri::command(async)]
pub(crate) fn scan_region(
    shared: State<'_, Shared>,
    ticket: u32,
    picture: usize,
    area: AreaDto,
) -> Result<ScanDto, ErrorDto> {
    let seen = shared.lock().scans.picture(ticket, picture);
    let seen = seen.ok_or(Code::ScanGone)?;
    let found = scan::scan_region(&seen.shot, area.into(), &seen.name);
    shared.with(|program| {
        let now = program.effects.now()?;
        let open = program.open.as_ref().ok_or(Code::VaultLocked)?;
        program
            .scans
            .look_again(open, (ticket, picture), found, now)
    })
}

#[tauri::command(async)]
pub(crate) fn scan_cameras() -> Result<Vec<CameraDto>, ErrorDto> {
    let cameras = scan::cameras()?.into_iter();
    Ok(cameras.map(CameraDto::from).collect())
}

#[tauri::command(async)]
pub(crate) fn scan_camera_open(
    shared: State<'_, Shared>,
    camera: State<'_, Camera>,
    id: String,
) -> Result<(), ErrorDto> {
    let turn = shared.open_turn()?;
    camera.open(&id)?;
    // Locked meanwhile: a camera that nobody looks through must not stay open.
    if shared.open_turn().ok() != Some(turn) {
        camera.close();
        return Err(UserError::from(Code::VaultLocked).into());
    }
    Ok(())
}

/// The next frame: how long the JSON of a [`FrameDto`] is (four bytes, the lowest first), the JSON, and a JPEG of the
/// frame as in a mirror. Asking again takes the latest frame, not the one after this.
#[tauri::command(async)]
pub(crate) fn scan_camera_frame(
    shared: State<'_, Shared>,
    camera: State<'_, Camera>,
) -> Result<Response, ErrorDto> {
    let turn = shared.open_turn()?;
    let Look { step, all } = camera.look()?;
    let scan = all.map(|symbols| {
        let problems = Vec::new();
        let scan = Scan::from(Scanned {
            found: symbols,
            problems,
        });
        keep(&shared, turn, scan)
    });
    let frame = FrameDto::of(&step, scan.transpose()?);
    let json = serde_json::to_vec(&frame).map_err(|_| UserError::from(Code::CameraUnsupported))?;
    let length = u32::try_from(json.len()).unwrap_or(u32::MAX).to_le_bytes();
    Ok(Response::new(
        [&length[..], &json, &step.preview(true)].concat(),
    ))
}

#[tauri::command(async)]
pub(crate) fn scan_camera_close(camera: State<'_, Camera>) {
    camera.close();
}

/// `replacing`: those of the chosen that take the place of an account's old secret.
#[tauri::command(async)]
pub(crate) fn scan_add(
    shared: State<'_, Shared>,
    ticket: u32,
    indices: Vec<u32>,
    replacing: Vec<u32>,
) -> Result<Vec<AddedDto>, ErrorDto> {
    let accounts = shared.lock().scans.chosen(ticket, &indices, &replacing);
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
    if let [path] = paths
        && (backup_codes::dropped(app, path) || transfer::dropped(app, path))
    {
        return;
    }
    let count = u32::try_from(paths.len()).unwrap_or(u32::MAX);
    let shared = app.state::<Shared>();
    let told = shared.open_turn().and_then(|turn| {
        // A window that is closing hears nothing any more.
        drop(app.emit("scan-started", ScanStartedDto { count }));
        keep(&shared, turn, scan_files(paths).into())
    });
    let (scan, error) = match told {
        Ok(scan) => (Some(scan), None),
        Err(error) => (None, Some(error)),
    };
    drop(app.emit("scan-done", ScanEventDto { scan, error }));
}

/// `turn`: in which the scan began. What was found for a vault that was locked meanwhile is not shown in another.
fn keep(shared: &Shared, turn: u64, scan: Scan) -> Result<ScanDto, ErrorDto> {
    shared.with(|program| {
        let now = program.effects.now()?;
        let is_same = |_: &&OpenVault| program.turn == turn;
        let open = program.open.as_ref().filter(is_same);
        let open = open.ok_or(Code::VaultLocked)?;
        Ok(program.scans.keep(open, scan, now))
    })
}
