//! Snapshots: what a joiner is shown before it has read the log.

use super::counting::Counting;
use super::world::{ADMIN, EDITOR, OWNER, VIEWER, World, copy};
use crate::snapshot::{content, seal as seal_content};
use crate::{
    Action, Client, DeviceKey, DeviceRecord, EpochKeys, Invalid, Listing, Log, MemberKey,
    NewVersion, Op, Outbox, PutItem, Role, SealedSnapshot, Snapshot, State, Step, UsedCode, plan,
    verify,
};
use proptest::prelude::*;
use vault::Id;
use vault::primitives::{Key, Writer, sha256};
use zeroize::Zeroizing;

/// A team that has shared, changed, deleted and used things, and lost a member.
fn team() -> (World, [Id; 3]) {
    let mut world = World::new();
    let [mail, bank, gone] = ["Mail", "Bank", "Gone"].map(|issuer| world.put_new(EDITOR, issuer));
    let (_, other) = world.new_secret(mail, 9);
    let stale = world.new_secret(mail, 8).1;
    world.write(EDITOR, vec![other]).unwrap();
    world.write(ADMIN, vec![stale]).unwrap();
    let base_rev = world.state().items()[&gone].rev();
    let delete = Op::DeleteItem {
        item: gone,
        base_rev,
    };
    let code = UsedCode::Counter(41);
    let used = Op::MarkCodeUsed { item: bank, code };
    world.write(EDITOR, vec![delete, used]).unwrap();
    let viewer = world.people[VIEWER].member.public();
    let member = crate::member_id(&viewer);
    world
        .write(OWNER, vec![Op::RemoveMember { member }])
        .unwrap();
    (world, [mail, bank, gone])
}

fn seal(world: &World, who: usize) -> SealedSnapshot {
    let person = &world.people[who];
    let (state, keys) = (person.log.state(), person.log.keys());
    Snapshot::seal(state, keys, &person.device, &mut Counting(1 << 40)).unwrap()
}

/// As a joiner does that trusts the device of `who`.
fn open(world: &World, bytes: &[u8], keys: &EpochKeys, who: usize) -> Option<Snapshot> {
    let trusted = world.people[who].device.id();
    Snapshot::open(bytes, world.vault(), keys, |signer| signer.id() == trusted)
}

#[test]
fn a_joiner_sees_the_accounts_at_once_and_the_log_says_the_same_when_it_was_read() {
    let (mut world, [mail, bank, gone]) = team();
    let sealed = seal(&world, ADMIN);
    assert_eq!(
        sealed.published,
        (world.state().head().slot, sha256(&sealed.bytes))
    );
    let shown = open(&world, &sealed.bytes, &world.newest_key(), ADMIN).unwrap();
    assert_eq!(shown.head(), world.state().head());
    assert_eq!(shown.signer().id(), world.people[ADMIN].device.id());

    assert_eq!(shown.items().keys().len(), 2, "{gone:?} is deleted");
    for id in [mail, bank] {
        let (said, real) = (&shown.items()[&id], &world.state().items()[&id]);
        let [said_account, account] = [said, real].map(|item| item.account(id).unwrap().to_cbor());
        assert_eq!(*said_account, *account);
        assert_eq!(said.conflicts(), real.conflicts());
        assert_eq!(said.next_counter(), real.next_counter());
    }
    assert!(shown.items()[&mail].conflicts() && shown.items()[&bank].next_counter() == 42);
    let viewer = crate::member_id(&world.people[VIEWER].member.public());
    let active = |id: &Id| shown.colleagues()[id].is_active;
    assert!(shown.colleagues().keys().eq(world.state().members().keys()));
    assert!(!active(&viewer) && shown.colleagues().keys().filter(|id| active(id)).count() == 3);

    // The joiner reads the log from its first entry.
    let joiner = world.join(Role::Viewer);
    assert_eq!(
        shown.is_what_the_log_says(world.people[joiner].log.state()),
        None,
        "one slot on"
    );
    assert_eq!(
        shown.is_what_the_log_says(&replayed(&world, shown.head().slot)),
        Some(true)
    );
}

#[test]
fn whoever_has_only_a_snapshot_cannot_write_approve_or_rotate_before_the_log_was_read() {
    let (mut world, _) = team();
    let device = DeviceKey::generate(&mut world.rng);
    let seeds = device.seeds();
    world.join_with(Role::Owner, &[device]);
    let device = DeviceKey::from_seeds(&seeds.0, &seeds.1);
    let sealed = seal(&world, ADMIN);
    let mut keys = world.newest_key();
    assert!(
        open(&world, &sealed.bytes, &keys, ADMIN).is_some(),
        "it sees all"
    );
    for object in world.objects.iter().rev() {
        keys.walk_back(world.vault(), object);
    }
    let (somebody, phone) = (
        MemberKey::generate(&mut world.rng),
        DeviceKey::generate(&mut world.rng),
    );
    let approval = Op::AddMember(world.addition(&somebody, &phone, Role::Viewer));
    let put = world.new_item(Id::from_bytes([7; 16]), "Early");
    let wishes = [(vec![put], false), (vec![approval], false), (vec![], true)];

    // On what a snapshot says nothing can be sealed: there is no way from it to a state, and this is the one there is.
    let log = Log::new(keys, Some(world.state().head()));
    for (ops, rotates) in wishes.clone() {
        let mut change = world.change(OWNER, ops);
        change.rotates = rotates;
        let sealed = crate::seal(log.state(), log.keys(), &device, &change, &mut world.rng);
        assert!(sealed.is_err());
    }

    // Nor does it write while it reads, though the storage says that the log ends here; the pin is that of the welcome.
    let mut client = Client::new(log, Outbox::default(), device);
    let (genesis, rest) = world.objects.split_first().unwrap();
    client.read(genesis).map(drop).unwrap();
    for (ops, rotates) in wishes {
        client.queue(ops, rotates, 1, &mut world.rng);
    }
    for object in rest {
        let slot = client.log().state().next_slot();
        let planned = plan(&client, &Listing::Missing { slot });
        assert_eq!(planned, [Action::Ends], "neither sealed nor written");
        client.read(object).map(drop).unwrap();
    }
    let slot = client.log().state().next_slot();
    let planned = plan(&client, &Listing::Missing { slot });
    assert_eq!(planned, [Action::Seal], "the log was read");
}

/// What somebody has who read the log up to a slot.
fn replayed(world: &World, slot: u64) -> State {
    let mut keys = world.newest_key();
    for object in world.objects.iter().rev() {
        keys.walk_back(world.vault(), object);
    }
    let mut state = State::empty();
    for object in &world.objects[..=usize::try_from(slot).unwrap()] {
        let key = keys.get(state.epoch()).unwrap();
        let mut entry = verify::verify(&state, key, object, false).unwrap();
        verify::fold(&mut state, &mut entry).unwrap();
    }
    state
}

#[test]
fn a_snapshot_that_says_something_else_than_the_log_is_found_out_when_the_log_was_read() {
    let (mut world, _) = team();
    let slot = world.state().head().slot;
    // The admin shows the joiner an account that is in no entry, in a state of its own making.
    let keys = world.newest_key();
    let device = &world.people[ADMIN].device;
    let mut made_up = replayed(&world, slot);
    let item = made_up.items.values().next().unwrap().clone();
    made_up.items.insert(Id::from_bytes([0xee; 16]), item);
    let sealed = Snapshot::seal(&made_up, &keys, device, &mut Counting(1 << 40)).unwrap();
    let shown = open(&world, &sealed.bytes, &keys, ADMIN).unwrap();
    assert_eq!(
        shown.items().len(),
        3,
        "it is shown, marked as not verified"
    );
    assert_eq!(
        shown.is_what_the_log_says(&replayed(&world, slot - 1)),
        None
    );
    assert_eq!(
        shown.is_what_the_log_says(&replayed(&world, slot)),
        Some(false)
    );

    let honest = seal(&world, ADMIN);
    let honest = open(&world, &honest.bytes, &keys, ADMIN).unwrap();
    assert_eq!(
        honest.is_what_the_log_says(&replayed(&world, slot)),
        Some(true)
    );
    world.put_new(EDITOR, "Later");
    assert_eq!(honest.is_what_the_log_says(world.state()), None);
}

#[test]
fn nobody_but_the_device_that_is_trusted_can_show_something_to_a_joiner() {
    let (world, _) = team();
    let keys = world.newest_key();
    let by_editor = seal(&world, EDITOR);
    assert!(open(&world, &by_editor.bytes, &keys, EDITOR).is_some());
    assert!(
        open(&world, &by_editor.bytes, &keys, ADMIN).is_none(),
        "signed by another member"
    );
    let nobody = |_: &DeviceRecord| false;
    assert!(Snapshot::open(&by_editor.bytes, world.vault(), &keys, nobody).is_none());
    let of = |vault| Snapshot::open(&by_editor.bytes, vault, &keys, |_| true);
    assert!(of(world.vault()).is_some());
    assert!(of(Id::from_bytes([1; 16])).is_none(), "another vault's");
    // It says that it is by a device that is trusted, and is signed by another.
    let (state, editor) = (world.state(), &world.people[EDITOR].device);
    let admin = &state.devices()[&world.people[ADMIN].device.id()].record;
    let key = keys.get(state.epoch()).unwrap();
    let content = content(state, admin);
    let sealed = seal_content(state, key, editor, &content, &mut Counting(1 << 40)).unwrap();
    assert!(Snapshot::open(&sealed, world.vault(), &keys, |_| true).is_none());
}

#[test]
fn a_joiner_knows_a_device_of_whoever_invited_by_its_certificate_the_first_device_too() {
    let (world, _) = team();
    let keys = world.newest_key();
    let public = |who: usize| world.people[who].member.public();
    for who in [OWNER, ADMIN] {
        let sealed = seal(&world, who);
        for inviter in [OWNER, ADMIN, EDITOR] {
            let is_trusted = |signer: &DeviceRecord| signer.is_of(world.vault(), &public(inviter));
            let opened = Snapshot::open(&sealed.bytes, world.vault(), &keys, is_trusted);
            assert_eq!(opened.is_some(), who == inviter);
        }
    }
    let record = &world.state().devices()[&world.people[ADMIN].device.id()].record;
    assert!(!record.is_of(Id::from_bytes([1; 16]), &public(ADMIN)));
}

#[test]
fn a_removed_member_can_neither_read_nor_name_a_snapshot_that_was_made_afterwards() {
    let (world, _) = team();
    let sealed = seal(&world, ADMIN);
    let removed = &world.people[VIEWER];
    let theirs = removed.log.keys();
    assert!(theirs.get(world.state().epoch()).is_none());
    assert!(open(&world, &sealed.bytes, theirs, ADMIN).is_none());
    let old = |epoch| copy(theirs.get(epoch).unwrap());
    let guessed = EpochKeys::new(world.state().epoch(), old(0));
    assert!(open(&world, &sealed.bytes, &guessed, ADMIN).is_none());
    let slot = world.state().head().slot;
    assert_ne!(Snapshot::name(&old(0), world.vault(), slot), sealed.name);
    let newest = world.newest_key();
    let newest = newest.get(world.state().epoch()).unwrap();
    assert_eq!(Snapshot::name(newest, world.vault(), slot), sealed.name);
    assert!(sealed.name.starts_with(&format!("snap/{slot:012}-")));
}

#[test]
fn a_changed_snapshot_and_an_entry_in_its_place_are_nothing() {
    let (mut world, _) = team();
    let keys = world.newest_key();
    let sealed = seal(&world, ADMIN);
    let step = sealed.bytes.len() / 61;
    for at in (0..sealed.bytes.len()).step_by(step) {
        let mut bytes = sealed.bytes.clone();
        bytes[at] ^= 1;
        assert!(open(&world, &bytes, &keys, ADMIN).is_none(), "byte {at}");
        assert!(
            open(&world, &sealed.bytes[..at], &keys, ADMIN).is_none(),
            "{at} bytes"
        );
    }
    for object in &world.objects {
        assert!(open(&world, object, world.people[OWNER].log.keys(), ADMIN).is_none());
    }
    let owner = &mut world.people[OWNER];
    let step = owner.log.read(&sealed.bytes, &owner.device);
    assert!(matches!(step, Ok(Step::PassedOver(Invalid::Malformed))));
}

#[test]
fn who_lacks_the_key_of_the_epoch_seals_no_snapshot() {
    let (world, _) = team();
    let device = DeviceKey::generate(&mut Counting(1 << 41));
    let key = Key::new(Zeroizing::new([1; 32]));
    let keys = EpochKeys::new(0, key);
    let sealed = Snapshot::seal(world.state(), &keys, &device, &mut Counting(1 << 40));
    assert!(sealed.is_none());
}

proptest! {
    /// What a device that is trusted signed need not be well made.
    #[test]
    fn whatever_was_signed_is_read_or_refused(noise: Vec<u8>, at: prop::sample::Index, byte: u8, cut: bool) {
        let (world, _) = team();
        let person = &world.people[ADMIN];
        let (state, keys) = (person.log.state(), person.log.keys());
        let key = keys.get(state.epoch()).unwrap();
        let record = &state.devices()[&person.device.id()].record;
        let good = content(state, record).to_vec();
        // The name of the device and its certificate are whatever its owner made them.
        let mut named = Writer::with_capacity(2048);
        record.write(&mut named);
        let said = &good[1 + named.position()..];
        let mut changed = good.clone();
        changed[at.index(good.len())] = byte;
        if cut {
            changed.truncate(at.index(good.len()));
        }
        for content in [noise, changed] {
            let rng = &mut Counting(1 << 40);
            let sealed = seal_content(state, key, &person.device, &content, rng).unwrap();
            let shown = open(&world, &sealed, keys, ADMIN);
            let agrees = shown.and_then(|shown| shown.is_what_the_log_says(world.state()));
            prop_assert!(agrees != Some(true) || content.ends_with(said));
        }
    }
}

/// A member may write what no program would. It must not keep others from reading snapshots.
#[test]
fn whatever_is_in_a_valid_entry_can_be_in_a_snapshot() {
    let mut world = World::new();
    let item = world.put_new(EDITOR, "Mail");
    let mut deepest = 0;
    for depth in 1..40 {
        let nested = [vec![0x81; depth], vec![0x00]].concat();
        let version = NewVersion {
            field: 3,
            version: Id::generate(&mut world.rng),
            replaces: Vec::new(),
        };
        let put = PutItem {
            item,
            base_rev: 0,
            fields: [3, 9]
                .map(|field| (field, Zeroizing::new(nested.clone())))
                .into(),
            versions: vec![version],
        };
        if world.write(EDITOR, vec![Op::PutItem(put)]).is_ok() {
            deepest = depth;
            let sealed = seal(&world, EDITOR);
            let shown = open(&world, &sealed.bytes, &world.newest_key(), EDITOR).unwrap();
            assert_eq!(shown.is_what_the_log_says(world.state()), Some(true));
        }
    }
    assert!((20..39).contains(&deepest), "{deepest}");
}
