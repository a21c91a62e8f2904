//! Storage that takes history back, and how a team goes on.

use super::world::{ADMIN, EDITOR, OWNER, VIEWER, World, copy};
use crate::ops::NoteKind;
use crate::{
    Action, Client, DeviceKey, EpochKeys, Halt, Invalid, Listing, Log, Op, Outbox, Pin, Role, Step,
    VerifiedEntry, plan, seal, seal_branch,
};
use vault::Id;

fn remark() -> Vec<Op> {
    vec![Op::Note {
        kind: NoteKind::Remark,
        text: "Hello".into(),
    }]
}

/// The log of somebody who starts anew and pinned what the world is at.
fn again(world: &World) -> Log {
    let key = copy(world.people[OWNER].log.keys().get(0).unwrap());
    Log::new(EpochKeys::new(0, key), Some(world.state().head()))
}

#[test]
fn a_log_that_ends_before_the_pin_is_a_rollback() {
    let mut world = World::new();
    world.put_new(EDITOR, "Site");
    let mut log = again(&world);
    let device = &world.people[VIEWER].device;
    let pinned = world.state().head().slot;
    for object in &world.objects[..world.objects.len() - 1] {
        log.read(object, device).map(drop).unwrap();
    }
    assert_eq!(log.ends(), Err(Halt::Rollback { pinned }));
    let more = log.read(world.objects.last().unwrap(), device).map(drop);
    assert_eq!(more, Err(Halt::Rollback { pinned }), "it stays stopped");
}

#[test]
fn an_object_before_the_pin_that_was_replaced_is_a_fork_though_the_pinned_one_is_untouched() {
    let mut world = World::new();
    world.put_new(EDITOR, "Site");
    world.put_new(EDITOR, "Another site");
    world.put_new(EDITOR, "A third one");
    let pinned = world.state().head().slot;
    let place = world.objects.len() - 3;
    *world.objects[place].last_mut().unwrap() ^= 1;
    let mut log = again(&world);
    let device = &world.people[VIEWER].device;
    let read = |object: &Vec<u8>| log.read(object, device).map(drop);
    let stopped = world.objects.iter().map(read).find_map(Result::err);
    assert_eq!(stopped, Some(Halt::Fork { slot: pinned }));
}

#[test]
fn another_entry_in_the_slot_of_the_pin_is_a_fork_be_it_valid_or_not() {
    let mut world = World::new();
    let honest = world.forged(OWNER, remark(), |_, _| ());
    let other = world.forged(OWNER, remark(), |_, _| ());
    world.publish(honest).unwrap();
    let slot = world.state().head().slot;
    for last in [other, b"junk".to_vec()] {
        let mut log = again(&world);
        let device = &world.people[VIEWER].device;
        for object in &world.objects[..world.objects.len() - 1] {
            log.read(object, device).map(drop).unwrap();
        }
        assert_eq!(log.read(&last, device).map(drop), Err(Halt::Fork { slot }));
    }
    let log = &mut world.people[VIEWER].log;
    assert_eq!(log.recheck(1, &world.objects[1]), Ok(()));
    assert_eq!(
        log.recheck(1, &world.objects[2]),
        Err(Halt::Fork { slot: 1 })
    );
}

#[test]
fn an_owner_leads_out_of_a_fork_without_the_signer_and_no_change_is_lost() {
    let mut world = World::new();
    let base = world.objects.len();
    let item = world.put_new(EDITOR, "Made after the base");
    let (mut owner, mut editor) = (read(&world, base, OWNER), read(&world, base, EDITOR));
    let member = world.member(ADMIN);
    let bytes = branch_without(&mut world, &owner, member);
    let unasked = read(&world, base, EDITOR).read(&bytes, &world.people[EDITOR].device);
    assert!(matches!(
        unasked,
        Ok(Step::PassedOver(Invalid::NotPossible))
    ));
    let device = &world.people[OWNER].device;
    assert!(matches!(
        owner.follow_branch(&bytes, device),
        Ok(Step::Valid(_))
    ));
    let device = &world.people[EDITOR].device;
    assert!(matches!(
        editor.follow_branch(&bytes, device),
        Ok(Step::Valid(_))
    ));
    assert_eq!(editor.state().checksum(), owner.state().checksum());
    assert_eq!(editor.state().epoch(), 1);
    assert!(editor.state().members()[&member].removed.is_some());
    let next = editor.state().next_slot();
    let name = editor.name_of(world.vault(), next).unwrap();
    assert!(name.starts_with("log-1/"), "{name}");
    let before = editor.name_of(world.vault(), 1).unwrap();
    assert!(before.starts_with("log/"), "{before}");
    assert!(editor.state().items().is_empty());
    let mut outbox = Outbox::default();
    outbox.requeue(last(&world, base, EDITOR), editor.state());
    let (state, keys, rng) = (editor.state(), editor.keys(), &mut world.rng);
    let again = seal(state, keys, device, &outbox.changes()[0], rng).unwrap();
    assert!(matches!(editor.read(&again, device), Ok(Step::Valid(_))));
    assert!(editor.state().items().contains_key(&item));
    outbox.requeue(last(&world, base, EDITOR), editor.state());
    assert_eq!(outbox.changes().len(), 1, "nothing is queued twice");
}

/// The log up to so many objects.
fn read(world: &World, count: usize, who: usize) -> Log {
    let key = copy(world.people[OWNER].log.keys().get(0).unwrap());
    let mut log = Log::new(EpochKeys::new(0, key), None);
    for object in &world.objects[..count] {
        log.read(object, &world.people[who].device)
            .map(drop)
            .unwrap();
    }
    log
}

/// The entry in this slot.
fn last(world: &World, slot: usize, who: usize) -> VerifiedEntry {
    let mut log = read(world, slot, who);
    match log.read(&world.objects[slot], &world.people[who].device) {
        Ok(Step::Valid(entry)) => *entry,
        Ok(Step::PassedOver(_)) | Err(_) => panic!("it was valid when it was published"),
    }
}

/// A branch after what the owner read, from which a member is removed.
fn branch_without(world: &mut World, owner: &Log, member: Id) -> Vec<u8> {
    let Pin { slot, hash } = world.state().head();
    let branch = 1;
    let recover = Op::Recover { branch, slot, hash };
    let mut change = world.change(OWNER, vec![recover, Op::RemoveMember { member }]);
    change.observed_head = owner.state().head().hash;
    let device = &world.people[OWNER].device;
    seal_branch(owner.state(), owner.keys(), device, &change, &mut world.rng).unwrap()
}

/// Two owners who begin branch 1 after the same entry, each without knowing of the other.
fn two_branches() -> (World, usize, [Vec<u8>; 2]) {
    let mut world = World::new();
    let other = world.join(Role::Owner);
    let base = world.objects.len();
    world.put_new(EDITOR, "Made after the base");
    let begin = |world: &mut World, who: usize, base: usize| {
        let owner = read(world, base, who);
        let Pin { slot, hash } = world.state().head();
        let branch = 1;
        let recover = Op::Recover { branch, slot, hash };
        let mut change = world.change(who, vec![recover]);
        change.observed_head = owner.state().head().hash;
        let (device, rng) = (&world.people[who].device, &mut world.rng);
        seal_branch(owner.state(), owner.keys(), device, &change, rng).unwrap()
    };
    let both = [OWNER, other].map(|who| begin(&mut world, who, base));
    (world, base, both)
}

#[test]
fn two_entries_that_begin_the_same_branch_are_a_fork() {
    let (world, base, [first, second]) = two_branches();
    let device = &world.people[EDITOR].device;
    let slot = u64::try_from(base).unwrap();
    let fork = Some(Halt::Fork { slot });
    for [followed, other] in [[&first, &second], [&second, &first]] {
        let mut log = read(&world, base, EDITOR);
        let step = log.follow_branch(followed, device);
        assert!(matches!(step, Ok(Step::Valid(_))), "alone each is valid");
        let again = log.follow_branch(followed, device);
        assert!(matches!(again, Ok(Step::PassedOver(_))), "it is the same");
        assert_eq!(log.follow_branch(other, device).err(), fork);
        assert_eq!(
            (log.halt(), log.recheck(1, &world.objects[1])),
            (fork, Err(Halt::Fork { slot }))
        );
        let seen = log.state().hash_at(slot);
        assert_eq!(seen, Some(vault::primitives::sha256(followed)));
        let client = Client::new(
            log,
            Outbox::default(),
            DeviceKey::from_seeds(&[1; 32], &[2; 32]),
        );
        assert!(
            plan(&client, &Listing::Unknown).is_empty(),
            "it does nothing any more"
        );
    }
}

#[test]
fn whoever_followed_a_branch_reads_it_anew_and_is_led_into_no_other() {
    let (mut world, base, [followed, other]) = two_branches();
    let slot = u64::try_from(base).unwrap();
    let mut before = read(&world, base, EDITOR);
    let device = &world.people[EDITOR].device;
    before.follow_branch(&followed, device).map(drop).unwrap();
    let change = world.change(EDITOR, remark());
    let device = &world.people[EDITOR].device;
    let (state, keys) = (before.state(), before.keys());
    let next = seal(state, keys, device, &change, &mut world.rng).unwrap();
    before.read(&next, device).map(drop).unwrap();
    let (pin, branches) = (before.state().head(), before.branches());
    assert_eq!((branches.len(), branches[0].slot), (1, slot));
    let anew = |count: usize| {
        let key = copy(world.people[OWNER].log.keys().get(0).unwrap());
        let mut log = Log::new(EpochKeys::new(0, key), Some(pin)).with_branches(branches.clone());
        for object in &world.objects[..count] {
            log.read(object, device).map(drop).unwrap();
        }
        log
    };
    let mut same = anew(base);
    let step = same.follow_branch(&followed, device);
    assert!(matches!(step, Ok(Step::Valid(_))));
    assert_eq!(same.pin(), Some(pin), "a pin in the branch stays");
    let lost = Err(Halt::Rollback { pinned: pin.slot });
    assert_eq!(same.ends(), lost, "the entry after it is gone");
    let fork = Some(Halt::Fork { slot });
    for (count, object) in [
        (base, &other),
        (base, &b"junk".to_vec()),
        (base - 1, &other),
    ] {
        let mut log = anew(count);
        assert_eq!(log.follow_branch(object, device).err(), fork);
        assert_eq!(log.halt(), fork);
        assert!(log.branches().is_empty(), "nothing of it is shown");
    }
}

#[test]
fn nobody_but_an_owner_begins_a_branch_and_nobody_ends_up_in_one_unasked() {
    let mut world = World::new();
    let head = world.state().head();
    let recover = |branch| Op::Recover {
        branch,
        slot: head.slot,
        hash: head.hash,
    };
    let sealed = |world: &mut World, who: usize, branch| {
        let change = world.change(who, vec![recover(branch)]);
        let (person, rng) = (&world.people[who], &mut world.rng);
        seal_branch(
            person.log.state(),
            person.log.keys(),
            &person.device,
            &change,
            rng,
        )
    };
    let not_allowed = Err(Invalid::NotAllowed.into());
    assert_eq!(sealed(&mut world, ADMIN, 1), not_allowed);
    assert_eq!(
        sealed(&mut world, OWNER, 2),
        Err(Invalid::NotPossible.into())
    );
    let bytes = sealed(&mut world, OWNER, 1).unwrap();
    let epoch = world.state().epoch();
    assert_eq!(world.publish(bytes), Err(Invalid::NotPossible));
    assert_eq!(world.state().epoch(), epoch);
}

#[test]
fn a_client_that_reads_anew_keeps_its_pin_and_writes_nothing_before_it() {
    let mut world = World::new();
    world.put_new(EDITOR, "Site");
    let (pin, last) = (world.state().head(), world.objects.len() - 1);
    let mut log = again(&world);
    let person = world.people.remove(EDITOR);
    log.read(&world.objects[0], &person.device)
        .map(drop)
        .unwrap();
    let mut client = Client::new(log, Outbox::default(), person.device);
    client.queue(remark(), false, 1, &mut world.rng);
    for object in &world.objects[1..last] {
        let slot = client.log().state().next_slot();
        let planned = plan(&client, &Listing::Missing { slot });
        assert_eq!(
            planned,
            [Action::Ends],
            "neither a lower pin nor a new entry"
        );
        client.read(object).map(drop).unwrap();
    }
    let slot = client.log().state().next_slot();
    assert_eq!(plan(&client, &Listing::Missing { slot }), [Action::Ends]);
    let halt = Err(Halt::Rollback { pinned: pin.slot });
    assert_eq!(client.log_mut().ends(), halt);
    assert!(plan(&client, &Listing::Missing { slot }).is_empty());
}
