//! Storage that loses, changes, mixes up or invents objects.

use std::fs;
use std::path::Path;

use data_encoding::BASE64URL_NOPAD;
use serde_json::json;

use crate::bucket::{KEY, know};
use crate::program::{Home, URI};
use crate::rclone::Rclone;
use crate::team::{ADA, BOB, CARA, CODE_AT_59, Team, uri, words};

fn write_over(path: &Path, bytes: &[u8]) {
    fs::remove_file(path).unwrap();
    fs::write(path, bytes).unwrap();
}

#[test]
fn a_storage_that_loses_or_changes_what_was_read_is_noticed_and_what_it_lost_can_be_put_back() {
    let team = Team::founded();
    team.add(ADA, URI).done();
    let last = team.log_files().pop().unwrap();
    let entry = fs::read(&last).unwrap();
    fs::remove_file(&last).unwrap();
    assert!(team.run(ADA, &["team", "sync", "Ops"]).code == Some(4));
    let added = team.add(ADA, &uri("Bank"));
    assert!(added.stderr.contains("lost"), "{added:?}");
    let code = team.run(ADA, &["code", "--in", "Ops", "GitHub", "--at", "59"]);
    assert_eq!(code.stdout, CODE_AT_59, "codes that are here keep working");
    team.run(ADA, &["team", "repair", "Ops"]).done();
    assert_eq!(fs::read(&last).unwrap(), entry);
    team.run(ADA, &["team", "sync", "Ops"]).done();

    let mut cut = entry.clone();
    cut.truncate(entry.len() / 2);
    write_over(&last, &cut);
    assert_eq!(team.run(ADA, &["team", "sync", "Ops"]).code, Some(4));
    team.run(ADA, &["team", "repair", "Ops"]).failed(4);
    write_over(&last, &entry);
    fs::remove_dir_all(team.storage.path().join("log")).unwrap();
    assert_eq!(
        team.run(ADA, &["team", "sync", "Ops"]).code,
        Some(4),
        "emptied"
    );
}

#[test]
fn junk_in_the_storage_and_in_the_next_slot_is_passed_over() {
    let mut team = Team::founded();
    team.invite("Bob", "editor");
    team.add(BOB, URI).done();
    let taken = team.log_files().pop().unwrap();
    // Nobody but Bob has read this slot; to Ada it looks as if somebody had been there before anybody wrote.
    write_over(&taken, &vec![7; 5 << 20]);
    let folder = taken.parent().unwrap();
    for number in 0..2_000 {
        let name = format!("{number:012}-{number:016x}");
        fs::write(folder.join(name), b"junk").unwrap();
    }
    fs::write(folder.join("no name of an object.txt"), b"junk").unwrap();
    team.add(ADA, &uri("Bank")).done();
    assert_eq!(team.accounts(ADA), ["Bank"]);
    // Bob's storage says another thing than he read.
    team.run(BOB, &["team", "sync", "Ops"]).failed(4);
    let code = team.run(BOB, &["code", "--in", "Ops", "GitHub", "--at", "59"]);
    assert_eq!(code.stdout, CODE_AT_59);
    // And whoever comes later finds a way through all of it.
    team.people.push(Home::with_vault());
    let invited = team.json(ADA, &["team", "invite", "Ops", "--link"]);
    let words = team.joins(2, invited["link"].as_str().unwrap(), "Cara");
    team.run(ADA, &["team", "approve", "Ops", "Cara", "--words", &words])
        .done();
    let id = team.json(2, &["team", "list"])[0]["name"].clone();
    team.run(2, &["team", "sync", id.as_str().unwrap()]).done();
    assert_eq!(team.accounts(2), ["Bank"]);
}

#[test]
fn an_older_entry_that_the_storage_lost_or_changed_is_found_by_verify() {
    let team = Team::founded();
    for account in [URI, &uri("Bank"), &uri("Cloud")] {
        team.add(ADA, account).done();
    }
    let older = team.log_files().remove(1);
    let entry = fs::read(&older).unwrap();
    let verify = ["team", "verify", "Ops"];
    team.run(ADA, &verify).done();
    fs::remove_file(&older).unwrap();
    team.run(ADA, &verify).failed(4);
    team.run(ADA, &["team", "repair", "Ops"]).done();
    team.run(ADA, &verify).done();
    assert_eq!(fs::read(&older).unwrap(), entry);
    write_over(&older, &entry[1..]);
    team.run(ADA, &verify).failed(4);
    assert_eq!(team.accounts(ADA), ["Bank", "Cloud", "GitHub"]);
}

#[test]
fn a_service_where_two_can_create_one_object_is_refused_and_no_team_vault_is_made_there() {
    let test =
        "a_service_where_two_can_create_one_object_is_refused_and_no_team_vault_is_made_there";
    let Some(service) = Rclone::start(test) else {
        return;
    };
    let mut ada = Home::with_vault();
    know(&mut ada, KEY);
    let create = ["team", "create", "Ops", "--as", "Ada"];
    let place = [
        "--storage",
        "s3://vault/ops",
        "--endpoint",
        &service.endpoint,
    ];
    let refused = ada.unlocked(&[&create[..], &place].concat());
    let said = refused.failed(7);
    assert!(
        said.contains("what two people write at the same moment"),
        "{said}"
    );
    assert_eq!(ada.unlocked(&["--json", "team", "list"]).json(), json!([]));
    let folder = service.folder.path().join("vault/ops");
    assert!(!folder.join("log").exists());
}

#[test]
fn entries_that_changed_their_places_are_noticed() {
    let team = Team::founded();
    team.add(ADA, URI).done();
    team.add(ADA, &uri("Bank")).done();
    let files = team.log_files();
    let [second, third] = [&files[1], &files[2]];
    let entries = [second, third].map(|file| fs::read(file).unwrap());
    write_over(second, &entries[1]);
    write_over(third, &entries[0]);
    team.run(ADA, &["team", "sync", "Ops"]).failed(4);
    let code = team.run(ADA, &["code", "--in", "Ops", "GitHub", "--at", "59"]);
    assert_eq!(code.stdout, CODE_AT_59);
}

#[test]
fn a_link_that_was_changed_anywhere_lets_nobody_in() {
    let mut team = Team::founded();
    let invited = team.json(ADA, &["team", "invite", "Ops", "--link"]);
    let link = invited["link"].as_str().unwrap().to_owned();
    let start = link.rfind(':').unwrap() + 1;
    // A letter of the vault's id, of the first entry's hash, of the inviter's key, of the invitation, of the token.
    for at in [3, 30, 70, 110, 130] {
        let at = start + at;
        let other = if link.as_bytes()[at] == b'A' {
            "B"
        } else {
            "A"
        };
        let mut changed = link.clone();
        changed.replace_range(at..=at, other);
        let joiner = Home::with_vault();
        let folder = team.folder();
        let join = [
            "team",
            "join",
            &changed,
            "--storage",
            &folder,
            "--as",
            "Bob",
        ];
        let asked = joiner.unlocked(&[&["--json"], &join[..]].concat()).json();
        let words = words(&asked);
        let refused = team.run(ADA, &["team", "approve", "Ops", "Bob", "--words", &words]);
        assert!(matches!(refused.code, Some(5 | 6)), "{at}: {refused:?}");
        assert_eq!(refused.stdout, "");
    }
    let members = team.json(ADA, &["team", "members", "Ops"]);
    assert_eq!(members.as_array().unwrap().len(), 1);
    team.people.push(Home::with_vault());
    let words = team.joins(BOB, &link, "Bob");
    team.run(ADA, &["team", "approve", "Ops", "Bob", "--words", &words])
        .done();
}

#[test]
fn a_link_that_leads_elsewhere_lets_nobody_in_even_where_the_storage_is_named() {
    let mut team = Team::founded();
    let invited = team.json(ADA, &["team", "invite", "Ops", "--link"]);
    let link = invited["link"].as_str().unwrap();
    let (scheme, encoded) = link.rsplit_once(':').unwrap();
    let mut bytes = BASE64URL_NOPAD.decode(encoded.as_bytes()).unwrap();
    let folder = team.folder();
    let other = tempfile::tempdir().unwrap();
    assert!(bytes.ends_with(folder.as_bytes()));
    *bytes.last_mut().unwrap() ^= 1;
    let changed = format!("{scheme}:{}", BASE64URL_NOPAD.encode(&bytes));
    team.people.push(Home::with_vault());
    team.run(BOB, &["team", "join", &changed, "--as", "Bob"])
        .failed(7);
    let join = ["--json", "team", "join", &changed, "--as", "Bob"];
    for place in [folder.as_str(), other.path().to_str().unwrap()] {
        let joined = team.run(BOB, &[&join[..], &["--storage", place]].concat());
        let words = words(&joined.json());
        let approve = ["team", "approve", "Ops", "Bob", "--words", &words];
        team.run(ADA, &approve).failed(5);
    }
    assert_eq!(team.json(ADA, &["team", "pending", "Ops"]), json!([]));
}

#[test]
fn an_object_of_five_mib_in_the_next_slot_stops_nobody_and_is_noticed_by_whoever_knew_better() {
    let mut team = Team::founded();
    team.invite("Bob", "editor");
    team.add(ADA, URI).done();
    let last = team.log_files().pop().unwrap();
    let entry = fs::read(&last).unwrap();
    write_over(&last, &vec![0x5a; 5 << 20]);
    team.add(BOB, &uri("Bank")).done();
    assert_eq!(team.accounts(BOB), ["Bank"]);
    write_over(&last, &entry);
    // Bob wrote after something else than what Ada has.
    let listed = team.run(ADA, &["list", "--in", "Ops"]);
    assert!(listed.stderr.contains("Bob"), "{listed:?}");
    let synced = team.run(ADA, &["team", "sync", "Ops"]).failed(4);
    assert!(
        synced.contains("does not show everybody the same"),
        "{synced}"
    );
    // Once it was told, the team goes on: Bob can be asked, or removed.
    team.run(ADA, &["team", "sync", "Ops"]).done();
    let code = team.run(ADA, &["code", "--in", "Ops", "GitHub", "--at", "59"]);
    assert_eq!(code.done(), CODE_AT_59);
    team.add(ADA, &uri("Cloud")).done();
    let synced = team.run(BOB, &["team", "sync", "Ops"]).failed(4);
    assert!(synced.contains("Ada"), "{synced}");
}

#[test]
fn thousands_of_objects_under_invented_names_keep_nobody_from_reading_writing_and_joining() {
    let mut team = Team::founded();
    team.invite("Bob", "editor");
    team.add(ADA, URI).done();
    let folder = team.storage.path().join("log/000000000");
    for slot in 0..5_000 {
        fs::write(folder.join(format!("{slot:09}-00000000000000ff")), b"junk").unwrap();
    }
    team.add(BOB, &uri("Bank")).done();
    // A new key, so that whoever joins has to find the way back to the older one.
    team.run(ADA, &["team", "remove", "Ops", "Bob"]).done();
    team.invite("Cara", "editor");
    assert_eq!(team.accounts(CARA), ["Bank", "GitHub"]);
}

#[test]
fn a_folder_that_somebody_filled_keeps_nobody_out_who_asks_in_another() {
    let mut team = Team::founded();
    team.asks("Bob", "editor");
    let inboxes = || fs::read_dir(team.storage.path().join("inbox")).unwrap();
    let filled = inboxes().next().unwrap().unwrap().path();
    for number in 0..1_001 {
        fs::write(filled.join(format!("{number:032x}")), b"junk").unwrap();
    }
    // A folder for what members ask, which is there for everybody.
    fs::create_dir(filled.with_file_name("0".repeat(32))).unwrap();
    for number in 0..1_001 {
        let file = filled
            .with_file_name("0".repeat(32))
            .join(format!("{number:032x}"));
        fs::write(file, b"junk").unwrap();
    }
    let told = team
        .run(ADA, &["--json", "team", "pending", "Ops"])
        .failed(7);
    assert!(told.contains("team-inbox-full"), "{told}");
    team.invite("Cara", "editor");
    team.add(ADA, URI).done();
    assert_eq!(team.accounts(CARA), ["GitHub"]);
}

#[test]
fn what_lies_in_the_inbox_without_a_link_asks_for_nothing_and_a_false_welcome_lets_nobody_in() {
    let mut team = Team::founded();
    let words = team.asks("Bob", "editor");
    let inbox = fs::read_dir(team.storage.path().join("inbox")).unwrap();
    let inbox = inbox.map(|entry| entry.unwrap().path()).next().unwrap();
    let request = fs::read_dir(&inbox)
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    let name = request.file_name().unwrap().to_str().unwrap().to_owned();
    // Somebody else's request with a byte changed, junk, and a megabyte of it.
    let mut changed = fs::read(&request).unwrap();
    *changed.last_mut().unwrap() ^= 1;
    for (letter, bytes) in [
        ('a', changed),
        ('b', b"junk".to_vec()),
        ('c', vec![7; 1 << 20]),
    ] {
        let other: String = name.chars().map(|_| letter).collect();
        fs::write(inbox.join(other), bytes).unwrap();
    }
    fs::write(inbox.join(format!("{name}-welcome")), vec![9; 900]).unwrap();
    let pending = team.json(ADA, &["team", "pending", "Ops"]);
    assert_eq!(pending.as_array().unwrap().len(), 1);
    let id = team.json(BOB, &["team", "list"])[0]["name"].clone();
    let sync = ["team", "sync", id.as_str().unwrap()];
    team.run(BOB, &sync).failed(4);
    // Its place is taken, and the answer stands beside it.
    team.run(ADA, &["team", "approve", "Ops", "Bob", "--words", &words])
        .done();
    team.run(BOB, &sync).done();
}

#[test]
fn a_newest_entry_that_is_gone_is_noticed_when_asked_and_before_anything_is_written() {
    let team = Team::founded();
    team.add(ADA, URI).done();
    let last = team.log_files().pop().unwrap();
    fs::remove_file(&last).unwrap();
    // One look at the storage: it says that nothing is new.
    assert_eq!(team.accounts(ADA), ["GitHub"]);
    let kept = team.add(ADA, &uri("Bank"));
    assert_eq!(kept.code, Some(4), "{kept:?}");
    team.run(ADA, &["team", "sync", "Ops"]).failed(4);
}

#[test]
fn a_storage_that_lacks_the_newest_entry_takes_the_place_of_none_and_lets_no_account_leave_its_owner()
 {
    let team = Team::founded();
    team.people[ADA].add(URI);
    let to_team = ["move", "GitHub", "--to", "Ops"];
    team.run(ADA, &to_team).done();
    team.run(ADA, &["trash", "restore", "GitHub"]).done();
    let files = team.log_files();
    let newest = files.last().unwrap();

    // A copy of the folder from before the account came.
    let older = tempfile::tempdir().unwrap();
    let log = older.path().join("log/000000000");
    fs::create_dir_all(&log).unwrap();
    for file in files.iter().filter(|file| *file != newest) {
        fs::copy(file, log.join(file.file_name().unwrap())).unwrap();
    }
    let storage = ["team", "storage", "Ops", "--storage"];
    let place = older.path().to_str().unwrap();
    team.run(ADA, &[&storage[..], &[place]].concat()).failed(4);
    assert_eq!(team.accounts(ADA), ["GitHub"], "the storage is what it was");

    let entry = fs::read(newest).unwrap();
    fs::remove_file(newest).unwrap();
    let moved = team.run(ADA, &to_team);
    assert_eq!((moved.code, moved.stdout.as_str()), (Some(4), ""));
    assert_eq!(team.people[ADA].issuers(), ["GitHub"]);
    fs::write(newest, entry).unwrap();
    team.run(ADA, &to_team).done();
    assert_eq!(team.people[ADA].issuers(), Vec::<String>::new());
}

#[test]
fn a_folder_where_the_next_entry_belongs_is_told_with_its_slot_and_nothing_is_lost_until_it_is_gone()
 {
    let mut team = Team::founded();
    team.invite("Bob", "editor");
    team.add(BOB, URI).done();
    let taken = team.log_files().pop().unwrap();
    let entry = fs::read(&taken).unwrap();
    fs::remove_file(&taken).unwrap();
    fs::create_dir(&taken).unwrap();
    let slot = team.log_files().len() - 1;
    let told = team.run(ADA, &["team", "sync", "Ops"]).failed(4);
    assert!(told.contains(&format!("slot {slot}")), "{told}");
    let added = team.add(ADA, &uri("Bank"));
    assert!(added.stderr.contains("something else"), "{added:?}");
    assert_eq!(added.code, Some(0), "{added:?}");
    let listed = team.run(ADA, &["list", "--in", "Ops", "--json"]);
    assert!(
        listed.stdout.contains("Bank") && !listed.stdout.contains("GitHub"),
        "{listed:?}"
    );
    fs::remove_dir(&taken).unwrap();
    fs::write(&taken, entry).unwrap();
    team.run(ADA, &["team", "sync", "Ops"]).done();
    team.run(ADA, &["team", "verify", "Ops"]).done();
    assert_eq!(team.accounts(BOB), ["Bank", "GitHub"]);
}
