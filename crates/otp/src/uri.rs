//! The URIs that QR codes and other programs carry one-time passwords in.
//!
//! The form is Google's "Key Uri Format"; `docs/otp.md` lists what is read and written beyond it.

mod label;
mod percent;
mod query;
mod write;

use crate::{Algorithm, Digits, Kind, Otp, OtpError, Period, Secret, SecretError, SecretText};
pub use label::{MAX_LABEL, split_label, strip_issuer};
use query::Query;
pub use write::write;

/// Longest URI that is looked at, in bytes.
const MAX_LEN: usize = 64 * 1024;

/// A one-time password with the names it came with.
pub struct Labelled {
    /// The site; never empty.
    pub issuer: Option<String>,
    /// The user's name there; may be empty. Both may hold any character: show them through
    /// [`crate::display::escape`].
    pub account: String,
    /// What codes are made from.
    pub otp: Otp,
}

/// Why a text is not the URI of a one-time password. Never carries any part of the text.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum UriError {
    /// Another scheme, or no URI at all.
    #[error("not the URI of a one-time password")]
    NotOtpUri,
    /// More than 64 KiB.
    #[error("the URI is too long")]
    TooLong,
    /// `otpauth://` of a type other than totp, hotp, steam, battlenet, motp and yaotp.
    #[error("the type of one-time password is unknown")]
    UnknownType,
    /// Issuer or account has more than 1,024 bytes.
    #[error("issuer or account is too long")]
    LabelTooLong,
    /// `%` without two hexadecimal digits.
    #[error("a percent sign is not followed by two hexadecimal digits")]
    BadEscape,
    /// What was escaped is not UTF-8.
    #[error("the text is not UTF-8")]
    NotUtf8,
    /// Two values for one thing: any choice could be the wrong one.
    #[error("the parameter {0} is there twice")]
    Duplicate(&'static str),
    /// No `secret` parameter.
    #[error("there is no secret")]
    SecretMissing,
    /// An empty `secret`, or one that is not in its encoding.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// `algorithm` is none of SHA1, SHA256 and SHA512.
    #[error("the algorithm is unknown")]
    UnknownAlgorithm,
    /// `encoder` is neither `steam` nor `battlenet`.
    #[error("the encoder is unknown")]
    UnknownEncoder,
    /// `digits` is not a number from 4 to 10.
    #[error("digits is not a number from 4 to 10")]
    BadDigits,
    /// `period` is not a number from 1 to 86,400.
    #[error("period is not a number from 1 to 86400")]
    BadPeriod,
    /// `counter` is not a number from 0 to 2^64-1.
    #[error("counter is not a number from 0 to 18446744073709551615")]
    BadCounter,
    /// The parts do not go together.
    #[error(transparent)]
    Otp(#[from] OtpError),
}

/// Whether the text has the scheme of a URI that [`parse`] reads: `otpauth`, `motp` or `steam`, in any case.
#[must_use]
pub fn is_otp_uri(text: &str) -> bool {
    split_scheme(text.trim()).is_some()
}

/// Reads a URI, with white space around it or not.
///
/// # Errors
/// When the text is not the URI of a one-time password, or says something that cannot be kept exactly.
pub fn parse(text: &str) -> Result<Labelled, UriError> {
    if text.len() > MAX_LEN {
        return Err(UriError::TooLong);
    }
    let (scheme, rest) = split_scheme(text.trim()).ok_or(UriError::NotOtpUri)?;
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    match scheme {
        Scheme::Otpauth => {
            let (type_name, label) = path.split_once('/').unwrap_or((path, ""));
            parse_parts(type_name, label, query)
        }
        Scheme::Motp => parse_parts("motp", path.trim_start_matches('/'), query),
        Scheme::Steam => Ok(Labelled {
            issuer: Some("Steam".to_owned()),
            account: String::new(),
            otp: Otp::new(
                Secret::from_base32(&percent::decode(rest, percent::Plus::Kept)?)?,
                Kind::Steam,
                None,
            )?,
        }),
    }
}

fn parse_parts(type_name: &str, label: &str, query: &str) -> Result<Labelled, UriError> {
    let query = Query::parse(query)?;
    let kind = kind(type_name, &query)?;
    let secret = query.get("secret")?.ok_or(UriError::SecretMissing)?;
    let secret = match kind {
        Kind::Motp => Secret::from_hex(&secret)?,
        Kind::Totp { .. } | Kind::Hotp { .. } | Kind::Steam | Kind::BattleNet | Kind::Yandex => {
            Secret::from_base32(&secret)?
        }
    };
    let otp = Otp::new(secret, kind, pin(kind, &query)?)?;
    let (issuer, account) = label::parse(label, query.raw("issuer"))?;
    Ok(Labelled {
        issuer,
        account,
        otp,
    })
}

/// The kinds of single companies have fixed numbers: what a URI says about those is not looked at.
fn kind(type_name: &str, query: &Query<'_>) -> Result<Kind, UriError> {
    match type_name.to_ascii_lowercase().as_str() {
        "totp" => match query
            .set("encoder")?
            .map(|name| name.to_ascii_lowercase())
            .as_deref()
        {
            None => Ok(Kind::Totp {
                algorithm: algorithm(query)?,
                digits: digits(query)?,
                period: period(query)?,
            }),
            Some("steam") => Ok(Kind::Steam),
            Some("battlenet") => Ok(Kind::BattleNet),
            Some(_) => Err(UriError::UnknownEncoder),
        },
        "hotp" => Ok(Kind::Hotp {
            algorithm: algorithm(query)?,
            digits: digits(query)?,
            counter: counter(query)?,
        }),
        "steam" => Ok(Kind::Steam),
        "battlenet" => Ok(Kind::BattleNet),
        "motp" => Ok(Kind::Motp),
        "yaotp" | "yandex" => Ok(Kind::Yandex),
        _ => Err(UriError::UnknownType),
    }
}

fn algorithm(query: &Query<'_>) -> Result<Algorithm, UriError> {
    let name = query.set("algorithm")?;
    name.map_or(Ok(Algorithm::Sha1), |name| {
        Algorithm::parse(&name).ok_or(UriError::UnknownAlgorithm)
    })
}

fn digits(query: &Query<'_>) -> Result<Digits, UriError> {
    let Some(text) = query.set("digits")? else {
        return Ok(Digits::SIX);
    };
    text.parse()
        .ok()
        .and_then(Digits::new)
        .ok_or(UriError::BadDigits)
}

fn period(query: &Query<'_>) -> Result<Period, UriError> {
    let Some(text) = query.set("period")? else {
        return Ok(Period::THIRTY);
    };
    text.parse()
        .ok()
        .and_then(Period::new)
        .ok_or(UriError::BadPeriod)
}

/// Google requires it; files without one exist, and mean an account that was never used.
fn counter(query: &Query<'_>) -> Result<u64, UriError> {
    query
        .set("counter")?
        .map_or(Ok(0), |text| text.parse().map_err(|_| UriError::BadCounter))
}

/// A stored PIN. Yandex PINs are digits, in Base32 (Aegis, Ente) or plain; Base32 of digits always has a letter.
fn pin(kind: Kind, query: &Query<'_>) -> Result<Option<SecretText>, UriError> {
    let Some(text) = query.set("pin")?.filter(|_| kind.needs_pin()) else {
        return Ok(None);
    };
    if kind == Kind::Motp || kind.accepts_pin(&text) {
        return Ok(Some(SecretText::new(text.as_str().to_owned())));
    }
    let bytes = Secret::from_base32(&text).map_err(|_| OtpError::PinMalformed)?;
    let text = str::from_utf8(bytes.expose()).map_err(|_| OtpError::PinMalformed)?;
    Ok(Some(SecretText::new(text.to_owned())))
}

enum Scheme {
    Otpauth,
    Motp,
    Steam,
}

/// The scheme, and what follows `://`; Aegis writes mOTP with `:/`.
fn split_scheme(text: &str) -> Option<(Scheme, &str)> {
    let (name, rest) = text.split_once(":/")?;
    let scheme = match name.to_ascii_lowercase().as_str() {
        "otpauth" => Scheme::Otpauth,
        "motp" => Scheme::Motp,
        "steam" => Scheme::Steam,
        _ => return None,
    };
    Some((scheme, rest.strip_prefix('/').unwrap_or(rest)))
}
