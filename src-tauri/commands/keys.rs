//! Security keys. Whatever waits for a key runs beside the threads of the other commands, and without the program's lock.

use super::codes::read_id;
use crate::dto::{
    AccountDto, CandidateDto, CredentialDto, ErrorDto, KeyDto, KeyFoundDto, KeyOfAccountDto,
    KeysDto, OnDto, OnOneDto, PasskeyDto, PluggedDto, WithoutKeyDto, take,
};
use crate::keys::Keys;
use crate::program::Shared;
use session::keys::{self, Enrolment, Talk};
use session::{Code, Effects, OpenVault, UserError, unlock};
use tauri::{AppHandle, Manager as _, State, async_runtime};
use zeroize::Zeroizing;

/// Does what may wait for a person. What breaks is an error of the key.
async fn beside<T: Send + 'static>(
    app: AppHandle,
    work: impl FnOnce(&AppHandle, &Keys) -> Result<T, ErrorDto> + Send + 'static,
) -> Result<T, ErrorDto> {
    let work = move || work(&app, &app.state::<Keys>());
    let worked = async_runtime::spawn_blocking(work).await;
    worked.unwrap_or_else(|_| Err(Code::KeyFailed.into()))
}

/// Changes the vault that was open in `turn`, and none that was opened since.
fn change<T>(
    app: &AppHandle,
    turn: u64,
    work: impl FnOnce(&mut Effects, &mut OpenVault) -> Result<T, UserError>,
) -> Result<T, ErrorDto> {
    let shared = app.state::<Shared>();
    if shared.open_turn()? != turn {
        return Err(Code::VaultLocked.into());
    }
    shared.change(work)
}

/// Waits for a key that opens the vault that is open or to be opened.
#[tauri::command]
pub(crate) async fn keys_find(app: AppHandle) -> Result<KeyFoundDto, ErrorDto> {
    beside(app, |app, keys| {
        let shared = app.state::<Shared>();
        let path = shared.with(|program| Ok(program.path()?.to_owned()))?;
        let needs_pin = keys.find(app, &path)?;
        Ok(KeyFoundDto { needs_pin })
    })
    .await
}

/// Has it answer. The answer stays here, for the next command that asks who is there.
#[tauri::command]
pub(crate) async fn keys_answer(
    app: AppHandle,
    pin: Option<Zeroizing<String>>,
) -> Result<(), ErrorDto> {
    beside(app, |app, keys| {
        let pin = pin.map(take);
        Ok(keys.answer(app, pin.as_ref())?)
    })
    .await
}

#[tauri::command(async)]
pub(crate) fn keys_cancel(keys: State<'_, Keys>) {
    keys.forget();
}

/// Waits for a key that can be added to the vault.
#[tauri::command]
pub(crate) async fn keys_candidate(app: AppHandle) -> Result<CandidateDto, ErrorDto> {
    beside(app, |app, keys| {
        Ok(keys.candidate(app, |key| CandidateDto::from(key))?)
    })
    .await
}

/// Adds it: it wants to be touched twice. `name`: what it is to be called.
#[tauri::command]
pub(crate) async fn unlock_add_key(
    app: AppHandle,
    credential: CredentialDto,
    pin: Option<Zeroizing<String>>,
    touch_only: bool,
    name: String,
) -> Result<(), ErrorDto> {
    beside(app, move |app, keys| {
        let shared = app.state::<Shared>();
        let turn = shared.open_turn()?;
        let enrolment = shared.with_open(|effects, open| {
            unlock::check_credential(open, &credential.read(keys)?)?;
            Ok(Enrolment::of(effects, open))
        })?;
        let pin = pin.map(take);
        let enrolled = keys.enrol(app, enrolment, (touch_only, pin.as_ref()))?;
        change(app, turn, |effects, open| {
            let name = unlock::free_slot_name(open, name.trim());
            keys::add_slot(effects, open, enrolled, name).map(drop)
        })
    })
    .await
}

/// The registry.
#[tauri::command(async)]
pub(crate) fn keys_list(shared: State<'_, Shared>) -> Result<KeysDto, ErrorDto> {
    shared.with_open(|_, open| {
        let found = keys::second_key(open);
        let alone = found.to_do.into_iter().map(|(view, key)| OnOneDto {
            account: AccountDto::shown(view),
            key: session::escape(&key).into_owned(),
        });
        let pages = keys::pages(open).into_iter();
        Ok(KeysDto {
            keys: pages.map(KeyDto::from).collect(),
            alone: alone.collect(),
            safe: found.done,
        })
    })
}

/// Where keys are plugged in. It takes a millisecond; ask again each second.
#[tauri::command]
pub(crate) async fn keys_places(app: AppHandle) -> Result<Vec<String>, ErrorDto> {
    beside(app, |_, keys| {
        let plugged = keys.plugged()?;
        Ok(plugged.iter().map(keys::Plugged::place).collect())
    })
    .await
}

/// The keys that are plugged in, with what they say of themselves. It is noted that they were seen.
#[tauri::command]
pub(crate) async fn keys_plugged(app: AppHandle) -> Result<Vec<PluggedDto>, ErrorDto> {
    beside(app, |app, keys| {
        let turn = app.state::<Shared>().open_turn()?;
        let mut shown = Vec::new();
        for plugged in keys.plugged()? {
            let about = keys.about(&plugged);
            let key = match &about {
                Ok(about) => change(app, turn, |effects, open| {
                    let key = keys::recognised(open, &plugged, about);
                    key.map(|key| keys::note_seen(effects, open, key))
                        .transpose()?;
                    Ok(key)
                })?,
                Err(_) => None,
            };
            shown.push(PluggedDto::of(&plugged, about, key));
        }
        Ok(shown)
    })
    .await
}

/// Puts a key into the registry, or notes what is new about the one of that name. `plugged`: it is at hand.
#[tauri::command]
pub(crate) async fn keys_register(
    app: AppHandle,
    name: String,
    place: Option<String>,
    plugged: bool,
) -> Result<(), ErrorDto> {
    beside(app, move |app, keys| {
        let turn = app.state::<Shared>().open_turn()?;
        let met = if plugged { Some(keys.met(app)?) } else { None };
        let said = met.as_ref().map(|(plugged, about)| (plugged, about));
        change(app, turn, |effects, open| {
            keys::register(effects, open, (name.trim(), place.as_deref()), said).map(drop)
        })
    })
    .await
}

#[tauri::command(async)]
pub(crate) fn keys_unregister(shared: State<'_, Shared>, key: String) -> Result<(), ErrorDto> {
    shared.change(|effects, open| keys::unregister(effects, open, &keys::name_of(open, &key)?))
}

/// The keys of the registry, and how the account is on each.
#[tauri::command(async)]
pub(crate) fn keys_of_account(
    shared: State<'_, Shared>,
    id: String,
) -> Result<Vec<KeyOfAccountDto>, ErrorDto> {
    shared.with_open(|_, open| {
        let keys = keys::keys_of(open, read_id(&id)?)?.into_iter();
        Ok(keys.map(KeyOfAccountDto::from).collect())
    })
}

/// Notes that an account is on a key. `called`: what the site calls the key.
#[tauri::command(async)]
pub(crate) fn keys_put_on(
    shared: State<'_, Shared>,
    key: String,
    id: String,
    on: OnDto,
    called: String,
) -> Result<(), ErrorDto> {
    shared.change(|effects, open| {
        let key = keys::name_of(open, &key)?;
        keys::put_on(
            effects,
            open,
            (&key, read_id(&id)?),
            &on.read(called.trim()),
        )
    })
}

#[tauri::command(async)]
pub(crate) fn keys_take_off(
    shared: State<'_, Shared>,
    key: String,
    id: String,
) -> Result<(), ErrorDto> {
    shared.change(|effects, open| {
        let key = keys::name_of(open, &key)?;
        keys::take_off(effects, open, (&key, read_id(&id)?))
    })
}

/// Notes that a key is lost.
#[tauri::command(async)]
pub(crate) fn keys_lose(shared: State<'_, Shared>, key: String) -> Result<(), ErrorDto> {
    shared.change(|effects, open| keys::lose(effects, open, &keys::name_of(open, &key)?).map(drop))
}

/// What becomes of the accounts on a key without it.
#[tauri::command(async)]
pub(crate) fn keys_without(
    shared: State<'_, Shared>,
    key: String,
) -> Result<Vec<WithoutKeyDto>, ErrorDto> {
    shared.with_open(|_, open| {
        let answers = keys::without(open, &key)?.into_iter();
        Ok(answers.map(WithoutKeyDto::from).collect())
    })
}

/// Makes the key at this place blink.
#[tauri::command]
pub(crate) async fn keys_wink(app: AppHandle, place: String) -> Result<(), ErrorDto> {
    with(app, place, |talk, _| talk.wink()).await
}

/// Registers and signs in at a site that is nowhere; it wants to be touched twice.
#[tauri::command]
pub(crate) async fn keys_test(app: AppHandle, place: String) -> Result<u32, ErrorDto> {
    with(app, place, |talk, _| talk.test(&mut Effects::system())).await
}

/// Sets the first PIN, or changes it. `old`: the one that it has.
#[tauri::command]
pub(crate) async fn keys_set_pin(
    app: AppHandle,
    place: String,
    old: Option<Zeroizing<String>>,
    fresh: Zeroizing<String>,
) -> Result<(), ErrorDto> {
    let (old, fresh) = (old.map(take), take(fresh));
    with(app, place, move |talk, _| match &old {
        Some(old) => talk.change_pin(old, &fresh),
        None => talk.set_pin(&fresh),
    })
    .await
}

/// The passkeys on it.
#[tauri::command]
pub(crate) async fn keys_passkeys(
    app: AppHandle,
    place: String,
    pin: Zeroizing<String>,
) -> Result<Vec<PasskeyDto>, ErrorDto> {
    let pin = take(pin);
    with(app, place, move |talk, _| listed(talk, &pin)).await
}

/// Deletes one of them for ever. The answer is those that are left.
#[tauri::command]
pub(crate) async fn keys_delete_passkey(
    app: AppHandle,
    place: String,
    pin: Zeroizing<String>,
    passkey: String,
) -> Result<Vec<PasskeyDto>, ErrorDto> {
    let pin = take(pin);
    with(app, place, move |talk, _| {
        talk.delete_passkey(&pin, &passkey)?;
        listed(talk, &pin)
    })
    .await
}

fn listed(talk: &Talk<'_>, pin: &session::SecretText) -> Result<Vec<PasskeyDto>, UserError> {
    let sites = talk.passkeys(pin)?;
    Ok(sites.iter().flat_map(PasskeyDto::of).collect())
}

/// Makes it forget everything, unless it opens the vault.
#[tauri::command]
pub(crate) async fn keys_reset(app: AppHandle, place: String) -> Result<(), ErrorDto> {
    with(app, place, |talk, app| {
        let path = app.state::<Shared>().lock().path()?.to_owned();
        talk.reset(&keys::guarded(&path)?)
    })
    .await
}

/// Has a conversation with the key at this place.
async fn with<T: Send + 'static>(
    app: AppHandle,
    place: String,
    work: impl FnOnce(&Talk<'_>, &AppHandle) -> Result<T, UserError> + Send + 'static,
) -> Result<T, ErrorDto> {
    beside(app, move |app, keys| {
        Ok(keys.with(app, &place, |talk| work(talk, app))?)
    })
    .await
}
