//! One account of an export.

use std::mem;

use otp::uri::{Labelled, MAX_LABEL, split_label, strip_issuer};
use otp::{Algorithm, Digits, Kind, Otp, OtpError, Period, Secret};
use prost::Message;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// Why an account of an export is unusable. Never carries any of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum EntryError {
    /// Its bytes are not the message they should be, or a name is not UTF-8.
    #[error("the account is damaged")]
    Damaged,
    /// No key.
    #[error("the secret is empty")]
    SecretMissing,
    /// A key of more than 4,096 bytes.
    #[error("the secret is longer than 4096 bytes")]
    SecretTooLong,
    /// MD5, which Google names and no site uses, or an unknown number.
    #[error("the algorithm is none of SHA1, SHA256 and SHA512")]
    UnknownAlgorithm,
    /// Neither six nor eight digits.
    #[error("the number of digits is neither 6 nor 8")]
    UnknownDigits,
    /// Neither TOTP nor HOTP.
    #[error("the type is neither TOTP nor HOTP")]
    UnknownType,
    /// A counter below zero.
    #[error("the counter is negative")]
    BadCounter,
    /// Issuer or account has more than 1,024 bytes.
    #[error("issuer or account is too long")]
    LabelTooLong,
    /// The parts do not go together.
    #[error(transparent)]
    Otp(#[from] OtpError),
}

/// `MigrationPayload.OtpParameters`.
#[derive(Message, Zeroize, ZeroizeOnDrop)]
#[prost(skip_debug)]
pub(super) struct Parameters {
    #[prost(bytes = "vec", tag = "1")]
    pub(super) secret: Vec<u8>,
    #[prost(string, tag = "2")]
    pub(super) name: String,
    #[prost(string, tag = "3")]
    pub(super) issuer: String,
    #[prost(int32, tag = "4")]
    pub(super) algorithm: i32,
    #[prost(int32, tag = "5")]
    pub(super) digits: i32,
    #[prost(int32, tag = "6")]
    pub(super) kind: i32,
    #[prost(int64, tag = "7")]
    pub(super) counter: i64,
}

/// Reads the bytes of one account.
pub(super) fn read(bytes: &[u8]) -> Result<Labelled, EntryError> {
    let mut parameters = Parameters::decode(bytes).map_err(|_protobuf| EntryError::Damaged)?;
    let kind = kind(&parameters)?;
    let secret = secret(mem::take(&mut parameters.secret))?;
    let (issuer, account) = label(&parameters.issuer, &parameters.name)?;
    Ok(Labelled {
        issuer,
        account,
        otp: Otp::new(secret, kind, None)?,
    })
}

/// An account of a program that leaves a field out has Google's defaults: TOTP, SHA-1, six digits.
fn kind(parameters: &Parameters) -> Result<Kind, EntryError> {
    let algorithm = match parameters.algorithm {
        0 | 1 => Algorithm::Sha1,
        2 => Algorithm::Sha256,
        3 => Algorithm::Sha512,
        _ => return Err(EntryError::UnknownAlgorithm),
    };
    let digits = match parameters.digits {
        0 | 1 => Digits::SIX,
        2 => Digits::EIGHT,
        _ => return Err(EntryError::UnknownDigits),
    };
    match parameters.kind {
        0 | 2 => Ok(Kind::Totp {
            algorithm,
            digits,
            period: Period::THIRTY,
        }),
        1 => Ok(Kind::Hotp {
            algorithm,
            digits,
            counter: u64::try_from(parameters.counter)
                .map_err(|_negative| EntryError::BadCounter)?,
        }),
        _ => Err(EntryError::UnknownType),
    }
}

fn secret(bytes: Vec<u8>) -> Result<Secret, EntryError> {
    let bytes = Zeroizing::new(bytes);
    let refused = match bytes.len() {
        0 => EntryError::SecretMissing,
        _ => EntryError::SecretTooLong,
    };
    Secret::new(bytes).ok_or(refused)
}

/// Issuer and account by the rules of otpauth URIs: the issuer field goes before what stands in front of a colon in the
/// name, and is taken off the name when it stands there too.
fn label(issuer: &str, name: &str) -> Result<(Option<String>, String), EntryError> {
    if issuer.len().max(name.len()) > MAX_LABEL {
        return Err(EntryError::LabelTooLong);
    }
    let (issuer, account) = if issuer.trim().is_empty() {
        split_label(name)
    } else {
        (issuer, strip_issuer(name, issuer).unwrap_or(name))
    };
    let issuer = Some(issuer).filter(|issuer| !issuer.is_empty());
    Ok((issuer.map(str::to_owned), account.to_owned()))
}
