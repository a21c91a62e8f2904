//! The bytes of an entry: what storage sees, and what only the members read (docs/team-log.md, "Entry").

use crate::Hash;
use crate::keys::{BOXED, DeviceKey, is_signed};
use crate::ops::{self, Op};
use rand_core::CryptoRng;
use vault::Id;
use vault::primitives::{
    Key, Malformed, Reader, TAG_LEN, Writer, decrypt, encrypt, hkdf, padme, same,
};
use zeroize::Zeroizing;

/// Largest entry, in bytes.
pub const MAX_ENTRY: usize = 4 << 20;
/// Largest integer of the log: 2^53.
pub(crate) const MAX_INTEGER: u64 = 1 << 53;
/// The only suite of version 1.
pub(crate) const SUITE: u64 = 1;
const SIGNATURE: usize = 64;

/// Everything that storage sees, but for the ciphertext.
#[derive(Clone, Debug)]
pub(crate) struct Header {
    pub(crate) suite: u64,
    pub(crate) vault: Id,
    pub(crate) slot: u64,
    pub(crate) prev: Hash,
    pub(crate) epoch: u32,
    /// How many slots were passed over since the previous valid entry, and a hash of them.
    pub(crate) skipped: Option<(u64, Hash)>,
    pub(crate) salt: [u8; 32],
    pub(crate) rotation: Option<Rotation>,
}

/// How the epoch ends with this entry.
#[derive(Clone, Debug)]
pub(crate) struct Rotation {
    /// Of the next epoch's key.
    pub(crate) commitment: Hash,
    /// This epoch's key under the next one's.
    pub(crate) boxed: [u8; BOXED],
}

/// What the members read.
pub(crate) struct Content {
    pub(crate) op_id: Id,
    pub(crate) device: Id,
    pub(crate) device_seq: u64,
    pub(crate) wall_ms: u64,
    pub(crate) observed_head: Hash,
    pub(crate) ops: Vec<Op>,
}

/// An entry whose outside is well made. It says nothing until it is opened.
pub(crate) struct Sealed<'a> {
    pub(crate) header: Header,
    header_bytes: &'a [u8],
    commit: &'a [u8],
    ciphertext: &'a [u8],
    tag: [u8; TAG_LEN],
}

/// What was inside, not yet checked against a key of its author.
pub(crate) struct Opened {
    pub(crate) content: Content,
    signed: Zeroizing<Vec<u8>>,
    signature: [u8; SIGNATURE],
}

impl<'a> Sealed<'a> {
    pub(crate) fn read(bytes: &'a [u8]) -> Result<Self, Malformed> {
        if bytes.len() > MAX_ENTRY {
            return Err(Malformed { at: MAX_ENTRY });
        }
        let header_bytes = Reader::new(bytes).item()?;
        let at = header_bytes.len();
        let malformed = Malformed { at };
        let rest = bytes.get(at..).ok_or(malformed)?;
        let (commit, body) = rest.split_at_checked(32).ok_or(malformed)?;
        let (ciphertext, tag) = body.split_last_chunk().ok_or(malformed)?;
        Ok(Self {
            header: Header::read(header_bytes)?,
            header_bytes,
            commit,
            ciphertext,
            tag: *tag,
        })
    }

    /// What is inside, if this key sealed it.
    pub(crate) fn open(&self, epoch_key: &Key) -> Option<Opened> {
        let (key, commit) = entry_keys(epoch_key, &self.header.salt, self.header_bytes);
        if !same(&commit, self.commit) {
            return None;
        }
        let mut plain = Zeroizing::new(self.ciphertext.to_vec());
        decrypt(&key, &aad(self.header_bytes), &mut plain, &self.tag).ok()?;
        Opened::read(&plain, self.header_bytes)
    }
}

impl Opened {
    fn read(plain: &[u8], header: &[u8]) -> Option<Self> {
        let (len, rest) = plain.split_first_chunk::<4>()?;
        let len = usize::try_from(u32::from_be_bytes(*len)).ok()?;
        let (content, rest) = rest.split_at_checked(len)?;
        let (signature, padding) = rest.split_first_chunk()?;
        let used = plain.len() - padding.len();
        if plain.len() != padded(used) || padding.iter().any(|byte| *byte != 0) {
            return None;
        }
        Some(Self {
            content: Content::read(content).ok()?,
            signed: signed(header, content),
            signature: *signature,
        })
    }

    pub(crate) fn is_signed_by(&self, key: &[u8; 32]) -> bool {
        is_signed(key, &self.signed, &self.signature)
    }
}

/// Seals and signs. `None` where the entry would be larger than [`MAX_ENTRY`].
pub(crate) fn seal(
    header: &Header,
    content: &Content,
    epoch_key: &Key,
    device: &DeviceKey,
) -> Option<Vec<u8>> {
    let header_bytes = header.bytes();
    let content = content.bytes();
    let signature = device.sign(&signed(&header_bytes, &content));
    let used = 4 + content.len() + SIGNATURE;
    let size = padded(used);
    if header_bytes.len() + 32 + size + TAG_LEN > MAX_ENTRY {
        return None;
    }
    let mut plain = Zeroizing::new(Vec::with_capacity(size));
    plain.extend_from_slice(&u32::try_from(content.len()).ok()?.to_be_bytes());
    plain.extend_from_slice(&content);
    plain.extend_from_slice(&signature);
    plain.resize(size, 0);
    let (key, commit) = entry_keys(epoch_key, &header.salt, &header_bytes);
    let tag = encrypt(&key, &aad(&header_bytes), &mut plain);
    Some([header_bytes.as_slice(), &commit, &plain, &tag].concat())
}

impl Header {
    /// A header with a fresh salt.
    pub(crate) fn fresh_salt(rng: &mut dyn CryptoRng) -> [u8; 32] {
        let mut salt = [0; 32];
        rng.fill_bytes(&mut salt);
        salt
    }

    fn bytes(&self) -> Vec<u8> {
        let mut w = Writer::with_capacity(256);
        w.array(8);
        w.unsigned(self.suite);
        w.bytes(self.vault.as_bytes());
        w.unsigned(self.slot);
        w.bytes(&self.prev);
        w.unsigned(u64::from(self.epoch));
        match &self.skipped {
            Some((count, hash)) => {
                w.array(2);
                w.unsigned(*count);
                w.bytes(hash);
            }
            None => w.array(0),
        }
        w.bytes(&self.salt);
        match &self.rotation {
            Some(rotation) => {
                w.array(2);
                w.bytes(&rotation.commitment);
                w.bytes(&rotation.boxed);
            }
            None => w.array(0),
        }
        w.into_bytes().to_vec()
    }

    fn read(bytes: &[u8]) -> Result<Self, Malformed> {
        let r = &mut Reader::new(bytes);
        expect_array(r, 8)?;
        let this = Self {
            suite: integer(r)?,
            vault: Id::from_bytes(fixed(r)?),
            slot: integer(r)?,
            prev: fixed(r)?,
            epoch: u32::try_from(integer(r)?).map_err(|_| Malformed { at: 0 })?,
            skipped: optional(r, |r| Ok((integer(r)?, fixed(r)?)))?,
            salt: fixed(r)?,
            rotation: optional(r, |r| {
                let (commitment, boxed) = (fixed(r)?, fixed(r)?);
                Ok(Rotation { commitment, boxed })
            })?,
        };
        r.end()?;
        match this.skipped {
            Some((0, _)) => Err(Malformed { at: 0 }),
            _ => Ok(this),
        }
    }
}

impl Content {
    fn bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut w = Writer::with_capacity(1024);
        w.array(6);
        w.bytes(self.op_id.as_bytes());
        w.bytes(self.device.as_bytes());
        w.unsigned(self.device_seq);
        w.unsigned(self.wall_ms);
        w.bytes(&self.observed_head);
        ops::write_all(&mut w, &self.ops);
        w.into_bytes()
    }

    fn read(bytes: &[u8]) -> Result<Self, Malformed> {
        vault::primitives::check(bytes)?;
        let r = &mut Reader::new(bytes);
        expect_array(r, 6)?;
        let this = Self {
            op_id: Id::from_bytes(fixed(r)?),
            device: Id::from_bytes(fixed(r)?),
            device_seq: integer(r)?,
            wall_ms: integer(r)?,
            observed_head: fixed(r)?,
            ops: ops::read_all(r)?,
        };
        r.end()?;
        Ok(this)
    }
}

/// A string of exactly so many bytes.
pub(crate) fn fixed<const N: usize>(r: &mut Reader<'_>) -> Result<[u8; N], Malformed> {
    r.bytes()?.try_into().map_err(|_| Malformed { at: 0 })
}

/// An integer that no program reads wrongly: at most 2^53.
pub(crate) fn integer(r: &mut Reader<'_>) -> Result<u64, Malformed> {
    let integer = r.unsigned()?;
    match integer <= MAX_INTEGER {
        true => Ok(integer),
        false => Err(Malformed { at: 0 }),
    }
}

pub(crate) fn expect_array(r: &mut Reader<'_>, count: usize) -> Result<(), Malformed> {
    match r.array()? == count {
        true => Ok(()),
        false => Err(Malformed { at: 0 }),
    }
}

/// An empty array, or one of two.
fn optional<T>(
    r: &mut Reader<'_>,
    two: impl FnOnce(&mut Reader<'_>) -> Result<T, Malformed>,
) -> Result<Option<T>, Malformed> {
    match r.array()? {
        0 => Ok(None),
        2 => two(r).map(Some),
        _ => Err(Malformed { at: 0 }),
    }
}

fn entry_keys(epoch_key: &Key, salt: &[u8; 32], header: &[u8]) -> (Key, Hash) {
    let derive = |context: &[u8]| hkdf(epoch_key.expose(), salt, &[context, header]);
    let commit = *derive(b"countersign/v1/team/entry-commit").expose();
    (derive(b"countersign/v1/team/entry-key"), commit)
}

fn aad(header: &[u8]) -> Vec<u8> {
    [b"countersign/v1/team/entry".as_slice(), header].concat()
}

fn signed(header: &[u8], content: &[u8]) -> Zeroizing<Vec<u8>> {
    let len = u32::try_from(header.len()).expect("a header is below 4 MiB");
    let context = b"countersign/v1/team/signature".as_slice();
    Zeroizing::new([context, &len.to_be_bytes(), header, content].concat())
}

/// The size of the plaintext for so many bytes of it.
fn padded(used: usize) -> usize {
    match used.next_multiple_of(256) {
        size if size <= 4096 => size,
        _ => u64::try_from(used)
            .ok()
            .and_then(|used| usize::try_from(padme(used)).ok())
            .unwrap_or(usize::MAX),
    }
}
