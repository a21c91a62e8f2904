//! Accounts to files of other programs, encrypted wherever a program can read it so.
//!
//! What a file cannot hold is told before it is written ([`losses`]). Every file is made for the program it is named
//! after; that this program reads it back is tested, but not what it is for.

pub mod codes_sheet;
mod formats;
mod json;
mod losses;
mod parts;
mod registry;
mod seal;
pub mod sheet;

use otp::{SecretText, UnixTime};
use rand_core::CryptoRng;
use vault::Account;
use zeroize::Zeroizing;

pub use losses::{Loss, Part};

/// The bytes of a file. Wiped on drop.
pub type File = Zeroizing<Vec<u8>>;

/// Whose file is written.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Format {
    /// 2FAS's backup.
    TwoFas,
    /// Aegis's vault.
    Aegis,
    /// Bitwarden's JSON.
    Bitwarden,
    /// A vault of this program with a password of its own.
    Countersign,
    /// Ente Auth's export.
    Ente,
    /// Google Authenticator's export: the texts of its QR codes, one a line.
    Google,
    /// This program's own JSON, not encrypted (docs/import-export.md).
    Json,
    /// A database of KeePass and KeePassXC, KDBX 4.
    KeePass,
    /// A list of `otpauth:` and `motp:` URIs, one a line.
    Otpauth,
    /// Proton Authenticator's export.
    ProtonAuthenticator,
    /// Stratum's backup.
    Stratum,
}

/// Whether a format is encrypted.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Encryption {
    /// With a password or not.
    Optional,
    /// Only with a password.
    Always,
    /// Not at all.
    Never,
}

impl Format {
    /// All, sorted by name.
    pub const ALL: &[Self] = &[
        Self::TwoFas,
        Self::Aegis,
        Self::Bitwarden,
        Self::Countersign,
        Self::Ente,
        Self::Google,
        Self::Json,
        Self::KeePass,
        Self::Otpauth,
        Self::ProtonAuthenticator,
        Self::Stratum,
    ];

    /// The word of `--format`. A format that can be read as well has the same word there, but `json`, which is read as
    /// `countersign`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::TwoFas => "2fas",
            Self::Aegis => "aegis",
            Self::Bitwarden => "bitwarden",
            Self::Countersign => "countersign",
            Self::Ente => "ente",
            Self::Google => "google",
            Self::Json => "json",
            Self::KeePass => "keepass",
            Self::Otpauth => "otpauth",
            Self::ProtonAuthenticator => "proton-authenticator",
            Self::Stratum => "stratum",
        }
    }

    /// The format with that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let mut formats = Self::ALL.iter().copied();
        formats.find(|format| format.name() == name)
    }

    /// Whether its files are encrypted.
    #[must_use]
    pub fn encryption(self) -> Encryption {
        registry::of(self).encryption
    }

    /// What its files end with, without the dot.
    #[must_use]
    pub fn extension(self) -> &'static str {
        registry::of(self).extension
    }
}

/// How a file is protected. There is no default: a file without protection is only written where somebody said so.
#[derive(Clone, Copy)]
pub enum Protection<'a> {
    /// Encrypted, with this password.
    Password(&'a SecretText),
    /// Not at all: whoever has the file has the accounts.
    Plain,
}

/// Why a file was not written.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum WriteError {
    /// The format has no encryption; only [`Protection::Plain`] writes it.
    #[error("the format cannot be encrypted")]
    NeverEncrypted,
    /// The format is always encrypted; [`Protection::Plain`] does not write it.
    #[error("the format is always encrypted")]
    AlwaysEncrypted,
    /// A password of no characters, or of more than 65,536 bytes.
    #[error("the password is empty or too long")]
    BadPassword,
    /// The memory that the password's cost asks for is not there now.
    #[error("not enough memory to protect the file")]
    OutOfMemory,
    /// More than the format can hold.
    #[error("the accounts do not fit into the format")]
    TooLarge,
}

/// What would not be in a file of that format, account by account in their order. An account of which nothing would be
/// there is named once, with [`Part::Codes`].
#[must_use]
pub fn losses(format: Format, accounts: &[&Account]) -> Vec<Loss> {
    losses::of(registry::of(format), accounts)
}

/// Writes a file. What [`losses`] names is not in it.
///
/// # Errors
/// [`WriteError`].
pub fn write(
    format: Format,
    accounts: &[&Account],
    protection: Protection<'_>,
    now: UnixTime,
    rng: &mut dyn CryptoRng,
) -> Result<File, WriteError> {
    let writer = registry::of(format);
    let password = match (writer.encryption, protection) {
        (Encryption::Never, Protection::Password(_)) => return Err(WriteError::NeverEncrypted),
        (Encryption::Always, Protection::Plain) => return Err(WriteError::AlwaysEncrypted),
        (_, Protection::Password(password)) if password.expose().is_empty() => {
            return Err(WriteError::BadPassword);
        }
        (_, Protection::Password(password)) => Some(password),
        (_, Protection::Plain) => None,
    };
    let kept = losses::kept(writer, accounts);
    (writer.write)(&kept, password, now, rng)
}

/// Google Authenticator's export as texts for QR codes, at most ten accounts in each; they are scanned one after the
/// other. Empty without accounts that it can hold.
#[must_use]
pub fn google_codes(accounts: &[&Account], rng: &mut dyn CryptoRng) -> Vec<SecretText> {
    let kept = losses::kept(registry::of(Format::Google), accounts);
    formats::google::codes(&kept, rng)
}
