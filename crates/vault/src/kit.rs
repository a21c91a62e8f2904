//! The recovery kit: a printed secret that opens the vault without its password.

use crate::crypto;
use crate::id::Id;
use bip39::{Language, Mnemonic};
use otp::SecretText;
use rand_core::CryptoRng;
use zeroize::Zeroizing;

/// 160 random bits, on paper as 15 words. Wiped on drop, never printed or compared.
pub struct RecoverySecret(Zeroizing<[u8; 20]>);

static_assertions::assert_not_impl_any!(RecoverySecret: Clone, std::fmt::Debug, PartialEq);

/// Why a text is not a recovery kit.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum KitError {
    /// There are not 15 words.
    #[error("{found} words instead of 15")]
    WordCount {
        /// How many there are.
        found: usize,
    },
    /// One is not on the list; counted from 1.
    #[error("word {position} is not on the list")]
    UnknownWord {
        /// Its place, from 1.
        position: usize,
    },
    /// All words are on the list, but one is wrong or two are exchanged.
    #[error("the words do not fit together")]
    Checksum,
}

const WORDS: usize = 15;
const MACHINE_PREFIX: &str = "countersign-recovery:1:";
/// Longer texts are not looked at; a kit has about one KiB.
const MAX_TEXT: usize = 65_536;

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
    pub fn parse(text: &str) -> Result<Self, KitError> {
        let text = text.get(..MAX_TEXT).unwrap_or(text);
        let machine = text.split_whitespace().find_map(|token| {
            let rest = token.strip_prefix(MACHINE_PREFIX)?;
            rest.split_once(':').map(|(_, words)| words)
        });
        let words = words_of(machine.unwrap_or(text));
        let count = words.split_whitespace().count();
        if count != WORDS {
            return Err(KitError::WordCount { found: count });
        }
        let mnemonic = Mnemonic::parse_in_normalized(Language::English, &words)
            .map(Zeroizing::new)
            .map_err(|error| match error {
                bip39::Error::UnknownWord(index) => KitError::UnknownWord {
                    position: index.saturating_add(1),
                },
                bip39::Error::BadWordCount(_)
                | bip39::Error::BadEntropyBitCount(_)
                | bip39::Error::InvalidChecksum
                | bip39::Error::AmbiguousLanguages(_) => KitError::Checksum,
            })?;
        let (entropy, _) = mnemonic.to_entropy_array();
        let entropy = Zeroizing::new(entropy);
        let mut bytes = Zeroizing::new([0; 20]);
        for (to, from) in bytes.iter_mut().zip(entropy.iter()) {
            *to = *from;
        }
        Ok(Self(bytes))
    }

    /// The 15 words with single spaces.
    pub fn words(&self) -> SecretText {
        let mnemonic = Mnemonic::from_entropy_in(Language::English, self.0.as_slice())
            .map(Zeroizing::new)
            .expect("BIP-39 takes 160 bits");
        let mut words = String::with_capacity(WORDS * 9);
        for word in mnemonic.words() {
            if !words.is_empty() {
                words.push(' ');
            }
            words.push_str(word);
        }
        SecretText::from(words)
    }

    /// The kit for machines, as in its QR code: `countersign-recovery:1:FINGERPRINT:word-word-...`.
    pub fn machine_line(&self, vault_id: Id) -> SecretText {
        let words = self.words();
        let mut line = String::with_capacity(MACHINE_PREFIX.len() + 17 + words.expose().len());
        line.push_str(MACHINE_PREFIX);
        line.extend(fingerprint(vault_id).chars().filter(|c| *c != '-'));
        line.push(':');
        line.extend(
            words
                .expose()
                .chars()
                .map(|c| if c == ' ' { '-' } else { c }),
        );
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

/// The words in lower case with single spaces; numbers and punctuation are layout.
fn words_of(text: &str) -> Zeroizing<String> {
    let mut words = Zeroizing::new(String::with_capacity(text.len() + 1));
    for word in text
        .split(|c: char| !c.is_ascii_alphabetic())
        .filter(|word| !word.is_empty())
    {
        if !words.is_empty() {
            words.push(' ');
        }
        words.extend(word.chars().map(|c| c.to_ascii_lowercase()));
    }
    words
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
        assert_eq!(error("abandon ability"), KitError::WordCount { found: 2 });
        assert_eq!(
            error(&ZEROS.replacen("abandon", "abandom", 1)),
            KitError::UnknownWord { position: 1 }
        );
        assert_eq!(error(&ZEROS.replace("address", "zoo")), KitError::Checksum);
    }
}
