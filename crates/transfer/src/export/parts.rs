//! What several writers make of an account.

use otp::{SecretText, uri};
use rand_core::CryptoRng;
use vault::{Account, BackupCodeSet};

/// A name for what has to have one and has none.
const NAMELESS: &str = "?";

/// The unused backup codes of sets that are in force, in their order.
pub(super) fn backup_codes(account: &Account) -> impl Iterator<Item = &SecretText> {
    let sets = account.backup_code_sets.iter();
    sets.filter(|set| set.is_valid())
        .flat_map(BackupCodeSet::unused)
        .map(|code| &code.code)
}

/// Unused backup codes, one a line; `None` where there are none.
pub(super) fn backup_code_lines(account: &Account) -> Option<SecretText> {
    let length: usize = backup_codes(account)
        .map(|code| code.expose().len().saturating_add(1))
        .sum();
    let mut lines = String::with_capacity(length);
    for code in backup_codes(account) {
        if !lines.is_empty() {
            lines.push('\n');
        }
        lines.push_str(code.expose());
    }
    Some(SecretText::new(lines)).filter(|lines| !lines.expose().is_empty())
}

/// Whether backup codes that are lines of one field are still the same when they are read.
pub(super) fn are_lines(account: &Account) -> bool {
    backup_codes(account).all(|code| {
        let code = code.expose();
        !code.is_empty() && code.trim() == code && !code.contains(['\n', '\r', ',', ';'])
    })
}

/// Issuer and account for programs in which an issuer must not be empty.
pub(super) fn named(account: &Account) -> (&str, &str) {
    match (account.issuer.as_str(), account.name.as_str()) {
        ("", "") => (NAMELESS, ""),
        ("", name) => (name, ""),
        both => both,
    }
}

/// The account as a URI.
pub(super) fn uri(account: &Account) -> SecretText {
    let issuer = Some(account.issuer.as_str()).filter(|issuer| !issuer.is_empty());
    uri::write(issuer, &account.name, account.otp())
}

/// `steam://` with the secret, the one form in which Bitwarden and Proton know Steam.
pub(super) fn steam_uri(account: &Account) -> SecretText {
    let secret = account.otp().secret.to_base32();
    let mut uri = String::with_capacity(secret.expose().len().saturating_add(16));
    uri.push_str("steam://");
    uri.push_str(secret.expose());
    SecretText::new(uri)
}

/// Random bytes.
pub(super) fn random<const LEN: usize>(rng: &mut dyn CryptoRng) -> [u8; LEN] {
    let mut bytes = [0; LEN];
    rng.fill_bytes(&mut bytes);
    bytes
}

/// A random UUID (RFC 9562 section 5.4).
pub(super) fn uuid(rng: &mut dyn CryptoRng) -> String {
    let bits = u128::from_be_bytes(random(rng));
    let version = bits & !(0xf << 76) | 4 << 76;
    let variant = version & !(0b11 << 62) | 0b10 << 62;
    let digits = format!("{variant:032x}");
    let mut groups = Vec::with_capacity(5);
    let mut rest = digits.as_str();
    for length in [8, 4, 4, 4] {
        let (group, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        groups.push(group);
        rest = after;
    }
    groups.push(rest);
    groups.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_core::{Infallible, TryCryptoRng, TryRng};

    struct Ones;

    impl TryRng for Ones {
        type Error = Infallible;

        fn try_next_u32(&mut self) -> Result<u32, Infallible> {
            Ok(u32::MAX)
        }

        fn try_next_u64(&mut self) -> Result<u64, Infallible> {
            Ok(u64::MAX)
        }

        fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
            bytes.fill(0xff);
            Ok(())
        }
    }

    impl TryCryptoRng for Ones {}

    #[test]
    fn a_uuid_says_that_it_is_random() {
        assert_eq!(uuid(&mut Ones), "ffffffff-ffff-4fff-bfff-ffffffffffff");
    }
}
