//! One-time passwords as fields of the document.

use crate::cbor::Writer;
use crate::error::OpenError;
use crate::fields::{MapWriter, Unknown, read_map};
use otp::{Algorithm, Digits, Kind, Otp, Period, Secret, SecretText};
use zeroize::Zeroizing;

/// A one-time password with the fields a newer version gave it.
pub(crate) struct StoredOtp {
    pub(crate) otp: Otp,
    pub(crate) unknown: Unknown,
}

impl From<Otp> for StoredOtp {
    fn from(otp: Otp) -> Self {
        Self {
            otp,
            unknown: Unknown::default(),
        }
    }
}

mod key {
    pub(super) const KIND: u64 = 0;
    pub(super) const SECRET: u64 = 1;
    pub(super) const ALGORITHM: u64 = 2;
    pub(super) const DIGITS: u64 = 3;
    pub(super) const PERIOD: u64 = 4;
    pub(super) const COUNTER: u64 = 5;
    pub(super) const PIN: u64 = 6;
}

const TOTP: u64 = 0;
const HOTP: u64 = 1;
const STEAM: u64 = 2;
const BATTLE_NET: u64 = 3;
const MOTP: u64 = 4;
const YANDEX: u64 = 5;

pub(crate) fn write(writer: &mut Writer, stored: &StoredOtp) {
    let Otp { kind, pin, .. } = &stored.otp;
    let mut map = MapWriter::new(writer, &stored.unknown);
    write_secret(&mut map, &stored.otp);
    map.unsigned(key::COUNTER, kind.counter().unwrap_or(0));
    if let Some(pin) = pin {
        map.field(key::PIN, |w| w.text(pin.expose()));
    }
    map.end();
}

/// The part of the map that tells one secret from another: neither counter nor PIN, nor what a newer version added.
pub(crate) fn write_version(writer: &mut Writer, stored: &StoredOtp) {
    let none = Unknown::default();
    let mut map = MapWriter::new(writer, &none);
    write_secret(&mut map, &stored.otp);
    map.end();
}

fn write_secret(map: &mut MapWriter<'_, '_>, otp: &Otp) {
    let Otp { secret, kind, .. } = otp;
    map.unsigned(key::KIND, kind_number(*kind));
    map.field(key::SECRET, |w| w.bytes(secret.expose()));
    if let Kind::Totp {
        algorithm, digits, ..
    }
    | Kind::Hotp {
        algorithm, digits, ..
    } = kind
    {
        map.unsigned(key::ALGORITHM, algorithm_number(*algorithm));
        map.unsigned(key::DIGITS, u64::from(digits.get()));
    }
    if let Kind::Totp { period, .. } = kind {
        map.unsigned(key::PERIOD, period.get());
    }
}

pub(crate) fn read(bytes: &[u8]) -> Result<StoredOtp, OpenError> {
    let mut fields = Fields::default();
    let mut unknown = Unknown::default();
    read_map(bytes, |number, mut value| {
        match number {
            key::KIND => fields.kind = value.unsigned()?,
            key::SECRET => fields.secret = Secret::new(Zeroizing::new(value.bytes()?.to_vec())),
            // Keys ascend, so the kind is known by now.
            _ if !fields.has(number) => unknown.keep(number, value.item()?),
            key::ALGORITHM => fields.algorithm = value.unsigned()?,
            key::DIGITS => fields.digits = value.unsigned()?,
            key::PERIOD => fields.period = value.unsigned()?,
            key::COUNTER => fields.counter = value.unsigned()?,
            _ => fields.pin = Some(SecretText::from(value.text()?.to_owned())),
        }
        Ok::<(), OpenError>(())
    })?;
    let otp = fields.build()?;
    Ok(StoredOtp { otp, unknown })
}

#[derive(Default)]
struct Fields {
    kind: u64,
    secret: Option<Secret>,
    algorithm: u64,
    digits: u64,
    period: u64,
    counter: u64,
    pin: Option<SecretText>,
}

impl Fields {
    /// Whether the field has a meaning for this kind; others are kept as they are.
    fn has(&self, number: u64) -> bool {
        match number {
            key::ALGORITHM | key::DIGITS => matches!(self.kind, TOTP | HOTP),
            key::PERIOD => self.kind == TOTP,
            key::COUNTER => self.kind == HOTP,
            key::PIN => matches!(self.kind, MOTP | YANDEX),
            _ => false,
        }
    }

    fn build(self) -> Result<Otp, OpenError> {
        let kind = match self.kind {
            TOTP => Kind::Totp {
                algorithm: self.algorithm()?,
                digits: self.digits()?,
                period: Period::new(self.period).ok_or(OpenError::Damaged)?,
            },
            HOTP => Kind::Hotp {
                algorithm: self.algorithm()?,
                digits: self.digits()?,
                counter: self.counter,
            },
            STEAM => Kind::Steam,
            BATTLE_NET => Kind::BattleNet,
            MOTP => Kind::Motp,
            YANDEX => Kind::Yandex,
            _ => return Err(OpenError::TooNew { needed: 0 }),
        };
        let secret = self.secret.ok_or(OpenError::Damaged)?;
        Otp::new(secret, kind, self.pin).map_err(|_| OpenError::Damaged)
    }

    fn algorithm(&self) -> Result<Algorithm, OpenError> {
        match self.algorithm {
            0 => Ok(Algorithm::Sha1),
            1 => Ok(Algorithm::Sha256),
            2 => Ok(Algorithm::Sha512),
            _ => Err(OpenError::TooNew { needed: 0 }),
        }
    }

    fn digits(&self) -> Result<Digits, OpenError> {
        let digits = u8::try_from(self.digits).ok().and_then(Digits::new);
        digits.ok_or(OpenError::Damaged)
    }
}

fn kind_number(kind: Kind) -> u64 {
    match kind {
        Kind::Totp { .. } => TOTP,
        Kind::Hotp { .. } => HOTP,
        Kind::Steam => STEAM,
        Kind::BattleNet => BATTLE_NET,
        Kind::Motp => MOTP,
        Kind::Yandex => YANDEX,
    }
}

fn algorithm_number(algorithm: Algorithm) -> u64 {
    match algorithm {
        Algorithm::Sha1 => 0,
        Algorithm::Sha256 => 1,
        Algorithm::Sha512 => 2,
    }
}
