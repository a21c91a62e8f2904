//! The formats and their names.

/// Whose file it is. One program's formats share a name where the program itself tells them apart by content.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Format {
    /// Aegis's vault, plain or encrypted.
    Aegis,
    /// Lines of `otpauth:`, `otpauth-migration:`, `motp:` and `steam:` URIs.
    Otpauth,
}

impl Format {
    /// All, sorted by name.
    pub const ALL: &[Self] = &[Self::Aegis, Self::Otpauth];

    /// The word of `--format`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Aegis => "aegis",
            Self::Otpauth => "otpauth",
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
