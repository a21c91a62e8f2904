//! Slices of a lease: sealed around any plaintext, and those of the vectors (docs/code-leases.md).

use std::fs;
use std::path::Path;

use data_encoding::{BASE64, HEXLOWER};
use hpke::aead::AesGcm256;
use hpke::kdf::HkdfSha256;
use hpke::kem::{Kem, XWing};
use hpke::{Deserializable, OpModeR, OpModeS, Serializable};
use rand_core::{Infallible, TryCryptoRng, TryRng};
use team::DeviceKey;
use vault::Id;
use vault::primitives::{Reader, Writer};

const LEASE: Id = Id::from_bytes([1; 16]);
const SEEDS: ([u8; 32], [u8; 32]) = ([1; 32], [2; 32]);
const ENCAPSULATED: usize = 1120;

/// The same input gives the same slice.
struct Fixed;

impl TryRng for Fixed {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(5)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(5)
    }

    fn try_fill_bytes(&mut self, to: &mut [u8]) -> Result<(), Infallible> {
        to.fill(5);
        Ok(())
    }
}

impl TryCryptoRng for Fixed {}

/// The device that everything is sealed for.
pub fn device() -> DeviceKey {
    DeviceKey::from_seeds(&SEEDS.0, &SEEDS.1)
}

/// Slice 0 with this plaintext.
pub fn sealed(plain: &[u8]) -> Vec<u8> {
    let opening = <XWing as Kem>::PrivateKey::from_bytes(&SEEDS.1).expect("32 bytes are a seed");
    let key = XWing::sk_to_pk(&opening);
    let recipient = device().id();
    let (encapsulated, sealed) = hpke::single_shot_seal_with_rng::<AesGcm256, HkdfSha256, XWing>(
        &OpModeS::Base,
        &key,
        &info(0, recipient),
        plain,
        b"",
        &mut Fixed,
    )
    .expect("it can be sealed");
    let mut w = Writer::with_capacity(plain.len() + 2048);
    w.array(5);
    w.unsigned(1);
    w.bytes(LEASE.as_bytes());
    w.unsigned(0);
    w.bytes(recipient.as_bytes());
    w.bytes(&[encapsulated.to_bytes().as_slice(), &sealed].concat());
    w.into_bytes().to_vec()
}

fn info(number: u32, recipient: Id) -> Vec<u8> {
    let context = b"countersign/v1/lease".as_slice();
    let number = number.to_be_bytes();
    [context, LEASE.as_bytes(), &number, recipient.as_bytes()].concat()
}

/// What is inside the vectors' slices.
pub fn plaintexts() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors/leases");
    let files = fs::read_dir(folder).expect("the vectors are there");
    let texts = files.map(|file| fs::read_to_string(file.expect("a file").path()).expect("text"));
    let plaintexts: Vec<_> = texts.filter_map(|text| plaintext(&text)).collect();
    assert!(!plaintexts.is_empty());
    plaintexts
}

fn plaintext(vector: &str) -> Option<Vec<u8>> {
    let (head, object) = vector.split_once("\n\n")?;
    let seeds = head
        .lines()
        .find_map(|line| line.strip_prefix("device: "))?;
    let seeds = HEXLOWER.decode(seeds.as_bytes()).ok()?;
    let object = BASE64.decode(object.trim_end().as_bytes()).ok()?;
    let r = &mut Reader::new(&object);
    r.array().ok()?;
    let (_, _, number, recipient) = (
        r.unsigned().ok()?,
        r.bytes().ok()?,
        r.unsigned().ok()?,
        r.bytes().ok()?,
    );
    let (encapsulated, sealed) = r.bytes().ok()?.split_at_checked(ENCAPSULATED)?;
    let opening = <XWing as Kem>::PrivateKey::from_bytes(seeds.get(32..)?).ok()?;
    let info = info(number as u32, Id::from_bytes(recipient.try_into().ok()?));
    hpke::single_shot_open::<AesGcm256, HkdfSha256, XWing>(
        &OpModeR::Base,
        &opening,
        &<XWing as Kem>::EncappedKey::from_bytes(encapsulated).ok()?,
        &info,
        sealed,
        b"",
    )
    .ok()
}
