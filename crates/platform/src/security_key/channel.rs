//! A conversation with one key: our own channel, each wait with an end, noise of other programs passed over.

use std::thread;
use std::time::{Duration, Instant};

use rand_core::Rng;
use zeroize::Zeroizing;

use super::frames::{self, Assembly, Heard};
use super::{Control, KeyError, Step};
use crate::hid::{Connection, Hid, Location};
use crate::random;

/// How long one look for reports lasts: after that, whether somebody cancelled is looked at.
const GLANCE: Duration = Duration::from_millis(20);
/// How long a key has to answer, or to say that it is working.
const SILENCE: Duration = Duration::from_secs(3);
/// How long another program may keep it from us.
const OTHERS: Duration = Duration::from_secs(10);
/// How long we wait before we ask a busy key again.
const PAUSE: Duration = Duration::from_millis(30);
/// How long a key that was told to cancel has to say so.
const TIME_TO_CANCEL: Duration = Duration::from_millis(500);
/// A key that waits for a touch gives up by itself, usually after 30 seconds.
const TIME_TO_TOUCH: Duration = Duration::from_secs(90);

/// Our mark in the answer to INIT, in bytes.
const NONCE: usize = 8;

/// Codes of the transport (section 11.2.9.1.6).
const INVALID_COMMAND: u8 = 0x01;
const INVALID_SEQUENCE: u8 = 0x04;
const MESSAGE_TIMEOUT: u8 = 0x05;
const BUSY: u8 = 0x06;
const LOCK_REQUIRED: u8 = 0x0a;
const INVALID_CHANNEL: u8 = 0x0b;
/// What a keep-alive says when the key wants a touch.
const WANTS_TOUCH: u8 = 2;
/// Bits of what a key can do (section 11.2.9.1.3).
const WINKS: u8 = 0x01;
const SPEAKS_CBOR: u8 = 0x04;
const NO_U2F: u8 = 0x08;

/// An open key and the channel that it gave us.
pub(crate) struct Channel {
    connection: Box<dyn Connection>,
    number: u32,
    capabilities: u8,
    /// The firmware's version: major, minor, build.
    version: [u8; 3],
    /// Something was given up, and its answer may still come: what follows is said on a new channel.
    stale: bool,
}

/// What one try came to, apart from an end.
enum Try {
    Done(Zeroizing<Vec<u8>>),
    /// Others were in the way, or frames were lost: ask again. What was asked did not happen.
    Again,
}

impl Channel {
    /// Opens the key there and asks it for a channel.
    pub(crate) fn open(
        hid: &dyn Hid,
        location: &Location,
        control: &Control,
    ) -> Result<Self, KeyError> {
        let mut channel = Self {
            connection: hid.open(location)?,
            number: frames::BROADCAST,
            capabilities: 0,
            version: [0; 3],
            stale: false,
        };
        channel.ask_for_number(control)?;
        Ok(channel)
    }

    pub(crate) const fn winks(&self) -> bool {
        self.capabilities & WINKS != 0
    }

    pub(crate) const fn speaks_cbor(&self) -> bool {
        self.capabilities & SPEAKS_CBOR != 0
    }

    pub(crate) const fn speaks_u2f(&self) -> bool {
        self.capabilities & NO_U2F == 0
    }

    pub(crate) const fn version(&self) -> [u8; 3] {
        self.version
    }

    /// Says something to the key and gives its answer.
    pub(crate) fn ask(
        &mut self,
        command: u8,
        data: &[u8],
        control: &Control,
    ) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        let started = Instant::now();
        if self.stale {
            self.ask_for_number(control)?;
        }
        loop {
            control.check()?;
            match self.try_once(command, data, control)? {
                Try::Done(answer) => return Ok(answer),
                Try::Again if started.elapsed() > OTHERS => return Err(KeyError::Busy),
                Try::Again => thread::sleep(PAUSE),
            }
        }
    }

    /// A number of our own for what we say (section 11.2.9.1.3). Several programs may ask at once: the answer that
    /// repeats our eight random bytes is ours.
    fn ask_for_number(&mut self, control: &Control) -> Result<(), KeyError> {
        let mut nonce = [0; NONCE];
        random::system().fill_bytes(&mut nonce);
        let started = Instant::now();
        self.number = frames::BROADCAST;
        self.say(frames::INIT, &nonce)?;
        let mut assembly = Assembly::new(self.number, frames::INIT);
        while started.elapsed() < SILENCE {
            control.check()?;
            let Some(report) = self.connection.read(GLANCE)? else {
                continue;
            };
            match assembly.hear(&report) {
                Heard::Done(answer) if answer.starts_with(&nonce) => return self.settle(&answer),
                // All that is said on this channel may be for others.
                Heard::Error(BUSY) => {
                    thread::sleep(PAUSE);
                    self.say(frames::INIT, &nonce)?;
                }
                Heard::Error(_)
                | Heard::KeepAlive(_)
                | Heard::Nothing
                | Heard::Done(_)
                | Heard::Broken => {}
            }
        }
        Err(KeyError::NoAnswer)
    }

    fn settle(&mut self, answer: &[u8]) -> Result<(), KeyError> {
        let given = answer.get(NONCE..).unwrap_or_default();
        let [a, b, c, d, _, major, minor, build, capabilities, ..] = given else {
            return Err(KeyError::Garbled);
        };
        self.number = u32::from_be_bytes([*a, *b, *c, *d]);
        self.version = [*major, *minor, *build];
        self.capabilities = *capabilities;
        self.stale = false;
        Ok(())
    }

    fn say(&mut self, command: u8, data: &[u8]) -> Result<(), KeyError> {
        let reports = frames::cut(self.number, command, data).ok_or(KeyError::Unsupported)?;
        for report in Zeroizing::new(reports).iter() {
            self.connection.write(report)?;
        }
        Ok(())
    }

    fn try_once(&mut self, command: u8, data: &[u8], control: &Control) -> Result<Try, KeyError> {
        self.say(command, data)?;
        let mut assembly = Assembly::new(self.number, command);
        let started = Instant::now();
        let mut heard_at = started;
        loop {
            if control.is_cancelled() {
                return self.cancel(command);
            }
            if heard_at.elapsed() > SILENCE || started.elapsed() > TIME_TO_TOUCH {
                self.stale = true;
                // So that it does not wait for a touch that nobody asks for any more.
                self.say(frames::CANCEL, &[])?;
                return Err(KeyError::NoAnswer);
            }
            let Some(report) = self.connection.read(GLANCE)? else {
                continue;
            };
            match assembly.hear(&report) {
                Heard::Nothing => {}
                Heard::Done(answer) => return Ok(Try::Done(answer)),
                Heard::KeepAlive(status) => {
                    heard_at = Instant::now();
                    control.tell(if status == WANTS_TOUCH {
                        Step::WantsTouch
                    } else {
                        Step::Works
                    });
                }
                Heard::Error(code) => return self.after_error(code, control),
                Heard::Broken => {
                    self.stale = true;
                    return Err(KeyError::Garbled);
                }
            }
        }
    }

    /// These codes say that the command was not begun.
    fn after_error(&mut self, code: u8, control: &Control) -> Result<Try, KeyError> {
        match code {
            BUSY | LOCK_REQUIRED | INVALID_SEQUENCE | MESSAGE_TIMEOUT => Ok(Try::Again),
            // It was reset, or it forgets old channels when others ask for new ones.
            INVALID_CHANNEL => self.ask_for_number(control).map(|()| Try::Again),
            INVALID_COMMAND => Err(KeyError::Unsupported),
            _ => Err(KeyError::Garbled),
        }
    }

    /// Tells the key, and waits a moment for its word, so that it is free for the next.
    fn cancel(&mut self, command: u8) -> Result<Try, KeyError> {
        self.stale = true;
        self.say(frames::CANCEL, &[])?;
        let mut assembly = Assembly::new(self.number, command);
        let started = Instant::now();
        while started.elapsed() < TIME_TO_CANCEL && command == frames::CBOR {
            let report = self.connection.read(GLANCE)?;
            if report.is_some_and(|report| matches!(assembly.hear(&report), Heard::Done(_))) {
                break;
            }
        }
        Err(KeyError::Cancelled)
    }
}
