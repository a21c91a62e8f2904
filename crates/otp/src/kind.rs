//! The ways codes are made.

use crate::{Algorithm, Digits, Period, UnixTime};

/// How the codes of an account are made. Beside the standards, programs of single companies: they have fixed
/// numbers, so nothing about them can be set wrong.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Kind {
    /// From the time (RFC 6238).
    Totp {
        /// The hash under the HMAC.
        algorithm: Algorithm,
        /// How long the code is.
        digits: Digits,
        /// How long a code is good for.
        period: Period,
    },
    /// From a counter (RFC 4226).
    Hotp {
        /// The hash under the HMAC.
        algorithm: Algorithm,
        /// How long the code is.
        digits: Digits,
        /// The counter of the next code to use.
        counter: u64,
    },
    /// Steam Guard: TOTP in five letters and digits.
    Steam,
    /// Battle.net: TOTP with SHA-1, eight digits, 30 seconds.
    BattleNet,
    /// Mobile-OTP: MD5 of the time, the secret and a PIN, six hexadecimal digits, 10 seconds.
    Motp,
    /// Yandex.Key: TOTP with a key made of the secret and a PIN, eight letters, 30 seconds.
    Yandex,
}

/// The HOTP counter is at 2^64-1: there is no code after it.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the counter has reached its end")]
pub struct CounterExhausted;

impl Kind {
    /// `totp`, `hotp`, `steam`, `battlenet`, `motp` or `yandex`.
    #[must_use]
    pub fn type_name(self) -> &'static str {
        match self {
            Self::Totp { .. } => "totp",
            Self::Hotp { .. } => "hotp",
            Self::Steam => "steam",
            Self::BattleNet => "battlenet",
            Self::Motp => "motp",
            Self::Yandex => "yandex",
        }
    }

    /// `SHA1`, `SHA256`, `SHA512` or `MD5`.
    #[must_use]
    pub fn algorithm_name(self) -> &'static str {
        match self {
            Self::Totp { algorithm, .. } | Self::Hotp { algorithm, .. } => algorithm.name(),
            Self::Steam | Self::BattleNet => Algorithm::Sha1.name(),
            Self::Motp => "MD5",
            Self::Yandex => Algorithm::Sha256.name(),
        }
    }

    /// How many characters a code has, 4 to 10.
    #[must_use]
    pub fn digits(self) -> u8 {
        match self {
            Self::Totp { digits, .. } | Self::Hotp { digits, .. } => digits.get(),
            Self::Steam => 5,
            Self::Motp => 6,
            Self::BattleNet | Self::Yandex => 8,
        }
    }

    /// How long a code is good for; `None` for HOTP only.
    #[must_use]
    pub fn period(self) -> Option<Period> {
        match self {
            Self::Totp { period, .. } => Some(period),
            Self::Hotp { .. } => None,
            Self::Steam | Self::BattleNet | Self::Yandex => Some(Period::THIRTY),
            Self::Motp => Some(Period::TEN),
        }
    }

    /// The counter of the next code to use; `None` for all but HOTP.
    #[must_use]
    pub fn counter(self) -> Option<u64> {
        match self {
            Self::Hotp { counter, .. } => Some(counter),
            Self::Totp { .. } | Self::Steam | Self::BattleNet | Self::Motp | Self::Yandex => None,
        }
    }

    /// Whether a code is made with a PIN beside the secret.
    #[must_use]
    pub fn needs_pin(self) -> bool {
        matches!(self, Self::Motp | Self::Yandex)
    }

    /// Whether `pin` has the form this kind of PIN has: 4 to 16 ASCII digits for Yandex, 1 to 64 bytes for mOTP.
    /// Kinds without a PIN ignore it, so they accept any.
    #[must_use]
    pub fn accepts_pin(self, pin: &str) -> bool {
        match self {
            Self::Yandex => {
                (4..=16).contains(&pin.len()) && pin.bytes().all(|byte| byte.is_ascii_digit())
            }
            Self::Motp => (1..=64).contains(&pin.len()),
            Self::Totp { .. } | Self::Hotp { .. } | Self::Steam | Self::BattleNet => true,
        }
    }

    /// The kind to save before a code is shown: HOTP with the counter after this one, the others unchanged.
    ///
    /// # Errors
    /// When the HOTP counter is 2^64-1. Its code can be made, but nothing can follow it.
    pub fn after_use(self) -> Result<Self, CounterExhausted> {
        match self {
            Self::Hotp {
                algorithm,
                digits,
                counter,
            } => {
                let counter = counter.checked_add(1).ok_or(CounterExhausted)?;
                Ok(Self::Hotp {
                    algorithm,
                    digits,
                    counter,
                })
            }
            Self::Totp { .. } | Self::Steam | Self::BattleNet | Self::Motp | Self::Yandex => {
                Ok(self)
            }
        }
    }

    /// What the code at `at` is made from: the counter, or how many periods have passed since 1970.
    pub(crate) fn moving_factor(self, at: UnixTime) -> u64 {
        let periods = self.period().map(|period| at.get() / period.get());
        periods
            .or(self.counter())
            .expect("a kind has a period or a counter")
    }
}
