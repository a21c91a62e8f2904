//! Making, opening and locking a vault, and which vault it is.

use crate::dto::{CredentialDto, ErrorDto, KitDto, StateDto, StrengthDto, VaultDto, take};
use crate::program::Shared;
use session::Code;
use session::unlock::{self, SlotNames};
use std::path::PathBuf;
use tauri::{AppHandle, Manager as _, State, WebviewWindow};
use tauri_plugin_dialog::{DialogExt as _, FilePath};
use zeroize::Zeroizing;

const EXTENSION: &str = "countersign";

#[tauri::command(async)]
pub(crate) fn unlock_state(shared: State<'_, Shared>) -> Result<StateDto, ErrorDto> {
    shared.with(|program| program.state())
}

#[tauri::command(async)]
pub(crate) fn unlock_strength(password: Zeroizing<String>) -> StrengthDto {
    unlock::strength(&password).into()
}

/// `names`: what the password's and the kit's slot are called, in the user's language.
#[tauri::command(async)]
pub(crate) fn unlock_create(
    shared: State<'_, Shared>,
    password: Zeroizing<String>,
    names: (String, String),
) -> Result<KitDto, ErrorDto> {
    shared.with(|program| {
        let password = unlock::password(&password)?;
        let (password_name, recovery) = names;
        let names = SlotNames {
            password: password_name,
            recovery,
        };
        let new = unlock::new_vault(&mut program.effects, &password, names, true)?;
        let kit = new.kit().map(KitDto::of).transpose()?;
        program.creating = Some(new);
        // It was asked for, so it is there.
        kit.ok_or(Code::KitDiffers.into())
    })
}

#[tauri::command(async)]
pub(crate) fn unlock_save_kit(
    app: AppHandle,
    text: Zeroizing<String>,
) -> Result<Option<String>, ErrorDto> {
    let dialog = app
        .dialog()
        .file()
        .set_file_name("countersign-recovery-kit.txt");
    let Some(path) = chosen(dialog.blocking_save_file()) else {
        return Ok(None);
    };
    unlock::save_kit(&path, &take(text))?;
    Ok(Some(
        session::escape(&path.display().to_string()).into_owned(),
    ))
}

#[tauri::command(async)]
pub(crate) fn unlock_print(window: WebviewWindow) -> Result<(), ErrorDto> {
    window.print().map_err(|_| Code::PrintFailed.into())
}

#[tauri::command(async)]
pub(crate) fn unlock_finish_create(
    shared: State<'_, Shared>,
    typed: Option<Zeroizing<String>>,
) -> Result<(), ErrorDto> {
    shared.with(|program| {
        let new = program.creating.as_ref().ok_or(Code::VaultLocked)?;
        if let Some(typed) = &typed {
            new.check_kit(typed)?;
        }
        let path = program.path()?.to_owned();
        let new = program.creating.take().ok_or(Code::VaultLocked)?;
        let new = if typed.is_some() {
            new
        } else {
            new.without_kit()
        };
        let open = new.save(&mut program.effects, &path, None)?;
        program.opened(open);
        Ok(())
    })
}

#[tauri::command(async)]
pub(crate) fn unlock_open(
    shared: State<'_, Shared>,
    credential: CredentialDto,
) -> Result<(), ErrorDto> {
    shared.with(|program| {
        let open = unlock::open(program.path()?, &credential.read()?)?;
        program.opened(open);
        Ok(())
    })
}

#[tauri::command(async)]
pub(crate) fn unlock_open_copy(
    shared: State<'_, Shared>,
    credential: CredentialDto,
) -> Result<(), ErrorDto> {
    shared.with(|program| {
        let path = program.path()?.to_owned();
        let open = unlock::open_copy(&mut program.effects, &path, &credential.read()?)?;
        program.opened(open);
        Ok(())
    })
}

#[tauri::command(async)]
pub(crate) fn unlock_lock(shared: State<'_, Shared>, give_up: bool) -> Result<(), ErrorDto> {
    shared.with(|program| program.lock(give_up))
}

#[tauri::command(async)]
pub(crate) fn unlock_save_again(shared: State<'_, Shared>) -> Result<(), ErrorDto> {
    shared.with_open(|effects, open| open.save(effects))
}

#[tauri::command(async)]
pub(crate) fn unlock_activity(shared: State<'_, Shared>) {
    shared.lock().somebody_is_there();
}

#[tauri::command(async)]
pub(crate) fn unlock_vaults(shared: State<'_, Shared>) -> Vec<VaultDto> {
    vaults(&shared.lock().settings.vaults)
}

#[tauri::command(async)]
pub(crate) fn unlock_switch(shared: State<'_, Shared>, index: usize) -> Result<StateDto, ErrorDto> {
    shared.with(|program| {
        let path = program.settings.vaults.get(index).cloned();
        program.turn_to(path.ok_or(Code::VaultNotFound)?)
    })
}

#[tauri::command(async)]
pub(crate) fn unlock_pick_vault(app: AppHandle) -> Result<Option<StateDto>, ErrorDto> {
    let dialog = app.dialog().file().add_filter("Countersign", &[EXTENSION]);
    turn_to(&app, chosen(dialog.blocking_pick_file()))
}

#[tauri::command(async)]
pub(crate) fn unlock_place_vault(app: AppHandle) -> Result<Option<StateDto>, ErrorDto> {
    let name = format!("vault.{EXTENSION}");
    let dialog = app.dialog().file().set_file_name(name);
    let path = chosen(dialog.blocking_save_file());
    path.as_deref().map_or(Ok(()), unlock::check_place)?;
    turn_to(&app, path)
}

#[tauri::command(async)]
pub(crate) fn unlock_forget(
    shared: State<'_, Shared>,
    index: usize,
) -> Result<Vec<VaultDto>, ErrorDto> {
    shared.with(|program| {
        if let Some(path) = program.settings.vaults.get(index).cloned() {
            program.settings.forget(&path);
            program.settings.save()?;
        }
        Ok(vaults(&program.settings.vaults))
    })
}

fn turn_to(app: &AppHandle, path: Option<PathBuf>) -> Result<Option<StateDto>, ErrorDto> {
    let turn = |path| app.state::<Shared>().with(|program| program.turn_to(path));
    path.map(turn).transpose()
}

/// What the dialog answered; a place that is no file of this computer is nothing.
fn chosen(path: Option<FilePath>) -> Option<PathBuf> {
    path.and_then(|path| path.into_path().ok())
}

fn vaults(paths: &[PathBuf]) -> Vec<VaultDto> {
    paths
        .iter()
        .map(|path| unlock::describe(path).into())
        .collect()
}
