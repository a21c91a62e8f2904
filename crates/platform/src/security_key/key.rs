//! One key, open: commands of CTAP 2 and their statuses.

use zeroize::Zeroizing;

use super::channel::Channel;
use super::frames::{CBOR, WINK};
use super::{Control, Info, KeyError, cbor};
use crate::hid::{Hid, Location};

/// Commands (section 6).
pub(crate) const MAKE_CREDENTIAL: u8 = 0x01;
pub(crate) const GET_ASSERTION: u8 = 0x02;
const GET_INFO: u8 = 0x04;
pub(crate) const CLIENT_PIN: u8 = 0x06;
const RESET: u8 = 0x07;
pub(crate) const BIO_ENROLLMENT: u8 = 0x09;
pub(crate) const EARLY_BIO_ENROLLMENT: u8 = 0x40;
pub(crate) const CREDENTIAL_MANAGEMENT: u8 = 0x0a;
pub(crate) const EARLY_CREDENTIAL_MANAGEMENT: u8 = 0x41;
const SELECTION: u8 = 0x0b;
pub(crate) const CONFIG: u8 = 0x0d;

/// A key that is open, for one conversation with it.
pub struct SecurityKey {
    pub(crate) channel: Channel,
    pub(crate) control: Control,
}

impl SecurityKey {
    pub(crate) fn open(
        hid: &dyn Hid,
        location: &Location,
        control: &Control,
    ) -> Result<Self, KeyError> {
        Ok(Self {
            channel: Channel::open(hid, location, control)?,
            control: control.clone(),
        })
    }

    /// What it says about itself, asked anew: a PIN may have been set since.
    ///
    /// # Errors
    /// See [`KeyError`].
    pub fn info(&mut self) -> Result<Info, KeyError> {
        if !self.channel.speaks_cbor() {
            return Ok(Info::of_u2f());
        }
        // To ask twice costs nothing, and an answer may have been lost.
        let answer = match self.call(GET_INFO, &[]) {
            Err(KeyError::Garbled | KeyError::NoAnswer) => self.call(GET_INFO, &[]),
            answer => answer,
        };
        Info::read(&answer?)
    }

    /// The version of its firmware, as its transport tells it.
    pub const fn version(&self) -> [u8; 3] {
        self.channel.version()
    }

    /// Whether it speaks U2F.
    pub const fn speaks_u2f(&self) -> bool {
        self.channel.speaks_u2f()
    }

    /// Makes it blink, where it can.
    ///
    /// # Errors
    /// `Unsupported`, and see [`KeyError`].
    pub fn wink(&mut self) -> Result<(), KeyError> {
        if !self.channel.winks() {
            return Err(KeyError::Unsupported);
        }
        self.channel.ask(WINK, &[], &self.control).map(drop)
    }

    /// Waits until it is touched.
    ///
    /// # Errors
    /// `NotTouched`, and see [`KeyError`]. `Unsupported` by keys from before CTAP 2.1.
    pub fn wait_for_touch(&mut self) -> Result<(), KeyError> {
        self.call(SELECTION, &[]).map(drop)
    }

    /// Makes it forget everything: PIN, passkeys, and what opens vaults. Keys allow this only in the first ten seconds
    /// after they are plugged in, and want to be touched.
    ///
    /// # Errors
    /// `NotAllowed`: too late. See [`KeyError`].
    pub fn reset(&mut self) -> Result<(), KeyError> {
        self.call(RESET, &[]).map(drop)
    }

    /// One command of CTAP 2, and its answer without the status.
    pub(crate) fn call(
        &mut self,
        command: u8,
        parameters: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        if !self.channel.speaks_cbor() {
            return Err(KeyError::Unsupported);
        }
        let mut message = Zeroizing::new(Vec::with_capacity(1 + parameters.len()));
        message.push(command);
        message.extend_from_slice(parameters);
        let answer = self.channel.ask(CBOR, &message, &self.control)?;
        match answer.split_first() {
            Some((0, answer)) => Ok(Zeroizing::new(answer.to_vec())),
            Some((status, _)) => Err(KeyError::of_status(*status)),
            None => Err(KeyError::Garbled),
        }
    }

    /// As [`SecurityKey::call`], for what is written on the spot.
    pub(crate) fn call_with(
        &mut self,
        command: u8,
        write: impl FnOnce(&mut cbor::Writer) -> cbor::Written,
    ) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        self.call(command, &Zeroizing::new(cbor::written(write)))
    }
}
