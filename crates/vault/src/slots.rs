//! The ways to unlock an open vault: adding, removing and changing them.

use crate::crypto;
use crate::document::SlotName;
use crate::error::SlotError;
use crate::header::{MAX_PASSWORD_WORK, MAX_SLOTS, password_work};
use crate::id::Id;
use crate::kdf::Kdf;
use crate::key_slot::{KeySecret, KeySlot};
use crate::keyring::KeyringSecret;
use crate::kit::RecoverySecret;
use crate::password::Password;
use crate::slot::{Slot, SlotInfo, SlotKind};
use crate::vault::Vault;
use otp::UnixTime;
use rand_core::CryptoRng;

impl Vault {
    /// The ways to unlock.
    pub fn slots(&self) -> Vec<SlotInfo> {
        let info = |slot: &Slot| {
            let name = self
                .document
                .slot_names
                .iter()
                .find(|name| name.slot == slot.id);
            SlotInfo {
                id: slot.id,
                kind: slot.kind,
                name: name.map(|name| name.name.clone()).unwrap_or_default(),
                created: name.map(|name| name.created),
                tested: name.and_then(|name| name.tested),
                kdf: slot.kdf,
                key: slot.key.clone(),
                model: name.and_then(|name| name.model),
            }
        };
        self.header.slots.iter().map(info).collect()
    }

    /// Adds a password. An ordinary save then keeps it.
    ///
    /// # Errors
    /// `Full`, `NameTaken`, `OutOfMemory`.
    pub fn add_password_slot(
        &mut self,
        password: &Password,
        kdf: Kdf,
        name: String,
        now: UnixTime,
        rng: &mut dyn CryptoRng,
    ) -> Result<Id, SlotError> {
        self.check_new_slot(&name)?;
        let kdf = self.costliest(kdf);
        self.check_work(kdf, None)?;
        let id = Id::generate(rng);
        let slot = Slot::for_password(id, password, kdf, self.dek.key(), self.id(), rng);
        let slot = slot.map_err(|crypto::OutOfMemory| SlotError::OutOfMemory)?;
        self.push_slot(slot, name, now);
        Ok(id)
    }

    /// Adds a recovery kit.
    ///
    /// # Errors
    /// `Full`, `NameTaken`.
    pub fn add_recovery_slot(
        &mut self,
        kit: &RecoverySecret,
        name: String,
        now: UnixTime,
        rng: &mut dyn CryptoRng,
    ) -> Result<Id, SlotError> {
        self.check_new_slot(&name)?;
        let id = Id::generate(rng);
        let slot = Slot::for_recovery(id, kit, self.dek.key(), self.id(), rng);
        self.push_slot(slot, name, now);
        Ok(id)
    }

    /// Adds the system's keyring, which keeps `secret`. One slot serves every computer: where there
    /// is one, its id comes back, and its secret stays: see [`Self::keyring_secret`].
    ///
    /// # Errors
    /// `Full`, `NameTaken`.
    pub fn add_keyring_slot(
        &mut self,
        secret: &KeyringSecret,
        name: String,
        now: UnixTime,
        rng: &mut dyn CryptoRng,
    ) -> Result<Id, SlotError> {
        let mut slots = self.header.slots.iter();
        if let Some(present) = slots.find(|slot| slot.kind == SlotKind::Keyring) {
            return Ok(present.id);
        }
        self.check_new_slot(&name)?;
        let id = Id::generate(rng);
        let slot = Slot::for_keyring(id, secret, self.dek.key(), self.id(), rng);
        self.push_slot(slot, name, now);
        self.document.keyring_secret = Some(secret.copy());
        Ok(id)
    }

    /// Adds a security key, which answers `key` with `secret`; `model` is its AAGUID.
    ///
    /// # Errors
    /// `Full`, `NameTaken`.
    pub fn add_key_slot(
        &mut self,
        (key, secret): (KeySlot, &KeySecret),
        model: [u8; 16],
        name: String,
        now: UnixTime,
        rng: &mut dyn CryptoRng,
    ) -> Result<Id, SlotError> {
        self.check_new_slot(&name)?;
        let id = Id::generate(rng);
        let slot = Slot::for_key(id, key, secret, self.dek.key(), self.id(), rng);
        self.push_slot(slot, name, now);
        if let Some(name) = self.document.slot_names.last_mut() {
            name.model = Some(model);
        }
        Ok(id)
    }

    /// What the keyring slot opens with, to be put into the system's keyring; `None` without such
    /// a slot.
    pub fn keyring_secret(&self) -> Option<KeyringSecret> {
        let mut kinds = self.header.slots.iter().map(|slot| slot.kind);
        let is_there = kinds.any(|kind| kind == SlotKind::Keyring);
        let secret = self.document.keyring_secret.as_ref();
        secret.filter(|_| is_there).map(KeyringSecret::copy)
    }

    /// Notes that the recovery kit of slot `id` was typed in full and fitted.
    pub fn note_tested(&mut self, id: Id, now: UnixTime) {
        let mut names = self.document.slot_names.iter_mut();
        if let Some(name) = names.find(|name| name.slot == id) {
            name.tested = Some(now);
        }
    }

    /// Removes a way to unlock. Older copies of the file still open with it.
    ///
    /// # Errors
    /// `NotFound`; `WouldLockOut` unless a password remains, or two others that do not depend on
    /// this computer's keyring.
    pub fn remove_slot(&mut self, id: Id) -> Result<(), SlotError> {
        let at = self.position(id)?;
        let rest = self.header.slots.iter().filter(|slot| slot.id != id);
        check_ways(rest.map(|slot| slot.kind))?;
        let removed = self.header.slots.remove(at);
        self.document.slot_names.retain(|name| name.slot != id);
        if removed.kind == SlotKind::Keyring {
            self.document.keyring_secret = None;
        }
        Ok(())
    }

    /// Calls a slot something else.
    ///
    /// # Errors
    /// `NotFound`, `NameTaken`.
    pub fn rename_slot(&mut self, id: Id, name: String, now: UnixTime) -> Result<(), SlotError> {
        self.position(id)?;
        self.check_name(&name, Some(id))?;
        match self
            .document
            .slot_names
            .iter_mut()
            .find(|known| known.slot == id)
        {
            Some(known) => known.name = name,
            None => self.document.slot_names.push(SlotName::new(id, name, now)),
        }
        Ok(())
    }

    /// Puts another password in place of the one of slot `id`. Older copies of the file still
    /// open with the old one.
    ///
    /// # Errors
    /// `NotFound`, `NotAPassword`, `OutOfMemory`; `Full` where all passwords together would be too
    /// costly to try.
    pub fn change_password(
        &mut self,
        id: Id,
        password: &Password,
        kdf: Kdf,
        rng: &mut dyn CryptoRng,
    ) -> Result<(), SlotError> {
        let at = self.position(id)?;
        let kdf = self.costliest(kdf);
        self.check_work(kdf, Some(id))?;
        let vault_id = self.id();
        let slot = self.header.slots.get_mut(at).ok_or(SlotError::NotFound)?;
        if slot.kind != SlotKind::Password {
            return Err(SlotError::NotAPassword);
        }
        let changed = Slot::for_password(id, password, kdf, self.dek.key(), vault_id, rng);
        *slot = changed.map_err(|crypto::OutOfMemory| SlotError::OutOfMemory)?;
        Ok(())
    }

    /// Makes the password that opened the vault as costly to guess as `kdf` asks, where it is
    /// cheaper; never lower. `false`: nothing had to be done, there is no room for the cost, or the slot
    /// has another password by now, which is not put back.
    ///
    /// # Errors
    /// `OutOfMemory`. The vault is as it was.
    pub fn raise_cost(
        &mut self,
        password: &Password,
        kdf: Kdf,
        rng: &mut dyn CryptoRng,
    ) -> Result<bool, SlotError> {
        let id = self.opened_by;
        let opened_by = self.header.slots.iter().find(|slot| slot.id == id);
        let Some(present) = opened_by.and_then(|slot| slot.kdf) else {
            return Ok(false);
        };
        let kdf = self.costliest(kdf);
        if kdf.work() <= present.work() || !self.is_password_of(id, password)? {
            return Ok(false);
        }
        match self.change_password(id, password, kdf, rng) {
            Ok(()) => Ok(true),
            Err(SlotError::Full) => Ok(false),
            Err(error) => Err(error),
        }
    }

    fn is_password_of(&self, id: Id, password: &Password) -> Result<bool, SlotError> {
        let mut slots = self.header.slots.iter();
        let Some(slot) = slots.find(|slot| slot.id == id) else {
            return Ok(false);
        };
        let opened = slot.open_with_password(password, self.id());
        let opened = opened.map_err(|crypto::OutOfMemory| SlotError::OutOfMemory)?;
        Ok(opened.is_some())
    }

    /// A password is never cheaper to guess than any the vault already has.
    fn costliest(&self, kdf: Kdf) -> Kdf {
        let present = self.header.slots.iter().filter_map(|slot| slot.kdf);
        present.fold(Kdf::FLOOR.at_least(kdf), Kdf::at_least)
    }

    /// A wrong password is tried on every slot, and that must end in a time people wait.
    fn check_work(&self, kdf: Kdf, replaced: Option<Id>) -> Result<(), SlotError> {
        let slots = self.header.slots.iter();
        let replaced = slots
            .filter(|slot| Some(slot.id) == replaced)
            .filter_map(|slot| slot.kdf);
        let freed: u64 = replaced.map(Kdf::work).sum();
        let work = password_work(&self.header.slots) - freed + kdf.work();
        if work > MAX_PASSWORD_WORK {
            Err(SlotError::Full)
        } else {
            Ok(())
        }
    }

    fn check_new_slot(&self, name: &str) -> Result<(), SlotError> {
        if self.header.slots.len() >= MAX_SLOTS {
            return Err(SlotError::Full);
        }
        self.check_name(name, None)
    }

    /// Names differ by more than upper and lower case, so that each finds one slot.
    fn check_name(&self, name: &str, own: Option<Id>) -> Result<(), SlotError> {
        let name = name.to_lowercase();
        let mut others = self
            .document
            .slot_names
            .iter()
            .filter(|known| Some(known.slot) != own);
        if others.any(|known| known.name.to_lowercase() == name) {
            return Err(SlotError::NameTaken);
        }
        Ok(())
    }

    fn push_slot(&mut self, slot: Slot, name: String, now: UnixTime) {
        self.document
            .slot_names
            .push(SlotName::new(slot.id, name, now));
        self.header.slots.push(slot);
    }

    fn position(&self, id: Id) -> Result<usize, SlotError> {
        let at = self.header.slots.iter().position(|slot| slot.id == id);
        at.ok_or(SlotError::NotFound)
    }
}

/// Refuses ways to unlock of which one loss could lock the user out: a password must be among them,
/// or two that do not depend on a computer's keyring.
pub(crate) fn check_ways(kinds: impl Iterator<Item = SlotKind>) -> Result<(), SlotError> {
    let (mut passwords, mut dependable) = (0, 0);
    for kind in kinds {
        match kind {
            SlotKind::Password => passwords += 1,
            SlotKind::Fido2 | SlotKind::Recovery => dependable += 1,
            SlotKind::Keyring | SlotKind::Other(_) => {}
        }
    }
    if passwords > 0 || dependable >= 2 {
        Ok(())
    } else {
        Err(SlotError::WouldLockOut)
    }
}
