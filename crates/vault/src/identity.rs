//! Who the user is to people who are in no team vault with them yet (docs/vault-format.md, "Identity").
//!
//! A member key is only ever added, so that no card that was handed out becomes worthless when two copies of a vault become
//! one. Both copies then make new cards with the same key: the first.

use crate::cbor::{Reader, Writer};
use crate::document::Document;
use crate::error::OpenError;
use crate::fields::{MapWriter, Unknown, read_list, read_map};
use zeroize::Zeroizing;

/// Counts beyond are nobody's, and could not be raised any more.
const MAX_COUNT: u64 = 1 << 53;

/// 32 secret bytes.
type Seed = Zeroizing<[u8; 32]>;

/// The member keys that the user's contact cards name, and what the cards call the user.
#[derive(Default)]
pub struct Identity {
    /// Ascending.
    seeds: Vec<Seed>,
    name: String,
    /// How often the name was set.
    count: u64,
    unknown: Unknown,
}

impl Identity {
    /// The seeds of the member keys, ascending. The first makes new cards; none before there was a card.
    pub fn seeds(&self) -> &[Zeroizing<[u8; 32]>] {
        &self.seeds
    }

    /// Keeps a seed for ever.
    pub fn add_seed(&mut self, seed: Zeroizing<[u8; 32]>) {
        if let Err(place) = self.seeds.binary_search_by(|one| one.cmp(&seed)) {
            self.seeds.insert(place, seed);
        }
    }

    /// What the cards say; empty before there was one.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Sets what the cards say.
    pub fn set_name(&mut self, name: String) {
        self.count += 1;
        self.name = name;
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.seeds.is_empty() && self.name.is_empty() && self.count == 0 && self.unknown.is_empty()
    }
}

impl Document {
    /// Who the user is to people outside of any team vault.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// The same, to change it.
    pub fn identity_mut(&mut self) -> &mut Identity {
        &mut self.identity
    }
}

pub(crate) fn write(writer: &mut Writer, this: &Identity) {
    let mut map = MapWriter::new(writer, &this.unknown);
    map.list(0, &this.seeds, |w, seed| w.bytes(seed.as_slice()));
    map.text(1, &this.name);
    map.unsigned(2, this.count);
    map.end();
}

pub(crate) fn read(value: &[u8]) -> Result<Identity, OpenError> {
    let mut this = Identity::default();
    read_map(value, |number, mut value| {
        match number {
            0 => this.seeds = read_list(value, read_seed)?,
            1 => this.name = value.text()?.to_owned(),
            2 => this.count = value.unsigned()?,
            _ => this.unknown.keep(number, value.item()?),
        }
        Ok::<(), OpenError>(())
    })?;
    let is_ascending = this.seeds.is_sorted_by(|one, next| **one < **next);
    match is_ascending && this.count <= MAX_COUNT {
        true => Ok(this),
        false => Err(OpenError::Damaged),
    }
}

fn read_seed(item: &[u8]) -> Result<Seed, OpenError> {
    let seed: [u8; 32] = Reader::new(item)
        .bytes()?
        .try_into()
        .map_err(|_| OpenError::Damaged)?;
    Ok(Zeroizing::new(seed))
}

/// Both as one.
pub(crate) fn merge(mut ours: Identity, theirs: Identity) -> Identity {
    for seed in theirs.seeds {
        ours.add_seed(seed);
    }
    if (ours.count, ours.name.as_str()) < (theirs.count, theirs.name.as_str()) {
        (ours.count, ours.name) = (theirs.count, theirs.name);
    }
    ours.unknown = ours.unknown.joined(theirs.unknown);
    ours
}

#[cfg(test)]
mod tests {
    use super::*;
    use otp::UnixTime;

    fn copy(document: &Document) -> Document {
        Document::read(&document.write()).unwrap()
    }

    fn seed(number: u8) -> Seed {
        Zeroizing::new([number; 32])
    }

    #[test]
    fn two_copies_that_made_a_card_each_agree_on_one_key_and_lose_neither() {
        let (mut ours, mut theirs) = (
            Document::new(UnixTime::EPOCH),
            Document::new(UnixTime::EPOCH),
        );
        assert_eq!(ours.write(), copy(&ours).write());
        ours.identity_mut().add_seed(seed(7));
        ours.identity_mut().set_name("Zoe".to_owned());
        theirs.identity_mut().add_seed(seed(3));
        theirs.identity_mut().set_name("Z".to_owned());
        theirs.identity_mut().set_name("Ada".to_owned());
        for (one, other) in [(&ours, &theirs), (&theirs, &ours)] {
            let mut merged = Document::new(UnixTime::EPOCH);
            merged.identity = merge(copy(one).identity, copy(other).identity);
            merged.identity = merge(merged.identity, copy(other).identity);
            let merged = copy(&merged);
            assert_eq!(merged.identity().seeds(), [seed(3), seed(7)]);
            assert_eq!(merged.identity().name(), "Ada", "it was set last");
        }
    }

    #[test]
    fn what_a_newer_version_brings_is_kept_and_other_shapes_are_damage() {
        let newer = [0xa2, 0x01, 0x63, b'A', b'd', b'a', 0x18, 0x63, 0x01];
        let mut writer = Writer::with_capacity(16);
        write(&mut writer, &read(&newer).unwrap());
        assert_eq!(*writer.into_bytes(), newer);
        let seed = |byte| [&[0x58, 0x20], [byte; 32].as_slice()].concat();
        let two = |one: u8, other: u8| [&[0xa1, 0x00, 0x82], &*seed(one), &seed(other)].concat();
        assert!(read(&two(1, 2)).is_ok());
        let too_often = [
            &[0xa1, 0x02, 0x1b],
            (MAX_COUNT + 1).to_be_bytes().as_slice(),
        ]
        .concat();
        for wrong in [
            two(2, 1),
            two(1, 1),
            vec![0xa1, 0x00, 0x81, 0x41, 0x01],
            too_often,
            vec![0x80],
        ] {
            assert_eq!(read(&wrong).err(), Some(OpenError::Damaged), "{wrong:02x?}");
        }
    }
}
