//! Keys of members, devices and epochs (docs/team-log.md, "Keys").

use crate::Hash;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use hpke::aead::AesGcm256;
use hpke::kdf::HkdfSha256;
use hpke::kem::{Kem, XWing};
use hpke::{Deserializable, OpModeR, OpModeS, Serializable};
use rand_core::CryptoRng;
use std::collections::BTreeMap;
use std::sync::Arc;
use vault::Id;
use vault::primitives::{Key, TAG_LEN, decrypt, encrypt, hkdf, hmac, same, sha256};
use zeroize::Zeroizing;

/// Bytes of an X-Wing public key.
pub(crate) const SEALING_KEY: usize = 1216;
const ENCAPSULATED: usize = 1120;
/// Bytes of an epoch key that is wrapped for a device.
pub(crate) const WRAP: usize = ENCAPSULATED + 32 + TAG_LEN;
/// Bytes of an epoch key that is encrypted under the next.
pub(crate) const BOXED: usize = 32 + TAG_LEN;

/// The key of a member, which certifies devices. It lives in the member's vault.
pub struct MemberKey(SigningKey);

/// The keys of one installation. Never copied: two copies of a vault file are two devices.
pub struct DeviceKey {
    signing: SigningKey,
    opening: <XWing as Kem>::PrivateKey,
    sealing: Arc<[u8]>,
}

static_assertions::assert_not_impl_any!(MemberKey: Clone, std::fmt::Debug);
static_assertions::assert_not_impl_any!(DeviceKey: Clone, std::fmt::Debug);

/// What everybody knows of a device.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DeviceRecord {
    /// Its Ed25519 key.
    pub signing: [u8; 32],
    /// Its X-Wing key, 1,216 bytes.
    pub sealing: Arc<[u8]>,
    /// The member key's signature over both.
    pub certificate: [u8; 64],
    /// What its owner calls it, at most 256 bytes.
    pub name: String,
}

impl MemberKey {
    /// A new key.
    pub fn generate(rng: &mut dyn CryptoRng) -> Self {
        Self(signing_key(rng))
    }

    /// The key of this seed.
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(seed))
    }

    /// The public key.
    pub fn public(&self) -> [u8; 32] {
        self.0.verifying_key().to_bytes()
    }

    pub(crate) fn signing(&self) -> &SigningKey {
        &self.0
    }

    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }

    /// The record of a device of this member. For the genesis, `vault` is 16 zero bytes.
    pub fn certify(&self, vault: Id, device: &DeviceKey, name: String) -> DeviceRecord {
        let (signing, sealing) = device.public();
        let signed = certified(vault, &self.public(), &signing, &sealing);
        DeviceRecord {
            signing,
            sealing,
            certificate: self.0.sign(&signed).to_bytes(),
            name,
        }
    }
}

impl DeviceKey {
    /// New keys.
    pub fn generate(rng: &mut dyn CryptoRng) -> Self {
        let mut opening = Zeroizing::new([0; 32]);
        rng.fill_bytes(opening.as_mut_slice());
        Self::new(signing_key(rng), &opening)
    }

    /// The keys of these two seeds: Ed25519 and X-Wing.
    pub fn from_seeds(signing: &[u8; 32], opening: &[u8; 32]) -> Self {
        Self::new(SigningKey::from_bytes(signing), opening)
    }

    fn new(signing: SigningKey, opening: &[u8; 32]) -> Self {
        let opening = <XWing as Kem>::PrivateKey::from_bytes(opening)
            .expect("every 32 bytes are an X-Wing seed");
        let sealing = XWing::sk_to_pk(&opening).to_bytes();
        Self {
            signing,
            opening,
            sealing: sealing.as_slice().into(),
        }
    }

    /// Names the device.
    pub fn id(&self) -> Id {
        let (signing, sealing) = self.public();
        device_id(&signing, &sealing)
    }

    /// What [`Self::from_seeds`] takes.
    pub(crate) fn seeds(&self) -> (Zeroizing<[u8; 32]>, Zeroizing<[u8; 32]>) {
        let mut opening = Zeroizing::new([0; 32]);
        self.opening.write_exact(opening.as_mut_slice());
        (Zeroizing::new(self.signing.to_bytes()), opening)
    }

    /// The public keys: Ed25519 and X-Wing.
    pub(crate) fn public(&self) -> ([u8; 32], Arc<[u8]>) {
        let signing = self.signing.verifying_key().to_bytes();
        (signing, Arc::clone(&self.sealing))
    }

    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.signing.sign(message).to_bytes()
    }

    /// What was sealed for this device.
    pub(crate) fn open(&self, info: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (encapsulated, sealed) = sealed.split_at_checked(ENCAPSULATED)?;
        let encapsulated = <XWing as Kem>::EncappedKey::from_bytes(encapsulated).ok()?;
        hpke::single_shot_open::<AesGcm256, HkdfSha256, XWing>(
            &OpModeR::Base,
            &self.opening,
            &encapsulated,
            info,
            sealed,
            b"",
        )
        .ok()
        .map(Zeroizing::new)
    }

    pub(crate) fn unwrap(&self, vault: Id, epoch: u32, wrap: &[u8]) -> Option<Key> {
        let opened = self.open(&wrap_info(vault, epoch, self.id()), wrap)?;
        key_of(&opened)
    }
}

impl DeviceRecord {
    /// Names the device.
    pub fn id(&self) -> Id {
        device_id(&self.signing, &self.sealing)
    }

    /// Whether the member key signed for it in this vault.
    pub(crate) fn is_certified_by(&self, vault: Id, member: &[u8; 32]) -> bool {
        let signed = certified(vault, member, &self.signing, &self.sealing);
        is_signed(member, &signed, &self.certificate)
    }

    /// Whether the member key signed for it in this vault, or for the first device of one that it founded.
    pub fn is_of(&self, vault: Id, member: &[u8; 32]) -> bool {
        let nowhere = Id::from_bytes([0; 16]);
        self.is_certified_by(vault, member) || self.is_certified_by(nowhere, member)
    }

    /// Whether something can be sealed for it.
    pub(crate) fn can_be_sealed_to(&self) -> bool {
        can_be_sealed_to(&self.sealing)
    }

    pub(crate) fn seal(
        &self,
        info: &[u8],
        plaintext: &[u8],
        rng: &mut dyn CryptoRng,
    ) -> Option<Vec<u8>> {
        let mut rng = rng;
        let key = <XWing as Kem>::PublicKey::from_bytes(&self.sealing).ok()?;
        let (encapsulated, sealed) =
            hpke::single_shot_seal_with_rng::<AesGcm256, HkdfSha256, XWing>(
                &OpModeS::Base,
                &key,
                info,
                plaintext,
                b"",
                &mut rng,
            )
            .ok()?;
        Some([encapsulated.to_bytes().as_slice(), &sealed].concat())
    }

    pub(crate) fn wrap(
        &self,
        vault: Id,
        epoch: u32,
        key: &Key,
        rng: &mut dyn CryptoRng,
    ) -> Option<Vec<u8>> {
        self.seal(&wrap_info(vault, epoch, self.id()), key.expose(), rng)
    }
}

/// Names a member: the first 16 bytes of a hash of the member key.
pub fn member_id(member: &[u8; 32]) -> Id {
    id_of(&[b"countersign/v1/team/member".as_slice(), member].concat())
}

/// Whether something can be sealed to an X-Wing key: the encoding of ML-KEM's part is the only one of its key.
pub(crate) fn can_be_sealed_to(sealing: &[u8]) -> bool {
    <XWing as Kem>::PublicKey::from_bytes(sealing).is_ok()
}

/// Names a device: the first 16 bytes of a hash of its keys.
pub(crate) fn device_id(signing: &[u8; 32], sealing: &[u8]) -> Id {
    let hashed = [b"countersign/v1/team/device".as_slice(), signing, sealing];
    id_of(&hashed.concat())
}

pub(crate) fn id_of(hashed: &[u8]) -> Id {
    id_of_hash(&sha256(hashed))
}

pub(crate) fn id_of_hash(hash: &Hash) -> Id {
    let (id, _) = hash.split_first_chunk().expect("a hash has 32 bytes");
    Id::from_bytes(*id)
}

/// Whether `key` signed `message`, checked strictly.
pub(crate) fn is_signed(key: &[u8; 32], message: &[u8], signature: &[u8; 64]) -> bool {
    VerifyingKey::from_bytes(key).is_ok_and(|key| {
        key.verify_strict(message, &Signature::from_bytes(signature))
            .is_ok()
    })
}

/// The keys of the epochs that are known.
#[derive(Default)]
pub struct EpochKeys(BTreeMap<u32, Key>);

impl EpochKeys {
    /// Knows one epoch.
    pub fn new(epoch: u32, key: Key) -> Self {
        Self(BTreeMap::from([(epoch, key)]))
    }

    /// The key of an epoch.
    pub fn get(&self, epoch: u32) -> Option<&Key> {
        self.0.get(&epoch)
    }

    /// Knows one epoch more.
    pub fn insert(&mut self, epoch: u32, key: Key) {
        self.0.insert(epoch, key);
    }

    /// The oldest epoch that is known.
    pub fn oldest(&self) -> Option<u32> {
        self.0.keys().next().copied()
    }

    /// One epoch further back: takes the key of the epoch before the oldest one from the entry that ended it. Whether it
    /// was there. Of several objects in a slot, that one is real.
    pub fn walk_back(&mut self, vault: Id, entry: &[u8]) -> bool {
        let found = self.0.iter().next().and_then(|(epoch, key)| {
            let before = epoch.checked_sub(1)?;
            let header = crate::entry::Sealed::read(entry).ok()?.header;
            let rotation = header.rotation.filter(|_| header.epoch == before)?;
            is_commitment(key, *epoch, &rotation.commitment)
                .then(|| unbox(vault, *epoch, key, &header.salt, &rotation.boxed))
                .flatten()
                .map(|key| (before, key))
        });
        let is_found = found.is_some();
        self.0.extend(found);
        is_found
    }
}

/// What an epoch key is checked against.
pub(crate) fn commitment(key: &Key, epoch: u32) -> Hash {
    let info = b"countersign/v1/team/epoch-commitment";
    *hkdf(key.expose(), b"", &[info, &epoch.to_be_bytes()]).expose()
}

pub(crate) fn is_commitment(key: &Key, epoch: u32, commitment: &Hash) -> bool {
    same(&self::commitment(key, epoch), commitment)
}

/// The name of a slot's object below the vault's prefix.
pub(crate) fn slot_name(key: &Key, vault: Id, branch: usize, slot: u64) -> String {
    // Whoever sees the name in the log cannot tell that of the same slot in a branch.
    let number = u64::try_from(branch)
        .map(u64::to_be_bytes)
        .unwrap_or_default();
    let (folder, number) = match branch {
        0 => ("log".to_owned(), &[][..]),
        _ => (format!("log-{branch}"), number.as_slice()),
    };
    let suffix = name_suffix(key, &[vault.as_bytes(), &slot.to_be_bytes(), number]);
    format!("{folder}/{:09}/{slot:012}-{suffix}", slot / 1000)
}

/// What keeps whoever has no key of the epoch from occupying a name.
pub(crate) fn name_suffix(key: &Key, named: &[&[u8]]) -> String {
    let name_key = hkdf(key.expose(), b"", &[b"countersign/v1/team/slot-names"]);
    let mac = hmac(&name_key, &named.concat());
    mac.iter().take(8).map(|b| format!("{b:02x}")).collect()
}

/// Encrypts the key of the epoch that ends under that of `epoch`, which follows.
pub(crate) fn boxed(vault: Id, epoch: u32, key: &Key, salt: &[u8; 32], old: &Key) -> [u8; BOXED] {
    let mut boxed = [0; BOXED];
    let (plain, tag) = boxed.split_at_mut(32);
    plain.copy_from_slice(old.expose());
    let sealed = encrypt(&box_key(vault, epoch, key, salt), b"", plain);
    tag.copy_from_slice(&sealed);
    boxed
}

/// What was boxed, if it is a key.
pub(crate) fn unbox(
    vault: Id,
    epoch: u32,
    key: &Key,
    salt: &[u8; 32],
    boxed: &[u8; BOXED],
) -> Option<Key> {
    let (sealed, tag) = boxed.split_first_chunk::<32>()?;
    let mut plain = Zeroizing::new(*sealed);
    let box_key = box_key(vault, epoch, key, salt);
    decrypt(&box_key, b"", plain.as_mut_slice(), tag.try_into().ok()?).ok()?;
    Some(Key::new(plain))
}

fn box_key(vault: Id, epoch: u32, key: &Key, salt: &[u8; 32]) -> Key {
    let info = b"countersign/v1/team/previous-key";
    hkdf(
        key.expose(),
        salt,
        &[info, vault.as_bytes(), &epoch.to_be_bytes()],
    )
}

fn wrap_info(vault: Id, epoch: u32, device: Id) -> Vec<u8> {
    let context = b"countersign/v1/team/wrap".as_slice();
    let epoch = epoch.to_be_bytes();
    [context, vault.as_bytes(), &epoch, device.as_bytes()].concat()
}

pub(crate) fn key_of(bytes: &[u8]) -> Option<Key> {
    let bytes: [u8; 32] = bytes.try_into().ok()?;
    Some(Key::new(Zeroizing::new(bytes)))
}

fn certified(vault: Id, member: &[u8; 32], signing: &[u8; 32], sealing: &[u8]) -> Vec<u8> {
    let context = b"countersign/v1/team/certificate".as_slice();
    [context, vault.as_bytes(), member, signing, sealing].concat()
}

fn signing_key(rng: &mut dyn CryptoRng) -> SigningKey {
    let mut seed = Zeroizing::new([0; 32]);
    rng.fill_bytes(seed.as_mut_slice());
    SigningKey::from_bytes(&seed)
}
