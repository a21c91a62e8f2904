//! Who takes care of what, who was verified, which devices came in by themselves, and links that are taken back.

use serde_json::{Value, json};

use crate::program::URI;
use crate::team::{ADA, BOB, CARA, DAN, OTHER_SECRET, Team, uri};

/// What the rotate-these list says of an account, or of the storage's key where that is no account.
fn line(team: &Team, who: usize, account: &str) -> Value {
    let lines = team.json(who, &["team", "rotate-list", "Ops"]);
    let mut lines = lines.as_array().unwrap().iter();
    lines
        .find(|line| line["account"] == account)
        .unwrap()
        .clone()
}

#[test]
fn the_line_of_an_account_that_was_deleted_or_taken_home_is_closed_without_a_new_secret() {
    let mut team = Team::founded();
    team.invite("Bob", "editor");
    for account in [URI, &uri("Bank"), &uri("Cloud")] {
        team.add(ADA, account).done();
    }
    team.run(ADA, &["team", "remove", "Ops", "Bob"]).done();
    let is_closed = |name: &str| team.run(ADA, &["team", "rotate-done", "Ops", name]);
    is_closed("GitHub").failed(6);
    team.run(ADA, &["remove", "--in", "Ops", "GitHub"]).done();
    team.run(ADA, &["move", "Bank", "--in", "Ops", "--to", "personal"])
        .done();
    is_closed("GitHub").done();
    is_closed("Bank").done();
    for (account, is_done) in [
        ("GitHub:alice", true),
        ("Bank:ops", true),
        ("Cloud:ops", false),
        ("", false),
    ] {
        assert_eq!(line(&team, ADA, account)["done"], is_done, "{account}");
    }
    is_closed("GitHub").failed(5);
    is_closed("Cloud").failed(6);
    is_closed("Door").failed(5);
}

#[test]
fn whoever_takes_a_line_is_shown_to_all_as_its_owner_until_somebody_else_takes_it() {
    let mut team = Team::founded();
    for (name, role) in [("Bob", "editor"), ("Cara", "viewer"), ("Dan", "editor")] {
        team.invite(name, role);
    }
    team.add(ADA, URI).done();
    team.run(ADA, &["team", "remove", "Ops", "Dan"]).done();
    assert_eq!(line(&team, ADA, "GitHub:alice")["owner"], Value::Null);
    let takes = |who: usize, name: &str| team.run(who, &["team", "rotate-take", "Ops", name]);
    takes(CARA, "GitHub").failed(6);
    takes(BOB, "Bank").failed(5);
    takes(BOB, "GitHub").done();
    takes(BOB, "storage").done();
    for who in [ADA, BOB, CARA] {
        assert_eq!(line(&team, who, "GitHub:alice")["owner"], "Bob");
    }
    let text = team.run(CARA, &["team", "rotate-list", "Ops"]).done();
    assert_eq!(text.matches("taken by Bob").count(), 2, "{text}");
    takes(ADA, "GitHub").done();
    assert_eq!(line(&team, BOB, "GitHub:alice")["owner"], "Ada");
    assert_eq!(line(&team, BOB, "")["owner"], "Bob");

    // The log tells taking from replacing, from what was kept of it too.
    let edit = ["edit", "--in", "Ops", "GitHub", "--secret", "-"];
    team.people[BOB].typed(&edit, OTHER_SECRET).done();
    team.run(BOB, &["team", "rotate-done", "Ops", "GitHub"])
        .done();
    let log = team.json(ADA, &["team", "log", "Ops"]);
    let log = log.as_array().unwrap().iter();
    let of_lines = log.filter(|one| one["op"].as_str().unwrap().contains("secret"));
    let said = |one: &Value| format!("{} {}", one["member"].as_str().unwrap(), one["op"]);
    assert_eq!(
        of_lines.map(said).collect::<Vec<_>>(),
        [
            r#"Bob "take-secret""#,
            r#"Bob "take-secret""#,
            r#"Ada "take-secret""#,
            r#"Bob "secret-replaced""#,
        ]
    );
    let done = line(&team, ADA, "GitHub:alice");
    assert_eq!(
        (&done["owner"], &done["done"]),
        (&json!("Ada"), &json!(true))
    );
    takes(BOB, "GitHub").failed(5);
}

#[test]
fn whoever_was_let_in_unverified_gets_another_role_once_somebody_typed_the_right_words() {
    let mut team = Team::founded();
    let words = team.asks("Bob", "editor");
    team.run(ADA, &["team", "approve", "Ops", "Bob", "--unverified"])
        .done();
    let id = team.json(BOB, &["team", "list"])[0]["name"].clone();
    team.run(BOB, &["team", "sync", id.as_str().unwrap()])
        .done();
    let bob = || {
        let members = team.json(ADA, &["team", "members", "Ops"]);
        let bob = &members[1];
        [&bob["role"], &bob["verified"]].map(|said| said.as_str().unwrap().to_owned())
    };
    let makes_editor = || team.run(ADA, &["team", "role", "Ops", "Bob", "editor"]);
    let typed = |words: &str| team.run(ADA, &["team", "approve", "Ops", "Bob", "--words", words]);
    makes_editor().failed(6);
    let mut wrong: Vec<&str> = words.split(' ').collect();
    wrong.reverse();
    typed(&wrong.join(" ")).failed(6);
    makes_editor().failed(6);
    assert_eq!(bob(), ["viewer", "no"]);
    typed(&words).done();
    assert_eq!(bob(), ["viewer", "six-words"]);
    makes_editor().done();
    assert_eq!(bob(), ["editor", "six-words"]);
    team.add(BOB, URI).done();

    // Once is enough: typed again they change nothing.
    let slots = team.log_files().len();
    typed(&words).done();
    assert_eq!(team.log_files().len(), slots);
    assert_eq!(bob(), ["editor", "six-words"]);
}

#[test]
fn the_words_of_somebody_else_who_asked_by_the_same_link_verify_nobody_who_is_in() {
    let mut team = Team::founded();
    let invited = team.json(ADA, &["team", "invite", "Ops", "--link"]);
    let link = invited["link"].as_str().unwrap().to_owned();
    team.people.extend([team.home(), team.home()]);
    team.joins(BOB, &link, "Cara");
    team.run(ADA, &["team", "approve", "Ops", "Cara", "--unverified"])
        .done();
    // Who was meant asks by the link that somebody else came in by, under the same name.
    let words = team.joins(CARA, &link, "Cara");
    team.run(ADA, &["team", "approve", "Ops", "Cara", "--words", &words])
        .failed(6);
    let members = team.json(ADA, &["team", "members", "Ops"]);
    assert_eq!(members[1]["verified"], "no");
    team.run(ADA, &["team", "role", "Ops", "Cara", "editor"])
        .failed(6);
}

#[test]
fn a_device_that_lets_itself_in_is_told_once_to_everybody_but_itself() {
    let mut team = Team::founded();
    team.invite("Bob", "editor");
    team.add(BOB, URI).done();
    let second = team.people.len();
    team.people.push(team.second_computer());
    assert_eq!(team.accounts(second), ["GitHub"]);
    team.run(second, &["team", "sync", "Ops"]).done();
    for who in [ADA, BOB] {
        // Each command says so, and does what it is asked for.
        let listed = team.run(who, &["list", "--in", "Ops"]);
        assert_eq!(listed.code, Some(0), "{listed:?}");
        assert!(listed.stderr.contains("Ada has a new device"), "{listed:?}");
        let told = team.run(who, &["team", "sync", "Ops"]).failed(6);
        assert!(told.contains("team devices"), "{told}");
        team.run(who, &["team", "sync", "Ops"]).done();
        team.add(who, &uri("Bank")).done();
    }
    // Who comes in later knows it from the list of devices.
    team.invite("Cara", "viewer");
    team.run(second, &["team", "sync", "Ops"]).done();
}

#[test]
fn a_link_that_is_taken_back_lets_nobody_in_and_keeps_no_other_from_coming() {
    let mut team = Team::founded();
    team.invite("Bob", "editor");
    let link = |role: &str| {
        let invited = team.json(ADA, &["team", "invite", "Ops", "--link", "--role", role]);
        invited["link"].as_str().unwrap().to_owned()
    };
    let (taken_back, good) = (link("admin"), link("viewer"));
    team.people.extend([team.home(), team.home()]);
    let caras = team.joins(CARA, &taken_back, "Cara");
    let cancel =
        |who: usize, link: &str| team.run(who, &["team", "invite", "Ops", "--cancel", link]);
    cancel(BOB, &taken_back).failed(6);
    cancel(ADA, &taken_back[..taken_back.len() - 2]).failed(2);
    let other = tempfile::tempdir().unwrap();
    let place = other.path().to_str().unwrap();
    team.run(
        ADA,
        &["team", "create", "Two", "--storage", place, "--as", "Ada"],
    )
    .done();
    team.run(ADA, &["team", "invite", "Two", "--cancel", &taken_back])
        .failed(5);
    let answer = team.json(ADA, &["team", "invite", "Ops", "--cancel", &taken_back]);
    assert_eq!(answer, json!({"team": "Ops", "written": true}));
    cancel(ADA, &taken_back).failed(6);

    assert_eq!(team.json(ADA, &["team", "pending", "Ops"]), json!([]));
    let approve = |name: &str, words: &str| {
        let args = ["team", "approve", "Ops", name, "--words", words];
        team.run(ADA, &args)
    };
    let refused = approve("Cara", &caras).failed(6);
    assert!(refused.contains("taken back"), "{refused}");
    team.run(ADA, &["team", "approve", "Ops", "Cara", "--unverified"])
        .failed(6);
    // Whoever asks by it only now is not let in either.
    let late = team.joins(DAN, &taken_back, "Dan");
    approve("Dan", &late).failed(6);
    let dans = team.joins(DAN, &good, "Dan");
    approve("Dan", &dans).done();
    cancel(ADA, &good).failed(6);
    assert_eq!(
        team.json(ADA, &["team", "members", "Ops"])[2]["member"],
        "Dan"
    );
}
