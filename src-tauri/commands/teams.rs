//! Team vaults. Whatever asks a storage runs beside the threads of the other commands, and without the program's lock.

use super::codes::{copy, read_id};
use super::dialogs::{asked_for_path, dialog};
use super::transfer::export::confirm;
use crate::dto::{
    CopiedDto, CredentialDto, ErrorDto, InviteDto, JoinedDto, LinkDto, OverviewDto, OwnerSheetDto,
    RoleDto, ServiceDto, ServiceKindDto, TeamDto, WrittenSheetDto, take,
};
use crate::program::{Shared, Turn};
use crate::teams::{Folder, Teams};
use session::teams::{
    self, Approval, Hold as _, Link, NewSheet, Outcome, OwnerSheet, ServiceKind, StorageOptions,
};
use session::{Code, Qr, SecretText, UserError, escape};
use std::path::PathBuf;
use tauri::{AppHandle, Manager as _, WebviewWindow, async_runtime};
use zeroize::Zeroizing;

/// Does what may wait for a storage.
async fn beside<T: Send + 'static>(
    app: AppHandle,
    work: impl FnOnce(&AppHandle, &Teams) -> Result<T, ErrorDto> + Send + 'static,
) -> Result<T, ErrorDto> {
    let work = move || work(&app, &app.state::<Teams>());
    let worked = async_runtime::spawn_blocking(work).await;
    worked.unwrap_or_else(|_| Err(Code::TeamStorageNoAnswer.into()))
}

/// The vault that is open now.
fn turn(app: &AppHandle) -> Result<Turn, ErrorDto> {
    let shared = app.state::<Shared>();
    Ok(Turn::new(&shared, shared.open_turn()?))
}

/// The team vaults, as far as they were read.
#[tauri::command(async)]
pub(crate) fn teams_list(app: AppHandle) -> Result<Vec<TeamDto>, ErrorDto> {
    each(&app, TeamDto::of)
}

/// One of them in full.
#[tauri::command(async)]
pub(crate) fn teams_overview(app: AppHandle, id: String) -> Result<OverviewDto, ErrorDto> {
    let found = each(&app, |view, face| {
        (view.id.to_string() == id).then(|| OverviewDto::of(view, face))
    })?;
    let found = found.into_iter().flatten().next();
    found.ok_or_else(|| Code::TeamNotFound.into())
}

fn each<T>(
    app: &AppHandle,
    show: impl Fn(&teams::TeamView, &crate::teams::Face) -> T,
) -> Result<Vec<T>, ErrorDto> {
    let (shared, teams) = (app.state::<Shared>(), app.state::<Teams>());
    let turn = shared.open_turn()?;
    let views = shared.with_open(|_, open| Ok(teams::list(open)))?;
    let open = teams.of(turn);
    let one = |view: &teams::TeamView| match open.iter().find(|team| team.id() == view.id) {
        Some(team) => show(view, &team.face()),
        None => show(view, &crate::teams::Face::default()),
    };
    Ok(views.iter().map(one).collect())
}

/// Asks the storage now, and makes sure that it still has all that was read.
#[tauri::command]
pub(crate) async fn teams_sync(app: AppHandle, id: String) -> Result<(), ErrorDto> {
    beside(app, move |app, teams| teams.look_anew(app, &id)).await
}

/// Puts back what the storage lost and this computer still has. How many entries.
#[tauri::command]
pub(crate) async fn teams_repair(app: AppHandle, id: String) -> Result<usize, ErrorDto> {
    beside(app, move |app, teams| {
        let put_back = teams::repair(&mut turn(app)?, &id)?;
        teams.look_anew(app, &id)?;
        Ok(put_back)
    })
    .await
}

/// Goes on in the branch that this member began. How many changes are not written again by themselves.
#[tauri::command]
pub(crate) async fn teams_follow_branch(
    app: AppHandle,
    id: String,
    member: String,
) -> Result<usize, ErrorDto> {
    beside(app, move |app, teams| {
        let done = teams::follow_branch(&mut turn(app)?, &id, &member)?;
        teams.look_anew(app, &id)?;
        Ok(done.left_out)
    })
    .await
}

/// Begins a branch of a log that stopped, as an owner. How many changes are not written again by themselves.
#[tauri::command]
pub(crate) async fn teams_begin_branch(app: AppHandle, id: String) -> Result<usize, ErrorDto> {
    beside(app, move |app, teams| {
        let done = teams::begin_branch(&mut turn(app)?, &id, (None, &[]))?;
        teams.look_anew(app, &id)?;
        Ok(done.left_out)
    })
    .await
}

/// Asks another device of the user, or an owner, for a key that this computer lacks.
#[tauri::command]
pub(crate) async fn teams_ask_back(app: AppHandle, id: String) -> Result<JoinedDto, ErrorDto> {
    beside(app, move |app, _| {
        Ok(JoinedDto::from(teams::ask_back(&mut turn(app)?, &id)?))
    })
    .await
}

/// Who asks to be let in at this moment, for `teams_overview`.
#[tauri::command]
pub(crate) async fn teams_pending(app: AppHandle, id: String) -> Result<(), ErrorDto> {
    beside(app, move |app, teams| {
        teams.with(app, &id, |hold, team| team.sync(hold))
    })
    .await
}

/// A link that lets one person ask to join.
#[tauri::command]
pub(crate) async fn teams_invite(
    app: AppHandle,
    id: String,
    role: RoleDto,
) -> Result<InviteDto, ErrorDto> {
    beside(app, move |app, teams| {
        let (link, until) = teams.with(app, &id, |hold, team| {
            teams::invite(hold, team, role.into())
        })?;
        teams.keep_link(&id, link.clone());
        let qr = Qr::of(&SecretText::from(link.as_str().to_owned())).ok();
        Ok(InviteDto {
            link,
            until: until.get(),
            qr: qr.map(Into::into),
        })
    })
    .await
}

/// Copies the link that was made last.
#[tauri::command(async)]
pub(crate) fn teams_copy_link(app: AppHandle, id: String) -> Result<CopiedDto, ErrorDto> {
    let link = app.state::<Teams>().link(&id).ok_or(Code::TeamNotFound)?;
    let seconds = copy(&app, &app.state::<Shared>(), id, take(link))?;
    let code = None;
    Ok(CopiedDto { seconds, code })
}

/// Asks for a folder for a storage, which stays on this side. `None`: nothing was chosen.
#[tauri::command]
pub(crate) async fn teams_pick_folder(window: WebviewWindow) -> Result<Option<String>, ErrorDto> {
    window.state::<Shared>().open_turn()?;
    let mut dialog = dialog(&window);
    if let Some(folder) = window.state::<Teams>().folder() {
        dialog = dialog.set_directory(folder.path());
    }
    let path = asked_for_path(move || dialog.blocking_pick_folder()).await;
    Ok(path.map(|path| {
        let name = escape(&path.display().to_string()).into_owned();
        window.state::<Teams>().choose(Folder::Chosen(path));
        name
    }))
}

/// Makes a team vault, in the folder that was chosen or on a service, after the storage was tried. Its id.
#[tauri::command]
pub(crate) async fn teams_create(
    app: AppHandle,
    name: String,
    user: String,
    service: Option<ServiceDto>,
) -> Result<String, ErrorDto> {
    beside(app, move |app, teams| {
        let storage = storage(teams, service, StorageOptions::default())?;
        let id = teams::create(&mut turn(app)?, name.trim(), (storage, user.trim()))?.to_string();
        teams.with(app, &id, |_, _| Ok(()))?;
        Ok(id)
    })
    .await
}

/// The service, or the folder that was chosen. A link only suggests one: no path comes from a page.
fn storage(
    teams: &Teams,
    service: Option<ServiceDto>,
    named: StorageOptions,
) -> Result<StorageOptions, UserError> {
    match (service, teams.folder()) {
        (Some(service), _) => service.read(named),
        (None, Some(Folder::Chosen(folder))) => Ok(StorageOptions {
            place: folder
                .to_str()
                .ok_or(Code::TeamStorageMalformed)?
                .to_owned(),
            ..StorageOptions::default()
        }),
        (None, Some(Folder::Suggested(_)) | None) => Err(Code::TeamStorageMalformed.into()),
    }
}

/// What a link or an owner sheet says. The folder that it names is where the dialog for choosing one begins.
#[tauri::command(async)]
pub(crate) fn teams_read_link(
    app: AppHandle,
    link: Zeroizing<String>,
) -> Result<LinkDto, ErrorDto> {
    let sheet = is_sheet(&link);
    let storage = match sheet {
        true => OwnerSheet::read(&link)?.storage(),
        false => Link::read(&link)?.storage(),
    };
    let suggested = Folder::Suggested(PathBuf::from(&storage.place));
    app.state::<Teams>().choose(suggested);
    Ok(LinkDto {
        service: ServiceKind::of(&storage.place).map(ServiceKindDto::from),
        account: escape(&storage.access_key.unwrap_or_default()).into_owned(),
        place: escape(&storage.place).into_owned(),
        sheet,
    })
}

/// A link is one word, also where a letter broke it; an owner sheet is many, or a line that says what it is.
fn is_sheet(text: &str) -> bool {
    text.split_whitespace().count() >= 12 || text.contains("countersign-owner-sheet:")
}

/// Comes back with an owner sheet, as an owner. The id of the team vault.
#[tauri::command]
pub(crate) async fn teams_recover(
    app: AppHandle,
    sheet: Zeroizing<String>,
    user: String,
    service: Option<ServiceDto>,
) -> Result<String, ErrorDto> {
    beside(app, move |app, teams| {
        let sheet = OwnerSheet::read(&sheet)?;
        let storage = storage(teams, service, sheet.storage())?;
        let mut turn = turn(app)?;
        let (id, _) = teams::recover_by_sheet(&mut turn, &sheet, (storage, user.trim()))?;
        let id = id.to_string();
        // Opened anew, with the keys that are known now. What is wrong from then on stands on its page.
        drop(teams.look_anew(app, &id));
        Ok(id)
    })
    .await
}

/// Asks to join by a link. The words are for whoever invited.
#[tauri::command]
pub(crate) async fn teams_join(
    app: AppHandle,
    link: Zeroizing<String>,
    user: String,
    service: Option<ServiceDto>,
) -> Result<JoinedDto, ErrorDto> {
    beside(app, move |app, teams| {
        let link = Link::read(&link)?;
        let storage = storage(teams, service, link.storage())?;
        let joined = teams::join(&mut turn(app)?, &link, (storage, user.trim()))?;
        // What is wrong from then on stands on its page.
        drop(teams.look_anew(app, &joined.id.to_string()));
        Ok(JoinedDto::from(joined))
    })
    .await
}

/// Lets somebody in by the six words; `null`: unverified, as a viewer.
#[tauri::command]
pub(crate) async fn teams_approve(
    app: AppHandle,
    id: String,
    member: String,
    words: Option<String>,
) -> Result<(), ErrorDto> {
    beside(app, move |app, teams| {
        let approval = words
            .as_deref()
            .map_or(Approval::Unverified, Approval::Words);
        teams.with(app, &id, |hold, team| {
            teams::approve(hold, team, (&member, &approval))
        })
    })
    .await
}

#[tauri::command]
pub(crate) async fn teams_role(
    app: AppHandle,
    id: String,
    member: String,
    role: RoleDto,
) -> Result<(), ErrorDto> {
    beside(app, move |app, teams| {
        teams.with(app, &id, |hold, team| {
            teams::set_role(hold, team, (&member, role.into()))
        })
    })
    .await
}

/// Removes a member. What the member could read is to be replaced.
#[tauri::command]
pub(crate) async fn teams_remove(
    app: AppHandle,
    id: String,
    member: String,
) -> Result<(), ErrorDto> {
    beside(app, move |app, teams| {
        teams.with(app, &id, |hold, team| teams::remove(hold, team, &member))
    })
    .await
}

/// Asks the others to be removed.
#[tauri::command]
pub(crate) async fn teams_leave(app: AppHandle, id: String) -> Result<(), ErrorDto> {
    beside(app, move |app, teams| {
        teams.with(app, &id, |hold, team| teams::leave(hold, team).map(drop))
    })
    .await
}

/// Asks again who is there, then for a place, writes an owner sheet to it, a page to print, and makes it an owner. With
/// `replaces` the earlier ones are removed in the same step. `None`: no place was chosen.
#[tauri::command]
pub(crate) async fn teams_owner_sheet(
    window: WebviewWindow,
    id: String,
    credential: CredentialDto,
    replaces: bool,
    words: OwnerSheetDto,
) -> Result<Option<WrittenSheetDto>, ErrorDto> {
    let app = window.app_handle().clone();
    let asked = app.clone();
    let turn = async_runtime::spawn_blocking(move || confirm(&asked, &credential));
    let turn = turn.await.map_err(|_| Code::SaveFailed)??;
    let dialog = dialog(&window).set_file_name("countersign-owner-sheet.html");
    let Some(path) = asked_for_path(move || dialog.blocking_save_file()).await else {
        return Ok(None);
    };
    beside(app, move |app, teams| {
        still_open(app, turn)?;
        let outcome = teams.with(app, &id, |hold, team| {
            let sheet = OwnerSheet::new(hold, team)?;
            let text = words.file(&sheet, (team.name(), &path))?;
            let new = NewSheet {
                sheet: &sheet,
                name: words.member.clone(),
                replaces,
            };
            teams::enrol_sheet(hold, team, (&new, &path, &text))
        })?;
        Ok(Some(WrittenSheetDto {
            file: escape(&path.display().to_string()).into_owned(),
            good: outcome == Outcome::Written,
        }))
    })
    .await
}

/// Asks for a place and writes all that happened in the team vault to it, for a spreadsheet. Where it is; `None`: no place
/// was chosen.
#[tauri::command]
pub(crate) async fn teams_export_activity(
    window: WebviewWindow,
    id: String,
) -> Result<Option<String>, ErrorDto> {
    let turn = window.state::<Shared>().open_turn()?;
    let teams = window.state::<Teams>().of(turn);
    if !teams.iter().any(|team| team.id().to_string() == id) {
        return Err(Code::TeamNotFound.into());
    }
    let dialog = dialog(&window).set_file_name("countersign-activity.csv");
    let Some(path) = asked_for_path(move || dialog.blocking_save_file()).await else {
        return Ok(None);
    };
    let app = window.app_handle().clone();
    beside(app, move |app, teams| {
        still_open(app, turn)?;
        let table = teams.with(app, &id, |hold, team| {
            hold.hold(|_, open| Ok(teams::activity_table(team, open)))
        })?;
        teams::write_activity(&table, &path)?;
        Ok(Some(escape(&path.display().to_string()).into_owned()))
    })
    .await
}

/// Whoever was there when a dialog opened may not be there any more when it ends.
fn still_open(app: &AppHandle, turn: u64) -> Result<(), ErrorDto> {
    match app.state::<Shared>().open_turn()? == turn {
        true => Ok(()),
        false => Err(Code::VaultLocked.into()),
    }
}

/// Says that an account was given another secret, or with `null` that the storage was given another key.
#[tauri::command]
pub(crate) async fn teams_rotated(
    app: AppHandle,
    id: String,
    item: Option<String>,
) -> Result<(), ErrorDto> {
    beside(app, move |app, teams| {
        let item = item.as_deref().unwrap_or("storage");
        teams.with(app, &id, |hold, team| {
            teams::rotate_done(hold, team, item).map(drop)
        })
    })
    .await
}

/// Moves an account of the user's own to the team vault, or with `home` back.
#[tauri::command]
pub(crate) async fn teams_move(
    app: AppHandle,
    id: String,
    account: String,
    home: bool,
) -> Result<(), ErrorDto> {
    beside(app, move |app, teams| {
        let account = read_id(&account)?.to_string();
        teams.with(app, &id, |hold, team| match home {
            true => teams::move_from(hold, team, &account).map(drop),
            false => teams::move_to(hold, team, &account).map(drop),
        })
    })
    .await
}
