//! How somebody joins (docs/team-log.md, "Invitations").

use crate::Hash;
use crate::card_invitation::is_for_card;
use crate::entry::{expect_array, fixed, integer};
use crate::keys::{DeviceKey, DeviceRecord, MemberKey, is_signed, key_of, member_id};
use crate::ops::{id, text};
use crate::state::Pin;
use bip39::Language;
use ed25519_dalek::{Signer, SigningKey};
use rand_core::CryptoRng;
use vault::Id;
use vault::primitives::{Key, Malformed, Reader, Writer, sha256};
use zeroize::Zeroizing;

/// Longest name of a member, in bytes.
const MAX_NAME: usize = 256;
/// Longest request or welcome, in bytes.
const MAX_MESSAGE: usize = 65_536;

/// How two people compare keys.
pub enum Words {
    /// Four words, on a call. Each nonce counts only if its hash was there first.
    Live {
        /// The joiner's, shown after the inviter's.
        joiner: [u8; 32],
        /// The inviter's.
        inviter: [u8; 32],
    },
    /// Twelve words, without a live channel.
    Pasted,
    /// Six words, with a link.
    Link,
}

/// What both sides show words of.
pub struct Introduction<'a> {
    /// The hash of slot 0.
    pub genesis: Hash,
    /// The invitation's token key; 32 zero bytes without an invitation.
    pub token_key: [u8; 32],
    /// The inviter's member key.
    pub inviter: [u8; 32],
    /// The joiner's member key.
    pub joiner: [u8; 32],
    /// The joiner's device.
    pub device: &'a DeviceRecord,
}

/// What signs a request beside the device: the secret of a link, or the member key in a contact card.
pub struct Token(SigningKey);

/// What a joiner posts.
#[derive(Clone)]
pub struct Request {
    /// The vault.
    pub vault: Id,
    /// The invitation.
    pub invitation: Id,
    /// The joiner's member key.
    pub member_key: [u8; 32],
    /// The joiner's device.
    pub device: DeviceRecord,
    /// What the joiner wants to be called.
    pub name: String,
    /// The invitation's token key; 32 zero bytes without an invitation.
    pub token_key: [u8; 32],
}

/// What a joiner gets once an admin approved.
pub struct Welcome {
    /// The vault.
    pub vault: Id,
    /// The hash of slot 0.
    pub genesis: Hash,
    /// The invitation.
    pub invitation: Id,
    /// The newest entry.
    pub head: Pin,
    /// The epoch in force after it.
    pub epoch: u32,
    /// Its key.
    pub epoch_key: Key,
    /// Where the storage is, and how to get in.
    pub storage: Zeroizing<Vec<u8>>,
}

/// What somebody says before showing a nonce.
pub fn nonce_commitment(nonce: &[u8; 32]) -> Hash {
    sha256(&[b"countersign/v1/team/nonce".as_slice(), nonce].concat())
}

/// The words of both sides; they are the same only if the keys are.
pub fn words(introduction: &Introduction<'_>, way: &Words) -> Vec<&'static str> {
    let (count, nonces) = match way {
        Words::Live { joiner, inviter } => (4, [joiner.as_slice(), inviter].concat()),
        Words::Pasted => (12, Vec::new()),
        Words::Link => (6, Vec::new()),
    };
    let hashed = [
        format!("countersign/v1/team/words-{count}").as_bytes(),
        &introduction.genesis,
        &introduction.token_key,
        &introduction.inviter,
        &introduction.joiner,
        &introduction.device.signing,
        &introduction.device.sealing,
        &nonces,
    ]
    .concat();
    let hash = sha256(&hashed);
    let list = Language::English.word_list();
    let word = |place: usize| {
        let bits = (place * 11..).take(11).map(|bit| {
            let byte = hash.get(bit / 8).copied().unwrap_or(0);
            usize::from(byte >> (7 - bit % 8) & 1)
        });
        let number = bits.fold(0, |number, bit| number << 1 | bit);
        list.get(number).copied().unwrap_or_default()
    };
    (0..count).map(word).collect()
}

impl Token {
    /// The token of a link's 16 bytes and of the address in it.
    pub fn new(seed: &[u8; 16], address: &[u8]) -> Self {
        let hashed = [b"countersign/v1/team/token".as_slice(), seed, address].concat();
        let hashed = Zeroizing::new(hashed);
        Self(SigningKey::from_bytes(&Zeroizing::new(sha256(&hashed))))
    }

    /// The member key of whoever was invited by a contact card: nobody else can ask.
    pub fn of_card(member: &MemberKey) -> Self {
        Self(member.signing().clone())
    }

    /// What is on the log.
    pub fn public(&self) -> [u8; 32] {
        self.0.verifying_key().to_bytes()
    }
}

impl Request {
    /// The request as it is posted, signed by the token and the new device.
    pub fn sign(&self, token: Option<&Token>, device: &DeviceKey) -> Vec<u8> {
        let array = self.bytes();
        let signed = request_signed(&array);
        let by_token = token.map_or([0; 64], |token| token.0.sign(&signed).to_bytes());
        [array.as_slice(), &by_token, &device.sign(&signed)].concat()
    }

    /// Reads what anybody may have posted. `None`: it is not one, or not signed by its own keys.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let (bytes, by_device) = bytes.split_last_chunk::<64>()?;
        let (array, by_token) = bytes.split_last_chunk::<64>()?;
        let this = Self::read_array(array).ok()?;
        let signed = request_signed(array);
        let has_token = this.token_key != [0; 32];
        let is_by_token = match has_token {
            true => is_signed(&this.token_key, &signed, by_token),
            false => *by_token == [0; 64],
        };
        let is_by_device = is_signed(&this.device.signing, &signed, by_device);
        let is_certified = this.device.is_certified_by(this.vault, &this.member_key);
        (is_by_token && is_by_device && is_certified && this.device.can_be_sealed_to())
            .then_some(this)
    }

    fn bytes(&self) -> Vec<u8> {
        let mut w = Writer::with_capacity(2048);
        w.array(6);
        w.bytes(self.vault.as_bytes());
        w.bytes(self.invitation.as_bytes());
        w.bytes(&self.member_key);
        self.device.write(&mut w);
        w.text(&self.name);
        w.bytes(&self.token_key);
        w.into_bytes().to_vec()
    }

    fn read_array(array: &[u8]) -> Result<Self, Malformed> {
        let r = &mut bounded(array)?;
        expect_array(r, 6)?;
        let this = Self {
            vault: id(r)?,
            invitation: id(r)?,
            member_key: fixed(r)?,
            device: DeviceRecord::read(r)?,
            name: text(r, MAX_NAME)?,
            token_key: fixed(r)?,
        };
        r.end()?;
        Ok(this)
    }

    /// Whether it answers this invitation of this vault: by its token key, and where the invitation is for a card, with the
    /// card's member key; where it is a link, with another one.
    pub fn answers(&self, vault: Id, invitation: Id, token_key: &[u8; 32]) -> bool {
        let names_it =
            self.vault == vault && self.invitation == invitation && self.token_key == *token_key;
        let has_its_key = self.member_key == *token_key;
        names_it && has_its_key == is_for_card(vault, invitation, token_key)
    }

    /// The joiner's id once it is a member.
    pub fn member(&self) -> Id {
        member_id(&self.member_key)
    }
}

impl Welcome {
    /// Seals the welcome for the joiner. `None` where its device cannot be sealed to.
    pub fn seal(
        &self,
        request: &Request,
        signer: &DeviceKey,
        rng: &mut dyn CryptoRng,
    ) -> Option<Vec<u8>> {
        let joiner = request.device.id();
        let array = self.bytes();
        let signed = welcome_signed(joiner, &request.token_key, &array);
        let signature = signer.sign(&signed);
        let plain = [array.as_slice(), signer.id().as_bytes(), &signature].concat();
        let plain = Zeroizing::new(plain);
        request
            .device
            .seal(&welcome_info(self.vault, joiner), &plain, rng)
    }

    /// The epoch and its key in a welcome to this device, by whoever made it: enough to read a log that begins with
    /// the entry the link names, and no reason to believe anything.
    pub fn unchecked_key(sealed: &[u8], vault: Id, device: &DeviceKey) -> Option<(u32, Key)> {
        Self::unchecked(sealed, vault, device).map(|this| (this.epoch, this.epoch_key))
    }

    /// Where in the log whoever made it was, which says where to look for a snapshot.
    pub fn unchecked_slot(sealed: &[u8], vault: Id, device: &DeviceKey) -> Option<u64> {
        Self::unchecked(sealed, vault, device).map(|this| this.head.slot)
    }

    fn unchecked(sealed: &[u8], vault: Id, device: &DeviceKey) -> Option<Self> {
        let plain = device.open(&welcome_info(vault, device.id()), sealed)?;
        let (rest, _) = plain.split_last_chunk::<64>()?;
        let (array, _) = rest.split_last_chunk::<16>()?;
        Self::read_array(array).ok()?
    }

    /// Opens a welcome to this device. `signer` gives the signing key of a device that is known to be an admin's.
    /// `None`: it is for somebody else, or by nobody who may.
    pub fn open(
        sealed: &[u8],
        (vault, token_key): (Id, &[u8; 32]),
        device: &DeviceKey,
        signer: impl Fn(Id) -> Option<[u8; 32]>,
    ) -> Option<Self> {
        let joiner = device.id();
        let plain = device.open(&welcome_info(vault, joiner), sealed)?;
        let (rest, signature) = plain.split_last_chunk::<64>()?;
        let (array, by) = rest.split_last_chunk::<16>()?;
        let key = signer(Id::from_bytes(*by))?;
        if !is_signed(&key, &welcome_signed(joiner, token_key, array), signature) {
            return None;
        }
        let this = Self::read_array(array).ok()??;
        (this.vault == vault).then_some(this)
    }

    fn bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut w = Writer::with_capacity(1024);
        w.array(8);
        w.bytes(self.vault.as_bytes());
        w.bytes(&self.genesis);
        w.bytes(self.invitation.as_bytes());
        w.unsigned(self.head.slot);
        w.bytes(&self.head.hash);
        w.unsigned(u64::from(self.epoch));
        w.bytes(self.epoch_key.expose());
        w.bytes(&self.storage);
        w.into_bytes()
    }

    fn read_array(array: &[u8]) -> Result<Option<Self>, Malformed> {
        let r = &mut bounded(array)?;
        expect_array(r, 8)?;
        let (vault, genesis, invitation) = (id(r)?, fixed(r)?, id(r)?);
        let head = Pin {
            slot: integer(r)?,
            hash: fixed(r)?,
        };
        let epoch = u32::try_from(r.unsigned()?).map_err(|_| Malformed { at: 0 })?;
        let epoch_key = key_of(r.bytes()?);
        let storage = Zeroizing::new(r.bytes()?.to_vec());
        r.end()?;
        Ok(epoch_key.map(|epoch_key| Self {
            vault,
            genesis,
            invitation,
            head,
            epoch,
            epoch_key,
            storage,
        }))
    }
}

fn bounded(array: &[u8]) -> Result<Reader<'_>, Malformed> {
    match array.len() <= MAX_MESSAGE {
        true => Ok(Reader::new(array)),
        false => Err(Malformed { at: MAX_MESSAGE }),
    }
}

fn request_signed(array: &[u8]) -> Vec<u8> {
    [b"countersign/v1/team/request".as_slice(), array].concat()
}

fn welcome_signed(joiner: Id, token_key: &[u8; 32], array: &[u8]) -> Zeroizing<Vec<u8>> {
    let context = b"countersign/v1/team/welcome".as_slice();
    Zeroizing::new([context, joiner.as_bytes(), token_key, array].concat())
}

fn welcome_info(vault: Id, joiner: Id) -> Vec<u8> {
    let context = b"countersign/v1/team/welcome".as_slice();
    [context, vault.as_bytes(), joiner.as_bytes()].concat()
}
