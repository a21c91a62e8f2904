//! What is particular about Yandex.Key: the checksum of its secrets, and the key made with the PIN.
//!
//! Yandex publishes no description; the sources are the programs KeeYaOtp and Aegis.

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::Secret;

/// Bytes that codes are made from. A secret in a QR code has no more.
const KEY_LEN: usize = 16;

/// A secret as shown to people: 16 bytes of key, 8 of user number, 4 bits of PIN length, 12 bits of checksum.
const FULL_LEN: usize = 26;

/// Whether the secret has 16 bytes, or 26 with a good checksum.
pub(crate) fn is_valid(secret: &Secret) -> bool {
    match secret.expose() {
        short if short.len() == KEY_LEN => true,
        full @ [.., a, b] if full.len() == FULL_LEN => {
            checksum(full) == u16::from_be_bytes([*a, *b]) & 0x0fff
        }
        _ => false,
    }
}

/// The HMAC key: SHA-256 of the PIN and the first 16 bytes of the secret, without a zero byte in front.
pub(crate) fn key(secret: &Secret, pin: &str) -> Zeroizing<Vec<u8>> {
    let (bytes, _) = secret
        .expose()
        .split_at_checked(KEY_LEN)
        .unwrap_or((secret.expose(), &[]));
    let hash = Zeroizing::new(
        Sha256::new()
            .chain_update(pin)
            .chain_update(bytes)
            .finalize()
            .0,
    );
    Zeroizing::new(hash.strip_prefix(&[0]).unwrap_or(hash.as_slice()).to_vec())
}

/// The remainder of all bits but the last 12, divided by the polynomial 0x18f3 over GF(2).
fn checksum(full: &[u8]) -> u16 {
    let bits = full
        .iter()
        .flat_map(|byte| (0..8).rev().map(move |bit| u16::from(byte >> bit & 1)));
    bits.take(full.len() * 8 - 12).fold(0, |rest, bit| {
        let rest = rest << 1 | bit;
        if rest & 0x1000 == 0 {
            rest
        } else {
            rest ^ 0x18f3
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistyped_character_is_caught_by_the_checksum() {
        // From the tests of KeeYaOtp and Aegis.
        let good = [
            "LA2V6KMCGYMWWVEW64RNP3JA3IAAAAAAHTSG4HRZPI",
            "LA2V6KMCGYMWWVEW64RNP3JA3I",
        ];
        let bad = [
            "AA2V6KMCGYMWWVEW64RNP3JA3IAAAAAAHTSG4HRZPI",
            "AA2V6KMCGJA3IAAAAAAHTSG4HRZPI",
            "LA2V6KMCGYMWWVE",
        ];
        for (texts, valid) in [(good.as_slice(), true), (bad.as_slice(), false)] {
            for text in texts {
                assert_eq!(
                    is_valid(&Secret::from_base32(text).unwrap()),
                    valid,
                    "{text}"
                );
            }
        }
    }
}
