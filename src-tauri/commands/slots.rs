//! The ways to unlock the open vault. Each change asks again who is there.

use crate::backups;
use crate::dto::{CredentialDto, ErrorDto, KitDto, RenewedDto, SlotDto};
use crate::keyring;
use crate::keys::Keys;
use crate::program::Shared;
use session::unlock::{self, Credential};
use session::{Effects, Id, OpenVault, UserError};
use tauri::{AppHandle, State};
use zeroize::Zeroizing;

#[tauri::command(async)]
pub(crate) fn unlock_slots(shared: State<'_, Shared>) -> Result<Vec<SlotDto>, ErrorDto> {
    shared.with_open(|_, open| {
        let slots = unlock::slots(open).into_iter();
        Ok(slots.map(SlotDto::from).collect())
    })
}

/// `name`: what such a slot is usually called, in the user's language.
#[tauri::command(async)]
pub(crate) fn unlock_add_password(
    shared: State<'_, Shared>,
    keys: State<'_, Keys>,
    credential: CredentialDto,
    password: Zeroizing<String>,
    name: String,
) -> Result<(), ErrorDto> {
    shared.change(|effects, open| {
        let password = unlock::password(&password)?;
        unlock::check_credential(open, &credential.read(&keys)?)?;
        let name = unlock::free_slot_name(open, &name);
        unlock::add_password_slot(effects, open, &password, name).map(drop)
    })
}

#[tauri::command(async)]
pub(crate) fn unlock_add_keyring(
    shared: State<'_, Shared>,
    keys: State<'_, Keys>,
    credential: CredentialDto,
    name: String,
) -> Result<(), ErrorDto> {
    let offer = shared.with_open(|effects, open| {
        unlock::check_credential(open, &credential.read(&keys)?)?;
        Ok(unlock::keyring_offer(effects, open))
    })?;
    offer.run(&Effects::system())?;
    shared.change(|effects, open| {
        let name = unlock::free_slot_name(open, &name);
        let added = unlock::add_keyring_slot(effects, open, &offer, name);
        let undo = |error: &UserError| keyring::send(unlock::withdraw_offer(open, error));
        added.map(drop).inspect_err(undo)
    })
}

#[tauri::command(async)]
pub(crate) fn unlock_add_kit(
    shared: State<'_, Shared>,
    keys: State<'_, Keys>,
    credential: CredentialDto,
    name: String,
) -> Result<KitDto, ErrorDto> {
    shared.change(|effects, open| {
        unlock::check_credential(open, &credential.read(&keys)?)?;
        let name = unlock::free_slot_name(open, &name);
        let (_, kit) = unlock::add_recovery_slot(effects, open, name, &mut |_| None)?;
        KitDto::of(&kit)
    })
}

#[tauri::command(async)]
pub(crate) fn unlock_prove_kit(
    shared: State<'_, Shared>,
    typed: Zeroizing<String>,
) -> Result<(), ErrorDto> {
    shared.change(|effects, open| unlock::prove_kit(effects, open, &typed))
}

#[tauri::command(async)]
pub(crate) fn unlock_change_password(
    app: AppHandle,
    shared: State<'_, Shared>,
    keys: State<'_, Keys>,
    credential: CredentialDto,
    id: String,
    password: Zeroizing<String>,
) -> Result<(), ErrorDto> {
    backups::before_risk(&app);
    shared.change(|effects, open| {
        let password = unlock::password(&password)?;
        unlock::check_credential(open, &credential.read(&keys)?)?;
        unlock::change_password_of(effects, open, slot(open, &id)?, &password)
    })
}

#[tauri::command(async)]
pub(crate) fn unlock_rename_slot(
    shared: State<'_, Shared>,
    keys: State<'_, Keys>,
    credential: CredentialDto,
    id: String,
    name: String,
) -> Result<(), ErrorDto> {
    shared.change(|effects, open| {
        unlock::check_credential(open, &credential.read(&keys)?)?;
        unlock::rename_slot(effects, open, slot(open, &id)?, name)
    })
}

#[tauri::command(async)]
pub(crate) fn unlock_remove_slot(
    shared: State<'_, Shared>,
    keys: State<'_, Keys>,
    credential: CredentialDto,
    id: String,
) -> Result<(), ErrorDto> {
    let errand = shared.change(|effects, open| {
        unlock::check_credential(open, &credential.read(&keys)?)?;
        unlock::remove_slot(effects, open, slot(open, &id)?)
    })?;
    keyring::send(errand);
    Ok(())
}

/// `credentials`: the ways to unlock that stay. The keyring's stays by itself, where it opens the vault.
#[tauri::command(async)]
pub(crate) fn unlock_renew(
    app: AppHandle,
    shared: State<'_, Shared>,
    keys: State<'_, Keys>,
    credentials: Vec<CredentialDto>,
) -> Result<RenewedDto, ErrorDto> {
    backups::before_risk(&app);
    let read = credentials.iter().map(|credential| credential.read(&keys));
    let mut presented: Vec<Credential> = read.collect::<Result<_, _>>()?;
    let id = shared.with_open(|_, open| Ok(open.id()))?;
    // A keyring that fails is dropped and listed with the others.
    let kept = unlock::keyring_credential(&Effects::system(), id);
    let kept = kept.ok().flatten();
    let renewed = shared.change(|effects, open| {
        let opens = |credential: &Credential| unlock::check_credential(open, credential).is_ok();
        presented.extend(kept.filter(opens));
        unlock::renew(effects, open, &presented)
    })?;
    let (renewed, errand) = RenewedDto::of(renewed);
    keyring::send(errand);
    Ok(renewed)
}

fn slot(open: &OpenVault, id: &str) -> Result<Id, UserError> {
    unlock::find_slot(open, id)
}
