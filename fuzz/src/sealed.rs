//! Vaults that get past checksum and seal, so that the fuzzer reaches what is inside.
//!
//! Slots, salts and keys are those of the vectors, whose writer (`tests/fixtures/make/vault.py`) has them fixed.

use std::array;
use std::sync::LazyLock;

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use hkdf::Hkdf;
use sha2::{Digest, Sha256};
use vault::{Credential, LockedVault, RecoverySecret, Vault};

use crate::vectors;

const CHECKSUM_LEN: usize = 32;
/// Plaintext of a small vault: length, document and padding.
const PADDED_LEN: usize = 16_384;

/// Opens a vault with the recovery kit of the vectors.
pub fn open(file: &[u8]) -> Option<Vault> {
    static KIT: LazyLock<Credential> = LazyLock::new(|| {
        let kit = RecoverySecret::parse(vectors::words_of_kit());
        Credential::Recovery(kit.expect("the words are a kit"))
    });
    LockedVault::read(file.to_vec()).ok()?.unlock(&KIT).ok()
}

/// A vault with `document` inside. It is well made where the document has at most 16,376 bytes.
pub fn seal(document: &[u8]) -> Vec<u8> {
    static HEAD: LazyLock<Vec<u8>> = LazyLock::new(|| {
        let vector = include_str!("../../tests/vectors/vault/opens_recovery_kit.txt");
        let file = vectors::file(vector);
        head_of(&file).expect("the vector is whole").to_vec()
    });
    let mut plaintext = [&be(document.len()), document].concat();
    plaintext.resize(plaintext.len().max(PADDED_LEN), 0);
    let (cipher, aad) = body_cipher(&HEAD, plaintext.len());
    let payload = Payload {
        msg: &plaintext,
        aad: &aad,
    };
    let body = cipher
        .encrypt(&Nonce::default(), payload)
        .expect("the document is small");
    checksummed([HEAD.as_slice(), &be(plaintext.len()), &body].concat())
}

/// The document in a vault of the vectors; `None` where the vault is not well made.
pub fn document_of(file: &[u8]) -> Option<Vec<u8>> {
    let head = head_of(file)?;
    let body = file.get(head.len() + 8..file.len().checked_sub(CHECKSUM_LEN)?)?;
    let (cipher, aad) = body_cipher(head, body.len().checked_sub(16)?);
    let plaintext = cipher
        .decrypt(
            &Nonce::default(),
            Payload {
                msg: body,
                aad: &aad,
            },
        )
        .ok()?;
    let (len, rest) = plaintext.split_first_chunk()?;
    let len = usize::try_from(u64::from_be_bytes(*len)).ok()?;
    rest.get(..len).map(<[u8]>::to_vec)
}

/// `file` with a checksum that fits, as somebody who changed it would make it.
pub fn with_checksum(file: &[u8]) -> Option<Vec<u8>> {
    let len = file.len().checked_sub(CHECKSUM_LEN)?;
    file.get(..len).map(|content| checksummed(content.to_vec()))
}

/// Everything up to and with `header_mac`.
fn head_of(file: &[u8]) -> Option<&[u8]> {
    let header_len = file.get(10..14)?.try_into().ok()?;
    let header_len = usize::try_from(u32::from_be_bytes(header_len)).ok()?;
    file.get(..14 + header_len + 32)
}

fn body_cipher(head: &[u8], body_len: usize) -> (Aes256Gcm, Vec<u8>) {
    let dek: [u8; 32] = array::from_fn(|at| 64 + at as u8);
    let save_salt: [u8; 32] = array::from_fn(|at| 32 + at as u8);
    let head_hash = Sha256::digest(head);
    let mut key = [0; 32];
    Hkdf::<Sha256>::new(Some(&save_salt), &dek)
        .expand_multi_info(&[b"countersign/v1/body", &head_hash], &mut key)
        .expect("HKDF gives 32 bytes");
    let aad = [head_hash.as_slice(), &be(body_len)].concat();
    (Aes256Gcm::new(&key.into()), aad)
}

fn be(len: usize) -> [u8; 8] {
    (len as u64).to_be_bytes()
}

fn checksummed(mut content: Vec<u8>) -> Vec<u8> {
    let checksum = Sha256::digest(&content);
    content.extend_from_slice(&checksum);
    content
}
