//! The recovery kit: a printed secret that opens the vault without its password.

use crate::crypto;
use crate::id::Id;
use crate::paper::{self, PaperError};
use otp::SecretText;
use rand_core::CryptoRng;
use zeroize::Zeroizing;

/// 160 random bits, on paper as 15 words. Wiped on drop, never printed or compared.
pub struct RecoverySecret(Zeroizing<[u8; 20]>);

static_assertions::assert_not_impl_any!(RecoverySecret: Clone, std::fmt::Debug, PartialEq);

const MACHINE_PREFIX: &str = "countersign-recovery:1:";

impl RecoverySecret {
    /// A new secret.
    pub fn generate(rng: &mut dyn CryptoRng) -> Self {
        let mut bytes = Zeroizing::new([0; 20]);
        rng.fill_bytes(bytes.as_mut_slice());
        Self(bytes)
    }

    /// Reads a kit: a whole kit file (the line for machines counts), or the 15 words alone in any
    /// layout, with or without numbers.
    ///
    /// # Errors
    /// The text has no 15 words of the list whose checksum fits.
    pub fn parse(text: &str) -> Result<Self, PaperError> {
        let machine = paper::machine_line(text, MACHINE_PREFIX);
        let machine = machine.and_then(|rest| rest.split_once(':'));
        Ok(Self(paper::read(machine.map_or(text, |(_, words)| words))?))
    }

    /// The 15 words with single spaces.
    pub fn words(&self) -> SecretText {
        paper::words(self.0.as_slice())
    }

    /// The kit for machines, as in its QR code: `countersign-recovery:1:FINGERPRINT:word-word-...`.
    pub fn machine_line(&self, vault_id: Id) -> SecretText {
        let words = paper::hyphenated(&self.words());
        let mut line = String::with_capacity(MACHINE_PREFIX.len() + 17 + words.expose().len());
        line.push_str(MACHINE_PREFIX);
        line.extend(fingerprint(vault_id).chars().filter(|c| *c != '-'));
        line.push(':');
        line.push_str(words.expose());
        SecretText::from(line)
    }

    /// Lends the bytes.
    pub(crate) fn expose(&self) -> &[u8; 20] {
        &self.0
    }
}

/// Tells which vault a kit belongs to: `1A2B-3C4D-5E6F-7081`.
pub fn fingerprint(vault_id: Id) -> String {
    let labelled = [
        b"countersign/v1/fingerprint".as_slice(),
        vault_id.as_bytes(),
    ]
    .concat();
    let hash = crypto::sha256(&labelled);
    let groups = hash.chunks(2).take(4);
    let groups: Vec<String> = groups
        .map(|pair| pair.iter().map(|byte| format!("{byte:02X}")).collect())
        .collect();
    groups.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// BIP-39's own example for entropy of zeros, at the 15 words of 160 bits.
    const ZEROS: &str = "abandon abandon abandon abandon abandon abandon abandon abandon \
        abandon abandon abandon abandon abandon abandon address";

    #[test]
    fn words_are_those_of_bip_39() {
        assert_eq!(
            RecoverySecret(Zeroizing::new([0; 20])).words().expose(),
            ZEROS
        );
    }

    #[test]
    fn a_kit_is_read_in_any_layout() {
        let kit = RecoverySecret(Zeroizing::new(*b"a recovery kit, yes!"));
        let words = kit.words().expose().to_owned();
        let numbered: String = (1..)
            .zip(words.split(' '))
            .map(|(n, w)| format!("{n:2}. {}\n", w.to_uppercase()))
            .collect();
        let line = kit.machine_line(Id::from_bytes([7; 16]));
        let file = format!(
            "Countersign recovery kit\nAny prose.\n{}\nMore prose.",
            line.expose()
        );
        for text in [words, numbered, file] {
            assert_eq!(RecoverySecret::parse(&text).unwrap().expose(), kit.expose());
        }
    }

    #[test]
    fn a_mistake_in_a_kit_is_named() {
        let error = |text: &str| RecoverySecret::parse(text).err().unwrap();
        assert_eq!(error("abandon ability"), PaperError::WordCount { found: 2 });
        assert_eq!(
            error(&ZEROS.replacen("abandon", "abandom", 1)),
            PaperError::UnknownWord { position: 1 }
        );
        assert_eq!(
            error(&ZEROS.replace("address", "zoo")),
            PaperError::Checksum
        );
    }
}
