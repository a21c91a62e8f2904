//! `check`: what is weak. `drill`: what would happen if something were lost.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::thread;

use serde_json::{Value, json};

use crate::program::{Home, redacted};

const BANK: &str = "otpauth://totp/Bank:bob?secret=JBSWY3DPEHPK3PXP";
/// What the tests note as copied to other computers: Syncthing puts this into its folders.
const COPIED: &str = ".stfolder";

/// One account that nothing is known of, and one with much beside it.
fn home() -> Home {
    let home = Home::with_account();
    home.add(BANK);
    let edit = [
        "edit",
        "Bank",
        "--method",
        "sms:backup",
        "--also-on",
        "phone:the old one",
        "--recovery-contact",
        "Branch in the Main Street",
        "--recovery-link",
        "https://bank.example/lost",
    ];
    home.unlocked(&edit).done();
    home
}

fn outcomes(home: &Home, lost: &str) -> Vec<(Value, Value)> {
    let answers = home.unlocked(&["drill", "--lost", lost, "--json"]).json();
    let answers = answers.as_array().unwrap().iter();
    answers
        .map(|answer| (answer["outcome"].clone(), answer["by"].clone()))
        .collect()
}

#[test]
fn a_lost_laptop_locks_out_until_a_backup_elsewhere_was_proved() {
    let home = home();
    let locked = (json!("locked"), json!([]));
    let by_phone = (json!("in"), json!(["copy", "sms"]));
    assert_eq!(outcomes(&home, "laptop"), [locked.clone(), by_phone]);
    fs::create_dir(home.path("usb")).unwrap();
    home.unlocked(&["backup", "create", "usb"]).done();
    // On the same disk, so it is lost, too.
    assert_eq!(outcomes(&home, "laptop").first(), Some(&locked));
    fs::create_dir(Path::new(&home.path("usb")).join(COPIED)).unwrap();
    let after = outcomes(&home, "laptop,phone");
    assert!(
        after.contains(&(json!("in"), json!(["backup"]))),
        "{after:?}"
    );
    // A secret that is newer than the backup is not in it.
    home.add("otpauth://totp/New:eve?secret=MFRGGZDFMZTWQ2LK");
    let made = home.unlocked(&["drill", "--lost", "laptop"]).done();
    assert!(made.contains("The newest proved backup"), "{made}");
}

#[test]
fn the_answer_of_a_drill_keeps_its_shape_and_can_be_printed() {
    let home = home();
    let json = home.unlocked(&["drill", "--lost", "laptop,phone", "--json"]);
    insta::assert_snapshot!("drill", redacted(&json.done()));
    let text = home.unlocked(&["drill", "--lost", "laptop", "--lost", "phone"]);
    insta::assert_snapshot!("drill_text", redacted(&text.done()));
}

#[test]
fn what_an_account_is_also_on_is_shown_and_taken_away_again() {
    let home = home();
    let shown = home.unlocked(&["show", "Bank"]).done();
    assert!(shown.contains("phone (the old one)"), "{shown}");
    home.unlocked(&["edit", "Bank", "--not-on", "phone"]).done();
    let shown = home.unlocked(&["show", "Bank", "--json"]).json();
    assert_eq!(shown["copies"], json!([]));
    assert_eq!(shown["recovery_link"], "https://bank.example/lost");
    let left = outcomes(&home, "laptop,colleague");
    assert!(left.contains(&(json!("in"), json!(["sms"]))), "{left:?}");
}

#[test]
fn what_nobody_has_is_not_lost_in_silence() {
    let home = home();
    home.unlocked(&["drill", "--lost", "key:YubiKey"]).failed(5);
    home.unlocked(&["drill", "--lost", "wallet"]).failed(2);
    home.unlocked(&["drill", "--lost", "key:"]).failed(2);
    home.unlocked(&["edit", "Bank", "--also-on", "fridge"])
        .failed(2);
}

fn findings(home: &Home, args: &[&str]) -> Vec<String> {
    let found = home.unlocked(&[&["check", "--json"], args].concat()).json();
    let found = found.as_array().unwrap().iter();
    found
        .map(|found| found["finding"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn the_findings_of_a_checkup_keep_their_shape_and_their_words() {
    let home = home();
    home.unlocked(&["edit", "GitHub", "--method", "sms:primary"])
        .done();
    let json = home.unlocked(&["check", "--json"]);
    insta::assert_snapshot!("check", redacted(&json.done()));
    let text = home.unlocked(&["check"]);
    insta::assert_snapshot!("check_text", redacted(&text.done()));
}

#[test]
fn what_was_put_right_is_found_no_longer() {
    let home = home();
    let of_bank = findings(&home, &["Bank"]);
    assert_eq!(of_bank, ["no_backup_codes", "sms_fallback"]);
    home.write("codes", "12345678\n23456789\n34567890\n45678901\n");
    home.unlocked(&["backup-codes", "add", "Bank", "--file", "codes"])
        .done();
    home.unlocked(&["edit", "Bank", "--method", "sms:off"])
        .done();
    assert_eq!(findings(&home, &["Bank"]), Vec::<String>::new());
    assert!(findings(&home, &[]).contains(&"backup_unproved".to_owned()));
    fs::create_dir(home.path("usb")).unwrap();
    home.unlocked(&["backup", "create", "usb"]).done();
    assert!(!findings(&home, &[]).contains(&"backup_unproved".to_owned()));
    home.unlocked(&["edit", "Bank", "--deadline", "2020-01-01"])
        .done();
    assert_eq!(findings(&home, &["Bank"]), ["deadline_passed"]);
}

#[test]
fn what_is_not_for_me_is_put_away_but_counts_all_the_same() {
    let home = home();
    let score = |home: &Home| {
        let text = home.unlocked(&["check"]).done();
        text.lines().next().unwrap().to_owned()
    };
    let before = score(&home);
    home.unlocked(&["check", "dismiss", "sms-fallback", "Bank"])
        .done();
    home.unlocked(&["check", "dismiss", "backup_unproved"])
        .done();
    let left = findings(&home, &[]);
    assert!(!left.contains(&"sms_fallback".to_owned()), "{left:?}");
    assert!(!left.contains(&"backup_unproved".to_owned()), "{left:?}");
    assert_eq!(score(&home), before);
    let all = findings(&home, &["--dismissed"]);
    assert!(all.contains(&"backup_unproved".to_owned()), "{all:?}");
    home.unlocked(&["check", "dismiss", "backup_unproved", "--undo"])
        .done();
    assert!(findings(&home, &[]).contains(&"backup_unproved".to_owned()));
    home.unlocked(&["check", "dismiss", "too_old"]).failed(2);
    home.unlocked(&["check", "dismiss", "one_factor", "Nobody"])
        .failed(5);
}

#[test]
fn a_list_of_services_says_what_they_offer_and_alarms_nobody_about_proprietary_ones() {
    let home = Home::with_vault();
    for (number, issuer) in ["Example Code", "Example Game", "Example Bank", "Nobody"]
        .iter()
        .enumerate()
    {
        let secret = [
            "GEZDGNBVGY3TQOJQ",
            "MFRGGZDFMZTWQ2LK",
            "JBSWY3DPEHPK3PXP",
            "KRSXG5CTMVRXEZLU",
        ][number];
        let issuer = issuer.replace(' ', "%20");
        home.add(&format!("otpauth://totp/{issuer}:me?secret={secret}"));
    }
    home.write(
        "list.json",
        include_str!("../vectors/transfer/2fa-directory.json"),
    );
    assert!(!findings(&home, &[]).contains(&"hardware_key_possible".to_owned()));
    let with = ["--directory", "list.json"];
    let found = home
        .unlocked(&["check", "--directory", "list.json", "--json"])
        .json();
    let found = found.as_array().unwrap().iter();
    let possible = found.filter(|found| found["finding"] == "hardware_key_possible");
    assert_eq!(possible.count(), 1, "only one of them takes any key");
    assert!(
        findings(&home, &[&["Example Code"], &with[..]].concat())
            .contains(&"hardware_key_possible".to_owned())
    );
    let text = home.unlocked(&["check", "--directory", "list.json"]).done();
    insta::assert_snapshot!("check_directory", redacted(&text));
    home.write("other.json", "{}");
    home.unlocked(&["check", "--directory", "other.json"])
        .failed(4);
    home.unlocked(&["check", "--directory", "missing.json"])
        .failed(1);
}

/// The address of a server that says once what time it is: long ago.
fn slow_server() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let count = stream.read(&mut [0; 4096]).unwrap();
        assert!(count > 0, "nothing was asked");
        let answer = "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n\r\n";
        stream.write_all(answer.as_bytes()).unwrap();
    });
    address
}

#[test]
fn the_clock_is_compared_when_asked_and_a_clock_that_is_off_is_a_finding() {
    let home = Home::with_account();
    let compared = home.run(&["clock", &slow_server()]).done();
    assert!(
        compared.contains(" seconds ahead of http://127"),
        "{compared}"
    );
    let json = home.run(&["clock", "--json", &slow_server()]).json();
    // More than 30 years.
    assert!(json["ahead"].as_i64().unwrap() > 900_000_000, "{json}");
    assert!(!findings(&home, &[]).contains(&"clock_off".to_owned()));
    let with = findings(&home, &["--clock", &slow_server()]);
    assert!(with.contains(&"clock_off".to_owned()), "{with:?}");
    home.run(&["clock", "http://example.com"]).failed(2);
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let nobody = format!("http://{}", free.local_addr().unwrap());
    drop(free);
    home.run(&["clock", &nobody]).failed(1);
}

#[test]
fn a_roster_says_how_far_everybody_is_and_can_be_exported() {
    let home = Home::with_account();
    let set = |person: &str, state: &str, by: &str| {
        let args = ["roster", "set", "GitHub", person, state, "--by", by];
        home.unlocked(&args)
    };
    set("Bob", "pending", "").done();
    set("=eve, \"x\"", "no-phone", "").done();
    set("bob", "reset", "Ada").done();
    let json = home.unlocked(&["roster", "list", "GitHub", "--json"]);
    insta::assert_snapshot!("roster", redacted(&json.done()));
    let table = home.unlocked(&["roster", "list", "GitHub"]).done();
    assert!(table.contains("phone number missing"), "{table}");
    let csv = home.unlocked(&["roster", "list", "GitHub", "--csv"]).done();
    let lines: Vec<&str> = csv.split("\r\n").collect();
    assert!(
        lines[1].starts_with("\"'=eve, \"\"x\"\"\",\"no-phone\","),
        "{csv}"
    );
    assert!(lines[2].ends_with(",\"Ada\""), "{csv}");
    home.unlocked(&["roster", "remove", "GitHub", "BOB"]).done();
    home.unlocked(&["roster", "remove", "GitHub", "BOB"])
        .failed(5);
    set("Bob", "asleep", "").failed(2);
    set(" ", "enrolled", "").failed(2);
}

#[test]
fn what_the_site_never_asks_for_is_on_the_page_of_the_account() {
    let home = Home::with_account();
    let edit = [
        "edit",
        "GitHub",
        "--never-asks",
        "your code by e-mail",
        "--report-to",
        "abuse@github.example",
        "--api",
        "affected",
    ];
    home.unlocked(&edit).done();
    let page = home.unlocked(&["show", "GitHub"]).done();
    for text in ["your code by e-mail", "abuse@github.example", "need keys"] {
        assert!(page.contains(text), "{page}");
    }
    home.unlocked(&["edit", "GitHub", "--api", "perhaps"])
        .failed(2);
}

#[test]
fn a_password_that_is_easy_to_guess_is_found_where_it_opened_the_vault() {
    let home = Home::empty();
    home.write("password", "password1\n");
    let password = ["--password-file", "password"];
    let init = ["init", "--recovery-kit", "kit"];
    home.run(&[&password[..], &init].concat()).done();
    let check = ["check", "--json"];
    let typed = home.run(&[&password[..], &check].concat()).done();
    assert!(typed.contains("weak_password"), "{typed}");
    let by_kit = home.unlocked(&check).done();
    assert!(!by_kit.contains("weak_password"), "{by_kit}");
}
