//! An older copy of a member's vault, from before the team's key was changed.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use crate::program::URI;
use crate::team::{ADA, BOB, CARA, Team, uri, words};

/// A computer that has Bob's vault as it was before the team's key was changed.
const BACKUP: usize = 3;

/// Ada, Bob and Cara share an account; Cara is removed, and Bob's older copy comes back on a new computer.
fn team_with_an_older_copy() -> Team {
    let mut team = Team::founded();
    team.invite("Bob", "editor");
    team.invite("Cara", "editor");
    team.add(BOB, URI).done();
    let backup = team.people[BOB].read("vault.countersign");
    team.run(ADA, &["team", "remove", "Ops", "Cara"]).done();
    team.add(ADA, &uri("Bank")).done();
    assert_eq!(team.accounts(BOB), ["Bank", "GitHub"]);
    let home = team.home();
    home.write("vault.countersign", backup);
    team.people.push(home);
    team
}

fn assert_it_is_behind(team: &Team) {
    let said = team.run(BACKUP, &["team", "sync", "Ops"]).failed(6);
    assert!(said.contains("team recover"), "{said}");
    let listed = team.run(BACKUP, &["list", "--in", "Ops", "--json"]);
    assert_eq!(listed.code, Some(0));
    assert!(listed.stdout.contains("GitHub") && !listed.stdout.contains("Bank"));
}

fn asks_for_the_key(team: &Team) -> String {
    words(&team.json(BACKUP, &["team", "recover", "Ops"]))
}

fn answers(team: &Team) -> Vec<PathBuf> {
    let inbox = team.storage.path().join("inbox").join("0".repeat(32));
    let files = fs::read_dir(inbox).unwrap();
    let files = files.map(|file| file.unwrap().path());
    let is_answer = |path: &PathBuf| path.to_string_lossy().ends_with("-welcome");
    files.filter(is_answer).collect()
}

fn assert_it_is_back(team: &Team) {
    team.run(BACKUP, &["team", "sync", "Ops"]).done();
    assert_eq!(team.accounts(BACKUP), ["Bank", "GitHub"]);
    team.add(BACKUP, &uri("Cloud")).done();
    assert_eq!(team.accounts(ADA), ["Bank", "Cloud", "GitHub"]);
    team.run(BACKUP, &["team", "recover", "Ops"]).failed(6);
}

#[test]
fn an_older_copy_of_a_vault_gets_the_key_from_an_owner_who_typed_its_words_and_goes_on() {
    let mut team = team_with_an_older_copy();
    assert_it_is_behind(&team);
    let kept = team.run(BACKUP, &["add", "--in", "Ops", &uri("Cloud")]);
    assert_eq!((kept.code, kept.stdout.as_str()), (Some(6), ""));
    let words = asks_for_the_key(&team);
    assert_eq!(words, asks_for_the_key(&team));
    assert_it_is_behind(&team);
    let asked = team
        .run(BACKUP, &["--json", "team", "recover", "Ops"])
        .done();
    let shape: String = asked.split_whitespace().collect();
    let listed = words.replace(' ', "\",\"");
    assert_eq!(
        shape.replace(&listed, "six words"),
        "{\"words\":[\"six words\"]}"
    );

    let pending = team.json(ADA, &["team", "pending", "Ops"]);
    assert_eq!(pending.as_array().unwrap().len(), 1);
    assert_eq!(
        (
            &pending[0]["member"],
            &pending[0]["since"],
            &pending[0]["link_role"]
        ),
        (&"Bob".into(), &Value::Null, &"editor".into())
    );
    let approve = ["team", "approve", "Ops", "Bob"];
    let with = |more: &[&str]| team.run(ADA, &[&approve[..], more].concat());
    with(&["--unverified"]).failed(6);
    with(&["--words", "abandon abandon abandon abandon abandon about"]).failed(6);
    with(&[]).failed(6);
    assert_eq!(answers(&team), Vec::<PathBuf>::new());
    with(&["--words", &words]).done();
    assert_it_is_back(&team);
    // The next key it gets as every device does.
    team.invite("Dan", "viewer");
    team.run(ADA, &["team", "remove", "Ops", "Dan"]).done();
    team.add(ADA, &uri("Door")).done();
    assert_eq!(team.accounts(BACKUP), ["Bank", "Cloud", "Door", "GitHub"]);
    let members = team.json(ADA, &["team", "members", "Ops"]);
    assert_eq!(members[1]["devices"], 2);
}

#[test]
fn another_device_of_the_same_person_gives_an_older_copy_the_key_and_another_member_cannot() {
    let team = team_with_an_older_copy();
    let words = asks_for_the_key(&team);
    let approve = ["team", "approve", "Ops", "Bob", "--words", &words];
    team.run(CARA, &approve).failed(6);
    team.run(BOB, &approve).done();
    assert_it_is_back(&team);
}

#[test]
fn whoever_was_removed_gets_no_key_with_an_older_copy_of_the_vault() {
    let team = team_with_an_older_copy();
    let words = asks_for_the_key(&team);
    team.run(ADA, &["team", "remove", "Ops", "Bob"]).done();
    assert!(
        team.json(ADA, &["team", "pending", "Ops"])
            .as_array()
            .unwrap()
            .is_empty()
    );
    team.run(ADA, &["team", "approve", "Ops", "Bob", "--words", &words])
        .failed(6);
    assert_eq!(answers(&team), Vec::<PathBuf>::new());
    assert_it_is_behind(&team);
}

#[test]
fn a_false_answer_to_an_older_copy_is_refused_and_its_codes_keep_working() {
    let team = team_with_an_older_copy();
    let words = asks_for_the_key(&team);
    team.run(ADA, &["team", "approve", "Ops", "Bob", "--words", &words])
        .done();
    let answer = answers(&team).pop().unwrap();
    let true_one = fs::read(&answer).unwrap();
    for at in [0, true_one.len() / 2, true_one.len() - 1] {
        let mut changed = true_one.clone();
        changed[at] ^= 1;
        fs::remove_file(&answer).unwrap();
        fs::write(&answer, changed).unwrap();
        team.run(BACKUP, &["team", "sync", "Ops"]).failed(4);
        let listed = team.run(BACKUP, &["list", "--in", "Ops", "--json"]);
        assert!(listed.stdout.contains("GitHub"), "{listed:?}");
    }
    fs::remove_file(&answer).unwrap();
    assert_it_is_behind(&team);
    // It was lost: the same request is answered once more.
    team.run(ADA, &["team", "approve", "Ops", "Bob", "--words", &words])
        .done();
    assert_it_is_back(&team);
}

/// Bob asks to come back by a new link, and is let in.
fn comes_back(team: &Team) {
    let link = new_link(team);
    let words = team.joins(BOB, &link, "Bob");
    assert_eq!(words, team.joins(BOB, &link, "Bob"), "the same request");
    // Until then what was read before is here, and nothing else.
    team.run(BOB, &["team", "sync", "Ops"]).failed(6);
    assert!(team.accounts_shown(BOB).contains(&"GitHub".to_owned()));
    team.run(ADA, &["team", "approve", "Ops", "Bob", "--words", &words])
        .done();
    team.run(BOB, &["team", "sync", "Ops"]).done();
}

fn new_link(team: &Team) -> String {
    let invited = team.json(
        ADA,
        &["team", "invite", "Ops", "--link", "--role", "editor"],
    );
    invited["link"].as_str().unwrap().to_owned()
}

#[test]
fn whoever_was_removed_comes_back_by_a_new_invitation_with_another_key_and_nothing_that_waited_is_lost()
 {
    let mut team = Team::founded();
    team.invite("Bob", "editor");
    team.add(BOB, URI).done();
    let refused = team.run(BOB, &["team", "join", &new_link(&team), "--as", "Bob"]);
    refused.failed(6);
    let kept = team.out_of_reach(|| team.add(BOB, &uri("Door")));
    assert_eq!(kept.code, Some(0), "{kept:?}");
    team.run(ADA, &["team", "remove", "Ops", "Bob"]).done();
    team.add(ADA, &uri("Bank")).done();
    let said = team.run(BOB, &["team", "sync", "Ops"]).failed(6);
    assert!(said.contains("invite you again"), "{said}");

    comes_back(&team);
    assert_eq!(team.accounts(BOB), ["Bank", "Door", "GitHub"]);
    assert_eq!(team.accounts(ADA), ["Bank", "Door", "GitHub"]);
    let keys = team.json(ADA, &["team", "keys", "Ops"]);
    let bobs: BTreeSet<&str> = keys
        .as_array()
        .unwrap()
        .iter()
        .filter(|key| key["member"] == "Bob" && key["kind"] == "member")
        .map(|key| key["key"].as_str().unwrap())
        .collect();
    assert_eq!(bobs.len(), 2, "{keys}");
}

#[test]
fn whoever_was_removed_again_and_again_comes_back_again_and_again() {
    let mut team = Team::founded();
    team.invite("Bob", "editor");
    team.add(BOB, URI).done();
    for _ in 0..3 {
        team.run(ADA, &["team", "remove", "Ops", "Bob"]).done();
        team.run(BOB, &["team", "sync", "Ops"]).failed(6);
        comes_back(&team);
        team.run(BOB, &["code", "--in", "Ops", "GitHub"]).done();
    }
    let members = team.json(ADA, &["team", "members", "Ops"]);
    assert_eq!(members.as_array().unwrap().len(), 2, "{members}");
}
