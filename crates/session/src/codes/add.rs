//! Adding accounts from URIs and from what was typed.

use crate::effects::Effects;
use crate::error::{Code, UserError};
use crate::open_vault::OpenVault;
use otp::uri::{self, Labelled, MAX_LABEL};
use otp::{Algorithm, Digits, Kind, Otp, Period, Secret, SecretText, UnixTime};
use std::collections::{BTreeMap, HashMap};
use vault::{Account, Id};

/// What became of an account that was to be added.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Added {
    /// It is new.
    New(Id),
    /// The very same (labels, kind, secret) was there already.
    AlreadyThere(Id),
    /// The same was there and learned its PIN or a higher counter.
    Updated(Id),
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
    let mut by_labels = ByLabels::default();
    open.document()
        .accounts()
        .for_each(|account| by_labels.insert(account));
    let mut new: BTreeMap<Id, Account> = BTreeMap::new();
    let mut updates = Vec::new();
    let mut results = Vec::with_capacity(accounts.len());
    for Labelled {
        issuer,
        account,
        otp,
    } in accounts
    {
        let id = Id::generate(effects.random());
        let account = Account::new(id, issuer.unwrap_or_default(), account, otp, now);
        let get = |id: &Id| new.get(id).or_else(|| open.account(*id));
        match by_labels.same_as(&account, get) {
            Some(known) if knows_more(account.otp(), known.otp()) => {
                results.push(Added::Updated(known.id()));
                updates.push((known.id(), account));
            }
            Some(known) => results.push(Added::AlreadyThere(known.id())),
            None => {
                results.push(Added::New(id));
                by_labels.insert(&account);
                new.insert(id, account);
            }
        }
    }
    if !new.is_empty() || !updates.is_empty() {
        open.change(effects, |vault, _| {
            let document = vault.document_mut();
            new.into_values()
                .for_each(|account| drop(document.insert(account)));
            for (id, other) in updates {
                document
                    .account_mut(id)
                    .into_iter()
                    .for_each(|known| learn(known, &other, now));
            }
            Ok(())
        })?;
    }
    open.settle(effects)?;
    Ok(results)
}

/// Whether adding the account would change nothing: the answer would be [`Added::AlreadyThere`].
pub fn is_known(open: &OpenVault, labelled: &Labelled) -> bool {
    let issuer = labelled.issuer.as_deref().unwrap_or_default();
    let same = |known: &&Account| {
        known.issuer == issuer
            && known.name == labelled.account
            && makes_same_codes(known, &labelled.otp)
    };
    let known = open.document().accounts().find(same);
    known.is_some_and(|known| !knows_more(&labelled.otp, known.otp()))
}

/// Whether `new`, which makes the same codes, has a PIN or a higher counter that `known` has not.
fn knows_more(new: &Otp, known: &Otp) -> bool {
    new.kind.counter() > known.kind.counter() || (new.pin.is_some() && known.pin.is_none())
}

/// Takes over what [`knows_more`] finds.
fn learn(known: &mut Account, new: &Account, now: UnixTime) {
    if let Some(counter) = new.otp().kind.counter().max(known.otp().kind.counter()) {
        known.set_counter(counter);
    }
    if let (None, Some(pin)) = (&known.otp().pin, &new.otp().pin) {
        known.set_pin(Some(SecretText::from(pin.expose().to_owned())), now);
    }
}

/// Accounts by issuer and account name, so that adding many does not compare each with all.
#[derive(Default)]
struct ByLabels(HashMap<(String, String), Vec<Id>>);

impl ByLabels {
    fn insert(&mut self, account: &Account) {
        let labels = (account.issuer.clone(), account.name.clone());
        self.0.entry(labels).or_default().push(account.id());
    }

    /// An account that adding `new` would only show a second time.
    fn same_as<'a>(
        &self,
        new: &Account,
        get: impl Fn(&Id) -> Option<&'a Account>,
    ) -> Option<&'a Account> {
        let labels = (new.issuer.clone(), new.name.clone());
        let mut known = self.0.get(&labels)?.iter().filter_map(get);
        known.find(|known| makes_same_codes(known, new.otp()))
    }
}

/// An HOTP counter moves on with every use, so it does not count.
fn makes_same_codes(known: &Account, new: &Otp) -> bool {
    known.trashed.is_none()
        && restarted(known.otp().kind) == restarted(new.kind)
        && known.otp().secret.same_as(&new.secret)
}

/// The kind with its HOTP counter, if it has one, at the start.
pub(super) fn restarted(kind: Kind) -> Kind {
    if let Kind::Hotp {
        algorithm, digits, ..
    } = kind
    {
        return Kind::Hotp {
            algorithm,
            digits,
            counter: 0,
        };
    }
    kind
}
