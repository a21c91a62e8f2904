//! Accounts and their codes.

use crate::backups;
use crate::clipboard::Clipboard;
use crate::dto::{
    AccountDto, AddedDto, CodeDto, CopiedDto, CredentialDto, EditDto, ErrorDto, InTeamDto, NowDto,
    PageDto, QrDto, SecretsDto, TrashedDto, TypedDto, take,
};
use crate::keys::Keys;
use crate::program::Shared;
use crate::teams::{Team, Teams};
use session::codes::{AccountView, CodeView};
use session::teams::accounts;
use session::unlock::check_credential;
use session::{Code, Effects, Id, OpenVault, SecretText, UserError, codes};
use std::collections::BTreeMap;
use std::sync::Arc;
use tauri::{AppHandle, Manager as _, State};
use zeroize::Zeroizing;

/// More rows than this fit on no screen.
const MOST_ROWS: usize = 200;

/// The accounts of the user's own vault and of the team vaults that are open.
#[tauri::command(async)]
pub(crate) fn codes_list(
    shared: State<'_, Shared>,
    teams: State<'_, Teams>,
) -> Result<Vec<AccountDto>, ErrorDto> {
    let turn = shared.open_turn()?;
    let own = shared.with_open(|_, open| Ok(codes::list(open, "")))?;
    let mut accounts: BTreeMap<Id, (AccountView, Option<InTeamDto>)> = BTreeMap::new();
    accounts.extend(own.into_iter().map(|view| (view.id, (view, None))));
    for team in teams.of(turn) {
        let (views, of) = team.accounts();
        // What was moved there keeps its id.
        accounts.extend(
            views
                .into_iter()
                .map(|view| (view.id, (view, Some(of.clone())))),
        );
    }
    let mut accounts: Vec<_> = accounts.into_values().collect();
    accounts.sort_by_cached_key(|(view, _)| codes::place_in_list(view));
    let accounts = accounts.into_iter();
    Ok(accounts
        .map(|(view, team)| match team {
            Some(team) => AccountDto::shared(view, team),
            None => AccountDto::shown(view),
        })
        .collect())
}

#[tauri::command(async)]
pub(crate) fn codes_now(
    shared: State<'_, Shared>,
    teams: State<'_, Teams>,
    ids: Vec<String>,
) -> Result<NowDto, ErrorDto> {
    let turn = shared.open_turn()?;
    shared.with_open(|effects, open| {
        let now = effects.now()?;
        let ids = ids.iter().take(MOST_ROWS).filter_map(|id| id.parse().ok());
        let codes = ids.filter_map(|id| match teams.with_account(turn, id) {
            Some(team) => team.face().shown.peek(id, now).ok(),
            None => codes::peek(open, id, now).ok(),
        });
        Ok(NowDto {
            now: now.get().saturating_mul(1000),
            codes: codes.map(|view| CodeDto::from(&view)).collect(),
        })
    })
}

#[tauri::command(async)]
pub(crate) fn codes_use(
    app: AppHandle,
    shared: State<'_, Shared>,
    id: String,
    pin: Option<Zeroizing<String>>,
) -> Result<CodeDto, ErrorDto> {
    Ok(CodeDto::from(&make(&app, &shared, &id, pin)?))
}

#[tauri::command(async)]
pub(crate) fn codes_copy(
    app: AppHandle,
    shared: State<'_, Shared>,
    id: String,
    pin: Option<Zeroizing<String>>,
) -> Result<CopiedDto, ErrorDto> {
    let view = make(&app, &shared, &id, pin)?;
    let code = Some(CodeDto::from(&view));
    match copy(&app, &shared, id, view.code) {
        Ok(seconds) => Ok(CopiedDto { seconds, code }),
        // It is good once and used up: it is shown, so that it is not lost.
        Err(_) if view.valid.is_none() => Ok(CopiedDto { seconds: 0, code }),
        Err(error) => Err(error),
    }
}

/// The code of this moment. Only a counter changes the vault, so that other codes can be had without its disk.
fn make(
    app: &AppHandle,
    shared: &Shared,
    id: &str,
    pin: Option<Zeroizing<String>>,
) -> Result<CodeView, ErrorDto> {
    let pin = pin.map(take);
    let id = read_id(id)?;
    if let Some(team) = team_of(app, id)? {
        return make_shared(app, (&team, id), pin.as_ref());
    }
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

/// The team vault that the account is in.
fn team_of(app: &AppHandle, id: Id) -> Result<Option<Arc<Team>>, ErrorDto> {
    let turn = app.state::<Shared>().open_turn()?;
    Ok(app.state::<Teams>().with_account(turn, id))
}

/// The same of a team vault. Only a counter is asked of its storage.
fn make_shared(
    app: &AppHandle,
    (team, id): (&Team, Id),
    pin: Option<&SecretText>,
) -> Result<CodeView, ErrorDto> {
    let now = app
        .state::<Shared>()
        .with_open(|effects, _| effects.now())?;
    let made = team.face().shown.code(id, now, pin);
    match made {
        Err(error) if error.code() == Code::NextNeedsTime => {
            let teams = app.state::<Teams>();
            teams.with(app, &team.id().to_string(), |hold, team| {
                accounts::code(hold, (team, id), (None, false), pin)
            })
        }
        made => Ok(made?),
    }
}

/// Copies, for the time in the settings; not past a lock that came in between.
pub(super) fn copy(
    app: &AppHandle,
    shared: &Shared,
    id: String,
    text: SecretText,
) -> Result<u16, ErrorDto> {
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
pub(crate) fn codes_page(
    app: AppHandle,
    shared: State<'_, Shared>,
    id: String,
) -> Result<PageDto, ErrorDto> {
    if let Some(team) = team_of(&app, read_id(&id)?)? {
        let (_, of) = team.accounts();
        let page = team.face().shown.show(read_id(&id)?, false)?;
        return Ok(PageDto::shared(page, of));
    }
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
    app: AppHandle,
    shared: State<'_, Shared>,
    id: String,
    changes: EditDto,
) -> Result<(), ErrorDto> {
    if let Some(team) = team_of(&app, read_id(&id)?)? {
        return edit_shared(&app, (&team, read_id(&id)?), changes);
    }
    shared.change(|effects, open| {
        let id = read_id(&id)?;
        let had = codes::show(open, id, false)?.view.tags;
        codes::edit(effects, open, id, changes.read(&had)?)
    })
}

fn edit_shared(app: &AppHandle, (team, id): (&Team, Id), changes: EditDto) -> Result<(), ErrorDto> {
    let had = team.face().shown.show(id, false)?.view.tags;
    let changes = changes.read(&had)?;
    let teams = app.state::<Teams>();
    teams.with(app, &team.id().to_string(), |hold, team| {
        accounts::edit(hold, (team, id), changes).map(drop)
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
    app: AppHandle,
    shared: State<'_, Shared>,
    keys: State<'_, Keys>,
    id: String,
    credential: CredentialDto,
) -> Result<SecretsDto, ErrorDto> {
    let id = read_id(&id)?;
    let team = team_of(&app, id)?;
    shared.with_open(confirmed(&keys, &credential, |_, open| {
        let (page, uri) = match &team {
            Some(team) => {
                let face = team.face();
                (face.shown.show(id, true)?, face.shown.uri(id)?)
            }
            None => (codes::show(open, id, true)?, codes::uri(open, id)?),
        };
        let secrets = page.secrets.ok_or(Code::AccountNotFound)?;
        Ok(SecretsDto::of(&secrets, &uri))
    }))
}

#[tauri::command(async)]
pub(crate) fn codes_qr(
    app: AppHandle,
    shared: State<'_, Shared>,
    keys: State<'_, Keys>,
    id: String,
    credential: CredentialDto,
) -> Result<QrDto, ErrorDto> {
    let id = read_id(&id)?;
    let team = team_of(&app, id)?;
    shared.with_open(confirmed(&keys, &credential, |_, open| {
        let qr = match &team {
            Some(team) => team.face().shown.qr(id)?,
            None => codes::qr(open, id)?,
        };
        Ok(qr.into())
    }))
}

#[tauri::command(async)]
pub(crate) fn codes_copy_uri(
    app: AppHandle,
    shared: State<'_, Shared>,
    keys: State<'_, Keys>,
    id: String,
    credential: CredentialDto,
) -> Result<CopiedDto, ErrorDto> {
    let account = read_id(&id)?;
    let team = team_of(&app, account)?;
    let uri: SecretText =
        shared.with_open(confirmed(&keys, &credential, |_, open| match &team {
            Some(team) => team.face().shown.uri(account),
            None => codes::uri(open, account),
        }))?;
    let seconds = copy(&app, &shared, id, uri)?;
    let code = None;
    Ok(CopiedDto { seconds, code })
}

/// Asks again who is there, then does `work`: everything that shows a secret goes through here.
pub(super) fn confirmed<T>(
    keys: &Keys,
    credential: &CredentialDto,
    work: impl FnOnce(&mut Effects, &mut OpenVault) -> Result<T, UserError>,
) -> impl FnOnce(&mut Effects, &mut OpenVault) -> Result<T, UserError> {
    move |effects, open| {
        check_credential(open, &credential.read(keys)?)?;
        work(effects, open)
    }
}

pub(super) fn read_id(id: &str) -> Result<Id, UserError> {
    id.parse().map_err(|_| Code::AccountNotFound.into())
}
