//! Whole teams over a storage that loses, delays and forges, all drawn from one seed.
//!
//! `COUNTERSIGN_SIMULATE="FIRST COUNT"` chooses the seeds; `cargo xtask simulate --seed N` replays one.

use super::counting::Counting;
use super::world::{World, copy};
use crate::ops::NoteKind;
use crate::{
    Action, Client, DeviceKey, EpochKeys, Halt, Invalid, Listing, Log, Op, Outbox, Pin, Role, Step,
    plan,
};
use rand_core::TryRng;
use std::collections::{BTreeMap, BTreeSet};
use vault::Id;

/// Changes of each team.
const CHANGES: usize = 50;
/// Teams that are played in every test run.
const TEAMS: u64 = 12;

/// One device and what it keeps when it ends: pin, keys and outbox.
struct Device {
    seeds: ([u8; 32], [u8; 32]),
    client: Client,
    listing: Listing,
}

/// A team, its storage, and whatever chance does.
struct Team {
    world: World,
    storage: BTreeMap<String, Vec<u8>>,
    devices: Vec<Device>,
    chance: Counting,
    queued: BTreeSet<Id>,
    given_back: BTreeSet<Id>,
}

impl Team {
    fn new(seed: u64) -> Self {
        let mut world = World::founded();
        let mut chance = Counting(seed << 32);
        let mut seeds = Vec::new();
        for place in 0..3 + draw(&mut chance, 6) {
            let role = [Role::Owner, Role::Admin, Role::Editor, Role::Viewer][place % 4];
            let (signing, opening) = (bytes(&mut chance), bytes(&mut chance));
            world.join_with(role, &DeviceKey::from_seeds(&signing, &opening));
            seeds.push((signing, opening));
        }
        let mut team = Self {
            storage: named(&world),
            world,
            devices: Vec::new(),
            chance,
            queued: BTreeSet::new(),
            given_back: BTreeSet::new(),
        };
        for seeds in seeds {
            let device = team.started(seeds, None, Outbox::default());
            team.devices.push(device);
        }
        team
    }

    /// A program that starts and reads the log anew.
    fn started(&self, seeds: ([u8; 32], [u8; 32]), pin: Option<Pin>, outbox: Outbox) -> Device {
        let key = DeviceKey::from_seeds(&seeds.0, &seeds.1);
        let first = copy(self.world.people[0].log.keys().get(0).unwrap());
        let mut log = Log::new(EpochKeys::new(0, first), pin);
        let vault = self.world.vault();
        log.read(&self.storage[&log.name_of(vault, 0).unwrap()], &key)
            .map(drop)
            .unwrap();
        Device {
            seeds,
            client: Client::new(log, outbox, key),
            listing: Listing::Unknown,
        }
    }

    fn play(&mut self) {
        while self.queued.len() < CHANGES {
            let who = draw(&mut self.chance, self.devices.len());
            match draw(&mut self.chance, 40) {
                0..8 => self.wish(who),
                8 => self.ends(who),
                9 => self.forge(who),
                _ => self.step(who, true),
            }
        }
        for _ in 0..CHANGES * 40 {
            for who in 0..self.devices.len() {
                self.step(who, false);
            }
        }
    }

    /// Somebody makes a change on what their device has read.
    fn wish(&mut self, who: usize) {
        let device = &mut self.devices[who];
        let (state, chance) = (device.client.log().state(), &mut self.chance);
        let items: Vec<Id> = state.items().keys().copied().collect();
        let item = match items.len() {
            0 => None,
            count => Some(items[draw(chance, count)]),
        };
        let members: Vec<Id> = state.members().keys().copied().collect();
        let member = members[draw(chance, members.len())];
        let rev = |item: Id| state.items()[&item].rev();
        let op = match (draw(chance, 20), item) {
            (0, _) => Op::RemoveMember { member },
            (1..4, Some(item)) => Op::DeleteItem {
                item,
                base_rev: rev(item),
            },
            (4..10, Some(item)) => self.world.rename(item, rev(item), "Renamed"),
            (10..16, _) => self.world.new_item(Id::generate(chance), "New"),
            _ => Op::Note {
                kind: NoteKind::Remark,
                text: "Hello".into(),
            },
        };
        if device.client.log().halt().is_none() {
            self.queued
                .insert(device.client.queue(vec![op], false, 1, chance));
        }
    }

    /// The program ends and starts anew; pin and outbox are what it stored.
    fn ends(&mut self, who: usize) {
        let device = &self.devices[who];
        if device.client.log().halt().is_some() {
            return;
        }
        let outbox = Outbox::new(device.client.outbox().changes().to_vec());
        let pin = device.client.pin();
        self.devices[who] = self.started(device.seeds, pin, outbox);
    }

    /// Somebody who has the storage's credentials and a key takes the next slot: with junk, an old entry, or one that
    /// was changed.
    fn forge(&mut self, who: usize) {
        let log = self.devices[who].client.log();
        let Some(name) = log.name_of(log.state().vault(), log.state().next_slot()) else {
            return;
        };
        let objects: Vec<&Vec<u8>> = self.storage.values().collect();
        let mut object = objects[draw(&mut self.chance, objects.len())].clone();
        match draw(&mut self.chance, 3) {
            0 => object.truncate(7),
            1 => *object.last_mut().unwrap() ^= 1,
            _ => {}
        }
        self.storage.entry(name).or_insert(object);
    }

    fn step(&mut self, who: usize, has_faults: bool) {
        let fault = if has_faults {
            draw(&mut self.chance, 4)
        } else {
            3
        };
        let device = &mut self.devices[who];
        let action = plan(&device.client, &device.listing).into_iter().next();
        match action {
            None => device.listing = Listing::Unknown,
            Some(Action::Pin(pin)) => device.client.pinned(pin),
            Some(Action::Get { slot, name }) => {
                let found = self.storage.get(&name).cloned();
                // A storage may be late.
                device.listing = match found.filter(|_| fault != 0) {
                    Some(bytes) => Listing::Found { slot, bytes },
                    None => Listing::Missing { slot },
                };
            }
            Some(Action::Read { bytes }) => {
                let step = device.client.read(&bytes);
                let is_twice = matches!(step, Ok(Step::PassedOver(Invalid::Repeated)));
                assert!(!is_twice, "a change was written twice");
            }
            // It was late: a storage that really lost something is tried below.
            Some(Action::Ends) => device.listing = Listing::Unknown,
            Some(Action::Seal) => device.client.seal_next(&mut self.chance),
            Some(Action::Create { name, bytes }) => {
                device.listing = Listing::Unknown;
                if fault != 1 {
                    self.storage.entry(name).or_insert(bytes);
                }
            }
        }
        let returned = device.client.take_returned().into_iter();
        self.given_back.extend(returned.map(|one| one.change.op_id));
    }

    /// Nothing is lost, nothing doubled, and all who are still in see the same.
    fn check(&self) {
        let running = self
            .devices
            .iter()
            .filter(|device| device.client.log().halt().is_none());
        let running: Vec<&Device> = running.collect();
        let state = running[0].client.log().state();
        for device in &running {
            assert_eq!(device.client.log().state().checksum(), state.checksum());
            assert!(device.client.outbox().changes().is_empty());
        }
        let removed = self
            .devices
            .iter()
            .filter(|device| device.client.log().halt().is_some());
        let mut waiting = BTreeSet::new();
        for device in removed {
            assert_eq!(device.client.log().halt(), Some(Halt::Removed));
            waiting.extend(
                device
                    .client
                    .outbox()
                    .changes()
                    .iter()
                    .map(|change| change.op_id),
            );
        }
        for change in &self.queued {
            let places = [&state.op_ids, &self.given_back, &waiting];
            let count = places.iter().filter(|place| place.contains(change)).count();
            assert_eq!(count, 1, "in the log, given back, or waiting");
        }
    }

    /// The storage takes back the newest entries, or shows others. Whoever knew them notices.
    fn take_back(&mut self) {
        let running = self
            .devices
            .iter()
            .find(|device| device.client.log().halt().is_none());
        let device = running.unwrap();
        let (seeds, pin, log) = (device.seeds, device.client.pin(), device.client.log());
        let pinned = pin.unwrap().slot;
        let newest = log.name_of(log.state().vault(), pinned).unwrap();
        self.storage.retain(|name, _| *name < newest);
        assert_eq!(self.read_anew(seeds, pin), Some(Halt::Rollback { pinned }));
        self.storage.insert(newest, b"another entry".to_vec());
        assert_eq!(
            self.read_anew(seeds, pin),
            Some(Halt::Fork { slot: pinned })
        );
    }

    fn read_anew(&self, seeds: ([u8; 32], [u8; 32]), pin: Option<Pin>) -> Option<Halt> {
        let Device { mut client, .. } = self.started(seeds, pin, Outbox::default());
        let mut listing = Listing::Unknown;
        while let Some(action) = plan(&client, &listing).into_iter().next() {
            match action {
                Action::Get { slot, name } => {
                    listing = match self.storage.get(&name).cloned() {
                        Some(bytes) => Listing::Found { slot, bytes },
                        None => Listing::Missing { slot },
                    };
                }
                Action::Read { bytes } => drop(client.read(&bytes)),
                Action::Ends => drop(client.log_mut().ends()),
                Action::Pin(_) | Action::Seal | Action::Create { .. } => {
                    panic!("nothing is pinned or written before the pin")
                }
            }
        }
        client.log().halt()
    }
}

fn named(world: &World) -> BTreeMap<String, Vec<u8>> {
    let log = &world.people[0].log;
    let name = |slot| log.name_of(world.vault(), slot).unwrap();
    let objects = (0..).zip(&world.objects);
    objects
        .map(|(slot, object)| (name(slot), object.clone()))
        .collect()
}

fn bytes(chance: &mut Counting) -> [u8; 32] {
    let drawn: Vec<u8> = (0..4).flat_map(|_| mixed(chance).to_be_bytes()).collect();
    drawn.try_into().unwrap()
}

fn draw(chance: &mut Counting, below: usize) -> usize {
    let below = u64::try_from(below).unwrap();
    usize::try_from(mixed(chance) % below).unwrap()
}

/// SplitMix64 over the counter.
fn mixed(chance: &mut Counting) -> u64 {
    let Ok(count) = chance.try_next_u64();
    let mut drawn = count.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    drawn = (drawn ^ drawn >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    drawn = (drawn ^ drawn >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    drawn ^ drawn >> 31
}

#[test]
fn the_simulation_of_whole_teams_loses_nothing_doubles_nothing_and_believes_nothing_wrong() {
    let chosen = std::env::var("COUNTERSIGN_SIMULATE").ok();
    let numbers = |text: &String| {
        let (first, count) = text.split_once(' ')?;
        Some((first.parse::<u64>().ok()?, count.parse::<u64>().ok()?))
    };
    let (first, count) = chosen.as_ref().map_or(Some((1, TEAMS)), numbers).unwrap();
    for seed in first..first + count {
        println!("seed {seed}");
        let mut team = Team::new(seed);
        team.play();
        team.check();
        team.take_back();
    }
}
