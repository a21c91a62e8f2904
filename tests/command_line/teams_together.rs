//! What several people or computers do to one account or one vault without knowing of each other.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::program::{SECRET, URI};
use crate::team::{ADA, BOB, CARA, OTHER_SECRET, Team, uri};

const THIRD_SECRET: &str = "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU";

/// How often each account was put, by the log.
fn puts(team: &Team, who: usize) -> BTreeMap<String, usize> {
    let names = team.json(who, &["list", "--in", "Ops"]);
    let name = |id: &Value| {
        let mut accounts = names.as_array().unwrap().iter();
        let account = accounts.find(|account| account["id"] == *id).unwrap();
        account["issuer"].as_str().unwrap().to_owned()
    };
    let mut puts = BTreeMap::new();
    let log = team.json(who, &["team", "log", "Ops"]);
    for line in log.as_array().unwrap() {
        if line["op"] == "put" {
            *puts.entry(name(&line["item"])).or_insert(0) += 1;
        }
    }
    puts
}

#[test]
fn of_two_secrets_that_two_members_gave_one_is_tried_and_kept_for_everybody() {
    let mut team = Team::founded();
    for (name, role) in [("Bob", "editor"), ("Cara", "viewer")] {
        team.invite(name, role);
    }
    for account in [URI, &uri("Bank")] {
        team.add(ADA, account).done();
    }
    for who in [ADA, BOB] {
        team.run(who, &["team", "sync", "Ops"]).done();
    }
    let keep = ["conflicts", "keep", "GitHub", "--in", "Ops"];
    team.run(ADA, &keep).failed(2);
    team.out_of_reach(|| {
        let edit = ["edit", "--in", "Ops", "GitHub", "--secret", "-"];
        for (who, secret) in [(ADA, OTHER_SECRET), (BOB, THIRD_SECRET)] {
            assert_eq!(team.people[who].typed(&edit, secret).code, Some(0));
        }
    });
    for who in [ADA, BOB] {
        team.run(who, &["team", "sync", "Ops"]).done();
    }

    let secret = |who: usize| {
        let shown = team.json(who, &["show", "--in", "Ops", "GitHub", "--secrets"]);
        let secret = shown["secret"].as_str().unwrap().to_owned();
        (secret, shown["conflicts"].as_bool().unwrap())
    };
    let has = |who: usize| {
        let found = team.json(who, &["conflicts", "list", "--in", "Ops"]);
        let found = found.as_array().unwrap().iter();
        let issuer = |account: &Value| account["issuer"].as_str().unwrap().to_owned();
        found.map(issuer).collect::<Vec<_>>()
    };
    assert_eq!(secret(CARA), (THIRD_SECRET.to_owned(), true));
    assert_eq!(has(CARA), ["GitHub"]);
    let listed = team.json(CARA, &["list", "--in", "Ops"]);
    assert_eq!(
        [&listed[0]["conflicts"], &listed[1]["conflicts"]],
        [false, true]
    );
    for args in [
        &["list", "--in", "Ops"][..],
        &["show", "--in", "Ops", "GitHub"],
    ] {
        let text = team.run(CARA, args).done().to_lowercase();
        assert_eq!(text.matches("two secrets").count(), 1, "{text}");
    }
    let code = team.run(CARA, &["code", "--in", "Ops", "GitHub"]);
    assert_eq!(code.code, Some(0), "{code:?}");
    assert!(code.stderr.contains("two secrets"), "{code:?}");

    let swap = ["conflicts", "swap", "GitHub", "--in", "Ops"];
    team.run(CARA, &swap).failed(6);
    team.run(BOB, &swap).done();
    assert_eq!(secret(CARA), (OTHER_SECRET.to_owned(), true));
    team.run(BOB, &swap).done();
    assert_eq!(secret(CARA), (THIRD_SECRET.to_owned(), true));
    team.run(ADA, &swap).done();
    team.run(ADA, &["team", "remove", "Ops", "Cara"]).done();
    let kept = team.json(ADA, &keep);
    assert_eq!(kept, json!({"team": "Ops", "written": true}));
    // Cara has seen both of them, and choosing one is no new secret.
    team.run(ADA, &["team", "rotate-done", "Ops", "GitHub"])
        .failed(6);
    for who in [ADA, BOB] {
        assert_eq!(secret(who), (OTHER_SECRET.to_owned(), false));
        assert!(has(who).is_empty());
    }
    team.run(BOB, &["code", "--in", "Ops", "GitHub"]).done();
    team.run(ADA, &keep).failed(2);
    assert_eq!(team.accounts(BOB), ["Bank", "GitHub"]);
}

#[test]
fn changes_that_wait_in_two_copies_of_one_vault_are_written_once_when_the_storage_is_back() {
    let mut team = Team::founded();
    team.invite("Bob", "viewer");
    team.add(ADA, URI).done();
    let second = team.people.len();
    team.people.push(team.second_computer());
    assert_eq!(team.accounts(second), ["GitHub"]);
    team.hears_of_a_device(ADA);
    team.hears_of_a_device(BOB);

    team.out_of_reach(|| {
        for issuer in ["Bank", "Cloud"] {
            assert_eq!(team.add(ADA, &uri(issuer)).code, Some(0));
        }
        // The vault with what waits in it is copied over the other computer's, as a program that copies folders does.
        let vault = team.people[ADA].read("vault.countersign");
        team.people[second].write("vault.countersign", vault);
        assert_eq!(team.add(second, &uri("Door")).code, Some(0));
        assert_eq!(team.add(ADA, &uri("Mail")).code, Some(0));
    });
    for who in [second, ADA, second, ADA] {
        team.run(who, &["team", "sync", "Ops"]).done();
    }
    for who in [ADA, second, BOB] {
        assert_eq!(
            team.accounts(who),
            ["Bank", "Cloud", "Door", "GitHub", "Mail"]
        );
        assert!(puts(&team, who).values().all(|count| *count == 1));
    }
    let teams = team.json(second, &["team", "list"]);
    assert_eq!(teams[0]["waiting"], 0);
}

#[test]
fn more_than_an_entry_holds_is_refused_and_comes_in_parts() {
    let team = Team::founded();
    let notes = "n".repeat(60_000);
    let letter = |number: usize| char::from(b"ABCDEFGHIJ"[number]);
    let account = |number: usize| {
        let mut secret = SECRET[2..].to_owned();
        secret.extend([letter(number / 10), letter(number % 10)]);
        json!({
            "type": "totp",
            "uuid": format!("00000000-0000-4000-8000-{number:012}"),
            "name": "ops",
            "issuer": format!("Site{number:02}"),
            "note": notes,
            "icon": null,
            "info": {"secret": secret, "algo": "SHA1", "digits": 6, "period": 30},
        })
    };
    let accounts: Vec<Value> = (0..80).map(account).collect();
    let file = json!({
        "version": 1,
        "header": {"slots": null, "params": null},
        "db": {"version": 2, "entries": accounts},
    });
    let home = &team.people[ADA];
    home.write("aegis.json", file.to_string());
    home.unlocked(&["import", "aegis.json"]).done();
    let told = home.unlocked(&["move", "Site", "--to", "Ops"]).failed(6);
    assert!(told.contains("too much for one entry"), "{told}");
    assert_eq!(home.issuers().len(), 80, "all are where they were");
    assert!(team.accounts(ADA).is_empty());
    assert_eq!(team.json(ADA, &["team", "list"])[0]["waiting"], 0);
    for part in [
        "Site0", "Site1", "Site2", "Site3", "Site4", "Site5", "Site6", "Site7",
    ] {
        home.unlocked(&["move", part, "--to", "Ops"]).done();
    }
    assert!(home.issuers().is_empty());
    assert_eq!(team.accounts(ADA).len(), 80);
}
