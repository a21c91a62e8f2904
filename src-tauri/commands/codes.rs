//! Accounts and their codes.

use crate::backups;
use crate::clipboard::Clipboard;
use crate::dto::{
    AccountDto, AddedDto, CodeDto, CopiedDto, CredentialDto, EditDto, ErrorDto, NowDto, PageDto,
    QrDto, SecretsDto, TrashedDto, TypedDto, take,
};
use crate::program::Shared;
use session::codes::CodeView;
use session::unlock::check_credential;
use session::{Code, Effects, Id, OpenVault, SecretText, UserError, codes};
use tauri::{AppHandle, Manager as _, State};
use zeroize::Zeroizing;

/// More rows than this fit on no screen.
const MOST_ROWS: usize = 200;

#[tauri::command(async)]
pub(crate) fn codes_list(shared: State<'_, Shared>) -> Result<Vec<AccountDto>, ErrorDto> {
    shared.with_open(|_, open| {
        let accounts = codes::list(open, "").into_iter();
        Ok(accounts.map(AccountDto::shown).collect())
    })
}

#[tauri::command(async)]
pub(crate) fn codes_now(shared: State<'_, Shared>, ids: Vec<String>) -> Result<NowDto, ErrorDto> {
    shared.with_open(|effects, open| {
        let now = effects.now()?;
        let ids = ids.iter().take(MOST_ROWS).filter_map(|id| id.parse().ok());
        let codes = ids.filter_map(|id| codes::peek(open, id, now).ok());
        Ok(NowDto {
            now: now.get().saturating_mul(1000),
            codes: codes.map(|view| CodeDto::from(&view)).collect(),
        })
    })
}

#[tauri::command(async)]
pub(crate) fn codes_use(
    shared: State<'_, Shared>,
    id: String,
    pin: Option<Zeroizing<String>>,
) -> Result<CodeDto, ErrorDto> {
    Ok(CodeDto::from(&make(&shared, &id, pin)?))
}

#[tauri::command(async)]
pub(crate) fn codes_copy(
    app: AppHandle,
    shared: State<'_, Shared>,
    id: String,
    pin: Option<Zeroizing<String>>,
) -> Result<CopiedDto, ErrorDto> {
    let view = make(&shared, &id, pin)?;
    let code = Some(CodeDto::from(&view));
    match copy(&app, &shared, id, view.code) {
        Ok(seconds) => Ok(CopiedDto { seconds, code }),
        // It is good once and used up: it is shown, so that it is not lost.
        Err(_) if view.valid.is_none() => Ok(CopiedDto { seconds: 0, code }),
        Err(error) => Err(error),
    }
}

/// The code of this moment. Only a counter changes the vault, so that other codes can be had without its disk.
fn make(shared: &Shared, id: &str, pin: Option<Zeroizing<String>>) -> Result<CodeView, ErrorDto> {
    let pin = pin.map(take);
    let id = read_id(id)?;
    let make = |effects: &mut Effects, open: &mut OpenVault| {
        codes::code(effects, open, id, None, false, pin.as_ref())
    };
    let page = shared.with_open(|_, open| codes::show(open, id, false))?;
    if page.view.kind.counter().is_some() {
        shared.change(make)
    } else {
        shared.with_open(make)
    }
}

/// Copies, for the time in the settings; not past a lock that came in between.
fn copy(app: &AppHandle, shared: &Shared, id: String, text: SecretText) -> Result<u16, ErrorDto> {
    let seconds = shared.lock().settings.clipboard_seconds;
    let clipboard = app.state::<Clipboard>();
    clipboard.copy(app, id, text, seconds)?;
    if shared.lock().open.is_none() {
        clipboard.end();
        return Err(Code::VaultLocked.into());
    }
    Ok(seconds)
}

#[tauri::command(async)]
pub(crate) fn codes_page(shared: State<'_, Shared>, id: String) -> Result<PageDto, ErrorDto> {
    shared.with_open(|_, open| Ok(codes::show(open, read_id(&id)?, false)?.into()))
}

#[tauri::command(async)]
pub(crate) fn codes_add_typed(
    shared: State<'_, Shared>,
    typed: TypedDto,
) -> Result<AddedDto, ErrorDto> {
    shared.change(|effects, open| {
        let account = codes::read_typed(typed.read()?)?;
        let added = codes::add(effects, open, vec![account])?;
        let added = added.into_iter().next();
        Ok(added.ok_or(Code::NothingToChange)?.into())
    })
}

/// Takes back what adding did, all in one save.
#[tauri::command(async)]
pub(crate) fn codes_undo_add(
    shared: State<'_, Shared>,
    added: Vec<AddedDto>,
) -> Result<(), ErrorDto> {
    let added: Option<Vec<_>> = added.iter().map(AddedDto::read).collect();
    let added = added.ok_or(UserError::from(Code::AccountNotFound))?;
    shared.change(|effects, open| codes::undo_add(effects, open, &added))
}

/// The code of the secret that is not in place, where nobody has chosen between two.
#[tauri::command(async)]
pub(crate) fn codes_other(shared: State<'_, Shared>, id: String) -> Result<CodeDto, ErrorDto> {
    shared.with_open(|effects, open| {
        let code = codes::peek_other(open, read_id(&id)?, effects.now()?)?;
        Ok(CodeDto::from(&code))
    })
}

#[tauri::command(async)]
pub(crate) fn codes_swap_secret(shared: State<'_, Shared>, id: String) -> Result<(), ErrorDto> {
    shared.change(|effects, open| codes::swap_secret(effects, open, read_id(&id)?))
}

#[tauri::command(async)]
pub(crate) fn codes_keep_secret(shared: State<'_, Shared>, id: String) -> Result<(), ErrorDto> {
    shared.change(|effects, open| codes::keep_secret(effects, open, read_id(&id)?))
}

#[tauri::command(async)]
pub(crate) fn codes_edit(
    shared: State<'_, Shared>,
    id: String,
    changes: EditDto,
) -> Result<(), ErrorDto> {
    shared.change(|effects, open| {
        let id = read_id(&id)?;
        let had = codes::show(open, id, false)?.view.tags;
        codes::edit(effects, open, id, changes.read(&had)?)
    })
}

#[tauri::command(async)]
pub(crate) fn codes_remove(shared: State<'_, Shared>, id: String) -> Result<(), ErrorDto> {
    shared.change(|effects, open| codes::remove(effects, open, read_id(&id)?))
}

#[tauri::command(async)]
pub(crate) fn codes_restore(shared: State<'_, Shared>, id: String) -> Result<(), ErrorDto> {
    shared.change(|effects, open| codes::restore(effects, open, read_id(&id)?))
}

#[tauri::command(async)]
pub(crate) fn codes_trash(shared: State<'_, Shared>) -> Result<Vec<TrashedDto>, ErrorDto> {
    shared.with_open(|_, open| {
        Ok(codes::trash(open)
            .into_iter()
            .map(TrashedDto::from)
            .collect())
    })
}

#[tauri::command(async)]
pub(crate) fn codes_empty_trash(
    app: AppHandle,
    shared: State<'_, Shared>,
) -> Result<usize, ErrorDto> {
    backups::before_risk(&app);
    shared.change(codes::empty_trash)
}

#[tauri::command(async)]
pub(crate) fn codes_reveal(
    shared: State<'_, Shared>,
    id: String,
    credential: CredentialDto,
) -> Result<SecretsDto, ErrorDto> {
    shared.with_open(confirmed(&credential, |_, open| {
        let id = read_id(&id)?;
        let page = codes::show(open, id, true)?;
        let secrets = page.secrets.ok_or(Code::AccountNotFound)?;
        Ok(SecretsDto::of(&secrets, &codes::uri(open, id)?))
    }))
}

#[tauri::command(async)]
pub(crate) fn codes_qr(
    shared: State<'_, Shared>,
    id: String,
    credential: CredentialDto,
) -> Result<QrDto, ErrorDto> {
    shared.with_open(confirmed(&credential, |_, open| {
        Ok(codes::qr(open, read_id(&id)?)?.into())
    }))
}

#[tauri::command(async)]
pub(crate) fn codes_copy_uri(
    app: AppHandle,
    shared: State<'_, Shared>,
    id: String,
    credential: CredentialDto,
) -> Result<CopiedDto, ErrorDto> {
    let uri: SecretText = shared.with_open(confirmed(&credential, |_, open| {
        codes::uri(open, read_id(&id)?)
    }))?;
    let seconds = copy(&app, &shared, id, uri)?;
    let code = None;
    Ok(CopiedDto { seconds, code })
}

/// Asks again who is there, then does `work`: everything that shows a secret goes through here.
pub(super) fn confirmed<T>(
    credential: &CredentialDto,
    work: impl FnOnce(&mut Effects, &mut OpenVault) -> Result<T, UserError>,
) -> impl FnOnce(&mut Effects, &mut OpenVault) -> Result<T, UserError> {
    move |effects, open| {
        check_credential(open, &credential.read()?)?;
        work(effects, open)
    }
}

pub(super) fn read_id(id: &str) -> Result<Id, UserError> {
    id.parse().map_err(|_| Code::AccountNotFound.into())
}
