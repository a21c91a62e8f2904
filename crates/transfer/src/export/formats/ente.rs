//! Ente Auth's export (what Ente Auth 4 writes and reads): lines of URIs that also say how each is shown, under Argon2id
//! and libsodium's secretstream.

use crypto_secretstream::aead::AeadInPlace;
use crypto_secretstream::{Header, Stream};
use data_encoding::BASE64;
use otp::{Kind, SecretText, UnixTime};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use rand_core::CryptoRng;
use serde::Serialize;
use vault::Account;
use zeroize::Zeroizing;

use crate::export::losses::Part;
use crate::export::parts::{random, uri};
use crate::export::registry::Writer;
use crate::export::{Encryption, File, WriteError, json, seal};
use crate::import::derive::{Argon2id, Key, argon2id};

pub(in crate::export) const WRITER: Writer = Writer {
    encryption: Encryption::Optional,
    extension: "txt",
    keeps,
    tells_by_secret: false,
    write,
};

/// libsodium's moderate preset, which phones can do as well.
const COST: Argon2id = Argon2id {
    memory_kib: 256 << 10,
    passes: 3,
    lanes: 1,
};

/// What libsodium calls the tag of a stream's last message.
const FINAL: u8 = 3;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Export {
    version: u8,
    kdf_params: Parameters,
    encrypted_data: String,
    encryption_nonce: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Parameters {
    mem_limit: u32,
    ops_limit: u32,
    salt: String,
}

/// How an account is shown.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Display<'a> {
    pinned: bool,
    trashed: bool,
    last_used_at: u64,
    tap_count: i64,
    tags: &'a [String],
    note: &'a str,
    position: usize,
    icon_src: &'static str,
    #[serde(rename = "iconID")]
    icon_id: &'static str,
}

fn keeps(account: &Account, part: Part) -> bool {
    match part {
        Part::Codes => match account.otp().kind {
            Kind::Totp { .. } | Kind::Steam | Kind::BattleNet => true,
            // The program counts with signed numbers.
            Kind::Hotp { counter, .. } => i64::try_from(counter).is_ok(),
            Kind::Motp | Kind::Yandex => false,
        },
        Part::Tags | Part::Notes | Part::Favorite => true,
        Part::UseCount => i64::try_from(account.use_count).is_ok(),
        Part::Pin | Part::Icon | Part::BackupCodes | Part::Site | Part::Keys | Part::History => {
            false
        }
    }
}

fn write(
    accounts: &[&Account],
    password: Option<&SecretText>,
    _now: UnixTime,
    rng: &mut dyn CryptoRng,
) -> Result<File, WriteError> {
    let lines = lines(accounts);
    let Some(password) = password else {
        return Ok(lines);
    };
    let salt: [u8; 16] = random(rng);
    let key = argon2id(password.expose().as_bytes(), &salt, COST, seal::AGREED)
        .map_err(seal::no_memory)?;
    let header: [u8; Header::BYTES] = random(rng);
    Ok(json::write(&Export {
        version: 1,
        kdf_params: Parameters {
            mem_limit: COST.memory_kib << 10,
            ops_limit: COST.passes,
            salt: BASE64.encode(&salt),
        },
        encrypted_data: BASE64.encode(&seal_stream(&key, header, &lines)),
        encryption_nonce: BASE64.encode(&header),
    }))
}

/// The one message of a stream: its tag, the text and the authenticator. The nonce is how many messages there were, from
/// 1, and the end of the header.
fn seal_stream(key: &Key<32>, header: [u8; Header::BYTES], plaintext: &[u8]) -> Vec<u8> {
    let length = plaintext.len().saturating_add(Stream::ABYTES);
    let mut message = Zeroizing::new(Vec::with_capacity(length));
    message.push(FINAL);
    message.extend_from_slice(plaintext);
    let mut nonce = [0; 12];
    let [_, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, end @ ..] = header;
    let number = 1_u32.to_le_bytes();
    for (to, from) in nonce.iter_mut().zip(number.iter().chain(&end)) {
        *to = *from;
    }
    let tag = Stream::init(&(**key).into(), Header::from(header))
        .encrypt_in_place_detached(&nonce.into(), &[], &mut message)
        .expect("a file is shorter than the 256 GiB that the cipher takes");
    message.extend_from_slice(&tag);
    std::mem::take(&mut *message)
}

fn lines(accounts: &[&Account]) -> File {
    let mut lines = Vec::with_capacity(accounts.len());
    for (position, account) in accounts.iter().enumerate() {
        lines.push((uri(account), display(account, position)));
    }
    let lengths = lines.iter().map(|(uri, display)| {
        let display = display.len().saturating_mul(3);
        uri.expose()
            .len()
            .saturating_add(display)
            .saturating_add(20)
    });
    let mut text = Zeroizing::new(String::with_capacity(lengths.sum()));
    for (uri, display) in &lines {
        text.push_str(uri.expose());
        text.push_str("&codeDisplay=");
        text.extend(utf8_percent_encode(display, NON_ALPHANUMERIC));
        text.push('\n');
    }
    Zeroizing::new(std::mem::take(&mut *text).into_bytes())
}

fn display(account: &Account, position: usize) -> Zeroizing<String> {
    let mut json = json::write(&Display {
        pinned: account.favorite,
        trashed: false,
        last_used_at: account
            .used
            .map_or(0, |used| used.get().saturating_mul(1_000_000)),
        tap_count: i64::try_from(account.use_count).unwrap_or_default(),
        tags: &account.tags,
        note: account.notes.expose(),
        position,
        icon_src: "",
        icon_id: "",
    });
    let text = String::from_utf8(std::mem::take(&mut *json));
    Zeroizing::new(text.expect("JSON is UTF-8"))
}
