//! Why a file, or one account of it, cannot be taken over.

use otp::uri::UriError;
use otp::{OtpError, SecretError};

use super::cost::Cost;
use crate::migration::{EntryError, MigrationError};

/// Why a file as a whole cannot be read. Never carries any of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum ReadError {
    /// No format that is known.
    #[error("the file is of no known program")]
    Unrecognised,
    /// The file, or what it unpacks to, has more than [`super::MAX_FILE`] bytes.
    #[error("the file is larger than 64 MiB")]
    TooLarge,
    /// More than [`super::MAX_ENTRIES`] accounts, or an archive of too many members.
    #[error("the file has too many entries")]
    TooMany,
    /// Not what the format demands, or cut off.
    #[error("the file is damaged")]
    Damaged,
    /// Written by a newer version of the program than is known here.
    #[error("the file is of an unknown version")]
    UnknownVersion,
    /// It can only be opened inside the program and account that wrote it; the program offers another export.
    #[error("the file can only be opened by the account that wrote it")]
    AccountRestricted,
    /// It has no password to open it with: only biometrics or another device.
    #[error("the file cannot be opened with a password")]
    NoPassword,
    /// It is encrypted by other means than are known here; the program offers another export.
    #[error("the file is encrypted by unknown means")]
    UnknownEncryption,
    /// A password is needed.
    #[error("the file needs a password")]
    PasswordNeeded,
    /// The password is another one, or the file is damaged.
    #[error("the password does not open the file")]
    WrongPassword,
    /// Opening takes unusually much of the computer: a person has to agree.
    #[error("opening the file takes unusually much work")]
    Costly(Cost),
    /// More than any program asks for, or more than this computer has.
    #[error("opening the file takes more work than is allowed")]
    TooCostly(Cost),
}

/// Why one account cannot be taken over. Never carries any of its secret.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum SkipReason {
    /// Not what the format demands.
    #[error("the account is damaged")]
    Damaged,
    /// No secret, or an empty one.
    #[error("the account has no secret")]
    SecretMissing,
    /// A secret that is not in its encoding, or too long.
    #[error(transparent)]
    Secret(SecretError),
    /// A kind of one-time password that is not known.
    #[error("the type is unknown")]
    UnknownType,
    /// None of SHA1, SHA256 and SHA512.
    #[error("the algorithm is unknown")]
    UnknownAlgorithm,
    /// Not 4 to 10.
    #[error("the number of digits is not from 4 to 10")]
    BadDigits,
    /// Not 1 to 86,400 seconds.
    #[error("the period is not from 1 to 86400 seconds")]
    BadPeriod,
    /// Not 0 to 2^64-1, or missing.
    #[error("the counter is missing or out of range")]
    BadCounter,
    /// Issuer or account has more than [`otp::uri::MAX_LABEL`] bytes.
    #[error("issuer or account is too long")]
    LabelTooLong,
    /// Secret, kind and PIN do not go together.
    #[error(transparent)]
    Otp(OtpError),
    /// Signs in by a message to the phone; there is no secret that makes codes.
    #[error("the account makes no codes")]
    MakesNoCodes,
    /// In the other program's trash.
    #[error("the account was deleted in the other program")]
    Deleted,
    /// A URI that is unusable.
    #[error(transparent)]
    Uri(UriError),
    /// A Google Authenticator export that is unusable.
    #[error(transparent)]
    Migration(MigrationError),
    /// An account of a Google Authenticator export that is unusable.
    #[error(transparent)]
    MigrationEntry(EntryError),
}

impl From<SecretError> for SkipReason {
    fn from(error: SecretError) -> Self {
        match error {
            SecretError::Empty => Self::SecretMissing,
            SecretError::TooLong | SecretError::BadCharacter { .. } | SecretError::HalfByte => {
                Self::Secret(error)
            }
        }
    }
}

impl From<OtpError> for SkipReason {
    fn from(error: OtpError) -> Self {
        Self::Otp(error)
    }
}
