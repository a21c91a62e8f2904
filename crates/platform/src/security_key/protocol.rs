//! PIN/UV auth protocols one and two (sections 6.5.6 and 6.5.7): how a PIN and what opens a vault travel to and from a
//! key.

use aes::Aes256;
use cbc::cipher::block_padding::NoPadding;
use cbc::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit};
use cbc::{Decryptor, Encryptor};
use rand_core::Rng;
use ring::agreement::{self, ECDH_P256, EphemeralPrivateKey, UnparsedPublicKey};
use ring::rand::SystemRandom;
use ring::{digest, hkdf, hmac};
use zeroize::Zeroizing;

use super::cbor::{self, Reader, Writer, Written};
use super::{Info, KeyError};
use crate::random;

const BLOCK: usize = 16;
const BROKEN_SYSTEM: &str = "the operating system gives randomness and this curve exists";

/// Which of the two.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Protocol {
    One,
    Two,
}

impl Protocol {
    /// The newer one that the key speaks; an old key says nothing and speaks the first.
    pub(crate) fn best(info: &Info) -> Self {
        if info.pin_protocols.contains(&2) {
            Self::Two
        } else {
            Self::One
        }
    }

    pub(crate) const fn number(self) -> u8 {
        match self {
            Self::One => 1,
            Self::Two => 2,
        }
    }

    /// The proof that who holds `key` says `message`.
    pub(crate) fn authenticate(self, key: &[u8], message: &[u8]) -> Vec<u8> {
        let key = hmac::Key::new(hmac::HMAC_SHA256, key);
        let proof = hmac::sign(&key, message);
        let length = match self {
            Self::One => 16,
            Self::Two => 32,
        };
        proof.as_ref().iter().copied().take(length).collect()
    }
}

/// A point of P-256 in the form of COSE (RFC 9053, section 7.1.1), for ECDH.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Point {
    x: [u8; 32],
    y: [u8; 32],
}

impl Point {
    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, KeyError> {
        let (mut x, mut y) = (None, None);
        cbor::numbered(reader, |key, reader| {
            match key {
                -2 => x = Some(cbor::exactly(reader)?),
                -3 => y = Some(cbor::exactly(reader)?),
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        Ok(Self {
            x: x.ok_or(KeyError::Garbled)?,
            y: y.ok_or(KeyError::Garbled)?,
        })
    }

    pub(crate) fn write(&self, writer: &mut Writer) -> Written {
        writer.map(5)?.u8(1)?.u8(2)?.u8(3)?.i8(-25)?;
        writer.i8(-1)?.u8(1)?.i8(-2)?.bytes(&self.x)?;
        writer.i8(-3)?.bytes(&self.y)?.ok()
    }

    /// As SEC 1 writes it, not compressed.
    fn to_bytes(&self) -> Vec<u8> {
        [&[4][..], &self.x, &self.y].concat()
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (_, coordinates) = bytes.split_first()?;
        let (x, y) = coordinates.split_at_checked(32)?;
        Some(Self {
            x: x.try_into().ok()?,
            y: y.try_into().ok()?,
        })
    }
}

/// What we and a key have in common for one conversation.
pub(crate) struct Shared {
    pub(crate) protocol: Protocol,
    /// Ours; the key needs it to come to the same.
    pub(crate) point: Point,
    cipher: Zeroizing<[u8; 32]>,
    proof: Zeroizing<[u8; 32]>,
}

impl Shared {
    /// Agrees with the key whose point this is.
    ///
    /// # Errors
    /// `Garbled`: that is no point of the curve.
    pub(crate) fn agree(protocol: Protocol, key: &Point) -> Result<Self, KeyError> {
        let random = SystemRandom::new();
        let own = EphemeralPrivateKey::generate(&ECDH_P256, &random).expect(BROKEN_SYSTEM);
        let public = own.compute_public_key().expect(BROKEN_SYSTEM);
        let point = Point::from_bytes(public.as_ref()).expect("ring writes points of this length");
        let peer = UnparsedPublicKey::new(&ECDH_P256, key.to_bytes());
        let keys = agreement::agree_ephemeral(own, &peer, |common| derive(protocol, common));
        let (cipher, proof) = keys.map_err(|_| KeyError::Garbled)?;
        Ok(Self {
            protocol,
            point,
            cipher,
            proof,
        })
    }

    /// Encrypts whole blocks of 16 bytes.
    pub(crate) fn encrypt(&self, plain: &[u8]) -> Vec<u8> {
        let mut start = [0; BLOCK];
        if self.protocol == Protocol::Two {
            random::system().fill_bytes(&mut start);
        }
        let mut bytes = plain.to_vec();
        let length = bytes.len();
        let encryptor = Encryptor::<Aes256>::new(&(*self.cipher).into(), &start.into());
        encryptor
            .encrypt_padded::<NoPadding>(&mut bytes, length)
            .expect("only whole blocks are handed in");
        match self.protocol {
            Protocol::One => bytes,
            Protocol::Two => [&start[..], &bytes].concat(),
        }
    }

    /// # Errors
    /// `Garbled`: these are no whole blocks.
    pub(crate) fn decrypt(&self, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        let (start, blocks) = match self.protocol {
            Protocol::One => (&[0; BLOCK][..], sealed),
            Protocol::Two => sealed.split_at_checked(BLOCK).ok_or(KeyError::Garbled)?,
        };
        let start: [u8; BLOCK] = start.try_into().map_err(|_| KeyError::Garbled)?;
        let mut bytes = Zeroizing::new(blocks.to_vec());
        Decryptor::<Aes256>::new(&(*self.cipher).into(), &start.into())
            .decrypt_padded::<NoPadding>(&mut bytes)
            .map_err(|_| KeyError::Garbled)?;
        Ok(bytes)
    }

    pub(crate) fn authenticate(&self, message: &[u8]) -> Vec<u8> {
        self.protocol.authenticate(&*self.proof, message)
    }
}

/// The keys for encryption and for proofs out of what ECDH gave.
fn derive(protocol: Protocol, common: &[u8]) -> (Zeroizing<[u8; 32]>, Zeroizing<[u8; 32]>) {
    match protocol {
        Protocol::One => {
            let mut key = Zeroizing::new([0; 32]);
            fill(&mut key, digest::digest(&digest::SHA256, common).as_ref());
            (key.clone(), key)
        }
        Protocol::Two => {
            let salt = hkdf::Salt::new(hkdf::HKDF_SHA256, &[0; 32]);
            let common = salt.extract(common);
            let expand = |what: &[u8]| {
                let mut key = Zeroizing::new([0; 32]);
                let info = [what];
                let expanded = common.expand(&info, hkdf::HKDF_SHA256);
                let filled = expanded.and_then(|expanded| expanded.fill(&mut *key));
                filled.expect("32 bytes are what one hash gives");
                key
            };
            (expand(b"CTAP2 AES key"), expand(b"CTAP2 HMAC key"))
        }
    }
}

fn fill(to: &mut [u8; 32], from: &[u8]) {
    for (to, from) in to.iter_mut().zip(from) {
        *to = *from;
    }
}

/// SHA-256.
pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut hash = [0; 32];
    fill(&mut hash, digest::digest(&digest::SHA256, bytes).as_ref());
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    const AES_KEY: [u8; 32] = [
        0x24, 0xec, 0x60, 0xb7, 0x4a, 0x1a, 0x34, 0x27, 0x9d, 0xfe, 0x59, 0x0e, 0xa7, 0xd4, 0x8e,
        0x13, 0xe7, 0xa6, 0x9a, 0xa2, 0x93, 0xae, 0x14, 0xa6, 0x3c, 0x4e, 0x25, 0x7a, 0xa1, 0xd1,
        0x91, 0x5b,
    ];
    const HMAC_KEY: [u8; 32] = [
        0xe8, 0x60, 0x69, 0xe2, 0x3d, 0xfc, 0x67, 0x14, 0xf3, 0xa6, 0x9f, 0x6c, 0xb8, 0xfd, 0xcd,
        0x47, 0xd5, 0x7b, 0x70, 0x23, 0x00, 0x8c, 0x4e, 0x38, 0x89, 0x92, 0x60, 0xe7, 0x90, 0x5a,
        0xe9, 0x53,
    ];

    #[test]
    fn a_point_that_is_not_on_the_curve_is_refused() {
        let nowhere = Point {
            x: [1; 32],
            y: [2; 32],
        };
        for protocol in [Protocol::One, Protocol::Two] {
            let agreed = Shared::agree(protocol, &nowhere);
            assert_eq!(agreed.err(), Some(KeyError::Garbled));
        }
    }

    /// Computed with Python's `cryptography` 50 and its HKDF, for a common secret of 32 times 0x0b.
    #[test]
    fn keys_are_those_that_the_standard_derives() {
        let (cipher, proof) = derive(Protocol::One, &[0x0b; 32]);
        assert_eq!(*cipher, *proof);
        assert_eq!(*cipher, sha256(&[0x0b; 32]));
        let (cipher, proof) = derive(Protocol::Two, &[0x0b; 32]);
        assert_eq!(*cipher, AES_KEY);
        assert_eq!(*proof, HMAC_KEY);
    }

    #[test]
    fn what_is_no_whole_number_of_blocks_is_refused() {
        let shared = |protocol| Shared {
            protocol,
            point: Point {
                x: [0; 32],
                y: [0; 32],
            },
            cipher: Zeroizing::new([1; 32]),
            proof: Zeroizing::new([2; 32]),
        };
        for protocol in [Protocol::One, Protocol::Two] {
            let shared = shared(protocol);
            let sealed = shared.encrypt(&[7; 32]);
            assert_eq!(*shared.decrypt(&sealed).unwrap(), [7; 32]);
            assert!(shared.decrypt(&sealed[1..]).is_err());
        }
        assert!(shared(Protocol::Two).decrypt(&[1; 3]).is_err());
    }
}
