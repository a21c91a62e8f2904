//! Fingerprints on a key: authenticatorBioEnrollment (section 6.7).

use zeroize::Zeroizing;

use super::cbor::{self, Reader};
use super::key::{BIO_ENROLLMENT, EARLY_BIO_ENROLLMENT};
use super::pin::Purpose;
use super::{KeyError, Pin, SecurityKey, Token};

/// What reads fingers.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Sensor {
    /// Whether a finger is swiped over it, not laid on it.
    pub swiped: bool,
    /// How many good samples a finger needs.
    pub samples: u32,
}

/// A finger that a key knows.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Fingerprint {
    /// Its number on the key.
    pub id: Vec<u8>,
    /// What its owner calls it; may be empty.
    pub name: String,
}

/// What came of one time that a finger was read.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Sample {
    /// The finger that is being learnt.
    pub id: Vec<u8>,
    /// Zero: good. Else why not, as the standard counts (section 6.7.4, lastEnrollSampleStatus).
    pub status: u8,
    /// How many are still needed; zero: the finger is known.
    pub remaining: u32,
}

const BEGIN: u8 = 0x01;
const NEXT: u8 = 0x02;
const CANCEL: u8 = 0x03;
const ENUMERATE: u8 = 0x04;
const NAME: u8 = 0x05;
const REMOVE: u8 = 0x06;
const SENSOR: u8 = 0x07;
/// Fingers are the only kind there is.
const FINGER: u8 = 0x01;
/// No finger needs more; a key that wants more is not believed.
const MOST_SAMPLES: u32 = 100;

impl SecurityKey {
    /// What reads fingers on this key. Needs no PIN.
    ///
    /// # Errors
    /// `Unsupported`, and see [`KeyError`].
    pub fn sensor(&mut self) -> Result<Sensor, KeyError> {
        let command = self.bio_command()?;
        let answer = self.call_with(command, |to| {
            to.map(2)?.u8(1)?.u8(FINGER)?.u8(2)?.u8(SENSOR)?.ok()
        })?;
        let (mut kind, mut samples) = (0, None);
        cbor::numbered(&mut Reader::new(&answer), |key, reader| {
            match key {
                2 => kind = reader.u8()?,
                3 => samples = Some(cbor::count(reader)?),
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        Ok(Sensor {
            swiped: kind == 2,
            samples: samples.ok_or(KeyError::Garbled)?,
        })
    }

    /// The fingers that the key knows.
    ///
    /// # Errors
    /// `WrongPin`, `Unsupported`, and see [`KeyError`].
    pub fn fingerprints(&mut self, pin: &Pin) -> Result<Vec<Fingerprint>, KeyError> {
        let fingers = self.fingers(pin)?;
        let answer = match self.bio(&fingers, ENUMERATE, None) {
            // It knows none.
            Err(KeyError::Unsupported) => return Ok(Vec::new()),
            answer => answer?,
        };
        let mut known = Vec::new();
        cbor::numbered(&mut Reader::new(&answer), |key, reader| {
            if key == 7 {
                known = cbor::list(reader, read_fingerprint)?;
            }
            Ok(key == 7)
        })?;
        Ok(known)
    }

    /// Learns a finger: it is read until the key has enough, and `each` is told about each time. Cancelled, the key
    /// forgets what it learnt of it.
    ///
    /// # Errors
    /// `Full`, `WrongPin`, `Cancelled`, and see [`KeyError`].
    pub fn learn_finger(
        &mut self,
        pin: &Pin,
        mut each: impl FnMut(&Sample),
    ) -> Result<Fingerprint, KeyError> {
        let fingers = self.fingers(pin)?;
        let first = self.bio(&fingers, BEGIN, None)?;
        let mut sample = read_sample(&first, None)?;
        for _ in 0..MOST_SAMPLES {
            each(&sample);
            if sample.remaining == 0 {
                let name = String::new();
                return Ok(Fingerprint {
                    id: sample.id,
                    name,
                });
            }
            let parameters = cbor::written(|to| to.map(1)?.u8(1)?.bytes(&sample.id)?.ok());
            let next = self.bio(&fingers, NEXT, Some(&parameters));
            if let Err(error) = next {
                self.forget_begun(&fingers);
                return Err(error);
            }
            sample = read_sample(&next?, Some(&sample.id))?;
        }
        self.forget_begun(&fingers);
        Err(KeyError::Garbled)
    }

    /// Names a finger.
    ///
    /// # Errors
    /// `WrongPin`, and see [`KeyError`].
    pub fn name_finger(&mut self, pin: &Pin, finger: &Fingerprint) -> Result<(), KeyError> {
        let fingers = self.fingers(pin)?;
        let parameters = cbor::written(|to| {
            to.map(2)?.u8(1)?.bytes(&finger.id)?;
            to.u8(2)?.str(&finger.name)?.ok()
        });
        self.bio(&fingers, NAME, Some(&parameters)).map(drop)
    }

    /// Forgets a finger.
    ///
    /// # Errors
    /// `WrongPin`, and see [`KeyError`].
    pub fn forget_finger(&mut self, pin: &Pin, id: &[u8]) -> Result<(), KeyError> {
        let fingers = self.fingers(pin)?;
        let parameters = cbor::written(|to| to.map(1)?.u8(1)?.bytes(id)?.ok());
        self.bio(&fingers, REMOVE, Some(&parameters)).map(drop)
    }

    /// What was begun is forgotten anyway when the key is pulled out; so an error here is no matter.
    fn forget_begun(&mut self, fingers: &Fingers) {
        let cancelled = std::mem::replace(&mut self.control, super::Control::silent());
        let _ = self.call_with(fingers.command, |to| {
            to.map(2)?.u8(1)?.u8(FINGER)?.u8(2)?.u8(CANCEL)?.ok()
        });
        self.control = cancelled;
    }

    fn bio_command(&mut self) -> Result<u8, KeyError> {
        let info = self.info()?;
        match info.fingerprints {
            None => Err(KeyError::Unsupported),
            Some(_) if info.early_fingerprints => Ok(EARLY_BIO_ENROLLMENT),
            Some(_) => Ok(BIO_ENROLLMENT),
        }
    }

    fn fingers(&mut self, pin: &Pin) -> Result<Fingers, KeyError> {
        let command = self.bio_command()?;
        let token = self.token(pin, Purpose::Fingerprints)?;
        Ok(Fingers { command, token })
    }

    fn bio(
        &mut self,
        fingers: &Fingers,
        subcommand: u8,
        parameters: Option<&[u8]>,
    ) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        let head = [FINGER, subcommand];
        let message = [&head[..], parameters.unwrap_or_default()].concat();
        let proof = fingers.token.authenticate(&message);
        self.call_with(fingers.command, |to| {
            to.map(4 + u64::from(parameters.is_some()))?;
            to.u8(1)?.u8(FINGER)?.u8(2)?.u8(subcommand)?;
            if let Some(parameters) = parameters {
                to.u8(3)?.writer_mut().extend_from_slice(parameters);
            }
            let protocol = fingers.token.protocol.number();
            to.u8(4)?.u8(protocol)?.u8(5)?.bytes(&proof)?.ok()
        })
    }
}

/// The permission to manage fingers, and how this key wants to be asked.
struct Fingers {
    command: u8,
    token: Token,
}

/// Only the first answer says which finger it is.
fn read_sample(bytes: &[u8], known: Option<&[u8]>) -> Result<Sample, KeyError> {
    let (mut id, mut status, mut remaining) = (known.map(<[u8]>::to_vec), None, None);
    cbor::numbered(&mut Reader::new(bytes), |key, reader| {
        match key {
            4 => id = Some(reader.bytes()?.to_vec()),
            5 => status = Some(reader.u8()?),
            6 => remaining = Some(cbor::count(reader)?),
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(Sample {
        id: id.ok_or(KeyError::Garbled)?,
        status: status.ok_or(KeyError::Garbled)?,
        remaining: remaining.ok_or(KeyError::Garbled)?,
    })
}

fn read_fingerprint(reader: &mut Reader<'_>) -> Result<Fingerprint, KeyError> {
    let (mut id, mut name) = (None, String::new());
    cbor::numbered(reader, |key, reader| {
        match key {
            1 => id = Some(reader.bytes()?.to_vec()),
            2 => name = cbor::text(reader)?,
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(Fingerprint {
        id: id.ok_or(KeyError::Garbled)?,
        name,
    })
}

/// There is no firmware with fingerprints to test with, nor another program that speaks of them: the key here is our
/// own reading of the standard, and proves only that both ends read it alike.
#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;
    use crate::hid::{FakeHid, HidError, Report};
    use crate::security_key::frames::{self, Assembly, Heard};
    use crate::security_key::{Control, SecurityKeys};

    const CHANNEL: u32 = 9;
    /// The point that P-256 starts from (SP 800-186, section 3.2.1.3): some point of the curve.
    const X: &str = "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296";
    const Y: &str = "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5";

    fn coordinate(text: &str) -> Vec<u8> {
        data_encoding::HEXLOWER.decode(text.as_bytes()).unwrap()
    }

    /// What the fake key answers to a command of CTAP 2, and what it was asked about fingers.
    fn answer(request: &[u8], asked: &mut Vec<u8>) -> Vec<u8> {
        let (command, parameters) = request.split_first().unwrap();
        let mut subcommand = 0;
        if !parameters.is_empty() {
            cbor::numbered(&mut Reader::new(parameters), |key, reader| {
                if key == 2 {
                    subcommand = reader.u8()?;
                }
                Ok(key == 2)
            })
            .unwrap();
        }
        let body = match (*command, subcommand) {
            (0x04, _) => cbor::written(|to| {
                to.map(3)?.u8(1)?.array(1)?.str("FIDO_2_1")?.u8(4)?.map(3)?;
                to.str("bioEnroll")?
                    .bool(false)?
                    .str("clientPin")?
                    .bool(true)?;
                to.str("pinUvAuthToken")?.bool(true)?;
                to.u8(6)?.array(1)?.u8(2)?.ok()
            }),
            (0x06, 2) => cbor::written(|to| {
                to.map(1)?.u8(1)?.map(5)?.i8(1)?.u8(2)?.i8(3)?.i8(-25)?;
                to.i8(-1)?.u8(1)?.i8(-2)?.bytes(&coordinate(X))?;
                to.i8(-3)?.bytes(&coordinate(Y))?.ok()
            }),
            (0x06, _) => cbor::written(|to| to.map(1)?.u8(2)?.bytes(&[1; 48])?.ok()),
            (_, subcommand) => {
                asked.push(subcommand);
                finger(subcommand, asked)
            }
        };
        [&[0][..], &body].concat()
    }

    /// A finger needs three good samples; the second time it was too quick.
    fn finger(subcommand: u8, asked: &[u8]) -> Vec<u8> {
        let samples = asked.iter().filter(|asked| **asked == NEXT).count();
        match subcommand {
            BEGIN => cbor::written(|to| {
                to.map(3)?
                    .u8(4)?
                    .bytes(&[7])?
                    .u8(5)?
                    .u8(0)?
                    .u8(6)?
                    .u8(2)?
                    .ok()
            }),
            NEXT => {
                let (status, left) = [(6, 2), (0, 1), (0, 0)][samples - 1];
                cbor::written(|to| to.map(2)?.u8(5)?.u8(status)?.u8(6)?.u8(left)?.ok())
            }
            ENUMERATE => cbor::written(|to| {
                to.map(1)?.u8(7)?.array(1)?.map(2)?;
                to.u8(1)?.bytes(&[7])?.u8(2)?.str("thumb")?.ok()
            }),
            SENSOR => cbor::written(|to| to.map(2)?.u8(2)?.u8(1)?.u8(3)?.u8(3)?.ok()),
            _ => Vec::new(),
        }
    }

    fn key_with_fingers() -> (SecurityKeys, Arc<Mutex<Vec<u8>>>) {
        let asked = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&asked);
        let mut requests = Assembly::new(CHANNEL, frames::CBOR);
        let hid = FakeHid::new(move |report: &Report| -> Result<Vec<Report>, HidError> {
            let mut init = Assembly::new(frames::BROADCAST, frames::INIT);
            if let Heard::Done(nonce) = init.hear(report) {
                let given = [&nonce[..], &CHANNEL.to_be_bytes(), &[2, 1, 0, 0, 5]].concat();
                return Ok(frames::cut(frames::BROADCAST, frames::INIT, &given).unwrap());
            }
            let Heard::Done(request) = requests.hear(report) else {
                return Ok(Vec::new());
            };
            let answer = answer(&request, &mut seen.lock().unwrap());
            Ok(frames::cut(CHANNEL, frames::CBOR, &answer).unwrap())
        });
        (SecurityKeys::of(hid), asked)
    }

    #[test]
    fn a_finger_is_learnt_named_listed_and_forgotten() {
        let (keys, asked) = key_with_fingers();
        let (place, control) = (FakeHid::location(), Control::silent());
        let told = Arc::new(Mutex::new(Vec::new()));
        let tell = Arc::clone(&told);
        let talked = keys.with(&place, &control, move |key| {
            let pin = Pin::new("1234").expect("four digits");
            assert_eq!(key.sensor()?.samples, 3);
            let learnt = key.learn_finger(&pin, |sample| {
                tell.lock().unwrap().push((sample.status, sample.remaining));
            })?;
            let named = Fingerprint {
                name: "thumb".to_owned(),
                ..learnt
            };
            key.name_finger(&pin, &named)?;
            assert_eq!(
                key.fingerprints(&pin)?.as_slice(),
                std::slice::from_ref(&named)
            );
            key.forget_finger(&pin, &named.id)
        });
        assert_eq!(talked, Ok(()));
        assert_eq!(*told.lock().unwrap(), [(0, 2), (6, 2), (0, 1), (0, 0)]);
        let wanted = [SENSOR, BEGIN, NEXT, NEXT, NEXT, NAME, ENUMERATE, REMOVE];
        assert_eq!(*asked.lock().unwrap(), wanted);
    }

    #[test]
    fn a_finger_that_is_given_up_half_way_is_forgotten_by_the_key() {
        let (keys, asked) = key_with_fingers();
        let control = Control::silent();
        let own = control.clone();
        let talked = keys.with(&FakeHid::location(), &control, move |key| {
            let pin = Pin::new("1234").expect("four digits");
            key.learn_finger(&pin, |_| own.cancel())
        });
        assert_eq!(talked, Err(KeyError::Cancelled));
        assert_eq!(*asked.lock().unwrap(), [BEGIN, CANCEL]);
    }
}
