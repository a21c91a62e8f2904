//! The client and its outbox over a storage that loses replies (docs/team-log.md, "Objects").

use super::counting::Counting;
use super::world::{EDITOR, OWNER, VIEWER, World};
use crate::ops::NoteKind;
use crate::{Action, Client, Listing, Log, Op, Outbox, Step, plan};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Objects by name, created where there is none.
#[derive(Default)]
struct Storage(BTreeMap<String, Vec<u8>>);

/// What a storage may do with a request to create.
#[derive(Clone, Copy, Debug)]
enum Fault {
    /// Nothing wrong.
    None,
    /// Nothing is stored.
    Lost,
    /// It is stored, and the client ends before it learns of it.
    Crash,
}

impl Storage {
    fn of(world: &World) -> Self {
        let log = &world.people[OWNER].log;
        let name = |slot| log.name_of(world.vault(), slot).unwrap();
        let objects = (0..).zip(&world.objects);
        Self(
            objects
                .map(|(slot, object)| (name(slot), object.clone()))
                .collect(),
        )
    }

    fn create(&mut self, name: String, bytes: Vec<u8>, fault: Fault) {
        if !matches!(fault, Fault::Lost) {
            self.0.entry(name).or_insert(bytes);
        }
    }
}

/// A device that writes remarks.
struct Writer {
    client: Client,
    listing: Listing,
}

impl Writer {
    fn new(world: &mut World, who: usize) -> Self {
        let person = world.people.remove(who);
        Self {
            client: Client::new(person.log, Outbox::default(), person.device),
            listing: Listing::Unknown,
        }
    }

    fn say(&mut self, text: &str, rng: &mut Counting) {
        let (kind, text) = (NoteKind::Remark, text.to_owned());
        self.client
            .queue(vec![Op::Note { kind, text }], false, 1, rng);
    }

    /// Does what is planned. Whether there was anything to do.
    fn step(&mut self, storage: &mut Storage, fault: Fault, rng: &mut Counting) -> bool {
        let Some(action) = plan(&self.client, &self.listing).into_iter().next() else {
            return false;
        };
        match action {
            Action::Pin(pin) => self.client.pinned(pin),
            Action::Get { slot, name } => {
                self.listing = match storage.0.get(&name).cloned() {
                    Some(bytes) => Listing::Found { slot, bytes },
                    None => Listing::Missing { slot },
                };
            }
            Action::Read { bytes } => drop(self.client.read(&bytes)),
            Action::Ends => self.client.log_mut().ends().unwrap(),
            Action::Seal => self.client.seal_next(rng),
            Action::Create { name, bytes } => {
                storage.create(name, bytes, fault);
                self.listing = Listing::Unknown;
            }
        }
        true
    }
}

/// All remarks of a log, in its order.
fn remarks(world: &World, storage: &Storage) -> Vec<String> {
    let key = super::world::copy(world.people[0].log.keys().get(0).unwrap());
    let mut log = Log::new(crate::EpochKeys::new(0, key), None);
    let device = &world.people[0].device;
    let mut remarks = Vec::new();
    let vault = world.people[0].log.state().vault();
    while let Some(bytes) = storage
        .0
        .get(&log.name_of(vault, log.state().next_slot()).unwrap())
    {
        let Ok(Step::Valid(entry)) = log.read(bytes, device) else {
            panic!("honest clients write valid entries only")
        };
        for op in entry.ops() {
            if let Op::Note { text, .. } = op {
                remarks.push(text.clone());
            }
        }
    }
    remarks
}

#[test]
fn a_change_stays_in_the_outbox_until_it_was_read_in_the_log() {
    let mut world = World::new();
    let mut storage = Storage::of(&world);
    let mut writer = Writer::new(&mut world, VIEWER);
    writer.say("Hello", &mut world.rng);
    let mut created = false;
    while writer.step(&mut storage, Fault::Crash, &mut world.rng) {
        created |= remarks(&world, &storage) == ["Hello"];
        let is_read = writer.client.log().state().head().slot == 4;
        assert_eq!(writer.client.outbox().changes().is_empty(), is_read);
    }
    assert!(created);
    assert!(writer.client.outbox().changes().is_empty());
}

#[test]
fn of_two_who_write_at_once_both_changes_end_in_the_log_and_the_loser_seals_anew() {
    let mut world = World::new();
    let mut storage = Storage::of(&world);
    let mut one = Writer::new(&mut world, VIEWER);
    let mut other = Writer::new(&mut world, EDITOR);
    let rng = &mut world.rng;
    one.say("One", rng);
    other.say("Other", rng);
    // Both pin, get and seal before either creates.
    for writer in [&mut one, &mut other] {
        for _ in 0..3 {
            assert!(writer.step(&mut storage, Fault::None, rng));
        }
        let next = plan(&writer.client, &writer.listing);
        assert!(matches!(next.as_slice(), [Action::Create { .. }]));
    }
    while one.step(&mut storage, Fault::None, rng) | other.step(&mut storage, Fault::None, rng) {}
    assert_eq!(remarks(&world, &storage), ["One", "Other"]);
    assert_eq!(other.client.log().state().next_slot(), 6);
}

#[test]
fn a_change_of_members_is_given_back_when_the_log_went_on() {
    let mut world = World::new();
    let viewer = world.member(VIEWER);
    let mut storage = Storage::of(&world);
    let mut editor = Writer::new(&mut world, EDITOR);
    let mut owner = Writer::new(&mut world, OWNER);
    let rng = &mut world.rng;
    owner
        .client
        .queue(vec![Op::RemoveMember { member: viewer }], false, 1, rng);
    editor.say("First", rng);
    while editor.step(&mut storage, Fault::None, rng) {}
    while owner.step(&mut storage, Fault::None, rng) {}
    let returned = owner.client.take_returned();
    assert!(matches!(returned.as_slice(), [one] if one.why.is_none()));
    assert_eq!(owner.client.log().state().members()[&viewer].removed, None);
    assert!(owner.client.outbox().changes().is_empty());
}

#[test]
fn the_planner_asks_only_for_the_slots_of_the_log_whatever_is_in_the_vault() {
    let mut world = World::new();
    world.put_new(EDITOR, "https://attacker.example/?leak");
    let mut storage = Storage::of(&world);
    let mut writer = Writer::new(&mut world, EDITOR);
    writer.say("https://attacker.example/", &mut world.rng);
    loop {
        for action in plan(&writer.client, &writer.listing) {
            if let Action::Get { name, .. } | Action::Create { name, .. } = action {
                assert!(name.starts_with("log/000000000/0000000000"), "{name}");
            }
        }
        if !writer.step(&mut storage, Fault::None, &mut world.rng) {
            break;
        }
    }
}

fn fault() -> impl Strategy<Value = Fault> {
    prop_oneof![Just(Fault::None), Just(Fault::Lost), Just(Fault::Crash)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Three clients, each step of each at any time, each request to create with any fault.
    #[test]
    fn lost_replies_neither_lose_nor_duplicate_a_change(
        steps in prop::collection::vec((0..3_usize, fault(), any::<bool>()), 20..80),
    ) {
        let mut world = World::new();
        let mut storage = Storage::of(&world);
        let mut writers: Vec<Writer> = (0..3).map(|_| Writer::new(&mut world, 1)).collect();
        let mut said = Vec::new();
        for (who, fault, says) in steps {
            if says && said.len() < 9 {
                let text = format!("{}", said.len());
                writers[who].say(&text, &mut world.rng);
                said.push(text);
            }
            writers[who].step(&mut storage, fault, &mut world.rng);
        }
        for _ in 0..200 {
            for writer in &mut writers {
                writer.step(&mut storage, Fault::None, &mut world.rng);
                if matches!(writer.listing, Listing::Missing { .. }) {
                    // As a client that asks again after a while.
                    writer.listing = Listing::Unknown;
                    writer.step(&mut storage, Fault::None, &mut world.rng);
                    writer.step(&mut storage, Fault::None, &mut world.rng);
                    writer.step(&mut storage, Fault::None, &mut world.rng);
                }
            }
        }
        let mut written = remarks(&world, &storage);
        written.sort();
        said.sort();
        prop_assert_eq!(written, said);
        let checksum = writers[0].client.log().state().checksum();
        for writer in &writers {
            prop_assert!(writer.client.outbox().changes().is_empty());
            prop_assert_eq!(writer.client.log().state().checksum(), checksum);
        }
    }
}
