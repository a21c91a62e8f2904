//! U2F, which is CTAP 1 (FIDO U2F Raw Message Formats 1.2): keys from before FIDO2, and newer ones at old sites.

use std::thread;
use std::time::{Duration, Instant};

use super::frames::MSG;
use super::{KeyError, SecurityKey, Step};

/// A registration, as a site keeps it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct U2fRegistration {
    /// A point of P-256 as in SEC 1, 65 bytes.
    pub public_key: [u8; 65],
    /// What the key wants back to sign.
    pub key_handle: Vec<u8>,
    /// The certificate of its maker, and the signature with it, in DER.
    pub certificate_and_signature: Vec<u8>,
}

/// A signature.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct U2fSignature {
    /// How often the key signed.
    pub counter: u32,
    /// ECDSA over P-256 with SHA-256, in DER.
    pub signature: Vec<u8>,
}

const REGISTER: u8 = 0x01;
const AUTHENTICATE: u8 = 0x02;
/// Sign only after a touch.
const WITH_TOUCH: u8 = 0x03;
/// Say only whether the key handle is known.
const CHECK_ONLY: u8 = 0x07;
/// What the key answers until it is touched, and when it was asked only whether it knows a handle.
const TOUCH_NEEDED: u16 = 0x6985;
const DONE: u16 = 0x9000;
const WRONG_DATA: u16 = 0x6a80;
const NOT_ALLOWED: u16 = 0x6986;
const UNKNOWN_INSTRUCTION: u16 = 0x6d00;
/// Browsers ask as often.
const BETWEEN: Duration = Duration::from_millis(200);
const TIME_TO_TOUCH: Duration = Duration::from_secs(30);

impl SecurityKey {
    /// Registers the key with a site, of which it sees a hash. Wants a touch.
    ///
    /// # Errors
    /// `NotTouched`, `Unsupported`, and see [`KeyError`].
    pub fn u2f_register(
        &mut self,
        site: &[u8; 32],
        challenge: &[u8; 32],
    ) -> Result<U2fRegistration, KeyError> {
        let data = [&challenge[..], site].concat();
        let answer = self.u2f_touched(REGISTER, 0, &data)?;
        read_registration(&answer)
    }

    /// Whether the key made this handle for the site. Wants no touch.
    ///
    /// # Errors
    /// See [`KeyError`].
    pub fn u2f_knows(&mut self, site: &[u8; 32], key_handle: &[u8]) -> Result<bool, KeyError> {
        let data = question(site, &[0; 32], key_handle)?;
        match self.u2f_once(AUTHENTICATE, CHECK_ONLY, &data)? {
            (TOUCH_NEEDED, _) => Ok(true),
            (WRONG_DATA, _) => Ok(false),
            (status, _) => Err(refusal(status)),
        }
    }

    /// Signs the challenge. Wants a touch.
    ///
    /// # Errors
    /// `NoCredential`: the handle is another key's. `NotTouched`, and see [`KeyError`].
    pub fn u2f_sign(
        &mut self,
        site: &[u8; 32],
        challenge: &[u8; 32],
        key_handle: &[u8],
    ) -> Result<U2fSignature, KeyError> {
        let data = question(site, challenge, key_handle)?;
        let answer = self.u2f_touched(AUTHENTICATE, WITH_TOUCH, &data)?;
        let (touched, rest) = answer.split_first().ok_or(KeyError::Garbled)?;
        let (counter, signature) = rest.split_first_chunk().ok_or(KeyError::Garbled)?;
        if touched & 1 == 0 || signature.is_empty() {
            return Err(KeyError::Garbled);
        }
        Ok(U2fSignature {
            counter: u32::from_be_bytes(*counter),
            signature: signature.to_vec(),
        })
    }

    /// Asks again and again until somebody touches the key: U2F has no other way.
    fn u2f_touched(&mut self, instruction: u8, how: u8, data: &[u8]) -> Result<Vec<u8>, KeyError> {
        let started = Instant::now();
        while started.elapsed() < TIME_TO_TOUCH {
            self.control.check()?;
            match self.u2f_once(instruction, how, data)? {
                (DONE, answer) => return Ok(answer),
                (TOUCH_NEEDED, _) => {
                    self.control.tell(Step::WantsTouch);
                    self.wait_between()?;
                }
                (status, _) => return Err(refusal(status)),
            }
        }
        Err(KeyError::NotTouched)
    }

    fn wait_between(&self) -> Result<(), KeyError> {
        for _ in 0..10 {
            self.control.check()?;
            thread::sleep(BETWEEN / 10);
        }
        Ok(())
    }

    /// One instruction, in the long form of ISO 7816-4, and its status.
    fn u2f_once(
        &mut self,
        instruction: u8,
        how: u8,
        data: &[u8],
    ) -> Result<(u16, Vec<u8>), KeyError> {
        if !self.channel.speaks_u2f() {
            return Err(KeyError::Unsupported);
        }
        let length = u16::try_from(data.len()).map_err(|_| KeyError::Unsupported)?;
        let head = [0, instruction, how, 0, 0];
        let message = [&head[..], &length.to_be_bytes(), data, &[0, 0]].concat();
        let answer = self.channel.ask(MSG, &message, &self.control)?;
        let (answer, status) = answer.split_last_chunk().ok_or(KeyError::Garbled)?;
        Ok((u16::from_be_bytes(*status), answer.to_vec()))
    }
}

fn refusal(status: u16) -> KeyError {
    match status {
        WRONG_DATA => KeyError::NoCredential,
        NOT_ALLOWED => KeyError::PinNeeded,
        UNKNOWN_INSTRUCTION => KeyError::Unsupported,
        _ => KeyError::Garbled,
    }
}

fn question(site: &[u8; 32], challenge: &[u8; 32], key_handle: &[u8]) -> Result<Vec<u8>, KeyError> {
    let length = u8::try_from(key_handle.len()).map_err(|_| KeyError::NoCredential)?;
    Ok([&challenge[..], site, &[length], key_handle].concat())
}

fn read_registration(bytes: &[u8]) -> Result<U2fRegistration, KeyError> {
    let [5, rest @ ..] = bytes else {
        return Err(KeyError::Garbled);
    };
    let (public_key, rest) = rest.split_first_chunk().ok_or(KeyError::Garbled)?;
    let (length, rest) = rest.split_first().ok_or(KeyError::Garbled)?;
    let cut = rest.split_at_checked(usize::from(*length));
    let (key_handle, rest) = cut.ok_or(KeyError::Garbled)?;
    if rest.is_empty() {
        return Err(KeyError::Garbled);
    }
    Ok(U2fRegistration {
        public_key: *public_key,
        key_handle: key_handle.to_vec(),
        certificate_and_signature: rest.to_vec(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_registration_cut_short_makes_no_sense() {
        let whole = [&[5][..], &[4; 65], &[3, 1, 2, 3], &[0x30]].concat();
        let read = read_registration(&whole).unwrap();
        assert_eq!(read.key_handle, [1, 2, 3]);
        for end in 0..whole.len() {
            assert_eq!(read_registration(&whole[..end]), Err(KeyError::Garbled));
        }
    }
}
