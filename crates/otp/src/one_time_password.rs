//! A secret with the way its codes are made.

use static_assertions::assert_not_impl_any;

use crate::{
    Algorithm, CounterExhausted, Digits, Kind, Secret, SecretText, UnixTime, generate, yandex,
};

/// All that is needed to make codes, joined by [`Otp::new`]. Not `Debug`, so that no log can hold it.
pub struct Otp {
    /// The key.
    pub secret: Secret,
    /// How codes are made from it.
    pub kind: Kind,
    /// The PIN of mOTP and Yandex, where the user chose to store it. Other kinds have no use for it.
    pub pin: Option<SecretText>,
}

assert_not_impl_any!(Otp: core::fmt::Debug, Clone, PartialEq);

/// Why secret, kind and PIN do not go together.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum OtpError {
    /// Neither 16 bytes nor 26 with the right checksum: a character is wrong or missing.
    #[error("the secret is not one of Yandex")]
    NotAYandexSecret,
    /// See [`Kind::accepts_pin`].
    #[error("the PIN does not have the form this kind of code needs")]
    PinMalformed,
}

/// Why there is no code.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum CodeError {
    /// mOTP and Yandex need a PIN, and none is stored. The caller asks for it.
    #[error("a PIN is needed")]
    PinMissing,
    /// See [`Kind::accepts_pin`]. The caller asks again.
    #[error("the PIN does not have the form this kind of code needs")]
    PinMalformed,
    /// The code after the last HOTP counter was asked for.
    #[error(transparent)]
    CounterExhausted(#[from] CounterExhausted),
}

impl Otp {
    /// Joins the parts.
    ///
    /// # Errors
    /// When a Yandex secret or a stored PIN cannot be right.
    pub fn new(secret: Secret, kind: Kind, pin: Option<SecretText>) -> Result<Self, OtpError> {
        if kind == Kind::Yandex && !yandex::is_valid(&secret) {
            return Err(OtpError::NotAYandexSecret);
        }
        if pin
            .as_ref()
            .is_some_and(|pin| !kind.accepts_pin(pin.expose()))
        {
            return Err(OtpError::PinMalformed);
        }
        Ok(Self { secret, kind, pin })
    }

    /// The code at `at`; for HOTP the one of the counter, whatever the time. `pin` goes before the stored one.
    ///
    /// # Errors
    /// When a PIN is needed and missing or malformed.
    pub fn code(&self, at: UnixTime, pin: Option<&SecretText>) -> Result<Code, CodeError> {
        self.code_of(self.kind.moving_factor(at), pin)
    }

    /// The code after that one: of the next period, or of the counter plus one.
    ///
    /// # Errors
    /// Like [`Self::code`], and when the HOTP counter is 2^64-1.
    pub fn next_code(&self, at: UnixTime, pin: Option<&SecretText>) -> Result<Code, CodeError> {
        let next = self
            .kind
            .moving_factor(at)
            .checked_add(1)
            .ok_or(CounterExhausted)?;
        self.code_of(next, pin)
    }

    fn code_of(&self, moving_factor: u64, pin: Option<&SecretText>) -> Result<Code, CodeError> {
        let secret = &self.secret;
        let text = match self.kind {
            Kind::Totp {
                algorithm, digits, ..
            }
            | Kind::Hotp {
                algorithm, digits, ..
            } => generate::decimal(algorithm, digits, secret, moving_factor),
            Kind::BattleNet => {
                generate::decimal(Algorithm::Sha1, Digits::EIGHT, secret, moving_factor)
            }
            Kind::Steam => generate::steam(secret, moving_factor),
            Kind::Motp => generate::motp(secret, self.usable_pin(pin)?, moving_factor),
            Kind::Yandex => {
                generate::yandex(&yandex::key(secret, self.usable_pin(pin)?), moving_factor)
            }
        };
        let valid = self.kind.period().map(|period| {
            (
                UnixTime::start_of(moving_factor, period),
                UnixTime::start_of(moving_factor + 1, period),
            )
        });
        Ok(Code { text, valid })
    }

    fn usable_pin<'a>(&'a self, given: Option<&'a SecretText>) -> Result<&'a str, CodeError> {
        let pin = given
            .or(self.pin.as_ref())
            .ok_or(CodeError::PinMissing)?
            .expose();
        if self.kind.accepts_pin(pin) {
            Ok(pin)
        } else {
            Err(CodeError::PinMalformed)
        }
    }
}

/// A code, and when it is good. Wiped on drop.
pub struct Code {
    text: SecretText,
    valid: Option<(UnixTime, UnixTime)>,
}

assert_not_impl_any!(Code: core::fmt::Debug, Clone, PartialEq);

impl Code {
    /// The characters to type, 4 to 10 of them, ASCII.
    #[must_use]
    pub fn text(&self) -> &str {
        self.text.expose()
    }

    /// The first second of the code and the first second after it; `None` for HOTP, whose codes do not age.
    #[must_use]
    pub fn valid(&self) -> Option<(UnixTime, UnixTime)> {
        self.valid
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Period;

    const YANDEX: &str = "6SB2IKNM6OBZPAVBVTOHDKS4FAAAAAAADFUTQMBTRY";

    fn otp(secret: &str, kind: Kind) -> Otp {
        Otp::new(Secret::from_base32(secret).unwrap(), kind, None).unwrap()
    }

    fn totp(period: u64) -> Kind {
        Kind::Totp {
            algorithm: Algorithm::Sha1,
            digits: Digits::SIX,
            period: Period::new(period).unwrap(),
        }
    }

    fn hotp(counter: u64) -> Kind {
        Kind::Hotp {
            algorithm: Algorithm::Sha1,
            digits: Digits::SIX,
            counter,
        }
    }

    fn at(seconds: i64) -> UnixTime {
        UnixTime::new(seconds).unwrap()
    }

    fn pin(text: &str) -> SecretText {
        SecretText::new(text.into())
    }

    fn text(code: Result<Code, CodeError>) -> Result<String, CodeError> {
        code.map(|code| code.text().to_owned())
    }

    #[test]
    fn a_code_is_the_same_in_every_second_of_its_period() {
        let otp = otp("JBSWY3DP", totp(30));
        let first = otp.code(at(60), None).unwrap();
        assert_eq!(first.valid(), Some((at(60), at(90))));
        for second in 60..90 {
            let code = otp.code(at(second), None).unwrap();
            assert_eq!((code.text(), code.valid()), (first.text(), first.valid()));
        }
        assert_ne!(otp.code(at(90), None).unwrap().text(), first.text());
    }

    #[test]
    fn the_next_code_is_the_one_of_the_next_period() {
        for kind in [totp(1), totp(86_400), Kind::Steam, Kind::BattleNet] {
            let otp = otp("JBSWY3DP", kind);
            let next = otp.next_code(at(1_000_000), None).unwrap();
            let (from, _) = next.valid().unwrap();
            let later = otp.code(from, None).unwrap();
            assert_eq!((next.text(), next.valid()), (later.text(), later.valid()));
        }
    }

    #[test]
    fn the_last_counter_has_a_code_but_no_next_one() {
        let last = otp("JBSWY3DP", hotp(u64::MAX));
        assert!(last.code(at(0), None).is_ok());
        assert_eq!(
            text(last.next_code(at(0), None)),
            Err(CodeError::CounterExhausted(CounterExhausted))
        );
        assert_eq!(last.kind.after_use(), Err(CounterExhausted));
    }

    #[test]
    fn using_a_code_moves_the_counter_of_hotp_and_nothing_else() {
        let before = otp("JBSWY3DP", hotp(7));
        let after = otp("JBSWY3DP", before.kind.after_use().unwrap());
        assert_eq!(after.kind, hotp(8));
        assert_eq!(
            text(before.next_code(at(0), None)),
            text(after.code(at(0), None))
        );
        for kind in [
            totp(30),
            Kind::Steam,
            Kind::BattleNet,
            Kind::Motp,
            Kind::Yandex,
        ] {
            assert_eq!(kind.after_use(), Ok(kind));
        }
    }

    #[test]
    fn the_last_second_of_time_has_a_code() {
        for kind in [totp(1), totp(86_400), Kind::Steam] {
            assert!(otp("JBSWY3DP", kind).next_code(at(1 << 53), None).is_ok());
        }
    }

    #[test]
    fn a_secret_of_one_byte_makes_codes() {
        assert!(otp("74", totp(30)).code(at(0), None).is_ok());
    }

    #[test]
    fn a_pin_is_asked_for_when_none_is_stored() {
        for kind in [Kind::Motp, Kind::Yandex] {
            assert_eq!(
                text(otp(YANDEX, kind).code(at(0), None)),
                Err(CodeError::PinMissing)
            );
        }
    }

    #[test]
    fn a_given_pin_goes_before_the_stored_one() {
        let stored = Otp::new(
            Secret::from_base32(YANDEX).unwrap(),
            Kind::Yandex,
            Some(pin("0000")),
        )
        .unwrap();
        assert_eq!(
            text(stored.code(at(1_641_559_648), Some(&pin("5239")))).unwrap(),
            "umozdicq"
        );
        assert_ne!(
            text(stored.code(at(1_641_559_648), None)).unwrap(),
            "umozdicq"
        );
    }

    #[test]
    fn a_pin_of_the_wrong_form_is_refused_stored_or_given() {
        let too_long = "1".repeat(65);
        let wrong = [
            (
                Kind::Yandex,
                ["", "123", "12345678901234567", "12a4", "１２３４"].as_slice(),
            ),
            (Kind::Motp, &["", &too_long]),
        ];
        for (kind, pins) in wrong {
            for wrong in pins {
                let stored = Otp::new(Secret::from_base32(YANDEX).unwrap(), kind, Some(pin(wrong)));
                assert_eq!(stored.err(), Some(OtpError::PinMalformed), "{wrong}");
                let given = otp(YANDEX, kind).code(at(0), Some(&pin(wrong)));
                assert_eq!(text(given), Err(CodeError::PinMalformed), "{wrong}");
            }
        }
    }

    #[test]
    fn a_yandex_secret_of_another_length_or_with_a_wrong_character_is_refused() {
        for secret in ["JBSWY3DP", "AA2V6KMCGYMWWVEW64RNP3JA3IAAAAAAHTSG4HRZPI"] {
            let otp = Otp::new(Secret::from_base32(secret).unwrap(), Kind::Yandex, None);
            assert_eq!(otp.err(), Some(OtpError::NotAYandexSecret));
        }
    }
}
