use super::*;
use otp::UnixTime;

fn id(number: u8) -> Id {
    Id::from_bytes([number; 16])
}

fn seed(number: u8) -> Seed {
    Zeroizing::new([number; 32])
}

fn copy(document: &Document) -> Document {
    Document::read(&document.write()).unwrap()
}

fn founded() -> Document {
    let mut document = Document::new(UnixTime::EPOCH);
    let mut team = Team::new("Ops".to_owned());
    team.add_seed(seed(1));
    team.add_epoch_key(0, seed(2));
    team.pin(0, [3; 32]);
    assert!(team.queue(id(7), &[0x18, 100]));
    assert!(document.add_team(id(9), team));
    document
}

fn change(document: &mut Document) -> &mut Team {
    document.team_mut(id(9)).unwrap()
}

#[test]
fn of_two_copies_no_seed_key_pin_or_operation_is_lost_in_either_order() {
    let (mut ours, mut theirs) = (founded(), founded());
    change(&mut ours).add_seed(seed(4));
    change(&mut ours).add_epoch_key(1, seed(5));
    change(&mut ours).pin(6, [6; 32]);
    change(&mut ours).queue(id(1), &[0x01]);
    change(&mut ours).settle(id(7));
    change(&mut theirs).add_epoch_key(1, seed(8));
    change(&mut theirs).pin(6, [9; 32]);
    change(&mut theirs).queue(id(2), &[0x02]);
    change(&mut theirs).set_storage(Zeroizing::new(b"elsewhere".to_vec()));
    let mut written = Vec::new();
    for (one, other) in [(&ours, &theirs), (&theirs, &ours)] {
        let mut merged = Document::new(UnixTime::EPOCH);
        merged.teams = merge(copy(one).teams, copy(other).teams);
        let merged = copy(&merged);
        let team = merged.team(id(9)).unwrap();
        assert_eq!(team.seeds(), [seed(1), seed(4)]);
        let keys: Vec<_> = team.epoch_keys().map(|(e, key)| (e, key[0])).collect();
        assert_eq!(keys, [(0, 2), (1, 5), (1, 8)], "both keys of epoch 1 stay");
        assert_eq!(team.pins(), [(6, [6; 32]), (6, [9; 32])], "so do both pins");
        let waiting = [(id(1), [0x01].as_slice()), (id(2), &[0x02])];
        assert_eq!(team.waiting(), waiting, "what was read back stays so");
        assert_eq!(team.storage(), b"elsewhere");
        written.push(merged.write());
    }
    assert_eq!(written[0], written[1]);
}

#[test]
fn a_pin_never_hides_a_higher_one_of_another_copy() {
    let (mut ours, theirs) = (founded(), founded());
    change(&mut ours).pin(5, [5; 32]);
    ours.teams = merge(copy(&ours).teams, copy(&theirs).teams);
    let team = change(&mut ours);
    assert_eq!(team.pins(), [(0, [3; 32]), (5, [5; 32])]);
    team.pin(2, [2; 32]);
    assert_eq!(team.pins(), [(2, [2; 32]), (5, [5; 32])]);
}

#[test]
fn what_was_pinned_behind_a_branch_that_one_copy_agreed_to_counts_in_neither() {
    let (mut ours, mut theirs) = (founded(), founded());
    change(&mut ours).pin(9, [9; 32]);
    change(&mut theirs).pin(5, [5; 32]);
    assert!(change(&mut theirs).follow(6, [66; 32]));
    change(&mut theirs).pin(7, [7; 32]);
    for (one, other) in [(&ours, &theirs), (&theirs, &ours)] {
        let mut merged = Document::new(UnixTime::EPOCH);
        merged.teams = merge(copy(one).teams, copy(other).teams);
        let merged = copy(&merged);
        let team = merged.team(id(9)).unwrap();
        assert_eq!(team.branches(), [(6, [66; 32])]);
        assert_eq!(team.pins(), [(7, [7; 32])]);
    }
    assert!(
        !change(&mut theirs).follow(6, [1; 32]),
        "it begins no later"
    );
}

#[test]
fn fields_of_a_newer_version_are_kept_and_other_shapes_are_damage() {
    let team = |rest: &[u8]| [&[0x50], [9; 16].as_slice(), rest].concat();
    let document = |pairs: u8, rest: &[u8]| {
        let head = [0xa3, 0x00, 0x01, 0x03, 0x00, 0x09, 0x81, 0xa0 | pairs, 0x00];
        [head.as_slice(), &team(rest)].concat()
    };
    let newer = document(2, &[0x18, 0x63, 0x01]);
    let read = Document::read(&newer).unwrap();
    assert_eq!(read.write()[4..], newer[6..], "time 0 is left out");
    for (pairs, rest) in [
        (2, [0x02, 0x81, 0x41, 0x01].as_slice()),
        (2, &[0x04, 0x81, 0x81, 0x01]),
        (2, &[0x05, 0x81, 0xa0]),
        (2, &[0x01, 0x01]),
    ] {
        let found = Document::read(&document(pairs, rest)).err();
        assert_eq!(found, Some(OpenError::Damaged), "{rest:?}");
    }
}

#[test]
fn a_full_outbox_takes_nothing_more_until_something_was_read_back() {
    let mut team = Team::default();
    let number = |n: u32| {
        let mut bytes = [0; 16];
        bytes[..4].copy_from_slice(&n.to_be_bytes());
        Id::from_bytes(bytes)
    };
    team.outbox = (0..20_000)
        .map(|n| {
            let mut one = Queued::default();
            one.change.push(0);
            (number(n), one)
        })
        .collect();
    assert!(!team.queue(id(255), &[0]));
    team.settle(number(3));
    assert!(team.queue(id(255), &[0]));
    assert_eq!(team.waiting().len(), 20_000);
}

#[test]
fn of_what_was_read_back_the_newest_thousand_is_carried_along() {
    let mut team = Team::default();
    let number = |n: u16| {
        let mut bytes = [0; 16];
        bytes[..2].copy_from_slice(&n.to_be_bytes());
        Id::from_bytes(bytes)
    };
    for n in 0..1500 {
        assert!(team.queue(number(n), &[0]));
        team.settle(number(n));
    }
    assert!(team.queue(id(255), &[0]));
    assert_eq!(team.outbox.len(), 1001);
    assert!(!team.outbox.contains_key(&number(499)) && team.outbox.contains_key(&number(500)));
}
