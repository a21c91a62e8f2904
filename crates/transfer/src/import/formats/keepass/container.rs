//! From the encrypted body to the XML in it.

use std::io::Read;

use aes::Aes256;
use cbc::Decryptor;
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockCipherDecrypt, BlockModeDecrypt, InnerIvInit, KeyInit, KeyIvInit};
use chacha20::ChaCha20;
use chacha20::cipher::StreamCipher;
use flate2::read::GzDecoder;
use hmac::Mac;
use otp::SecretText;
use twofish::Twofish;
use zeroize::Zeroizing;

use super::header::{Bytes, Cipher, Generation, Header, Kdf};
use crate::import::derive::{Key, aes_in_rounds, argon2};
use crate::import::error::ReadError;
use crate::import::{Access, MAX_FILE};
use crate::kdbx::{InnerStream, Keys, composite_key, inner_header, sha256};

type Plaintext = Zeroizing<Vec<u8>>;

/// How many times its size a body may unpack to, above the bytes that any may.
const MOST_RATIO: usize = 100;
const FREE_BYTES: usize = 1 << 20;

/// An opened body.
pub(super) struct Body {
    pub(super) content: Content,
    /// What values in it are encrypted with.
    pub(super) stream: InnerStream,
    /// What the XML should say about the header, if it says anything; version 4 authenticates it otherwise.
    pub(super) header_hash: Option<Key<32>>,
}

/// The bytes of a body.
pub(super) struct Content {
    bytes: Plaintext,
    /// Where the XML begins.
    start: usize,
}

impl Content {
    /// # Errors
    /// `Damaged`.
    pub(super) fn xml(&self) -> Result<&str, ReadError> {
        let xml = self.bytes.get(self.start..).unwrap_or_default();
        str::from_utf8(xml).map_err(|_utf8| ReadError::Damaged)
    }
}

/// # Errors
/// `WrongPassword`, also where a key file is needed as well, which the file does not say; `Costly`, `TooCostly`,
/// `TooLarge`, `UnknownEncryption` and `Damaged`.
pub(super) fn open(
    header: &Header<'_>,
    password: &SecretText,
    access: Access<'_>,
) -> Result<Body, ReadError> {
    let key = composite_key(password);
    let key = match header.kdf {
        Kdf::Aes { seed, rounds } => aes_in_rounds(&key, seed, rounds, access)?,
        Kdf::Argon2 { salt, parameters } => argon2(key.as_slice(), salt, parameters, access)?,
    };
    let keys = Keys::new(header.master_seed, &key);
    match header.generation {
        Generation::Three {
            stream,
            stream_key,
            start,
        } => {
            let bytes = decrypt(header, &keys.master, header.rest.to_vec())?;
            let (found, blocks) = bytes.split_first_chunk().ok_or(ReadError::WrongPassword)?;
            if found != start {
                return Err(ReadError::WrongPassword);
            }
            Ok(Body {
                content: Content {
                    bytes: unpack(header, hashed_blocks(blocks)?)?,
                    start: 0,
                },
                stream: InnerStream::new(stream, stream_key).ok_or(ReadError::UnknownEncryption)?,
                header_hash: Some(sha256(&[header.bytes])),
            })
        }
        Generation::Four => {
            let sealed = authenticated_blocks(header, &keys)?;
            let bytes = decrypt(header, &keys.master, sealed).map_err(|_| ReadError::Damaged)?;
            let bytes = unpack(header, bytes)?;
            let (stream, start) = read_inner_header(&bytes)?;
            Ok(Body {
                content: Content { bytes, start },
                stream,
                header_hash: None,
            })
        }
    }
}

/// The blocks of version 3: number, SHA-256, length; the last has no bytes.
fn hashed_blocks(blocks: &[u8]) -> Result<Plaintext, ReadError> {
    let mut rest = Bytes(blocks);
    let mut joined = Zeroizing::new(Vec::with_capacity(blocks.len()));
    for index in 0.. {
        let (number, hash) = (rest.u32()?, rest.array::<32>()?);
        let length = rest.u32()?;
        let block = rest.take(length)?;
        if number != index {
            return Err(ReadError::Damaged);
        }
        if block.is_empty() {
            break;
        }
        if *sha256(&[block]) != *hash {
            return Err(ReadError::Damaged);
        }
        joined.extend_from_slice(block);
    }
    Ok(joined)
}

/// The blocks of version 4, after hash and HMAC of the header: HMAC, length; the last has no bytes.
fn authenticated_blocks(header: &Header<'_>, keys: &Keys) -> Result<Vec<u8>, ReadError> {
    let mut rest = Bytes(header.rest);
    if *rest.array::<32>()? != *sha256(&[header.bytes]) {
        return Err(ReadError::Damaged);
    }
    let mac = keys.header_mac(header.bytes);
    mac.verify_slice(rest.array::<32>()?)
        .map_err(|_mac| ReadError::WrongPassword)?;
    let mut joined = Vec::with_capacity(rest.0.len());
    for index in 0.. {
        let mac = rest.array::<32>()?;
        let length = rest.u32()?;
        let block = rest.take(length)?;
        keys.block_mac(index, block)
            .verify_slice(mac)
            .map_err(|_mac| ReadError::Damaged)?;
        if block.is_empty() {
            break;
        }
        joined.extend_from_slice(block);
    }
    Ok(joined)
}

/// Decrypts in place. In version 3, nothing but the padding tells a wrong key.
fn decrypt(header: &Header<'_>, key: &Key<32>, sealed: Vec<u8>) -> Result<Plaintext, ReadError> {
    let mut bytes = Zeroizing::new(sealed);
    match header.cipher {
        Cipher::Aes => decrypt_cbc::<Aes256>(key, header.iv, &mut bytes)?,
        Cipher::Twofish => decrypt_cbc::<Twofish>(key, header.iv, &mut bytes)?,
        Cipher::ChaCha20 => {
            let stream = ChaCha20::new_from_slices(key.as_slice(), header.iv);
            stream
                .map_err(|_length| ReadError::Damaged)?
                .try_apply_keystream(&mut bytes)
                .map_err(|_end| ReadError::Damaged)?;
        }
    }
    Ok(bytes)
}

fn decrypt_cbc<C: BlockCipherDecrypt + KeyInit>(
    key: &Key<32>,
    iv: &[u8],
    bytes: &mut Vec<u8>,
) -> Result<(), ReadError> {
    let cipher = C::new_from_slice(key.as_slice()).map_err(|_length| ReadError::Damaged)?;
    let length = Decryptor::inner_iv_slice_init(cipher, iv)
        .map_err(|_length| ReadError::Damaged)?
        .decrypt_padded::<Pkcs7>(bytes)
        .map_err(|_padding| ReadError::WrongPassword)?
        .len();
    bytes.truncate(length);
    Ok(())
}

fn unpack(header: &Header<'_>, bytes: Plaintext) -> Result<Plaintext, ReadError> {
    if header.is_compressed {
        unzip(&bytes)
    } else {
        Ok(bytes)
    }
}

fn unzip(bytes: &[u8]) -> Result<Plaintext, ReadError> {
    // A gzip file ends with what it unpacks to, modulo 4 GiB (RFC 1952). Memory that grew would leave copies behind.
    let length = bytes.last_chunk().map(|length| u32::from_le_bytes(*length));
    let length = length.and_then(|length| usize::try_from(length).ok());
    let length = length.ok_or(ReadError::Damaged)?;
    let most = bytes.len().saturating_mul(MOST_RATIO).max(FREE_BYTES);
    if length > most.min(MAX_FILE) {
        return Err(ReadError::TooLarge);
    }
    let mut unpacked = Zeroizing::new(vec![0; length]);
    let mut decoder = GzDecoder::new(bytes);
    let is_whole = decoder.read_exact(&mut unpacked).is_ok() && at_end(decoder);
    if is_whole {
        Ok(unpacked)
    } else {
        Err(ReadError::Damaged)
    }
}

/// Whether nothing follows; only then was the checksum looked at.
fn at_end(mut decoder: impl Read) -> bool {
    matches!(decoder.read(&mut [0]), Ok(0))
}

/// What values are encrypted with, and where the XML begins. Attachments stand between the two.
fn read_inner_header(bytes: &[u8]) -> Result<(InnerStream, usize), ReadError> {
    let (mut number, mut key) = (None, None);
    let mut rest = Bytes(bytes);
    loop {
        let field = rest.u8()?;
        let length = rest.u32()?;
        let value = rest.take(length)?;
        match field {
            inner_header::END => break,
            inner_header::STREAM => number = Some(Bytes(value).u32()?),
            inner_header::STREAM_KEY => key = Some(value),
            _ => {}
        }
    }
    let (number, key) = number.zip(key).ok_or(ReadError::Damaged)?;
    let stream = InnerStream::new(number, key).ok_or(ReadError::UnknownEncryption)?;
    Ok((stream, bytes.len().saturating_sub(rest.0.len())))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn packed(bytes: &[u8]) -> Plaintext {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        Zeroizing::new(encoder.finish().unwrap())
    }

    #[test]
    fn a_body_that_unpacks_to_too_much_takes_no_memory() {
        let bomb = packed(&vec![0; 64 << 20]);
        assert_eq!(unzip(&bomb).err(), Some(ReadError::TooLarge));
        assert_eq!(
            unzip(&packed(b"<a/>")).map(|text| text.to_vec()),
            Ok(b"<a/>".to_vec())
        );
    }

    #[test]
    fn a_length_that_is_not_true_is_damage() {
        for length in [0_u8, 3, 5] {
            let mut bytes = packed(b"<a/>");
            let end = bytes.len() - 4;
            bytes[end] = length;
            assert_eq!(unzip(&bytes).err(), Some(ReadError::Damaged));
        }
    }
}
