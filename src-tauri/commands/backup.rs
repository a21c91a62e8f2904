//! Backups of the vault, and the vault from a backup.

use super::dialogs::{asked_for_path, dialog};
use crate::backups;
use crate::dto::{BackupDto, BackupSourceDto, BackupStatusDto, CredentialDto, ErrorDto, EveryDto};
use crate::keys::Keys;
use crate::program::Shared;
use session::{Code, UserError, backup};
use std::path::{Path, PathBuf};
use tauri::{AppHandle, Emitter as _, Manager as _, State, WebviewWindow, async_runtime};

#[tauri::command(async)]
pub(crate) fn settings_backup_status(app: AppHandle) -> Result<BackupStatusDto, ErrorDto> {
    Ok(backups::status(&app)?)
}

/// The folder may be slow: it is read without the program's lock.
#[tauri::command(async)]
pub(crate) fn settings_backup_list(shared: State<'_, Shared>) -> Result<Vec<BackupDto>, ErrorDto> {
    let (id, record) = shared.with_open(|_, open| Ok((backup::id(open), backup::record(open))))?;
    let folder = record.folder.as_deref().ok_or(Code::BackupNoFolder)?;
    let backups = backup::list(folder, Some(id), &record)?;
    Ok(backups.into_iter().map(BackupDto::from).collect())
}

/// Asks for a folder; `None`: nothing was chosen.
#[tauri::command]
pub(crate) async fn settings_backup_folder(
    window: WebviewWindow,
) -> Result<Option<BackupStatusDto>, ErrorDto> {
    let dialog = dialog(&window);
    let Some(folder) = asked_for_path(move || dialog.blocking_pick_folder()).await else {
        return Ok(None);
    };
    let app = window.app_handle();
    app.state::<Shared>()
        .with_open(|_, open| backup::set_folder(open, &folder))?;
    Ok(Some(backups::status(app)?))
}

#[tauri::command(async)]
pub(crate) fn settings_backup_every(
    app: AppHandle,
    shared: State<'_, Shared>,
    every: EveryDto,
) -> Result<BackupStatusDto, ErrorDto> {
    shared.with_open(|_, open| backup::set_every(open, every.into()))?;
    Ok(backups::status(&app)?)
}

#[tauri::command(async)]
pub(crate) fn settings_backup_now(app: AppHandle) -> Result<BackupStatusDto, ErrorDto> {
    backups::make(&app)?;
    Ok(backups::status(&app)?)
}

/// That a single backup is damaged is in the status.
#[tauri::command(async)]
pub(crate) fn settings_backup_prove(app: AppHandle) -> Result<BackupStatusDto, ErrorDto> {
    backups::prove(&app)?;
    Ok(backups::status(&app)?)
}

/// Asks for a backup. `None`: nothing was chosen.
#[tauri::command]
pub(crate) async fn unlock_pick_backup(
    window: WebviewWindow,
) -> Result<Option<BackupSourceDto>, ErrorDto> {
    let dialog = dialog(&window).add_filter("Countersign", &["countersign"]);
    let Some(path) = asked_for_path(move || dialog.blocking_pick_file()).await else {
        return Ok(None);
    };
    let app = window.app_handle().clone();
    let chosen = async_runtime::spawn_blocking(move || choose(&app.state::<Shared>(), &path));
    let chosen = chosen.await.map_err(|_| Code::BackupFailed)?;
    chosen.map(Some).map_err(ErrorDto::from)
}

/// Takes a backup of the list, by its name in the folder.
#[tauri::command(async)]
pub(crate) fn unlock_choose_backup(
    shared: State<'_, Shared>,
    name: String,
) -> Result<BackupSourceDto, ErrorDto> {
    let record = shared.with_open(|_, open| Ok(backup::record(open)))?;
    let folder = record.folder.ok_or(Code::BackupNoFolder)?;
    // A page names a file of this folder and no other.
    let is_a_name = Path::new(&name)
        .file_name()
        .is_some_and(|file| *file == *name);
    let path = is_a_name.then(|| folder.join(&name));
    Ok(choose(&shared, &path.ok_or(Code::BackupNoFolder)?)?)
}

fn choose(shared: &Shared, path: &Path) -> Result<BackupSourceDto, UserError> {
    let source = backup::newest_in(path, None)?;
    shared.lock().restoring = Some(source.path().to_owned());
    Ok(BackupSourceDto::from(&source))
}

/// Makes the vault of the backup that was chosen, and opens it. `replace`: also in the place of a vault that is well.
#[tauri::command(async)]
pub(crate) fn unlock_restore(
    app: AppHandle,
    shared: State<'_, Shared>,
    keys: State<'_, Keys>,
    credential: CredentialDto,
    replace: bool,
) -> Result<(), ErrorDto> {
    shared.with(|program| {
        program.check_settled()?;
        let from: PathBuf = program.restoring.clone().ok_or(Code::BackupNone)?;
        let (path, credential) = (program.path()?.to_owned(), credential.read(&keys)?);
        let effects = &mut program.effects;
        let (open, _) = backup::restore(effects, &from, &path, &credential, replace)?;
        program.opened(open);
        Ok(())
    })?;
    // A page that shows the vault of before asks for all of it again.
    drop(app.emit("vault-changed", ()));
    backups::tell(&app);
    Ok(())
}
