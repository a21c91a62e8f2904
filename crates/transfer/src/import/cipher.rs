//! The ciphers of other programs' files. Plaintext is wiped when it is dropped.

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use zeroize::Zeroizing;

use super::error::ReadError;

/// AES-256-GCM (NIST SP 800-38D) with a nonce of 12 bytes; the tag is at the end of `sealed`.
///
/// # Errors
/// `Damaged` where the nonce has another length; `WrongPassword` where the key does not open it.
pub(super) fn open_aes_256_gcm(
    key: &[u8; 32],
    nonce: &[u8],
    sealed: &[u8],
    associated: &[u8],
) -> Result<Zeroizing<Vec<u8>>, ReadError> {
    let nonce: &Nonce<_> = nonce.try_into().map_err(|_length| ReadError::Damaged)?;
    let sealed = Payload {
        msg: sealed,
        aad: associated,
    };
    Aes256Gcm::new(key.into())
        .decrypt(nonce, sealed)
        .map(Zeroizing::new)
        .map_err(|_tag| ReadError::WrongPassword)
}
