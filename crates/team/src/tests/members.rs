//! Removal, rotation, devices.

use super::world::{ADMIN, EDITOR, OWNER, VIEWER, World, copy, forged_by};
use crate::entry::{Header, Sealed};
use crate::ops::NoteKind;
use crate::{
    Alarm, Change, DeviceKey, EpochKeys, Halt, Invalid, Log, NotSealed, Op, Progress, Role, seal,
};
use vault::Id;

fn removal(world: &World, who: usize) -> Vec<Op> {
    let member = world.member(who);
    vec![Op::RemoveMember { member }]
}

#[test]
fn a_removed_member_cannot_read_what_is_written_after_the_removal() {
    let mut world = World::new();
    world.put_new(EDITOR, "Before");
    let removal = removal(&world, EDITOR);
    world.write(ADMIN, removal).unwrap();
    world.put_new(ADMIN, "After");
    assert_eq!(world.people[EDITOR].log.halt(), Some(Halt::Removed));
    let after = Sealed::read(world.objects.last().unwrap()).unwrap();
    let known = world.people[EDITOR].log.keys();
    assert_eq!(after.header.epoch, 1);
    assert!(known.get(1).is_none());
    assert!(after.open(known.get(0).unwrap()).is_none());
    let rotation = world.objects.iter().rev().nth(1).unwrap();
    let mut keys = EpochKeys::new(0, copy(known.get(0).unwrap()));
    assert!(
        !keys.walk_back(world.vault(), rotation),
        "the box opens backwards only"
    );
}

#[test]
fn a_removed_member_cannot_write_nor_come_back() {
    let mut world = World::new();
    let second = DeviceKey::generate(&mut world.rng);
    let editor = &world.people[EDITOR].member;
    let record = editor.certify(world.vault(), &second, "second".into());
    let first = editor.certify(world.vault(), &world.people[EDITOR].device, "first".into());
    let key = copy(world.people[EDITOR].log.keys().get(0).unwrap());
    let mut before = Log::new(EpochKeys::new(0, key), None);
    for object in &world.objects {
        let device = &world.people[EDITOR].device;
        before.read(object, device).map(drop).unwrap();
    }
    let removal = removal(&world, EDITOR);
    world.write(ADMIN, removal).unwrap();
    writes_in_vain(&mut world, &before);
    let member = world.member(EDITOR);
    let impossible = Err(NotSealed::Invalid(Invalid::NotPossible));
    for device in [record, first] {
        let add = Op::AddDevice { member, device };
        assert_eq!(world.write(OWNER, vec![add]), impossible);
    }
    let (person, other) = (&world.people[EDITOR], DeviceKey::generate(&mut world.rng));
    let add = world.addition(&person.member, &other, Role::Viewer);
    assert_eq!(world.write(OWNER, vec![Op::AddMember(add)]), impossible);
}

/// The editor knows the key of epoch 0 and, for the last attempt, somebody told it the newest one.
fn writes_in_vain(world: &mut World, before: &Log) {
    let refused = [Invalid::Elsewhere, Invalid::Key, Invalid::Signature];
    for (place, refused) in refused.into_iter().enumerate() {
        let item = Id::generate(&mut world.rng);
        let put = world.new_item(item, "Later");
        let (state, count) = (world.state(), world.state().items().len());
        let (slot, prev) = (state.next_slot(), state.head().hash);
        let log = [before, before, &world.people[OWNER].log][place];
        let device = &world.people[EDITOR].device;
        let object = forged_by((log, device), vec![put], &mut world.rng, |header, _| {
            (header.slot, header.prev) = (slot, prev);
            header.skipped = None;
            header.epoch = u32::from(place > 0);
        });
        assert_eq!(world.publish(object), Err(refused));
        assert_eq!(world.state().items().len(), count);
    }
}

#[test]
fn a_removal_and_its_new_epoch_are_one_entry_and_an_addition_makes_none() {
    let mut world = World::new();
    let before = world.state().epoch();
    let removal = removal(&world, VIEWER);
    let alone = world.forge(OWNER, removal.clone(), |_, _| ());
    assert_eq!(alone, Err(Invalid::Rotation));
    world.join(Role::Editor);
    assert_eq!(world.state().epoch(), before);
    world.write(OWNER, removal).unwrap();
    assert_eq!(world.state().epoch(), before + 1);
}

#[test]
fn below_admin_nobody_rotates_except_by_revoking_an_own_device() {
    let mut world = World::new();
    let rotate = |world: &mut World, who, ops| -> Result<(), NotSealed> {
        let change = Change {
            rotates: true,
            ..world.change(who, ops)
        };
        world.sealed(who, &change).map(drop)
    };
    let hello = vec![Op::Note {
        kind: NoteKind::Remark,
        text: "Hello".into(),
    }];
    let not_allowed = Err(NotSealed::Invalid(Invalid::NotAllowed));
    assert_eq!(rotate(&mut world, EDITOR, hello.clone()), not_allowed);
    assert_eq!(rotate(&mut world, ADMIN, hello), Ok(()));
    let second = DeviceKey::generate(&mut world.rng);
    let device = world.people[EDITOR]
        .member
        .certify(world.vault(), &second, "old".into());
    let member = world.member(EDITOR);
    world
        .write(EDITOR, vec![Op::AddDevice { member, device }])
        .unwrap();
    let revoke = vec![Op::RevokeDevice {
        device: second.id(),
    }];
    assert_eq!(world.write(VIEWER, revoke.clone()), not_allowed);
    assert_eq!(world.write(EDITOR, revoke), Ok(()));
    assert_eq!(world.state().epoch(), 1);
}

#[test]
fn a_rotation_wraps_to_exactly_the_active_devices() {
    let mut world = World::new();
    let active = world.active();
    let stranger = active[..active.len() - 1].to_vec();
    let mut twice = active.clone();
    twice.push(active[0]);
    for (devices, verdict) in [(stranger, Invalid::Rotation), (twice, Invalid::Malformed)] {
        let salt = Header::fresh_salt(&mut world.rng);
        let (rotate, rotation) = world.rotation(&salt, &devices, |_| 0);
        let result = world.forge(ADMIN, vec![rotate], |header, _| {
            header.salt = salt;
            header.rotation = Some(rotation);
        });
        let opened = verdict == Invalid::Rotation;
        assert_eq!(result, Err(if opened { verdict } else { Invalid::Key }));
    }
    let salt = Header::fresh_salt(&mut world.rng);
    let (rotate, rotation) = world.rotation(&salt, &active, |_| 0);
    let result = world.forge(ADMIN, vec![rotate], |header, _| {
        header.salt = salt;
        header.rotation = Some(rotation);
    });
    assert_eq!(result, Ok(()));
}

#[test]
fn an_admin_who_gives_members_different_keys_stops_those_and_is_named() {
    let mut world = World::new();
    let (cheated, active) = (world.people[EDITOR].device.id(), world.active());
    let salt = Header::fresh_salt(&mut world.rng);
    let (rotate, rotation) = world.rotation(&salt, &active, |id| u8::from(id == cheated));
    let result = world.forge(ADMIN, vec![rotate], |header, _| {
        header.salt = salt;
        header.rotation = Some(rotation);
    });
    assert_eq!(
        result,
        Ok(()),
        "it is valid for everyone, also for whom it stops"
    );
    let (signer, slot) = (world.member(ADMIN), world.state().head().slot);
    let halt = Some(Halt::KeysDiffer { signer, slot });
    assert_eq!(world.halts(), [None, None, halt, None]);
    let epoch = world.state().epoch();
    let right = copy(world.people[VIEWER].log.keys().get(epoch).unwrap());
    let wrong = vault::primitives::Key::new(zeroize::Zeroizing::new([1; 32]));
    let editor = &mut world.people[EDITOR].log;
    assert!(!editor.supply_key(wrong));
    assert_eq!(editor.halt(), halt);
    assert!(editor.supply_key(right));
    world.put_new(EDITOR, "Goes on");
    assert_eq!(world.halts(), [None; 4]);
}

#[test]
fn a_rotation_that_locks_the_history_for_those_who_join_later_is_seen_by_all() {
    let mut world = World::new();
    let active = world.active();
    let salt = Header::fresh_salt(&mut world.rng);
    let (rotate, mut rotation) = world.rotation(&salt, &active, |_| 0);
    rotation.boxed[0] ^= 1;
    let result = world.forge(ADMIN, vec![rotate], |header, _| {
        header.salt = salt;
        header.rotation = Some(rotation);
    });
    assert_eq!(result, Ok(()));
    let alarm = (world.state().head().slot, Alarm::HistoryLocked);
    for person in &world.people {
        assert_eq!(person.log.state().alarms(), std::slice::from_ref(&alarm));
    }
}

#[test]
fn a_device_adds_itself_with_its_members_key_and_everybody_sees_it() {
    let mut world = World::new();
    let member = world.member(EDITOR);
    let restored = DeviceKey::generate(&mut world.rng);
    let device = world.people[EDITOR]
        .member
        .certify(world.vault(), &restored, "restored".into());
    let add = Op::AddDevice { member, device };
    let change = world.change(EDITOR, vec![add.clone()]);
    let (log, rng) = (&world.people[EDITOR].log, &mut world.rng);
    let bytes = seal(log.state(), log.keys(), &restored, &change, rng).unwrap();
    assert_eq!(world.publish(bytes), Ok(()));
    let alarm = (
        world.state().head().slot,
        Alarm::DeviceAddedItself(restored.id()),
    );
    assert_eq!(world.state().alarms(), [alarm]);
    let again = world.write(EDITOR, vec![add]);
    let impossible = NotSealed::Invalid(Invalid::NotPossible);
    assert_eq!(again, Err(impossible), "a device is never added twice");
    let strangers = DeviceKey::generate(&mut world.rng);
    let device = world.people[VIEWER]
        .member
        .certify(world.vault(), &strangers, "mine".into());
    let add = Op::AddDevice { member, device };
    let change = world.change(EDITOR, vec![add]);
    let (log, rng) = (&world.people[EDITOR].log, &mut world.rng);
    let sealed = seal(log.state(), log.keys(), &strangers, &change, rng);
    assert_eq!(
        sealed,
        Err(impossible),
        "another member's key certifies nothing"
    );
}

#[test]
fn a_joiner_with_the_newest_key_alone_reads_all_history() {
    let mut world = World::new();
    let item = world.put_new(EDITOR, "Old");
    for who in [VIEWER, EDITOR] {
        let removal = removal(&world, who);
        world.write(OWNER, removal).unwrap();
    }
    let joined = world.join(Role::Viewer);
    let log = &world.people[joined].log;
    assert_eq!(log.state().checksum(), world.state().checksum());
    let account = log.state().items()[&item].account(item).unwrap();
    assert_eq!(account.issuer, "Old");
    assert_eq!(log.keys().oldest(), Some(0));
}

#[test]
fn a_secret_that_was_seen_is_to_be_replaced_while_it_is_in_place_beside_a_new_one() {
    let mut world = World::new();
    let item = world.put_new(EDITOR, "Seen");
    let remove = removal(&world, VIEWER);
    world.write(ADMIN, remove).unwrap();
    let removal = world.state().head().slot;
    let (version, put) = world.new_secret(item, 3);
    let Op::PutItem(mut put) = put else {
        panic!("a new secret is put");
    };
    put.versions[0].replaces.clear();
    world.write(EDITOR, vec![Op::PutItem(put)]).unwrap();
    assert!(world.state().items()[&item].conflicts());
    let done = Op::SecretRotated {
        removal,
        item: Some(item),
        progress: Progress::Done(Some(version)),
    };
    assert_eq!(
        world.write(EDITOR, vec![done]),
        Err(NotSealed::Invalid(Invalid::NotPossible))
    );
}

#[test]
fn whoever_is_removed_leaves_a_list_of_secrets_to_replace() {
    let mut world = World::new();
    let (seen, deleted) = (
        world.put_new(EDITOR, "Seen"),
        world.put_new(EDITOR, "Deleted"),
    );
    let base_rev = world.state().items()[&deleted].rev();
    let delete = Op::DeleteItem {
        item: deleted,
        base_rev,
    };
    world.write(EDITOR, vec![delete]).unwrap();
    let remove = removal(&world, VIEWER);
    world.write(ADMIN, remove).unwrap();
    let removal = world.state().head().slot;
    let after = world.put_new(EDITOR, "After");
    let lines: Vec<_> = world.state().rotate_these().keys().copied().collect();
    assert_eq!(
        lines,
        [(removal, None), (removal, Some(seen))],
        "the storage's credentials first"
    );
    assert!(!lines.contains(&(removal, Some(after))));
    let progress = |item, progress| {
        vec![Op::SecretRotated {
            removal,
            item,
            progress,
        }]
    };
    let editor = world.member(EDITOR);
    world
        .write(EDITOR, progress(Some(seen), Progress::TakenBy(editor)))
        .unwrap();
    let old = world.state().items()[&seen].secrets()[0].version;
    let impossible = Err(NotSealed::Invalid(Invalid::NotPossible));
    for not_new in [Some(old), Some(Id::from_bytes([1; 16])), None] {
        let done = progress(Some(seen), Progress::Done(not_new));
        assert_eq!(world.write(EDITOR, done), impossible);
    }
    let (version, put) = world.new_secret(seen, 2);
    world.write(EDITOR, vec![put]).unwrap();
    world
        .write(EDITOR, progress(Some(seen), Progress::Done(Some(version))))
        .unwrap();
    world
        .write(ADMIN, progress(None, Progress::Done(None)))
        .unwrap();
    assert!(
        world
            .state()
            .rotate_these()
            .values()
            .all(|line| line.is_done)
    );
    let line = world.state().rotate_these()[&(removal, Some(seen))];
    assert_eq!(line.owner, Some(editor));
    let rename = world.rename(deleted, 0, "Back");
    world.write(EDITOR, vec![rename]).unwrap();
    let back = world.state().rotate_these()[&(removal, Some(deleted))];
    assert!(!back.is_done, "what comes back was seen, too");
}

#[test]
fn what_is_put_in_the_entry_of_a_removal_is_seen_by_whoever_is_removed_and_is_to_be_replaced() {
    let mut world = World::new();
    let item = Id::from_bytes([5; 16]);
    let mut ops = removal(&world, VIEWER);
    ops.push(world.new_item(item, "Put with it"));
    world.write(ADMIN, ops).unwrap();
    let removal = world.state().head().slot;
    let viewer = world.people[VIEWER].log.keys();
    let entry = Sealed::read(world.objects.last().unwrap()).unwrap();
    assert!(entry.open(viewer.get(0).unwrap()).is_some());
    let lines = world.state().rotate_these();
    assert!(lines.keys().eq(&[(removal, None), (removal, Some(item))]));
}

#[test]
fn a_member_who_asks_to_leave_is_shown_as_such_until_an_admin_removes_it() {
    let mut world = World::new();
    let leave = Op::Note {
        kind: NoteKind::AsksToLeave,
        text: String::new(),
    };
    world.write(VIEWER, vec![leave]).unwrap();
    let viewer = world.member(VIEWER);
    assert!(world.state().members()[&viewer].asks_to_leave);
    assert_eq!(world.state().members()[&viewer].removed, None);
}
