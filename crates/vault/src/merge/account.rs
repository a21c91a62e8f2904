//! Two states of one account.

use super::{lists, secrets};
use crate::account::Account;
use crate::cbor::{Reader, Writer};
use crate::clock::Clocks;
use crate::error::OpenError;
use crate::fields::{MapWriter, Unknown, read_map};
use std::collections::{BTreeMap, BTreeSet};
use zeroize::Zeroizing;

/// An account's map, each value as it is encoded.
pub(crate) type Fields<'a> = BTreeMap<u64, &'a [u8]>;

/// What a field is, for merging.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Nature {
    /// One value, which is replaced as a whole.
    Register,
    /// A list that is merged item by item.
    List,
    /// Only goes up.
    Maximum,
    /// Only goes down.
    Minimum,
    /// The secret, its history, and the clocks themselves.
    Own,
}

pub(crate) fn nature(field: u64) -> Nature {
    match field {
        0 | 3 | 18 | 20..=22 => Nature::Own,
        4 => Nature::Minimum,
        5..=7 => Nature::Maximum,
        9 | 12 | 16 | 17 | 23 | 24 | 26 => Nature::List,
        _ => Nature::Register,
    }
}

pub(crate) fn fields(encoded: &[u8]) -> Result<Fields<'_>, OpenError> {
    let mut fields = Fields::new();
    read_map(encoded, |key, mut value| {
        fields.insert(key, value.item()?);
        Ok::<(), OpenError>(())
    })?;
    Ok(fields)
}

/// Both as one.
pub(super) fn merge(ours: Account, theirs: Account) -> Result<Account, OpenError> {
    let (our_bytes, their_bytes) = (ours.to_cbor(), theirs.to_cbor());
    if our_bytes == their_bytes {
        return Ok(ours);
    }
    let (our_fields, their_fields) = (fields(&our_bytes)?, fields(&their_bytes)?);
    let mut clocks = ours.clocks.joined(&theirs.clocks);
    clocks.items.clear();
    let mut merged = Merged::default();
    // A list that is empty on both sides may still have lost something.
    let clocked = [&ours, &theirs].into_iter();
    let clocked = clocked.flat_map(|side| side.clocks.items.keys().map(|(field, _)| field));
    let keys: BTreeSet<u64> = our_fields
        .keys()
        .chain(their_fields.keys())
        .chain(clocked)
        .copied()
        .collect();
    for key in keys {
        let sides = [
            Side::of(&ours.clocks, &our_fields, key),
            Side::of(&theirs.clocks, &their_fields, key),
        ];
        let value = match nature(key) {
            Nature::Register => later(sides).value.map(<[u8]>::to_vec),
            Nature::List => lists::merge(key, sides, &mut clocks)?,
            Nature::Maximum => number(sides, u64::max)?,
            Nature::Minimum => number(sides, u64::min)?,
            // Which of the two does not matter here: what these are comes from `secrets`.
            Nature::Own => (key == 0 || key == 3)
                .then(|| our_fields.get(&key).map(|f| f.to_vec()))
                .flatten(),
        };
        if let Some(value) = value {
            merged.0.insert(key, Zeroizing::new(value));
        }
    }
    let mut account = Account::read(&merged.encoded())?;
    secrets::merge(ours, theirs, &mut clocks, &mut account);
    account.clocks = clocks;
    Ok(account)
}

/// A field as one of the two states has it.
#[derive(Clone, Copy)]
pub(super) struct Side<'a> {
    pub(super) clocks: &'a Clocks,
    pub(super) value: Option<&'a [u8]>,
    field: u64,
}

impl<'a> Side<'a> {
    fn of(clocks: &'a Clocks, fields: &Fields<'a>, field: u64) -> Self {
        let value = fields.get(&field).copied();
        Self {
            clocks,
            value,
            field,
        }
    }
}

/// The side that changed the field later; of two changes without a difference in time, the greater bytes.
pub(super) fn later<'a>([ours, theirs]: [Side<'a>; 2]) -> Side<'a> {
    let order = |side: &Side<'a>| (side.clocks.of(side.field), side.value);
    if order(&ours) >= order(&theirs) {
        ours
    } else {
        theirs
    }
}

fn number(sides: [Side<'_>; 2], of: fn(u64, u64) -> u64) -> Result<Option<Vec<u8>>, OpenError> {
    let mut chosen: Option<u64> = None;
    for value in sides.iter().filter_map(|side| side.value) {
        let number = Reader::new(value).unsigned()?;
        chosen = Some(chosen.map_or(number, |chosen| of(chosen, number)));
    }
    Ok(chosen.map(|number| {
        let mut writer = Writer::with_capacity(9);
        writer.unsigned(number);
        writer.into_bytes().to_vec()
    }))
}

#[derive(Default)]
struct Merged(BTreeMap<u64, Zeroizing<Vec<u8>>>);

impl Merged {
    fn encoded(&self) -> Zeroizing<Vec<u8>> {
        let mut writer = Writer::with_capacity(512);
        let none = Unknown::default();
        let mut map = MapWriter::new(&mut writer, &none);
        for (key, value) in &self.0 {
            map.field(*key, |w| w.raw(value));
        }
        map.end();
        writer.into_bytes()
    }
}
