//! Whole teams over a storage that loses, delays and forges, all drawn from one seed; members who break the rules; and
//! then a storage that lies.
//!
//! `COUNTERSIGN_SIMULATE="FIRST COUNT"` chooses the seeds; `cargo xtask simulate --seed N` replays one.

mod attacks;
mod chance;
mod insiders;
mod storage;

use super::counting::Counting;
use super::world::{World, copy};
use crate::ops::NoteKind;
use crate::{
    Action, Client, DeviceKey, EpochKeys, Halt, Invalid, Listing, Log, Op, Outbox, Pin, Role, Step,
    plan,
};
use chance::{bytes, draw};
use std::collections::BTreeSet;
use storage::Storage;
use vault::Id;

/// Changes of each team.
const CHANGES: usize = 50;
/// Teams that are played in every test run.
const TEAMS: u64 = 12;

/// One device and what it keeps when it ends: pin, keys and outbox.
struct Device {
    seeds: Seeds,
    client: Client,
    listing: Listing,
}

type Seeds = ([u8; 32], [u8; 32]);

/// A team of 3 to 12 members with one to three devices each, its storage, and whatever chance does.
struct Team {
    world: World,
    storage: Storage,
    devices: Vec<Device>,
    chance: Counting,
    queued: BTreeSet<Id>,
    given_back: BTreeSet<Id>,
    /// Changes that nobody has the right to make.
    forbidden: BTreeSet<Id>,
}

impl Team {
    fn new(seed: u64) -> Self {
        let mut world = World::founded();
        let mut chance = Counting(seed << 32);
        let mut all = Vec::new();
        for place in 0..3 + draw(&mut chance, 10) {
            let role = [Role::Owner, Role::Admin, Role::Editor, Role::Viewer][place % 4];
            let count = 1 + draw(&mut chance, 3);
            let seeds: Vec<Seeds> = (0..count)
                .map(|_| (bytes(&mut chance), bytes(&mut chance)))
                .collect();
            let keys: Vec<DeviceKey> = seeds.iter().map(key_of).collect();
            world.join_with(role, &keys);
            all.extend(seeds);
        }
        let mut team = Self {
            storage: stored(&world),
            world,
            devices: Vec::new(),
            chance,
            queued: BTreeSet::new(),
            given_back: BTreeSet::new(),
            forbidden: BTreeSet::new(),
        };
        for seeds in all {
            let device = team.started(seeds, None, Outbox::default(), &team.storage);
            team.devices.push(device);
        }
        team
    }

    /// A program that starts and reads the log anew.
    fn started(&self, seeds: Seeds, pin: Option<Pin>, outbox: Outbox, from: &Storage) -> Device {
        let key = key_of(&seeds);
        let first = copy(self.world.people[0].log.keys().get(0).unwrap());
        let mut log = Log::new(EpochKeys::new(0, first), pin);
        let vault = self.world.vault();
        let genesis = &from.objects[&log.name_of(vault, 0).unwrap()];
        log.read(genesis, &key).map(drop).unwrap();
        Device {
            seeds,
            client: Client::new(log, outbox, key),
            listing: Listing::Unknown,
        }
    }

    fn play(&mut self) {
        self.settle();
        while self.queued.len() < CHANGES {
            let who = draw(&mut self.chance, self.devices.len());
            // In a large team, too, everybody gets to read between two changes.
            match draw(&mut self.chance, 13 + 40 * self.devices.len()) {
                0..8 => self.wish(who),
                8 => self.ends(who),
                9 => self.storage.deliver(&mut self.chance),
                10..13 => self.forge(who),
                _ => drop(self.step(who, true)),
            }
        }
        self.settle();
    }

    /// Until nobody has anything left to do, on a storage without faults.
    fn settle(&mut self) {
        let mut is_busy = true;
        while is_busy {
            is_busy = false;
            for who in 0..self.devices.len() {
                self.devices[who].listing = Listing::Unknown;
                while let Some(action) = self.step(who, false) {
                    is_busy |= !matches!(action, Action::Get { .. });
                }
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
        let devices: Vec<Id> = state.devices().keys().copied().collect();
        let revoked = devices[draw(chance, devices.len())];
        let rev = |item: Id| state.items()[&item].rev();
        let op = match (draw(chance, 40), item) {
            (0, _) => Op::RemoveMember { member },
            (1, _) => Op::RevokeDevice { device: revoked },
            (2..8, Some(item)) => Op::DeleteItem {
                item,
                base_rev: rev(item),
            },
            (8..20, Some(item)) => self.world.rename(item, rev(item), "Renamed"),
            (20..32, _) => self.world.new_item(Id::generate(chance), "New"),
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

    /// The program ends, between any two of its steps, and starts anew; pin and outbox are what it stored.
    fn ends(&mut self, who: usize) {
        let device = &self.devices[who];
        if device.client.log().halt().is_some() {
            return;
        }
        let outbox = Outbox::new(device.client.outbox().changes().to_vec());
        let pin = device.client.pin();
        self.devices[who] = self.started(device.seeds, pin, outbox, &self.storage);
    }

    /// What the device did; `None`: it has nothing to do.
    fn step(&mut self, who: usize, has_faults: bool) -> Option<Action> {
        let device = &mut self.devices[who];
        let action = plan(&device.client, &device.listing).into_iter().next();
        match action.clone() {
            None => device.listing = Listing::Unknown,
            Some(Action::Pin(pin)) => device.client.pinned(pin),
            Some(Action::Get { slot, name }) => {
                let is_late = has_faults && draw(&mut self.chance, 4) == 0;
                device.listing = match is_late {
                    true => Listing::Missing { slot },
                    false => self.storage.get(slot, &name),
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
                match has_faults {
                    true => self.storage.create((name, bytes), &mut self.chance),
                    false => self.storage.create_honestly((name, bytes)),
                }
            }
        }
        let returned = device.client.take_returned().into_iter();
        self.given_back.extend(returned.map(|one| one.change.op_id));
        action
    }

    /// Nothing is lost, nothing doubled, nothing forbidden was done, and all who are still in see the same.
    fn check(&self) {
        let truth = self.running().client.log().state();
        let mut waiting = BTreeSet::new();
        for Device { client, .. } in &self.devices {
            let left = client.outbox().changes();
            match client.log().halt() {
                None => {
                    assert_eq!(client.log().state().checksum(), truth.checksum());
                    assert!(left.is_empty());
                }
                halt => assert_eq!(halt, Some(Halt::Removed)),
            }
            waiting.extend(left.iter().map(|change| change.op_id));
        }
        for change in &self.queued {
            let places = [&truth.op_ids, &self.given_back, &waiting];
            let count = places.iter().filter(|place| place.contains(change)).count();
            assert_eq!(count, 1, "in the log, given back, or waiting");
        }
        assert!(self.forbidden.is_disjoint(&truth.op_ids));
    }

    /// A device that is still in.
    fn running(&self) -> &Device {
        let is_running = |device: &&Device| device.client.log().halt().is_none();
        self.devices.iter().find(is_running).unwrap()
    }
}

fn key_of((signing, opening): &Seeds) -> DeviceKey {
    DeviceKey::from_seeds(signing, opening)
}

fn stored(world: &World) -> Storage {
    let log = &world.people[0].log;
    let name = |slot| log.name_of(world.vault(), slot).unwrap();
    let objects = (0..).zip(&world.objects);
    Storage::new(
        objects
            .map(|(slot, object)| (name(slot), object.clone()))
            .collect(),
    )
}

#[test]
fn the_simulation_of_whole_teams_loses_nothing_doubles_nothing_and_believes_nothing_wrong() {
    let chosen = std::env::var("COUNTERSIGN_SIMULATE").ok();
    let numbers = |text: &String| {
        let (first, count) = text.split_once(' ')?;
        Some((first.parse::<u64>().ok()?, count.parse::<u64>().ok()?))
    };
    let (first, count) = chosen.as_ref().map_or(Some((1, TEAMS)), numbers).unwrap();
    let mut tally = attacks::Tally::default();
    for seed in first..first + count {
        println!("seed {seed}");
        let mut team = Team::new(seed);
        team.play();
        team.check();
        team.attack(&mut tally);
        team.give_different_keys();
        tally.changes += team.queued.len();
        tally.forbidden += team.forbidden.len();
    }
    println!("{tally}");
}
