//! The formats and their names.

/// Whose file it is. One program's formats share a name where the program itself tells them apart by content.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Format {
    /// 1Password's 1PUX and CSV.
    OnePassword,
    /// 2FAS's backup, plain or encrypted.
    TwoFas,
    /// Aegis's vault, plain or encrypted.
    Aegis,
    /// Bitwarden's and Bitwarden Authenticator's JSON, plain or under a password, and CSV.
    Bitwarden,
    /// Dashlane's CSV, and the archive it comes in.
    Dashlane,
    /// Enpass's JSON.
    Enpass,
    /// Ente Auth's export, plain or encrypted.
    Ente,
    /// KeePassXC's CSV.
    KeePassXcCsv,
    /// LastPass's CSV.
    LastPass,
    /// LastPass Authenticator's JSON.
    LastPassAuthenticator,
    /// Lines of `otpauth:`, `otpauth-migration:`, `motp:` and `steam:` URIs.
    Otpauth,
    /// Proton Authenticator's export, plain or encrypted.
    ProtonAuthenticator,
    /// Proton Pass's archive, JSON and CSV.
    ProtonPass,
}

impl Format {
    /// All, sorted by name.
    pub const ALL: &[Self] = &[
        Self::OnePassword,
        Self::TwoFas,
        Self::Aegis,
        Self::Bitwarden,
        Self::Dashlane,
        Self::Enpass,
        Self::Ente,
        Self::KeePassXcCsv,
        Self::LastPass,
        Self::LastPassAuthenticator,
        Self::Otpauth,
        Self::ProtonAuthenticator,
        Self::ProtonPass,
    ];

    /// The word of `--format`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::OnePassword => "1password",
            Self::TwoFas => "2fas",
            Self::Aegis => "aegis",
            Self::Bitwarden => "bitwarden",
            Self::Dashlane => "dashlane",
            Self::Enpass => "enpass",
            Self::Ente => "ente",
            Self::KeePassXcCsv => "keepassxc-csv",
            Self::LastPass => "lastpass",
            Self::LastPassAuthenticator => "lastpass-authenticator",
            Self::Otpauth => "otpauth",
            Self::ProtonAuthenticator => "proton-authenticator",
            Self::ProtonPass => "proton-pass",
        }
    }

    /// The format with that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|format| format.name() == name)
    }
}
