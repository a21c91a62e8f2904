//! Accounts from other programs' files, and into such files.

pub(crate) mod export;
pub(crate) mod worklist;

use super::dialogs::{asked_for_path, dialog};
use crate::backups;
use crate::dto::{ErrorDto, PlanDto, SourceDto, take};
use crate::program::Shared;
use session::transfer::{self, Reading};
use session::{Code, UserError};
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use tauri::{AppHandle, Emitter as _, Manager as _, State, WebviewWindow};
use zeroize::Zeroizing;

/// Asks for a file. `None`: nothing was chosen.
#[tauri::command]
pub(crate) async fn transfer_pick(window: WebviewWindow) -> Result<Option<SourceDto>, ErrorDto> {
    let turn = window.state::<Shared>().open_turn()?;
    let dialog = dialog(&window);
    let path = asked_for_path(move || dialog.blocking_pick_file()).await;
    let shared = window.state::<Shared>();
    path.map(|path| choose(&shared, turn, &path)).transpose()
}

/// Asks for a folder whose files belong together. `None`: nothing was chosen.
#[tauri::command]
pub(crate) async fn transfer_pick_folder(
    window: WebviewWindow,
) -> Result<Option<SourceDto>, ErrorDto> {
    let turn = window.state::<Shared>().open_turn()?;
    let dialog = dialog(&window);
    let path = asked_for_path(move || dialog.blocking_pick_folder()).await;
    let shared = window.state::<Shared>();
    path.map(|path| choose(&shared, turn, &path)).transpose()
}

/// Reads the file, as long as its password takes; meanwhile everything else goes on.
#[tauri::command(async)]
pub(crate) fn transfer_read(
    shared: State<'_, Shared>,
    ticket: u32,
    password: Option<Zeroizing<String>>,
    allow_cost: bool,
) -> Result<PlanDto, ErrorDto> {
    // Two at a time would take the memory of both.
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let password = password.map(take);
    let path = shared.with(|program| program.transfers.path(ticket))?;
    let contents = {
        let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        let reading = Reading {
            format: None,
            password: password.as_ref(),
            allow_cost,
        };
        transfer::read(&path, reading)?
    };
    // A ticket ends with the lock, so this is the vault that was open when the file was chosen.
    shared.with(|program| {
        let open = program.open.as_ref().ok_or(Code::VaultLocked)?;
        let (effects, transfers) = (&mut program.effects, &mut program.transfers);
        let plan = transfers.plan(effects, open, ticket, contents)?;
        Ok(PlanDto::from(plan))
    })
}

/// Adds the chosen accounts, all in one save, after a backup.
#[tauri::command(async)]
pub(crate) fn transfer_import(
    app: AppHandle,
    shared: State<'_, Shared>,
    ticket: u32,
    indices: Vec<usize>,
) -> Result<(), ErrorDto> {
    if !indices.is_empty() {
        backups::before_risk(&app);
    }
    shared.change_by_transfer(|effects, open, transfers| {
        transfers.import(effects, open, ticket, indices)
    })
}

/// Deletes the file, once its accounts are in the vault's file.
#[tauri::command(async)]
pub(crate) fn transfer_delete(shared: State<'_, Shared>, ticket: u32) -> Result<(), ErrorDto> {
    let file = shared.with(|program| {
        let file = program.transfers.plain_file(ticket)?;
        program.check_settled()?;
        Ok(file)
    })?;
    transfer::delete(&file)?;
    shared.lock().transfers.forget(ticket);
    Ok(())
}

#[tauri::command(async)]
pub(crate) fn transfer_discard(shared: State<'_, Shared>, ticket: u32) {
    shared.lock().transfers.forget(ticket);
}

/// A file or folder was dropped on the window. Whether it is another program's; the pages know of it then.
pub(crate) fn dropped(app: &AppHandle, path: &Path) -> bool {
    let shared = app.state::<Shared>();
    let Ok(turn) = shared.open_turn() else {
        return false;
    };
    if !transfer::is_known(path) {
        return false;
    }
    // Locked meanwhile: it was dropped on a vault that is not there any more.
    if let Ok(source) = choose(&shared, turn, path) {
        // A window that is closing hears nothing any more.
        drop(app.emit("transfer-dropped", source));
    }
    true
}

/// `turn`: in which it was asked for.
fn choose(shared: &Shared, turn: u64, path: &Path) -> Result<SourceDto, ErrorDto> {
    shared.with(|program| {
        if program.open.is_none() || program.turn != turn {
            return Err(UserError::from(Code::VaultLocked));
        }
        Ok(SourceDto::of(program.transfers.choose(path), path))
    })
}
