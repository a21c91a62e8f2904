//! A sealed file, and the same file opened.

use crate::cbor;
use crate::crypto::{self, Checksum, Key};
use crate::document::{Document, MAX_ACCOUNTS, SlotName};
use crate::error::{Limit, OpenError, SealError, SlotError};
use crate::format::{self, Envelope};
use crate::header::{Header, MAX_SLOTS};
use crate::id::Id;
use crate::kdf::Kdf;
use crate::kit::RecoverySecret;
use crate::padding::padded;
use crate::password::Password;
use crate::slot::{Slot, SlotInfo, SlotKind};
use otp::UnixTime;
use rand_core::CryptoRng;
use zeroize::Zeroizing;

/// What a person has at hand to open a vault.
pub enum Credential {
    /// A password; tried on every password slot. Costs up to a second a slot.
    Password(Password),
    /// A recovery kit. Costs nothing.
    Recovery(RecoverySecret),
}

/// A vault file whose outside is sound. Nothing of it is trusted before [`Self::unlock`].
pub struct LockedVault {
    bytes: Vec<u8>,
    header: Header,
    save_salt: [u8; 32],
}

impl LockedVault {
    /// Checks layout, limits and checksum, before any memory is taken for a password.
    ///
    /// # Errors
    /// [`OpenError`], any but `WrongCredential` and `OutOfMemory`.
    pub fn read(bytes: Vec<u8>) -> Result<Self, OpenError> {
        let (header, save_salt) = Header::read(format::split(&bytes)?.header)?;
        Ok(Self {
            bytes,
            header,
            save_salt,
        })
    }

    /// The vault's name for ever. Anybody could have written it: it is not authenticated yet.
    pub fn id(&self) -> Id {
        self.header.vault_id
    }

    /// How many saves made this file. Not authenticated yet.
    pub fn generation(&self) -> u64 {
        self.header.generation
    }

    /// Which kinds of slots there are. Not authenticated yet.
    pub fn slot_kinds(&self) -> impl Iterator<Item = SlotKind> {
        self.header.slots.iter().map(|slot| slot.kind)
    }

    /// Opens the vault. This file stays as it is, for another try.
    ///
    /// # Errors
    /// `WrongCredential` when no slot opens; `Damaged` when the file was changed by somebody
    /// without the key; `TooNew`, `OverLimit`, `OutOfMemory`.
    pub fn unlock(&self, credential: &Credential) -> Result<Vault, OpenError> {
        for slot in &self.header.slots {
            if let Some(dek) = self.try_slot(slot, credential)? {
                let envelope = format::split_again(&self.bytes)?;
                let plaintext = decrypt(&envelope, &dek, &self.save_salt)?;
                return Ok(Vault {
                    header: self.header.clone(),
                    dek,
                    opened_by: slot.id,
                    document: Document::read(document_of(&plaintext)?)?,
                });
            }
        }
        Err(OpenError::WrongCredential)
    }

    fn try_slot(&self, slot: &Slot, credential: &Credential) -> Result<Option<Key>, OpenError> {
        let vault_id = self.header.vault_id;
        match credential {
            Credential::Password(password) => slot
                .open_with_password(password, vault_id)
                .map_err(|crypto::OutOfMemory| OpenError::OutOfMemory),
            Credential::Recovery(kit) => Ok(slot.open_with_recovery(kit, vault_id)),
        }
    }
}

/// An open vault. Dropping it wipes the data key and the secrets.
pub struct Vault {
    header: Header,
    dek: Key,
    opened_by: Id,
    document: Document,
}

/// The bytes of one save, to be written durably and then confirmed with [`Vault::saved`].
pub struct SealedVault {
    bytes: Vec<u8>,
    generation: u64,
    plaintext: Checksum,
}

impl SealedVault {
    /// The whole file.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Its generation: one more than that of the vault it was made from.
    pub fn generation(&self) -> u64 {
        self.generation
    }
}

impl Vault {
    /// A new vault with one password slot, not saved yet.
    ///
    /// # Errors
    /// [`SlotError::OutOfMemory`].
    pub fn create(
        password: &Password,
        kdf: Kdf,
        slot_name: String,
        now: UnixTime,
        rng: &mut dyn CryptoRng,
    ) -> Result<Self, SlotError> {
        let mut dek = Zeroizing::new([0; 32]);
        rng.fill_bytes(dek.as_mut_slice());
        let mut vault = Self {
            header: Header {
                vault_id: Id::generate(rng),
                generation: 0,
                slots: Vec::new(),
                extensions: None,
            },
            dek: Key::new(dek),
            opened_by: Id::generate(rng),
            document: Document::new(now),
        };
        vault.opened_by = vault.add_password_slot(password, kdf, slot_name, now, rng)?;
        Ok(vault)
    }

    /// The vault's name for ever.
    pub fn id(&self) -> Id {
        self.header.vault_id
    }

    /// The generation of the last confirmed save; 0 before the first.
    pub fn generation(&self) -> u64 {
        self.header.generation
    }

    /// Everything inside.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// Everything inside, to change it. Nothing is saved by changing it.
    pub fn document_mut(&mut self) -> &mut Document {
        &mut self.document
    }

    /// Encrypts the vault as it is now. The vault stays at its generation until [`Self::saved`].
    ///
    /// # Errors
    /// A text or the whole is over its limit.
    pub fn seal(&self, rng: &mut dyn CryptoRng) -> Result<SealedVault, SealError> {
        if self.document.accounts().len() > MAX_ACCOUNTS {
            return Err(SealError::OverLimit(Limit::Accounts));
        }
        let document = self.document.write();
        // What could not be read back must never be written.
        cbor::check(&document).map_err(|_| SealError::TextTooLong)?;
        let generation = self.header.generation.saturating_add(1);
        let mut save_salt = [0; 32];
        rng.fill_bytes(&mut save_salt);
        let header = self.header.write(generation, &save_salt);
        let mut plaintext = [0; 32];
        let bytes = format::join(
            &header,
            |authenticated| crypto::hmac(&mac_key(&self.dek, &save_salt), authenticated),
            plaintext_len(&document)?,
            |file| write_plaintext(file, &document),
            |head, body| {
                plaintext = crypto::sha256(body);
                let (key, aad) = body_key(&self.dek, &save_salt, head, body.len());
                crypto::encrypt(&key, &aad, body)
            },
        );
        let bytes = bytes.ok_or(SealError::OverLimit(Limit::File))?;
        Ok(SealedVault {
            bytes,
            generation,
            plaintext,
        })
    }

    /// Whether `bytes`, read back from where they were written, open and hold just what was
    /// sealed.
    pub fn opens_as_sealed(&self, bytes: &[u8], sealed: &SealedVault) -> bool {
        let open = || {
            let envelope = format::split(bytes)?;
            let (header, save_salt) = Header::read(envelope.header)?;
            let plaintext = decrypt(&envelope, &self.dek, &save_salt)?;
            let same = header.generation == sealed.generation
                && crypto::sha256(&plaintext) == sealed.plaintext;
            Ok::<_, OpenError>(same)
        };
        open().unwrap_or(false)
    }

    /// SHA-256 of the document as it would be written now: tells whether two vaults hold the same.
    pub fn document_checksum(&self) -> [u8; 32] {
        crypto::sha256(&self.document.write())
    }

    /// Confirms that `sealed` is durable: its generation is now this vault's.
    pub fn saved(&mut self, sealed: &SealedVault) {
        self.header.generation = sealed.generation;
    }

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
                kdf: slot.kdf,
            }
        };
        self.header.slots.iter().map(info).collect()
    }

    /// The slot that the credential opened, or the first one of a new vault.
    pub fn opened_by(&self) -> Id {
        self.opened_by
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
        let id = Id::generate(rng);
        let kdf = self.costliest(kdf);
        let slot = Slot::for_password(id, password, kdf, &self.dek, self.id(), rng);
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
        let slot = Slot::for_recovery(id, kit, &self.dek, self.id(), rng);
        self.push_slot(slot, name, now);
        Ok(id)
    }

    /// Removes a way to unlock. Older copies of the file still open with it.
    ///
    /// # Errors
    /// `NotFound`; `WouldLockOut` unless a password remains, or two others that do not depend on
    /// this computer's keyring.
    pub fn remove_slot(&mut self, id: Id) -> Result<(), SlotError> {
        let at = self.position(id)?;
        let rest = || {
            self.header
                .slots
                .iter()
                .filter(|slot| slot.id != id)
                .map(|slot| slot.kind)
        };
        let dependable = |kind: &SlotKind| matches!(kind, SlotKind::Fido2 | SlotKind::Recovery);
        let password_stays = rest().any(|kind| kind == SlotKind::Password);
        if !password_stays && rest().filter(dependable).count() < 2 {
            return Err(SlotError::WouldLockOut);
        }
        self.header.slots.remove(at);
        self.document.slot_names.retain(|name| name.slot != id);
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
    /// `NotFound`, `NotAPassword`, `OutOfMemory`.
    pub fn change_password(
        &mut self,
        id: Id,
        password: &Password,
        kdf: Kdf,
        rng: &mut dyn CryptoRng,
    ) -> Result<(), SlotError> {
        let at = self.position(id)?;
        let kdf = self.costliest(kdf);
        let vault_id = self.id();
        let slot = self.header.slots.get_mut(at).ok_or(SlotError::NotFound)?;
        if slot.kind != SlotKind::Password {
            return Err(SlotError::NotAPassword);
        }
        let changed = Slot::for_password(id, password, kdf, &self.dek, vault_id, rng);
        *slot = changed.map_err(|crypto::OutOfMemory| SlotError::OutOfMemory)?;
        Ok(())
    }

    /// A password is never cheaper to guess than any the vault already has.
    fn costliest(&self, kdf: Kdf) -> Kdf {
        let present = self.header.slots.iter().filter_map(|slot| slot.kdf);
        present.fold(kdf, Kdf::at_least)
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

/// The plaintext of a file whose header was read, authenticated in full.
fn decrypt(
    envelope: &Envelope<'_>,
    dek: &Key,
    save_salt: &[u8; 32],
) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let mac = crypto::hmac(&mac_key(dek, save_salt), envelope.authenticated);
    if !crypto::same(&mac, envelope.header_mac) {
        return Err(OpenError::Damaged);
    }
    let mut body = Zeroizing::new(envelope.body.to_vec());
    let (key, aad) = body_key(dek, save_salt, envelope.head, body.len());
    crypto::decrypt(&key, &aad, &mut body, envelope.tag).map_err(|_| OpenError::Damaged)?;
    Ok(body)
}

fn mac_key(dek: &Key, save_salt: &[u8; 32]) -> Key {
    crypto::hkdf(dek.expose(), save_salt, &[b"countersign/v1/header"])
}

/// The body's key and associated data. The key is used once: `save_salt` is new with every save.
fn body_key(dek: &Key, save_salt: &[u8; 32], head: &[u8], body_len: usize) -> (Key, [u8; 40]) {
    let head_hash = crypto::sha256(head);
    let key = crypto::hkdf(
        dek.expose(),
        save_salt,
        &[b"countersign/v1/body", &head_hash],
    );
    let body_len = u64::try_from(body_len).unwrap_or(u64::MAX).to_be_bytes();
    let mut aad = [0; 40];
    for (to, from) in aad.iter_mut().zip(head_hash.iter().chain(&body_len)) {
        *to = *from;
    }
    (key, aad)
}

/// Length field, document and padding, in bytes.
fn plaintext_len(document: &[u8]) -> Result<usize, SealError> {
    let len = u64::try_from(document.len())
        .ok()
        .and_then(|len| len.checked_add(8));
    let padded = len.and_then(|len| usize::try_from(padded(len)).ok());
    padded.ok_or(SealError::OverLimit(Limit::File))
}

fn write_plaintext(file: &mut Vec<u8>, document: &[u8]) {
    let start = file.len();
    let padded = plaintext_len(document).unwrap_or(0);
    let len = u64::try_from(document.len()).unwrap_or(u64::MAX);
    file.extend_from_slice(&len.to_be_bytes());
    file.extend_from_slice(document);
    file.resize(start + padded, 0);
}

/// The document within a plaintext; its padding must be just what a writer makes.
fn document_of(plaintext: &[u8]) -> Result<&[u8], OpenError> {
    let (len, rest) = plaintext.split_first_chunk().ok_or(OpenError::Damaged)?;
    let len = usize::try_from(u64::from_be_bytes(*len)).map_err(|_| OpenError::Damaged)?;
    let (document, padding) = rest.split_at_checked(len).ok_or(OpenError::Damaged)?;
    let exact = plaintext_len(document).is_ok_and(|expected| expected == plaintext.len());
    if !exact || padding.iter().any(|byte| *byte != 0) {
        return Err(OpenError::Damaged);
    }
    Ok(document)
}
