//! The system's keyring as a way to unlock, and the explicit lock, after which it waits for the user.
//!
//! The keyring is used only on computers where the user asked for that. Which they are, and whether the vault was
//! locked, is in a small file beside the data of this program, one for each vault: `keyring/FINGERPRINT`, with `on` or
//! `locked`. A vault that is opened on somebody else's computer leaves nothing in the keyring there.
//!
//! A keyring may take a minute, because it may ask the user. What is asked of it is therefore apart from what is done to
//! the vault: nobody has to hold an open vault meanwhile.

use super::check_credential;
use super::slots::check_slot_name;
use crate::effects::Effects;
use crate::error::{Code, UserError};
use crate::names::save_error;
use crate::open_vault::{OpenVault, open, open_error, vault_read_error};
use platform::{folders, store};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use vault::{Credential, Id, KeyringSecret, LockedVault, MAX_FILE, SlotKind, fingerprint};

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
    if !kinds.any(|kind| kind == SlotKind::Keyring) {
        return Ok(None);
    }
    let credential = keyring_credential(effects, locked.id())?;
    let opened = credential.map(|credential| open(path, &credential));
    opened.transpose()
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

/// What this computer's keyring has for the vault of this id; `None` where it does not open it.
///
/// # Errors
/// The codes that [`is_about_keyring`] knows.
pub fn keyring_credential(effects: &Effects, id: Id) -> Result<Option<Credential>, UserError> {
    if here(id) != Here::On {
        return Ok(None);
    }
    let secret = effects.keyring().read(&fingerprint(id))?;
    let secret = KeyringSecret::from_bytes(&secret).ok_or(Code::KeyringOutdated)?;
    Ok(Some(Credential::Keyring(secret)))
}

/// [`keyring_credential`] if it opens this vault.
///
/// # Errors
/// The codes that [`is_about_keyring`] knows.
pub fn presented_keyring(
    effects: &Effects,
    open: &OpenVault,
) -> Result<Option<Credential>, UserError> {
    if open.vault().keyring_secret().is_none() {
        return Ok(None);
    }
    let credential = keyring_credential(effects, open.id())?;
    let opens = |credential: &Credential| check_credential(open, credential);
    credential.as_ref().map_or(Ok(()), opens)?;
    Ok(credential)
}

/// Something that the keyring is to do for a vault.
pub struct KeyringErrand {
    vault: Id,
    what: Errand,
}

enum Errand {
    /// It keeps the secret from now on.
    Put(KeyringSecret),
    /// It keeps nothing while the vault is locked.
    TakeOut,
    /// It keeps nothing any more.
    Forget,
}

/// One errand after the other, so that a lock and an unlocking that follow each other leave what the last one wants.
static TURN: Mutex<()> = Mutex::new(());

impl KeyringErrand {
    /// Does it; up to a minute.
    ///
    /// # Errors
    /// The codes that [`is_about_keyring`] knows, and those of saving.
    pub fn run(&self, effects: &Effects) -> Result<(), UserError> {
        let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        let (keyring, name) = (effects.keyring(), fingerprint(self.vault));
        match &self.what {
            Errand::Put(secret) => {
                keyring.write(&name, secret.expose())?;
                note(self.vault, Here::On)
            }
            // Somebody unlocked meanwhile.
            Errand::TakeOut if here(self.vault) != Here::Locked => Ok(()),
            Errand::TakeOut => Ok(keyring.remove(&name)?),
            Errand::Forget => {
                note(self.vault, Here::Off)?;
                Ok(keyring.remove(&name)?)
            }
        }
    }
}

/// After somebody unlocked in another way: the keyring is to get the vault's secret again, where a lock took it out, or
/// where it was found without it (`problem`: what [`open_by_keyring`] said).
pub fn put_back(open: &OpenVault, problem: Option<Code>) -> Option<KeyringErrand> {
    let lost = matches!(problem, Some(Code::KeyringGone | Code::KeyringOutdated));
    let here = here(open.id());
    let waits = here == Here::Locked || (here == Here::On && lost);
    waits.then(|| follow(open))
}

/// The keyring keeps what the vault has for it; nothing where there is no such slot any more.
fn follow(open: &OpenVault) -> KeyringErrand {
    let secret = open.vault().keyring_secret();
    KeyringErrand {
        vault: open.id(),
        what: secret.map_or(Errand::Forget, Errand::Put),
    }
}

/// [`follow`], if this computer's keyring has to do with the vault.
pub(super) fn follow_here(open: &OpenVault) -> Option<KeyringErrand> {
    (here(open.id()) != Here::Off).then(|| follow(open))
}

/// What this computer's keyring is to keep, so that it opens the vault: done first, then [`add_keyring_slot`].
pub fn keyring_offer(effects: &mut Effects, open: &OpenVault) -> KeyringErrand {
    let secret = open.vault().keyring_secret();
    let secret = secret.unwrap_or_else(|| KeyringSecret::generate(effects.random()));
    KeyringErrand {
        vault: open.id(),
        what: Errand::Put(secret),
    }
}

/// Adds a slot for the secret that the keyring took, and saves. Where the vault has one, from another computer or from
/// before the keyring was emptied, that serves here too.
///
/// # Errors
/// `slots-full`, `slot-name-taken`, or not saved: then `offered` is to be undone with [`withdraw_offer`].
pub fn add_keyring_slot(
    effects: &mut Effects,
    open: &mut OpenVault,
    offered: &KeyringErrand,
    name: String,
) -> Result<Id, UserError> {
    check_slot_name(&name)?;
    let secret = match &offered.what {
        Errand::Put(secret) if offered.vault == open.id() => secret,
        Errand::Put(_) | Errand::TakeOut | Errand::Forget => {
            return Err(Code::KeyringOutdated.into());
        }
    };
    let mut slots = open.vault().slots().into_iter();
    if let Some(slot) = slots.find(|slot| slot.kind == SlotKind::Keyring) {
        let kept = open.vault().keyring_secret();
        // Another program added one while the keyring was asked.
        let same = kept.is_some_and(|kept| kept.expose() == secret.expose());
        return same.then_some(slot.id).ok_or(Code::KeyringOutdated.into());
    }
    let mut added = None;
    let saved = open.change(effects, |vault, effects| {
        let now = effects.now()?;
        let slot = vault.add_keyring_slot(secret, name, now, effects.random())?;
        added = Some(slot);
        Ok(slot)
    });
    saved.inspect_err(|error| {
        open.withdraw(error, |vault| {
            // The ways before it were enough, so that taking it away is never refused.
            added.map(|slot| vault.remove_slot(slot));
        });
    })
}

/// After [`add_keyring_slot`] failed with this error: the keyring forgets again, unless the slot may be in the file.
pub fn withdraw_offer(open: &OpenVault, error: &UserError) -> Option<KeyringErrand> {
    let is_there = open.vault().keyring_secret().is_some() || error.code() == Code::SaveNotDurable;
    (!is_there).then(|| follow(open))
}

/// Locks the vault of this file for the keyring: it opens it only after somebody has unlocked in another way.
/// `None`: this computer's keyring does not open the vault, so that nothing has to be done. Neither window nor command
/// line uses what is in the keyring before the errand is done.
///
/// # Errors
/// The codes of reading a vault and of saving.
pub fn lock(path: &Path) -> Result<Option<KeyringErrand>, UserError> {
    lock_keyring(read(path)?.id())
}

/// [`lock`] for a vault of which the id is known.
///
/// # Errors
/// Those of saving.
pub fn lock_keyring(vault: Id) -> Result<Option<KeyringErrand>, UserError> {
    if here(vault) == Here::Off {
        return Ok(None);
    }
    note(vault, Here::Locked)?;
    let what = Errand::TakeOut;
    Ok(Some(KeyringErrand { vault, what }))
}

fn read(path: &Path) -> Result<LockedVault, UserError> {
    let bytes = store::read(path, MAX_FILE).map_err(|error| vault_read_error(error, path))?;
    LockedVault::read(bytes).map_err(|error| open_error(error, path, Code::KeyringOutdated))
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
