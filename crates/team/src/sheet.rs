//! Owner sheets: an owner on paper (docs/team-log.md, "Owner sheets").

use crate::keys::{DeviceKey, MemberKey};
use otp::SecretText;
use rand_core::CryptoRng;
use vault::paper::{self, PaperError};
use vault::primitives::{Key, hkdf};
use zeroize::Zeroizing;

/// What an owner sheet says: 256 random bits, on paper as 24 words. All keys of its member come from them.
pub struct SheetSecret(Zeroizing<[u8; 32]>);

static_assertions::assert_not_impl_any!(SheetSecret: Clone, std::fmt::Debug, PartialEq);

impl SheetSecret {
    /// A new secret.
    pub fn generate(rng: &mut dyn CryptoRng) -> Self {
        let mut bytes = Zeroizing::new([0; 32]);
        rng.fill_bytes(bytes.as_mut_slice());
        Self(bytes)
    }

    /// Reads the 24 words in any layout, with or without numbers.
    ///
    /// # Errors
    /// The text has no 24 words of the list whose checksum fits.
    pub fn read(words: &str) -> Result<Self, PaperError> {
        paper::read(words).map(Self)
    }

    /// The 24 words with single spaces.
    pub fn words(&self) -> SecretText {
        paper::words(self.0.as_slice())
    }

    /// The key of the sheet's member.
    pub fn member(&self) -> MemberKey {
        MemberKey::from_seed(self.derived(b"member").expose())
    }

    /// The keys of its only device.
    pub fn device(&self) -> DeviceKey {
        let (signing, opening) = (self.derived(b"signing"), self.derived(b"opening"));
        DeviceKey::from_seeds(signing.expose(), opening.expose())
    }

    fn derived(&self, what: &[u8]) -> Key {
        hkdf(
            self.0.as_slice(),
            b"",
            &[b"countersign/v1/team/sheet-", what],
        )
    }
}
