//! Slots: the ways to unlock (docs/vault-format.md, "Header" and "Keys").

use crate::cbor::{Reader, Writer};
use crate::crypto::{self, Key, OutOfMemory};
use crate::error::{Limit, OpenError};
use crate::fields::{MapWriter, Unknown, read_map};
use crate::id::Id;
use crate::kdf::Kdf;
use crate::key_slot::{KeySecret, KeySlot};
use crate::keyring::KeyringSecret;
use crate::kit::RecoverySecret;
use crate::password::Password;
use otp::UnixTime;
use rand_core::CryptoRng;
use zeroize::Zeroizing;

/// What a slot asks for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum SlotKind {
    /// A password.
    Password,
    /// The system's keyring.
    Keyring,
    /// A FIDO2 security key.
    Fido2,
    /// A recovery kit.
    Recovery,
    /// Something that only a newer version knows.
    Other(u8),
}

/// A slot as people see it.
#[derive(Clone, Debug)]
pub struct SlotInfo {
    /// Names the slot for ever.
    pub id: Id,
    /// What it asks for.
    pub kind: SlotKind,
    /// What the user calls it; empty if it has no name.
    pub name: String,
    /// When it was added, if known.
    pub created: Option<UnixTime>,
    /// When somebody last typed a recovery kit in full and it fitted; `None`: never.
    pub tested: Option<UnixTime>,
    /// What checking its password costs.
    pub kdf: Option<Kdf>,
    /// What it asks of a security key.
    pub key: Option<KeySlot>,
    /// The key's model (AAGUID), as the key gave it when the slot was made.
    pub model: Option<[u8; 16]>,
}

/// The vault's data key, encrypted for one credential.
#[derive(Clone, Eq, PartialEq)]
pub(crate) struct Slot {
    pub(crate) kind: SlotKind,
    pub(crate) id: Id,
    policy: u64,
    salt: [u8; 32],
    /// CBOR of `params`; an array for the kinds this version opens.
    params: Vec<u8>,
    pub(crate) kdf: Option<Kdf>,
    pub(crate) key: Option<KeySlot>,
    wrapped: [u8; WRAPPED_LEN],
}

/// Highest key of a slot's map.
pub(crate) const LAST_KEY: u64 = 5;
const WRAPPED_LEN: usize = 32 + crypto::TAG_LEN;
const EMPTY_ARRAY: [u8; 1] = [0x80];

impl Slot {
    /// A password slot around `dek`.
    pub(crate) fn for_password(
        id: Id,
        password: &Password,
        kdf: Kdf,
        dek: &Key,
        vault_id: Id,
        rng: &mut dyn CryptoRng,
    ) -> Result<Self, OutOfMemory> {
        let mut params = Writer::with_capacity(16);
        params.array(3);
        for value in [kdf.memory_kib(), kdf.passes(), kdf.lanes()] {
            params.unsigned(u64::from(value));
        }
        let mut slot = Self::unwrapped(SlotKind::Password, id, params.into_bytes().to_vec(), rng);
        slot.kdf = Some(kdf);
        let secret = crypto::argon2id(password.expose().as_bytes(), &slot.salt, kdf)?;
        slot.wrap(secret.expose(), dek, vault_id);
        Ok(slot)
    }

    /// A recovery-kit slot around `dek`.
    pub(crate) fn for_recovery(
        id: Id,
        kit: &RecoverySecret,
        dek: &Key,
        vault_id: Id,
        rng: &mut dyn CryptoRng,
    ) -> Self {
        let mut slot = Self::unwrapped(SlotKind::Recovery, id, EMPTY_ARRAY.to_vec(), rng);
        slot.wrap(kit.expose(), dek, vault_id);
        slot
    }

    /// A keyring slot around `dek`.
    pub(crate) fn for_keyring(
        id: Id,
        secret: &KeyringSecret,
        dek: &Key,
        vault_id: Id,
        rng: &mut dyn CryptoRng,
    ) -> Self {
        let mut slot = Self::unwrapped(SlotKind::Keyring, id, EMPTY_ARRAY.to_vec(), rng);
        slot.wrap(secret.expose(), dek, vault_id);
        slot
    }

    /// A slot around `dek` for a security key that answers `key` with `secret`.
    pub(crate) fn for_key(
        id: Id,
        key: KeySlot,
        secret: &KeySecret,
        dek: &Key,
        vault_id: Id,
        rng: &mut dyn CryptoRng,
    ) -> Self {
        let mut slot = Self::unwrapped(SlotKind::Fido2, id, key.write(), rng);
        slot.key = Some(key);
        slot.wrap(secret.expose(), dek, vault_id);
        slot
    }

    /// The data key, if `password` is this slot's.
    pub(crate) fn open_with_password(
        &self,
        password: &Password,
        vault_id: Id,
    ) -> Result<Option<Key>, OutOfMemory> {
        let Some(kdf) = self.kdf else { return Ok(None) };
        let secret = crypto::argon2id(password.expose().as_bytes(), &self.salt, kdf)?;
        Ok(self.unwrap(secret.expose(), vault_id))
    }

    /// The data key, if `kit` is this slot's.
    pub(crate) fn open_with_recovery(&self, kit: &RecoverySecret, vault_id: Id) -> Option<Key> {
        if self.kind != SlotKind::Recovery {
            return None;
        }
        self.unwrap(kit.expose(), vault_id)
    }

    /// The data key, if `secret` is this slot's.
    pub(crate) fn open_with_keyring(&self, secret: &KeyringSecret, vault_id: Id) -> Option<Key> {
        if self.kind != SlotKind::Keyring {
            return None;
        }
        self.unwrap(secret.expose(), vault_id)
    }

    /// The data key, if `secret` is this slot's.
    pub(crate) fn open_with_key(&self, secret: &KeySecret, vault_id: Id) -> Option<Key> {
        let key = self.key.as_ref();
        key.filter(|key| secret.is_of(key))?;
        self.unwrap(secret.expose(), vault_id)
    }

    /// Each wrapping gets a fresh salt, so its key encrypts only once.
    fn unwrapped(kind: SlotKind, id: Id, params: Vec<u8>, rng: &mut dyn CryptoRng) -> Self {
        let mut salt = [0; 32];
        rng.fill_bytes(&mut salt);
        let wrapped = [0; WRAPPED_LEN];
        Self {
            kind,
            id,
            policy: 0,
            salt,
            params,
            kdf: None,
            key: None,
            wrapped,
        }
    }

    fn wrap(&mut self, secret: &[u8], dek: &Key, vault_id: Id) {
        let kek = self.key_encryption_key(secret, vault_id);
        let mut inner = Zeroizing::new(*dek.expose());
        let tag = crypto::encrypt(&kek, &self.associated_data(vault_id), inner.as_mut_slice());
        let sealed = inner.iter().chain(&tag);
        for (to, from) in self.wrapped.iter_mut().zip(sealed) {
            *to = *from;
        }
    }

    fn unwrap(&self, secret: &[u8], vault_id: Id) -> Option<Key> {
        let kek = self.key_encryption_key(secret, vault_id);
        let (inner, tag) = self.wrapped.split_first_chunk()?;
        let mut dek = Zeroizing::new(*inner);
        let aad = self.associated_data(vault_id);
        crypto::decrypt(&kek, &aad, dek.as_mut_slice(), tag.try_into().ok()?).ok()?;
        Some(Key::new(dek))
    }

    fn key_encryption_key(&self, secret: &[u8], vault_id: Id) -> Key {
        let info: [&[u8]; 5] = [
            b"countersign/v1/slot",
            vault_id.as_bytes(),
            self.id.as_bytes(),
            &[self.kind.number()],
            &self.params,
        ];
        crypto::hkdf(secret, &self.salt, &info)
    }

    fn associated_data(&self, vault_id: Id) -> Vec<u8> {
        let mut writer = Writer::with_capacity(256);
        self.write_fields(&mut writer, None);
        [&writer.into_bytes(), vault_id.as_bytes().as_slice()].concat()
    }

    pub(crate) fn write(writer: &mut Writer, this: &Self) {
        this.write_fields(writer, Some(&this.wrapped));
    }

    fn write_fields(&self, writer: &mut Writer, wrapped: Option<&[u8]>) {
        let none = Unknown::default();
        let mut map = MapWriter::new(writer, &none);
        map.field(0, |w| w.unsigned(u64::from(self.kind.number())));
        map.field(1, |w| w.bytes(self.id.as_bytes()));
        map.field(2, |w| w.unsigned(self.policy));
        map.field(3, |w| w.bytes(&self.salt));
        map.field(4, |w| w.raw(&self.params));
        if let Some(wrapped) = wrapped {
            map.field(5, |w| w.bytes(wrapped));
        }
        map.end();
    }

    pub(crate) fn read(bytes: &[u8]) -> Result<Self, OpenError> {
        let (mut kind, mut id, mut policy, mut salt) = (None, None, None, None);
        let (mut params, mut wrapped) = (None, None);
        read_map(bytes, |number, mut value| {
            match number {
                0 => kind = u8::try_from(value.unsigned()?).ok(),
                1 => id = Some(Id::read(value)?),
                2 => policy = Some(value.unsigned()?),
                3 => salt = value.bytes()?.try_into().ok(),
                4 => params = Some(value.item()?),
                5 => wrapped = value.bytes()?.try_into().ok(),
                _ => return Err(OpenError::TooNew { needed: 0 }),
            }
            Ok(())
        })?;
        let kind = SlotKind::from_number(kind.ok_or(OpenError::Damaged)?);
        let params = params.ok_or(OpenError::Damaged)?;
        let (kdf, key) = read_params(kind, params)?;
        Ok(Self {
            kind,
            id: id.ok_or(OpenError::Damaged)?,
            policy: policy.ok_or(OpenError::Damaged)?,
            salt: salt.ok_or(OpenError::Damaged)?,
            params: params.to_vec(),
            kdf,
            key,
            wrapped: wrapped.ok_or(OpenError::Damaged)?,
        })
    }
}

/// Checks the parameters of the kinds this version opens; the others are kept unread.
fn read_params(kind: SlotKind, params: &[u8]) -> Result<(Option<Kdf>, Option<KeySlot>), OpenError> {
    let mut reader = Reader::new(params);
    match kind {
        SlotKind::Password if reader.array()? == 3 => {
            let mut value = || Ok::<_, OpenError>(u32::try_from(reader.unsigned()?).ok());
            let (memory, passes, lanes) = (value()?, value()?, value()?);
            let kdf = memory.zip(passes).zip(lanes);
            let kdf = kdf.and_then(|((memory, passes), lanes)| Kdf::new(memory, passes, lanes));
            let kdf = kdf.ok_or(OpenError::OverLimit(Limit::Kdf))?;
            Ok((Some(kdf), None))
        }
        SlotKind::Keyring | SlotKind::Recovery if reader.array()? == 0 => Ok((None, None)),
        SlotKind::Fido2 => Ok((None, Some(KeySlot::read(reader)?))),
        SlotKind::Password | SlotKind::Keyring | SlotKind::Recovery => Err(OpenError::Damaged),
        SlotKind::Other(_) => Ok((None, None)),
    }
}

impl SlotKind {
    fn number(self) -> u8 {
        match self {
            Self::Password => 1,
            Self::Keyring => 2,
            Self::Fido2 => 3,
            Self::Recovery => 4,
            Self::Other(number) => number,
        }
    }

    fn from_number(number: u8) -> Self {
        match number {
            1 => Self::Password,
            2 => Self::Keyring,
            3 => Self::Fido2,
            4 => Self::Recovery,
            _ => Self::Other(number),
        }
    }
}
