//! The rule of docs/team-log.md, "Objects", in every order of events that a small model has: requests that are lost or
//! late, replies that are lost, clients that end at any point. It is about the rule, not about the code.
#![expect(
    clippy::indexing_slicing,
    reason = "a wrong place is a wrong model and fails the test"
)]

use stateright::{Checker, Model, Property};

/// Each client has one change, its own number.
const CLIENTS: usize = 2;
/// How often a client may end and start anew.
const CRASHES: u8 = 2;

/// What a client does about an object that it finds.
#[derive(Clone, Copy)]
enum Rule {
    /// A change leaves the outbox when it is read in the log.
    ReadBack,
    /// A change leaves the outbox when the storage says that it is stored; "already exists" means to try the next slot.
    Believe,
}

#[derive(Clone, Debug, Eq, Hash, PartialEq)]
struct Client {
    /// The slot to read next.
    next: usize,
    waits: bool,
    /// The storage said that there is nothing in the next slot.
    is_missing: bool,
    crashes: u8,
}

#[derive(Clone, Debug, Eq, Hash, PartialEq)]
struct World {
    /// Whose change is in each slot.
    slots: Vec<Option<usize>>,
    clients: Vec<Client>,
    /// Requests to create on their way: slot and client.
    requests: Vec<(usize, usize)>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Event {
    Get(usize),
    Create(usize),
    Arrives { request: usize, is_answered: bool },
    IsLost { request: usize },
    Ends(usize),
}

impl Model for Rule {
    type State = World;
    type Action = Event;

    fn init_states(&self) -> Vec<World> {
        let client = Client {
            next: 0,
            waits: true,
            is_missing: false,
            crashes: CRASHES,
        };
        vec![World {
            slots: vec![None; CLIENTS + 1],
            clients: vec![client; CLIENTS],
            requests: Vec::new(),
        }]
    }

    fn actions(&self, world: &World, events: &mut Vec<Event>) {
        for (who, client) in world.clients.iter().enumerate() {
            if client.next < world.slots.len() {
                if !client.is_missing {
                    events.push(Event::Get(who));
                } else if client.waits {
                    events.push(Event::Create(who));
                }
            }
            if client.crashes > 0 {
                events.push(Event::Ends(who));
            }
        }
        for request in 0..world.requests.len() {
            events.push(Event::IsLost { request });
            for is_answered in [false, true] {
                events.push(Event::Arrives {
                    request,
                    is_answered,
                });
            }
        }
    }

    fn next_state(&self, before: &World, event: Event) -> Option<World> {
        let mut world = before.clone();
        match event {
            Event::Get(who) => self.get(&mut world, who),
            Event::Create(who) => {
                let client = &mut world.clients[who];
                client.is_missing = false;
                let request = (client.next, who);
                if !world.requests.contains(&request) {
                    world.requests.push(request);
                    world.requests.sort_unstable();
                }
            }
            Event::Arrives {
                request,
                is_answered,
            } => {
                let (slot, who) = world.requests.remove(request);
                let is_stored = world.slots[slot].is_none();
                if is_stored {
                    world.slots[slot] = Some(who);
                }
                if matches!(self, Self::Believe) && is_stored && is_answered {
                    world.clients[who].waits = false;
                }
            }
            Event::IsLost { request } => drop(world.requests.remove(request)),
            Event::Ends(who) => {
                let client = &mut world.clients[who];
                client.crashes -= 1;
                client.next = 0;
                client.is_missing = false;
            }
        }
        (world != *before).then_some(world)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::always("no change is written twice", |_, world: &World| {
                (0..CLIENTS).all(|who| times(world, who) <= 1)
            }),
            Property::always("no change is lost", |_, world: &World| {
                let mut clients = world.clients.iter().enumerate();
                clients.all(|(who, client)| client.waits || times(world, who) == 1)
            }),
            Property::always("no slot is left out", |_, world: &World| {
                world
                    .slots
                    .is_sorted_by(|one, next| one.is_some() || next.is_none())
            }),
            Property::sometimes("all changes are written", |_, world: &World| {
                world.clients.iter().all(|client| !client.waits)
            }),
        ]
    }
}

/// In how many slots a client's change is.
fn times(world: &World, who: usize) -> usize {
    let slots = world.slots.iter();
    slots.filter(|slot| **slot == Some(who)).count()
}

impl Rule {
    fn get(self, world: &mut World, who: usize) {
        let client = &mut world.clients[who];
        match world.slots[client.next] {
            Some(author) => {
                client.next += 1;
                if matches!(self, Self::ReadBack) && author == who {
                    client.waits = false;
                }
            }
            None => client.is_missing = true,
        }
    }
}

#[test]
fn a_change_that_is_read_back_is_written_once_whatever_the_storage_loses() {
    let checker = Rule::ReadBack.checker().threads(2).spawn_bfs().join();
    checker.assert_properties();
    let states = checker.unique_state_count();
    assert!(states > 1_000, "only {states} states");
}

#[test]
fn a_client_that_believes_the_storage_writes_changes_twice() {
    let checker = Rule::Believe.checker().threads(2).spawn_bfs().join();
    assert!(checker.discovery("no change is written twice").is_some());
}
