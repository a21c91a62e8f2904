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
    /// andOTP's backup, plain or encrypted.
    Andotp,
    /// Authy's preferences on Android, and the answer of its server.
    Authy,
    /// The preferences of Battle.net's program on Android.
    Battlenet,
    /// Bitwarden's and Bitwarden Authenticator's JSON, plain or under a password, and CSV.
    Bitwarden,
    /// This program's own exports: a vault, and JSON.
    Countersign,
    /// Dashlane's CSV, and the archive it comes in.
    Dashlane,
    /// Duo Mobile's accounts on Android.
    Duo,
    /// Enpass's JSON.
    Enpass,
    /// Ente Auth's export, plain or encrypted.
    Ente,
    /// FreeOTP 1's preferences, and FreeOTP 2's backup.
    Freeotp,
    /// FreeOTP+'s JSON backup.
    FreeotpPlus,
    /// Google Authenticator's database on Android.
    Google,
    /// KeePass's and KeePassXC's database, opened with a password and no key file.
    KeePass,
    /// KeePassXC's CSV.
    KeepassxcCsv,
    /// KeePassXC's and KeePass's XML export.
    KeepassxcXml,
    /// LastPass's CSV.
    LastPass,
    /// LastPass Authenticator's JSON.
    LastPassAuthenticator,
    /// Microsoft Authenticator's database on Android.
    Microsoft,
    /// Lines of `otpauth:`, `otpauth-migration:`, `motp:` and `steam:` URIs.
    Otpauth,
    /// OTPClient's database, encrypted or as JSON.
    Otpclient,
    /// Proton Authenticator's export, plain or encrypted.
    ProtonAuthenticator,
    /// Proton Pass's archive, JSON and CSV.
    ProtonPass,
    /// Raivo OTP's export.
    Raivo,
    /// Steam's file on the phone, and `maFiles`.
    Steam,
    /// Stratum's (Authenticator Pro's) backup, plain or encrypted.
    Stratum,
    /// TOTP Authenticator's backup, and its preferences on Android.
    TotpAuthenticator,
    /// WinAuth's list of URIs with Steam's data, and its configuration.
    Winauth,
}

impl Format {
    /// All, sorted by name.
    pub const ALL: &[Self] = &[
        Self::OnePassword,
        Self::TwoFas,
        Self::Aegis,
        Self::Andotp,
        Self::Authy,
        Self::Battlenet,
        Self::Bitwarden,
        Self::Countersign,
        Self::Dashlane,
        Self::Duo,
        Self::Enpass,
        Self::Ente,
        Self::Freeotp,
        Self::FreeotpPlus,
        Self::Google,
        Self::KeePass,
        Self::KeepassxcCsv,
        Self::KeepassxcXml,
        Self::LastPass,
        Self::LastPassAuthenticator,
        Self::Microsoft,
        Self::Otpauth,
        Self::Otpclient,
        Self::ProtonAuthenticator,
        Self::ProtonPass,
        Self::Raivo,
        Self::Steam,
        Self::Stratum,
        Self::TotpAuthenticator,
        Self::Winauth,
    ];

    /// The word of `--format`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::OnePassword => "1password",
            Self::TwoFas => "2fas",
            Self::Aegis => "aegis",
            Self::Andotp => "andotp",
            Self::Authy => "authy",
            Self::Battlenet => "battlenet",
            Self::Bitwarden => "bitwarden",
            Self::Countersign => "countersign",
            Self::Dashlane => "dashlane",
            Self::Duo => "duo",
            Self::Enpass => "enpass",
            Self::Ente => "ente",
            Self::Freeotp => "freeotp",
            Self::FreeotpPlus => "freeotp-plus",
            Self::Google => "google",
            Self::KeePass => "keepass",
            Self::KeepassxcCsv => "keepassxc-csv",
            Self::KeepassxcXml => "keepassxc-xml",
            Self::LastPass => "lastpass",
            Self::LastPassAuthenticator => "lastpass-authenticator",
            Self::Microsoft => "microsoft",
            Self::Otpauth => "otpauth",
            Self::Otpclient => "otpclient",
            Self::ProtonAuthenticator => "proton-authenticator",
            Self::ProtonPass => "proton-pass",
            Self::Raivo => "raivo",
            Self::Steam => "steam",
            Self::Stratum => "stratum",
            Self::TotpAuthenticator => "totp-authenticator",
            Self::Winauth => "winauth",
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
