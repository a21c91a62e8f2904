//! The system's keyring as a way to unlock, and the explicit lock, after which it waits for the user.
//!
//! The keyring is used only on computers where the user asked for that. Which they are, and whether the vault was
//! locked, is in a small file beside the data of this program, one for each vault: `keyring/FINGERPRINT`, with `on` or
//! `locked`. A vault that is opened on somebody else's computer leaves nothing in the keyring there.

use crate::effects::Effects;
use crate::error::{Code, UserError};
use crate::names::save_error;
use crate::open_vault::{OpenVault, open, open_error, vault_read_error};
use platform::{folders, store};
use std::path::{Path, PathBuf};
use vault::{Credential, Id, KeyringSecret, LockedVault, MAX_FILE, SlotKind, Vault, fingerprint};

/// What the keyring of this computer is to a vault.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Here {
    /// Nobody asked for it.
    Off,
    /// It opens the vault.
    On,
    /// It would, but the vault was locked: it waits for somebody who unlocks in another way.
    Locked,
}

const FOLDER: &str = "keyring";
/// In bytes.
const LONGEST: u64 = 16;

/// Opens the vault by the keyring, where it was told to and the vault was not locked since; `None` where not.
///
/// # Errors
/// `keyring-missing`, `keyring-locked`, `keyring-gone`, `keyring-no-answer`, `keyring-failed`, `keyring-outdated`:
/// [`is_about_keyring`] tells them from the codes of [`open`]. Every other way to unlock works.
pub fn open_by_keyring(effects: &Effects, path: &Path) -> Result<Option<OpenVault>, UserError> {
    let locked = read(path)?;
    let mut kinds = locked.slot_kinds();
    if !kinds.any(|kind| kind == SlotKind::Keyring) || here(locked.id()) != Here::On {
        return Ok(None);
    }
    let secret = secret(effects, locked.id())?;
    open(path, &Credential::Keyring(secret)).map(Some)
}

/// Whether an error says that only the keyring cannot be used.
pub fn is_about_keyring(error: &UserError) -> bool {
    [
        Code::KeyringMissing,
        Code::KeyringLocked,
        Code::KeyringGone,
        Code::KeyringNoAnswer,
        Code::KeyringFailed,
        Code::KeyringOutdated,
    ]
    .contains(&error.code())
}

/// What the keyring has for the vault, to be presented when its key is renewed; `None` where the keyring does not open
/// it here.
///
/// # Errors
/// The codes that [`is_about_keyring`] knows.
pub fn keyring_credential(
    effects: &Effects,
    open: &OpenVault,
) -> Result<Option<Credential>, UserError> {
    let id = open.vault().id();
    if open.vault().keyring_secret().is_none() || here(id) != Here::On {
        return Ok(None);
    }
    secret(effects, id).map(|secret| Some(Credential::Keyring(secret)))
}

/// Puts the vault's secret into the keyring again after somebody unlocked in another way: when a lock took it out, or
/// when the keyring was found without it (`problem`: what [`open_by_keyring`] said).
///
/// # Errors
/// The codes that [`is_about_keyring`] knows. The vault is open all the same.
pub fn put_back(
    effects: &Effects,
    open: &OpenVault,
    problem: Option<Code>,
) -> Result<(), UserError> {
    let lost = matches!(problem, Some(Code::KeyringGone | Code::KeyringOutdated));
    let here = here(open.vault().id());
    if here == Here::Locked || (here == Here::On && lost) {
        follow(effects, open.vault())
    } else {
        Ok(())
    }
}

/// Lets the keyring of this computer open the vault, and saves if the vault had no such slot yet.
///
/// # Errors
/// The codes that [`is_about_keyring`] knows, `slots-full`, `slot-name-taken`, or not saved. Nothing was changed.
pub fn add_keyring_slot(
    effects: &mut Effects,
    open: &mut OpenVault,
    name: String,
) -> Result<Id, UserError> {
    super::slots::check_slot_name(&name)?;
    let mut slots = open.vault().slots().into_iter();
    if let Some(slot) = slots.find(|slot| slot.kind == SlotKind::Keyring) {
        // Made on another computer, or before this one's keyring was emptied: it serves here too.
        put(effects, open.vault())?;
        return Ok(slot.id);
    }
    let id = open.vault().id();
    let mut added = None;
    let saved = open.change(effects, |vault, effects| {
        let now = effects.now()?;
        let slot = vault.add_keyring_slot(name, now, effects.random())?;
        // Before the vault: a slot that the keyring does not know helps nobody.
        put(effects, vault).inspect_err(|_| {
            let _ = vault.remove_slot(slot);
        })?;
        added = Some(slot);
        Ok(slot)
    });
    saved.inspect_err(|error| {
        if let Some(slot) = added.filter(|_| error.code() != Code::SaveNotDurable) {
            open.withdraw(error, |vault| {
                let _ = vault.remove_slot(slot);
            });
            forget(effects, id);
        }
    })
}

/// After the slot was removed: this computer's keyring keeps nothing of the vault.
pub(super) fn forget(effects: &Effects, id: Id) {
    // Nothing opens with what may be left there.
    let _ = effects.keyring().remove(&fingerprint(id));
    let _ = note(id, Here::Off);
}

/// The keyring gets the vault's secret for it, or none where the vault has no such slot any more.
pub(super) fn follow(effects: &Effects, vault: &Vault) -> Result<(), UserError> {
    if here(vault.id()) == Here::Off {
        return Ok(());
    }
    if vault.keyring_secret().is_some() {
        return put(effects, vault);
    }
    forget(effects, vault.id());
    Ok(())
}

/// Locks the vault of this file for the keyring: it opens it only after somebody has unlocked in another way.
/// `false`: this computer's keyring does not open the vault, so that nothing had to be done.
///
/// # Errors
/// The codes of reading a vault. `keyring-locked` and the like: its item is still there, but neither window nor
/// command line uses it.
pub fn lock(effects: &Effects, path: &Path) -> Result<bool, UserError> {
    lock_keyring(effects, read(path)?.id())
}

/// [`lock`] for an open vault.
///
/// # Errors
/// As for [`lock`].
pub fn lock_keyring(effects: &Effects, id: Id) -> Result<bool, UserError> {
    if here(id) == Here::Off {
        return Ok(false);
    }
    note(id, Here::Locked)?;
    effects.keyring().remove(&fingerprint(id))?;
    Ok(true)
}

fn read(path: &Path) -> Result<LockedVault, UserError> {
    let bytes = store::read(path, MAX_FILE).map_err(|error| vault_read_error(error, path))?;
    LockedVault::read(bytes).map_err(|error| open_error(error, path, Code::KeyringOutdated))
}

fn secret(effects: &Effects, id: Id) -> Result<KeyringSecret, UserError> {
    let secret = effects.keyring().read(&fingerprint(id))?;
    KeyringSecret::from_bytes(&secret).ok_or(Code::KeyringOutdated.into())
}

fn put(effects: &Effects, vault: &Vault) -> Result<(), UserError> {
    let secret = vault.keyring_secret().ok_or(Code::KeyringOutdated)?;
    effects
        .keyring()
        .write(&fingerprint(vault.id()), secret.expose())?;
    note(vault.id(), Here::On)
}

fn file(id: Id) -> Option<PathBuf> {
    Some(folders::data_folder()?.join(FOLDER).join(fingerprint(id)))
}

fn here(id: Id) -> Here {
    let text = file(id).and_then(|file| store::read(&file, LONGEST).ok());
    match text.as_deref() {
        Some(b"on\n") => Here::On,
        Some(b"locked\n") => Here::Locked,
        Some(_) | None => Here::Off,
    }
}

fn note(id: Id, here: Here) -> Result<(), UserError> {
    let file = file(id).ok_or(Code::NoDataFolder)?;
    let text: &[u8] = match here {
        Here::On => b"on\n",
        Here::Locked => b"locked\n",
        Here::Off => {
            store::remove_new(&file);
            return Ok(());
        }
    };
    file.parent()
        .map_or(Ok(()), store::create_folder)
        .and_then(|()| store::replace(&file, text))
        .map_err(|error| save_error(error, &file))
}
