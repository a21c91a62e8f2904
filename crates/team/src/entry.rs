//! The bytes of an entry: what storage sees, and what only the members read (docs/team-log.md, "Entry").

use crate::Hash;
use crate::envelope::{self, Contexts, Envelope, Inside};
use crate::keys::{BOXED, DeviceKey};
use crate::ops::{self, Op};
use rand_core::CryptoRng;
use vault::Id;
use vault::primitives::{Key, Malformed, Reader, Writer};
use zeroize::Zeroizing;

/// Largest entry, in bytes.
pub const MAX_ENTRY: usize = 4 << 20;
/// Largest integer of the log: 2^53.
pub(crate) const MAX_INTEGER: u64 = 1 << 53;
/// The only suite of version 1.
pub(crate) const SUITE: u64 = 1;
const CONTEXTS: Contexts = Contexts {
    key: b"countersign/v1/team/entry-key",
    commit: b"countersign/v1/team/entry-commit",
    body: b"countersign/v1/team/entry",
    signature: b"countersign/v1/team/signature",
};

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
    envelope: Envelope<'a>,
}

/// What was inside, not yet checked against a key of its author.
pub(crate) struct Opened {
    pub(crate) content: Content,
    inside: Inside,
}

impl<'a> Sealed<'a> {
    pub(crate) fn read(bytes: &'a [u8]) -> Result<Self, Malformed> {
        let envelope = Envelope::read(bytes, MAX_ENTRY)?;
        Ok(Self {
            header: Header::read(envelope.header())?,
            envelope,
        })
    }

    /// What is inside, if this key sealed it.
    pub(crate) fn open(&self, epoch_key: &Key) -> Option<Opened> {
        let salt = &self.header.salt;
        let inside = self.envelope.open(&CONTEXTS, epoch_key, salt)?;
        Some(Opened {
            content: Content::read(inside.content()).ok()?,
            inside,
        })
    }
}

impl Opened {
    pub(crate) fn is_signed_by(&self, key: &[u8; 32]) -> bool {
        self.inside.is_signed_by(key)
    }
}

/// Seals and signs. `None` where the entry would be larger than [`MAX_ENTRY`].
pub(crate) fn seal(
    header: &Header,
    content: &Content,
    epoch_key: &Key,
    device: &DeviceKey,
) -> Option<Vec<u8>> {
    envelope::seal(
        &CONTEXTS,
        (&header.bytes(), &header.salt),
        &content.bytes(),
        (epoch_key, device),
        MAX_ENTRY,
    )
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
