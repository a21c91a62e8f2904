//! What an installation keeps of a log is what it would read again, or it is not used.

use super::counting::Counting;
use super::model::{Wish, op_of, wish};
use super::world::{ADMIN, EDITOR, OWNER, VIEWER, World, copy};
use crate::kept_state::content;
use crate::ops::NoteKind;
use crate::{
    Deed, EpochKeys, Hash, Invite, KeptState, Log, Op, OpenLease, Pin, Progress, Role, Step,
    UsedCode,
};
use otp::UnixTime;
use proptest::prelude::*;
use std::collections::BTreeMap;
use vault::{Credential, Id, Kdf, Password, Vault};

const HERE: Id = Id::from_bytes([1; 16]);

/// A log as far as it was read, and what was done in it.
struct Reading {
    log: Log,
    deeds: Vec<Deed>,
}

impl Reading {
    /// Up to so many objects, by the owner's device.
    fn of(world: &World, count: usize) -> Self {
        let keys = all_keys(world);
        let mut this = Self {
            log: Log::new(keys, None),
            deeds: Vec::new(),
        };
        this.go_on(world, 0, count);
        this
    }

    fn go_on(&mut self, world: &World, from: usize, to: usize) {
        for object in &world.objects[from..to] {
            let step = self.log.read(object, &world.people[OWNER].device);
            if let Ok(Step::Valid(entry)) = step {
                self.deeds.extend(entry.ops().iter().map(|op| Deed {
                    slot: entry.pin().slot,
                    wall_ms: entry.wall_ms(),
                    device: entry.device(),
                    op: op.number(),
                    about: None,
                }));
            }
        }
    }

    fn content(&self) -> Vec<u8> {
        content(self.log.state(), &self.deeds).to_vec()
    }
}

fn all_keys(world: &World) -> EpochKeys {
    // Of somebody who was not removed.
    let mut people = world.people.iter();
    let log = &people
        .find(|person| person.log.halt().is_none())
        .unwrap()
        .log;
    let epoch = log.state().epoch();
    let mut keys = EpochKeys::new(epoch, copy(log.keys().get(epoch).unwrap()));
    for object in world.objects.iter().rev() {
        keys.walk_back(world.vault(), object);
    }
    keys
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn what_was_kept_and_the_rest_of_a_random_log_say_the_same_as_the_log_from_its_first_entry(
        wishes in prop::collection::vec((0..4_usize, wish(), any::<bool>()), 1..25),
        cut in any::<prop::sample::Index>(),
    ) {
        let world = world_of(wishes);
        let count = world.objects.len();
        let cut = 1 + cut.index(count);
        let kept = Reading::of(&world, cut);
        let bytes = kept.content();
        let read = KeptState::read(&bytes).unwrap();
        prop_assert_eq!(&*read.content(), &*bytes);
        let pins = [kept.log.state().head()];
        let (log, deeds) = Log::go_on(read, all_keys(&world), &pins).ok().unwrap();
        let mut went_on = Reading { log, deeds };
        went_on.go_on(&world, cut, count);
        let whole = Reading::of(&world, count);
        prop_assert_eq!(went_on.content(), whole.content());
        prop_assert_eq!(went_on.log.state().checksum(), whole.log.state().checksum());
        prop_assert_eq!(went_on.log.halt(), whole.log.halt());
    }
}

fn world_of(wishes: Vec<(usize, Wish, bool)>) -> World {
    let mut world = World::new();
    let mut revs = BTreeMap::new();
    for (who, wish, is_junk_first) in wishes {
        if is_junk_first {
            assert!(world.publish(b"junk".to_vec()).is_err());
        }
        if let Some(op) = op_of(&mut world, &wish, &revs) {
            // What is not allowed is not written.
            world.write(who, vec![op]).ok();
        }
        for (id, item) in world.state().items() {
            revs.entry(*id).or_insert(item.rev());
        }
    }
    world
}

/// A team that did everything that there is to be done.
fn busy() -> World {
    let mut world = World::new();
    let item = world.put_new(EDITOR, "Mail");
    let other = world.put_new(ADMIN, "Bank");
    let (version, secret) = world.new_secret(item, 9);
    let stale = world.new_secret(item, 8).1;
    world.write(EDITOR, vec![secret]).unwrap();
    world.write(ADMIN, vec![stale]).unwrap();
    let delete = |base_rev| Op::DeleteItem {
        item: other,
        base_rev,
    };
    let rename = world.rename(other, world.state().head().slot, "Bank of Bo");
    let before = world.state().items()[&other].rev();
    world.write(EDITOR, vec![rename]).unwrap();
    world.write(ADMIN, vec![delete(before)]).unwrap();
    world.write(ADMIN, vec![delete(1 << 20)]).unwrap();
    let set = Id::from_bytes([5; 16]);
    for code in [UsedCode::Counter(41), UsedCode::Backup { set, index: 3 }] {
        let used = Op::MarkCodeUsed { item, code };
        world.write(EDITOR, vec![used]).unwrap();
    }
    share(&mut world, item);
    lose_a_member(&mut world, item, version);
    world
}

/// Invitations, a lease, notes, an Ack of something else, and a device that adds itself.
fn share(world: &mut World, item: Id) {
    let invite = |byte| {
        Op::Invite(Invite {
            invitation: Id::from_bytes([byte; 16]),
            token_key: [byte; 32],
            role: Role::Editor,
            expires: 9,
        })
    };
    let cancel = Op::CancelInvite {
        invitation: Id::from_bytes([1; 16]),
    };
    let ops = vec![invite(1), invite(2), cancel];
    world.write(OWNER, ops).unwrap();
    let lease = Op::OpenLease(OpenLease {
        lease: Id::from_bytes([6; 16]),
        item,
        recipient: [7; 32],
        from: 10,
        until: 20,
        content: [8; 32],
    });
    let leave = Op::Note {
        kind: NoteKind::AsksToLeave,
        text: String::new(),
    };
    let Pin { slot, hash } = world.state().head();
    let ack = |hash: Hash| Op::Ack { slot, hash };
    world.write(EDITOR, vec![lease, leave, ack(hash)]).unwrap();
    world.write(EDITOR, vec![ack([9; 32])]).unwrap();
}

fn lose_a_member(world: &mut World, item: Id, version: Id) {
    let member = world.member(VIEWER);
    world
        .write(OWNER, vec![Op::RemoveMember { member }])
        .unwrap();
    let removal = world.state().head().slot;
    let owner = world.member(ADMIN);
    let taken = Op::SecretRotated {
        removal,
        item: Some(item),
        progress: Progress::TakenBy(owner),
    };
    let storage = Op::SecretRotated {
        removal,
        item: None,
        progress: Progress::Done(None),
    };
    assert!(
        world.state().items()[&item]
            .secrets()
            .iter()
            .any(|one| one.version == version)
    );
    world.write(EDITOR, vec![taken, storage]).unwrap();
    assert!(world.publish(b"junk".to_vec()).is_err());
}

fn password() -> Password {
    Password::new("correct horse").unwrap()
}

fn personal(rng: &mut Counting) -> Vault {
    let now = UnixTime::new(1_780_000_000).unwrap();
    let cost = Kdf::new(8, 1, 1).unwrap();
    Vault::create(&password(), cost, "Password".into(), now, rng).unwrap()
}

fn sealed(reading: &Reading, personal: &Vault, rng: &mut Counting) -> Vec<u8> {
    let state = reading.log.state();
    KeptState::seal(state, &reading.deeds, personal, HERE, rng).unwrap()
}

#[test]
fn everything_that_can_be_done_is_kept_and_opens_only_where_it_was_kept() {
    let world = busy();
    let reading = Reading::of(&world, world.objects.len());
    let rng = &mut Counting(1 << 40);
    let (mine, other) = (personal(rng), personal(rng));
    let kept = sealed(&reading, &mine, rng);
    let (opened, is_old) = KeptState::open(&mine, world.vault(), HERE, &kept).unwrap();
    assert!(!is_old);
    assert_eq!(*opened.content(), reading.content());
    let elsewhere = Id::from_bytes([2; 16]);
    let no_team = Id::from_bytes([3; 16]);
    for (vault, team, installation) in [
        (&other, world.vault(), HERE),
        (&mine, no_team, HERE),
        (&mine, world.vault(), elsewhere),
    ] {
        assert!(KeptState::open(vault, team, installation, &kept).is_none());
    }
}

#[test]
fn a_kept_state_that_was_changed_in_any_byte_or_cut_anywhere_is_none() {
    let world = World::founded();
    let reading = Reading::of(&world, world.objects.len());
    let rng = &mut Counting(1 << 40);
    let mine = personal(rng);
    let kept = sealed(&reading, &mine, rng);
    let is_none = |bytes: &[u8]| KeptState::open(&mine, world.vault(), HERE, bytes).is_none();
    assert!(!is_none(&kept));
    for at in 0..kept.len() {
        let mut changed = kept.clone();
        changed[at] ^= 1 << (at % 8);
        assert!(is_none(&changed), "byte {at}");
        assert!(is_none(&kept[..at]), "cut at {at}");
    }
    let longer = [kept.as_slice(), &[0]].concat();
    assert!(is_none(&longer));
    // The key of one with the content of another.
    let another = sealed(&reading, &mine, rng);
    let mixed = [&kept[..81], &another[81..]].concat();
    assert!(is_none(&mixed));
}

/// Whoever could seal one could write anything: still nothing but a whole state is taken.
#[test]
fn a_content_with_any_byte_changed_is_refused_or_is_read_as_exactly_what_it_says() {
    let world = busy();
    let whole = Reading::of(&world, world.objects.len()).content();
    let mut taken = 0;
    for at in 0..whole.len() {
        let mut changed = whole.clone();
        changed[at] ^= 0x21;
        if let Ok(read) = KeptState::read(&changed) {
            assert_eq!(*read.content(), changed, "byte {at}");
            taken += 1;
        }
        assert!(KeptState::read(&whole[..at]).is_err(), "cut at {at}");
    }
    assert!(taken > 0 && KeptState::read(&[whole.as_slice(), &[0]].concat()).is_err());
}

#[test]
fn what_was_kept_is_not_used_for_another_log_without_its_keys_or_against_a_pin() {
    let world = busy();
    let reading = Reading::of(&world, world.objects.len());
    let state = reading.log.state();
    let go_on = |keys: EpochKeys, pins: &[Pin]| {
        let kept = KeptState::read(&reading.content()).unwrap();
        Log::go_on(kept, keys, pins).is_ok()
    };
    let head = state.head();
    let old = Pin {
        slot: 1,
        hash: state.hash_at(1).unwrap(),
    };
    let later = Pin {
        slot: head.slot + 9,
        hash: [1; 32],
    };
    assert!(go_on(all_keys(&world), &[]));
    assert!(go_on(all_keys(&world), &[old, head, later]));
    let passed_over = Pin {
        slot: head.slot + 1,
        hash: [1; 32],
    };
    for wrong in [
        Pin {
            hash: [1; 32],
            ..old
        },
        Pin {
            hash: [1; 32],
            ..head
        },
        passed_over,
    ] {
        assert!(!go_on(all_keys(&world), &[wrong, later]));
    }
    // A key is missing, or is another one.
    let known = all_keys(&world);
    let key = |epoch| copy(known.get(epoch).unwrap());
    assert!(!go_on(EpochKeys::new(1, key(1)), &[]));
    let mut mixed = EpochKeys::new(0, key(1));
    mixed.insert(1, key(1));
    assert!(!go_on(mixed, &[]));
}

#[test]
fn a_kept_state_survives_the_renewal_of_the_vault_key_and_asks_to_be_kept_anew() {
    let world = World::founded();
    let reading = Reading::of(&world, world.objects.len());
    let rng = &mut Counting(1 << 40);
    let mut mine = personal(rng);
    let kept = sealed(&reading, &mine, rng);
    mine.renew_key(&[Credential::Password(password())], rng)
        .unwrap();
    let (opened, is_old) = KeptState::open(&mine, world.vault(), HERE, &kept).unwrap();
    assert!(is_old);
    assert_eq!(*opened.content(), reading.content());
}

#[test]
fn a_state_is_not_kept_with_the_deeds_of_another() {
    let world = busy();
    let reading = Reading::of(&world, world.objects.len());
    let rng = &mut Counting(1 << 40);
    let mine = personal(rng);
    let state = reading.log.state();
    let fewer = &reading.deeds[1..];
    assert!(KeptState::seal(state, fewer, &mine, HERE, rng).is_none());
}
