//! All raw cryptography of the vault file, and nothing else (docs/vault-format.md, "Keys").

use crate::kdf::Kdf;
use aes_gcm::aead::{AeadInOut, KeyInit};
use aes_gcm::{Aes256Gcm, Nonce, Tag};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use rand_core::CryptoRng;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, Zeroizing};

/// A 256-bit key. Wiped on drop, never printed, copied or compared.
pub struct Key(Zeroizing<[u8; 32]>);

static_assertions::assert_not_impl_any!(Key: Clone, std::fmt::Debug, PartialEq);

impl Key {
    /// The key of these bytes.
    pub fn new(bytes: Zeroizing<[u8; 32]>) -> Self {
        Self(bytes)
    }

    /// A random key.
    pub fn generate(rng: &mut dyn CryptoRng) -> Self {
        let mut bytes = Zeroizing::new([0; 32]);
        rng.fill_bytes(bytes.as_mut_slice());
        Self(bytes)
    }

    /// A place for a key.
    pub(crate) fn empty() -> Self {
        Self(Zeroizing::new([0; 32]))
    }

    /// Puts `key` in the place of this one, in the same memory.
    pub(crate) fn overwrite(&mut self, key: &Self) {
        self.0.copy_from_slice(key.expose());
    }

    pub(crate) fn wipe(&mut self) {
        self.0.zeroize();
    }

    /// The bytes, for the one who needs them.
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }
}

/// Bytes that were not encrypted by this key with this associated data.
#[derive(Debug)]
pub struct NotAuthentic;

/// A SHA-256 hash.
pub type Checksum = [u8; 32];
/// Bytes of AES-GCM's tag.
pub const TAG_LEN: usize = 16;

/// SHA-256 (FIPS 180-4).
pub fn sha256(bytes: &[u8]) -> Checksum {
    Sha256::digest(bytes).into()
}

/// HKDF-SHA256, extract and expand, to 32 bytes (RFC 5869). `info` is the parts joined.
pub fn hkdf(ikm: &[u8], salt: &[u8], info: &[&[u8]]) -> Key {
    let mut key = Zeroizing::new([0; 32]);
    Hkdf::<Sha256>::new(Some(salt), ikm)
        .expand_multi_info(info, key.as_mut_slice())
        .expect("32 bytes are below HKDF's limit of 255 blocks");
    Key(key)
}

/// HMAC-SHA256 (RFC 2104).
pub fn hmac(key: &Key, bytes: &[u8]) -> [u8; 32] {
    let mut mac =
        <Hmac<Sha256> as KeyInit>::new_from_slice(key.expose()).expect("HMAC takes any key length");
    mac.update(bytes);
    mac.finalize().into_bytes().into()
}

/// Whether both are the same, in a time that does not depend on where they differ.
pub fn same(left: &[u8], right: &[u8]) -> bool {
    left.ct_eq(right).into()
}

/// AES-256-GCM in place with the zero nonce; the caller proves that `key` encrypts only once.
pub fn encrypt(key: &Key, aad: &[u8], buffer: &mut [u8]) -> [u8; TAG_LEN] {
    Aes256Gcm::new(key.expose().into())
        .encrypt_inout_detached(&Nonce::default(), aad, buffer.into())
        .expect("a vault is far below AES-GCM's limit of 64 GiB")
        .into()
}

/// The reverse of [`encrypt`]. On failure `buffer` is not plaintext.
///
/// # Errors
/// Another key, other associated data or other bytes.
pub fn decrypt(
    key: &Key,
    aad: &[u8],
    buffer: &mut [u8],
    tag: &[u8; TAG_LEN],
) -> Result<(), NotAuthentic> {
    Aes256Gcm::new(key.expose().into())
        .decrypt_inout_detached(&Nonce::default(), aad, buffer.into(), &Tag::from(*tag))
        .map_err(|_| NotAuthentic)
}

/// The machine does not have the memory that the parameters ask for.
#[derive(Debug)]
pub(crate) struct OutOfMemory;

/// Argon2id, version 0x13, to 32 bytes (RFC 9106).
pub(crate) fn argon2id(password: &[u8], salt: &[u8; 32], kdf: Kdf) -> Result<Key, OutOfMemory> {
    let params = argon2::Params::new(kdf.memory_kib(), kdf.passes(), kdf.lanes(), Some(32))
        .expect("`Kdf` keeps to Argon2's own limits");
    let argon2 = argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params);
    let mut key = Zeroizing::new([0; 32]);
    match argon2.hash_password_into(password, salt, key.as_mut_slice()) {
        Ok(()) => Ok(Key(key)),
        Err(argon2::Error::OutOfMemory) => Err(OutOfMemory),
        Err(_) => unreachable!("password, salt and output have lengths that Argon2 takes"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 5869 appendix A.1 (first 32 bytes of its 42).
    #[test]
    fn hkdf_gives_the_first_vector_of_rfc_5869() {
        let salt: Vec<u8> = (0..=12).collect();
        let info: Vec<u8> = (0xf0..=0xf9).collect();
        let key = hkdf(&[0x0b; 22], &salt, &[&info[..4], &info[4..]]);
        let expected = "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf";
        assert_eq!(hex(key.expose()), expected);
    }

    /// RFC 4231 section 4.2, its 20-byte key padded with zeros to a block as HMAC does.
    #[test]
    fn hmac_gives_the_first_vector_of_rfc_4231() {
        let mut key = Zeroizing::new([0; 32]);
        key[..20].fill(0x0b);
        let expected = "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7";
        assert_eq!(hex(&hmac(&Key(key), b"Hi There")), expected);
    }

    /// McGrew and Viega, "The Galois/Counter Mode of Operation", test case 14: the zero nonce.
    #[test]
    fn aes_gcm_gives_test_case_14_of_its_specification() {
        let key = Key::new(Zeroizing::new([0; 32]));
        let mut buffer = [0; 16];
        let tag = encrypt(&key, b"", &mut buffer);
        assert_eq!(hex(&buffer), "cea7403d4d606b6e074ec5d3baf39d18");
        assert_eq!(hex(&tag), "d0d1c8a799996bf0265b98b5d48ab919");
        decrypt(&key, b"", &mut buffer, &tag).unwrap();
        assert_eq!(buffer, [0; 16]);
        assert!(decrypt(&key, b"x", &mut buffer, &tag).is_err());
    }

    /// The reference implementation in C, through PyPI's `argon2-cffi`.
    #[test]
    fn argon2id_gives_the_reference_implementations_hash() {
        let salt: Vec<u8> = (0..32).collect();
        let salt: [u8; 32] = salt.try_into().unwrap();
        let key = argon2id(b"correct horse", &salt, Kdf::new(256, 2, 1).unwrap()).unwrap();
        let expected = "fe24b0b059dfc686e550e65b8b475fdfbb0e7d82a15e2b1dd16e4d92b7c9c351";
        assert_eq!(hex(key.expose()), expected);
    }

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}
