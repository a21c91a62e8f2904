//! Team vaults whose storage is full or read-only, and clocks that are wrong.

use std::fs;
use std::process::Command;

use crate::disk::{Disk, Kind};
use crate::faketime;
use crate::program::{Home, Run, URI, run};

const OTHER_URI: &str = "otpauth://totp/Bank:ops?secret=JBSWY3DPEHPK3PXP&issuer=Bank";

fn create(home: &Home, storage: &str) -> Run {
    let create = ["team", "create", "Ops", "--storage", storage, "--as", "Ada"];
    home.unlocked(&create)
}

fn shared(home: &Home) -> String {
    let list = home.unlocked(&["list", "--in", "Ops", "--json"]);
    assert_eq!(list.code, Some(0), "{list:?}");
    list.stdout
}

/// What is added is kept by the program that said so, whatever the storage does, and is there for all afterwards.
fn assert_it_waits(home: &Home, reason: &str, give_room: impl FnOnce()) {
    let kept = home.unlocked(&["add", "--in", "Ops", OTHER_URI]);
    assert_eq!(kept.code, Some(0), "{kept:?}");
    assert!(kept.stdout.contains("kept here"), "{kept:?}");
    let said = home.unlocked(&["team", "sync", "Ops"]).failed(7);
    assert!(said.contains(reason), "{said}");
    assert!(shared(home).contains("GitHub") && shared(home).contains("Bank"));
    give_room();
    home.unlocked(&["team", "sync", "Ops"]).done();
    // Read from the storage by a computer that has nothing else.
    let second = Home::with_vault();
    second.write("vault.countersign", home.read("vault.countersign"));
    assert!(shared(&second).contains("GitHub") && shared(&second).contains("Bank"));
}

#[test]
fn what_is_added_while_a_teams_storage_is_full_or_read_only_waits_for_it() {
    let test = "what_is_added_while_a_teams_storage_is_full_or_read_only_waits_for_it";
    for reason in ["is full", "does not let"] {
        let Some(disk) = Disk::mount(test, Kind::Tmpfs) else {
            return;
        };
        let home = Home::with_vault();
        create(&home, disk.path().to_str().unwrap()).done();
        home.unlocked(&["add", "--in", "Ops", URI]).done();
        if reason == "is full" {
            let filler = disk.fill();
            assert_it_waits(&home, reason, || fs::remove_file(filler).unwrap());
        } else {
            disk.make_read_only();
            assert_it_waits(&home, reason, || disk.make_writable());
        }
    }
}

#[test]
fn a_full_storage_gets_no_team() {
    let Some(disk) = Disk::mount("a_full_storage_gets_no_team", Kind::Tmpfs) else {
        return;
    };
    let filler = disk.fill();
    let home = Home::with_vault();
    let storage = disk.path().to_str().unwrap().to_owned();
    assert!(create(&home, &storage).failed(7).contains("is full"));
    fs::remove_file(filler).unwrap();
    create(&home, &storage).done();
}

#[test]
fn coming_back_by_an_owner_sheet_goes_on_where_a_read_only_storage_ended_it() {
    let test = "coming_back_by_an_owner_sheet_goes_on_where_a_read_only_storage_ended_it";
    let Some(disk) = Disk::mount(test, Kind::Tmpfs) else {
        return;
    };
    let (ada, grace) = (Home::with_vault(), Home::with_vault());
    create(&ada, disk.path().to_str().unwrap()).done();
    ada.unlocked(&["add", "--in", "Ops", URI]).done();
    let sheet = ada.path("sheet.txt");
    let sheet = sheet.to_str().unwrap();
    ada.unlocked(&["team", "owner-sheet", "Ops", "--out", sheet])
        .done();
    let recover = ["team", "recover", "--sheet", sheet, "--as", "Grace"];
    disk.make_read_only();
    assert!(grace.unlocked(&recover).failed(7).contains("does not let"));
    let id = grace.unlocked(&["--json", "team", "list"]).json()[0]["id"].clone();
    let said = grace
        .unlocked(&["team", "sync", id.as_str().unwrap()])
        .failed(6);
    assert!(said.contains("team recover --sheet"), "{said}");
    disk.make_writable();
    grace.unlocked(&recover).done();
    assert!(shared(&grace).contains("GitHub"));
    let members = grace.unlocked(&["--json", "team", "members", "Ops"]).json();
    assert_eq!(members.as_array().unwrap().len(), 3, "{members}");
}

/// The command by a clock that is so many days ahead.
fn later(home: &Home, days: i64, args: &[&str]) -> Run {
    let mut command: Command = home.command(&["--recovery-file", "kit"]);
    command
        .env("LD_PRELOAD", faketime::library().unwrap())
        .env("FAKETIME", format!("{days:+}d"))
        .args(args);
    run(&mut command, None)
}

#[test]
fn a_link_is_good_for_a_day_by_the_clock_of_whoever_lets_in_and_of_nobody_else() {
    if faketime::is_missing("a_link_is_good_for_a_day_by_the_clock_of_whoever_lets_in") {
        return;
    }
    let storage = tempfile::tempdir().unwrap();
    let place = storage.path().to_str().unwrap();
    let (ada, bob) = (Home::with_vault(), Home::with_vault());
    create(&ada, place).done();
    let invited = ada
        .unlocked(&["--json", "team", "invite", "Ops", "--link"])
        .json();
    let link = invited["link"].as_str().unwrap();
    let join = [
        "--json",
        "team",
        "join",
        link,
        "--storage",
        place,
        "--as",
        "Bob",
    ];
    // Bob's clock is a year ahead.
    let joined = later(&bob, 365, &join).json();
    let words = joined["words"].as_array().unwrap().iter();
    let words: Vec<_> = words.map(|word| word.as_str().unwrap()).collect();
    let words = words.join(" ");
    let approve = ["team", "approve", "Ops", "Bob", "--words", &words];
    let refused = later(&ada, 2, &approve);
    assert!(refused.failed(6).contains("expired"));
    later(&ada, -1000, &approve).done();
    let id = bob.unlocked(&["--json", "team", "list"]).json()[0]["id"].clone();
    later(&bob, 365, &["team", "sync", id.as_str().unwrap()]).done();
    ada.unlocked(&["add", "--in", "Ops", URI]).done();
    assert!(shared(&bob).contains("GitHub"));
}
