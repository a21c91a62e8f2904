//! A new data key: what was learnt of the old one is worth nothing for what is saved from then on
//! (docs/vault-format.md, "Renewing the data key").

use crate::credential::Credential;
use crate::crypto::{self, Key, OutOfMemory};
use crate::document::SlotName;
use crate::error::SlotError;
use crate::keyring::KeyringSecret;
use crate::slot::{Slot, SlotInfo, SlotKind};
use crate::slots::check_ways;
use crate::vault::Vault;
use rand_core::CryptoRng;
use zeroize::Zeroizing;

/// What became of the ways to unlock.
#[derive(Clone, Debug)]
pub struct Renewal {
    /// Those that open the vault as before.
    pub kept: Vec<SlotInfo>,
    /// Those that nobody presented: they open only what was saved before.
    pub dropped: Vec<SlotInfo>,
}

impl Vault {
    /// Takes a new data key and wraps it for the slots that `presented` opens, each with a fresh
    /// salt. All other slots are dropped: whoever held the old key could follow any wrapping made
    /// without the credential. The keyring's secret is made anew: see [`Self::keyring_secret`]. For
    /// each password it takes as long as unlocking and changing the password together.
    ///
    /// # Errors
    /// `WrongCredential`, `WouldLockOut` as for [`Self::remove_slot`], `OutOfMemory`. The vault is as
    /// it was.
    pub fn renew_key(
        &mut self,
        presented: &[Credential],
        rng: &mut dyn CryptoRng,
    ) -> Result<Renewal, SlotError> {
        let openers = self.openers(presented)?;
        let kept = self.header.slots.iter().zip(&openers);
        check_ways(kept.filter_map(|(slot, opener)| opener.map(|_| slot.kind)))?;
        let dek = Key::generate(rng);
        let keyring = KeyringSecret::generate(rng);
        let mut slots = Vec::new();
        for (slot, opener) in self.header.slots.iter().zip(openers) {
            if let Some(opener) = opener {
                slots.push(self.wrapped_anew(slot, opener, &keyring, &dek, rng)?);
            }
        }
        Ok(self.put_in_force(dek, slots, keyring))
    }

    /// Which of the credentials opens each slot; every one must open one.
    fn openers<'c>(
        &self,
        presented: &'c [Credential],
    ) -> Result<Vec<Option<&'c Credential>>, SlotError> {
        let mut openers = Vec::new();
        let mut used = vec![false; presented.len()];
        for slot in &self.header.slots {
            let mut opener = None;
            for (credential, used) in presented.iter().zip(&mut used) {
                let opened = credential.try_slot(slot, self.id());
                if opened
                    .map_err(|OutOfMemory| SlotError::OutOfMemory)?
                    .is_some()
                {
                    (opener, *used) = (Some(credential), true);
                    break;
                }
            }
            openers.push(opener);
        }
        match used.iter().position(|used| !used) {
            Some(presented) => Err(SlotError::WrongCredential { presented }),
            None => Ok(openers),
        }
    }

    fn wrapped_anew(
        &self,
        slot: &Slot,
        opener: &Credential,
        keyring: &KeyringSecret,
        dek: &Key,
        rng: &mut dyn CryptoRng,
    ) -> Result<Slot, SlotError> {
        let (id, vault_id) = (slot.id, self.id());
        Ok(match opener {
            Credential::Password(password) => {
                let kdf = slot.kdf.ok_or(SlotError::NotAPassword)?;
                Slot::for_password(id, password, kdf, dek, vault_id, rng)
                    .map_err(|OutOfMemory| SlotError::OutOfMemory)?
            }
            Credential::Recovery(kit) => Slot::for_recovery(id, kit, dek, vault_id, rng),
            Credential::Keyring(_) => Slot::for_keyring(id, keyring, dek, vault_id, rng),
            Credential::SecurityKey(secret) => {
                let key = slot.key.clone().ok_or(SlotError::NotFound)?;
                Slot::for_key(id, key, secret, dek, vault_id, rng)
            }
        })
    }

    fn put_in_force(&mut self, dek: Key, slots: Vec<Slot>, keyring: KeyringSecret) -> Renewal {
        let is_kept = |info: &SlotInfo| slots.iter().any(|slot| slot.id == info.id);
        let (kept, dropped) = self.slots().into_iter().partition(is_kept);
        let renewal = Renewal { kept, dropped };
        let root = Zeroizing::new(self.state_root().expose().to_vec());
        self.document.state_roots.push(root);
        let has_keyring = slots.iter().any(|slot| slot.kind == SlotKind::Keyring);
        self.document.keyring_secret = has_keyring.then_some(keyring);
        let is_there = |name: &SlotName| slots.iter().any(|slot| slot.id == name.slot);
        self.document.slot_names.retain(is_there);
        if !slots.iter().any(|slot| slot.id == self.opened_by)
            && let Some(first) = slots.first()
        {
            self.opened_by = first.id;
        }
        self.header.slots = slots;
        self.dek.overwrite(&dek);
        renewal
    }

    /// What state beside the vault file is sealed under; a renewal carries it in the document.
    pub(crate) fn state_root(&self) -> Key {
        let info: [&[u8]; 2] = [
            b"countersign/v1/state-root",
            self.header.vault_id.as_bytes(),
        ];
        crypto::hkdf(self.dek.key().expose(), &[], &info)
    }
}
