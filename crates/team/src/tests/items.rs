//! What becomes of changes that did not know of each other.

use super::world::{ADMIN, EDITOR, OWNER, World, account};
use crate::{Flag, Invalid, NotSealed, Op, OpenLease, UsedCode, shared_fields};
use vault::Id;

#[test]
fn labels_are_those_of_the_last_in_the_log_field_by_field() {
    let mut world = World::new();
    let item = world.put_new(EDITOR, "Site");
    let rev = world.state().items()[&item].rev();
    let (first, second) = (
        world.rename(item, rev, "First"),
        world.rename(item, rev, "Second"),
    );
    world.write(EDITOR, vec![first]).unwrap();
    world.write(ADMIN, vec![second]).unwrap();
    let shared = world.state().items()[&item].account(item).unwrap();
    assert_eq!(shared.issuer, "Second");
    assert_eq!(shared.name, "ops@example.com");
    assert_eq!(shared.otp().secret.expose(), [1; 20]);
}

#[test]
fn two_secrets_that_did_not_know_of_each_other_are_both_kept_until_a_person_chooses() {
    let mut world = World::new();
    let item = world.put_new(EDITOR, "Site");
    let (first, by_editor) = world.new_secret(item, 2);
    let (second, by_admin) = world.new_secret(item, 3);
    world.write(EDITOR, vec![by_editor]).unwrap();
    assert!(!world.state().items()[&item].conflicts());
    world.write(ADMIN, vec![by_admin]).unwrap();
    let shared = &world.state().items()[&item];
    assert!(shared.conflicts());
    let versions: Vec<Id> = shared
        .secrets()
        .iter()
        .map(|secret| secret.version)
        .collect();
    assert_eq!(versions, [first, second]);
    let secret = |versions: &[Id]| {
        let account = shared.account_of(item, versions).unwrap();
        account.otp().secret.expose()[0]
    };
    assert_eq!((secret(&[first]), secret(&[second])), (2, 3));
    assert_eq!(shared.account(item).unwrap().otp().secret.expose(), [3; 20]);
    let (chosen, choice) = world.new_secret(item, 2);
    world.write(OWNER, vec![choice]).unwrap();
    let shared = &world.state().items()[&item];
    assert!(!shared.conflicts());
    assert_eq!(shared.secrets()[0].version, chosen);
}

#[test]
fn an_edit_wins_over_a_deletion_in_either_order_and_is_flagged() {
    let mut world = World::new();
    let (one, other) = (world.put_new(EDITOR, "One"), world.put_new(EDITOR, "Other"));
    let rev = |world: &World, item: Id| world.state().items()[&item].rev();
    let delete = |item, base_rev| vec![Op::DeleteItem { item, base_rev }];
    let (rev_one, rev_other) = (rev(&world, one), rev(&world, other));
    let rename = world.rename(one, rev_one, "One, changed");
    world.write(EDITOR, vec![rename]).unwrap();
    world.write(ADMIN, delete(one, rev_one)).unwrap();
    let kept = &world.state().items()[&one];
    assert_eq!(kept.deleted(), None);
    assert_eq!(
        kept.flags(),
        [(world.state().head().slot, Flag::NotDeleted)]
    );
    world.write(ADMIN, delete(other, rev_other)).unwrap();
    let deleted = world.state().head().slot;
    assert_eq!(world.state().items()[&other].deleted(), Some(deleted));
    let rename = world.rename(other, rev_other, "Other, changed");
    world.write(EDITOR, vec![rename]).unwrap();
    let back = &world.state().items()[&other];
    assert_eq!(back.deleted(), None);
    assert_eq!(back.flags(), [(deleted + 1, Flag::CameBack)]);
    assert_eq!(back.account(other).unwrap().issuer, "Other, changed");
}

#[test]
fn no_two_members_get_the_same_counter() {
    let mut world = World::new();
    let item = world.put_new(EDITOR, "Counts");
    let reserve = |counter| {
        vec![Op::MarkCodeUsed {
            item,
            code: UsedCode::Counter(counter),
        }]
    };
    world.write(EDITOR, reserve(4)).unwrap();
    let taken = Err(NotSealed::Invalid(Invalid::NotPossible));
    assert_eq!(world.write(ADMIN, reserve(4)), taken);
    assert_eq!(world.write(ADMIN, reserve(3)), taken);
    assert_eq!(world.state().items()[&item].next_counter(), 5);
    assert_eq!(world.write(ADMIN, reserve(5)), Ok(()));
}

#[test]
fn a_backup_code_is_used_once_and_everybody_knows() {
    let mut world = World::new();
    let item = world.put_new(EDITOR, "Site");
    let set = Id::from_bytes([3; 16]);
    let code = UsedCode::Backup { set, index: 2 };
    let uses = |index| {
        let code = UsedCode::Backup { set, index };
        vec![Op::MarkCodeUsed { item, code }]
    };
    world.write(EDITOR, uses(2)).unwrap();
    let slot = world.state().head().slot;
    let taken = Err(NotSealed::Invalid(Invalid::NotPossible));
    assert_eq!(world.write(ADMIN, uses(2)), taken);
    assert_eq!(world.write(ADMIN, uses(1)), Ok(()));
    let used = world.people[OWNER].log.state().items()[&item].used_codes();
    assert_eq!((used[&code], used.len()), (slot, 2));
}

#[test]
fn what_is_a_persons_own_is_not_shared() {
    let mut own = account(Id::from_bytes([1; 16]), "Site", 1);
    own.favorite = true;
    own.use_count = 9;
    own.tags = vec!["work".into()];
    let fields: Vec<u64> = shared_fields(&own).into_keys().collect();
    assert_eq!(fields, [1, 2, 3, 9]);
}

#[test]
fn a_lease_is_at_most_31_days_long_and_closes_once() {
    let mut world = World::new();
    let item = world.put_new(EDITOR, "Site");
    let lease = Id::from_bytes([8; 16]);
    let open = |until| {
        vec![Op::OpenLease(OpenLease {
            lease,
            item,
            recipient: [1; 32],
            from: 1000,
            until,
            content: [2; 32],
        })]
    };
    let impossible = Err(NotSealed::Invalid(Invalid::NotPossible));
    assert_eq!(world.write(EDITOR, open(1000)), impossible);
    assert_eq!(world.write(EDITOR, open(1001 + 31 * 86_400)), impossible);
    assert_eq!(world.write(EDITOR, open(1000 + 31 * 86_400)), Ok(()));
    assert!(world.state().leases()[&lease].is_open);
    assert_eq!(world.write(EDITOR, vec![Op::CloseLease { lease }]), Ok(()));
    assert_eq!(
        world.write(EDITOR, vec![Op::CloseLease { lease }]),
        impossible
    );
}
