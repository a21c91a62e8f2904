//! Accounts that move to a team vault, and back.

use crate::program::URI;
use crate::team::{ADA, BOB, CARA, CODE_AT_59, OTHER_SECRET, Team, uri};

#[test]
fn an_account_that_moves_to_a_team_is_in_the_team_before_it_leaves_its_owner() {
    let mut team = Team::founded();
    team.invite("Bob", "viewer");
    for who in [ADA, BOB] {
        team.people[who].add(URI);
    }
    let to_team = ["move", "GitHub", "--to", "Ops"];
    team.out_of_reach(|| {
        let refused = team.run(ADA, &to_team);
        assert_eq!((refused.code, refused.stdout.as_str()), (Some(7), ""));
    });
    team.run(BOB, &to_team).failed(6);
    for who in [ADA, BOB] {
        assert_eq!(team.people[who].issuers(), ["GitHub"]);
        assert!(team.accounts(who).is_empty());
    }
    team.run(ADA, &to_team).done();
    assert!(team.people[ADA].issuers().is_empty());
    let code = team.run(BOB, &["code", "--in", "Ops", "GitHub", "--at", "59"]);
    assert_eq!(code.done(), CODE_AT_59);

    // Once more, as after a program that ended between the two steps.
    team.run(ADA, &["trash", "restore", "GitHub"]).done();
    team.out_of_reach(|| {
        let refused = team.run(ADA, &to_team);
        assert_eq!((refused.code, refused.stdout.as_str()), (Some(7), ""));
    });
    assert_eq!(team.people[ADA].issuers(), ["GitHub"]);
    team.run(ADA, &to_team).done();
    assert_eq!(team.accounts(ADA), ["GitHub"]);
    // With other content it overwrites nothing.
    team.run(ADA, &["trash", "restore", "GitHub"]).done();
    let edit = ["edit", "GitHub", "--secret", "-"];
    team.people[ADA].typed(&edit, OTHER_SECRET).done();
    team.run(ADA, &to_team).failed(6);
    assert_eq!(team.people[ADA].issuers(), ["GitHub"]);
    let code = team.run(ADA, &["code", "--in", "Ops", "GitHub", "--at", "59"]);
    assert_eq!(code.done(), CODE_AT_59);
}

#[test]
fn accounts_move_by_a_query_and_back_to_whoever_asks_and_are_never_in_no_vault() {
    let mut team = Team::founded();
    team.invite("Bob", "editor");
    team.invite("Cara", "viewer");
    for issuer in ["Cloud", "Bank"] {
        team.people[ADA].add(&uri(issuer));
    }
    team.people[ADA].add(URI);
    let moved = team.json(ADA, &["move", "ops", "--to", "Ops"]);
    assert_eq!(moved["accounts"].as_array().unwrap().len(), 2);
    assert_eq!(team.people[ADA].issuers(), ["GitHub"]);
    assert_eq!(team.accounts(BOB), ["Bank", "Cloud"]);
    team.run(ADA, &["move", "Nothing", "--to", "Ops"]).failed(5);
    team.run(ADA, &["move", " ", "--to", "Ops"]).failed(5);
    let home = ["move", "--to", "personal", "ops"];
    team.run(BOB, &home).failed(2);
    team.run(BOB, &["move", "--in", "Ops", "--to", "Two", "ops"])
        .failed(2);

    let home = [&home[..], &["--in", "Ops"]].concat();
    team.run(CARA, &home).failed(6);
    let none = team.out_of_reach(|| team.run(BOB, &home));
    assert_eq!((none.code, none.stdout.as_str()), (Some(7), ""));
    for who in [BOB, CARA] {
        assert!(team.people[who].issuers().is_empty());
        assert_eq!(team.accounts(who), ["Bank", "Cloud"]);
    }
    team.run(BOB, &home).done();
    assert_eq!(team.people[BOB].issuers(), ["Bank", "Cloud"]);
    assert!(team.accounts(ADA).is_empty());
    let code = team.run(BOB, &["code", "Cloud", "--at", "59"]);
    assert_eq!(code.done(), CODE_AT_59);
    // And once more there: nothing of the account that was deleted is in the way.
    team.run(BOB, &["move", "Cloud", "--to", "Ops"]).done();
    let code = team.run(ADA, &["code", "--in", "Ops", "Cloud", "--at", "59"]);
    assert_eq!(code.done(), CODE_AT_59);
}

#[test]
fn an_account_with_two_secrets_leaves_no_team() {
    let mut team = Team::founded();
    team.invite("Bob", "editor");
    team.add(ADA, URI).done();
    assert_eq!(team.accounts(BOB), ["GitHub"]);
    let edit = ["edit", "--in", "Ops", "GitHub", "--secret", "-"];
    team.out_of_reach(|| {
        for (who, secret) in [
            (ADA, OTHER_SECRET),
            (BOB, "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU"),
        ] {
            assert_eq!(team.people[who].typed(&edit, secret).code, Some(0));
        }
    });
    for who in [ADA, BOB, ADA] {
        team.run(who, &["team", "sync", "Ops"]).done();
    }
    let home = ["move", "GitHub", "--in", "Ops", "--to", "personal"];
    team.run(ADA, &home).failed(6);
    assert!(team.people[ADA].issuers().is_empty());
    team.people[ADA].typed(&edit, OTHER_SECRET).done();
    team.run(ADA, &home).done();
    assert_eq!(team.people[ADA].issuers(), ["GitHub"]);
}

#[test]
fn an_account_that_the_team_deleted_moves_there_again_as_it_is_now() {
    let mut team = Team::founded();
    team.invite("Bob", "editor");
    team.people[ADA].add(URI);
    let to_team = ["move", "GitHub", "--to", "Ops"];
    team.run(ADA, &to_team).done();
    for edited in [false, true] {
        team.run(BOB, &["remove", "--in", "Ops", "GitHub"]).done();
        team.run(ADA, &["trash", "restore", "GitHub"]).done();
        if edited {
            let edit = ["edit", "GitHub", "--secret", "-"];
            team.people[ADA].typed(&edit, OTHER_SECRET).done();
        }
        team.run(ADA, &to_team).done();
        assert!(team.people[ADA].issuers().is_empty());
        let shown = team.json(BOB, &["show", "--in", "Ops", "GitHub", "--secrets"]);
        assert_eq!(shown["secret"] == OTHER_SECRET, edited, "{shown}");
        assert_eq!(shown["conflicts"], false);
    }
}
