//! Entries of a team's log: sealed around any content, and those of the vectors (docs/team-log.md).

use std::fs;
use std::path::Path;

use aes_gcm::aead::{AeadInOut, KeyInit};
use aes_gcm::{Aes256Gcm, Nonce};
use data_encoding::{BASE64, HEXLOWER};
use hkdf::Hkdf;
use sha2::Sha256;
use vault::primitives::{Key, padme};

/// The key of epoch 0 that [`sealed`] uses.
const KEY: [u8; 32] = [7; 32];

/// The same, for a log.
pub fn key() -> Key {
    Key::new(zeroize::Zeroizing::new(KEY))
}

/// An entry for slot 0 with this content and no signature.
pub fn sealed(content: &[u8]) -> Vec<u8> {
    let header = [
        b"\x88\x01\x50".as_slice(),
        &[0; 16],
        b"\x00\x58\x20",
        &[0; 32],
        b"\x00\x80\x58\x20",
        &[9; 32],
        b"\x80",
    ]
    .concat();
    let used = 4 + content.len() + 64;
    let size = match used.next_multiple_of(256) {
        size if size <= 4096 => size,
        _ => padme(used as u64) as usize,
    };
    let mut plain = (content.len() as u32).to_be_bytes().to_vec();
    plain.extend_from_slice(content);
    plain.resize(size, 0);
    let aad = [b"countersign/v1/team/entry".as_slice(), &header].concat();
    let tag = Aes256Gcm::new(&derived(&KEY, &header, b"countersign/v1/team/entry-key").into())
        .encrypt_inout_detached(&Nonce::default(), &aad, plain.as_mut_slice().into())
        .expect("an entry is far below AES-GCM's limit");
    let commit = derived(&KEY, &header, b"countersign/v1/team/entry-commit");
    [header.as_slice(), &commit, &plain, &tag].concat()
}

/// All objects of the vectors.
pub fn objects() -> Vec<Vec<u8>> {
    vectors()
        .into_iter()
        .flat_map(|(_, objects)| objects)
        .collect()
}

/// What is inside those that epoch 0 sealed.
pub fn contents() -> Vec<Vec<u8>> {
    let vectors = vectors().into_iter();
    let contents = vectors.flat_map(|(key, objects)| {
        let contents = objects
            .into_iter()
            .filter_map(move |object| content(&key, &object));
        contents.collect::<Vec<_>>()
    });
    let contents: Vec<_> = contents.filter(|content| content.len() <= 8192).collect();
    assert!(!contents.is_empty());
    contents
}

fn content(key: &[u8], object: &[u8]) -> Option<Vec<u8>> {
    let header = vault::primitives::Reader::new(object).item().ok()?;
    let body = object.get(header.len() + 32..)?;
    let (sealed, tag) = body.split_last_chunk::<16>()?;
    // The salt has its head and 32 bytes before the rotation, which is empty here.
    let header_of_usual_length = header.strip_suffix(b"\x80")?;
    let salt = header_of_usual_length.last_chunk::<32>()?;
    let cipher =
        Aes256Gcm::new(&derive(key, salt, header, b"countersign/v1/team/entry-key").into());
    let aad = [b"countersign/v1/team/entry".as_slice(), header].concat();
    let mut plain = sealed.to_vec();
    cipher
        .decrypt_inout_detached(
            &Nonce::default(),
            &aad,
            plain.as_mut_slice().into(),
            tag.into(),
        )
        .ok()?;
    let (len, rest) = plain.split_first_chunk::<4>()?;
    rest.get(..u32::from_be_bytes(*len) as usize)
        .map(<[u8]>::to_vec)
}

fn derived(key: &[u8], header: &[u8], context: &[u8]) -> [u8; 32] {
    derive(key, &[9; 32], header, context)
}

fn derive(key: &[u8], salt: &[u8; 32], header: &[u8], context: &[u8]) -> [u8; 32] {
    let mut derived = [0; 32];
    Hkdf::<Sha256>::new(Some(salt), key)
        .expand_multi_info(&[context, header], &mut derived)
        .expect("32 bytes are below HKDF's limit");
    derived
}

/// The key of epoch 0 and the objects of each vector in `tests/vectors/team`.
fn vectors() -> Vec<(Vec<u8>, Vec<Vec<u8>>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors/team");
    let entries = fs::read_dir(&folder).expect("the vectors are in the repository");
    let vectors: Vec<_> = entries
        .map(|entry| entry.expect("the folder can be read").path())
        .map(|path| vector(&fs::read_to_string(path).expect("vectors are text")))
        .collect();
    assert!(!vectors.is_empty(), "no vectors in {}", folder.display());
    vectors
}

fn vector(text: &str) -> (Vec<u8>, Vec<Vec<u8>>) {
    let (head, lines) = text
        .split_once("\n\n")
        .expect("an empty line comes before the objects");
    let key = head.lines().find_map(|line| line.strip_prefix("epoch-0: "));
    let key = HEXLOWER
        .decode(key.expect("the key is named").as_bytes())
        .expect("keys are in hexadecimal");
    let objects = lines.lines().filter_map(|line| line.split_once(' '));
    let objects = objects.map(|(_, object)| BASE64.decode(object.as_bytes()).expect("Base64"));
    (key, objects.collect())
}
