//! A storage that lies to a device that starts anew. Whatever it does, the device finds it, or what it sees is true: all
//! of the log, or for somebody who was never there before, all of it up to some entry.

use super::super::counting::Counting;
use super::chance::draw;
use super::tally::Tally;
use super::wishes::remark;
use super::{Device, Kept, Storage, Team, started};
use crate::{Action, Halt, Invalid, Listing, State, Step, plan};

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

impl Team {
    /// Each lie once, on a device that was there, on one that never was, and on one that has something to write.
    pub(super) fn attack(&mut self, tally: &mut Tally) {
        for attack in ATTACKS {
            let storage = self.lie(attack);
            let truth = self.running();
            let known = truth.client.log().state();
            let mut device = started(truth.kept(), &storage);
            run(&mut device, &mut storage.clone(), &mut Counting(0));
            match device.client.log().halt() {
                Some(Halt::Fork { .. } | Halt::Rollback { .. }) => tally.found += 1,
                halt => {
                    assert_eq!(halt, None, "{attack:?}");
                    let seen = device.client.log().state().checksum();
                    assert_eq!(seen, known.checksum(), "{attack:?}");
                    tally.harmless += 1;
                }
            }
            let kept = Kept {
                pin: None,
                ..truth.kept()
            };
            let mut joiner = started(kept, &storage);
            run(&mut joiner, &mut storage.clone(), &mut Counting(0));
            let seen: &State = joiner.client.log().state();
            let (slot, hash) = (seen.head().slot, seen.head().hash);
            assert_eq!(known.hash_at(slot), Some(hash), "{attack:?}");
            self.lie_to_a_writer(storage, tally);
        }
    }

    /// Whoever finds the lie writes nothing. What was queued is in the log once when the storage lies no longer; what was
    /// put into it meanwhile stays there.
    fn lie_to_a_writer(&mut self, mut lied: Storage, tally: &mut Tally) {
        let mut honest = self.storage.clone();
        let truth = self.running();
        let pinned = truth.client.log().state().head();
        let chance = &mut self.chance;
        let device = self
            .devices
            .iter()
            .filter(|one| one.client.log().halt().is_none());
        let device: Vec<&Device> = device.collect();
        let kept = device[draw(chance, device.len())].kept();
        let mut device = started(kept, &honest);
        run(&mut device, &mut honest, chance);
        let change = device.client.queue(vec![remark()], false, 1, chance);
        if draw(chance, 2) == 0 {
            device = started(device.kept(), &lied);
        }
        let before = lied.objects.clone();
        run(&mut device, &mut lied, chance);
        if device.client.log().halt().is_some() {
            assert!(lied.objects == before, "it writes nothing any more");
            assert_eq!(device.client.outbox().changes().len(), 1);
        }
        for (name, object) in lied.objects {
            honest.create_honestly((name, object));
        }
        let mut device = started(device.kept(), &honest);
        run(&mut device, &mut honest, chance);
        let log = device.client.log();
        assert_eq!(log.halt(), None);
        assert!(device.client.outbox().changes().is_empty());
        assert!(log.state().op_ids.contains(&change));
        assert_eq!(log.state().hash_at(pinned.slot), Some(pinned.hash));
        tally.kept += 1;
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
}

/// Until the device has nothing to do any more or stops, on a storage that answers at once.
pub(super) fn run(device: &mut Device, storage: &mut Storage, chance: &mut Counting) {
    device.listing = Listing::Unknown;
    while let Some(action) = plan(&device.client, &device.listing).into_iter().next() {
        match action {
            Action::Get { slot, name } => device.listing = storage.get(slot, &name),
            Action::Read { bytes } => {
                let step = device.client.read(&bytes);
                let is_twice = matches!(step, Ok(Step::PassedOver(Invalid::Repeated)));
                assert!(!is_twice, "a change was written twice");
            }
            Action::Ends => drop(device.client.log_mut().ends()),
            Action::Pin(newer) => {
                let pin = device.client.pin();
                assert!(pin.is_none_or(|pin| pin.slot < newer.slot));
                device.client.pinned(newer);
            }
            Action::Seal => device.client.seal_next(chance),
            Action::Create { name, bytes } => {
                storage.create_honestly((name, bytes));
                device.listing = Listing::Unknown;
            }
        }
    }
}
