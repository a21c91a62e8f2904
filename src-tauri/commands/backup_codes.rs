//! Backup codes of sites. A code comes into the pages only while somebody has just proved who is there.

use super::codes::{confirmed, copy, read_id};
use super::dialogs::{asked_for_path, dialog};
use super::transfer::export::confirm;
use crate::backup_codes::SHOWN;
use crate::dto::{
    BackupCodesDto, CodeSheetDto, CopiedDto, CredentialDto, ErrorDto, KeptDto, NewCodesDto,
    SourceDto, take,
};
use crate::keys::Keys;
use crate::program::Shared;
use session::backup_codes;
use session::{Code, SecretText, UserError, escape, transfer};
use std::path::Path;
use tauri::{AppHandle, Emitter as _, Manager as _, State, WebviewWindow, async_runtime};
use zeroize::Zeroizing;

#[tauri::command(async)]
pub(crate) fn backup_codes_of(
    shared: State<'_, Shared>,
    id: String,
) -> Result<BackupCodesDto, ErrorDto> {
    shared.with_open(|_, open| Ok(backup_codes::overview(open, read_id(&id)?)?.into()))
}

/// From now on the codes of the account may be shown and copied; the answer is for how many seconds.
#[tauri::command(async)]
pub(crate) fn backup_codes_confirm(
    shared: State<'_, Shared>,
    keys: State<'_, Keys>,
    id: String,
    credential: CredentialDto,
) -> Result<u64, ErrorDto> {
    let (id, now) = shared.with_open(confirmed(&keys, &credential, |effects, open| {
        let id = read_id(&id)?;
        backup_codes::overview(open, id)?;
        Ok((id, effects.now()?))
    }))?;
    shared.lock().backup_codes.confirm(id, now);
    Ok(SHOWN)
}

#[tauri::command(async)]
pub(crate) fn backup_codes_hide(shared: State<'_, Shared>) {
    shared.lock().backup_codes.hide();
}

/// One code.
#[tauri::command(async)]
pub(crate) fn backup_codes_reveal(
    shared: State<'_, Shared>,
    id: String,
    set: String,
    index: usize,
) -> Result<Zeroizing<String>, ErrorDto> {
    let code = one(&shared, &id, &set, index)?;
    Ok(Zeroizing::new(code.expose().to_owned()))
}

/// Copies one code without showing it.
#[tauri::command(async)]
pub(crate) fn backup_codes_copy(
    app: AppHandle,
    shared: State<'_, Shared>,
    id: String,
    set: String,
    index: usize,
) -> Result<CopiedDto, ErrorDto> {
    let code = one(&shared, &id, &set, index)?;
    let seconds = copy(&app, &shared, id, code)?;
    Ok(CopiedDto {
        seconds,
        code: None,
    })
}

fn one(shared: &Shared, id: &str, set: &str, index: usize) -> Result<SecretText, ErrorDto> {
    shared.with(|program| {
        let (id, set) = (read_id(id)?, read_id(set)?);
        program.backup_codes.check(id, program.effects.now()?)?;
        let open = program.open.as_ref().ok_or(Code::VaultLocked)?;
        backup_codes::one(open, id, set, index)
    })
}

#[tauri::command(async)]
pub(crate) fn backup_codes_mark(
    shared: State<'_, Shared>,
    id: String,
    set: String,
    index: usize,
    used: bool,
) -> Result<(), ErrorDto> {
    shared.change(|effects, open| {
        let place = (read_id(&set)?, index);
        backup_codes::mark(effects, open, read_id(&id)?, place, used)
    })
}

/// Notes where the codes are if not here; `None`: nowhere else.
#[tauri::command(async)]
pub(crate) fn backup_codes_keep(
    shared: State<'_, Shared>,
    id: String,
    kept: Option<KeptDto>,
) -> Result<(), ErrorDto> {
    shared.change(|effects, open| {
        let kept = kept.map(KeptDto::read).transpose()?;
        backup_codes::keep(effects, open, read_id(&id)?, kept)
    })
}

/// Somebody is about to add codes: a file that is dropped on the window has them.
#[tauri::command(async)]
pub(crate) fn backup_codes_begin(shared: State<'_, Shared>) -> Result<(), ErrorDto> {
    shared.with(|program| {
        program.open.as_ref().ok_or(Code::VaultLocked)?;
        program.backup_codes.begin();
        Ok(())
    })
}

#[tauri::command(async)]
pub(crate) fn backup_codes_discard(shared: State<'_, Shared>) {
    shared.lock().backup_codes.end();
}

/// The codes in what was pasted: what the page gave, without what is around them.
#[tauri::command(async)]
pub(crate) fn backup_codes_read(text: Zeroizing<String>) -> Result<NewCodesDto, ErrorDto> {
    let codes = backup_codes::read_text(&take(text))?;
    Ok(NewCodesDto::of(&codes))
}

/// Asks for the file. `None`: nothing was chosen.
#[tauri::command]
pub(crate) async fn backup_codes_pick(
    window: WebviewWindow,
) -> Result<Option<SourceDto>, ErrorDto> {
    let turn = window.state::<Shared>().open_turn()?;
    let dialog = dialog(&window);
    let path = asked_for_path(move || dialog.blocking_pick_file()).await;
    let shared = window.state::<Shared>();
    path.map(|path| choose(&shared, turn, &path)).transpose()
}

/// The codes in the file that was chosen or dropped, to be looked at and corrected before they are stored.
#[tauri::command(async)]
pub(crate) fn backup_codes_preview(
    shared: State<'_, Shared>,
    ticket: u32,
) -> Result<NewCodesDto, ErrorDto> {
    let path = shared.with(|program| program.backup_codes.path(ticket))?;
    let (codes, file) = backup_codes::read_file(&path)?;
    // A ticket ends with the lock.
    shared.with(|program| program.backup_codes.read(ticket, file))?;
    Ok(NewCodesDto::of(&codes))
}

/// Stores the codes as a new set; the answer is how many are new. `replace`: all older ones are invalid, in the same save.
/// `ticket`: of the file that they are from.
#[tauri::command(async)]
pub(crate) fn backup_codes_store(
    shared: State<'_, Shared>,
    id: String,
    codes: NewCodesDto,
    ticket: Option<u32>,
    replace: bool,
) -> Result<usize, ErrorDto> {
    let source = shared.with(|program| {
        let source = ticket.map(|ticket| program.backup_codes.source(ticket));
        Ok(source.transpose()?.unwrap_or_default())
    })?;
    let older = if replace {
        backup_codes::Older::Invalid
    } else {
        backup_codes::Older::Kept
    };
    let added = shared.change(|effects, open| {
        backup_codes::add(effects, open, read_id(&id)?, codes.read(), &source, older)
    })?;
    if let Some(ticket) = ticket {
        shared.with(|program| program.backup_codes.stored(ticket))?;
    }
    Ok(added)
}

/// Deletes the file, once its codes are in the vault's file.
#[tauri::command(async)]
pub(crate) fn backup_codes_delete_file(
    shared: State<'_, Shared>,
    ticket: u32,
) -> Result<(), ErrorDto> {
    let file = shared.with(|program| {
        let file = program.backup_codes.stored_file(ticket)?;
        program.check_settled()?;
        Ok(file)
    })?;
    transfer::delete(&file)?;
    shared.lock().backup_codes.end();
    Ok(())
}

/// Asks again who is there, then for a place, and writes a page to print. The answer is where it is; `None`: no place was
/// chosen.
#[tauri::command]
pub(crate) async fn backup_codes_sheet(
    window: WebviewWindow,
    id: String,
    credential: CredentialDto,
    words: CodeSheetDto,
) -> Result<Option<String>, ErrorDto> {
    let app = window.app_handle().clone();
    let turn = async_runtime::spawn_blocking(move || confirm(&app, &credential));
    let turn = turn.await.map_err(|_| Code::SaveFailed)??;
    let dialog = dialog(&window).set_file_name("countersign-backup-codes.html");
    let Some(path) = asked_for_path(move || dialog.blocking_save_file()).await else {
        return Ok(None);
    };
    let shared = window.state::<Shared>();
    shared.with(|program| {
        // Not after a lock: who was confirmed may not be there any more.
        let open = program.open.as_ref().filter(|_| program.turn == turn);
        let open = open.ok_or(Code::VaultLocked)?;
        backup_codes::write_sheet(open, read_id(&id)?, &path, &words.words())
    })?;
    Ok(Some(escape(&path.display().to_string()).into_owned()))
}

/// A file was dropped on the window. Whether it is taken for backup codes; the pages know of it then.
pub(crate) fn dropped(app: &AppHandle, path: &Path) -> bool {
    let shared = app.state::<Shared>();
    let Ok(turn) = shared.open_turn() else {
        return false;
    };
    if !shared.lock().backup_codes.is_wanted() {
        return false;
    }
    // Locked meanwhile: it was dropped on a vault that is not there any more.
    if let Ok(source) = choose(&shared, turn, path) {
        // A window that is closing hears nothing any more.
        drop(app.emit("backup-codes-dropped", source));
    }
    true
}

/// `turn`: in which it was asked for.
fn choose(shared: &Shared, turn: u64, path: &Path) -> Result<SourceDto, ErrorDto> {
    shared.with(|program| {
        if program.open.is_none() || program.turn != turn {
            return Err(UserError::from(Code::VaultLocked));
        }
        Ok(SourceDto::of(program.backup_codes.choose(path), path))
    })
}
