//! Which writer writes which format.

use otp::{SecretText, UnixTime};
use rand_core::CryptoRng;
use vault::Account;

use super::formats::{
    aegis, bitwarden, countersign, ente, google, json, keepass, otpauth, proton_authenticator,
    stratum, two_fas,
};
use super::losses::Part;
use super::{Encryption, File, Format, WriteError};

type Write =
    fn(&[&Account], Option<&SecretText>, UnixTime, &mut dyn CryptoRng) -> Result<File, WriteError>;

/// One format's writer.
pub(super) struct Writer {
    pub(super) encryption: Encryption,
    pub(super) extension: &'static str,
    /// Whether a part of an account is in the file, if the account has it.
    pub(super) keeps: fn(&Account, Part) -> bool,
    /// Whether the program takes no two accounts with the same secret.
    pub(super) tells_by_secret: bool,
    /// Gets only accounts whose codes are kept, and a password where one was given.
    pub(super) write: Write,
}

/// The writer of that format.
pub(super) fn of(format: Format) -> &'static Writer {
    match format {
        Format::TwoFas => &two_fas::WRITER,
        Format::Aegis => &aegis::WRITER,
        Format::Bitwarden => &bitwarden::WRITER,
        Format::Countersign => &countersign::WRITER,
        Format::Ente => &ente::WRITER,
        Format::Google => &google::WRITER,
        Format::Json => &json::WRITER,
        Format::KeePass => &keepass::WRITER,
        Format::Otpauth => &otpauth::WRITER,
        Format::ProtonAuthenticator => &proton_authenticator::WRITER,
        Format::Stratum => &stratum::WRITER,
    }
}
