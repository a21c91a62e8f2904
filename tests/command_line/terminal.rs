//! Questions on a terminal, with util-linux's `script` as the terminal.

use std::process::Command;

use crate::program::{Home, PASSWORD, PROGRAM, Run, run};

/// Runs the program on a terminal on which `keys` are typed.
fn on_terminal(home: &Home, args: &str, keys: &str) -> Run {
    run(&mut command(home, args), Some(keys))
}

/// The program on a terminal; what comes through standard input is typed there.
pub(crate) fn command(home: &Home, args: &str) -> Command {
    let mut script = Command::new("script");
    home.set_up(&mut script);
    // A spinner needs to know what the terminal can do.
    script.env("TERM", "xterm").args([
        "--quiet",
        "--return",
        "--command",
        &format!("{PROGRAM} {args}"),
        "/dev/null",
    ]);
    script
}

pub(crate) fn script_is_missing(test: &str) -> bool {
    let is_missing = Command::new("script").arg("--version").output().is_err();
    if is_missing {
        println!("SKIPPED {test}: script is not installed");
    }
    is_missing
}

#[test]
fn a_password_is_asked_for_and_not_echoed() {
    if script_is_missing("a_password_is_asked_for_and_not_echoed") {
        return;
    }
    let home = Home::with_account();
    let run = on_terminal(&home, "list --json < /dev/null", &format!("{PASSWORD}\n"));
    assert!(
        run.stdout.contains("Password:") && run.stdout.contains("GitHub"),
        "{run:?}"
    );
    // What passes the second that a password takes.
    assert!(run.stdout.contains("Unlocking"), "{run:?}");
}

#[test]
fn a_new_password_is_asked_for_twice() {
    if script_is_missing("a_new_password_is_asked_for_twice") {
        return;
    }
    let home = Home::empty();
    let run = on_terminal(&home, "init", "one password\nanother password\n");
    assert_eq!(run.code, Some(2), "{run:?}");
    assert!(run.stdout.contains("not the same"), "{run:?}");
    assert!(!home.vault().exists());

    let run = on_terminal(&home, "init", "one password\none password\n");
    assert_eq!(run.code, Some(0), "{run:?}");
    home.write("password", "one password");
    home.run(&["--password-file", "password", "list"]).done();
}

#[test]
fn a_person_sees_whose_code_it_is_in_two_groups_and_how_long_it_is_good() {
    if script_is_missing("a_person_sees_whose_code_it_is_in_two_groups_and_how_long_it_is_good") {
        return;
    }
    let home = Home::with_account();
    let run = on_terminal(&home, "--recovery-file kit code GitHub --at 1111111109", "");
    assert_eq!(run.stdout, "GitHub (alice)\r\n081 804   valid for 1 s\r\n");
    let run = on_terminal(
        &home,
        "--recovery-file kit code GitHub --at 1111111109 --next",
        "",
    );
    assert_eq!(run.stdout, "GitHub (alice)\r\n050 471   valid in 1 s\r\n");
}

#[test]
fn a_person_is_told_of_another_version_of_the_vault_that_has_something_new() {
    if script_is_missing("a_person_is_told_of_another_version_of_the_vault_that_has_something_new")
    {
        return;
    }
    let copy = "vault (conflicted copy 2026-01-31).countersign";
    let home = Home::with_account();
    let older = home.read("vault.countersign");
    home.add("otpauth://totp/New:bob?secret=JBSWY3DPEHPK3PXP");
    home.write(copy, home.read("vault.countersign"));
    let list = "--recovery-file kit list";
    let run = on_terminal(&home, list, "");
    assert!(!run.stdout.contains(copy), "it has nothing new: {run:?}");
    home.put_back(&older);
    let run = on_terminal(&home, list, "");
    assert!(run.stdout.contains(copy), "{run:?}");
}

#[test]
fn a_secret_is_asked_for_and_not_echoed() {
    if script_is_missing("a_secret_is_asked_for_and_not_echoed") {
        return;
    }
    let home = Home::with_vault();
    let run = on_terminal(
        &home,
        "--recovery-file kit add --issuer A --secret -",
        "JBSWY3DPEHPK3PXP\n",
    );
    assert!(
        run.stdout.contains("Secret (not shown):") && run.stdout.contains("Added A."),
        "{run:?}"
    );
    assert_eq!(home.issuers(), ["A"]);
}

#[test]
fn without_a_terminal_the_other_ways_are_named() {
    if Command::new("setsid").arg("--version").output().is_err() {
        println!("SKIPPED without_a_terminal_the_other_ways_are_named: setsid is not installed");
        return;
    }
    let home = Home::with_account();
    for args in [&["list"][..], &["--vault", "new", "init"]] {
        let mut command = Command::new("setsid");
        home.set_up(&mut command);
        let said = run(command.args(["--wait", PROGRAM]).args(args), None).failed(2);
        assert!(said.contains("--password-file"), "{said}");
    }
}

#[test]
fn a_forgotten_password_is_replaced_by_typing_the_kit_and_that_proves_the_kit() {
    if script_is_missing(
        "a_forgotten_password_is_replaced_by_typing_the_kit_and_that_proves_the_kit",
    ) {
        return;
    }
    let home = Home::with_account();
    let kit = String::from_utf8(home.read("kit")).unwrap();
    let words: String = kit
        .lines()
        .filter(|line| line.trim_start().starts_with(|c: char| c.is_ascii_digit()))
        .collect::<Vec<_>>()
        .join(" ");
    let tested =
        |home: &Home| home.unlocked(&["slots", "list", "--json"]).json()[1]["tested"].clone();
    assert!(
        tested(&home).is_null(),
        "a file is no proof of what is on paper"
    );
    let keys = format!("{words}\nthe new password\nthe new password\n");
    let run = on_terminal(&home, "--recovery-file - password change", &keys);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(tested(&home).is_number());
    home.write("new", "the new password");
    home.run(&["--password-file", "new", "list"]).done();
    home.run(&["--password-file", "password", "list"]).failed(3);
}

#[test]
fn codes_of_a_file_are_corrected_on_the_terminal_before_they_are_stored() {
    if script_is_missing("codes_of_a_file_are_corrected_on_the_terminal_before_they_are_stored") {
        return;
    }
    let home = Home::with_account();
    home.write("codes.txt", "11112222\n33334444\n55556666\n");
    let add = "--recovery-file kit backup-codes add GitHub --file codes.txt";
    let stopped = on_terminal(&home, add, "q\n");
    assert_eq!(stopped.code, Some(1), "{stopped:?}");
    let none = home.unlocked(&["backup-codes", "list", "GitHub", "--json"]);
    assert_eq!(none.json()["total"], 0);
    let keys = "-2\n1 9999 0000\n+77778888\nwhat?\n\nno\n";
    let stored = on_terminal(&home, add, keys);
    assert_eq!(stored.code, Some(0), "{stored:?}");
    assert!(stored.stdout.contains("not understood"), "{stored:?}");
    let left = home.unlocked(&["backup-codes", "reveal", "GitHub"]).done();
    assert_eq!(left, "9999 0000\n55556666\n77778888\n");
    assert!(home.path("codes.txt").exists());
    let replace = "--recovery-file kit backup-codes replace GitHub --file codes.txt";
    let replaced = on_terminal(&home, replace, "\nyes\n");
    assert_eq!(replaced.code, Some(0), "{replaced:?}");
    assert!(!home.path("codes.txt").exists(), "{replaced:?}");
}
