//! Writing parts of an export.

use data_encoding::BASE64;
use otp::{Algorithm, SecretText};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use prost::Message;
use zeroize::Zeroizing;

use super::Payload;
use super::entry::Parameters;

const VERSION: i32 = 1;

/// An account as an export holds it.
pub(crate) struct Account<'a> {
    pub(crate) issuer: &'a str,
    pub(crate) name: &'a str,
    pub(crate) secret: &'a [u8],
    pub(crate) algorithm: Algorithm,
    /// Eight digits, or else six.
    pub(crate) eight_digits: bool,
    /// For HOTP; at most 2^63-1.
    pub(crate) counter: Option<u64>,
}

/// The text of one code. `index` of `size` parts, counted from 0.
pub(crate) fn write(
    batch_id: i32,
    index: usize,
    size: usize,
    accounts: &[Account<'_>],
) -> SecretText {
    let number = |number: usize| i32::try_from(number).unwrap_or(i32::MAX);
    let payload = Payload {
        entries: accounts.iter().map(entry).collect(),
        version: VERSION,
        batch_size: number(size),
        batch_index: number(index),
        batch_id,
    };
    let bytes = Zeroizing::new(payload.encode_to_vec());
    let base64 = Zeroizing::new(BASE64.encode(&bytes));
    let mut uri = String::with_capacity(base64.len().saturating_mul(3).saturating_add(64));
    uri.push_str("otpauth-migration://offline?data=");
    uri.extend(utf8_percent_encode(&base64, NON_ALPHANUMERIC));
    SecretText::new(uri)
}

/// Google writes names with the issuer before them, as QR codes have them.
fn entry(account: &Account<'_>) -> Vec<u8> {
    let parameters = Parameters {
        secret: account.secret.to_vec(),
        name: match account.issuer {
            "" => account.name.to_owned(),
            issuer => format!("{issuer}:{}", account.name),
        },
        issuer: account.issuer.to_owned(),
        algorithm: match account.algorithm {
            Algorithm::Sha1 => 1,
            Algorithm::Sha256 => 2,
            Algorithm::Sha512 => 3,
        },
        digits: if account.eight_digits { 2 } else { 1 },
        kind: if account.counter.is_some() { 1 } else { 2 },
        counter: account
            .counter
            .map_or(0, |counter| i64::try_from(counter).unwrap_or(i64::MAX)),
    };
    parameters.encode_to_vec()
}
