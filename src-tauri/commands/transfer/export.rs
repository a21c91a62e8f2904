//! Accounts into files of other programs, after asking again who is there.

use crate::commands::codes::{confirmed, read_id};
use crate::commands::dialogs::{asked_for_path, dialog};
use crate::dto::{
    CredentialDto, ErrorDto, FormatDto, LossDto, QrDto, SheetWordsDto, TargetDto, take,
};
use crate::keys::Keys;
use crate::program::Shared;
use session::transfer::export::{self, Chosen, Protection};
use session::unlock::check_credential;
use session::{Code, Effects, Id, UserError, escape};
use std::path::Path;
use tauri::{AppHandle, Manager as _, State, WebviewWindow, async_runtime};
use zeroize::Zeroizing;

#[tauri::command(async)]
pub(crate) fn transfer_formats() -> Vec<FormatDto> {
    FormatDto::all()
}

#[tauri::command(async)]
pub(crate) fn transfer_losses(
    shared: State<'_, Shared>,
    format: String,
    ids: Vec<String>,
    backup_codes: bool,
) -> Result<Vec<LossDto>, ErrorDto> {
    shared.with_open(|_, open| {
        let chosen = Chosen::of(open, &read(&ids)?)?;
        let incomplete = match TargetDto::read(&format)? {
            TargetDto::Sheet => chosen.sheet_losses(backup_codes),
            TargetDto::File(format) => chosen.losses(format),
        };
        Ok(LossDto::of(&incomplete))
    })
}

/// Asks again who is there, then for a place, and writes. `password`: the file's; `None`: it is not encrypted. The
/// answer is where it is; `None`: no place was chosen.
#[tauri::command]
pub(crate) async fn transfer_export(
    window: WebviewWindow,
    credential: CredentialDto,
    format: String,
    ids: Vec<String>,
    password: Option<Zeroizing<String>>,
    words: SheetWordsDto,
) -> Result<Option<String>, ErrorDto> {
    let app = window.app_handle().clone();
    let target = TargetDto::read(&format)?;
    let turn = async_runtime::spawn_blocking(move || confirm(&app, &credential));
    let turn = turn.await.map_err(|_| Code::SaveFailed)??;
    let dialog =
        dialog(&window).set_file_name(format!("countersign-accounts.{}", target.extension()));
    let Some(path) = asked_for_path(move || dialog.blocking_save_file()).await else {
        return Ok(None);
    };
    let app = window.app_handle().clone();
    let order = Order {
        target,
        ids: read(&ids)?,
        password,
        words,
    };
    let written = async_runtime::spawn_blocking(move || {
        order.write(&app.state::<Shared>(), turn, &path)?;
        Ok(Some(escape(&path.display().to_string()).into_owned()))
    });
    written.await.map_err(|_| Code::SaveFailed)?
}

/// The QR codes that a phone scans one after the other. They hold the secrets.
#[tauri::command(async)]
pub(crate) fn transfer_series(
    shared: State<'_, Shared>,
    keys: State<'_, Keys>,
    credential: CredentialDto,
    ids: Vec<String>,
) -> Result<Vec<QrDto>, ErrorDto> {
    shared.with_open(confirmed(&keys, &credential, |effects, open| {
        let codes = export::google_series(effects, &Chosen::of(open, &read(&ids)?)?)?;
        Ok(codes.into_iter().map(QrDto::from).collect())
    }))
}

/// The turn in which it was confirmed.
pub(in crate::commands) fn confirm(
    app: &AppHandle,
    credential: &CredentialDto,
) -> Result<u64, ErrorDto> {
    app.state::<Shared>().with(|program| {
        let open = program.open.as_ref().ok_or(Code::VaultLocked)?;
        check_credential(open, &credential.read(&app.state::<Keys>())?)?;
        Ok(program.turn)
    })
}

/// What is to be written.
struct Order {
    target: TargetDto,
    ids: Vec<Id>,
    password: Option<Zeroizing<String>>,
    words: SheetWordsDto,
}

impl Order {
    /// Not after a lock: who was confirmed may not be there any more. The vault can be used while the file is encrypted.
    fn write(self, shared: &Shared, turn: u64, path: &Path) -> Result<(), ErrorDto> {
        let password = self.password.map(take);
        let protection = password
            .as_ref()
            .map_or(Protection::Plain, Protection::Password);
        let chosen = shared.with(|program| {
            let open = program.open.as_ref().filter(|_| program.turn == turn);
            Chosen::of(open.ok_or(Code::VaultLocked)?, &self.ids)
        })?;
        match self.target {
            TargetDto::Sheet => {
                let (words, codes) = (self.words.words(), self.words.backup_codes);
                export::write_sheet(&chosen, path, &words, codes)?;
            }
            TargetDto::File(format) => {
                export::write(&mut Effects::system(), &chosen, path, format, protection)?;
            }
        }
        Ok(())
    }
}

fn read(ids: &[String]) -> Result<Vec<Id>, UserError> {
    ids.iter().map(|id| read_id(id)).collect()
}
