//! Another version of the vault: in its place, beside it, or from another computer.

use std::fs;

use crate::program::{Home, SECRET};

/// A vault with one account, and a copy beside it: each has one that the other has not.
fn diverged(copy: &str) -> Home {
    let home = Home::with_account();
    let start = home.read("vault.countersign");
    home.add(&format!("otpauth://totp/Theirs:a?secret={SECRET}"));
    fs::rename(home.vault(), home.path(copy)).unwrap();
    home.write("vault.countersign", start);
    let add = format!("otpauth://totp/Ours:a?secret={SECRET}");
    let args = ["--accept-older", "add", &add];
    home.unlocked(&args).done();
    home
}

#[test]
fn a_conflicted_copy_is_found_by_the_doctor_and_merged() {
    let copy = "vault.sync-conflict-20260131-120000-ABCDEFG.countersign";
    let home = diverged(copy);
    let doctor = home.run(&["doctor"]).stdout;
    assert!(doctor.contains(copy), "{doctor}");
    let said = home.unlocked(&["merge", copy]).done();
    assert!(said.contains("1 account was added"), "{said}");
    assert_eq!(home.issuers(), ["GitHub", "Ours", "Theirs"]);
    assert!(!home.path(copy).exists());
    assert!(home.path(&format!("{copy}.merged")).exists());
    let doctor = home.run(&["doctor"]).stdout;
    assert!(!doctor.contains(copy), "{doctor}");
}

#[test]
fn a_file_of_another_vault_is_not_merged() {
    let home = Home::with_account();
    home.write("vault (1).countersign", "text");
    let said = home.unlocked(&["merge", "vault (1).countersign"]).failed(4);
    assert!(said.contains("not another version"), "{said}");
    assert_eq!(home.issuers(), ["GitHub"]);
}

#[test]
fn an_older_file_in_the_place_of_the_vault_is_opened_only_if_that_is_wanted() {
    let home = Home::with_vault();
    let older = home.read("vault.countersign");
    home.add(&format!("otpauth://totp/GitHub:a?secret={SECRET}"));
    home.write("vault.countersign", older);
    let said = home.unlocked(&["list"]).failed(6);
    assert!(
        said.contains("older state") && said.contains("--accept-older"),
        "{said}"
    );
    let said = home.unlocked(&["--json", "list"]).failed(6);
    assert!(said.contains("\"vault-older\""), "{said}");
    home.unlocked(&["--accept-older", "list"]).done();
    assert_eq!(home.issuers(), [""; 0], "it is not asked about twice");
    let memory = home.path(".local/state");
    fs::remove_dir_all(memory).unwrap();
    assert_eq!(home.issuers(), [""; 0], "nothing depends on the memory");
}

#[test]
fn two_secrets_of_one_account_are_kept_until_one_is_chosen() {
    let home = diverged("vault (1).countersign");
    let secret = |vault: &str, secret: &str| {
        let args = ["--vault", vault, "edit", "GitHub", "--secret", "-"];
        home.typed(&args, secret).done();
    };
    secret("vault.countersign", "GEZDGNBVGY3TQOJQ");
    secret("vault (1).countersign", "MFRGGZDFMZTWQ2LK");
    let none = home.unlocked(&["conflicts", "list"]).done();
    assert!(none.contains("No account"), "{none}");
    home.unlocked(&["merge", "vault (1).countersign"]).done();
    let listed = home.unlocked(&["conflicts", "list", "--json"]).json();
    assert_eq!(listed[0]["issuer"], "GitHub");
    let shown = || {
        let shown = home
            .unlocked(&["show", "GitHub", "--secrets", "--json"])
            .json();
        shown["secret"].as_str().unwrap().to_owned()
    };
    let first = shown();
    home.unlocked(&["conflicts", "swap", "GitHub"]).done();
    assert_ne!(shown(), first);
    home.unlocked(&["conflicts", "swap", "GitHub"]).done();
    home.unlocked(&["conflicts", "keep", "GitHub"]).done();
    assert_eq!(shown(), first);
    home.unlocked(&["conflicts", "keep", "GitHub"]).failed(2);
}
