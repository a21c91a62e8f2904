//! From a secret and a moving factor to the characters of a code.

use md5::{Digest, Md5};
use totp_rs::Builder;

use crate::{Algorithm, Digits, Secret, SecretText};

/// An HOTP code. Ten digits are the whole truncated number, which never reaches 2^31.
///
/// Source: RFC 4226 section 5.3. Vectors: `tests/vectors/otp/rfc4226*.txt`, `rfc6238*.txt`.
pub(crate) fn decimal(
    algorithm: Algorithm,
    digits: Digits,
    secret: &Secret,
    counter: u64,
) -> SecretText {
    let number = u32::from_be_bytes(truncated_hmac(algorithm, secret.expose(), counter));
    spell(number.into(), (0..digits.get().into()).rev(), b"0123456789")
}

/// A Steam Guard code: like HOTP, but in five places of base 26, the lowest first.
///
/// Vectors: `tests/vectors/otp/steam.txt`.
pub(crate) fn steam(secret: &Secret, counter: u64) -> SecretText {
    let number = u32::from_be_bytes(truncated_hmac(Algorithm::Sha1, secret.expose(), counter));
    spell(number.into(), 0..5, b"23456789BCDFGHJKMNPQRTVWXY")
}

/// A Yandex.Key code: eight letters from eight truncated bytes, HMAC-SHA-256 under [`crate::yandex::key`].
///
/// Vectors: `tests/vectors/otp/yandex*.txt`.
pub(crate) fn yandex(key: &[u8], counter: u64) -> SecretText {
    let number = u64::from_be_bytes(truncated_hmac(Algorithm::Sha256, key, counter));
    spell(number, (0..8).rev(), b"abcdefghijklmnopqrstuvwxyz")
}

/// An mOTP code: the first six hexadecimal digits of an MD5 over the decimal count of ten-second periods, the
/// secret as lower-case hexadecimal text, and the PIN.
///
/// Vectors: `tests/vectors/otp/motp.txt`.
pub(crate) fn motp(secret: &Secret, pin: &str, counter: u64) -> SecretText {
    let digest = Md5::new()
        .chain_update(counter.to_string())
        .chain_update(secret.to_hex().expose())
        .chain_update(pin)
        .finalize();
    let [a, b, c, ..] = digest.0;
    let number = u32::from_be_bytes([0, a, b, c]);
    spell(number.into(), (0..6).rev(), b"0123456789abcdef")
}

/// Dynamic truncation of the HMAC of `counter`: the low 4 bits of the last byte give an offset, `N` bytes (4, Yandex
/// 8) are taken from there, and the top bit is cleared.
///
/// Source: RFC 4226 section 5.3.
fn truncated_hmac<const N: usize>(algorithm: Algorithm, key: &[u8], counter: u64) -> [u8; N] {
    let algorithm = match algorithm {
        Algorithm::Sha1 => totp_rs::Algorithm::SHA1,
        Algorithm::Sha256 => totp_rs::Algorithm::SHA256,
        Algorithm::Sha512 => totp_rs::Algorithm::SHA512,
    };
    // "Noncompliant" allows the short secrets of real sites; with steps of one second the time is the counter.
    let hmac = Builder::new()
        .with_algorithm(algorithm)
        .with_secret(key)
        .with_step_duration(1)
        .build_noncompliant();
    let mac = hmac.sign(counter);
    let mac = mac.as_ref();
    let offset = usize::from(mac.last().expect("an HMAC has at least 20 bytes") & 0x0f);
    let mut bytes = *mac
        .get(offset..)
        .and_then(<[u8]>::first_chunk)
        .expect("15 + 4 is within 20, 15 + 8 within 32");
    if let Some(first) = bytes.first_mut() {
        *first &= 0x7f;
    }
    bytes
}

/// The given places of `number`, 0 the lowest, written with the digits in `alphabet`.
fn spell(number: u64, places: impl Iterator<Item = u32>, alphabet: &[u8]) -> SecretText {
    let base = u64::try_from(alphabet.len()).expect("an alphabet is short");
    let digit = |place| {
        let index = usize::try_from(number / base.pow(place) % base).ok();
        index
            .and_then(|index| alphabet.get(index))
            .copied()
            .expect("a remainder of the length is an index")
    };
    // Never grows: a wiped string must not leave copies behind.
    let mut text = String::with_capacity(10);
    text.extend(places.map(|place| char::from(digit(place))));
    SecretText::new(text)
}
