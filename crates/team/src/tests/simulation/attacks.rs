//! A storage that lies to a device that starts anew. Whatever it does, the device finds it, or what it sees is true: all
//! of the log, or for somebody who was never there before, all of it up to some entry.

use super::super::counting::Counting;
use super::chance::draw;
use super::{Device, Outbox, Pin, Seeds, Storage, Team};
use crate::{Action, Halt, State, plan};
use std::fmt;

#[derive(Clone, Copy, Debug)]
enum Attack {
    /// The newest entries are hidden.
    RollBack,
    /// One entry is hidden.
    Withhold,
    /// Two entries change places.
    Swap,
    /// An old entry comes once more, after the newest.
    Replay,
    /// A bit of an entry is flipped.
    Corrupt,
    /// An entry is cut short.
    Truncate,
    /// An entry is replaced by one of other bytes.
    Replace,
}

const ATTACKS: [Attack; 7] = [
    Attack::RollBack,
    Attack::Withhold,
    Attack::Swap,
    Attack::Replay,
    Attack::Corrupt,
    Attack::Truncate,
    Attack::Replace,
];

/// What came of it all.
#[derive(Default)]
pub(super) struct Tally {
    pub(super) changes: usize,
    pub(super) forbidden: usize,
    attacks: usize,
    found: usize,
    harmless: usize,
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            changes,
            forbidden,
            attacks,
            found,
            harmless,
        } = self;
        write!(
            f,
            "{changes} changes, {forbidden} forbidden ones refused, {attacks} lies of the storage: {found} found, \
             {harmless} without effect"
        )
    }
}

impl Team {
    /// Each lie once, on a device that was there and on one that never was.
    pub(super) fn attack(&mut self, tally: &mut Tally) {
        for attack in ATTACKS {
            let storage = self.lie(attack);
            let truth = self.running();
            let (seeds, pin) = (truth.seeds, truth.client.pin());
            let known = truth.client.log().state();
            tally.attacks += 1;
            let device = self.read_anew(seeds, pin, &storage);
            match device.client.log().halt() {
                Some(Halt::Fork { .. } | Halt::Rollback { .. }) => tally.found += 1,
                halt => {
                    assert_eq!(halt, None, "{attack:?}");
                    let seen = device.client.log().state().checksum();
                    assert_eq!(seen, known.checksum(), "{attack:?}");
                    tally.harmless += 1;
                }
            }
            let joiner = self.read_anew(seeds, None, &storage);
            let seen: &State = joiner.client.log().state();
            let (slot, hash) = (seen.head().slot, seen.head().hash);
            assert_eq!(known.hash_at(slot), Some(hash), "{attack:?}");
        }
    }

    fn lie(&mut self, attack: Attack) -> Storage {
        // Chance of its own, because the log stays borrowed.
        let chance = &mut Counting(self.chance.0 << 8);
        self.chance.0 += 1;
        let log = self.running().client.log();
        let (vault, head) = (log.state().vault(), log.state().head().slot);
        let name = |slot| log.name_of(vault, slot).unwrap();
        let below = usize::try_from(head).unwrap();
        let mut slot = || 1 + u64::try_from(draw(chance, below)).unwrap();
        let (one, other) = (name(slot()), name(slot()));
        let after = name(log.state().next_slot());
        let mut lied = self.storage.clone();
        let objects = &mut lied.objects;
        match attack {
            Attack::RollBack => {
                let kept: Vec<String> = (0..head).rev().skip(draw(chance, 3)).map(name).collect();
                objects.retain(|name, _| kept.contains(name));
            }
            Attack::Withhold => drop(objects.remove(&one)),
            Attack::Swap => {
                let (first, second) = (objects[&one].clone(), objects[&other].clone());
                objects.extend([(one, second), (other, first)]);
            }
            Attack::Replay => drop(objects.insert(after, objects[&one].clone())),
            Attack::Corrupt => {
                let object = objects.get_mut(&one).unwrap();
                let place = draw(chance, object.len());
                object[place] ^= 1 << draw(chance, 8);
            }
            Attack::Truncate => {
                let object = objects.get_mut(&one).unwrap();
                object.truncate(draw(chance, object.len()));
            }
            Attack::Replace => drop(objects.insert(one, b"another entry".to_vec())),
        }
        lied
    }

    fn read_anew(&self, seeds: Seeds, pin: Option<Pin>, from: &Storage) -> Device {
        let mut device = self.started(seeds, pin, Outbox::default(), from);
        while let Some(action) = plan(&device.client, &device.listing).into_iter().next() {
            match action {
                Action::Get { slot, name } => device.listing = from.get(slot, &name),
                Action::Read { bytes } => drop(device.client.read(&bytes)),
                Action::Ends => drop(device.client.log_mut().ends()),
                Action::Pin(newer) => {
                    assert!(pin.is_none_or(|pin| pin.slot < newer.slot));
                    device.client.pinned(newer);
                }
                Action::Seal | Action::Create { .. } => panic!("there is nothing to write"),
            }
        }
        device
    }
}
