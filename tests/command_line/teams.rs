//! What people do with team vaults.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use crate::bucket::{self, Bucket};
use crate::program::{Home, SECRET, URI, redacted};
use crate::team::{ADA, BOB, CARA, CODE_AT_59, DAN, EVE, OTHER_SECRET, Team, uri, words};

#[test]
fn five_people_share_accounts_and_one_is_removed_in_the_middle_of_edits_made_offline() {
    play_five(&Team::of_five());
}

#[test]
fn five_people_do_the_same_over_a_service_that_speaks_s3() {
    let Some(bucket) = Bucket::start("five_people_do_the_same_over_a_service_that_speaks_s3")
    else {
        return;
    };
    play_five(&Team::founded_on(Some(bucket)).with_four_more());
}

fn play_five(team: &Team) {
    team.add(CARA, URI).done();
    for who in [ADA, BOB, CARA, DAN, EVE] {
        let code = team.run(who, &["code", "--in", "Ops", "GitHub", "--at", "59"]);
        assert_eq!(code.done(), CODE_AT_59);
    }
    team.add(EVE, &uri("Bank")).failed(6);
    team.run(DAN, &["team", "remove", "Ops", "Eve"]).failed(6);

    // Cara and Dan work without the storage; then Bob removes Dan.
    team.out_of_reach(|| {
        let kept = team.add(CARA, &uri("Cloud"));
        assert_eq!(kept.code, Some(0), "{kept:?}");
        assert!(kept.stderr.contains("storage"), "{kept:?}");
        assert_eq!(team.add(DAN, &uri("Door")).code, Some(0));
        let seen = team.run(CARA, &["list", "--in", "Ops", "--json"]);
        assert!(seen.stdout.contains("Cloud") && seen.stdout.contains("GitHub"));
    });
    team.run(BOB, &["team", "remove", "Ops", "Dan"]).done();
    team.run(CARA, &["team", "sync", "Ops"]).done();
    team.run(DAN, &["team", "sync", "Ops"]).failed(6);
    for who in [ADA, BOB, CARA, EVE] {
        assert_eq!(team.accounts(who), ["Cloud", "GitHub"]);
    }
    // What Dan had stays his, with what he added; nothing of it went to the team.
    let dans = team.run(DAN, &["list", "--in", "Ops", "--json"]);
    assert!(
        dans.stdout.contains("GitHub") && dans.stdout.contains("Door"),
        "{dans:?}"
    );
    assert!(!dans.stdout.contains("Cloud"));

    let lines = team.json(ADA, &["team", "rotate-list", "Ops"]);
    assert_eq!(
        lines[0]["item"],
        Value::Null,
        "the storage's key comes first"
    );
    assert_eq!(lines[1]["account"], "GitHub:alice");
    assert_eq!(lines.as_array().unwrap().len(), 2, "Dan never saw Cloud");
    team.run(CARA, &["team", "rotate-done", "Ops", "GitHub"])
        .failed(6);
    let edit = ["edit", "--in", "Ops", "GitHub", "--secret", "-"];
    team.people[CARA].typed(&edit, OTHER_SECRET).done();
    team.run(CARA, &["team", "rotate-done", "Ops", "GitHub"])
        .done();
    team.run(ADA, &["team", "rotate-done", "Ops", "storage"])
        .done();
    let lines = team.json(BOB, &["team", "rotate-list", "Ops"]);
    assert!(
        lines
            .as_array()
            .unwrap()
            .iter()
            .all(|line| line["done"] == true)
    );
    let shown = team.json(EVE, &["show", "--in", "Ops", "GitHub", "--secrets"]);
    assert_eq!(shown["secret"], OTHER_SECRET);
    assert_eq!(shown["vault"], "Ops");
}

#[test]
fn nobody_is_let_in_without_the_words_of_the_keys_that_asked() {
    let mut team = Team::founded();
    team.asks("Bob", "admin");
    let approve = |more: &[&str]| {
        let args = [["team", "approve", "Ops", "Bob"].as_slice(), more].concat();
        team.run(ADA, &args)
    };
    approve(&[]).failed(6);
    approve(&["--words", "abandon abandon abandon abandon abandon about"]).failed(6);
    team.run(
        BOB,
        &[
            "team",
            "sync",
            team.json(BOB, &["team", "list"])[0]["name"]
                .as_str()
                .unwrap(),
        ],
    )
    .failed(6);
    let pending = team.json(ADA, &["team", "pending", "Ops"]);
    assert_eq!(pending[0]["member"], "Bob");
    let shown: Vec<&String> = pending[0].as_object().unwrap().keys().collect();
    assert_eq!(shown, ["member", "since", "link_role"], "never the words");
    approve(&["--unverified"]).done();
    let members = team.json(ADA, &["team", "members", "Ops"]);
    let bob = &members[1];
    assert_eq!(
        (&bob["role"], &bob["verified"]),
        (&"viewer".into(), &"no".into())
    );
    team.run(ADA, &["team", "role", "Ops", "Bob", "editor"])
        .failed(6);
}

#[test]
fn a_link_lets_one_person_ask_and_a_part_of_it_nobody() {
    let mut team = Team::founded();
    let invited = team.json(ADA, &["team", "invite", "Ops", "--link"]);
    let link = invited["link"].as_str().unwrap().to_owned();
    team.people.extend([Home::with_vault(), Home::with_vault()]);
    let cut = &link[..link.len() - 4];
    let folder = team.folder();
    team.run(
        BOB,
        &["team", "join", cut, "--storage", &folder, "--as", "Bob"],
    )
    .failed(2);
    let bobs = team.joins(BOB, &link, "Bob");
    let caras = team.joins(CARA, &link, "Cara");
    assert_ne!(bobs, caras);
    team.run(ADA, &["team", "approve", "Ops", "Bob", "--words", &bobs])
        .done();
    team.run(ADA, &["team", "approve", "Ops", "Cara", "--words", &caras])
        .failed(6);
}

#[test]
fn whoever_was_removed_gets_no_new_key_by_the_words_of_then() {
    let mut team = Team::founded();
    let words = team.asks("Bob", "editor");
    let approve = ["team", "approve", "Ops", "Bob", "--words", &words];
    team.run(ADA, &approve).done();
    team.run(ADA, &approve).done();
    team.run(ADA, &["team", "remove", "Ops", "Bob"]).done();
    // Bob still has the way into the storage, and clears the place of a welcome.
    let is_welcome = |path: &PathBuf| path.to_string_lossy().ends_with("-welcome");
    let welcomes = || {
        let inboxes = fs::read_dir(team.storage.path().join("inbox")).unwrap();
        let files = inboxes.flat_map(|inbox| fs::read_dir(inbox.unwrap().path()).unwrap());
        let files = files.map(|file| file.unwrap().path());
        files.filter(is_welcome).collect::<Vec<_>>()
    };
    assert_eq!(welcomes().len(), 1);
    fs::remove_file(&welcomes()[0]).unwrap();
    team.run(ADA, &approve).failed(6);
    assert_eq!(welcomes(), Vec::<PathBuf>::new());
}

#[test]
fn one_vault_on_two_computers_is_two_devices_of_one_member() {
    let mut team = Team::founded();
    team.add(ADA, URI).done();
    team.people.push(team.second_computer());
    assert_eq!(team.accounts(1), ["GitHub"]);
    team.hears_of_a_device(ADA);
    team.add(1, &uri("Bank")).done();
    team.add(ADA, &uri("Cloud")).done();
    assert_eq!(team.accounts(1), ["Bank", "Cloud", "GitHub"]);
    let members = team.json(ADA, &["team", "members", "Ops"]);
    assert_eq!(members.as_array().unwrap().len(), 1);
    assert_eq!(members[0]["devices"], 2);
}

#[test]
fn two_members_never_get_the_same_counter_of_hotp() {
    let mut team = Team::founded();
    team.invite("Bob", "editor");
    let hotp = format!("otpauth://hotp/Bank:ops?secret={SECRET}&issuer=Bank&counter=0");
    team.add(ADA, &hotp).done();
    // RFC 4226, appendix D.
    for (who, code) in [(ADA, "755224\n"), (BOB, "287082\n"), (ADA, "359152\n")] {
        let shown = team.run(who, &["code", "--in", "Ops", "Bank"]);
        assert_eq!(shown.done(), code);
    }
    let none = team.out_of_reach(|| team.run(BOB, &["code", "--in", "Ops", "Bank"]));
    assert_eq!((none.code, none.stdout.as_str()), (Some(7), ""));
}

#[test]
fn a_folder_that_is_copied_or_has_a_team_vault_is_refused() {
    let team = Team::founded();
    let folder = team.folder();
    team.run(
        ADA,
        &["team", "create", "Two", "--storage", &folder, "--as", "Ada"],
    )
    .failed(6);
    let copied = tempfile::tempdir().unwrap();
    fs::create_dir(copied.path().join(".stfolder")).unwrap();
    let place = copied.path().to_str().unwrap();
    let refused = team.run(
        ADA,
        &["team", "create", "Two", "--storage", place, "--as", "Ada"],
    );
    assert!(refused.failed(7).contains("Syncthing"));
    team.run(
        ADA,
        &["team", "create", "Ops", "--storage", place, "--as", "Ada"],
    )
    .failed(6);
}

#[test]
fn an_admin_who_joined_hands_on_what_the_team_is_called() {
    let mut team = Team::founded();
    team.invite("Bob", "admin");
    let invited = team.json(BOB, &["team", "invite", "Ops", "--link"]);
    team.people.push(Home::with_vault());
    let words = team.joins(CARA, invited["link"].as_str().unwrap(), "Cara");
    team.run(BOB, &["team", "approve", "Ops", "Cara", "--words", &words])
        .done();
    let before = team.json(CARA, &["team", "list"])[0]["name"].clone();
    team.run(CARA, &["team", "sync", before.as_str().unwrap()])
        .done();
    assert_eq!(team.json(CARA, &["team", "list"])[0]["name"], "Ops");
}

#[test]
fn a_device_that_is_taken_out_reads_nothing_that_is_written_afterwards() {
    let mut team = Team::founded();
    team.add(ADA, URI).done();
    team.people.push(team.second_computer());
    assert_eq!(team.accounts(1), ["GitHub"]);
    team.hears_of_a_device(ADA);
    let devices = team.json(ADA, &["team", "devices", "Ops"]);
    let id = |is_this: bool| {
        let mut devices = devices.as_array().unwrap().iter();
        let device = devices.find(|one| one["this"] == is_this).unwrap();
        device["device"].as_str().unwrap().to_owned()
    };
    team.run(ADA, &["team", "revoke", "Ops", &id(true)])
        .failed(6);
    team.run(ADA, &["team", "revoke", "Ops", "00000000"])
        .failed(5);
    let revoked = team.json(ADA, &["team", "revoke", "Ops", &id(false)]);
    assert_eq!(revoked.to_string(), r#"{"team":"Ops","written":true}"#);
    team.add(ADA, &uri("Bank")).done();
    team.run(1, &["team", "sync", "Ops"]).failed(6);
    let seen = team.run(1, &["list", "--in", "Ops", "--json"]);
    assert!(seen.stdout.contains("GitHub") && !seen.stdout.contains("Bank"));
    let devices = team.json(ADA, &["team", "devices", "Ops"]);
    assert_eq!(devices.as_array().unwrap().len(), 1);
}

#[test]
fn the_answers_of_the_team_commands_keep_their_shapes() {
    let mut team = Team::founded();
    let mut said = String::new();
    let invited = team.json(
        ADA,
        &["team", "invite", "Ops", "--link", "--role", "editor"],
    );
    let link = invited["link"].as_str().unwrap().to_owned();
    said += &format!(
        "invite {}\n",
        redacted(&invited.to_string()).replace(&link, "[link]")
    );
    team.people.push(Home::with_vault());
    let joined = team.json(BOB, &["team", "join", &link, "--as", "Bob"]);
    let words = words(&joined);
    said += &format!(
        "join {}\n",
        joined
            .to_string()
            .replace(&words.replace(' ', "\",\""), "words")
    );
    for (who, args) in [
        (ADA, &["team", "list"][..]),
        (ADA, &["team", "pending", "Ops"]),
        (ADA, &["team", "approve", "Ops", "Bob", "--words", &words]),
        (ADA, &["add", "--in", "Ops", URI]),
        (ADA, &["list", "--in", "Ops"]),
        (ADA, &["move", "GitHub", "--in", "Ops", "--to", "personal"]),
        (ADA, &["move", "GitHub", "--to", "Ops"]),
        (ADA, &["team", "members", "Ops"]),
        (ADA, &["team", "devices", "Ops"]),
        (ADA, &["team", "remove", "Ops", "Bob"]),
        (ADA, &["team", "rotate-list", "Ops"]),
        (ADA, &["team", "repair", "Ops"]),
        (ADA, &["team", "leave", "Ops"]),
        (ADA, &["team", "log", "Ops"]),
    ] {
        let answer = team.run(who, &[&["--json"], args].concat()).done();
        let asked = args.join(" ").replace(&words, "[words]");
        said += &format!("{asked}\n{}\n", redacted(&answer));
    }
    insta::assert_snapshot!("team", said);
}

#[test]
fn the_answers_of_the_other_team_commands_keep_their_shapes() {
    let mut team = Team::founded();
    let cara = tempfile::tempdir().unwrap();
    let other_storage = cara.path().to_str().unwrap().to_owned();
    let card = team.json(ADA, &["identity", "--as", "Ada"]);
    team.invite("Bob", "editor");
    team.people.push(Home::with_vault());
    team.run(CARA, &["identity", "--as", "Cara", "--out", "card"])
        .done();
    let their_card = team.people[CARA].read("card");
    team.people[ADA].write("card", their_card);
    let invited = team.json(ADA, &["team", "invite", "Ops", "--card", "card"]);
    let invitation = invited["invitation"].as_str().unwrap().to_owned();
    let joined = team.json(CARA, &["team", "join", &invitation, "--as", "Cara"]);
    let twelve = words(&joined);
    let folder = team.folder();
    let mut said = String::new();
    for (who, args) in [
        (
            ADA,
            &[
                "team",
                "create",
                "Two",
                "--storage",
                &other_storage,
                "--as",
                "Ada",
            ][..],
        ),
        (ADA, &["team", "approve", "Ops", "Cara", "--words", &twelve]),
        (ADA, &["team", "role", "Ops", "Bob", "viewer"]),
        (ADA, &["team", "keys", "Ops"]),
        (ADA, &["team", "owner-sheet", "Ops", "--out", "sheet"]),
        (ADA, &["team", "storage", "Ops", "--storage", &folder]),
        (ADA, &["add", "--in", "Ops", URI]),
        (ADA, &["show", "--in", "Ops", "GitHub"]),
        (ADA, &["code", "--in", "Ops", "GitHub", "--at", "59"]),
        (ADA, &["edit", "--in", "Ops", "GitHub", "--tag", "+work"]),
        (ADA, &["team", "remove", "Ops", "Cara"]),
        (ADA, &["team", "rotate-take", "Ops", "storage"]),
        (ADA, &["team", "rotate-done", "Ops", "storage"]),
        (ADA, &["team", "rotate-list", "Ops"]),
        (ADA, &["conflicts", "list", "--in", "Ops"]),
        (ADA, &["remove", "--in", "Ops", "GitHub"]),
        (ADA, &["team", "sync", "Ops"]),
        (ADA, &["team", "verify", "Ops"]),
    ] {
        let answer = team.run(who, &[&["--json"], args].concat()).done();
        said += &format!("{}\n{}\n", args.join(" "), redacted(&answer));
    }
    let folded = |words: &str| words.replace(' ', "\",\"");
    let shapes = format!(
        "identity {card}\ninvite {}\njoin {joined}\n{said}",
        redacted(&invited.to_string())
    );
    let shapes = shapes
        .replace(card["card"].as_str().unwrap(), "[card]")
        .replace(&invitation, "[invitation]")
        .replace(&folded(&twelve), "twelve words")
        .replace(&twelve, "[words]")
        .replace(&other_storage, "[folder]")
        .replace(&folder, "[folder]");
    insta::assert_snapshot!("team_more", shapes);
}

#[test]
fn a_key_of_the_storage_that_is_taken_back_loses_nothing_and_the_new_one_goes_on() {
    let test = "a_key_of_the_storage_that_is_taken_back_loses_nothing_and_the_new_one_goes_on";
    let Some(bucket) = Bucket::start(test) else {
        return;
    };
    let mut team = Team::founded_on(Some(bucket));
    team.invite("Bob", "editor");
    team.add(ADA, URI).done();
    team.bucket.as_mut().unwrap().change_key(bucket::NEW_KEY);
    let kept = team.add(BOB, &uri("Cloud"));
    assert_eq!(kept.code, Some(0), "{kept:?}");
    assert!(kept.stderr.contains("does not let"), "{kept:?}");
    team.run(BOB, &["team", "sync", "Ops"]).failed(7);
    let code = team.run(ADA, &["code", "--in", "Ops", "GitHub", "--at", "59"]);
    assert_eq!(code.stdout, CODE_AT_59);
    let storage = ["team", "storage", "Ops"];
    let with_old_key = team.run(BOB, &[&storage[..], &team.place()].concat());
    with_old_key.failed(7);
    for who in [BOB, ADA] {
        team.people[who].environment.clear();
        bucket::know(&mut team.people[who], bucket::NEW_KEY);
        team.run(who, &[&storage[..], &team.place()].concat())
            .done();
        assert_eq!(team.accounts(who), ["Cloud", "GitHub"]);
    }
}

#[test]
fn a_storage_that_falls_silent_is_told_and_what_is_done_meanwhile_waits() {
    let test = "a_storage_that_falls_silent_is_told_and_what_is_done_meanwhile_waits";
    let Some(bucket) = Bucket::start(test) else {
        return;
    };
    let team = Team::founded_on(Some(bucket));
    let kept = team.bucket.as_ref().unwrap().silent(|| team.add(ADA, URI));
    assert_eq!(kept.code, Some(0), "{kept:?}");
    assert!(kept.stderr.contains("does not answer"), "{kept:?}");
    team.run(ADA, &["team", "sync", "Ops"]).done();
    assert_eq!(team.accounts(ADA), ["GitHub"]);
}

#[test]
fn the_qr_code_of_a_teams_account_is_scanned_into_another_vault() {
    let team = Team::founded();
    team.add(ADA, URI).done();
    let picture = team.people[ADA].path("code.png");
    let picture = picture.to_str().unwrap();
    team.run(ADA, &["qr", "GitHub", "--in", "Ops", "--out", picture])
        .done();
    let other = Home::with_vault();
    other.unlocked(&["scan", picture, "--add"]).done();
    let code = other.unlocked(&["code", "GitHub", "--at", "59"]);
    assert_eq!(code.done(), CODE_AT_59);
}
