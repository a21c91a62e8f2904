//! Whole teams over a storage that loses, delays and forges, all drawn from one seed; members who break the rules; and
//! then a storage that lies.
//!
//! `COUNTERSIGN_SIMULATE="FIRST COUNT"` chooses the seeds; `cargo xtask simulate --seed N` replays one.

mod attacks;
mod chance;
mod forks;
mod insiders;
mod storage;
mod tally;
mod wishes;

use super::counting::Counting;
use super::world::{World, copy};
use crate::{
    Action, Change, Client, DeviceKey, EpochKeys, Halt, Invalid, Listing, Log, MemberKey, Outbox,
    Pin, Role, Step, plan,
};
use chance::{bytes, draw};
use std::collections::{BTreeMap, BTreeSet};
use storage::Storage;
use tally::Tally;
use vault::Id;
use vault::primitives::Key;
use zeroize::Zeroizing;

/// Changes of each team.
const CHANGES: usize = 50;
/// Teams that are played in every test run.
const TEAMS: u64 = 12;

/// One device and its program.
struct Device {
    seeds: Seeds,
    /// The keys of the epochs from 0 on that it was given when it came.
    given: Vec<[u8; 32]>,
    client: Client,
    listing: Listing,
}

/// What a device keeps when its program ends.
struct Kept {
    seeds: Seeds,
    given: Vec<[u8; 32]>,
    pin: Option<Pin>,
    outbox: Vec<Change>,
}

type Seeds = ([u8; 32], [u8; 32]);
/// Devices that come with a change.
type Newcomers = Vec<Seeds>;

/// A team of 3 to 12 members with one to three devices each, its storage, and whatever chance does.
struct Team {
    world: World,
    storage: Storage,
    devices: Vec<Device>,
    members: BTreeMap<Id, MemberKey>,
    /// Who comes when a change is in the log.
    expected: BTreeMap<Id, Newcomers>,
    /// Devices that came during play.
    joined: usize,
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
        let mut members = BTreeMap::new();
        for place in 0..3 + draw(&mut chance, 10) {
            let role = [Role::Owner, Role::Admin, Role::Editor, Role::Viewer][place % 4];
            let count = 1 + draw(&mut chance, 3);
            let seeds: Vec<Seeds> = (0..count)
                .map(|_| (bytes(&mut chance), bytes(&mut chance)))
                .collect();
            let keys: Vec<DeviceKey> = seeds.iter().map(key_of).collect();
            let key = world.join_with(role, &keys);
            members.insert(crate::member_id(&key.public()), key);
            all.extend(seeds);
        }
        let founder = MemberKey::generate(&mut Counting(0));
        members.insert(world.member(0), founder);
        let first = *world.people[0].log.keys().get(0).unwrap().expose();
        let mut team = Self {
            storage: stored(&world),
            world,
            devices: Vec::new(),
            members,
            expected: BTreeMap::new(),
            joined: 0,
            chance,
            queued: BTreeSet::new(),
            given_back: BTreeSet::new(),
            forbidden: BTreeSet::new(),
        };
        for seeds in all {
            let kept = Kept::of_newcomer(seeds, &[first], None);
            team.devices.push(started(kept, &team.storage));
        }
        team
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
        let everybody = (0..self.devices.len()).collect();
        self.settle_among(everybody);
    }

    /// The same among some, and whoever they let in. Gives back who they are then.
    fn settle_among(&mut self, mut group: Vec<usize>) -> Vec<usize> {
        let mut is_busy = true;
        while is_busy {
            is_busy = false;
            let before = self.devices.len();
            for &who in &group {
                self.devices[who].listing = Listing::Unknown;
                while let Some(action) = self.step(who, false) {
                    is_busy |= !matches!(action, Action::Get { .. });
                }
            }
            group.extend(before..self.devices.len());
        }
        group
    }

    /// The program ends, between any two of its steps, and starts anew with what it stored.
    fn ends(&mut self, who: usize) {
        if self.devices[who].client.log().halt().is_none() {
            self.devices[who] = started(self.devices[who].kept(), &self.storage);
        }
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
            Some(Action::Read { bytes }) => match device.client.read(&bytes) {
                Ok(Step::Valid(entry)) if entry.device() == device.client.device().id() => {
                    self.welcome(who, entry.op_id());
                }
                Ok(Step::PassedOver(invalid)) => {
                    assert_ne!(invalid, Invalid::Repeated, "a change was written twice");
                }
                Ok(Step::Valid(_)) | Err(_) => {}
            },
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
        let returned = self.devices[who].client.take_returned().into_iter();
        self.given_back.extend(returned.map(|one| one.change.op_id));
        action
    }

    /// Whoever let somebody in hands them the newest key as soon as their own entry is read back; they walk back from it.
    fn welcome(&mut self, who: usize, change: Id) {
        let newcomers = self.expected.remove(&change).unwrap_or_default();
        let log = self.devices[who].client.log();
        let (state, epoch) = (log.state(), log.state().epoch());
        let mut keys = EpochKeys::new(epoch, copy(log.keys().get(epoch).unwrap()));
        for object in self.storage.objects.values().rev() {
            keys.walk_back(state.vault(), object);
        }
        let given = (0..=epoch).map(|epoch| *keys.get(epoch).unwrap().expose());
        let (pin, given) = (Some(state.head()), given.collect::<Vec<_>>());
        for seeds in newcomers {
            let kept = Kept::of_newcomer(seeds, &given, pin);
            self.devices.push(started(kept, &self.storage));
            self.joined += 1;
        }
    }

    /// Nothing is lost, nothing doubled, nothing forbidden was done, and all who are still in see the same.
    fn check(&self, tally: &mut Tally) {
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
        let count = |place: &BTreeSet<Id>| self.queued.intersection(place).count();
        tally.changes += self.queued.len();
        tally.in_the_log += count(&truth.op_ids);
        tally.given_back += count(&self.given_back);
        tally.waiting += count(&waiting);
        tally.forbidden += self.forbidden.len();
        tally.joined += self.joined;
    }

    /// A device that is still in.
    fn running(&self) -> &Device {
        let is_running = |device: &&Device| device.client.log().halt().is_none();
        self.devices.iter().find(is_running).unwrap()
    }
}

impl Kept {
    fn of_newcomer(seeds: Seeds, given: &[[u8; 32]], pin: Option<Pin>) -> Self {
        Self {
            seeds,
            given: given.to_vec(),
            pin,
            outbox: Vec::new(),
        }
    }
}

impl Device {
    fn kept(&self) -> Kept {
        Kept {
            seeds: self.seeds,
            given: self.given.clone(),
            pin: self.client.pin(),
            outbox: self.client.outbox().changes().to_vec(),
        }
    }
}

/// A program that starts and reads the log anew.
fn started(kept: Kept, from: &Storage) -> Device {
    let key = key_of(&kept.seeds);
    let mut keys = EpochKeys::new(0, known(&kept.given[0]));
    for (epoch, given) in (0..).zip(&kept.given) {
        keys.insert(epoch, known(given));
    }
    let mut log = Log::new(keys, kept.pin);
    log.read(from.genesis(), &key).map(drop).unwrap();
    Device {
        seeds: kept.seeds,
        given: kept.given,
        client: Client::new(log, Outbox::new(kept.outbox), key),
        listing: Listing::Unknown,
    }
}

fn known(key: &[u8; 32]) -> Key {
    Key::new(Zeroizing::new(*key))
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
    let mut tally = Tally::default();
    for seed in first..first + count {
        println!("seed {seed}");
        let mut team = Team::new(seed);
        team.play();
        team.check(&mut tally);
        team.attack(&mut tally);
        team.give_different_keys();
        team.fork(&mut tally);
    }
    println!("{tally}");
}
