//! What is known of the site beside its ways to sign in, and who else signs in there with a login of their own.

use crate::cbor::Writer;
use crate::companion::read_time;
use crate::error::OpenError;
use crate::fields::{MapWriter, Unknown, read_map};
use otp::UnixTime;

/// What helps against a message that only pretends to be from the site.
#[derive(Default)]
pub struct SiteFacts {
    /// What the site never asks for, for example by e-mail or on the phone.
    pub never_asks: String,
    /// Where to report a message that asks for it all the same.
    pub report_to: String,
    /// Whether programs that sign in by an interface (API) need a second factor, too.
    pub api: Api,
    unknown: Unknown,
}

/// Whether programs need a second factor.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Api {
    /// Nobody knows.
    #[default]
    Unknown,
    /// A second factor changes nothing for programs.
    Unaffected,
    /// Programs need keys or codes of their own once a second factor is on.
    Affected,
    /// What only a newer version knows.
    Other(u64),
}

impl Api {
    /// What is called so on the command line: `unknown`, `unaffected`, `affected`.
    pub fn from_name(name: &str) -> Option<Self> {
        let all = [Self::Unknown, Self::Unaffected, Self::Affected];
        all.into_iter().find(|api| api.name() == name)
    }

    /// Its name; `other` for what only a newer version knows.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Unaffected => "unaffected",
            Self::Affected => "affected",
            Self::Other(_) => "other",
        }
    }

    fn number(self) -> u64 {
        match self {
            Self::Unknown => 0,
            Self::Unaffected => 1,
            Self::Affected => 2,
            Self::Other(number) => number,
        }
    }

    fn from_number(number: u64) -> Self {
        match number {
            0 => Self::Unknown,
            1 => Self::Unaffected,
            2 => Self::Affected,
            other => Self::Other(other),
        }
    }
}

impl SiteFacts {
    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.never_asks.is_empty()
            && self.report_to.is_empty()
            && self.api == Api::Unknown
            && self.unknown.is_empty()
    }

    pub(crate) fn write(writer: &mut Writer, this: &Self) {
        let mut map = MapWriter::new(writer, &this.unknown);
        map.text(0, &this.never_asks);
        map.text(1, &this.report_to);
        map.unsigned(2, this.api.number());
        map.end();
    }

    pub(crate) fn read(bytes: &[u8]) -> Result<Self, OpenError> {
        let mut this = Self::default();
        read_map(bytes, |number, mut value| {
            match number {
                0 => this.never_asks = value.text()?.to_owned(),
                1 => this.report_to = value.text()?.to_owned(),
                2 => this.api = Api::from_number(value.unsigned()?),
                _ => this.unknown.keep(number, value.item()?),
            }
            Ok::<(), OpenError>(())
        })?;
        Ok(this)
    }
}

/// How far a person is with a second factor.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Progress {
    /// It is on.
    Enrolled,
    /// Not yet.
    Pending,
    /// The site has no telephone number of theirs, so that it cannot be switched on.
    NoPhone,
    /// It was reset, and has to be set up again.
    Reset,
    /// What only a newer version knows.
    Other(u64),
}

/// The states this version knows, at their numbers, with the names used on the command line.
const STATES: [(Progress, &str); 4] = [
    (Progress::Enrolled, "enrolled"),
    (Progress::Pending, "pending"),
    (Progress::NoPhone, "no-phone"),
    (Progress::Reset, "reset"),
];

impl Progress {
    /// The state called so on the command line, for example `enrolled`.
    pub fn from_name(name: &str) -> Option<Self> {
        let found = STATES.iter().find(|(_, known)| *known == name);
        found.map(|(state, _)| *state)
    }

    /// Its name; `other` for one that only a newer version knows.
    pub fn name(self) -> &'static str {
        let found = STATES.iter().find(|(state, _)| *state == self);
        found.map_or("other", |(_, name)| name)
    }

    fn number(self) -> u64 {
        match self {
            Self::Enrolled => 0,
            Self::Pending => 1,
            Self::NoPhone => 2,
            Self::Reset => 3,
            Self::Other(number) => number,
        }
    }

    fn from_number(number: u64) -> Self {
        let known = (0..).zip(STATES).find(|(at, _)| *at == number);
        known.map_or(Self::Other(number), |(_, (state, _))| state)
    }
}

/// A person who signs in at the service of an account with a login of their own.
pub struct Person {
    /// Who; each once in a roster.
    pub name: String,
    /// How far they are.
    pub state: Progress,
    /// Since when.
    pub since: UnixTime,
    /// Who did it, for example the reset; may be empty.
    pub by: String,
    unknown: Unknown,
}

impl Person {
    /// A person in this state since `since`.
    pub fn new(name: String, state: Progress, since: UnixTime, by: String) -> Self {
        Self {
            name,
            state,
            since,
            by,
            unknown: Unknown::default(),
        }
    }

    pub(crate) fn write(writer: &mut Writer, this: &Self) {
        let mut map = MapWriter::new(writer, &this.unknown);
        // Always there: it names the item when lists are merged.
        map.field(0, |w| w.text(&this.name));
        map.unsigned(1, this.state.number());
        map.unsigned(2, this.since.get());
        map.text(3, &this.by);
        map.end();
    }

    pub(crate) fn read(bytes: &[u8]) -> Result<Self, OpenError> {
        let nobody = String::new();
        let mut this = Self::new(nobody, Progress::Enrolled, UnixTime::EPOCH, String::new());
        read_map(bytes, |number, mut value| {
            match number {
                0 => this.name = value.text()?.to_owned(),
                1 => this.state = Progress::from_number(value.unsigned()?),
                2 => this.since = read_time(value)?,
                3 => this.by = value.text()?.to_owned(),
                _ => this.unknown.keep(number, value.item()?),
            }
            Ok::<(), OpenError>(())
        })?;
        Ok(this)
    }
}
