//! The numbers of a one-time password, each a type that cannot be out of range.

/// Number of digits in a code, 4 to 10 (RFC 4226 section 5.3 says 6 to 8; real sites use more and fewer).
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Digits(u8);

impl Digits {
    /// What nearly every site uses, and the default of an otpauth URI.
    pub const SIX: Self = Self(6);
    /// What Battle.net uses.
    pub const EIGHT: Self = Self(8);

    /// `None` unless `n` is in `4..=10`.
    #[must_use]
    pub fn new(n: u8) -> Option<Self> {
        matches!(n, 4..=10).then_some(Self(n))
    }

    /// The number, 4 to 10.
    #[must_use]
    pub fn get(self) -> u8 {
        self.0
    }
}

/// How long a code is good for: 1 to 86,400 seconds (one day).
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Period(u32);

impl Period {
    /// What nearly every site uses, and the default of an otpauth URI (RFC 6238 section 5.2).
    pub const THIRTY: Self = Self(30);
    /// What mOTP uses.
    pub const TEN: Self = Self(10);

    /// `None` unless `seconds` is in `1..=86_400`.
    #[must_use]
    pub fn new(seconds: u64) -> Option<Self> {
        u32::try_from(seconds)
            .ok()
            .filter(|seconds| (1..=86_400).contains(seconds))
            .map(Self)
    }

    /// The seconds, 1 to 86,400.
    #[must_use]
    pub fn get(self) -> u64 {
        self.0.into()
    }
}

/// Seconds since 1970-01-01 00:00:00 UTC, 0 to 2^53: no time before 1970 has a code.
#[derive(Clone, Copy, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
pub struct UnixTime(u64);

impl UnixTime {
    /// 1970-01-01 00:00:00 UTC.
    pub const EPOCH: Self = Self(0);
    const MAX: u64 = 1 << 53;

    /// `None` before 1970 and after 2^53 seconds, the last second that every JSON reader keeps exact.
    #[must_use]
    pub fn new(seconds: i64) -> Option<Self> {
        u64::try_from(seconds)
            .ok()
            .filter(|seconds| *seconds <= Self::MAX)
            .map(Self)
    }

    /// The seconds, 0 to 2^53.
    #[must_use]
    pub fn get(self) -> u64 {
        self.0
    }

    /// The first second of period number `counter`. The ends of the last code before 2^53 lie a little after it.
    pub(crate) fn start_of(counter: u64, period: Period) -> Self {
        Self(counter.saturating_mul(period.get()))
    }
}

/// The hash under the HMAC of a TOTP or HOTP code (RFC 6238 section 1.2).
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Algorithm {
    /// HMAC-SHA-1, what nearly every site uses, and the default of an otpauth URI.
    Sha1,
    /// HMAC-SHA-256.
    Sha256,
    /// HMAC-SHA-512.
    Sha512,
}

impl Algorithm {
    /// The name in URIs and in output: `SHA1`, `SHA256` or `SHA512`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Sha1 => "SHA1",
            Self::Sha256 => "SHA256",
            Self::Sha512 => "SHA512",
        }
    }

    /// Reads a name in any case, also as `SHA-1`, `SHA_1`, `HMACSHA1`, `HmacSHA1` or `HMAC-SHA-1`.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let plain: String = name
            .chars()
            .filter(|c| !matches!(c, '-' | '_'))
            .map(|c| c.to_ascii_uppercase())
            .collect();
        match plain.strip_prefix("HMAC").unwrap_or(&plain) {
            "SHA1" => Some(Self::Sha1),
            "SHA256" => Some(Self::Sha256),
            "SHA512" => Some(Self::Sha512),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_end_where_the_documentation_says() {
        let digits: Vec<u8> = (0..=255).filter(|n| Digits::new(*n).is_some()).collect();
        assert_eq!(digits, [4, 5, 6, 7, 8, 9, 10]);
        for (seconds, allowed) in [
            (0, false),
            (1, true),
            (86_400, true),
            (86_401, false),
            (u64::MAX, false),
        ] {
            assert_eq!(Period::new(seconds).is_some(), allowed, "{seconds}");
        }
    }

    #[test]
    fn times_before_1970_are_refused_and_the_32_bit_limits_are_not() {
        for seconds in [i64::MIN, -1, (1 << 53) + 1, i64::MAX] {
            assert_eq!(UnixTime::new(seconds), None, "{seconds}");
        }
        for seconds in [0, 1 << 31, 1 << 32, 1 << 53] {
            assert!(UnixTime::new(seconds).is_some(), "{seconds}");
        }
    }

    #[test]
    fn algorithm_names_are_read_in_every_spelling_and_no_other() {
        for name in [
            "SHA1",
            "sha1",
            "SHA-1",
            "HMACSHA1",
            "HmacSHA1",
            "HMAC-SHA-1",
            "hmac_sha1",
        ] {
            assert_eq!(Algorithm::parse(name), Some(Algorithm::Sha1), "{name}");
        }
        for algorithm in [Algorithm::Sha1, Algorithm::Sha256, Algorithm::Sha512] {
            assert_eq!(Algorithm::parse(algorithm.name()), Some(algorithm));
        }
        for name in ["", "MD5", "SHA", "SHA2", "SHA11", "SHA384", "STEAM"] {
            assert_eq!(Algorithm::parse(name), None, "{name}");
        }
    }
}
