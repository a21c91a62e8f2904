//! Security keys as ways to unlock a vault.
//!
//! What is asked of a key takes as long as a person takes to touch it, so it is apart from what is done to the vault:
//! first [`find`] the key, then ask for its PIN where it needs one, then get its [`answer`].

mod doctor;
mod enrol;
mod manage;
mod pages;
mod recognise;
mod registry;

use crate::error::{Code, UserError};
use crate::open_vault::{open_error, vault_read_error};
pub use doctor::doctor;
pub use enrol::{Candidate, Enrolled, Enrolment, add_slot, candidate, enrol};
pub use manage::{About, Plugged, Talk, passkey_id, plugged, the_one};
use otp::SecretText;
pub use pages::{KeyPage, OnView, Without, keys_of, name_of, pages, without};
use platform::hid::{HidDevice, Location};
pub use platform::security_key::{Control, Interruptible, SecurityKeys, Site, Step};
use platform::security_key::{KeyError, Pin, SecurityKey, Verification};
use platform::store;
pub use recognise::{note_seen, recognised};
pub use registry::{
    KeyView, On, SecondKey, lose, put_on, register, registered, second_key, take_off, unregister,
};
use std::collections::BTreeSet;
use std::path::Path;
use vault::{Credential, KeySecret, LockedVault, MAX_FILE};
pub use vault::{KeySlot, Protocol};

/// What the vault at `path` asks of security keys. It is not authenticated yet.
///
/// # Errors
/// `key-no-slot`: it asks nothing of any. The codes of reading a vault.
pub fn wanted(path: &Path) -> Result<Vec<KeySlot>, UserError> {
    let bytes = store::read(path, MAX_FILE).map_err(|error| vault_read_error(error, path))?;
    let locked = LockedVault::read(bytes);
    let locked = locked.map_err(|error| open_error(error, path, Code::KeyNotOfVault))?;
    let wanted: Vec<_> = locked.key_slots().cloned().collect();
    if wanted.is_empty() {
        return Err(Code::KeyNoSlot.into());
    }
    Ok(wanted)
}

/// What the vault at `path` asks of security keys, to be guarded; nothing where no vault is.
///
/// # Errors
/// The codes of reading a vault: what cannot be read is not given up.
pub fn guarded(path: &Path) -> Result<Vec<KeySlot>, UserError> {
    match wanted(path) {
        Err(error) if matches!(error.code(), Code::KeyNoSlot | Code::VaultNotFound) => {
            Ok(Vec::new())
        }
        wanted => wanted,
    }
}

/// A key that is plugged in and has what a slot asks for.
pub struct FoundKey {
    location: Location,
    slot: KeySlot,
    finger: bool,
}

impl FoundKey {
    /// Whether its PIN is to be asked for: the slot says so, and no finger is known to the key.
    pub fn needs_pin(&self) -> bool {
        self.slot.is_verified() && !self.finger
    }
}

/// The key among those plugged in that has what one of these slots asks for; of several, the one that is touched.
///
/// # Errors
/// `key-none`, `key-not-of-vault`, `key-u2f-only`, `key-no-secrets`; `key-always-verifies`: it asks for its PIN each
/// time by now, and the slot's secret is the one without; and the other codes of keys.
pub fn find(
    keys: &SecurityKeys,
    wanted: &[KeySlot],
    control: &Control,
) -> Result<FoundKey, UserError> {
    let (mut found, mut problems) = (Vec::new(), Vec::new());
    for device in keys.plugged_in()? {
        match look(keys, device, wanted, control) {
            Ok(key) => found.push(key),
            Err(problem) => problems.push(problem),
        }
    }
    let places: Vec<_> = found.iter().map(|key| key.location.clone()).collect();
    if places.is_empty() {
        let problem = problems.into_iter().max_by_key(weight);
        return Err(problem.unwrap_or(Code::KeyNone.into()));
    }
    let chosen = keys.choose(&places, control)?;
    let chosen = found.into_iter().find(|key| key.location == chosen);
    chosen.ok_or(Code::KeyUnplugged.into())
}

/// Of several keys, what matters most to somebody who wants to unlock.
fn weight(problem: &UserError) -> usize {
    let known = [Code::KeyU2fOnly, Code::KeyNoSecrets, Code::KeyNotOfVault];
    let at = known.iter().position(|code| *code == problem.code());
    at.unwrap_or(known.len())
}

fn look(
    keys: &SecurityKeys,
    device: HidDevice,
    wanted: &[KeySlot],
    control: &Control,
) -> Result<FoundKey, UserError> {
    let wanted = wanted.to_vec();
    let looked = keys.with(&device.location, control, move |key| {
        let info = key.info()?;
        if !info.gives_secrets() {
            return Ok(Err(without_secrets(info.fido2)));
        }
        let slot = held(key, &wanted)?;
        Ok(Ok((info, slot)))
    });
    let (info, slot) = looked??;
    if info.always_verifies == Some(true) && !slot.is_verified() {
        return Err(Code::KeyAlwaysVerifies.into());
    }
    Ok(FoundKey {
        location: device.location,
        slot,
        finger: info.user_verification == Some(true),
    })
}

/// Why a key gives no secrets.
fn without_secrets(fido2: bool) -> Code {
    if fido2 {
        Code::KeyNoSecrets
    } else {
        Code::KeyU2fOnly
    }
}

/// Which of these slots is this key's.
fn held(key: &mut SecurityKey, wanted: &[KeySlot]) -> Result<KeySlot, KeyError> {
    let sites: BTreeSet<&str> = wanted.iter().map(KeySlot::site).collect();
    for site in sites {
        let of_site = wanted.iter().filter(|slot| slot.site() == site);
        let ids: Vec<_> = of_site.map(|slot| slot.credential().to_vec()).collect();
        match key.holds(site, &ids) {
            Err(KeyError::NoCredential) => {}
            held => {
                let held = held?;
                let mut slots = wanted.iter();
                let slot = slots.find(|slot| slot.site() == site && slot.credential() == held);
                return slot.cloned().ok_or(KeyError::Garbled);
            }
        }
    }
    Err(KeyError::NoCredential)
}

/// What the key answers to its slot. It wants to be touched.
///
/// # Errors
/// `key-wrong-pin`: it cost one try. `key-always-verifies`, `key-pin-needed`, `key-pin-malformed`, `key-cancelled` and
/// the other codes of keys.
pub fn answer(
    keys: &SecurityKeys,
    found: &FoundKey,
    pin: Option<&SecretText>,
    control: &Control,
) -> Result<Credential, UserError> {
    let slot = found.slot.clone();
    let by = verification(slot.is_verified(), found.finger, pin)?;
    let answer = keys.with(&found.location, control, move |key| {
        key.secret(slot.site(), &[slot.credential().to_vec()], slot.salt(), &by)
    });
    let touch_is_enough = !found.slot.is_verified();
    match answer {
        Err(KeyError::PinNeeded) if touch_is_enough => Err(Code::KeyAlwaysVerifies.into()),
        Ok(answer) if answer.verified && touch_is_enough => Err(Code::KeyAlwaysVerifies.into()),
        answer => {
            let answer = answer?;
            let secret = KeySecret::new(answer.id, answer.secret);
            Ok(Credential::SecurityKey(secret))
        }
    }
}

/// How a key is to know who it is; a PIN that is given goes before a finger.
fn verification(
    verified: bool,
    finger: bool,
    pin: Option<&SecretText>,
) -> Result<Verification, UserError> {
    match pin {
        _ if !verified => Ok(Verification::None),
        Some(pin) => Ok(Verification::Pin(read_pin(pin)?)),
        None if finger => Ok(Verification::Finger),
        None => Err(Code::KeyPinNeeded.into()),
    }
}

/// A PIN as it was typed.
fn read_pin(text: &SecretText) -> Result<Pin, UserError> {
    Pin::new(text.expose()).ok_or(Code::KeyPinMalformed.into())
}
