//! Making, opening and locking a vault, and which vault it is.

use super::dialogs::{asked_for_path, dialog};
use crate::dto::{CredentialDto, ErrorDto, KitDto, StateDto, StrengthDto, VaultDto, take};
use crate::keyring;
use crate::keys::Keys;
use crate::program::Shared;
use crate::watch::Watch;
use session::unlock::{self, Credential, SlotNames};
use session::{Code, UserError};
use std::path::{Path, PathBuf};
use tauri::{AppHandle, Manager as _, State, WebviewWindow};
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
        program.began(new);
        // It was asked for, so it is there.
        kit.ok_or(Code::KitDiffers.into())
    })
}

#[tauri::command]
pub(crate) async fn unlock_save_kit(
    window: WebviewWindow,
    text: Zeroizing<String>,
) -> Result<Option<String>, ErrorDto> {
    let dialog = dialog(&window).set_file_name("countersign-recovery-kit.txt");
    let Some(path) = asked_for_path(move || dialog.blocking_save_file()).await else {
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
        let now = program.effects.now()?;
        let new = program.creating.take().ok_or(Code::VaultLocked)?;
        let new = if typed.is_some() {
            new.with_tested_kit(now)
        } else {
            new.without_kit()
        };
        match new.save(&mut program.effects, &path, None) {
            Ok(open) => {
                program.opened(open);
                Ok(())
            }
            Err(failed) => {
                // Its kit may be on paper already: it stays good for another try.
                program.creating = Some(failed.vault);
                Err(failed.error)
            }
        }
    })
}

#[tauri::command(async)]
pub(crate) fn unlock_open(
    shared: State<'_, Shared>,
    keys: State<'_, Keys>,
    credential: CredentialDto,
) -> Result<(), ErrorDto> {
    open_vault(&shared, &credential.read(&keys)?, false)
}

/// Opens the vault although a newer state of it was seen in its place.
#[tauri::command(async)]
pub(crate) fn unlock_open_older(
    shared: State<'_, Shared>,
    keys: State<'_, Keys>,
    credential: CredentialDto,
) -> Result<(), ErrorDto> {
    open_vault(&shared, &credential.read(&keys)?, true)
}

fn open_vault(
    shared: &Shared,
    credential: &Credential,
    older_is_fine: bool,
) -> Result<(), ErrorDto> {
    shared.with(|program| {
        program.check_settled()?;
        let mut open = unlock::open(program.path()?, credential)?;
        session::check_newest(&program.effects, &mut open, older_is_fine)?;
        if matches!(credential, Credential::Recovery(_)) {
            open.note_kit_typed(&program.effects)?;
        }
        let problem = program.keyring.as_ref().map(UserError::code);
        keyring::send(unlock::put_back(&open, problem));
        program.opened(open);
        Ok(())
    })
}

/// Names of the files beside the open vault that have something it has not.
#[tauri::command(async)]
pub(crate) fn unlock_copies(shared: State<'_, Shared>) -> Result<Vec<String>, ErrorDto> {
    shared.with_open(|_, open| {
        let copies = session::copies(open);
        Ok(copies.iter().filter_map(|copy| name_of(copy)).collect())
    })
}

/// Merges one of [`unlock_copies`]. Says how many accounts have two secrets now.
#[tauri::command(async)]
pub(crate) fn unlock_merge_copy(
    shared: State<'_, Shared>,
    name: String,
) -> Result<usize, ErrorDto> {
    shared.change(|effects, open| {
        let copies = session::copies(open).into_iter();
        let mut named = copies.filter(|copy| name_of(copy).as_deref() == Some(name.as_str()));
        // Gone, or another program merged it meanwhile.
        let Some(copy) = named.next() else {
            return Ok(session::codes::conflicts(open).len());
        };
        Ok(session::merge_copy(effects, open, &copy)?.conflicts)
    })
}

fn name_of(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_str()?;
    Some(session::escape(name).into_owned())
}

#[tauri::command(async)]
pub(crate) fn unlock_open_copy(
    shared: State<'_, Shared>,
    keys: State<'_, Keys>,
    credential: CredentialDto,
) -> Result<(), ErrorDto> {
    shared.with(|program| {
        program.check_settled()?;
        let path = program.path()?.to_owned();
        let open = unlock::open_copy(&mut program.effects, &path, &credential.read(&keys)?)?;
        program.opened(open);
        Ok(())
    })
}

#[tauri::command(async)]
pub(crate) fn unlock_lock(
    app: AppHandle,
    shared: State<'_, Shared>,
    give_up: bool,
) -> Result<(), ErrorDto> {
    shared.with(|program| program.lock(give_up))?;
    crate::let_go(&app);
    Ok(())
}

#[tauri::command(async)]
pub(crate) fn unlock_save_again(shared: State<'_, Shared>) -> Result<(), ErrorDto> {
    shared.change(|effects, open| open.save(effects))
}

/// Goes back to the older file that lies in the place of the open vault.
#[tauri::command(async)]
pub(crate) fn unlock_take_older(shared: State<'_, Shared>) -> Result<(), ErrorDto> {
    shared.with(|program| {
        let open = program.open.as_mut().ok_or(Code::VaultLocked)?;
        open.take_older(&mut program.effects)?;
        program.news = true;
        program.settled = true;
        Ok(())
    })
}

#[tauri::command(async)]
pub(crate) fn unlock_activity(shared: State<'_, Shared>) {
    shared.lock().somebody_is_there();
}

#[tauri::command(async)]
pub(crate) fn unlock_in_view(watch: State<'_, Watch>, in_view: bool) {
    watch.turn(in_view);
}

#[tauri::command(async)]
pub(crate) fn unlock_vaults(shared: State<'_, Shared>) -> Vec<VaultDto> {
    // Looked at without the lock: a share that is gone may take long to say so.
    let paths = shared.lock().settings.vaults.clone();
    vaults(&paths)
}

#[tauri::command(async)]
pub(crate) fn unlock_switch(window: WebviewWindow, index: usize) -> Result<StateDto, ErrorDto> {
    let path = window
        .state::<Shared>()
        .lock()
        .settings
        .vaults
        .get(index)
        .cloned();
    turn_to(&window, path.ok_or(Code::VaultNotFound)?)
}

#[tauri::command]
pub(crate) async fn unlock_pick_vault(window: WebviewWindow) -> Result<Option<StateDto>, ErrorDto> {
    let dialog = dialog(&window).add_filter("Countersign", &[EXTENSION]);
    let path = asked_for_path(move || dialog.blocking_pick_file()).await;
    path.map(|path| turn_to(&window, path)).transpose()
}

#[tauri::command]
pub(crate) async fn unlock_place_vault(
    window: WebviewWindow,
) -> Result<Option<StateDto>, ErrorDto> {
    let dialog = dialog(&window).set_file_name(format!("vault.{EXTENSION}"));
    let path = asked_for_path(move || dialog.blocking_save_file()).await;
    path.as_deref().map_or(Ok(()), unlock::check_place)?;
    path.map(|path| turn_to(&window, path)).transpose()
}

#[tauri::command(async)]
pub(crate) fn unlock_forget(
    shared: State<'_, Shared>,
    index: usize,
) -> Result<Vec<VaultDto>, ErrorDto> {
    let paths = shared.with(|program| {
        if let Some(path) = program.settings.vaults.get(index).cloned() {
            program.settings.forget(&path);
            program.settings.save()?;
        }
        Ok(program.settings.vaults.clone())
    })?;
    Ok(vaults(&paths))
}

/// Locks, and with it clears the clipboard.
fn turn_to(window: &WebviewWindow, path: PathBuf) -> Result<StateDto, ErrorDto> {
    let state = window
        .state::<Shared>()
        .with(|program| program.turn_to(path))?;
    crate::let_go(window.app_handle());
    Ok(state)
}

fn vaults(paths: &[PathBuf]) -> Vec<VaultDto> {
    paths
        .iter()
        .map(|path| unlock::describe(path).into())
        .collect()
}
