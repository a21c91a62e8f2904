//! The three ways of inviting somebody, each with the real program on both sides of one folder.

use std::fs;
use std::io::Write as _;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use serde_json::Value;

#[cfg(target_os = "linux")]
use crate::faketime;
use crate::program::{Home, Run, URI, redacted, run};
use crate::team::{ADA, BOB, CARA, CODE_AT_59, Team, words};

/// A computer of somebody new, with a contact card in the file `card`.
fn with_card(team: &mut Team, name: &str) -> usize {
    let home = team.home();
    home.unlocked(&["identity", "--as", name, "--out", "card"])
        .done();
    team.people.push(home);
    team.people.len() - 1
}

/// Invites by a card in Ada's folder.
fn invites(team: &Team, card: &str, role: &str) -> Run {
    let invite = [
        "--json", "team", "invite", "Ops", "--card", card, "--role", role,
    ];
    team.run(ADA, &invite)
}

/// Ada gets the card of somebody and invites them. Gives what is to be pasted.
fn invited(team: &Team, who: usize, role: &str) -> String {
    team.people[ADA].write("their.card", team.people[who].read("card"));
    let invited = invites(team, "their.card", role).json();
    invited["invitation"].as_str().unwrap().to_owned()
}

fn approves(team: &Team, name: &str, words: &str) -> Run {
    team.run(ADA, &["team", "approve", "Ops", name, "--words", words])
}

/// The joiner verifies the log and reads an account.
fn is_in(team: &Team, who: usize) {
    let id = team.json(who, &["team", "list"])[0]["id"].clone();
    team.run(who, &["team", "sync", id.as_str().unwrap()])
        .done();
    let code = team.run(who, &["code", "--in", "Ops", "GitHub", "--at", "59"]);
    assert_eq!(code.done(), CODE_AT_59);
}

/// Name, role, and how the keys were checked.
fn members(team: &Team) -> Vec<[String; 3]> {
    let members = team.json(ADA, &["team", "members", "Ops"]);
    let said = |member: &Value, field: &str| member[field].as_str().unwrap().to_owned();
    let members = members.as_array().unwrap().iter();
    members
        .map(|one| ["member", "role", "verified"].map(|field| said(one, field)))
        .collect()
}

/// A program that waits for another.
struct Waiting(Child);

impl Waiting {
    fn begin(home: &Home, args: &[&str]) -> Self {
        let mut command = home.command(&[&["--recovery-file", "kit"], args].concat());
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        Self(command.spawn().unwrap())
    }

    fn end(mut self, typed: &str) -> Run {
        let mut input = self.0.stdin.take().unwrap();
        input.write_all(typed.as_bytes()).unwrap();
        drop(input);
        let output = self.0.wait_with_output().unwrap();
        Run {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// Waits until one side of a call has shown this much.
fn shown(team: &Team, ending: &str) {
    for _ in 0..600 {
        let folders = fs::read_dir(team.storage.path().join("inbox")).into_iter();
        let folders = folders.flatten().map(|folder| folder.unwrap().path());
        let files = folders.flat_map(|folder| fs::read_dir(folder).unwrap());
        let mut names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
        if names.any(|name| name.ends_with(ending)) {
            return;
        }
        sleep(Duration::from_millis(100));
    }
    panic!("nobody showed {ending}");
}

#[test]
fn three_people_come_in_by_a_link_by_a_card_and_on_a_call() {
    let mut team = Team::founded();
    team.add(ADA, URI).done();
    team.invite("Bob", "editor");

    let cara = with_card(&mut team, "Cara");
    let invitation = invited(&team, cara, "editor");
    let twelve = team.joins(cara, &invitation, "Cara");
    assert_eq!(twelve.split(' ').count(), 12);
    approves(&team, "Cara", &twelve).done();
    is_in(&team, cara);

    let link = team.json(ADA, &["team", "invite", "Ops", "--link", "--role", "admin"]);
    let link = link["link"].as_str().unwrap().to_owned();
    let home = team.home();
    team.people.push(home);
    let dan = team.people.len() - 1;
    let join = ["--json", "team", "join", &link, "--as", "Dan", "--call"];
    let joiner = Waiting::begin(&team.people[dan], &join);
    shown(&team, "-call-1-hash");
    let approve = ["team", "approve", "Ops", "Dan", "--call"];
    let approver = Waiting::begin(&team.people[ADA], &approve);
    let four = words(&joiner.end("").json());
    assert_eq!(four.split(' ').count(), 4);
    let approved = approver.end(&format!("{four}\n"));
    assert!(
        !approved.stdout.contains(&four),
        "the joiner alone shows them"
    );
    approved.done();
    is_in(&team, dan);

    let by = |name: &str, role: &str, verified: &str| [name, role, verified].map(str::to_owned);
    assert_eq!(
        members(&team),
        [
            by("Ada", "owner", "live"),
            by("Dan", "admin", "live"),
            by("Bob", "editor", "six-words"),
            by("Cara", "editor", "twelve-words"),
        ]
    );
}

#[test]
fn a_card_that_is_none_or_was_changed_invites_nobody() {
    let mut team = Team::founded();
    let bob = with_card(&mut team, "Bob");
    let card = String::from_utf8(team.people[bob].read("card")).unwrap();
    let ada = &team.people[ADA];
    let middle = card.len() / 2;
    let mut changed = card.clone();
    let other = if &card[middle..=middle] == "A" {
        "B"
    } else {
        "A"
    };
    changed.replace_range(middle..=middle, other);
    let mut in_a_mail = card.clone();
    in_a_mail.insert_str(middle, "\r\n  ");
    for (file, text, code) in [
        ("cut", &card[..middle], 2),
        ("none", "hello", 2),
        ("changed", &changed, 6),
        ("large", &" ".repeat(10_000), 1),
    ] {
        ada.write(file, text);
        let said = invites(&team, file, "viewer").failed(code);
        assert!(said.contains("invited") || file == "large", "{said}");
    }
    invites(&team, "nowhere", "viewer").failed(1);
    let both = ["team", "invite", "Ops", "--link", "--card", "cut"];
    team.run(ADA, &both).failed(2);
    team.run(ADA, &["team", "invite", "Ops"]).failed(2);
    let log = team.json(ADA, &["team", "log", "Ops"]);
    assert_eq!(log.as_array().unwrap().len(), 1, "nobody was invited");
    ada.write("mail", in_a_mail);
    invites(&team, "mail", "viewer").json();
}

#[test]
fn an_invitation_for_a_card_is_of_use_to_its_owner_once_and_by_the_right_words() {
    let mut team = Team::founded();
    team.add(ADA, URI).done();
    let bob = with_card(&mut team, "Bob");
    let cara = with_card(&mut team, "Cara");
    let invitation = invited(&team, bob, "editor");
    let join = |who: usize, more: &[&str]| {
        let join = ["team", "join", &invitation, "--as", "Bob"];
        team.run(who, &[&join[..], more].concat())
    };
    let said = join(cara, &[]).failed(6);
    assert!(said.contains("another contact card"), "{said}");
    let without_card = team.home();
    let refused = without_card.unlocked(&["team", "join", &invitation, "--as", "Bob"]);
    assert!(refused.failed(6).contains("countersign identity"));
    team.run(ADA, &["team", "approve", "Ops", "Bob", "--unverified"])
        .failed(5);

    let twelve = team.joins(bob, &invitation, "Bob");
    join(bob, &["--call"]).failed(6);
    let call = team.run(ADA, &["team", "approve", "Ops", "Bob", "--call"]);
    assert!(call.failed(6).contains("twelve words"));
    let six: Vec<&str> = twelve.split(' ').take(6).collect();
    let said = approves(&team, "Bob", &six.join(" ")).failed(6);
    assert!(said.contains("not the twelve words"), "{said}");
    assert_eq!(members(&team).len(), 1);
    approves(&team, "Bob", &twelve).done();
    is_in(&team, bob);

    join(bob, &[]).failed(6);
    invites(&team, "their.card", "viewer").failed(6);
    // Whoever changed the invitation on its way gets nowhere, and nobody is asked.
    let pasted = invited(&team, cara, "viewer");
    let changed = pasted.replace(&pasted[40..44], "AAAA");
    team.run(cara, &["team", "join", &changed, "--as", "Cara"])
        .failed(2);
}

#[test]
fn a_call_with_wrong_words_lets_nobody_in_and_the_next_one_does() {
    let mut team = Team::founded();
    team.add(ADA, URI).done();
    let link = team.json(ADA, &["team", "invite", "Ops", "--link"]);
    let link = link["link"].as_str().unwrap().to_owned();
    let home = team.home();
    team.people.push(home);
    let approve = ["team", "approve", "Ops", "Bob", "--call"];
    team.run(ADA, &approve).failed(5);
    let join = ["--json", "team", "join", &link, "--as", "Bob", "--call"];
    let call = |number: u32, said: &dyn Fn(&str) -> String| {
        let joiner = Waiting::begin(&team.people[BOB], &join);
        shown(&team, &format!("-call-{number}-hash"));
        let approver = Waiting::begin(&team.people[ADA], &approve);
        let four = words(&joiner.end("").json());
        approver.end(&said(&four))
    };
    let said = call(1, &|_| "abandon ability able about\n".to_owned()).failed(6);
    assert!(said.contains("not the four words"), "{said}");
    call(2, &|_| String::new()).failed(2);
    assert_eq!(members(&team).len(), 1);
    call(3, &|four| format!(" {}\r\n", four.to_uppercase())).done();
    is_in(&team, BOB);
    team.run(ADA, &approve).failed(5);
}

#[cfg(target_os = "linux")]
#[test]
fn an_invitation_for_a_card_is_good_for_a_day() {
    if faketime::is_missing("an_invitation_for_a_card_is_good_for_a_day") {
        return;
    }
    let mut team = Team::founded();
    let bob = with_card(&mut team, "Bob");
    let invitation = invited(&team, bob, "editor");
    let twelve = team.joins(bob, &invitation, "Bob");
    let approve = ["team", "approve", "Ops", "Bob", "--words", &twelve];
    let mut late: Command = team.people[ADA].command(&["--recovery-file", "kit"]);
    late.env("LD_PRELOAD", faketime::library().unwrap())
        .env("FAKETIME", "+2d")
        .args(approve);
    assert!(run(&mut late, None).failed(6).contains("expired"));
    team.run(ADA, &approve).done();
}

#[test]
fn a_contact_card_is_shown_or_written_into_a_new_file_and_says_who_it_is_of() {
    let home = Home::with_vault();
    home.unlocked(&["identity"]).failed(2);
    let card = home.unlocked(&["--json", "identity", "--as", "Bob"]).json();
    let card = card["card"].as_str().unwrap();
    assert!(card.starts_with("countersign-card:1:"));
    let shown = home.unlocked(&["identity"]).done();
    assert!(shown.contains(card), "the same again: {shown}");
    home.unlocked(&["identity", "--out", "card"]).done();
    assert_eq!(home.read("card"), format!("{card}\n").into_bytes());
    home.unlocked(&["identity", "--as", "Eve", "--out", "card"])
        .failed(6);
    assert_eq!(home.read("card"), format!("{card}\n").into_bytes());
}

#[cfg(target_os = "linux")]
#[test]
fn a_contact_card_is_a_qr_code_on_a_terminal() {
    if crate::terminal::script_is_missing("a_contact_card_is_a_qr_code_on_a_terminal") {
        return;
    }
    let home = Home::with_vault();
    let mut shown = crate::terminal::command(&home, "--recovery-file kit identity --as Bob");
    let shown = run(&mut shown, Some(""));
    assert_eq!(shown.code, Some(0), "{shown:?}");
    let blocks = shown.stdout.matches('█').count();
    assert!(blocks > 1000 && shown.stdout.contains("countersign-card:1:"));
}

#[test]
fn every_key_that_ever_was_in_a_team_vault_is_listed_with_who_let_it_in_and_out() {
    let mut team = Team::founded();
    team.invite("Bob", "admin");
    let cara = with_card(&mut team, "Cara");
    let invitation = invited(&team, cara, "editor");
    let twelve = team.joins(cara, &invitation, "Cara");
    let approve = ["team", "approve", "Ops", "Cara", "--words", &twelve];
    team.run(BOB, &approve).done();
    assert_eq!(cara, CARA);
    team.people.push(team.second_computer());
    team.run(3, &["team", "sync", "Ops"]).done();
    team.hears_of_a_device(BOB);
    team.hears_of_a_device(ADA);
    team.run(BOB, &["team", "remove", "Ops", "Cara"]).done();
    let devices = team.json(ADA, &["team", "devices", "Ops"]);
    let mut devices = devices.as_array().unwrap().iter();
    let second = devices.find(|one| one["member"] == "Ada" && one["this"] == false);
    let second = second.unwrap()["device"].as_str().unwrap();
    team.run(ADA, &["team", "revoke", "Ops", second]).done();

    let keys = team.json(ADA, &["team", "keys", "Ops"]);
    let line = |key: &Value| {
        let said = |field: &str| key[field].as_str().unwrap_or("-").to_owned();
        let fields = ["member", "kind", "verified", "by", "ended_by"];
        fields.map(said).join(" ")
    };
    let lines: Vec<String> = keys.as_array().unwrap().iter().map(line).collect();
    assert_eq!(
        lines,
        [
            "Ada member live Ada -",
            "Ada device live Ada -",
            "Ada device member-key Ada Ada",
            "Bob member six-words Ada -",
            "Bob device six-words Ada -",
            "Cara member twelve-words Bob Bob",
            "Cara device twelve-words Bob Bob",
        ]
    );
    assert_eq!(keys[2]["key"], second);
    // What was kept of the log and the log itself say the same.
    team.run(ADA, &["team", "verify", "Ops"]).done();
    assert_eq!(team.json(ADA, &["team", "keys", "Ops"]), keys);
    insta::assert_snapshot!(
        "team_keys",
        redacted(&serde_json::to_string_pretty(&keys[6]).unwrap())
    );
    let text = team.run(ADA, &["team", "keys", "Ops"]).done();
    let names: Vec<&str> = text.lines().filter(|line| !line.starts_with(' ')).collect();
    assert_eq!(names, ["Ada", "Bob", "Cara"]);
    assert_eq!(text.lines().count(), 10);
    assert!(
        text.contains("ended ") && text.contains(" by Bob"),
        "{text}"
    );
}

#[test]
fn whoever_was_let_in_by_somebody_who_left_since_is_let_in_by_somebody_else() {
    let mut team = Team::founded();
    team.invite("Bob", "admin");
    team.add(BOB, URI).done();
    let link = team.json(
        ADA,
        &["team", "invite", "Ops", "--link", "--role", "editor"],
    );
    let home = team.home();
    team.people.push(home);
    let words = team.joins(CARA, link["link"].as_str().unwrap(), "Cara");
    let approve = ["team", "approve", "Ops", "Cara", "--words", &words];
    team.run(BOB, &approve).done();
    team.run(ADA, &["team", "remove", "Ops", "Bob"]).done();
    let id = team.json(CARA, &["team", "list"])[0]["name"].clone();
    let sync = ["team", "sync", id.as_str().unwrap()];
    team.run(CARA, &sync).failed(4);
    team.run(ADA, &approve).done();
    team.run(CARA, &sync).done();
    assert_eq!(team.accounts(CARA), ["GitHub"]);
}
