//! Google Authenticator's export; `crate::migration` says where its description comes from.

use otp::{Algorithm, Digits, Kind, Period, SecretText, UnixTime};
use rand_core::CryptoRng;
use vault::Account;

use super::otpauth;
use crate::export::losses::Part;
use crate::export::parts::random;
use crate::export::registry::Writer;
use crate::export::{Encryption, File, WriteError};
use crate::migration;

pub(in crate::export) const WRITER: Writer = Writer {
    encryption: Encryption::Never,
    extension: "txt",
    keeps: |account, part| {
        part == Part::Codes && takes(account.otp().kind) && fits(&[entry(account)])
    },
    tells_by_secret: false,
    write,
};

/// Most accounts in one code; the program itself does not put more into one, so that every camera reads it.
const MOST_IN_A_CODE: usize = 10;

/// Longest text of a code, in bytes (ISO/IEC 18004, version 40 at the level that codes are drawn with).
const MOST_TEXT: usize = 2_331;

/// An export has no period and knows two lengths.
fn takes(kind: Kind) -> bool {
    let is_known = |digits| digits == Digits::SIX || digits == Digits::EIGHT;
    match kind {
        Kind::Totp { digits, period, .. } => is_known(digits) && period == Period::THIRTY,
        Kind::Hotp {
            digits, counter, ..
        } => is_known(digits) && i64::try_from(counter).is_ok(),
        Kind::BattleNet => true,
        Kind::Steam | Kind::Motp | Kind::Yandex => false,
    }
}

fn write(
    accounts: &[&Account],
    _password: Option<&SecretText>,
    _now: UnixTime,
    rng: &mut dyn CryptoRng,
) -> Result<File, WriteError> {
    Ok(otpauth::lines(&codes(accounts, rng)))
}

/// The texts of the codes.
pub(in crate::export) fn codes(accounts: &[&Account], rng: &mut dyn CryptoRng) -> Vec<SecretText> {
    let batch_id = i32::from_be_bytes(random(rng));
    let mut parts: Vec<Vec<migration::Account<'_>>> = Vec::new();
    for account in accounts {
        let mut part = parts.pop().unwrap_or_default();
        part.push(entry(account));
        if part.len() > MOST_IN_A_CODE || !fits(&part) {
            let next = part.pop();
            parts.extend([part, next.into_iter().collect()]);
        } else {
            parts.push(part);
        }
    }
    parts.retain(|part| !part.is_empty());
    let size = parts.len();
    let part = |(index, accounts): (usize, &Vec<migration::Account<'_>>)| {
        migration::write(batch_id, index, size, accounts)
    };
    parts.iter().enumerate().map(part).collect()
}

/// Whether the accounts fit into one code, whatever its numbers are.
fn fits(accounts: &[migration::Account<'_>]) -> bool {
    let text = migration::write(i32::MIN, usize::MAX, usize::MAX, accounts);
    text.expose().len() <= MOST_TEXT
}

fn entry(account: &Account) -> migration::Account<'_> {
    let otp = account.otp();
    migration::Account {
        issuer: &account.issuer,
        name: &account.name,
        secret: otp.secret.expose(),
        algorithm: match otp.kind {
            Kind::Totp { algorithm, .. } | Kind::Hotp { algorithm, .. } => algorithm,
            Kind::Steam | Kind::BattleNet | Kind::Motp | Kind::Yandex => Algorithm::Sha1,
        },
        eight_digits: otp.kind.digits() == 8,
        counter: otp.kind.counter(),
    }
}
