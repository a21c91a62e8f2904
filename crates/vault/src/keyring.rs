//! What the system's keyring keeps, to open the vault without typing.

use rand_core::CryptoRng;
use zeroize::Zeroizing;

/// 32 random bytes in the system's keyring, and in the document too, from where they are put into
/// the keyring again. Wiped on drop, never printed or compared.
pub struct KeyringSecret(Zeroizing<[u8; 32]>);

static_assertions::assert_not_impl_any!(KeyringSecret: Clone, std::fmt::Debug, PartialEq);

impl KeyringSecret {
    /// A new one.
    pub fn generate(rng: &mut dyn CryptoRng) -> Self {
        let mut bytes = Zeroizing::new([0; 32]);
        rng.fill_bytes(bytes.as_mut_slice());
        Self(bytes)
    }

    /// What a keyring gave; `None` unless it is 32 bytes.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut own = Zeroizing::new([0; 32]);
        if bytes.len() != own.len() {
            return None;
        }
        own.copy_from_slice(bytes);
        Some(Self(own))
    }

    /// Lends the bytes, for a keyring to keep.
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    /// The same once more, for a keyring that is written to while the vault goes on.
    #[must_use]
    pub fn copy(&self) -> Self {
        Self(self.0.clone())
    }
}
