//! What a person has at hand, tried on the slots of a vault.

use crate::crypto::{Key, OutOfMemory};
use crate::error::OpenError;
use crate::header::Header;
use crate::id::Id;
use crate::key_slot::KeySecret;
use crate::keyring::KeyringSecret;
use crate::kit::RecoverySecret;
use crate::password::Password;
use crate::slot::Slot;

/// What a person has at hand to open a vault.
pub enum Credential {
    /// A password; tried on every password slot. Costs up to a second a slot.
    Password(Password),
    /// A recovery kit. Costs nothing.
    Recovery(RecoverySecret),
    /// What the system's keyring keeps. Costs nothing.
    Keyring(KeyringSecret),
    /// What a security key answered. Costs nothing.
    SecurityKey(KeySecret),
}

impl Credential {
    /// The first slot that opens, and the data key in it.
    ///
    /// # Errors
    /// `WrongCredential`; `OutOfMemory` when none opens and one of them could not be tried.
    pub(crate) fn open_slot(&self, header: &Header) -> Result<(Id, Key), OpenError> {
        let mut refused = OpenError::WrongCredential;
        for slot in &header.slots {
            match self.try_slot(slot, header.vault_id) {
                Ok(Some(dek)) => return Ok((slot.id, dek)),
                Ok(None) => {}
                // Another slot may ask for less.
                Err(OutOfMemory) => refused = OpenError::OutOfMemory,
            }
        }
        Err(refused)
    }

    /// The data key, if the credential is this slot's.
    pub(crate) fn try_slot(&self, slot: &Slot, vault_id: Id) -> Result<Option<Key>, OutOfMemory> {
        match self {
            Self::Password(password) => slot.open_with_password(password, vault_id),
            Self::Recovery(kit) => Ok(slot.open_with_recovery(kit, vault_id)),
            Self::Keyring(secret) => Ok(slot.open_with_keyring(secret, vault_id)),
            Self::SecurityKey(secret) => Ok(slot.open_with_key(secret, vault_id)),
        }
    }
}
