//! Encryption as other programs want it: the same keys as for reading, and the ciphers in the other direction.

use aes_gcm::aead::{AeadInOut, KeyInit};
use aes_gcm::{Aes256Gcm, Nonce};
use zeroize::Zeroizing;

use super::{File, WriteError};
use crate::import::derive::Key;
use crate::import::{Access, ReadError};

/// Length of a nonce of AES-GCM, in bytes.
pub(super) const NONCE: usize = 12;
/// Length of a tag of AES-GCM, in bytes.
pub(super) const TAG: usize = 16;

/// For the functions that read files: the costs are our own here.
pub(super) const AGREED: Access<'static> = Access {
    password: None,
    allow_cost: true,
};

/// Our own parameters are in range, so only memory can be missing.
pub(super) fn no_memory(_error: ReadError) -> WriteError {
    WriteError::OutOfMemory
}

/// AES-256-GCM (NIST SP 800-38D) in place; the tag comes at the end. A key is used for one nonce only, or nonces are
/// random.
pub(super) fn aes_256_gcm(
    key: &Key<32>,
    nonce: &[u8; NONCE],
    plaintext: &[u8],
    associated: &[u8],
) -> Vec<u8> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(plaintext.len().saturating_add(TAG)));
    bytes.extend_from_slice(plaintext);
    let nonce: &Nonce<_> = nonce.into();
    Aes256Gcm::new((&**key).into())
        .encrypt_in_place(nonce, associated, &mut *bytes)
        .expect("a file is shorter than the 64 GiB that the cipher takes");
    std::mem::take(&mut *bytes)
}

/// A ciphertext as a file.
pub(super) fn file(parts: &[&[u8]]) -> File {
    Zeroizing::new(parts.concat())
}
