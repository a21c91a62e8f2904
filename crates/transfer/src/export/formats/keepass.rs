//! A database of KeePass and KeePassXC, KDBX 4 (KeePass, "KDBX file format"), with one-time passwords where KeePassXC has
//! them, and those that it does not know where KeePass has them: it would make wrong codes of them.

mod xml;

use otp::{Algorithm, Digits, Kind, SecretText, UnixTime};
use rand_core::CryptoRng;
use vault::Account;
use zeroize::Zeroizing;

use aes::Aes256;
use cbc::Encryptor;
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockModeEncrypt, KeyIvInit};
use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::export::losses::Part;
use crate::export::parts::{are_lines, random};
use crate::export::registry::Writer;
use crate::export::{Encryption, File, WriteError, seal};
use crate::import::derive::{Argon2id, argon2id};
use crate::kdbx::{
    DICTIONARY_VERSION, InnerStream, Keys, SIGNATURE, cipher, composite_key, header, inner_header,
    kdf, sha256, value,
};

pub(in crate::export) const WRITER: Writer = Writer {
    encryption: Encryption::Always,
    extension: "kdbx",
    keeps,
    tells_by_secret: false,
    write,
};

const COST: Argon2id = Argon2id {
    memory_kib: 64 << 10,
    passes: 10,
    lanes: 2,
};
/// Longest period, in seconds, that KeePassXC makes right codes of; it takes every longer one for this.
const KEEPASSXC_PERIOD: u64 = 60;
/// How long KeePass's own codes can be.
const KEEPASS_DIGITS: std::ops::RangeInclusive<u8> = 6..=8;
const ARGON2_VERSION: u32 = 0x13;
/// Pictures that both programs show.
const PICTURES: [&str; 2] = ["image/png", "image/jpeg"];
/// Longest block of the body, as the programs write it.
const BLOCK: usize = 1 << 20;
/// Room for what all entries have in common, and for an entry without its texts.
const ROOM: usize = 2048;

fn keeps(account: &Account, part: Part) -> bool {
    match part {
        Part::Codes => match account.otp().kind {
            Kind::Totp { digits, period, .. } => {
                period.get() <= KEEPASSXC_PERIOD || KEEPASS_DIGITS.contains(&digits.get())
            }
            Kind::Steam | Kind::BattleNet => true,
            // KeePass counts only like this; the next counter has to be there, too.
            Kind::Hotp {
                algorithm,
                digits,
                counter,
            } => {
                (algorithm, digits) == (Algorithm::Sha1, Digits::SIX)
                    && i64::try_from(counter).is_ok()
            }
            Kind::Motp | Kind::Yandex => false,
        },
        Part::Tags => account.tags.iter().all(|tag| is_tag(tag)),
        Part::Notes => xml::holds(account.notes.expose()),
        Part::Icon => icon(account).is_some(),
        Part::UseCount => i32::try_from(account.use_count).is_ok(),
        Part::BackupCodes => {
            are_lines(account)
                && crate::export::parts::backup_codes(account).all(|code| xml::holds(code.expose()))
        }
        Part::Pin | Part::Favorite | Part::Site | Part::Keys | Part::History => false,
    }
}

/// Labels stand between semicolons, or commas.
fn is_tag(tag: &str) -> bool {
    xml::holds(tag) && !tag.contains([';', ',']) && tag.trim() == tag && !tag.is_empty()
}

fn icon(account: &Account) -> Option<&[u8]> {
    let icon = account.icon.as_ref();
    icon.filter(|icon| PICTURES.contains(&icon.media_type.as_str()))
        .map(|icon| icon.bytes.as_slice())
}

fn write(
    accounts: &[&Account],
    password: Option<&SecretText>,
    now: UnixTime,
    rng: &mut dyn CryptoRng,
) -> Result<File, WriteError> {
    let password = password.ok_or(WriteError::AlwaysEncrypted)?;
    let (master_seed, salt): ([u8; 32], [u8; 32]) = (random(rng), random(rng));
    let iv: [u8; 16] = random(rng);
    let composite = composite_key(password);
    let key = argon2id(composite.as_slice(), &salt, COST, seal::AGREED).map_err(seal::no_memory)?;
    let keys = Keys::new(&master_seed, &key);
    let body = body(accounts, now, rng)?;
    let sealed = Encryptor::<Aes256>::new((&*keys.master).into(), (&iv).into())
        .encrypt_padded_vec::<Pkcs7>(&body);
    let mut file = outer_header(&master_seed, &iv, &salt);
    let hash = sha256(&[&file]);
    let mac = keys.header_mac(&file);
    file.extend_from_slice(hash.as_slice());
    file.extend_from_slice(&tag(mac));
    for (index, block) in (0..).zip(sealed.chunks(BLOCK).chain([[].as_slice()])) {
        file.extend_from_slice(&tag(keys.block_mac(index, block)));
        let length = u32::try_from(block.len()).map_err(|_large| WriteError::TooLarge)?;
        file.extend_from_slice(&length.to_le_bytes());
        file.extend_from_slice(block);
    }
    Ok(Zeroizing::new(file))
}

fn tag(mac: Hmac<Sha256>) -> [u8; 32] {
    mac.finalize().into_bytes().into()
}

fn outer_header(master_seed: &[u8], iv: &[u8], salt: &[u8]) -> Vec<u8> {
    let mut bytes = SIGNATURE.to_vec();
    for version in [0_u16, 4] {
        bytes.extend_from_slice(&version.to_le_bytes());
    }
    let kdf = parameters(salt);
    let not_compressed = 0_u32.to_le_bytes();
    let fields: [(u8, &[u8]); 6] = [
        (header::CIPHER, &cipher::AES),
        (header::COMPRESSION, &not_compressed),
        (header::MASTER_SEED, master_seed),
        (header::IV, iv),
        (header::KDF, &kdf),
        (header::END, b"\r\n\r\n"),
    ];
    for (number, value) in fields {
        push_field(&mut bytes, number, value);
    }
    bytes
}

fn push_field(bytes: &mut Vec<u8>, number: u8, value: &[u8]) {
    bytes.push(number);
    push_bytes(bytes, value);
}

/// All that is written here is short.
fn push_bytes(bytes: &mut Vec<u8>, value: &[u8]) {
    let length = u32::try_from(value.len()).unwrap_or(u32::MAX);
    bytes.extend_from_slice(&length.to_le_bytes());
    bytes.extend_from_slice(value);
}

/// The parameters of the KDF: type, name and value each.
fn parameters(salt: &[u8]) -> Vec<u8> {
    let memory = (u64::from(COST.memory_kib) << 10).to_le_bytes();
    let passes = u64::from(COST.passes).to_le_bytes();
    let values: [(u8, &[u8], &[u8]); 6] = [
        (value::BYTES, b"$UUID", &kdf::ARGON2ID),
        (value::U32, b"V", &ARGON2_VERSION.to_le_bytes()),
        (value::BYTES, b"S", salt),
        (value::U64, b"M", &memory),
        (value::U64, b"I", &passes),
        (value::U32, b"P", &COST.lanes.to_le_bytes()),
    ];
    let mut bytes = DICTIONARY_VERSION.to_le_bytes().to_vec();
    for (kind, name, value) in values {
        bytes.push(kind);
        push_bytes(&mut bytes, name);
        push_bytes(&mut bytes, value);
    }
    bytes.push(value::END);
    bytes
}

/// What values are encrypted with, and the XML. It is not compressed: that would leave copies behind.
fn body(
    accounts: &[&Account],
    now: UnixTime,
    rng: &mut dyn CryptoRng,
) -> Result<Zeroizing<Vec<u8>>, WriteError> {
    let stream_key = Zeroizing::new(random::<64>(rng));
    let stream = InnerStream::new(InnerStream::CHACHA20, stream_key.as_slice());
    let stream = stream.ok_or(WriteError::TooLarge)?;
    let mut body = Zeroizing::new(Vec::with_capacity(room(accounts)));
    let number = InnerStream::CHACHA20.to_le_bytes();
    push_field(&mut body, inner_header::STREAM, &number);
    push_field(&mut body, inner_header::STREAM_KEY, stream_key.as_slice());
    push_field(&mut body, inner_header::END, &[]);
    xml::write(&mut body, stream, accounts, now, rng)?;
    Ok(body)
}

/// More than the body will take: each text may be escaped, and each secret is there in Base64.
fn room(accounts: &[&Account]) -> usize {
    let of_account = |account: &&Account| {
        let tags: usize = account.tags.iter().map(String::len).sum();
        let codes = crate::export::parts::backup_codes(account);
        let codes: usize = codes
            .map(|code| code.expose().len().saturating_add(1))
            .sum();
        let texts = [
            account.issuer.len().saturating_mul(3),
            account.name.len().saturating_mul(2),
            account.otp().secret.expose().len(),
            account.notes.expose().len(),
            icon(account).map_or(0, <[u8]>::len),
            tags,
            codes,
        ];
        let texts = texts.into_iter().fold(0, usize::saturating_add);
        texts.saturating_mul(6).saturating_add(ROOM)
    };
    accounts
        .iter()
        .map(of_account)
        .fold(ROOM, usize::saturating_add)
}
