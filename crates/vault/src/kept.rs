//! Where something lies that is not in the vault: the same secret on a phone, backup codes on paper.

use crate::cbor::Writer;
use crate::error::OpenError;
use crate::fields::{MapWriter, Unknown, read_map};

/// A place, as far as it can get lost with something else.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Place {
    /// On paper or in a safe: with nothing else.
    Elsewhere,
    /// On the phone.
    Phone,
    /// In a password manager.
    PasswordManager,
    /// A place that only a newer version knows.
    Other(u64),
}

/// The places this version knows, at their numbers, with the names used on the command line.
const PLACES: [(Place, &str); 3] = [
    (Place::Elsewhere, "elsewhere"),
    (Place::Phone, "phone"),
    (Place::PasswordManager, "password-manager"),
];

impl Place {
    /// The place called so on the command line, for example `phone`.
    pub fn from_name(name: &str) -> Option<Self> {
        let found = PLACES.iter().find(|(_, known)| *known == name);
        found.map(|(place, _)| *place)
    }

    /// Its name; `other` for one that only a newer version knows.
    pub fn name(self) -> &'static str {
        let found = PLACES.iter().find(|(place, _)| *place == self);
        found.map_or("other", |(_, name)| name)
    }

    fn number(self) -> u64 {
        match self {
            Self::Elsewhere => 0,
            Self::Phone => 1,
            Self::PasswordManager => 2,
            Self::Other(number) => number,
        }
    }

    fn from_number(number: u64) -> Self {
        let known = (0..).zip(PLACES).find(|(at, _)| *at == number);
        known.map_or(Self::Other(number), |(_, (place, _))| place)
    }
}

/// Something that is kept in a place.
pub struct Kept {
    /// Where.
    pub place: Place,
    /// What the user wrote to find it again; may be empty.
    pub note: String,
    unknown: Unknown,
}

impl Kept {
    /// Kept in `place`.
    pub fn new(place: Place, note: String) -> Self {
        Self {
            place,
            note,
            unknown: Unknown::default(),
        }
    }

    pub(crate) fn write(writer: &mut Writer, this: &Self) {
        let mut map = MapWriter::new(writer, &this.unknown);
        // Always there: it names the item when lists are merged.
        map.field(0, |w| w.unsigned(this.place.number()));
        map.text(1, &this.note);
        map.end();
    }

    pub(crate) fn read(bytes: &[u8]) -> Result<Self, OpenError> {
        let mut this = Self::new(Place::Elsewhere, String::new());
        read_map(bytes, |number, mut value| {
            match number {
                0 => this.place = Place::from_number(value.unsigned()?),
                1 => this.note = value.text()?.to_owned(),
                _ => this.unknown.keep(number, value.item()?),
            }
            Ok::<(), OpenError>(())
        })?;
        Ok(this)
    }
}
