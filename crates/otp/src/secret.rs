//! Key bytes and secret text: wiped on drop, lent only by `expose`, never printed, copied or compared.

use core::hint::black_box;

use data_encoding::{BASE32_NOPAD, HEXLOWER};
use static_assertions::assert_not_impl_any;
use zeroize::Zeroizing;

/// The key that a site and the user share: 1 to 4,096 bytes. Wiped on drop.
pub struct Secret(Zeroizing<Box<[u8]>>);

assert_not_impl_any!(Secret: core::fmt::Debug, core::fmt::Display, Clone, PartialEq);

/// Why a text is not a secret. Never carries any part of the text.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum SecretError {
    /// Nothing in it, or too little for a single byte.
    #[error("the secret is empty")]
    Empty,
    /// More than [`Secret::MAX_LEN`] bytes.
    #[error("the secret is longer than {} bytes", Secret::MAX_LEN)]
    TooLong,
    /// A character that the encoding does not have.
    #[error("character {at} of the secret is not of its alphabet")]
    BadCharacter {
        /// Which character, counted from 1.
        at: usize,
    },
    /// An odd number of hexadecimal digits.
    #[error("the secret ends in half a byte")]
    HalfByte,
}

impl Secret {
    /// Most bytes a secret may have; sites use 10 to 64.
    pub const MAX_LEN: usize = 4096;

    /// `None` when there are no bytes, or more than [`Self::MAX_LEN`].
    #[must_use]
    pub fn new(bytes: Zeroizing<Vec<u8>>) -> Option<Self> {
        let fits = (1..=Self::MAX_LEN).contains(&bytes.len());
        fits.then(|| Self(Zeroizing::new(bytes.as_slice().into())))
    }

    /// Reads Base32 (RFC 4648 section 6) the way sites and people write it: lower case, grouped by white
    /// space or dashes, with or without `=` at the end, of any length. Bits that do not fill a byte are dropped.
    ///
    /// # Errors
    /// When the text is empty, too long, or has a character that is not Base32.
    pub fn from_base32(text: &str) -> Result<Self, SecretError> {
        let text = text.trim_end_matches(|c| c == '=' || is_separator(c));
        let (bytes, _dropped) = unpack(text, 5, base32_value)?;
        Self::new(bytes).ok_or(SecretError::Empty)
    }

    /// Reads hexadecimal digits in any case, grouped by white space or dashes: the form of mOTP secrets.
    ///
    /// # Errors
    /// When the text is empty, too long, has a character that is not hexadecimal, or half a byte at the end.
    pub fn from_hex(text: &str) -> Result<Self, SecretError> {
        let (bytes, rest) = unpack(text, 4, |character| character.to_digit(16))?;
        if rest > 0 {
            return Err(SecretError::HalfByte);
        }
        Self::new(bytes).ok_or(SecretError::Empty)
    }

    /// Lends the bytes. Each call is a place to audit: `rg 'expose\('`.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        &self.0
    }

    /// Upper-case Base32 without `=`, the form of otpauth URIs.
    #[must_use]
    pub fn to_base32(&self) -> SecretText {
        SecretText::new(BASE32_NOPAD.encode(self.expose()))
    }

    /// Lower-case hexadecimal, the form mOTP secrets have.
    #[must_use]
    pub fn to_hex(&self) -> SecretText {
        SecretText::new(HEXLOWER.encode(self.expose()))
    }

    /// Whether both hold the same bytes, in a time that depends on their lengths only.
    #[must_use]
    pub fn same_as(&self, other: &Self) -> bool {
        let pairs = self.expose().iter().zip(other.expose());
        let difference = pairs.fold(0, |difference, (a, b)| black_box(difference | (a ^ b)));
        self.expose().len() == other.expose().len() && difference == 0
    }
}

/// Joins characters of `width` bits to bytes, skipping separators; also tells how many bits were left over.
fn unpack(
    text: &str,
    width: u32,
    value: fn(char) -> Option<u32>,
) -> Result<(Zeroizing<Vec<u8>>, u32), SecretError> {
    // Never grows: a wiped vector must not leave copies behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(text.len().min(Secret::MAX_LEN)));
    let (mut bits, mut bit_count) = (0, 0);
    for (at, character) in (1..).zip(text.chars()) {
        if is_separator(character) {
            continue;
        }
        bits = bits << width | value(character).ok_or(SecretError::BadCharacter { at })?;
        bit_count += width;
        if bit_count >= 8 {
            if bytes.len() == Secret::MAX_LEN {
                return Err(SecretError::TooLong);
            }
            bit_count -= 8;
            let [.., byte] = (bits >> bit_count).to_be_bytes();
            bytes.push(byte);
        }
    }
    Ok((bytes, bit_count))
}

/// What people group characters with.
fn is_separator(character: char) -> bool {
    character == '-' || character.is_whitespace()
}

/// The five bits of one Base32 character: `A` to `Z` in either case, then `2` to `7`.
fn base32_value(character: char) -> Option<u32> {
    match character.to_digit(36)? {
        letter @ 10.. => Some(letter - 10),
        digit @ 2..=7 => Some(digit + 24),
        _ => None,
    }
}

/// Text that is secret: a PIN, an otpauth URI, notes, a backup code. May be empty. Wiped on drop.
pub struct SecretText(Zeroizing<String>);

assert_not_impl_any!(SecretText: core::fmt::Debug, core::fmt::Display, Clone, PartialEq);

impl SecretText {
    /// Takes the text; the string it came in is the one that is wiped.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// Lends the text. Each call is a place to audit: `rg 'expose\('`.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for SecretText {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base32(text: &str) -> Result<Vec<u8>, SecretError> {
        Secret::from_base32(text).map(|secret| secret.expose().to_vec())
    }

    #[test]
    fn base32_is_read_as_sites_and_people_write_it() {
        // RFC 4648 section 10.
        for text in [
            "MZXW6YTBOI======",
            "MZXW6YTBOI",
            "mzxw6ytboi",
            "mzxw 6ytb-oi",
            " MZXW6YTBOI = ",
            "MZXW6\u{A0}YTBOI\n",
        ] {
            assert_eq!(base32(text), Ok(b"foobar".to_vec()), "{text}");
        }
        assert_eq!(base32("MY"), Ok(b"f".to_vec()));
        assert_eq!(base32("MZXW6YQ="), Ok(b"foob".to_vec()));
    }

    #[test]
    fn base32_of_a_length_no_encoder_makes_keeps_its_whole_bytes() {
        for text in ["MZXW6YTBOIA", "MZXW6YTBOI7", "MZXW6YTBOI", "MZXW6YTBO7"] {
            assert_eq!(base32(text).map(|bytes| bytes.len()), Ok(6), "{text}");
        }
        assert_eq!(base32("AAAAAAAAA"), Ok(vec![0; 5]));
    }

    #[test]
    fn a_secret_without_a_whole_byte_is_empty() {
        for text in ["", "   ", "====", "A", "-"] {
            assert_eq!(base32(text), Err(SecretError::Empty), "{text:?}");
        }
        assert_eq!(Secret::from_hex("").err(), Some(SecretError::Empty));
        assert!(Secret::new(Zeroizing::new(Vec::new())).is_none());
    }

    #[test]
    fn a_wrong_character_is_named_by_its_place_only() {
        for (text, at) in [
            ("ABC1", 4),
            ("AB=CD", 3),
            ("0", 1),
            ("ABÄ", 3),
            ("A B\u{200B}", 4),
        ] {
            assert_eq!(
                base32(text),
                Err(SecretError::BadCharacter { at }),
                "{text:?}"
            );
        }
        assert_eq!(
            Secret::from_hex("0g").err(),
            Some(SecretError::BadCharacter { at: 2 })
        );
        assert_eq!(Secret::from_hex("abc").err(), Some(SecretError::HalfByte));
    }

    #[test]
    fn secrets_end_at_4096_bytes() {
        let of_len = |len| Secret::new(Zeroizing::new(vec![7; len]));
        assert!(of_len(Secret::MAX_LEN).is_some());
        assert!(of_len(Secret::MAX_LEN + 1).is_none());
        let longest = of_len(Secret::MAX_LEN).unwrap().to_base32();
        assert!(Secret::from_base32(longest.expose()).is_ok());
        assert_eq!(
            base32(&format!("{}AA", longest.expose())),
            Err(SecretError::TooLong)
        );
    }

    #[test]
    fn hex_is_read_in_any_case_and_written_in_lower_case() {
        let secret = Secret::from_hex("E3152AFE e62599c8").unwrap();
        assert_eq!(secret.to_hex().expose(), "e3152afee62599c8");
    }

    #[test]
    fn secrets_are_the_same_only_when_every_byte_is() {
        let secret = |text| Secret::from_base32(text).unwrap();
        assert!(secret("MZXW6").same_as(&secret("mzxw6===")));
        assert!(!secret("MZXW6").same_as(&secret("MZXW4")));
        assert!(!secret("MZXW6").same_as(&secret("MZXW6YTB")));
    }
}
