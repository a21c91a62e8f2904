//! An older file that somebody put in the place of the vault.

use crate::desk::{Desk, GITHUB, effects};
use session::{Code, check_newest, codes};
use std::fs;

/// A computer that remembers vaults, and its folder for that.
fn remembering() -> (Desk, tempfile::TempDir) {
    let mut desk = Desk::new();
    let memory = tempfile::tempdir().unwrap();
    desk.effects = effects(5).remembering_in(memory.path().join("state"));
    (desk, memory)
}

#[test]
fn an_older_file_is_noticed_and_what_is_saved_on_top_of_it_is_the_newest() {
    let (mut desk, memory) = remembering();
    let older = fs::read(&desk.path).unwrap();
    desk.add(GITHUB);
    desk.add("otpauth://totp/Second?secret=GEZDGNBV");
    let mut open = desk.reopened();
    assert_eq!(check_newest(&desk.effects, &mut open, false), Ok(()));

    fs::write(&desk.path, &older).unwrap();
    let mut open = desk.reopened();
    let noticed = check_newest(&desk.effects, &mut open, false).unwrap_err();
    assert_eq!(noticed.code(), Code::VaultOlder);
    let arg = |name| {
        let found = noticed.args().iter().find(|(known, _)| *known == name);
        found.unwrap().1.clone()
    };
    assert_eq!(arg("newer"), "2026-05-28 20:26 UTC");
    assert!(arg("saved").ends_with("UTC"));

    // Wanted once, it is not asked about again, and it stays the older one for another computer.
    assert_eq!(check_newest(&desk.effects, &mut open, true), Ok(()));
    desk.open = desk.reopened();
    assert_eq!(check_newest(&desk.effects, &mut desk.open, false), Ok(()));
    desk.add("otpauth://totp/Third?secret=GEZDGNBV");
    let saved = fs::read(&desk.path).unwrap();
    assert_eq!(codes::list(&desk.reopened(), "").len(), 1);
    let elsewhere = effects(6).remembering_in(memory.path().join("elsewhere"));
    assert_eq!(
        check_newest(&elsewhere, &mut desk.reopened(), false),
        Ok(())
    );
    for file in [older, saved.clone()] {
        fs::write(&desk.path, &file).unwrap();
        let checked = check_newest(&elsewhere, &mut desk.reopened(), false);
        assert_eq!(checked.is_ok(), file == saved, "its generation went on");
    }
}

#[test]
fn a_memory_that_is_missing_damaged_or_cannot_be_written_keeps_nobody_out() {
    let (mut desk, memory) = remembering();
    desk.add(GITHUB);
    let seen = memory.path().join("state/seen");
    let file = fs::read_dir(&seen).unwrap();
    let file = file
        .map(|entry| entry.unwrap().path())
        .find(|path| path.extension().is_some_and(|kind| kind == "json"));
    for content in ["", "{", "[]", "{\"a\": 7}", "\u{0}"] {
        fs::write(file.as_ref().unwrap(), content).unwrap();
        assert_eq!(
            check_newest(&desk.effects, &mut desk.reopened(), false),
            Ok(())
        );
    }
    fs::remove_dir_all(memory.path().join("state")).unwrap();
    fs::write(memory.path().join("state"), "no folder").unwrap();
    assert_eq!(
        check_newest(&desk.effects, &mut desk.reopened(), false),
        Ok(())
    );
    desk.add("otpauth://totp/Second?secret=GEZDGNBV");
    assert_eq!(codes::list(&desk.reopened(), "").len(), 2);
}

#[test]
fn another_vault_or_another_place_is_not_compared() {
    let (mut desk, _memory) = remembering();
    let older = fs::read(&desk.path).unwrap();
    desk.add(GITHUB);
    let copy = desk.path.with_file_name("copy.countersign");
    fs::write(&copy, older).unwrap();
    desk.path = copy;
    assert_eq!(
        check_newest(&desk.effects, &mut desk.reopened(), false),
        Ok(())
    );
}
