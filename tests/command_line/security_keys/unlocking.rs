//! Adding a key to a vault, and opening it with one.

use std::env;
use std::process::Command;

use data_encoding::{BASE64, HEXLOWER};

use super::bed::in_bed;
use super::{ended, home, said, state, token, touch, waiting};
use crate::program::Home;

const BY_PIN: [&str; 4] = ["--key", "--key-pin-file", "pin", "list"];

/// Adds the key at `hidraw0` that has no PIN.
fn add(home: &Home, name: &str) {
    let added = home.unlocked(&["slots", "add", "fido2", "--name", name, "--json"]);
    assert_eq!(added.json()["verified"], false);
}

#[test]
fn a_key_opens_the_vault_by_a_touch_and_is_listed_renamed_and_removed() {
    let test = "security_keys::unlocking::a_key_opens_the_vault_by_a_touch_and_is_listed_renamed_and_removed";
    in_bed(test, |bed| {
        let home = home();
        let none = home.run(&["--key", "list"]).failed(5);
        assert!(none.contains("none was added"), "{none}");
        home.unlocked(&["slots", "add", "fido2"]).failed(1);
        let _key = bed.plug(&[]);
        add(&home, "Blue");
        assert!(home.run(&["--key", "list"]).done().contains("GitHub"));
        let again = home.unlocked(&["slots", "add", "fido2", "--name", "Twice"]);
        let said = again.failed(6);
        assert!(said.contains("opens the vault already"), "{said}");
        let slots = home.run(&["--key", "slots", "list", "--json"]).json();
        assert_eq!(slots[2]["name"], "Blue");
        assert_eq!(slots[2]["kind"], "fido2");
        assert_eq!(slots[2]["key"]["verified"], false);
        assert_eq!(slots[2]["key"]["aaguid"].as_str().unwrap().len(), 32);
        home.run(&["--key", "slots", "rename", "Blue", "Green"])
            .done();
        home.run(&["--key", "slots", "remove", "Green"]).done();
        home.run(&["--key", "list"]).failed(5);
    });
}

#[test]
fn a_key_with_a_pin_wants_it_and_a_wrong_one_costs_one_try() {
    let test = "security_keys::unlocking::a_key_with_a_pin_wants_it_and_a_wrong_one_costs_one_try";
    in_bed(test, |bed| {
        let home = home();
        let _key = bed.plug(&[]);
        token(&home, "-S", &["12345678", "12345678"]);
        let wrong = ["--key-pin-file", "wrong-pin", "slots", "add", "fido2"];
        let said = home.unlocked(&wrong).failed(3);
        assert!(said.contains("locks for good: 7"), "{said}");
        let add = ["--key-pin-file", "pin", "slots", "add", "fido2", "--json"];
        assert_eq!(home.unlocked(&add).json()["verified"], true);
        assert!(home.run(&BY_PIN).done().contains("GitHub"));
        let wrong = ["--key", "--key-pin-file", "wrong-pin", "list"];
        let said = home.run(&wrong).failed(3);
        assert!(said.contains("locks for good: 7"), "{said}");
        let said = home.run(&wrong).failed(3);
        assert!(said.contains("locks for good: 6"), "{said}");
        home.write("no-pin", "123\n");
        home.run(&["--key", "--key-pin-file", "no-pin", "list"])
            .failed(2);
        // The third in a row: the key takes no more before it was plugged in again.
        home.run(&wrong).failed(6);
        home.run(&BY_PIN).failed(6);
    });
}

#[test]
fn a_touch_can_be_enough_for_a_key_with_a_pin_until_the_key_wants_it_each_time() {
    let test = "security_keys::unlocking::a_touch_can_be_enough_for_a_key_with_a_pin_until_the_key_wants_it_each_time";
    in_bed(test, |bed| {
        let home = home();
        let _key = bed.plug(&[]);
        token(&home, "-S", &["12345678", "12345678"]);
        let add = ["slots", "add", "fido2", "--touch-only", "--json"];
        let add = [&["--key-pin-file", "pin"], &add[..]].concat();
        assert_eq!(home.unlocked(&add).json()["verified"], false);
        assert!(home.run(&["--key", "list"]).done().contains("GitHub"));
        token(&home, "-S -u", &["12345678"]);
        let said = home.run(&["--key", "list"]).failed(6);
        assert!(said.contains("alwaysUv"), "{said}");
        let said = home.run(&BY_PIN).failed(6);
        assert!(said.contains("alwaysUv"), "{said}");
    });
}

#[test]
fn each_of_two_keys_opens_the_vault_and_with_both_the_password_may_go() {
    let test = "security_keys::unlocking::each_of_two_keys_opens_the_vault_and_with_both_the_password_may_go";
    in_bed(test, |bed| {
        let home = home();
        let [first, second] = ["first", "second"].map(|key| state(bed, key));
        let plug = |state: &str| bed.plug(&["--state", state]);
        let key = plug(&first);
        add(&home, "Blue");
        home.unlocked(&["slots", "remove", "recovery kit"]).done();
        home.run(&["--key", "slots", "remove", "Password"])
            .failed(6);
        key.pull();
        let key = plug(&second);
        let foreign = home.run(&["--key", "list"]).failed(3);
        assert!(foreign.contains("None of the security keys"), "{foreign}");
        let password = ["--password-file", "password"];
        let add = ["slots", "add", "fido2", "--name", "Green"];
        home.run(&[&password[..], &add].concat()).done();
        home.run(&["--key", "slots", "remove", "Password"]).done();
        home.run(&["--key", "slots", "remove", "Blue"]).failed(6);
        assert!(home.run(&["--key", "list"]).done().contains("GitHub"));
        key.pull();
        let key = plug(&first);
        assert!(home.run(&["--key", "list"]).done().contains("GitHub"));
        key.pull();
        let said = home.run(&["--key", "list"]).failed(1);
        assert!(said.contains("No security key is plugged in"), "{said}");
    });
}

#[test]
fn of_two_keys_the_one_that_is_touched_opens_and_renewing_keeps_it_alone() {
    let test = "security_keys::unlocking::of_two_keys_the_one_that_is_touched_opens_and_renewing_keeps_it_alone";
    in_bed(test, |bed| {
        let home = home();
        let [first, second] = ["first", "second"].map(|key| state(bed, key));
        for (state, name) in [(&first, "Blue"), (&second, "Green")] {
            let key = bed.plug(&["--state", state]);
            add(&home, name);
            key.pull();
        }
        let finger = format!("file:{}", bed.finger().display());
        let never = ["--touch", "never", "--state", &first];
        let _blue = bed.plug(&never);
        let _green = bed.plug_at(&["hidraw1"], &["--touch", &finger, "--state", &second]);
        let renew = [
            "--password-file",
            "password",
            "slots",
            "renew",
            "--with-key",
            "--json",
        ];
        let child = waiting(&home, &renew);
        touch(bed);
        let renewed = ended(child).json();
        let names = |ways: &serde_json::Value| {
            let ways = ways.as_array().unwrap().iter();
            let names = ways.map(|way| way["name"].as_str().unwrap().to_owned());
            names.collect::<Vec<_>>()
        };
        assert_eq!(names(&renewed["kept"]), ["Password", "Green"]);
        assert_eq!(names(&renewed["dropped"]), ["Recovery kit", "Blue"]);
        assert!(home.run(&["--key", "list"]).done().contains("GitHub"));
    });
}

#[test]
fn who_cancels_or_pulls_the_key_out_is_told_so_and_the_key_is_free_at_once() {
    let test = "security_keys::unlocking::who_cancels_or_pulls_the_key_out_is_told_so_and_the_key_is_free_at_once";
    in_bed(test, |bed| {
        let home = home();
        let state = state(bed, "key");
        let key = bed.plug(&["--state", &state]);
        add(&home, "Blue");
        key.pull();
        let finger = format!("file:{}", bed.finger().display());
        let key = bed.plug(&["--state", &state, "--touch", &finger]);
        let child = waiting(&home, &["--key", "list"]);
        let interrupt = ["-INT".to_owned(), child.id().to_string()];
        assert!(
            Command::new("kill")
                .args(interrupt)
                .status()
                .unwrap()
                .success()
        );
        let said = ended(child).failed(1);
        assert!(said.contains("Cancelled"), "{said}");
        let child = waiting(&home, &["--key", "list"]);
        touch(bed);
        assert!(ended(child).done().contains("GitHub"));
        std::fs::remove_file(bed.finger()).unwrap();
        let child = waiting(&home, &["--key", "list"]);
        key.pull();
        let said = ended(child).failed(1);
        assert!(said.contains("was pulled out"), "{said}");
    });
}

#[test]
fn a_key_from_before_fido2_is_refused_in_words() {
    let test = "security_keys::unlocking::a_key_from_before_fido2_is_refused_in_words";
    in_bed(test, |bed| {
        let home = home();
        let _key = bed.plug(&["--u2f-only"]);
        let said = home.unlocked(&["slots", "add", "fido2"]).failed(6);
        assert!(said.contains("can be registered at sites"), "{said}");
    });
}

#[test]
fn without_this_program_libfido2_and_the_independent_reader_open_the_vault_by_the_key() {
    let test = "security_keys::unlocking::without_this_program_libfido2_and_the_independent_reader_open_the_vault_by_the_key";
    let Some(python) = env::var("COUNTERSIGN_PYTHON").ok() else {
        println!("SKIPPED {test}: COUNTERSIGN_PYTHON is not set (cargo xtask test sets it)");
        return;
    };
    in_bed(test, |bed| {
        let home = home();
        let _key = bed.plug(&[]);
        add(&home, "Blue");
        let reader = |option: &[&str]| {
            let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/decrypt.py");
            let vault = home.vault();
            let arguments = [&[script], option, &[vault.to_str().unwrap()]].concat();
            said(&python, &arguments)
        };
        let asked = reader(&["--key-slots"]);
        let part = |name: &str| {
            let rest = asked.split(name).nth(1).unwrap();
            rest.split([',', '\n']).next().unwrap().to_owned()
        };
        assert_eq!(part("PIN or finger: "), "no");
        let [site, credential, salt] = ["relying party ", "credential ", "salt "].map(part);
        let client_data = BASE64.encode(&[3; 32]);
        home.write(
            "ask",
            format!("{client_data}\n{site}\n{credential}\n{salt}\n"),
        );
        let ask = home.path("ask").display().to_string();
        let answer = said("fido2-assert", &["-G", "-h", "-i", &ask, "/dev/hidraw0"]);
        let secret = BASE64.decode(answer.lines().last().unwrap().as_bytes());
        let secret = HEXLOWER.encode(&secret.unwrap());
        let document = reader(&["--fido2-hex", &secret]);
        assert!(document.contains("GitHub"), "{document}");
    });
}
