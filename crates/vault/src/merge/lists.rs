//! Lists are merged item by item: what one side added stays, and what one side took out goes, unless the other
//! changed it later.

use super::account::{Side, later};
use crate::backup_codes::BackupCodeSet;
use crate::cbor::{Reader, Writer};
use crate::clock::{Clocks, ItemClock, ItemKey, Stamp};
use crate::crypto;
use crate::error::OpenError;
use crate::fields::{read_list, read_map};
use std::collections::{BTreeMap, BTreeSet};
use zeroize::Zeroizing;

const TAGS: u64 = 9;
const DISMISSED: u64 = 24;
const BACKUP_CODE_SETS: u64 = 16;
const REGISTRATIONS: u64 = 17;
/// A longer name is replaced by its SHA-256.
const MAX_NAME: usize = 64;

/// The items of a list, by their names, in the list's order.
pub(crate) struct Items<'a> {
    order: Vec<ItemKey>,
    items: BTreeMap<ItemKey, &'a [u8]>,
}

impl<'a> Items<'a> {
    pub(crate) fn read(field: u64, list: Option<&'a [u8]>) -> Result<Self, OpenError> {
        let mut read = Self {
            order: Vec::new(),
            items: BTreeMap::new(),
        };
        let mut seen: BTreeMap<Vec<u8>, u64> = BTreeMap::new();
        let Some(list) = list else {
            return Ok(read);
        };
        read_list(Reader::new(list), |item| {
            let name = name(field, item)?;
            let count = seen.entry(name.clone()).or_insert(0);
            let key = (field, numbered(name, *count));
            *count += 1;
            read.order.push(key.clone());
            read.items.insert(key, item);
            Ok::<(), OpenError>(())
        })?;
        Ok(read)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&ItemKey, &'a [u8])> {
        self.items.iter().map(|(key, item)| (key, *item))
    }

    pub(crate) fn get(&self, key: &ItemKey) -> Option<&'a [u8]> {
        self.items.get(key).copied()
    }
}

/// What names an item among those of its list.
fn name(field: u64, item: &[u8]) -> Result<Vec<u8>, OpenError> {
    let mut name = Vec::with_capacity(MAX_NAME);
    if field == TAGS || field == DISMISSED {
        name.extend_from_slice(Reader::new(item).text()?.as_bytes());
    } else {
        read_map(item, |key, mut value| {
            if key == 0 || (field == REGISTRATIONS && key == 3) {
                name.extend_from_slice(value.item()?);
            }
            Ok::<(), OpenError>(())
        })?;
    }
    if name.len() > MAX_NAME {
        name = crypto::sha256(&name).to_vec();
    }
    Ok(name)
}

/// The second item of one name in one list is another item.
fn numbered(mut name: Vec<u8>, count: u64) -> Vec<u8> {
    if count > 0 {
        name.extend_from_slice(&count.to_be_bytes());
    }
    name
}

/// The merged list, encoded; `None` where it is empty. Its clocks go into `clocks`.
pub(super) fn merge(
    field: u64,
    sides: [Side<'_>; 2],
    clocks: &mut Clocks,
) -> Result<Option<Vec<u8>>, OpenError> {
    let [ours, theirs] = sides;
    let first = later(sides);
    let lists = [
        Items::read(field, ours.value)?,
        Items::read(field, theirs.value)?,
    ];
    let keys: BTreeSet<&ItemKey> = [&ours, &theirs]
        .into_iter()
        .flat_map(|side| side.clocks.items.keys().filter(|(of, _)| *of == field))
        .chain(
            lists
                .iter()
                .flat_map(|list| list.iter().map(|(key, _)| key)),
        )
        .collect();
    let mut kept: BTreeMap<ItemKey, Zeroizing<Vec<u8>>> = BTreeMap::new();
    for key in keys {
        let states = [state(key, &lists[0], ours), state(key, &lists[1], theirs)];
        let [Some(one), Some(other)] = states else {
            let only = states.into_iter().flatten().next();
            only.into_iter()
                .for_each(|state| state.settle(key, clocks, &mut kept));
            continue;
        };
        let (winner, loser) = if one >= other {
            (one, other)
        } else {
            (other, one)
        };
        winner.settle(key, clocks, &mut kept);
        if let (BACKUP_CODE_SETS, Some(over), Some(under)) = (field, winner.item, loser.item) {
            let set = BackupCodeSet::read(over)?.merged_over(BackupCodeSet::read(under)?);
            let mut writer = Writer::with_capacity(over.len() + under.len());
            BackupCodeSet::write(&mut writer, &set);
            kept.insert(key.clone(), writer.into_bytes());
        }
    }
    let order = Items::read(field, first.value)?;
    Ok(joined(&order.order, kept))
}

/// An item on one side: there, or taken out. In the order in which the greater one wins.
#[derive(Clone, Copy, Eq, Ord, PartialEq, PartialOrd)]
struct State<'a> {
    stamp: Stamp,
    /// Of two changes without a difference in time, the one that keeps it wins.
    item: Option<&'a [u8]>,
}

impl State<'_> {
    fn settle(
        &self,
        key: &ItemKey,
        clocks: &mut Clocks,
        kept: &mut BTreeMap<ItemKey, Zeroizing<Vec<u8>>>,
    ) {
        let (stamp, removed) = (self.stamp, self.item.is_none());
        if removed || stamp != clocks.of_item(key) {
            clocks
                .items
                .insert(key.clone(), ItemClock { stamp, removed });
        }
        if let Some(item) = self.item {
            kept.insert(key.clone(), Zeroizing::new(item.to_vec()));
        }
    }
}

/// `None`: this side never knew the item.
fn state<'a>(key: &ItemKey, list: &Items<'a>, side: Side<'_>) -> Option<State<'a>> {
    let item = list.get(key);
    let stamp = match side.clocks.items.get(key) {
        Some(clock) => clock.stamp,
        None if item.is_some() => side.clocks.of_item(key),
        None => return None,
    };
    Some(State { stamp, item })
}

/// In the order of the side that changed the list later; what only the other has follows in the order of names.
fn joined(order: &[ItemKey], mut kept: BTreeMap<ItemKey, Zeroizing<Vec<u8>>>) -> Option<Vec<u8>> {
    let mut items: Vec<Zeroizing<Vec<u8>>> =
        order.iter().filter_map(|key| kept.remove(key)).collect();
    items.extend(kept.into_values());
    if items.is_empty() {
        return None;
    }
    let mut writer = Writer::with_capacity(512);
    writer.array(items.len());
    items.iter().for_each(|item| writer.raw(item));
    Some(writer.into_bytes().to_vec())
}
