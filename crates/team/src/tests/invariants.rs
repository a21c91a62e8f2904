//! What makes an entry valid.

use super::world::{ADMIN, EDITOR, OWNER, VIEWER, World, copy};
use crate::entry::{Content, Header};
use crate::ops::NoteKind;
use crate::{Alarm, DeviceKey, EpochKeys, Invalid, Log, NotSealed, Op, Role, Step, Verified};
use vault::Id;

fn remark() -> Vec<Op> {
    let (kind, text) = (NoteKind::Remark, "Hello".to_owned());
    vec![Op::Note { kind, text }]
}

#[test]
fn an_entry_that_does_not_follow_the_newest_valid_one_changes_nothing() {
    let mut world = World::new();
    let before = world.checksums();
    let elsewhere = Err(Invalid::Elsewhere);
    let unsigned = |h: &mut Header, c: &mut Content| {
        h.prev = [7; 32];
        c.device = Id::from_bytes([3; 16]);
    };
    assert_eq!(world.forge(OWNER, remark(), unsigned), elsewhere);
    assert_eq!(world.forge(OWNER, remark(), |h, _| h.slot += 1), elsewhere);
    assert_eq!(world.forge(OWNER, remark(), |h, _| h.epoch += 1), elsewhere);
    let other = Id::from_bytes([9; 16]);
    assert_eq!(
        world.forge(OWNER, remark(), |h, _| h.vault = other),
        elsewhere
    );
    assert_eq!(world.checksums(), before);
    assert_eq!(world.forge(OWNER, remark(), |_, _| ()), Ok(()));
}

#[test]
fn an_entry_of_a_member_who_was_shown_another_log_is_passed_over_and_everybody_sees_whose_it_is() {
    let mut world = World::new();
    let editor = world.member(EDITOR);
    let slot = world.state().next_slot();
    let verdict = world.forge(EDITOR, remark(), |h, _| h.prev = [7; 32]);
    assert_eq!(verdict, Err(Invalid::OtherHistory(editor)));
    let seen = (slot, Alarm::OtherHistory(editor));
    assert_eq!(world.state().alarms().last(), Some(&seen));
    // It goes on, also for whoever was shown the other log, once this one is shown again.
    assert_eq!(world.forge(EDITOR, remark(), |_, _| ()), Ok(()));
}

#[test]
fn the_name_of_a_vault_is_the_hash_of_its_first_entry() {
    let world = World::founded();
    let hash = vault::primitives::sha256(&world.objects[0]);
    assert_eq!(hash[..16], *world.vault().as_bytes());
}

#[test]
fn what_no_active_device_signed_or_was_there_before_changes_nothing() {
    let mut world = World::new();
    let stranger = DeviceKey::generate(&mut world.rng).id();
    let by_stranger = world.forge(OWNER, remark(), |_, c| c.device = stranger);
    assert_eq!(by_stranger, Err(Invalid::Signature));
    let viewer = world.people[VIEWER].device.id();
    let in_anothers_name = world.forge(OWNER, remark(), |_, c| {
        c.device = viewer;
        c.device_seq = 1;
    });
    assert_eq!(in_anothers_name, Err(Invalid::Signature));
    let repeated = Err(Invalid::Repeated);
    assert_eq!(
        world.forge(OWNER, remark(), |_, c| c.device_seq += 1),
        repeated
    );
    assert_eq!(
        world.forge(OWNER, remark(), |_, c| c.device_seq -= 1),
        repeated
    );
    let used = *world.state().op_ids.first().unwrap();
    assert_eq!(
        world.forge(OWNER, remark(), |_, c| c.op_id = used),
        repeated
    );
    let replayed = world.objects[1].clone();
    assert_eq!(world.publish(replayed), Err(Invalid::Elsewhere));
}

#[test]
fn one_changed_bit_anywhere_makes_an_entry_invalid() {
    let mut world = World::founded();
    let entry = world.forged(OWNER, remark(), |_, _| ());
    let bits = entry.len() * 8;
    for bit in (0..bits).step_by(61) {
        let mut changed = entry.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        let state = world.state();
        let key = world.people[OWNER].log.keys().get(0).unwrap();
        assert!(
            crate::verify::verify(state, key, &changed, false).is_err(),
            "bit {bit}"
        );
    }
    let longer = [entry.as_slice(), &[0]].concat();
    assert!(world.publish(longer).is_err());
    assert_eq!(
        world.publish(entry),
        Err(Invalid::Elsewhere),
        "it was for the slot before"
    );
}

#[test]
fn an_entry_counts_as_a_whole_or_not_at_all() {
    let mut world = World::new();
    let put = world.new_item(Id::from_bytes([5; 16]), "Site");
    let not_allowed = Op::PolicyChange {
        version: 2,
        min_suite: 1,
    };
    let verdict = world.forge(EDITOR, vec![put, not_allowed], |_, _| ());
    assert_eq!(verdict, Err(Invalid::NotAllowed));
    assert!(world.state().items().is_empty());
}

#[test]
fn a_role_does_what_it_may_and_nothing_more() {
    let mut world = World::new();
    let (admin, editor, viewer) = (
        world.member(ADMIN),
        world.member(EDITOR),
        world.member(VIEWER),
    );
    let not_allowed = Err(NotSealed::Invalid(Invalid::NotAllowed));
    let put = world.new_item(Id::from_bytes([5; 16]), "Site");
    assert_eq!(world.write(VIEWER, vec![put.clone()]), not_allowed);
    assert_eq!(world.write(EDITOR, vec![put]), Ok(()));
    let role = |member, role| {
        vec![Op::SetRole {
            member,
            role,
            verified: Verified::No,
        }]
    };
    assert_eq!(world.write(EDITOR, role(viewer, Role::Editor)), not_allowed);
    assert_eq!(world.write(ADMIN, role(viewer, Role::Editor)), Ok(()));
    assert_eq!(world.write(ADMIN, role(viewer, Role::Admin)), not_allowed);
    assert_eq!(world.write(ADMIN, role(admin, Role::Owner)), not_allowed);
    let remove = |member| vec![Op::RemoveMember { member }];
    let owner = world.member(OWNER);
    assert_eq!(world.write(EDITOR, remove(viewer)), not_allowed);
    assert_eq!(world.write(ADMIN, remove(owner)), not_allowed);
    assert_eq!(
        world.write(ADMIN, remove(admin)),
        not_allowed,
        "nobody removes themselves"
    );
    assert_eq!(world.write(ADMIN, remove(editor)), Ok(()));
    assert_eq!(world.write(OWNER, remove(admin)), Ok(()));
}

#[test]
fn nobody_above_viewer_is_unverified() {
    let mut world = World::founded();
    let member = crate::MemberKey::generate(&mut world.rng);
    let device = DeviceKey::generate(&mut world.rng);
    let mut add = world.addition(&member, &device, Role::Editor);
    add.verified = Verified::No;
    let impossible = Err(NotSealed::Invalid(Invalid::NotPossible));
    assert_eq!(
        world.write(OWNER, vec![Op::AddMember(add.clone())]),
        impossible
    );
    add.role = Role::Viewer;
    assert_eq!(world.write(OWNER, vec![Op::AddMember(add)]), Ok(()));
    let role = |verified| {
        vec![Op::SetRole {
            member: crate::member_id(&member.public()),
            role: Role::Editor,
            verified,
        }]
    };
    assert_eq!(world.write(OWNER, role(Verified::No)), impossible);
    assert_eq!(world.write(OWNER, role(Verified::TwelveWords)), Ok(()));
}

#[test]
fn there_is_always_an_owner() {
    let mut world = World::new();
    let owner = world.member(OWNER);
    let step_down = vec![Op::SetRole {
        member: owner,
        role: Role::Viewer,
        verified: Verified::No,
    }];
    let none_left = Err(NotSealed::Invalid(Invalid::NoOwner));
    assert_eq!(world.write(OWNER, step_down.clone()), none_left);
    world.join(Role::Owner);
    assert_eq!(world.write(OWNER, step_down), Ok(()));
}

#[test]
fn the_storage_never_chooses_the_suite_and_the_lowest_one_only_rises() {
    let mut world = World::new();
    assert_eq!(
        world.forge(OWNER, remark(), |h, _| h.suite = 0),
        Err(Invalid::Suite)
    );
    assert_eq!(
        world.forge(OWNER, remark(), |h, _| h.suite = 2),
        Err(Invalid::Suite)
    );
    let policy = |version, min_suite| vec![Op::PolicyChange { version, min_suite }];
    let impossible = Err(NotSealed::Invalid(Invalid::NotPossible));
    assert_eq!(
        world.write(OWNER, policy(1, 2)),
        impossible,
        "version 1 has one suite"
    );
    assert_eq!(world.write(OWNER, policy(1, 0)), impossible);
    assert_eq!(world.write(OWNER, policy(0, 1)), impossible);
    assert_eq!(world.write(OWNER, policy(2, 2)), Ok(()));
    let update = Some(crate::Halt::Update { version: 2 });
    assert!(
        world.halts().iter().all(|halt| *halt == update),
        "this program stops there"
    );
}

#[test]
fn what_was_passed_over_is_counted_by_the_next_entry_without_limit() {
    let mut world = World::new();
    for junk in 0..300_u32 {
        assert!(world.publish(junk.to_be_bytes().to_vec()).is_err());
    }
    assert_eq!(world.write(EDITOR, remark()), Ok(()));
    assert!(world.state().alarms().is_empty());
    world.publish(b"junk".to_vec()).unwrap_err();
    let shown_other_junk = world.forge(EDITOR, remark(), |h, _| h.skipped = Some((1, [8; 32])));
    assert_eq!(shown_other_junk, Ok(()), "it is an alarm, not invalid");
    let slot = world.state().head().slot;
    assert_eq!(
        world.state().alarms(),
        [(slot, Alarm::OtherObjectsPassedOver)]
    );
}

#[test]
fn a_published_snapshot_changes_nothing_that_is_verified() {
    let mut world = World::new();
    let item = world.put_new(EDITOR, "Site");
    let slot = world.state().head().slot;
    let snapshot = |slot| {
        vec![Op::SnapshotPublished {
            slot,
            hash: [6; 32],
        }]
    };
    world.write(EDITOR, snapshot(slot)).unwrap();
    assert_eq!(world.state().items()[&item].rev(), slot);
    let ahead = world.write(EDITOR, snapshot(slot + 2));
    assert_eq!(ahead, Err(NotSealed::Invalid(Invalid::NotPossible)));
}

#[test]
fn the_size_of_an_entry_shows_its_length_in_steps_and_nothing_of_its_content() {
    let mut world = World::founded();
    let mut size = |text: String| {
        let kind = NoteKind::Remark;
        world
            .forged(OWNER, vec![Op::Note { kind, text }], |_, _| ())
            .len()
    };
    let repetitive = size("a".repeat(4000));
    let varied: String = ('a'..='z').cycle().step_by(7).take(4000).collect();
    assert_eq!(repetitive, size(varied), "nothing is compressed");
    assert_eq!(size("a".into()), size("a".repeat(20)));
}

#[test]
fn an_author_who_saw_another_log_is_an_alarm() {
    let mut world = World::new();
    world
        .forge(EDITOR, remark(), |_, c| c.observed_head = [4; 32])
        .unwrap();
    let (slot, hash) = (world.state().head().slot, [4; 32]);
    world.write(VIEWER, vec![Op::Ack { slot, hash }]).unwrap();
    let alarms: Vec<&Alarm> = world
        .state()
        .alarms()
        .iter()
        .map(|(_, alarm)| alarm)
        .collect();
    assert_eq!(alarms, [&Alarm::ForeignHead, &Alarm::ForeignHead]);
}

#[test]
fn only_the_key_of_the_epoch_opens_a_log() {
    let world = World::founded();
    let stranger = DeviceKey::from_seeds(&[1; 32], &[2; 32]);
    let key = copy(world.people[OWNER].log.keys().get(0).unwrap());
    let mut right = Log::new(EpochKeys::new(0, key), None);
    assert!(matches!(
        right.read(&world.objects[0], &stranger),
        Ok(Step::Valid(_))
    ));
    let key = vault::primitives::Key::new(zeroize::Zeroizing::new([1; 32]));
    let mut wrong = Log::new(EpochKeys::new(0, key), None);
    let step = wrong.read(&world.objects[0], &stranger);
    assert!(matches!(step, Ok(Step::PassedOver(Invalid::Key))));
}

#[test]
fn a_log_begins_in_slot_0_or_not_at_all() {
    let world = World::founded();
    let owner = &world.people[OWNER];
    let key = copy(owner.log.keys().get(0).unwrap());
    let mut log = Log::new(EpochKeys::new(0, key), None);
    log.read(b"junk", &owner.device).map(drop).unwrap();
    let step = log.read(&world.objects[0], &owner.device);
    assert!(matches!(step, Ok(Step::PassedOver(Invalid::Elsewhere))));
}
