//! Stamping: what differs from the state that was opened was changed now (docs/vault-format.md, "Merging").

use crate::account::Account;
use crate::clock::{ADDED, ItemClock, PIN, Stamp};
use crate::document::Document;
use crate::error::OpenError;
use crate::fields::{read_list, read_map};
use crate::id::Id;
use crate::merge::{Fields, Items, Nature, SECRET, fields, nature};
use crate::tombstone::Tombstone;
use std::collections::{BTreeMap, BTreeSet};

/// Gives a stamp to whatever `document` has that `base`, an encoded document, has not. What was stamped already stays
/// as it is, so that it does not matter how often this is done.
pub(crate) fn stamp(document: &mut Document, base: &[u8], writer: Id) -> Result<(), OpenError> {
    let base = accounts_of(base)?;
    let mut tick = Tick {
        stamp: Stamp::new(document.lamport.saturating_add(1), writer),
        used: false,
    };
    for (id, account) in &mut document.accounts {
        match base.get(id) {
            Some(before) => stamp_changed(account, before, &mut tick)?,
            None => stamp_added(account, document.tombstones.get(id), &mut tick),
        }
    }
    for (id, before) in &base {
        if !document.accounts.contains_key(id) {
            bury(document, *id, before, &mut tick)?;
        }
    }
    if tick.used {
        document.lamport = tick.stamp.counter;
    }
    Ok(())
}

/// The stamp of all changes of one save.
struct Tick {
    stamp: Stamp,
    used: bool,
}

impl Tick {
    fn take(&mut self) -> Stamp {
        self.used = true;
        self.stamp
    }
}

/// The accounts of an encoded document, each as it is encoded.
fn accounts_of(document: &[u8]) -> Result<BTreeMap<Id, &[u8]>, OpenError> {
    let mut accounts = BTreeMap::new();
    read_map(document, |key, value| {
        if key == 1 {
            read_list(value, |account| {
                accounts.extend(id_of(account)?.map(|id| (id, account)));
                Ok::<(), OpenError>(())
            })?;
        }
        Ok::<(), OpenError>(())
    })?;
    Ok(accounts)
}

fn id_of(account: &[u8]) -> Result<Option<Id>, OpenError> {
    let mut id = None;
    read_map(account, |key, value| {
        if key == 0 {
            id = Some(Id::read(value)?);
        }
        Ok::<(), OpenError>(())
    })?;
    Ok(id)
}

fn stamp_added(account: &mut Account, tombstone: Option<&Tombstone>, tick: &mut Tick) {
    let is_dead = tombstone.is_some_and(|tombstone| tombstone.covers(&account.clocks));
    if is_dead || account.clocks.fields.is_empty() {
        account.clocks.fields.insert(ADDED, tick.take());
    }
}

fn bury(document: &mut Document, id: Id, before: &[u8], tick: &mut Tick) -> Result<(), OpenError> {
    let seen = Account::read(before)?.clocks;
    let known = document.tombstones.remove(&id);
    let tombstone = match known {
        Some(known) if known.covers(&seen) => known,
        Some(known) => known.join(Tombstone::new(tick.take(), seen)),
        None => Tombstone::new(tick.take(), seen),
    };
    document.tombstones.insert(id, tombstone);
    Ok(())
}

fn stamp_changed(account: &mut Account, before: &[u8], tick: &mut Tick) -> Result<(), OpenError> {
    let now = account.to_cbor();
    if *now == *before {
        return Ok(());
    }
    let (now, then) = (fields(&now)?, fields(before)?);
    let before = Account::read(before)?;
    let keys: BTreeSet<u64> = now.keys().chain(then.keys()).copied().collect();
    for key in keys {
        let changed = now.get(&key) != then.get(&key);
        match nature(key) {
            Nature::Register | Nature::List if changed => mark(account, &before, key, tick),
            Nature::Own if key == SECRET && changed => mark_secret(account, &before, tick),
            Nature::Register | Nature::List | Nature::Maximum | Nature::Minimum | Nature::Own => {}
        }
        if nature(key) == Nature::List && changed {
            stamp_items(account, &before, key, [&now, &then], tick)?;
        }
    }
    Ok(())
}

/// A field that was changed since `before` gets a stamp, unless it has one that `before` did not have.
fn mark(account: &mut Account, before: &Account, field: u64, tick: &mut Tick) {
    if account.clocks.of(field) <= before.clocks.of(field) {
        account.clocks.fields.insert(field, tick.take());
    }
}

fn mark_secret(account: &mut Account, before: &Account, tick: &mut Tick) {
    let pin = |account: &Account| {
        account
            .otp()
            .pin
            .as_ref()
            .map(|pin| pin.expose().to_owned())
    };
    let pin_is_same =
        pin(account).map(zeroize::Zeroizing::new) == pin(before).map(zeroize::Zeroizing::new);
    if account.version() != before.version() {
        mark(account, before, SECRET, tick);
    }
    if !pin_is_same {
        mark(account, before, PIN, tick);
    }
}

fn stamp_items(
    account: &mut Account,
    before: &Account,
    field: u64,
    [now, then]: [&Fields<'_>; 2],
    tick: &mut Tick,
) -> Result<(), OpenError> {
    let now = Items::read(field, now.get(&field).copied())?;
    let then = Items::read(field, then.get(&field).copied())?;
    let gone = then.iter().filter(|(key, _)| now.get(key).is_none());
    let gone = gone.map(|(key, _)| (key, true));
    let changed = now.iter().filter(|(key, item)| then.get(key) != Some(item));
    let changed = changed.map(|(key, _)| (key, false));
    for (key, removed) in gone.chain(changed) {
        let known = account.clocks.items.get(key);
        let is_stamped = known.is_some_and(|clock| {
            clock.removed == removed && clock.stamp > before.clocks.of_item(key)
        });
        if !is_stamped {
            let stamp = tick.take();
            account
                .clocks
                .items
                .insert(key.clone(), ItemClock { stamp, removed });
        }
    }
    Ok(())
}
