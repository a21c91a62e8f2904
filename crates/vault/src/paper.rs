//! Secrets on paper: random bits as words of BIP-39, whose last one checks the others.

use bip39::{Language, Mnemonic};
use otp::SecretText;
use zeroize::Zeroizing;

/// Why a text is not what was printed.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum PaperError {
    /// There are more or fewer words.
    #[error("{found} words, which are not as many as were printed")]
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

/// Longer texts are not looked at; what is printed has about one KiB.
const MAX_TEXT: usize = 65_536;
/// The longest word and a space.
const WORD: usize = 9;

/// The words of `secret` with single spaces; it has 16, 20, 24, 28 or 32 bytes.
pub fn words(secret: &[u8]) -> SecretText {
    let mnemonic = Mnemonic::from_entropy_in(Language::English, secret)
        .map(Zeroizing::new)
        .expect("BIP-39 takes these lengths");
    let mut words = String::with_capacity(mnemonic.word_count() * WORD);
    for word in mnemonic.words() {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    }
    SecretText::from(words)
}

/// The words with hyphens, as they stand in the line for machines.
pub fn hyphenated(words: &SecretText) -> SecretText {
    let mut line = String::with_capacity(words.expose().len());
    let letters = words.expose().chars();
    line.extend(letters.map(|c| if c == ' ' { '-' } else { c }));
    SecretText::from(line)
}

/// What stands behind `prefix` in a text, up to the next white space.
pub fn machine_line<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let text = bounded(text);
    let mut tokens = text.split_whitespace();
    tokens.find_map(|token| token.strip_prefix(prefix))
}

/// Reads the words of a secret of `N` bytes in any layout, with or without numbers.
///
/// # Errors
/// There are not as many words of the list, or their checksum does not fit.
pub fn read<const N: usize>(text: &str) -> Result<Zeroizing<[u8; N]>, PaperError> {
    let words = words_of(bounded(text));
    let found = words.split_whitespace().count();
    if found != N * 3 / 4 {
        return Err(PaperError::WordCount { found });
    }
    let mnemonic = Mnemonic::parse_in_normalized(Language::English, &words)
        .map(Zeroizing::new)
        .map_err(|error| match error {
            bip39::Error::UnknownWord(index) => PaperError::UnknownWord {
                position: index.saturating_add(1),
            },
            bip39::Error::BadWordCount(_)
            | bip39::Error::BadEntropyBitCount(_)
            | bip39::Error::InvalidChecksum
            | bip39::Error::AmbiguousLanguages(_) => PaperError::Checksum,
        })?;
    let (entropy, _) = mnemonic.to_entropy_array();
    let entropy = Zeroizing::new(entropy);
    let mut secret = Zeroizing::new([0; N]);
    for (to, from) in secret.iter_mut().zip(entropy.iter()) {
        *to = *from;
    }
    Ok(secret)
}

fn bounded(text: &str) -> &str {
    text.get(..MAX_TEXT).unwrap_or(text)
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
