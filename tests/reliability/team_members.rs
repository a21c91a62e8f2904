//! Members of a team whose clocks are wrong, or whose disk is full.

use std::fs;

use serde_json::Value;

use crate::disk::{Disk, Kind};
use crate::faketime;
use crate::program::{Home, Run, SECRET, run};

const NOW: i64 = 1_793_707_200;
const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

/// A person with a vault of their own, the team's storage, and what their computer takes for the time.
struct Person<'a> {
    home: Home,
    storage: &'a str,
    time: Option<i64>,
}

impl<'a> Person<'a> {
    fn new(storage: &'a str, time: Option<i64>) -> Self {
        let home = Home::with_vault();
        Self {
            home,
            storage,
            time,
        }
    }

    fn run(&self, args: &[&str]) -> Run {
        let mut command = self.home.command(&["--recovery-file", "kit"]);
        if let Some(time) = self.time {
            command
                .env("LD_PRELOAD", faketime::library().unwrap())
                .env("FAKETIME", time.to_string())
                .env("FAKETIME_FMT", "%s");
        }
        run(command.args(args), None)
    }

    fn founds(&self, name: &str) {
        let create = ["team", "create", "Ops", "--storage", self.storage];
        self.run(&[&create[..], &["--as", name]].concat()).done();
    }

    fn link(&self) -> String {
        let invite = ["--json", "team", "invite", "Ops", "--link", "--role"];
        let invited = self.run(&[&invite[..], &["editor"]].concat()).json();
        invited["link"].as_str().unwrap().to_owned()
    }

    /// Asks to join. Gives the words.
    fn asks(&self, link: &str, name: &str) -> String {
        let join = ["--json", "team", "join", link, "--storage", self.storage];
        let joined = self.run(&[&join[..], &["--as", name]].concat()).json();
        let words = joined["words"].as_array().unwrap().iter();
        words
            .map(|word| word.as_str().unwrap())
            .collect::<Vec<_>>()
            .join(" ")
    }

    fn lets_in(&self, name: &str, words: &str) -> Run {
        self.run(&["team", "approve", "Ops", name, "--words", words])
    }

    /// The first sync of somebody who was let in, who does not know what the team is called.
    fn comes_in(&self) {
        let teams = self.run(&["team", "list", "--json"]).json();
        let name = teams[0]["name"].as_str().unwrap();
        self.run(&["team", "sync", name]).done();
    }

    fn adds(&self, issuer: &str) -> Run {
        let uri = format!("otpauth://totp/{issuer}:ops?secret={SECRET}&issuer={issuer}");
        self.run(&["add", "--in", "Ops", &uri])
    }

    fn accounts(&self) -> Vec<String> {
        let listed = self.run(&["list", "--in", "Ops", "--json"]);
        let list: Value = serde_json::from_str(&listed.stdout).unwrap();
        let issuer = |account: &Value| account["issuer"].as_str().unwrap().to_owned();
        list.as_array().unwrap().iter().map(issuer).collect()
    }
}

#[test]
fn members_whose_clocks_are_days_off_share_accounts_and_a_link_ends_by_the_clock_of_who_lets_in() {
    if faketime::is_missing(
        "members_whose_clocks_are_days_off_share_accounts_and_a_link_ends_by_the_clock_of_who_lets_in",
    ) {
        return;
    }
    let storage = tempfile::tempdir().unwrap();
    let place = storage.path().to_str().unwrap();
    let mut ada = Person::new(place, Some(NOW));
    ada.founds("Ada");
    for (name, off) in [("Bob", -2 * DAY), ("Cara", 3_652 * DAY)] {
        let other = Person::new(place, Some(NOW + off));
        let words = other.asks(&ada.link(), name);
        ada.lets_in(name, &words).done();
        other.comes_in();
        other.adds(name).done();
        ada.adds(&format!("For{name}")).done();
        assert_eq!(other.accounts(), ada.accounts());
    }
    assert_eq!(ada.accounts(), ["Bob", "Cara", "ForBob", "ForCara"]);

    let link = ada.link();
    let dan = Person::new(place, Some(NOW));
    let words = dan.asks(&link, "Dan");
    ada.time = Some(NOW + 25 * HOUR);
    ada.lets_in("Dan", &words).failed(6);
    let words = dan.asks(&ada.link(), "Dan");
    ada.lets_in("Dan", &words).done();
    dan.comes_in();
    assert_eq!(dan.accounts(), ada.accounts());
}

#[test]
fn a_newest_entry_that_is_gone_is_looked_for_again_after_a_quarter_of_an_hour() {
    if faketime::is_missing(
        "a_newest_entry_that_is_gone_is_looked_for_again_after_a_quarter_of_an_hour",
    ) {
        return;
    }
    let storage = tempfile::tempdir().unwrap();
    let mut ada = Person::new(storage.path().to_str().unwrap(), Some(NOW));
    ada.founds("Ada");
    ada.adds("GitHub").done();
    let log = storage.path().join("log/000000000");
    let entries = fs::read_dir(log)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    fs::remove_file(entries.max().unwrap()).unwrap();
    let list = ["list", "--in", "Ops"];
    ada.time = Some(NOW + 14 * 60);
    ada.run(&list).done();
    for time in [NOW + 16 * 60, NOW - DAY] {
        ada.time = Some(time);
        let listed = ada.run(&list);
        assert!(listed.stderr.contains("lost"), "{listed:?}");
        assert!(listed.stdout.contains("GitHub"), "{listed:?}");
    }
}

#[test]
fn a_sync_on_a_full_disk_says_so_shows_what_is_there_and_goes_on_when_there_is_room() {
    let test = "a_sync_on_a_full_disk_says_so_shows_what_is_there_and_goes_on_when_there_is_room";
    let storage = tempfile::tempdir().unwrap();
    let place = storage.path().to_str().unwrap();
    let (ada, bob) = (Person::new(place, None), Person::new(place, None));
    // Where the program keeps its copy of the log; the vault is on another disk.
    let state = bob.home.path(".local/state");
    fs::create_dir_all(&state).unwrap();
    let Some(disk) = Disk::mount_at(test, Kind::Tmpfs, state) else {
        return;
    };
    ada.founds("Ada");
    ada.adds("GitHub").done();
    let words = bob.asks(&ada.link(), "Bob");
    ada.lets_in("Bob", &words).done();
    bob.comes_in();
    ada.adds("Bank").done();
    let filler = disk.fill();
    let listed = bob.run(&["list", "--in", "Ops", "--json"]);
    assert_eq!(listed.code, Some(0), "{listed:?}");
    assert!(listed.stderr.contains("no room left"), "{listed:?}");
    assert_eq!(bob.accounts(), ["GitHub"]);
    bob.run(&["team", "sync", "Ops"]).failed(1);
    fs::remove_file(filler).unwrap();
    bob.run(&["team", "sync", "Ops"]).done();
    assert_eq!(bob.accounts(), ["Bank", "GitHub"]);
}
