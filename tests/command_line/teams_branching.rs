//! An owner goes on where a storage showed people different logs or lost entries for good, and the others agree to it.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::program::URI;
use crate::team::{ADA, BOB, CARA, DAN, Team, uri};

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        match entry.path().is_dir() {
            true => copy_folder(&entry.path(), &target),
            false => drop(fs::copy(entry.path(), target).unwrap()),
        }
    }
}

/// The storage goes back to what it was before `meanwhile`.
fn rolled_back(team: &Team, meanwhile: impl FnOnce()) {
    let before = tempfile::tempdir().unwrap();
    copy_folder(team.storage.path(), before.path());
    meanwhile();
    for entry in fs::read_dir(team.storage.path()).unwrap() {
        fs::remove_dir_all(entry.unwrap().path()).ok();
    }
    copy_folder(before.path(), team.storage.path());
}

/// Ada, an owner, Bob, an editor, and Cara, a viewer who saw what Ada saw. The storage took Ada's changes, and then Bob's in
/// the same slot.
fn forked() -> Team {
    let mut team = Team::founded();
    team.invite("Bob", "editor");
    team.invite("Cara", "viewer");
    team.add(BOB, URI).done();
    for who in [ADA, CARA] {
        assert_eq!(team.accounts(who), ["GitHub"]);
    }
    rolled_back(&team, || {
        team.add(ADA, &uri("Bank")).done();
        team.run(ADA, &["edit", "--in", "Ops", "Bank", "--issuer", "Bench"])
            .done();
        assert_eq!(team.accounts(CARA), ["Bench", "GitHub"]);
    });
    team.add(BOB, &uri("Door")).done();
    team.run(ADA, &["team", "sync", "Ops"]).failed(4);
    team
}

fn begins(team: &Team, more: &[&str]) -> Value {
    let recover = ["team", "recover", "Ops", "--new-branch"];
    team.json(ADA, &[&recover[..], more].concat())
}

fn follows(team: &Team, who: usize) -> Value {
    let said = team.run(who, &["team", "sync", "Ops"]).failed(4);
    assert!(said.contains("Ada began a branch"), "{said}");
    team.json(who, &["team", "recover", "Ops", "--follow", "Ada"])
}

#[test]
fn an_owner_leads_out_of_a_fork_and_what_everybody_wrote_is_there_once() {
    let mut team = forked();
    let said = team.run(ADA, &["team", "sync", "Ops"]).failed(4);
    assert!(said.contains("recover --new-branch"), "{said}");
    let done = begins(&team, &[]);
    assert_eq!(
        (&done["by"], &done["written_again"]),
        (&"Ada".into(), &2.into())
    );
    assert_eq!(team.accounts(ADA), ["Bench", "GitHub"]);

    // Bob goes on with what he has, and writes nothing before he agreed.
    let said = team.run(BOB, &["team", "sync", "Ops"]).failed(4);
    assert!(said.contains("Ada") && said.contains("--follow"), "{said}");
    assert_eq!(team.accounts_shown(BOB), ["Door", "GitHub"]);
    let code = team.run(BOB, &["code", "--in", "Ops", "Door"]);
    assert_eq!((code.code, code.stdout.trim().len()), (Some(0), 6));
    let done = follows(&team, BOB);
    assert_eq!(done["written_again"], 1);
    assert_eq!(follows(&team, CARA)["written_again"], 0, "by a viewer");
    for who in [ADA, BOB, CARA] {
        assert_eq!(team.accounts(who), ["Bench", "Door", "GitHub"]);
    }
    let log = team.json(CARA, &["team", "log", "Ops"]).to_string();
    assert_eq!(log.matches("\"put\"").count(), 4, "{log}");

    // Whoever comes later, and another computer with Bob's vault, read the same.
    team.invite("Dan", "editor");
    assert_eq!(team.accounts(DAN), ["Bench", "Door", "GitHub"]);
    team.add(DAN, &uri("Cloud")).done();
    let second = team.home();
    second.write(
        "vault.countersign",
        team.people[BOB].read("vault.countersign"),
    );
    team.people.push(second);
    let second = team.people.len() - 1;
    assert_eq!(team.accounts(second), ["Bench", "Cloud", "Door", "GitHub"]);
    team.hears_of_a_device(ADA);
    team.run(ADA, &["team", "verify", "Ops"]).done();
    team.run(ADA, &["team", "recover", "Ops", "--new-branch"])
        .failed(6);
}

#[test]
fn a_removal_that_a_storage_lost_is_made_again_by_a_branch_without_the_member() {
    let mut team = Team::founded();
    team.invite("Bob", "editor");
    team.invite("Cara", "editor");
    team.add(BOB, URI).done();
    rolled_back(&team, || {
        team.run(ADA, &["team", "remove", "Ops", "Cara"]).done();
        team.add(ADA, &uri("Bank")).done();
    });
    team.run(ADA, &["team", "sync", "Ops"]).failed(4);
    let done = begins(&team, &["--without", "Cara"]);
    assert_eq!(
        (&done["written_again"], &done["left_out"]),
        (&1.into(), &1.into())
    );
    follows(&team, BOB);
    assert_eq!(team.accounts(BOB), ["Bank", "GitHub"]);
    assert_eq!(team.accounts(ADA), ["Bank", "GitHub"]);
    team.run(CARA, &["team", "sync", "Ops"]).failed(6);
    assert_eq!(team.accounts_shown(CARA), ["GitHub"]);
    let list = team.json(ADA, &["team", "rotate-list", "Ops"]).to_string();
    assert!(list.contains("GitHub"), "{list}");

    // It happens again.
    team.invite("Dan", "editor");
    rolled_back(&team, || team.add(DAN, &uri("Door")).done().clear());
    team.run(DAN, &["team", "sync", "Ops"]).failed(4);
    team.run(ADA, &["team", "sync", "Ops"]).done();
    let slot = last_slot(&team).to_string();
    begins(&team, &["--after", &slot]);
    for who in [BOB, DAN] {
        follows(&team, who);
    }
    for who in [ADA, BOB, DAN] {
        assert_eq!(team.accounts(who), ["Bank", "Door", "GitHub"]);
    }
}

#[test]
fn nobody_but_an_owner_begins_a_branch_and_only_where_something_is_wrong() {
    let mut team = Team::founded();
    team.invite("Bob", "editor");
    team.add(BOB, URI).done();
    let begin = ["team", "recover", "Ops", "--new-branch"];
    team.run(ADA, &begin).failed(6);
    team.run(ADA, &["team", "recover", "Ops", "--follow", "Ada"])
        .failed(5);
    rolled_back(&team, || team.add(BOB, &uri("Door")).done().clear());
    team.run(BOB, &["team", "sync", "Ops"]).failed(4);
    team.run(BOB, &begin).failed(6);
    assert!(!team.storage.path().join("log-1").exists());
    assert_eq!(team.accounts_shown(BOB), ["Door", "GitHub"]);

    // What lies where a branch would is none.
    let junk = team.storage.path().join("log-1/000000000");
    fs::create_dir_all(&junk).unwrap();
    for slot in 0..20 {
        fs::write(junk.join(format!("{slot:012}-0123456789abcdef")), "junk").unwrap();
    }
    team.run(ADA, &["team", "sync", "Ops"]).done();
    team.add(ADA, &uri("Bank")).done();
    team.run(ADA, &["team", "recover", "Ops", "--follow", "Ada"])
        .failed(5);
}

#[test]
fn an_owner_goes_on_behind_an_earlier_entry_without_whoever_changed_the_key_there() {
    let mut team = Team::founded();
    team.invite("Bob", "admin");
    team.invite("Cara", "editor");
    team.add(CARA, URI).done();
    let slot = last_slot(&team);
    team.invite("Dan", "viewer");
    team.run(BOB, &["team", "remove", "Ops", "Dan"]).done();
    team.add(BOB, &uri("Bank")).done();
    team.add(ADA, &uri("Cloud")).done();

    team.run(
        ADA,
        &["team", "recover", "Ops", "--new-branch", "--after", "9999"],
    )
    .failed(5);
    let after = slot.to_string();
    let done = begins(&team, &["--after", &after, "--without", "Bob"]);
    assert_eq!((&done["base"], &done["by"]), (&slot.into(), &"Ada".into()));
    // What Bob wrote is left out with him; what Ada wrote is not.
    assert_eq!(done["written_again"], 1);
    assert_eq!(team.accounts(ADA), ["Cloud", "GitHub"]);
    follows(&team, CARA);
    assert_eq!(team.accounts(CARA), ["Cloud", "GitHub"]);
    team.run(BOB, &["team", "sync", "Ops"]).failed(6);
}

#[test]
fn whoever_was_an_owner_once_stops_nobody_with_a_branch_from_then() {
    let mut team = Team::founded();
    team.invite("Bob", "owner");
    team.add(BOB, URI).done();
    assert_eq!(team.accounts(ADA), ["GitHub"]);
    let (branch, after) = (tempfile::tempdir().unwrap(), last_slot(&team).to_string());
    rolled_back(&team, || {
        let begin = ["team", "recover", "Ops", "--new-branch", "--after", &after];
        team.run(BOB, &begin).done();
        copy_folder(&team.storage.path().join("log-1"), branch.path());
    });
    let puts_it_there = || copy_folder(branch.path(), &team.storage.path().join("log-1"));
    rolled_back(&team, || {
        puts_it_there();
        team.run(ADA, &["team", "sync", "Ops"]).failed(4);
    });
    team.run(ADA, &["team", "remove", "Ops", "Bob"]).done();
    puts_it_there();
    team.run(ADA, &["team", "sync", "Ops"]).done();
    team.add(ADA, &uri("Bank")).done();
    assert_eq!(team.accounts(ADA), ["Bank", "GitHub"]);
    // Nor is whoever joins led into it.
    team.invite("Cara", "viewer");
    assert_eq!(team.accounts(CARA), ["Bank", "GitHub"]);
}

#[test]
fn an_owner_sheet_from_before_a_branch_lets_its_holder_into_the_branch() {
    let mut team = Team::founded();
    team.invite("Bob", "editor");
    team.add(BOB, URI).done();
    let sheet = team.people[ADA].path("sheet.txt");
    let sheet = sheet.to_str().unwrap().to_owned();
    team.run(ADA, &["team", "owner-sheet", "Ops", "--out", &sheet])
        .done();
    rolled_back(&team, || team.add(ADA, &uri("Bank")).done().clear());
    team.run(ADA, &["team", "sync", "Ops"]).failed(4);
    begins(&team, &[]);
    team.people.push(team.home());
    let recover = ["team", "recover", "--sheet", &sheet, "--as", "Cara"];
    team.run(CARA, &recover).done();
    assert_eq!(team.accounts(CARA), ["Bank", "GitHub"]);
}

fn last_slot(team: &Team) -> u64 {
    let log = team.json(ADA, &["team", "log", "Ops"]);
    log.as_array().unwrap().last().unwrap()["slot"]
        .as_u64()
        .unwrap()
}

#[test]
fn a_stolen_computer_that_was_revoked_stops_nobody_with_a_branch_in_its_owners_name() {
    let mut team = Team::founded();
    team.invite("Bob", "owner");
    team.people.push(team.second_computer());
    let stolen = CARA;
    team.add(ADA, URI).done();
    assert_eq!(team.accounts(stolen), ["GitHub"]);
    for who in [ADA, BOB] {
        team.hears_of_a_device(who);
    }
    let (branch, after) = (tempfile::tempdir().unwrap(), last_slot(&team).to_string());
    rolled_back(&team, || {
        let begin = ["team", "recover", "Ops", "--new-branch", "--after", &after];
        team.run(stolen, &begin).done();
        copy_folder(&team.storage.path().join("log-1"), branch.path());
    });
    let devices = team.json(ADA, &["team", "devices", "Ops"]);
    let mut devices = devices.as_array().unwrap().iter();
    let second = devices.find(|one| one["member"] == "Ada" && one["this"] == false);
    let second = second.unwrap()["device"].as_str().unwrap();
    team.run(BOB, &["team", "revoke", "Ops", second]).done();
    copy_folder(branch.path(), &team.storage.path().join("log-1"));
    for who in [ADA, BOB] {
        team.run(who, &["team", "sync", "Ops"]).done();
    }
    team.add(ADA, &uri("Bank")).done();
    assert_eq!(team.accounts(BOB), ["Bank", "GitHub"]);
}
