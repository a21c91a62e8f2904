//! What a vault keeps of the team vaults that its user is in (docs/vault-format.md, "Teams").
//!
//! Keys, pins and operations that are not written yet are only ever added, so that of two copies of a vault none is lost
//! when they become one. Two different seeds, two keys of one epoch or two hashes of one slot both stay: which is right is
//! not decided here.

use crate::cbor::{Reader, Writer};
use crate::document::Document;
use crate::error::{Limit, OpenError};
use crate::fields::{MapWriter, Unknown, read_list, read_map};
use crate::id::Id;
use std::collections::BTreeMap;
use zeroize::Zeroizing;

/// Most team vaults of one user.
pub const MAX_TEAMS: usize = 1000;
/// Most operations of one team vault, those that were read back too.
const MAX_OUTBOX: usize = 20_000;
/// Most of them that were read back: each is written with every save. What is forgotten is found in the log.
const MAX_READ_BACK: usize = 1000;
/// Most pins of one team vault.
const MAX_PINS: usize = 64;
/// Most branches of one team vault that the user agreed to.
const MAX_BRANCHES: usize = 64;

/// Team vaults by their ids.
pub(crate) type Teams = BTreeMap<Id, Team>;

/// 32 secret bytes.
type Seed = Zeroizing<[u8; 32]>;

/// What is kept of one team vault.
#[derive(Default)]
pub struct Team {
    name: String,
    /// Ascending.
    seeds: Vec<Seed>,
    /// Ascending by epoch and key.
    epoch_keys: Vec<(u32, Seed)>,
    /// Ascending.
    pins: Vec<(u64, [u8; 32])>,
    outbox: BTreeMap<Id, Queued>,
    storage: Zeroizing<Vec<u8>>,
    /// How often the storage was set.
    storage_count: u64,
    joining: Zeroizing<String>,
    /// Ascending.
    branches: Vec<(u64, [u8; 32])>,
    unknown: Unknown,
}

/// An operation that is to be written, or was.
#[derive(Default)]
struct Queued {
    order: u64,
    /// One CBOR item; empty where it was read back.
    change: Zeroizing<Vec<u8>>,
    read_back: bool,
    unknown: Unknown,
}

impl Team {
    /// A team vault of which only the name is known.
    pub fn new(name: String) -> Self {
        Self {
            name,
            ..Self::default()
        }
    }

    /// What it is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The seeds of the user's member key. More than one: two copies of the vault joined on their own.
    pub fn seeds(&self) -> &[Zeroizing<[u8; 32]>] {
        &self.seeds
    }

    /// Keeps a seed for ever.
    pub fn add_seed(&mut self, seed: Zeroizing<[u8; 32]>) {
        insert(&mut self.seeds, seed, |seed| **seed);
    }

    /// The keys of the epochs, ascending. Of one epoch there may be several, of which one is right.
    pub fn epoch_keys(&self) -> impl Iterator<Item = (u32, &Zeroizing<[u8; 32]>)> {
        self.epoch_keys.iter().map(|(epoch, key)| (*epoch, key))
    }

    /// Keeps the key of an epoch for ever. Whether it is new.
    pub fn add_epoch_key(&mut self, epoch: u32, key: Zeroizing<[u8; 32]>) -> bool {
        insert(&mut self.epoch_keys, (epoch, key), |(epoch, key)| {
            (*epoch, **key)
        })
    }

    /// The slots and hashes of entries that were verified, ascending: the newest of each copy of the vault.
    pub fn pins(&self) -> &[(u64, [u8; 32])] {
        &self.pins
    }

    /// Pins an entry of a log that was compared with all pins up to it: those below it say nothing more.
    pub fn pin(&mut self, slot: u64, hash: [u8; 32]) {
        self.pins.retain(|(below, _)| *below >= slot);
        insert(&mut self.pins, (slot, hash), |pin| *pin);
    }

    /// The slots and hashes of the first entries of the branches that the user agreed to, ascending: the n-th is that of branch n.
    pub fn branches(&self) -> &[(u64, [u8; 32])] {
        &self.branches
    }

    /// The user agreed to go on in the branch that begins with this entry: what was verified in its slot or after it counts
    /// no more, in no copy of the vault. `false`: it does not begin after the last one, or there are too many.
    pub fn follow(&mut self, slot: u64, hash: [u8; 32]) -> bool {
        let is_later = self.branches.last().is_none_or(|(last, _)| *last < slot);
        let fits = is_later && self.branches.len() < MAX_BRANCHES;
        if fits {
            self.branches.push((slot, hash));
            self.abandon_from(slot);
            self.pin(slot, hash);
        }
        fits
    }

    fn abandon_from(&mut self, slot: u64) {
        self.pins.retain(|(pinned, _)| *pinned < slot);
    }

    /// The operations that were not read back yet, oldest first, each with its id, as one CBOR item.
    pub fn waiting(&self) -> Vec<(Id, &[u8])> {
        let waiting = self.outbox.iter().filter(|(_, one)| !one.read_back);
        let mut waiting: Vec<_> = waiting.collect();
        waiting.sort_by_key(|(id, one)| (one.order, **id));
        waiting
            .into_iter()
            .map(|(id, one)| (*id, one.change.as_slice()))
            .collect()
    }

    /// Puts an operation, one CBOR item, behind those that wait. `false`: there is no room.
    pub fn queue(&mut self, op_id: Id, change: &[u8]) -> bool {
        self.limit(1);
        if self.outbox.len() >= MAX_OUTBOX {
            return false;
        }
        let last = self.outbox.values().map(|one| one.order).max();
        let queued = Queued {
            order: last.unwrap_or(0) + 1,
            change: Zeroizing::new(change.to_vec()),
            ..Queued::default()
        };
        self.outbox.entry(op_id).or_insert(queued);
        true
    }

    /// The operation was read in the log, or given back to the user. It never waits again, in no copy of the vault.
    pub fn settle(&mut self, op_id: Id) {
        if let Some(one) = self.outbox.get_mut(&op_id) {
            one.read_back = true;
            one.change = Zeroizing::default();
        }
    }

    /// Where the log is, as `session` writes it; empty where that is not known.
    pub fn storage(&self) -> &[u8] {
        &self.storage
    }

    /// Sets where the log is.
    pub fn set_storage(&mut self, storage: Zeroizing<Vec<u8>>) {
        self.storage_count += 1;
        self.storage = storage;
    }

    /// The link by which the user asked to join. It is of use until there is a key.
    pub fn joining(&self) -> &str {
        &self.joining
    }

    /// Keeps the link by which the user asks to join.
    pub fn set_joining(&mut self, link: Zeroizing<String>) {
        self.joining = link;
    }

    fn join(mut self, mut other: Self) -> Self {
        self.join_branches(&mut other);
        self.name = self.name.max(other.name);
        for seed in other.seeds {
            self.add_seed(seed);
        }
        for (epoch, key) in other.epoch_keys {
            self.add_epoch_key(epoch, key);
        }
        for pin in other.pins {
            insert(&mut self.pins, pin, |pin| *pin);
        }
        for (id, queued) in other.outbox {
            let joined = match self.outbox.remove(&id) {
                Some(known) => known.join(queued),
                None => queued,
            };
            self.outbox.insert(id, joined);
        }
        let ours = (self.storage_count, self.storage.as_slice());
        if ours < (other.storage_count, other.storage.as_slice()) {
            (self.storage_count, self.storage) = (other.storage_count, other.storage);
        }
        if *self.joining < *other.joining {
            self.joining = other.joining;
        }
        self.unknown = self.unknown.joined(other.unknown);
        self.limit(0);
        self
    }

    /// Where one copy of the vault agreed to a branch, the other's pins behind its base count no more.
    fn join_branches(&mut self, other: &mut Self) {
        if let Some((first, _)) = other.branches.get(self.branches.len()) {
            self.abandon_from(*first);
        }
        if let Some((first, _)) = self.branches.get(other.branches.len()) {
            other.abandon_from(*first);
        }
        let ours = (self.branches.len(), &self.branches);
        if ours < (other.branches.len(), &other.branches) {
            self.branches = std::mem::take(&mut other.branches);
        }
    }

    /// Forgets the lowest pins over the limit, and of what was read back as much as there is too much of: the log has it.
    fn limit(&mut self, room: usize) {
        let over = self.pins.len().saturating_sub(MAX_PINS);
        self.pins.drain(..over);
        let over = (self.outbox.len() + room).saturating_sub(MAX_OUTBOX);
        let done = self.outbox.iter().filter(|(_, one)| one.read_back);
        let mut done: Vec<_> = done.map(|(id, one)| (one.order, *id)).collect();
        done.sort_unstable();
        let over = over.max(done.len().saturating_sub(MAX_READ_BACK));
        for (_, id) in done.into_iter().take(over) {
            self.outbox.remove(&id);
        }
    }
}

impl Queued {
    fn join(self, other: Self) -> Self {
        let read_back = self.read_back || other.read_back;
        let change = match (read_back, *self.change < *other.change) {
            (true, _) => Zeroizing::default(),
            (false, true) => other.change,
            (false, false) => self.change,
        };
        Self {
            order: self.order.max(other.order),
            change,
            read_back,
            unknown: self.unknown.joined(other.unknown),
        }
    }
}

impl Document {
    /// The team vaults, in the order of their ids.
    pub fn teams(&self) -> impl Iterator<Item = (Id, &Team)> {
        self.teams.iter().map(|(id, team)| (*id, team))
    }

    /// The team vault of this id.
    pub fn team(&self, id: Id) -> Option<&Team> {
        self.teams.get(&id)
    }

    /// The team vault of this id, to change it.
    pub fn team_mut(&mut self, id: Id) -> Option<&mut Team> {
        self.teams.get_mut(&id)
    }

    /// Adds a team vault; what was known of one of that id is joined with it. `false`: there are too many.
    pub fn add_team(&mut self, id: Id, team: Team) -> bool {
        let fits = self.teams.contains_key(&id) || self.teams.len() < MAX_TEAMS;
        if fits {
            join_into(&mut self.teams, id, team);
        }
        fits
    }
}

/// Puts an item in its place of a list in ascending order, once. Whether it is new.
fn insert<T, K: Ord>(list: &mut Vec<T>, item: T, key: impl Fn(&T) -> K) -> bool {
    let place = list.binary_search_by(|one| key(one).cmp(&key(&item)));
    let is_new = place.is_err();
    if let Err(place) = place {
        list.insert(place, item);
    }
    is_new
}

pub(crate) fn write(writer: &mut Writer, teams: &Teams) {
    writer.array(teams.len());
    for (id, team) in teams {
        let outbox: Vec<_> = team.outbox.iter().collect();
        let mut map = MapWriter::new(writer, &team.unknown);
        map.field(0, |w| w.bytes(id.as_bytes()));
        map.text(1, &team.name);
        map.list(2, &team.seeds, |w, seed| w.bytes(seed.as_slice()));
        map.list(3, &team.epoch_keys, |w, (epoch, key)| {
            write_pair(w, u64::from(*epoch), key);
        });
        map.list(4, &team.pins, |w, (slot, hash)| write_pair(w, *slot, hash));
        map.list(5, &outbox, |w, (id, one)| write_queued(w, **id, one));
        if !team.storage.is_empty() {
            map.field(6, |w| w.bytes(&team.storage));
        }
        map.unsigned(7, team.storage_count);
        map.text(8, &team.joining);
        map.list(9, &team.branches, |w, (slot, hash)| {
            write_pair(w, *slot, hash)
        });
        map.end();
    }
}

fn write_pair(w: &mut Writer, number: u64, bytes: &[u8; 32]) {
    w.array(2);
    w.unsigned(number);
    w.bytes(bytes);
}

fn write_queued(w: &mut Writer, id: Id, one: &Queued) {
    let mut map = MapWriter::new(w, &one.unknown);
    map.field(0, |w| w.bytes(id.as_bytes()));
    map.unsigned(1, one.order);
    if !one.change.is_empty() {
        map.field(2, |w| w.raw(&one.change));
    }
    map.flag(3, one.read_back);
    map.end();
}

pub(crate) fn read(value: Reader<'_>) -> Result<Teams, OpenError> {
    let teams = read_list(value, read_one)?;
    if teams.len() > MAX_TEAMS {
        return Err(OpenError::OverLimit(Limit::Teams));
    }
    ascending(&teams, |(id, _)| *id)?;
    Ok(teams.into_iter().collect())
}

fn read_one(bytes: &[u8]) -> Result<(Id, Team), OpenError> {
    let (mut id, mut team) = (None, Team::default());
    read_map(bytes, |number, mut value| {
        match number {
            0 => id = Some(Id::read(value)?),
            1 => team.name = value.text()?.to_owned(),
            2 => team.seeds = read_list(value, read_seed)?,
            3 => team.epoch_keys = read_list(value, read_epoch_key)?,
            4 => team.pins = read_list(value, read_pin)?,
            5 => team.outbox = read_outbox(value)?,
            6 => team.storage = Zeroizing::new(value.bytes()?.to_vec()),
            7 => team.storage_count = value.unsigned()?,
            8 => team.joining = Zeroizing::new(value.text()?.to_owned()),
            9 => team.branches = read_list(value, read_pin)?,
            _ => team.unknown.keep(number, value.item()?),
        }
        Ok::<(), OpenError>(())
    })?;
    ascending(&team.seeds, |seed| **seed)?;
    ascending(&team.epoch_keys, |(epoch, key)| (*epoch, **key))?;
    ascending(&team.pins, |pin| *pin)?;
    ascending(&team.branches, |(slot, _)| *slot)?;
    let is_too_long = team.pins.len() > MAX_PINS || team.branches.len() > MAX_BRANCHES;
    if is_too_long || team.storage_count > MAX_COUNT {
        return Err(OpenError::Damaged);
    }
    Ok((id.ok_or(OpenError::Damaged)?, team))
}

/// Counts beyond are nobody's, and could not be raised any more.
const MAX_COUNT: u64 = 1 << 53;

fn read_outbox(value: Reader<'_>) -> Result<BTreeMap<Id, Queued>, OpenError> {
    let outbox = read_list(value, read_queued)?;
    // Two full copies may have become one whose operations all wait.
    if outbox.len() > 16 * MAX_OUTBOX {
        return Err(OpenError::OverLimit(Limit::Teams));
    }
    ascending(&outbox, |(id, _)| *id)?;
    Ok(outbox.into_iter().collect())
}

fn read_queued(bytes: &[u8]) -> Result<(Id, Queued), OpenError> {
    let (mut id, mut one) = (None, Queued::default());
    read_map(bytes, |number, mut value| {
        match number {
            0 => id = Some(Id::read(value)?),
            1 => one.order = value.unsigned()?,
            2 => one.change = Zeroizing::new(value.item()?.to_vec()),
            3 => one.read_back = value.boolean()?,
            _ => one.unknown.keep(number, value.item()?),
        }
        Ok::<(), OpenError>(())
    })?;
    if one.read_back != one.change.is_empty() || one.order > MAX_COUNT {
        return Err(OpenError::Damaged);
    }
    Ok((id.ok_or(OpenError::Damaged)?, one))
}

fn read_seed(item: &[u8]) -> Result<Seed, OpenError> {
    let bytes = Reader::new(item).bytes()?;
    let seed: [u8; 32] = bytes.try_into().map_err(|_| OpenError::Damaged)?;
    Ok(Zeroizing::new(seed))
}

fn read_epoch_key(item: &[u8]) -> Result<(u32, Seed), OpenError> {
    let (number, key) = read_pair(item)?;
    let epoch = u32::try_from(number).map_err(|_| OpenError::Damaged)?;
    Ok((epoch, key))
}

fn read_pin(item: &[u8]) -> Result<(u64, [u8; 32]), OpenError> {
    read_pair(item).map(|(slot, hash)| (slot, *hash))
}

fn read_pair(item: &[u8]) -> Result<(u64, Seed), OpenError> {
    let mut reader = Reader::new(item);
    if reader.array()? != 2 {
        return Err(OpenError::Damaged);
    }
    Ok((reader.unsigned()?, read_seed(reader.item()?)?))
}

fn ascending<T, K: Ord>(list: &[T], key: impl Fn(&T) -> K) -> Result<(), OpenError> {
    let is_next = |one: &T, next: &T| key(one) < key(next);
    match list.is_sorted_by(is_next) {
        true => Ok(()),
        false => Err(OpenError::Damaged),
    }
}

/// Both as one.
pub(crate) fn merge(mut ours: Teams, theirs: Teams) -> Teams {
    for (id, team) in theirs {
        join_into(&mut ours, id, team);
    }
    ours
}

fn join_into(teams: &mut Teams, id: Id, team: Team) {
    let joined = match teams.remove(&id) {
        Some(known) => known.join(team),
        None => team,
    };
    teams.insert(id, joined);
}

#[cfg(test)]
mod tests;
