//! Accounts from addresses and from what was typed.

use crate::error::{Code, UserError};
use otp::uri::{self, Labelled, MAX_LABEL};
use otp::{Algorithm, Digits, Kind, Otp, Period, Secret, SecretText};

/// An account as it is typed by hand. What is `None` has the usual value.
pub struct TypedAccount {
    /// Who the account is with.
    pub issuer: String,
    /// The account name.
    pub account: String,
    /// `totp hotp steam battlenet motp yandex`.
    pub type_name: String,
    /// `SHA1 SHA256 SHA512`; for TOTP and HOTP.
    pub algorithm: Option<String>,
    /// 4 to 10; for TOTP and HOTP.
    pub digits: Option<u64>,
    /// Seconds, 1 to 86,400; for TOTP.
    pub period: Option<u64>,
    /// The next counter; for HOTP.
    pub counter: Option<u64>,
    /// Base32, for mOTP hexadecimal.
    pub secret: SecretText,
    /// For mOTP and Yandex, if it is to be stored.
    pub pin: Option<SecretText>,
}

/// Reads an otpauth, steam or motp URI.
///
/// # Errors
/// The code says what is wrong with it; nothing of the URI is in the arguments.
pub fn read_uri(text: &str) -> Result<Labelled, UserError> {
    Ok(uri::parse(text)?)
}

/// Reads what was typed.
///
/// # Errors
/// The code says which part is wrong, or which does not belong to the type.
pub fn read_typed(typed: TypedAccount) -> Result<Labelled, UserError> {
    check_label(&typed.issuer)?;
    check_label(&typed.account)?;
    let kind = typed.kind()?;
    if typed.pin.is_some() && !kind.needs_pin() {
        return Err(Code::PinNotUsed.into());
    }
    let secret = read_secret(kind, &typed.secret)?;
    Ok(Labelled {
        issuer: Some(typed.issuer).filter(|issuer| !issuer.is_empty()),
        account: typed.account,
        otp: Otp::new(secret, kind, typed.pin)?,
    })
}

/// The secret in the encoding that sites use for the kind.
pub(super) fn read_secret(kind: Kind, text: &SecretText) -> Result<Secret, UserError> {
    let text = text.expose();
    let secret = if kind == Kind::Motp {
        Secret::from_hex(text)
    } else {
        Secret::from_base32(text)
    };
    Ok(secret?)
}

/// An option that has no meaning for the kind.
pub(super) fn not_for_type(option: &'static str, kind: Kind) -> UserError {
    UserError::new(Code::OptionNotForType)
        .with("option", option)
        .with("type", kind.type_name())
}

/// Labels, tags and contacts are short; refused here, before anything is changed.
pub(crate) fn check_label(label: &str) -> Result<(), UserError> {
    if label.len() > MAX_LABEL {
        return Err(Code::TextTooLong.into());
    }
    Ok(())
}

impl TypedAccount {
    fn kind(&self) -> Result<Kind, UserError> {
        let kind = match self.type_name.as_str() {
            "totp" => Kind::Totp {
                algorithm: self.algorithm()?,
                digits: self.digits()?,
                period: Period::new(self.period.unwrap_or(30)).ok_or(Code::PeriodOutOfRange)?,
            },
            "hotp" => Kind::Hotp {
                algorithm: self.algorithm()?,
                digits: self.digits()?,
                counter: self.counter.unwrap_or(0),
            },
            "steam" => Kind::Steam,
            "battlenet" => Kind::BattleNet,
            "motp" => Kind::Motp,
            "yandex" => Kind::Yandex,
            _ => return Err(Code::UriUnknownType.into()),
        };
        self.check_options(kind)?;
        Ok(kind)
    }

    /// An option that would be ignored is a mistake worth telling.
    fn check_options(&self, kind: Kind) -> Result<(), UserError> {
        let free = matches!(kind, Kind::Totp { .. } | Kind::Hotp { .. });
        let misplaced = [
            ("algorithm", self.algorithm.is_some() && !free),
            ("digits", self.digits.is_some() && !free),
            (
                "period",
                self.period.is_some() && !matches!(kind, Kind::Totp { .. }),
            ),
            (
                "counter",
                self.counter.is_some() && !matches!(kind, Kind::Hotp { .. }),
            ),
        ];
        match misplaced.iter().find(|(_, misplaced)| *misplaced) {
            Some((option, _)) => Err(not_for_type(option, kind)),
            None => Ok(()),
        }
    }

    fn algorithm(&self) -> Result<Algorithm, UserError> {
        let name = self.algorithm.as_deref().unwrap_or("SHA1");
        Algorithm::parse(name).ok_or(Code::AlgorithmUnknown.into())
    }

    fn digits(&self) -> Result<Digits, UserError> {
        let digits = u8::try_from(self.digits.unwrap_or(6)).ok();
        digits
            .and_then(Digits::new)
            .ok_or(Code::DigitsOutOfRange.into())
    }
}
