//! The ways to unlock an open vault.

use super::keyring::{KeyringErrand, follow_here};
use super::{Kit, calibrated, recovery_secret, with_kit_file};
use crate::codes::{check_label, is_id_prefix};
use crate::effects::Effects;
use crate::error::{Code, UserError};
use crate::open_vault::{OpenVault, refusal};
use otp::SecretText;
use std::path::PathBuf;
use vault::{Credential, Id, Password, RecoverySecret, SlotError, SlotInfo, SlotKind};

/// The ways to unlock.
pub fn slots(open: &OpenVault) -> Vec<SlotInfo> {
    open.vault().slots()
}

/// The slot of this name or id prefix (4 hexadecimal digits or more).
///
/// # Errors
/// `slot-not-found`, `slot-ambiguous`.
pub fn find_slot(open: &OpenVault, name: &str) -> Result<Id, UserError> {
    let slots = slots(open);
    let by_name = |slot: &&SlotInfo| slot.name.to_lowercase() == name.to_lowercase();
    let by_id = |slot: &&SlotInfo| is_id_prefix(slot.id, name);
    let mut found: Vec<&SlotInfo> = slots.iter().filter(by_name).collect();
    if found.is_empty() {
        found = slots.iter().filter(by_id).collect();
    }
    match found.as_slice() {
        [slot] => Ok(slot.id),
        [] => Err(UserError::new(Code::SlotNotFound).with("name", name)),
        _ => Err(UserError::new(Code::SlotAmbiguous).with("name", name)),
    }
}

/// Adds a password and saves. Takes about two seconds.
///
/// # Errors
/// `slots-full`, `slot-name-taken`, `out-of-memory`, or not saved.
pub fn add_password_slot(
    effects: &mut Effects,
    open: &mut OpenVault,
    password: &Password,
    name: String,
) -> Result<Id, UserError> {
    check_slot_name(&name)?;
    let kdf = calibrated(effects);
    open.change(effects, |vault, effects| {
        let now = effects.now()?;
        Ok(vault.add_password_slot(password, kdf, name, now, effects.random())?)
    })
}

/// Adds a recovery kit and saves. `file` says where to write the kit and its text, or that the
/// caller shows it; the file is written before the vault, and removed if the vault is not saved.
///
/// # Errors
/// `slots-full`, `slot-name-taken`, `save-already-exists`, or not saved.
pub fn add_recovery_slot(
    effects: &mut Effects,
    open: &mut OpenVault,
    name: String,
    file: &mut dyn FnMut(&Kit) -> Option<(PathBuf, SecretText)>,
) -> Result<(Id, Kit), UserError> {
    check_slot_name(&name)?;
    let secret = RecoverySecret::generate(effects.random());
    let kit = Kit::of(&secret, open.vault());
    let file = file(&kit);
    let file = file.as_ref().map(|(path, text)| (path.as_path(), text));
    let id = with_kit_file(file, || save_recovery_slot(effects, open, &secret, name))?;
    Ok((id, kit))
}

/// A slot whose kit nobody has must not stay in memory: the next save would write it.
fn save_recovery_slot(
    effects: &mut Effects,
    open: &mut OpenVault,
    secret: &RecoverySecret,
    name: String,
) -> Result<Id, UserError> {
    let mut added = None;
    let saved = open.change(effects, |vault, effects| {
        let now = effects.now()?;
        let id = vault.add_recovery_slot(secret, name, now, effects.random())?;
        added = Some(id);
        Ok(id)
    });
    saved.inspect_err(|error| {
        open.withdraw(error, |vault| {
            // The slots before it were enough, so that taking it away is never refused.
            added.map(|id| vault.remove_slot(id));
        });
    })
}

/// Removes a way to unlock and saves. Older copies of the vault still open with it. For a keyring slot, this computer's
/// keyring is then to forget what it has.
///
/// # Errors
/// `slot-would-lock-out`, or not saved.
pub fn remove_slot(
    effects: &mut Effects,
    open: &mut OpenVault,
    id: Id,
) -> Result<Option<KeyringErrand>, UserError> {
    let had_keyring = open.vault().keyring_secret().is_some();
    open.change(effects, |vault, _| Ok(vault.remove_slot(id)?))?;
    let lost_keyring = had_keyring && open.vault().keyring_secret().is_none();
    Ok(follow_here(open).filter(|_| lost_keyring))
}

/// Calls a slot something else and saves.
///
/// # Errors
/// `slot-name-taken`, or not saved.
pub fn rename_slot(
    effects: &mut Effects,
    open: &mut OpenVault,
    id: Id,
    name: String,
) -> Result<(), UserError> {
    check_slot_name(&name)?;
    open.change(effects, |vault, effects| {
        let now = effects.now()?;
        Ok(vault.rename_slot(id, name, now)?)
    })
}

/// Changes the password that opened the vault, or the only one if a kit did, and saves. Older
/// copies of the vault still open with the old one.
///
/// # Errors
/// `password-ambiguous`: the vault has none, or several and none of them opened it; `slots-full`,
/// `out-of-memory`, or not saved.
pub fn change_password(
    effects: &mut Effects,
    open: &mut OpenVault,
    password: &Password,
) -> Result<(), UserError> {
    let slots = slots(open);
    let passwords: Vec<Id> = slots
        .iter()
        .filter(|slot| slot.kind == SlotKind::Password)
        .map(|slot| slot.id)
        .collect();
    let opened_by = open.vault().opened_by();
    let id = match passwords.as_slice() {
        [only] => *only,
        several if several.contains(&opened_by) => opened_by,
        _ => return Err(Code::PasswordAmbiguous.into()),
    };
    change_password_of(effects, open, id, password)
}

/// Changes the password of this slot, and saves. Older copies of the vault still open with the old one.
///
/// # Errors
/// `password-ambiguous`: it has none; `slot-not-found`, `slots-full`, `out-of-memory`, or not saved.
pub fn change_password_of(
    effects: &mut Effects,
    open: &mut OpenVault,
    id: Id,
    password: &Password,
) -> Result<(), UserError> {
    let kdf = calibrated(effects);
    open.change(effects, |vault, effects| {
        Ok(vault.change_password(id, password, kdf, effects.random())?)
    })
}

/// Notes, durably, that the kit was typed in full, if it is one of this vault's.
///
/// # Errors
/// `kit-word-count`, `kit-unknown-word` and `kit-checksum` say where the mistake is; `kit-differs`; or not saved.
pub fn prove_kit(
    effects: &mut Effects,
    open: &mut OpenVault,
    typed: &str,
) -> Result<(), UserError> {
    let kit = Credential::Recovery(recovery_secret(typed)?);
    // A kit takes no memory worth speaking of.
    let slot = open.vault().slot_of(&kit).ok().flatten();
    let slot = slot.ok_or(Code::KitDiffers)?;
    open.change(effects, |vault, effects| {
        vault.note_tested(slot, effects.now()?);
        Ok(())
    })
}

/// A name for a new slot: the usual one, with the first free number behind it if it is taken.
pub fn free_slot_name(open: &OpenVault, usual: &str) -> String {
    let slots = slots(open);
    let is_free = |name: &String| {
        let name = name.to_lowercase();
        slots.iter().all(|slot| slot.name.to_lowercase() != name)
    };
    let numbered = (2..).map(|number: u32| format!("{usual} {number}"));
    let mut names = std::iter::once(usual.to_owned()).chain(numbered);
    names.find(is_free).unwrap_or_default()
}

/// What a renewed key left.
pub struct Renewed {
    /// Ways to unlock that open the vault as before.
    pub kept: Vec<SlotInfo>,
    /// Those that nobody presented: they open older copies only.
    pub dropped: Vec<SlotInfo>,
    /// The keyring is to keep its new secret, or none where its slot was dropped.
    pub keyring: Option<KeyringErrand>,
}

/// Gives the vault a new key that only the presented credentials open, drops every other way to unlock, and saves.
/// Takes as long as unlocking twice with each password.
///
/// # Errors
/// `wrong-password`, `wrong-recovery-kit`, `keyring-outdated`: one of them opens nothing; `renew-would-lock-out`,
/// `out-of-memory`: nothing was changed; or not saved.
pub fn renew(
    effects: &mut Effects,
    open: &mut OpenVault,
    presented: &[Credential],
) -> Result<Renewed, UserError> {
    let path = open.path().to_owned();
    let renewal = open.change(effects, |vault, effects| {
        let renewal = vault.renew_key(presented, effects.random());
        renewal.map_err(|error| {
            if let SlotError::WrongCredential { presented: at } = error {
                let code = presented.get(at).map_or(Code::WrongPassword, refusal);
                return UserError::new(code).with_path(&path);
            }
            if error == SlotError::WouldLockOut {
                return Code::RenewWouldLockOut.into();
            }
            error.into()
        })
    })?;
    Ok(Renewed {
        kept: renewal.kept,
        dropped: renewal.dropped,
        keyring: follow_here(open),
    })
}

pub(crate) fn check_slot_name(name: &str) -> Result<(), UserError> {
    if name.trim().is_empty() {
        return Err(Code::SlotNameEmpty.into());
    }
    check_label(name)
}
