//! Passwords, in the one form that is hashed.

use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

/// A vault password in Unicode normalisation form C. Wiped on drop, never printed or compared.
pub struct Password(Zeroizing<String>);

static_assertions::assert_not_impl_any!(Password: Clone, std::fmt::Debug, PartialEq);

impl Password {
    /// Longest password, in bytes of UTF-8 before normalisation.
    pub const MAX_LEN: usize = 65_536;

    /// `None` when `text` is empty or too long.
    ///
    /// The same word typed on two keyboards may come in two forms; both give the same password.
    pub fn new(text: &str) -> Option<Self> {
        if text.is_empty() || text.len() > Self::MAX_LEN {
            return None;
        }
        // Composition never takes more than three times the bytes (Unicode FAQ, normalisation),
        // so the text is built without a reallocation that would leave a copy behind.
        let mut normal = Zeroizing::new(String::with_capacity(text.len().saturating_mul(3)));
        normal.extend(text.nfc());
        Some(Self(normal))
    }

    /// The same password once more, for where it must outlive the first.
    #[must_use]
    pub fn copy(&self) -> Self {
        Self(self.0.clone())
    }

    /// Lends the text. Each call is a place to audit: `rg 'expose\('`.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_spellings_of_one_word_are_one_password() {
        let composed = Password::new("Z\u{fc}rich").unwrap();
        let decomposed = Password::new("Zu\u{308}rich").unwrap();
        assert_eq!(composed.expose(), decomposed.expose());
    }

    #[test]
    fn an_empty_password_is_none() {
        assert!(Password::new("").is_none());
    }
}
