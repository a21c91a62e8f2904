//! Adding accounts from URIs and from what was typed.

use crate::effects::Effects;
use crate::error::{Code, UserError};
use crate::open_vault::OpenVault;
use otp::uri::{self, Labelled};
use otp::{Algorithm, Digits, Kind, Otp, Period, Secret, SecretText};
use vault::{Account, Id};

/// Longest issuer or account name, in bytes, as in otpauth URIs.
const MAX_LABEL: usize = 1024;

/// What became of an account that was to be added.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Added {
    /// It is new.
    New(Id),
    /// The very same (labels, kind, secret) was there already.
    AlreadyThere(Id),
}

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
    Ok(match kind {
        Kind::Motp => Secret::from_hex(text.expose())?,
        _ => Secret::from_base32(text.expose())?,
    })
}

pub(super) fn check_label(label: &str) -> Result<(), UserError> {
    if label.len() > MAX_LABEL {
        return Err(Code::UriLabelTooLong.into());
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
            ("--algorithm", self.algorithm.is_some() && !free),
            ("--digits", self.digits.is_some() && !free),
            (
                "--period",
                self.period.is_some() && !matches!(kind, Kind::Totp { .. }),
            ),
            (
                "--counter",
                self.counter.is_some() && !matches!(kind, Kind::Hotp { .. }),
            ),
        ];
        match misplaced.iter().find(|(_, misplaced)| *misplaced) {
            Some((option, _)) => Err(UserError::new(Code::OptionNotForType)
                .with("option", option)
                .with("type", kind.type_name())),
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

/// Adds accounts, all in one save.
///
/// # Errors
/// Not saved: none of them is in the file.
pub fn add(
    effects: &mut Effects,
    open: &mut OpenVault,
    accounts: Vec<Labelled>,
) -> Result<Vec<Added>, UserError> {
    let now = effects.now()?;
    let mut results = Vec::with_capacity(accounts.len());
    let mut new = Vec::new();
    for labelled in accounts {
        let issuer = labelled.issuer.unwrap_or_default();
        let account = Account::new(
            Id::generate(effects.random()),
            issuer,
            labelled.account,
            labelled.otp,
            now,
        );
        let known = open
            .document()
            .accounts()
            .chain(&new)
            .find(|known| is_same(known, &account));
        results.push(match known {
            Some(known) => Added::AlreadyThere(known.id()),
            None => Added::New(account.id()),
        });
        if known.is_none() {
            new.push(account);
        }
    }
    if !new.is_empty() {
        open.change(effects, |vault, _| {
            new.into_iter()
                .for_each(|account| drop(vault.document_mut().insert(account)));
            Ok(())
        })?;
    }
    Ok(results)
}

/// Whether adding `new` beside `known` would show the same thing twice.
fn is_same(known: &Account, new: &Account) -> bool {
    let same_kind = match (known.otp().kind, new.otp().kind) {
        // A counter moves on with every use.
        (
            Kind::Hotp {
                algorithm: a,
                digits: d,
                ..
            },
            Kind::Hotp {
                algorithm: b,
                digits: e,
                ..
            },
        ) => (a, d) == (b, e),
        (known, new) => known == new,
    };
    known.trashed.is_none()
        && same_kind
        && known.issuer == new.issuer
        && known.name == new.name
        && known.otp().secret.same_as(&new.otp().secret)
}
