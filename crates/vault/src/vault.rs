//! A sealed file, and the same file opened.

use crate::cbor;
use crate::credential::Credential;
use crate::crypto::{self, Checksum, Key};
use crate::document::{Document, MAX_ACCOUNTS};
use crate::error::{Limit, MergeError, OpenError, SealError, SlotError};
use crate::format::{self, Envelope};
use crate::header::Header;
use crate::id::Id;
use crate::kdf::Kdf;
use crate::key_page::KeyPage;
use crate::key_slot::KeySlot;
use crate::merge::{self, merge_names, merge_slots};
use crate::padding::padded;
use crate::password::Password;
use crate::slot::{Slot, SlotKind};
use crate::stamping;
use otp::UnixTime;
use rand_core::CryptoRng;
use zeroize::Zeroizing;

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

    /// What is asked of security keys, slot by slot. Not authenticated yet: a key must not be asked for anything that
    /// depends on it but the secret.
    pub fn key_slots(&self) -> impl Iterator<Item = &KeySlot> {
        self.header
            .slots
            .iter()
            .filter_map(|slot| slot.key.as_ref())
    }

    /// What trying a password costs, slot by slot. Not authenticated yet.
    pub fn kdfs(&self) -> impl Iterator<Item = Kdf> {
        self.header.slots.iter().filter_map(|slot| slot.kdf)
    }

    /// Opens the vault. This file stays as it is, for another try.
    ///
    /// # Errors
    /// `WrongCredential` when no slot opens; `Damaged` when the file was changed by somebody
    /// without the key; `TooNew`, `OverLimit`, `OutOfMemory`.
    pub fn unlock(&self, credential: &Credential) -> Result<Vault, OpenError> {
        let (opened_by, dek) = credential.open_slot(&self.header)?;
        self.open(opened_by, dek)
    }

    fn open(&self, opened_by: Id, dek: Key) -> Result<Vault, OpenError> {
        let envelope = format::split_again(&self.bytes)?;
        let plaintext = decrypt(&envelope, &dek, &self.save_salt)?;
        let document = document_of(&plaintext)?;
        Ok(Vault {
            header: self.header.clone(),
            dek: KeyPage::holding(&dek),
            opened_by,
            document: Document::read(document)?,
            base: Base {
                document: Zeroizing::new(document.to_vec()),
                slots: self.header.slots.clone(),
            },
        })
    }
}

/// An open vault. Dropping it wipes the data key and the secrets.
pub struct Vault {
    pub(crate) header: Header,
    pub(crate) dek: KeyPage,
    pub(crate) opened_by: Id,
    pub(crate) document: Document,
    base: Base,
}

/// The state that is in the file: what differs from it was changed here.
struct Base {
    document: Zeroizing<Vec<u8>>,
    slots: Vec<Slot>,
}

/// The bytes of one save, to be written durably and then confirmed with [`Vault::saved`].
pub struct SealedVault {
    bytes: Vec<u8>,
    generation: u64,
    plaintext: Checksum,
    document: Zeroizing<Vec<u8>>,
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
        let dek = Key::generate(rng);
        let mut vault = Self {
            header: Header {
                vault_id: Id::generate(rng),
                generation: 0,
                slots: Vec::new(),
                extensions: None,
            },
            dek: KeyPage::holding(&dek),
            opened_by: Id::generate(rng),
            document: Document::new(now),
            base: Base {
                document: Document::new(now).write(),
                slots: Vec::new(),
            },
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

    /// Where the data key lies, and how many bytes are its alone: whole pages, the same ones as long as the vault is open.
    pub fn key_memory(&self) -> (*const u8, usize) {
        self.dek.memory()
    }

    /// Keeps `guard` over [`Self::key_memory`] until the key is wiped; it is dropped before that memory is given back.
    pub fn keep_with_key(&mut self, guard: Box<dyn Send + Sync>) {
        self.dek.keep(guard);
    }

    /// Everything inside.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// Everything inside, to change it. Nothing is saved by changing it.
    pub fn document_mut(&mut self) -> &mut Document {
        &mut self.document
    }

    /// The slot that the credential opened, or the first one of a new vault.
    pub fn opened_by(&self) -> Id {
        self.opened_by
    }

    /// Whether one of this vault's slots opens with the credential. Costs what unlocking costs.
    ///
    /// # Errors
    /// `OutOfMemory` only.
    pub fn accepts(&self, credential: &Credential) -> Result<bool, OpenError> {
        self.slot_of(credential).map(|slot| slot.is_some())
    }

    /// The slot that opens with the credential. Costs what unlocking costs.
    ///
    /// # Errors
    /// `OutOfMemory` only.
    pub fn slot_of(&self, credential: &Credential) -> Result<Option<Id>, OpenError> {
        match credential.open_slot(&self.header) {
            Ok((slot, _)) => Ok(Some(slot)),
            Err(OpenError::WrongCredential) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Opens another state of the same file, newer or older, with the key at hand.
    ///
    /// # Errors
    /// `WrongCredential`: `bytes` are a sound file of another vault, or made with another key.
    /// `Damaged` and the other errors of [`LockedVault::read`].
    pub fn reopen(&self, bytes: Vec<u8>) -> Result<Self, OpenError> {
        let locked = LockedVault::read(bytes)?;
        let envelope = format::split_again(&locked.bytes)?;
        if locked.id() != self.id() || !made_with(self.dek.key(), &envelope, &locked.save_salt) {
            return Err(OpenError::WrongCredential);
        }
        let dek = Key::new(Zeroizing::new(*self.dek.key().expose()));
        locked.open(self.opened_by, dek)
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
            |authenticated| crypto::hmac(&mac_key(self.dek.key(), &save_salt), authenticated),
            plaintext_len(&document)?,
            |file| write_plaintext(file, &document),
            |head, body| {
                plaintext = crypto::sha256(body);
                let (key, aad) = body_key(self.dek.key(), &save_salt, head, body.len());
                crypto::encrypt(&key, &aad, body)
            },
        );
        let bytes = bytes.ok_or(SealError::OverLimit(Limit::File))?;
        Ok(SealedVault {
            bytes,
            generation,
            plaintext,
            document,
        })
    }

    /// Whether `bytes`, read back from where they were written, open and hold just what was
    /// sealed.
    pub fn opens_as_sealed(&self, bytes: &[u8], sealed: &SealedVault) -> bool {
        let open = || {
            let envelope = format::split(bytes)?;
            let (header, save_salt) = Header::read(envelope.header)?;
            let plaintext = decrypt(&envelope, self.dek.key(), &save_salt)?;
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
        self.base.document.clone_from(&sealed.document);
        self.base.slots.clone_from(&self.header.slots);
    }

    /// Marks what was changed since the vault was opened or last saved, so that it can be merged. `writer`: a random
    /// id that no other program has.
    ///
    /// # Errors
    /// None that a vault in memory can have.
    pub fn stamp(&mut self, writer: Id) -> Result<(), OpenError> {
        stamping::stamp(&mut self.document, &self.base.document, writer)
    }

    /// Brings what was changed here together with what another program saved to the file meanwhile: `theirs` is the
    /// file as it is now, opened with [`Self::reopen`]. Our changes must be stamped. Says whether there is anything
    /// left to be saved.
    ///
    /// # Errors
    /// [`MergeError::Slots`]: the ways to unlock were changed here and there. Then nothing was merged.
    pub fn merge_saved(&mut self, theirs: Self) -> Result<bool, MergeError> {
        let slots = merge_slots(&self.base.slots, &self.header.slots, &theirs.header.slots)
            .ok_or(MergeError::Slots)?;
        let mut ours = self.copy_of_document()?;
        let base = Document::read(&self.base.document)?;
        let our_names = std::mem::take(&mut ours.slot_names);
        let mut their_document = theirs.document;
        let their_names = std::mem::take(&mut their_document.slot_names);
        let names = merge_names(&slots, &base.slot_names, our_names, their_names);
        let mut keyring = slots.iter().filter(|slot| slot.kind == SlotKind::Keyring);
        if keyring.any(|slot| !self.header.slots.contains(slot)) {
            ours.keyring_secret = their_document.keyring_secret.take();
        }
        self.document = merge::merge(ours, their_document, names)?;
        let slots_differ = slots != theirs.header.slots;
        self.header.slots = slots;
        self.header.generation = self.header.generation.max(theirs.header.generation);
        self.header.extensions = theirs.header.extensions;
        self.base = theirs.base;
        Ok(slots_differ || self.differs_from_base())
    }

    /// Takes over the accounts of `copy`, another file of this vault. Its ways to unlock are not taken. Says whether
    /// there was anything that this vault did not have.
    ///
    /// # Errors
    /// `copy` is a file of another vault.
    pub fn merge_copy(&mut self, copy: Self) -> Result<bool, MergeError> {
        let generation = copy.header.generation;
        let before = self.document.write();
        self.document = self.merged_with(copy)?;
        self.go_on_above(generation);
        Ok(*self.document.write() != *before)
    }

    /// Whether [`Self::merge_copy`] would change anything.
    ///
    /// # Errors
    /// As there.
    pub fn gains_from(&self, copy: Self) -> Result<bool, MergeError> {
        let merged = self.merged_with(copy)?;
        Ok(*merged.write() != *self.document.write())
    }

    /// The next save has a generation above this one.
    pub fn go_on_above(&mut self, generation: u64) {
        self.header.generation = self.header.generation.max(generation);
    }

    fn merged_with(&self, copy: Self) -> Result<Document, MergeError> {
        if copy.id() != self.id() {
            return Err(MergeError::Foreign);
        }
        let mut ours = self.copy_of_document()?;
        let names = std::mem::take(&mut ours.slot_names);
        Ok(merge::merge(ours, copy.document, names)?)
    }

    /// A failed merge must leave the document as it was.
    fn copy_of_document(&self) -> Result<Document, OpenError> {
        Document::read(&self.document.write())
    }

    fn differs_from_base(&self) -> bool {
        *self.document.write() != *self.base.document
    }
}

/// The plaintext of a file whose header was read, authenticated in full.
fn decrypt(
    envelope: &Envelope<'_>,
    dek: &Key,
    save_salt: &[u8; 32],
) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    if !made_with(dek, envelope, save_salt) {
        return Err(OpenError::Damaged);
    }
    let mut body = Zeroizing::new(envelope.body.to_vec());
    let (key, aad) = body_key(dek, save_salt, envelope.head, body.len());
    crypto::decrypt(&key, &aad, &mut body, envelope.tag).map_err(|_| OpenError::Damaged)?;
    Ok(body)
}

/// Whether the header of a file was written by somebody who has this key.
fn made_with(dek: &Key, envelope: &Envelope<'_>, save_salt: &[u8; 32]) -> bool {
    let mac = crypto::hmac(&mac_key(dek, save_salt), envelope.authenticated);
    crypto::same(&mac, envelope.header_mac)
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
