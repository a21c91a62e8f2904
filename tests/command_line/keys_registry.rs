//! `keys registered` and its like: which security keys there are, and which accounts are on which.

use serde_json::{Value, json};

use crate::program::{Home, Run};

const BANK: &str = "otpauth://totp/Bank:bob?secret=JBSWY3DPEHPK3PXP&issuer=Bank";

/// Two keys that are not plugged in; GitHub is on the blue one.
fn home() -> Home {
    let home = Home::with_account();
    home.add(BANK);
    for (name, place) in [("Blue", "key ring"), ("Red", "safe")] {
        let register = ["keys", "register", name, "--place", place, "--unplugged"];
        home.unlocked(&register).done();
    }
    put(&home, "blue", "GitHub", &["--called", "My YubiKey"]);
    home
}

fn put(home: &Home, key: &str, account: &str, more: &[&str]) {
    let add = ["keys", "account", "add", key, account];
    home.unlocked(&[&add[..], more].concat()).done();
}

fn json_of(home: &Home, args: &[&str]) -> Value {
    home.unlocked(&[&["--json"], args].concat()).json()
}

#[test]
fn every_key_is_listed_with_its_place_and_its_accounts_and_forgotten_only_when_none_is_on_it() {
    let home = home();
    let listed = home.unlocked(&["keys", "registered"]).done();
    let rows: Vec<Vec<&str>> = listed
        .lines()
        .map(|line| {
            line.split("  ")
                .map(str::trim)
                .filter(|cell| !cell.is_empty())
                .collect()
        })
        .collect();
    assert_eq!(
        rows,
        [
            vec!["NAME", "KEPT", "SEEN", "ACCOUNTS"],
            vec!["Blue", "key ring", "never", "GitHub (alice)"],
            vec!["Red", "safe", "never"],
        ]
    );
    home.unlocked(&["keys", "unregister", "Blue"]).failed(6);
    let take_off = ["keys", "account", "remove", "Blue", "GitHub"];
    home.unlocked(&take_off).done();
    home.unlocked(&take_off).failed(5);
    home.unlocked(&["keys", "unregister", "Blue"]).done();
    let keys = json_of(&home, &["keys", "registered"]);
    assert_eq!(keys.as_array().unwrap().len(), 1);
    assert_eq!(
        (&keys[0]["name"], &keys[0]["place"]),
        (&json!("Red"), &json!("safe"))
    );
    home.unlocked(&["keys", "account", "add", "Blue", "GitHub"])
        .failed(5);
    home.unlocked(&["keys", "register", " ", "--unplugged"])
        .failed(2);
}

#[test]
fn accounts_on_one_key_are_counted_down_until_each_is_on_two() {
    let home = home();
    put(&home, "Blue", "Bank", &["--u2f"]);
    let counted = |home: &Home| {
        let found = json_of(home, &["keys", "second-key"]);
        (
            found["done"].clone(),
            found["to_do"].as_array().unwrap().len(),
        )
    };
    assert_eq!(counted(&home), (json!(0), 2));
    put(&home, "Red", "GitHub", &[]);
    // Once more changes how it is noted, and adds nothing.
    put(&home, "Red", "GitHub", &["--passkey"]);
    assert_eq!(counted(&home), (json!(1), 1));
    let said = home.unlocked(&["keys", "second-key"]).done();
    assert!(
        said.starts_with("1 of 2 ") && said.contains("Bank (bob)"),
        "{said}"
    );
    home.unlocked(&["keys", "lost", "Red"]).done();
    assert_eq!(counted(&home), (json!(0), 2), "a lost key is none");
}

#[test]
fn a_lost_key_has_its_accounts_listed_with_the_way_in_that_is_left_and_what_to_do() {
    let home = home();
    put(&home, "Red", "GitHub", &[]);
    let lost = json_of(&home, &["keys", "lost", "Blue"]);
    assert_eq!(lost.as_array().unwrap().len(), 1, "Bank was never on it");
    assert_eq!(lost[0]["outcome"], "in");
    let plan = lost[0]["plan"].as_array().unwrap();
    assert!(plan.contains(&json!("remove_key")), "{plan:?}");
    let shown: Run = home.unlocked(&["keys", "lost", "Blue"]);
    let shown = shown.done();
    assert!(
        shown.contains("GitHub (alice)") && shown.contains("slots renew"),
        "{shown}"
    );
    let listed = home.unlocked(&["keys", "registered"]).done();
    assert!(listed.contains("lost"), "{listed}");
    // The checkup and the drill know it, too.
    let found = home.unlocked(&["check", "GitHub", "--json"]).done();
    assert!(found.contains("key_lost"), "{found}");
    let drilled = json_of(&home, &["drill", "--lost", "key:Blue,laptop"]);
    let by: Vec<&Value> = drilled
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["by"])
        .collect();
    assert!(by.contains(&&json!(["key"])), "{drilled}");
}
