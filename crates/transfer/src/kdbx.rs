//! What KeePass's databases are made of, for reading and writing them: KDBX 3.1 and 4 (KeePass, "KDBX file format").

use chacha20::ChaCha20;
use chacha20::cipher::{KeyIvInit, StreamCipher};
use hmac::{Hmac, KeyInit, Mac};
use otp::SecretText;
use salsa20::Salsa20;
use sha2::{Digest, Sha256, Sha512};
use zeroize::Zeroizing;

/// How every file begins; the minor and the major version follow, each as 16 bits with the lowest byte first.
pub(crate) const SIGNATURE: [u8; 8] = *b"\x03\xd9\xa2\x9a\x67\xfb\x4b\xb5";

/// Numbers of the fields before the body.
pub(crate) mod header {
    pub(crate) const END: u8 = 0;
    pub(crate) const CIPHER: u8 = 2;
    pub(crate) const COMPRESSION: u8 = 3;
    pub(crate) const MASTER_SEED: u8 = 4;
    pub(crate) const TRANSFORM_SEED: u8 = 5;
    pub(crate) const TRANSFORM_ROUNDS: u8 = 6;
    pub(crate) const IV: u8 = 7;
    pub(crate) const STREAM_KEY: u8 = 8;
    pub(crate) const STREAM_START: u8 = 9;
    pub(crate) const STREAM: u8 = 10;
    pub(crate) const KDF: u8 = 11;
}

/// Numbers of the fields at the beginning of a body, in version 4.
pub(crate) mod inner_header {
    pub(crate) const END: u8 = 0;
    pub(crate) const STREAM: u8 = 1;
    pub(crate) const STREAM_KEY: u8 = 2;
}

/// Types of the values that parameters of a KDF have.
pub(crate) mod value {
    pub(crate) const END: u8 = 0;
    pub(crate) const U32: u8 = 0x04;
    pub(crate) const U64: u8 = 0x05;
    pub(crate) const BYTES: u8 = 0x42;
}

/// What version the parameters of a KDF are of; others with the same upper byte can be read.
pub(crate) const DICTIONARY_VERSION: u16 = 0x0100;

/// Names of ciphers.
pub(crate) mod cipher {
    pub(crate) const AES: [u8; 16] =
        *b"\x31\xc1\xf2\xe6\xbf\x71\x43\x50\xbe\x58\x05\x21\x6a\xfc\x5a\xff";
    pub(crate) const TWOFISH: [u8; 16] =
        *b"\xad\x68\xf2\x9f\x57\x6f\x4b\xb9\xa3\x6a\xd4\x7a\xf9\x65\x34\x6c";
    pub(crate) const CHACHA20: [u8; 16] =
        *b"\xd6\x03\x8a\x2b\x8b\x6f\x4c\xb5\xa5\x24\x33\x9a\x31\xdb\xb5\x9a";
}

/// Names of KDFs.
pub(crate) mod kdf {
    /// As version 3.1 has it.
    pub(crate) const AES: [u8; 16] =
        *b"\xc9\xd9\xf3\x9a\x62\x8a\x44\x60\xbf\x74\x0d\x08\xc1\x8a\x4f\xea";
    /// The same under the name that some programs give it in version 4.
    pub(crate) const AES_4: [u8; 16] =
        *b"\x7c\x02\xbb\x82\x79\xa7\x4a\xc0\x92\x7d\x11\x4a\x00\x64\x82\x38";
    pub(crate) const ARGON2D: [u8; 16] =
        *b"\xef\x63\x6d\xdf\x8c\x29\x44\x4b\x91\xf7\xa9\xa4\x03\xe3\x0a\x0c";
    pub(crate) const ARGON2ID: [u8; 16] =
        *b"\x9e\x29\x8b\x19\x56\xdb\x47\x73\xb2\x3d\xfc\x3e\xc6\xf0\xa1\xe6";
}

/// What the KDF gets: the one way to unlock that is known here is a password.
pub(crate) fn composite_key(password: &SecretText) -> Zeroizing<[u8; 32]> {
    let password = sha256(&[password.expose().as_bytes()]);
    sha256(&[password.as_slice()])
}

/// What a KDF's key is made to.
pub(crate) struct Keys {
    /// Encrypts the body.
    pub(crate) master: Zeroizing<[u8; 32]>,
    /// Authenticates header and body, in version 4.
    mac: Zeroizing<[u8; 64]>,
}

impl Keys {
    pub(crate) fn new(master_seed: &[u8], transformed: &[u8; 32]) -> Self {
        Self {
            master: sha256(&[master_seed, transformed]),
            mac: sha512(&[master_seed, transformed, &[1]]),
        }
    }

    /// The HMAC-SHA-256 over a header.
    pub(crate) fn header_mac(&self, header: &[u8]) -> Hmac<Sha256> {
        self.keyed(u64::MAX).chain_update(header)
    }

    /// The HMAC-SHA-256 over a block of the body.
    pub(crate) fn block_mac(&self, index: u64, block: &[u8]) -> Hmac<Sha256> {
        // No block of more than 4 GiB is ever made or read.
        let length = u32::try_from(block.len()).unwrap_or(u32::MAX);
        self.keyed(index)
            .chain_update(index.to_le_bytes())
            .chain_update(length.to_le_bytes())
            .chain_update(block)
    }

    fn keyed(&self, index: u64) -> Hmac<Sha256> {
        let key = sha512(&[&index.to_le_bytes(), self.mac.as_slice()]);
        Hmac::new_from_slice(key.as_slice()).expect("HMAC takes keys of any length")
    }
}

/// What values in the XML are encrypted with on top, in the order they stand there.
pub(crate) enum InnerStream {
    Salsa20(Box<Salsa20>),
    ChaCha20(Box<ChaCha20>),
}

impl InnerStream {
    pub(crate) const SALSA20: u32 = 2;
    pub(crate) const CHACHA20: u32 = 3;

    /// `None` for a number that is not known.
    pub(crate) fn new(number: u32, key: &[u8]) -> Option<Self> {
        match number {
            Self::SALSA20 => {
                let nonce = *b"\xe8\x30\x09\x4b\x97\x20\x5d\x2a";
                let key = sha256(&[key]);
                let stream = Salsa20::new((&*key).into(), (&nonce).into());
                Some(Self::Salsa20(Box::new(stream)))
            }
            Self::CHACHA20 => {
                let key = sha512(&[key]);
                let (key, rest) = key.split_first_chunk::<32>()?;
                let nonce = rest.first_chunk::<12>()?;
                Some(Self::ChaCha20(Box::new(ChaCha20::new(
                    key.into(),
                    nonce.into(),
                ))))
            }
            _ => None,
        }
    }

    /// Encrypts or decrypts the next value. `None` where the stream is at its end, after 256 GiB.
    pub(crate) fn apply(&mut self, value: &mut [u8]) -> Option<()> {
        match self {
            Self::Salsa20(stream) => stream.try_apply_keystream(value).ok(),
            Self::ChaCha20(stream) => stream.try_apply_keystream(value).ok(),
        }
    }
}

pub(crate) fn sha256(parts: &[&[u8]]) -> Zeroizing<[u8; 32]> {
    let digest = parts.iter().fold(Sha256::new(), Digest::chain_update);
    Zeroizing::new(digest.finalize().into())
}

fn sha512(parts: &[&[u8]]) -> Zeroizing<[u8; 64]> {
    let digest = parts.iter().fold(Sha512::new(), Digest::chain_update);
    Zeroizing::new(digest.finalize().into())
}
