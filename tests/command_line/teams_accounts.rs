//! What is done with a team vault's accounts as with one's own: written into files, brought back, and their backup codes.

use std::collections::BTreeSet;
use std::thread;

use serde_json::{Value, json};

use crate::program::{SECRET, URI};
use crate::team::{ADA, BOB, CARA, CODE_AT_59, OTHER_SECRET, Team, uri};

const BANKS_SECRET: &str = "MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK";

/// Ada, the owner; Bob, an editor; Cara, a viewer.
fn team() -> Team {
    let mut team = Team::founded();
    for (name, role) in [("Bob", "editor"), ("Cara", "viewer")] {
        team.invite(name, role);
    }
    team
}

fn issuers(accounts: &Value) -> Vec<&str> {
    let accounts = accounts.as_array().unwrap().iter();
    accounts
        .map(|account| account["issuer"].as_str().unwrap())
        .collect()
}

#[test]
fn what_a_team_vault_shows_is_in_the_file_that_any_member_exports() {
    let team = team();
    let bank = uri("Bank").replace(SECRET, BANKS_SECRET);
    for account in [URI, &bank, &uri("Gone")] {
        team.add(ADA, account).done();
    }
    team.run(ADA, &["remove", "--in", "Ops", "Gone"]).done();
    team.run(ADA, &["edit", "--in", "Ops", "Bank", "--tag", "+work"])
        .done();
    let cara = &team.people[CARA];
    cara.add(&uri("Mine"));
    let export = |file, more: &[&str]| {
        let args = ["export", file, "--format", "otpauth", "--in", "Ops"];
        cara.unlocked(&[&args[..], more].concat())
    };
    let told = export("all.txt", &["--dry-run", "--json"]).json();
    assert_eq!((&told["exported"], &told["files"]), (&json!(2), &json!([])));
    let bank = &told["incomplete"][0];
    assert_eq!(
        (&bank["vault"], &bank["issuer"]),
        (&json!("Ops"), &json!("Bank"))
    );
    assert_eq!(bank["missing"], json!(["tags"]));
    export("all.txt", &["--plain"]).done();
    team.people[ADA].write("all.txt", cara.read("all.txt"));
    let read = team.json(ADA, &["import", "all.txt", "--dry-run"]);
    assert_eq!(issuers(&read["accounts"]), ["Bank", "GitHub"]);

    // Of two secrets the one that is shown is in the file, and it is said that there is another.
    team.run(BOB, &["team", "sync", "Ops"]).done();
    team.out_of_reach(|| {
        let edit = ["edit", "--in", "Ops", "GitHub", "--secret", "-"];
        for (who, secret) in [
            (ADA, "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU"),
            (BOB, OTHER_SECRET),
        ] {
            assert_eq!(team.people[who].typed(&edit, secret).code, Some(0));
        }
    });
    for who in [ADA, BOB] {
        team.run(who, &["team", "sync", "Ops"]).done();
    }
    let written = export("two.txt", &["--plain"]);
    assert_eq!(written.code, Some(0), "{written:?}");
    assert_eq!(
        written.stderr.matches("two secrets").count(),
        1,
        "{written:?}"
    );
    let file = String::from_utf8(cara.read("two.txt")).unwrap();
    let secrets = [OTHER_SECRET, BANKS_SECRET].map(|secret| file.contains(secret));
    assert_eq!((secrets, file.lines().count()), ([true; 2], 2), "{file}");
}

#[test]
fn an_account_that_one_member_deleted_is_brought_back_by_another_with_its_secret() {
    let team = team();
    team.add(ADA, URI).done();
    team.run(BOB, &["remove", "--in", "Ops", "GitHub"]).done();
    assert!(team.accounts(CARA).is_empty());
    let trash = |who| team.json(who, &["trash", "list", "--in", "Ops"]);
    let deleted = trash(CARA);
    assert_eq!(issuers(&deleted), ["GitHub"]);
    assert_eq!(deleted[0]["vault"], "Ops");
    let since = deleted[0]["trashed"].as_u64().unwrap();
    assert!(since > 1_700_000_000, "{deleted}");

    let restore = ["trash", "restore", "GitHub", "--in", "Ops"];
    team.run(CARA, &restore).failed(6);
    team.run(ADA, &["team", "remove", "Ops", "Cara"]).done();
    assert_eq!(issuers(&trash(ADA)), ["GitHub"]);
    let back = team.json(ADA, &restore);
    assert_eq!(back, json!({"team": "Ops", "written": true}));
    let code = ["code", "--in", "Ops", "GitHub", "--at", "59"];
    assert_eq!(team.run(BOB, &code).done(), CODE_AT_59);
    assert_eq!(trash(BOB), json!([]));
    team.run(BOB, &restore).failed(5);
    // Cara has seen its secret.
    let lines = team.json(ADA, &["team", "rotate-list", "Ops"]);
    assert_eq!(lines[1]["account"], "GitHub:alice");

    // The same while nothing can be written, and the account is there all the time for the others.
    team.out_of_reach(|| {
        let kept = team.run(BOB, &["remove", "--in", "Ops", "GitHub", "--json"]);
        assert!(kept.stdout.contains("\"written\": false"), "{kept:?}");
        let listed = team.run(BOB, &["trash", "list", "--in", "Ops", "--json"]);
        let listed: Value = serde_json::from_str(&listed.stdout).unwrap();
        assert!(listed[0]["trashed"].as_u64().unwrap() >= since, "{listed}");
        assert_eq!(team.run(BOB, &restore).code, Some(0));
    });
    for who in [BOB, ADA] {
        assert_eq!(team.accounts(who), ["GitHub"]);
        assert_eq!(team.run(who, &code).done(), CODE_AT_59);
    }
    let refused = team.run(ADA, &["trash", "empty", "--in", "Ops"]);
    assert_eq!(refused.code, Some(2), "{refused:?}");
}

const CODES: [&str; 6] = [
    "1402 7751",
    "9034 1182",
    "5567 0923",
    "7718 4460",
    "3391 2086",
    "8205 6617",
];

/// With [`CODES`] as backup codes of GitHub.
fn team_with_codes() -> Team {
    let team = team();
    team.add(ADA, URI).done();
    let add = [
        "backup-codes",
        "add",
        "GitHub",
        "--in",
        "Ops",
        "--file",
        "-",
    ];
    let stored = [&["--json"], &add[..]].concat();
    let stored = team.people[ADA].typed(&stored, &CODES.join("\n")).json();
    assert_eq!(
        (&stored["added"], &stored["left"], &stored["written"]),
        (&json!(6), &json!(6), &json!(true))
    );
    team
}

fn taken(team: &Team, who: usize) -> String {
    let taken = team.json(who, &["backup-codes", "use", "GitHub", "--in", "Ops"]);
    taken["code"].as_str().unwrap().to_owned()
}

fn left(team: &Team, who: usize) -> Vec<String> {
    let left = team.json(who, &["backup-codes", "reveal", "GitHub", "--in", "Ops"]);
    serde_json::from_value(left).unwrap()
}

/// When each code was used, by `list`.
fn used(list: &Value) -> Vec<Option<u64>> {
    let codes = list["sets"][0]["codes"].as_array().unwrap().iter();
    codes.map(|code| code["used_at"].as_u64()).collect()
}

#[test]
fn no_two_members_get_the_same_backup_code_and_each_sees_what_the_others_used() {
    let team = team_with_codes();
    assert_eq!(taken(&team, ADA), CODES[0]);
    assert_eq!(taken(&team, BOB), CODES[1]);
    // At the same moment.
    let shared = &team;
    let taken_at_once = thread::scope(|scope| {
        let takes = [ADA, BOB].map(|who| scope.spawn(move || taken(shared, who)));
        takes.map(|take| take.join().unwrap())
    });
    let expected = BTreeSet::from([CODES[2], CODES[3]].map(str::to_owned));
    assert_eq!(BTreeSet::from(taken_at_once), expected);

    let nothing =
        team.out_of_reach(|| team.run(BOB, &["backup-codes", "use", "GitHub", "--in", "Ops"]));
    assert_eq!((nothing.code, nothing.stdout.as_str()), (Some(7), ""));
    team.run(CARA, &["backup-codes", "use", "GitHub", "--in", "Ops"])
        .failed(6);
    for who in [ADA, BOB, CARA] {
        assert_eq!(left(&team, who), CODES[4..]);
        let list = team.json(who, &["backup-codes", "list", "GitHub", "--in", "Ops"]);
        assert_eq!((&list["left"], &list["total"]), (&json!(2), &json!(6)));
        let used = used(&list);
        assert!(
            used[..4].iter().all(|at| *at > Some(1_700_000_000)),
            "{list}"
        );
        assert_eq!(used[4..], [None, None]);
    }
}

#[test]
fn pages_and_changes_of_an_account_keep_to_what_is_used_and_new_codes_replace_all() {
    let team = team_with_codes();
    for who in [ADA, BOB, ADA, BOB] {
        taken(&team, who);
    }
    for (page, args) in [
        (
            "codes.html",
            &["backup-codes", "print", "GitHub", "--out", "codes.html"][..],
        ),
        (
            "all.html",
            &[
                "export",
                "all.html",
                "--format",
                "sheet",
                "--plain",
                "--backup-codes",
            ],
        ),
    ] {
        team.run(CARA, &[args, &["--in", "Ops"]].concat()).done();
        let page = String::from_utf8(team.people[CARA].read(page)).unwrap();
        let is_there = CODES.map(|code| page.contains(code));
        assert_eq!(is_there, [false, false, false, false, true, true], "{page}");
    }
    team.run(
        BOB,
        &["edit", "--in", "Ops", "GitHub", "--notes", "on call"],
    )
    .done();
    assert_eq!(left(&team, ADA), CODES[4..]);
    let replace = [
        "backup-codes",
        "replace",
        "GitHub",
        "--in",
        "Ops",
        "--file",
        "-",
    ];
    team.people[BOB]
        .typed(&replace, "4410 9928\n6612 3305\n")
        .done();
    assert_eq!(taken(&team, ADA), "4410 9928");
    assert_eq!(taken(&team, BOB), "6612 3305");
    for who in [ADA, BOB] {
        team.run(who, &["backup-codes", "use", "GitHub", "--in", "Ops"])
            .failed(6);
    }
}

#[test]
fn a_backup_code_that_was_used_stays_used_in_whatever_vault_its_account_moves_to() {
    let team = team();
    team.people[ADA].add(URI);
    let add = ["backup-codes", "add", "GitHub", "--file", "-"];
    team.people[ADA].typed(&add, &CODES.join("\n")).done();
    team.run(ADA, &["backup-codes", "use", "GitHub"]).done();
    team.run(ADA, &["move", "GitHub", "--to", "Ops"]).done();
    assert_eq!(taken(&team, BOB), CODES[1]);
    let list = ["backup-codes", "list", "GitHub"];
    let in_team = used(&team.json(ADA, &[&list[..], &["--in", "Ops"]].concat()));
    team.run(BOB, &["move", "GitHub", "--in", "Ops", "--to", "personal"])
        .done();
    assert_eq!(used(&team.json(BOB, &list)), in_team);
    let next = team.json(BOB, &["backup-codes", "use", "GitHub"]);
    assert_eq!(next, json!({"code": CODES[2], "left": 3}));
    team.run(BOB, &["move", "GitHub", "--to", "Ops"]).done();
    assert_eq!(left(&team, ADA), CODES[3..]);
    assert_eq!(taken(&team, ADA), CODES[3]);
}
