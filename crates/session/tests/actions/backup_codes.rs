//! Backup codes of sites, down to the file.

use crate::desk::{Desk, GITHUB, effects};
use session::backup_codes::{self, Older};
use session::{Code, Id, SecretText};

fn store(desk: &mut Desk, id: Id, text: &str, older: Older) -> Result<usize, Code> {
    let codes = backup_codes::read_text(&SecretText::from(text.to_owned())).unwrap();
    let (effects, open) = (&mut desk.effects, &mut desk.open);
    let added = backup_codes::add(effects, open, id, codes, "codes.txt", older);
    added.map_err(|error| error.code())
}

#[test]
fn a_replaced_set_is_invalid_in_the_file_and_none_of_its_codes_is_given_again() {
    let mut desk = Desk::new();
    let id = desk.add(GITHUB);
    let first = store(&mut desk, id, "11112222\n33334444\n", Older::Kept);
    assert_eq!(first, Ok(2));
    let second = store(&mut desk, id, "55556666\n", Older::Invalid);
    assert_eq!(second, Ok(1));
    let mut reopened = desk.reopened();
    let overview = backup_codes::overview(&reopened, id).unwrap();
    assert_eq!((overview.left, overview.total), (1, 1));
    let valid: Vec<bool> = overview
        .sets
        .iter()
        .map(|set| set.invalid_since.is_none())
        .collect();
    assert_eq!(valid, [true, false]);
    let taken = backup_codes::take(&mut effects(2), &mut reopened, id).unwrap();
    assert_eq!(taken.code.expose(), "55556666");
    let none = backup_codes::take(&mut effects(2), &mut reopened, id).map(|taken| taken.left);
    assert_eq!(
        none.map_err(|error| error.code()),
        Err(Code::BackupCodesNoneLeft)
    );
}

#[test]
fn two_programs_never_get_the_same_code() {
    let mut desk = Desk::new();
    let id = desk.add(GITHUB);
    store(&mut desk, id, "11112222\n33334444\n", Older::Kept).unwrap();
    let mut other = desk.reopened();
    let here = backup_codes::take(&mut desk.effects, &mut desk.open, id).unwrap();
    let there = backup_codes::take(&mut effects(2), &mut other, id).unwrap();
    assert_eq!(here.code.expose(), "11112222");
    assert_eq!((there.code.expose(), there.left), ("33334444", 0));
    assert_eq!(
        backup_codes::overview(&desk.reopened(), id).unwrap().left,
        0
    );
}

#[test]
fn codes_that_are_there_are_not_added_twice() {
    let mut desk = Desk::new();
    let id = desk.add(GITHUB);
    store(&mut desk, id, "11112222\n33334444\n", Older::Kept).unwrap();
    let again = store(&mut desk, id, "33334444\n11112222\n", Older::Kept);
    assert_eq!(again, Err(Code::BackupCodesKnown));
    let more = store(&mut desk, id, "33334444\n55556666\n", Older::Kept);
    assert_eq!(more, Ok(1));
    assert_eq!(backup_codes::overview(&desk.open, id).unwrap().total, 3);
}

#[test]
fn a_code_is_marked_as_used_in_the_file_and_the_mark_is_taken_back() {
    let mut desk = Desk::new();
    let id = desk.add(GITHUB);
    store(&mut desk, id, "11112222\n33334444\n", Older::Kept).unwrap();
    let set = backup_codes::overview(&desk.open, id).unwrap().sets[0].id;
    let second = backup_codes::one(&desk.open, id, set, 1).unwrap();
    assert_eq!(second.expose(), "33334444");
    let mark = |desk: &mut Desk, used| {
        let (effects, open) = (&mut desk.effects, &mut desk.open);
        backup_codes::mark(effects, open, id, (set, 1), used).unwrap();
        let overview = backup_codes::overview(&desk.reopened(), id).unwrap();
        let used: Vec<bool> = overview.sets[0].used.iter().map(Option::is_some).collect();
        (overview.left, used)
    };
    assert_eq!(mark(&mut desk, true), (1, vec![false, true]));
    assert_eq!(mark(&mut desk, false), (2, vec![false, false]));
}

#[test]
fn a_code_that_is_not_there_is_neither_shown_nor_marked() {
    let mut desk = Desk::new();
    let id = desk.add(GITHUB);
    store(&mut desk, id, "11112222\n33334444\n", Older::Kept).unwrap();
    let set = backup_codes::overview(&desk.open, id).unwrap().sets[0].id;
    for (set, index) in [(set, 2), (id, 0)] {
        let shown = backup_codes::one(&desk.open, id, set, index).map(|_| ());
        let (effects, open) = (&mut desk.effects, &mut desk.open);
        let marked = backup_codes::mark(effects, open, id, (set, index), true);
        for refused in [shown, marked] {
            let refused = refused.map_err(|error| error.code());
            assert_eq!(refused, Err(Code::BackupCodeGone));
        }
    }
}
