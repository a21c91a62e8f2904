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

/// Links to join by, whole and not.
pub fn links() -> Vec<Vec<u8>> {
    let folder = b"\x83\x00\x63Ops\x69/srv/team".as_slice();
    let service = b"\x86\x01\x63Ops\x6fhttps://s3.test\x62eu\x66bucket\x60".as_slice();
    let link = |address: &[u8]| {
        let said = [&[5; 112], address].concat();
        let said = data_encoding::BASE64URL_NOPAD.encode(&said);
        format!("countersign-team:1:{said}").into_bytes()
    };
    let cards = texts_of_cards().into_iter();
    let for_cards = cards.filter(|text| text.starts_with(b"countersign-team-card:"));
    let links = [folder, service, b""].map(link).into_iter();
    links.chain(for_cards).collect()
}

/// Contact cards, whole and not.
pub fn cards() -> Vec<Vec<u8>> {
    let cards = texts_of_cards().into_iter();
    cards
        .filter(|text| text.starts_with(b"countersign-card:"))
        .collect()
}

/// What the vectors in `tests/vectors/cards` have behind their empty line: a card, or an invitation for one.
fn texts_of_cards() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors/cards");
    let files = fs::read_dir(folder).expect("the vectors are there");
    let texts = files.map(|file| {
        let path = file.expect("the folder can be read").path();
        fs::read_to_string(path).expect("a vector is text")
    });
    let behind = texts.map(|text| {
        let (_, rest) = text.split_once("\n\n").expect("an empty line");
        rest.trim_end().as_bytes().to_vec()
    });
    behind.collect()
}

/// A folder and a bucket, as vaults keep them.
pub fn places() -> Vec<Vec<u8>> {
    let text = |text: &str| [&[0x60 | text.len() as u8], text.as_bytes()].concat();
    let array = |head: &[u8], texts: &[&str]| {
        let texts: Vec<u8> = texts.iter().flat_map(|one| text(one)).collect();
        [head, &texts].concat()
    };
    let service = [
        "Ops",
        "https://s3.test",
        "us-east-1",
        "bucket",
        "a/b",
        "key",
        "secret",
    ];
    vec![
        array(b"\x83\x00", &["Ops", "/srv/team"]),
        array(b"\x88\x01", &service),
    ]
}

/// What is in the entries of the vectors, as changes that wait.
pub fn changes() -> Vec<Vec<u8>> {
    let change = |content: Vec<u8>| {
        let length = |at: usize| match content[at] & 31 {
            24 => 2,
            25 => 3,
            26 => 5,
            27 => 9,
            _ => 1,
        };
        // Behind the ids of the operation and the device.
        let wall = 35 + length(35);
        let head = wall + length(wall);
        let (before, ops) = content[wall..].split_at(head + 34 - wall);
        [b"\x84".as_slice(), before, b"\xf4", ops].concat()
    };
    contents().into_iter().map(change).collect()
}

/// What an installation keeps of a log: of its first entry alone, and of one with one of each thing that there is. Devices and
/// members may have any keys, because only their own order is judged.
pub fn kept_states() -> Vec<Vec<u8>> {
    let id = |byte: u8| [b"\x50".as_slice(), &[byte; 16]].concat();
    let hash = |byte: u8| [b"\x58\x20".as_slice(), &[byte; 32]].concat();
    let array = |parts: &[&[u8]]| [&[0x80 | parts.len() as u8], parts.concat().as_slice()].concat();
    let first = [
        id(1),
        b"\x01\x01\x80".to_vec(),
        array(&[&array(&[b"\x00", &hash(2)])]),
        array(&[&id(3)]),
        array(&[&array(&[&id(4), b"\x01"])]),
        array(&[&array(&[b"\x00", &hash(5)])]),
    ]
    .concat();
    let deeds = array(&[&array(&[b"\x00", b"\x07", &id(4), b"\x00", b"\x40"])]);
    let member = array(&[
        &hash(6),
        b"\x03",
        b"\x63Ada",
        b"\x01",
        b"\x80",
        b"\xf4",
        b"\x81\x00",
    ]);
    let record = array(&[
        &hash(7),
        &[b"\x59\x04\xc0".as_slice(), &[8; 1216]].concat(),
        &[b"\x58\x40".as_slice(), &[9; 64]].concat(),
        b"\x66laptop",
    ]);
    let device = array(&[&id(6), b"\xf5", &record]);
    let invitation = array(&[&id(10), &hash(11), b"\x01", b"\x09", b"\xf5", &id(6)]);
    let secrets = array(&[b"\x03", &id(13), b"\x00", b"\xa0"]);
    let used = array(&[&array(&[b"\x00", &id(14), b"\x02"]), b"\x82\x01\x18\x29"]);
    let item = array(&[
        &id(12),
        b"\x00",
        b"\x81\x00",
        b"\xa1\x01\x64Mail",
        &secrets,
        &array(&[&id(13)]),
        &used,
        b"\x81\x82\x00\x01",
    ]);
    let line = array(&[b"\x00", b"\x40", &id(6), b"\xf4"]);
    let lease = array(&[&id(15), &id(12), &hash(16), b"\x0a", b"\x14", b"\xf5"]);
    let alarm = array(&[b"\x00", b"\x00", &id(4)]);
    let passed = array(&[b"\x01", &hash(17)]);
    let of_each = [passed, member, device, invitation, item, line, lease, alarm];
    let of_each: Vec<u8> = of_each.iter().flat_map(|one| array(&[one])).collect();
    let state = |rest: &[u8]| [b"\x91".as_slice(), &first, rest, &deeds].concat();
    vec![state(&[0x80; 8]), state(&of_each)]
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

/// The key of epoch 0 and the objects of each vector in `tests/vectors/team` that names it: one has a welcome instead.
fn vectors() -> Vec<(Vec<u8>, Vec<Vec<u8>>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors/team");
    let entries = fs::read_dir(&folder).expect("the vectors are in the repository");
    let vectors: Vec<_> = entries
        .map(|entry| entry.expect("the folder can be read").path())
        .filter_map(|path| vector(&fs::read_to_string(path).expect("vectors are text")))
        .collect();
    assert!(!vectors.is_empty(), "no vectors in {}", folder.display());
    vectors
}

fn vector(text: &str) -> Option<(Vec<u8>, Vec<Vec<u8>>)> {
    let (head, lines) = text
        .split_once("\n\n")
        .expect("an empty line comes before the objects");
    let key = head
        .lines()
        .find_map(|line| line.strip_prefix("epoch-0: "))?;
    let key = HEXLOWER
        .decode(key.as_bytes())
        .expect("keys are in hexadecimal");
    let objects = lines.lines().filter_map(|line| line.split_once(' '));
    let objects = objects.map(|(_, object)| BASE64.decode(object.as_bytes()).expect("Base64"));
    Some((key, objects.collect()))
}
