//! What can be gone back to.

use std::fs;

use platform::store::{ReadError, Save, generations, save};

use super::{NOON, change, names, put};

#[test]
fn every_replaced_file_is_kept_newest_first_under_its_number_and_time() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault");
    put(&path, b"state 1").unwrap();
    for number in 1..4 {
        let next = format!("state {}", number + 1);
        let now = NOON + i64::try_from(number).unwrap();
        save(Save {
            generation: number,
            now,
            ..change(&path, next.as_bytes())
        })
        .unwrap();
    }
    let kept = generations(&path).unwrap();
    let seen: Vec<_> = kept
        .iter()
        .map(|kept| (kept.number, kept.unix_seconds - NOON))
        .collect();
    assert_eq!(seen, [(3, 3), (2, 2), (1, 1)]);
    for generation in kept {
        let state = format!("state {}", generation.number);
        assert_eq!(fs::read_to_string(generation.path).unwrap(), state);
    }
    assert_eq!(
        names(&folder.path().join("vault.generations")),
        [
            "0000000001-20261103T120001Z",
            "0000000002-20261103T120002Z",
            "0000000003-20261103T120003Z"
        ]
        .map(|name| format!("{name}.countersign"))
    );
}

#[test]
fn two_generations_of_one_number_and_second_are_both_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault");
    for state in ["1", "2", "3", "4"] {
        put(&path, state.as_bytes()).unwrap();
    }
    let kept = generations(&path).unwrap();
    let states: Vec<_> = kept
        .iter()
        .map(|kept| fs::read_to_string(&kept.path).unwrap())
        .collect();
    assert_eq!(states, ["3", "2", "1"]);
}

#[test]
fn of_many_saves_on_one_day_ten_generations_stay_and_foreign_files_are_not_touched() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault");
    put(&path, b"0").unwrap();
    put(&path, b"1").unwrap();
    let foreign = folder.path().join("vault.generations/my notes.txt");
    fs::write(&foreign, "mine").unwrap();
    for number in 2..=25 {
        save(Save {
            generation: number,
            ..change(&path, b"later")
        })
        .unwrap();
    }
    let numbers: Vec<_> = generations(&path)
        .unwrap()
        .iter()
        .map(|kept| kept.number)
        .collect();
    assert_eq!(numbers, (16..=25).rev().collect::<Vec<_>>());
    assert_eq!(fs::read_to_string(foreign).unwrap(), "mine");
}

#[test]
fn the_generation_just_made_stays_whatever_its_number_and_time() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault");
    put(&path, b"0").unwrap();
    for number in 100..130 {
        save(Save {
            generation: number,
            ..change(&path, b"later")
        })
        .unwrap();
    }
    let wrong_clock = Save {
        generation: 3,
        now: -5,
        ..change(&path, b"last")
    };
    let kept = save(wrong_clock).unwrap().kept.unwrap();
    assert_eq!(fs::read(kept).unwrap(), b"later");
}

#[test]
fn generations_are_found_when_the_file_itself_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault");
    assert_eq!(generations(&path), Ok(vec![]));
    put(&path, b"1").unwrap();
    put(&path, b"2").unwrap();
    fs::remove_file(&path).unwrap();
    assert_eq!(generations(&path).unwrap().len(), 1);
    assert_eq!(
        generations(&folder.path().join("no/vault")),
        Err(ReadError::NotFound)
    );
}
