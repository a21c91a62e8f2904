//! The parts of a one-time password as programs write them, joined to one that cannot be wrong.

use otp::uri::{Labelled, MAX_LABEL, split_label, strip_issuer};
use otp::{Algorithm, Digits, Kind, Otp, Period, Secret, SecretText};

use super::error::SkipReason;

/// What programs write where they write nothing: RFC 6238's SHA-1, six digits and 30 seconds. A missing counter is an
/// error: a guessed one makes wrong codes.
#[derive(Clone, Copy, Default)]
pub(super) struct Parts<'a> {
    /// As [`Algorithm::parse`] reads it, also with a dash (`SHA-256`), `Hmac` before it or underscores.
    pub(super) algorithm: Option<&'a str>,
    pub(super) digits: Option<i64>,
    /// In seconds.
    pub(super) period: Option<i64>,
    pub(super) counter: Option<i64>,
}

impl Parts<'_> {
    /// # Errors
    /// When a part is out of range.
    pub(super) fn totp(self) -> Result<Kind, SkipReason> {
        let period = match self.period {
            None => Some(Period::THIRTY),
            Some(seconds) => u64::try_from(seconds).ok().and_then(Period::new),
        };
        Ok(Kind::Totp {
            algorithm: self.algorithm()?,
            digits: self.digits()?,
            period: period.ok_or(SkipReason::BadPeriod)?,
        })
    }

    /// # Errors
    /// When a part is out of range, or there is no counter.
    pub(super) fn hotp(self) -> Result<Kind, SkipReason> {
        let counter = self.counter.ok_or(SkipReason::BadCounter)?;
        Ok(Kind::Hotp {
            algorithm: self.algorithm()?,
            digits: self.digits()?,
            counter: u64::try_from(counter).map_err(|_negative| SkipReason::BadCounter)?,
        })
    }

    fn algorithm(self) -> Result<Algorithm, SkipReason> {
        let Some(name) = self
            .algorithm
            .map(str::trim)
            .filter(|name| !name.is_empty())
        else {
            return Ok(Algorithm::Sha1);
        };
        let mut plain = name.to_ascii_uppercase().replace(['-', '_', ' '], "");
        if let Some(rest) = plain.strip_prefix("HMAC") {
            plain = rest.to_owned();
        }
        Algorithm::parse(&plain).ok_or(SkipReason::UnknownAlgorithm)
    }

    fn digits(self) -> Result<Digits, SkipReason> {
        match self.digits {
            None => Ok(Digits::SIX),
            Some(digits) => u8::try_from(digits)
                .ok()
                .and_then(Digits::new)
                .ok_or(SkipReason::BadDigits),
        }
    }
}

/// # Errors
/// When the text is no Base32, or nothing.
pub(super) fn base32(text: &str) -> Result<Secret, SkipReason> {
    Ok(Secret::from_base32(text)?)
}

/// Joins names and one-time password. The issuer is taken off the account where it stands there too, and is what
/// stands before a colon where it is nowhere else.
///
/// # Errors
/// When a name is too long, or the parts do not go together.
pub(super) fn labelled(
    issuer: &str,
    account: &str,
    secret: Secret,
    kind: Kind,
    pin: Option<SecretText>,
) -> Result<Labelled, SkipReason> {
    let (issuer, account) = names(issuer, account)?;
    Ok(Labelled {
        issuer: Some(issuer).filter(|issuer| !issuer.is_empty()),
        account,
        otp: Otp::new(secret, kind, pin)?,
    })
}

fn names(issuer: &str, account: &str) -> Result<(String, String), SkipReason> {
    if issuer.len().max(account.len()) > MAX_LABEL {
        return Err(SkipReason::LabelTooLong);
    }
    let issuer = issuer.trim();
    let (issuer, account) = if issuer.is_empty() {
        split_label(account)
    } else {
        (issuer, strip_issuer(account, issuer).unwrap_or(account))
    };
    Ok((issuer.to_owned(), account.trim().to_owned()))
}
