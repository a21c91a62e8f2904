//! Looking after keys.

use data_encoding::BASE64;
use serde_json::{Value, json};

use super::bed::in_bed;
use super::{home, said};
use crate::program::Home;

const DEVICE: &str = "/dev/hidraw0";

fn about(home: &Home) -> Value {
    home.run(&["keys", "info", "--json"]).json()["about"].take()
}

fn set_pin(home: &Home) {
    home.run(&["keys", "pin", "set", "--new-pin-file", "pin"])
        .done();
}

#[test]
fn keys_are_listed_and_say_all_about_themselves() {
    let test = "security_keys::managing::keys_are_listed_and_say_all_about_themselves";
    in_bed(test, |bed| {
        let home = home();
        assert_eq!(home.run(&["keys", "list", "--json"]).json(), json!([]));
        home.run(&["keys", "info"]).failed(1);
        let _key = bed.plug(&[]);
        let _other = bed.plug_at(&["hidraw1"], &["--u2f-only"]);
        let listed = home.run(&["keys", "list", "--json"]).json();
        let fido2 = listed[0].clone();
        let model = fido2["about"]["aaguid"].as_str().unwrap().to_owned();
        let theirs = said("fido2-token", &["-I", DEVICE]);
        assert!(theirs.contains(&format!("aaguid: {model}")), "{theirs}");
        assert_eq!(fido2["place"], DEVICE);
        assert_eq!(fido2["problem"], Value::Null);
        let mut about = fido2["about"].clone();
        for of_model in [
            "firmware",
            "aaguid",
            "versions",
            "extensions",
            "passkeys_free",
        ] {
            assert_ne!(about.as_object_mut().unwrap().remove(of_model), None);
        }
        let expected = json!({
            "u2f": true, "pin": false, "pin_tries": null, "shortest_pin": 4, "must_change_pin": false,
            "fingerprints": null, "always_uv": false, "opens_vaults": true,
        });
        assert_eq!(about, expected);
        let old = &listed[1]["about"];
        assert_eq!(
            (&old["u2f"], &old["opens_vaults"]),
            (&json!(true), &json!(false))
        );
        let table = home.run(&["keys", "list"]).done();
        assert_eq!(table.lines().count(), 3, "{table}");
    });
}

#[test]
fn a_pin_is_set_once_and_changed_and_its_rules_become_stricter_only() {
    let test =
        "security_keys::managing::a_pin_is_set_once_and_changed_and_its_rules_become_stricter_only";
    in_bed(test, |bed| {
        let home = home();
        let _key = bed.plug(&[]);
        home.write("short", "123\n");
        home.write("new-pin", "abcdef\n");
        home.run(&["keys", "pin", "set", "--new-pin-file", "short"])
            .failed(2);
        set_pin(&home);
        home.run(&["keys", "pin", "set", "--new-pin-file", "new-pin"])
            .failed(6);
        let change = |old, new| {
            let change = ["--key-pin-file", old, "keys", "pin", "change"];
            home.run(&[&change[..], &["--new-pin-file", new]].concat())
        };
        let wrong = change("wrong-pin", "new-pin").failed(3);
        assert!(wrong.contains("locks for good: 7"), "{wrong}");
        assert_eq!(about(&home)["pin_tries"], 7);
        change("pin", "new-pin").done();
        let config = |words: &[&str]| {
            let pin = ["--key-pin-file", "new-pin", "keys", "config"];
            home.run(&[&pin[..], words].concat())
        };
        config(&["min-pin", "6"]).done();
        config(&["min-pin", "5"]).failed(6);
        let theirs = said("fido2-token", &["-I", DEVICE]);
        assert!(theirs.contains("minpinlen: 6"), "{theirs}");
        config(&["force-pin-change"]).done();
        assert_eq!(about(&home)["must_change_pin"], true);
        let tries = about(&home)["pin_tries"].take();
        let said = config(&["min-pin", "7"]).failed(6);
        assert!(said.contains("must be changed"), "{said}");
        assert_eq!(about(&home)["pin_tries"], tries);
        change("new-pin", "pin").done();
        assert_eq!(about(&home)["must_change_pin"], false);
    });
}

#[test]
fn passkeys_that_libfido2_made_are_listed_renamed_and_deleted() {
    let test =
        "security_keys::managing::passkeys_that_libfido2_made_are_listed_renamed_and_deleted";
    in_bed(test, |bed| {
        let home = home();
        let _key = bed.plug(&[]);
        for (user, id) in [("ann", "1"), ("bob", "2")] {
            let texts = [&[3; 32][..], id.as_bytes()].map(|bytes| BASE64.encode(bytes));
            let [client_data, id] = texts;
            home.write(
                "ask",
                format!("{client_data}\nshop.example\n{user}\n{id}\n"),
            );
            let ask = home.path("ask").display().to_string();
            said("fido2-cred", &["-M", "-r", "-i", &ask, DEVICE]);
        }
        set_pin(&home);
        let passkeys = |words: &[&str]| {
            let pin = ["--key-pin-file", "pin", "keys", "passkeys"];
            home.run(&[&pin[..], words].concat())
        };
        passkeys(&["rename", "shop.example", "Both"]).failed(5);
        passkeys(&["rename", "ann", "Ann of the shop"]).done();
        let listed = passkeys(&["list", "--json"]).json();
        let mut listed: Vec<_> = listed.as_array().unwrap().iter().collect();
        listed.sort_by_key(|passkey| passkey["account"].to_string());
        assert_eq!(listed[0]["site"], "shop.example");
        assert_eq!(listed[0]["account"], "ann");
        assert_eq!(listed[0]["name"], "Ann of the shop");
        let id = listed[1]["id"].as_str().unwrap();
        passkeys(&["delete", id.get(..16).unwrap()]).done();
        let table = passkeys(&["list"]).done();
        assert!(table.contains("ann") && !table.contains("bob"), "{table}");
        passkeys(&["delete", "bob"]).failed(5);
    });
}

#[test]
fn what_would_close_the_vault_for_a_key_is_refused_while_it_opens_the_vault() {
    let test = "security_keys::managing::what_would_close_the_vault_for_a_key_is_refused_while_it_opens_the_vault";
    in_bed(test, |bed| {
        let home = home();
        let _key = bed.plug(&[]);
        set_pin(&home);
        let pin = ["--key-pin-file", "pin"];
        let add = |more: &[&str]| {
            let add = ["slots", "add", "fido2", "--name", "Blue"];
            home.unlocked(&[&pin[..], &add, more].concat()).done();
        };
        let always =
            |state| home.run(&[&pin[..], &["keys", "config", "always-uv", state]].concat());
        add(&["--touch-only"]);
        let said = always("on").failed(6);
        assert!(said.contains("opens the vault"), "{said}");
        home.run(&["keys", "reset"]).failed(2);
        let said = home.run(&["keys", "reset", "--yes"]).failed(6);
        assert!(said.contains("slots remove"), "{said}");
        home.run(&["--key", "slots", "remove", "Blue"]).done();
        // With the PIN it gives the same secret before and after.
        add(&[]);
        always("on").done();
        let list = ["--key", "list"];
        home.run(&[&pin[..], &list].concat()).done();
        home.run(&["keys", "reset", "--yes"]).failed(6);
        always("off").done();
        home.run(&[&pin[..], &list].concat()).done();
        home.unlocked(&["slots", "remove", "Blue"]).done();
        home.run(&["keys", "reset", "--yes"]).done();
        assert_eq!(about(&home)["pin"], false);
    });
}

#[test]
fn a_key_blinks_and_registers_and_signs_by_u2f_also_one_from_before_fido2() {
    let test = "security_keys::managing::a_key_blinks_and_registers_and_signs_by_u2f_also_one_from_before_fido2";
    in_bed(test, |bed| {
        let home = home();
        for options in [&[][..], &["--u2f-only"]] {
            let _key = bed.plug(options);
            home.run(&["keys", "wink"]).done();
            let tested = home.run(&["keys", "test", "--json"]).json();
            assert!(tested["signatures"].as_u64().unwrap() > 0);
        }
    });
}
