//! The ciphers of other programs' files. Plaintext is wiped when it is dropped.

use aes::Aes256;
use aes_gcm::aead::array::ArraySize;
use aes_gcm::aead::consts::{U12, U16};
use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{AesGcm, Nonce};
use cbc::Decryptor;
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockModeDecrypt, KeyIvInit};
use crypto_secretstream::{Header, PullStream, Tag};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::error::ReadError;

/// Length of a block of AES, in bytes.
pub(super) const BLOCK: usize = 16;

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
    open_gcm::<U12>(key, nonce, sealed, associated)
}

/// The same with a nonce of 16 bytes, which the standard hashes first.
///
/// # Errors
/// As [`open_aes_256_gcm`].
pub(super) fn open_aes_256_gcm_16(
    key: &[u8; 32],
    nonce: &[u8],
    sealed: &[u8],
    associated: &[u8],
) -> Result<Zeroizing<Vec<u8>>, ReadError> {
    open_gcm::<U16>(key, nonce, sealed, associated)
}

fn open_gcm<Len: ArraySize>(
    key: &[u8; 32],
    nonce: &[u8],
    sealed: &[u8],
    associated: &[u8],
) -> Result<Zeroizing<Vec<u8>>, ReadError> {
    let nonce: &Nonce<Len> = nonce.try_into().map_err(|_length| ReadError::Damaged)?;
    let sealed = Payload {
        msg: sealed,
        aad: associated,
    };
    AesGcm::<Aes256, Len>::new(key.into())
        .decrypt(nonce, sealed)
        .map(Zeroizing::new)
        .map_err(|_tag| ReadError::WrongPassword)
}

/// AES-256-CBC (NIST SP 800-38A) with PKCS#7 padding. Nothing but the padding tells a wrong key: one in 256 goes
/// unnoticed, so the caller has to look at what comes out.
///
/// # Errors
/// `Damaged` where a length is none of the cipher; `WrongPassword` where the padding is wrong.
pub(super) fn open_aes_256_cbc(
    key: &[u8; 32],
    iv: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, ReadError> {
    let iv: &[u8; BLOCK] = iv.try_into().map_err(|_length| ReadError::Damaged)?;
    if sealed.is_empty() || !sealed.len().is_multiple_of(BLOCK) {
        return Err(ReadError::Damaged);
    }
    let mut bytes = Zeroizing::new(sealed.to_vec());
    let length = Decryptor::<Aes256>::new(key.into(), iv.into())
        .decrypt_padded::<Pkcs7>(&mut bytes)
        .map_err(|_padding| ReadError::WrongPassword)?
        .len();
    bytes.truncate(length);
    Ok(bytes)
}

/// HMAC-SHA-256 (RFC 2104) over the parts, one after the other.
///
/// # Errors
/// `WrongPassword` where the tag is another one.
pub(super) fn check_hmac_sha256(
    key: &[u8; 32],
    parts: &[&[u8]],
    tag: &[u8],
) -> Result<(), ReadError> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).map_err(|_length| ReadError::Damaged)?;
    for part in parts {
        mac.update(part);
    }
    mac.verify_slice(tag)
        .map_err(|_tag| ReadError::WrongPassword)
}

/// libsodium's secretstream (`crypto_secretstream_xchacha20poly1305`) with a single message, which is the last.
///
/// # Errors
/// `Damaged` where the header has another length than 24 bytes, or more messages follow; `WrongPassword` where the key
/// does not open it.
pub(super) fn open_secretstream(
    key: &[u8; 32],
    header: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, ReadError> {
    let header = Header::try_from(header).map_err(|_length| ReadError::Damaged)?;
    let mut stream = PullStream::init(header, &(*key).into());
    let mut bytes = Zeroizing::new(sealed.to_vec());
    match stream.pull(&mut *bytes, &[]) {
        Ok(Tag::Final) => Ok(bytes),
        Ok(Tag::Message | Tag::Push | Tag::Rekey) => Err(ReadError::Damaged),
        Err(_tag) => Err(ReadError::WrongPassword),
    }
}
