//! The PIN: setting it, and the tokens that it is exchanged for (section 6.5.5).

use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use super::cbor::{self, Reader, Writer, Written};
use super::key::CLIENT_PIN;
use super::protocol::{Point, Protocol, Shared, sha256};
use super::{Info, KeyError, SecurityKey};

/// A PIN that a key may have: 4 characters at least, 63 bytes at most, in Unicode's form C (section 6.5.1).
pub struct Pin(Zeroizing<String>);

impl Pin {
    /// `None` when no key could have this PIN; then no key was asked, and no try was lost.
    pub fn new(text: &str) -> Option<Self> {
        // Room for what the form C may grow to, so that no part of it is left where the text was before it grew.
        let mut pin = Zeroizing::new(String::with_capacity(3 * text.len()));
        pin.extend(text.nfc());
        let fits = pin.chars().count() >= 4 && pin.len() < PADDED && !pin.contains('\0');
        fits.then_some(Self(pin))
    }

    /// How many characters it has.
    pub fn length(&self) -> usize {
        self.0.chars().count()
    }

    /// As it is handed over to be set: zeros follow it.
    fn padded(&self) -> Zeroizing<Vec<u8>> {
        let mut padded = Zeroizing::new(vec![0; PADDED]);
        for (to, from) in padded.iter_mut().zip(self.0.bytes()) {
            *to = from;
        }
        padded
    }

    /// As it is handed over to be checked.
    fn half_hash(&self) -> Zeroizing<Vec<u8>> {
        let hash = Zeroizing::new(sha256(self.0.as_bytes()));
        Zeroizing::new(hash.iter().copied().take(16).collect())
    }
}

/// The length of a PIN that is being set, in bytes.
const PADDED: usize = 64;

/// How many wrong tries are left.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Retries {
    /// Of the PIN, until the key locks for good.
    pub pin: u8,
    /// It wants to be plugged in again before the next.
    pub plug_in_again: bool,
}

/// What the PIN, or a finger, was exchanged for: the permission to do some things for a short time.
pub struct Token {
    pub(crate) protocol: Protocol,
    secret: Zeroizing<Vec<u8>>,
}

impl Token {
    /// The proof that who holds it wants this.
    pub(crate) fn authenticate(&self, message: &[u8]) -> Vec<u8> {
        self.protocol.authenticate(&self.secret, message)
    }
}

/// What a token is for (section 6.5.5.7).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Purpose<'a> {
    Make(&'a str),
    Use(&'a str),
    Passkeys,
    Fingerprints,
    Config,
}

impl<'a> Purpose<'a> {
    const fn permission(self) -> u8 {
        match self {
            Self::Make(_) => 0x01,
            Self::Use(_) => 0x02,
            Self::Passkeys => 0x04,
            Self::Fingerprints => 0x08,
            Self::Config => 0x20,
        }
    }

    const fn site(self) -> Option<&'a str> {
        match self {
            Self::Make(site) | Self::Use(site) => Some(site),
            Self::Passkeys | Self::Fingerprints | Self::Config => None,
        }
    }
}

/// Subcommands (section 6.5.5).
const GET_RETRIES: u8 = 0x01;
const GET_KEY_AGREEMENT: u8 = 0x02;
const SET_PIN: u8 = 0x03;
const CHANGE_PIN: u8 = 0x04;
const GET_TOKEN: u8 = 0x05;
const GET_TOKEN_BY_FINGER: u8 = 0x06;
const GET_TOKEN_FOR_PURPOSE: u8 = 0x09;

impl SecurityKey {
    /// How many wrong tries are left.
    ///
    /// # Errors
    /// See [`KeyError`].
    pub fn retries(&mut self) -> Result<Retries, KeyError> {
        let answer = self.call_with(CLIENT_PIN, |to| {
            to.map(2)?.u8(1)?.u8(1)?.u8(2)?.u8(GET_RETRIES)?.ok()
        })?;
        let (mut pin, mut plug_in_again) = (None, false);
        cbor::numbered(&mut Reader::new(&answer), |key, reader| {
            match key {
                3 => pin = Some(reader.u8()?),
                4 => plug_in_again = reader.bool()?,
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        let pin = pin.ok_or(KeyError::Garbled)?;
        Ok(Retries { pin, plug_in_again })
    }

    /// Sets the first PIN. It can be changed later, but not taken away again without a reset.
    ///
    /// # Errors
    /// `PinPolicy`, and see [`KeyError`]. `NotAllowed`: it has one already.
    pub fn set_pin(&mut self, new: &Pin) -> Result<(), KeyError> {
        let info = self.info()?;
        match info.pin {
            None => return Err(KeyError::Unsupported),
            Some(true) => return Err(KeyError::NotAllowed),
            Some(false) => check_length(&info, new)?,
        }
        let shared = self.agree(&info)?;
        let sealed = shared.encrypt(&new.padded());
        let proof = shared.authenticate(&sealed);
        let written = self.call_with(CLIENT_PIN, |to| {
            start(to, 5, &shared, SET_PIN)?;
            to.u8(4)?.bytes(&proof)?.u8(5)?.bytes(&sealed)?.ok()
        });
        written.map(drop)
    }

    /// Changes the PIN.
    ///
    /// # Errors
    /// `WrongPin`, `PinPolicy`, and see [`KeyError`].
    pub fn change_pin(&mut self, old: &Pin, new: &Pin) -> Result<(), KeyError> {
        let info = self.info()?;
        self.needs_pin(&info)?;
        check_length(&info, new)?;
        let shared = self.agree(&info)?;
        let sealed = shared.encrypt(&new.padded());
        let checked = shared.encrypt(&old.half_hash());
        let proof = shared.authenticate(&[&sealed[..], &checked].concat());
        let written = self.call_with(CLIENT_PIN, |to| {
            start(to, 6, &shared, CHANGE_PIN)?;
            to.u8(4)?.bytes(&proof)?.u8(5)?.bytes(&sealed)?;
            to.u8(6)?.bytes(&checked)?.ok()
        });
        self.explained(written).map(drop)
    }

    /// Exchanges the PIN for a token. A wrong PIN costs one try.
    pub(crate) fn token(&mut self, pin: &Pin, purpose: Purpose<'_>) -> Result<Token, KeyError> {
        let info = self.info()?;
        self.needs_pin(&info)?;
        // The key would call the right PIN wrong (section 6.5.5.7.2).
        if info.must_change_pin {
            return Err(KeyError::PinMustChange);
        }
        let shared = self.agree(&info)?;
        let checked = shared.encrypt(&pin.half_hash());
        let answer = if info.token_for_purpose {
            let fields = 5 + u64::from(purpose.site().is_some());
            self.call_with(CLIENT_PIN, |to| {
                start(to, fields, &shared, GET_TOKEN_FOR_PURPOSE)?;
                to.u8(6)?.bytes(&checked)?;
                finish(to, purpose)
            })
        } else {
            self.call_with(CLIENT_PIN, |to| {
                start(to, 4, &shared, GET_TOKEN)?;
                to.u8(6)?.bytes(&checked)?.ok()
            })
        };
        let answer = self.explained(answer)?;
        read_token(&shared, &answer)
    }

    /// As [`SecurityKey::token`], by a finger on the key.
    pub(crate) fn token_by_finger(&mut self, purpose: Purpose<'_>) -> Result<Token, KeyError> {
        let info = self.info()?;
        if info.user_verification != Some(true) || !info.token_for_purpose {
            return Err(KeyError::Unsupported);
        }
        let shared = self.agree(&info)?;
        let fields = 4 + u64::from(purpose.site().is_some());
        let answer = self.call_with(CLIENT_PIN, |to| {
            start(to, fields, &shared, GET_TOKEN_BY_FINGER)?;
            finish(to, purpose)
        })?;
        read_token(&shared, &answer)
    }

    /// Something in common with the key for one conversation.
    pub(crate) fn agree(&mut self, info: &Info) -> Result<Shared, KeyError> {
        let protocol = Protocol::best(info);
        let answer = self.call_with(CLIENT_PIN, |to| {
            to.map(2)?.u8(1)?.u8(protocol.number())?;
            to.u8(2)?.u8(GET_KEY_AGREEMENT)?.ok()
        })?;
        let mut point = None;
        cbor::numbered(&mut Reader::new(&answer), |key, reader| {
            if key == 1 {
                point = Some(Point::read(reader)?);
            }
            Ok(key == 1)
        })?;
        Shared::agree(protocol, &point.ok_or(KeyError::Garbled)?)
    }

    fn needs_pin(&self, info: &Info) -> Result<(), KeyError> {
        match info.pin {
            None => Err(KeyError::Unsupported),
            Some(false) => Err(KeyError::PinNotSet),
            Some(true) => Ok(()),
        }
    }

    /// Says with a wrong PIN how many tries are left; the key says so only when asked.
    fn explained<T>(&mut self, answer: Result<T, KeyError>) -> Result<T, KeyError> {
        match answer {
            Err(KeyError::WrongPin { .. }) => {
                let left = self.retries().ok().map(|retries| retries.pin);
                Err(KeyError::WrongPin { left })
            }
            answer => answer,
        }
    }
}

fn check_length(info: &Info, new: &Pin) -> Result<(), KeyError> {
    let length = u32::try_from(new.length()).unwrap_or(u32::MAX);
    if length < info.shortest_pin {
        return Err(KeyError::PinPolicy);
    }
    Ok(())
}

/// A map of so many fields, up to our point.
fn start(to: &mut Writer, fields: u64, shared: &Shared, subcommand: u8) -> Written {
    to.map(fields)?.u8(1)?.u8(shared.protocol.number())?;
    to.u8(2)?.u8(subcommand)?.u8(3)?;
    shared.point.write(to)
}

fn finish(to: &mut Writer, purpose: Purpose<'_>) -> Written {
    to.u8(9)?.u8(purpose.permission())?;
    if let Some(site) = purpose.site() {
        to.u8(10)?.str(site)?;
    }
    Ok(())
}

fn read_token(shared: &Shared, answer: &[u8]) -> Result<Token, KeyError> {
    let mut sealed = None;
    cbor::numbered(&mut Reader::new(answer), |key, reader| {
        if key == 2 {
            sealed = Some(reader.bytes()?);
        }
        Ok(key == 2)
    })?;
    let secret = shared.decrypt(sealed.ok_or(KeyError::Garbled)?)?;
    if !matches!(secret.len(), 16 | 32) {
        return Err(KeyError::Garbled);
    }
    Ok(Token {
        protocol: shared.protocol,
        secret,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_that_no_key_could_have_is_refused_before_a_key_is_asked() {
        assert!(Pin::new("123").is_none());
        assert!(Pin::new("äöü").is_none(), "three characters of six bytes");
        assert!(Pin::new(&"x".repeat(64)).is_none());
        assert!(Pin::new("12\u{0}34").is_none());
        assert_eq!(Pin::new(&"x".repeat(63)).unwrap().length(), 63);
    }

    #[test]
    fn a_pin_is_the_same_however_its_letters_are_put_together() {
        let composed = Pin::new("p\u{e4}ssword").unwrap();
        let decomposed = Pin::new("pa\u{308}ssword").unwrap();
        assert_eq!(composed.half_hash(), decomposed.half_hash());
    }
}
