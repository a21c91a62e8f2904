//! What people mistype and what hostile sites send: a clear error, nothing lost.

use crate::program::{Home, SECRET, URI};

#[test]
fn malformed_addresses_are_refused_with_a_reason() {
    let home = Home::with_account();
    let before = home.read("vault.countersign");
    let long = "a".repeat(40_000);
    let secret = format!("secret={SECRET}");
    let counter = "18446744073709551616";
    for (uri, reason) in [
        ("https://example.com".to_owned(), "one-time password"),
        (String::new(), "one-time password"),
        ("otpauth://totp/a".to_owned(), "no secret"),
        ("otpauth://totp/a?secret=".to_owned(), "no secret"),
        ("otpauth://totp/a?secret=10".to_owned(), "Character 1"),
        ("otpauth://what/a?secret=GEZDGNBV".to_owned(), "type"),
        (
            format!("otpauth://totp/a?{secret}&digits=0"),
            "4 to 10 digits",
        ),
        (
            format!("otpauth://totp/a?{secret}&digits=11"),
            "4 to 10 digits",
        ),
        (
            format!("otpauth://totp/a?{secret}&digits=255"),
            "4 to 10 digits",
        ),
        (
            format!("otpauth://totp/a?{secret}&period=0"),
            "86,400 seconds",
        ),
        (
            format!("otpauth://totp/a?{secret}&period=-1"),
            "86,400 seconds",
        ),
        (
            format!("otpauth://totp/a?{secret}&period={counter}"),
            "86,400 seconds",
        ),
        (
            format!("otpauth://totp/a?{secret}&algorithm=MD6"),
            "algorithm",
        ),
        (format!("otpauth://totp/a?{secret}&{secret}"), "twice"),
        (
            format!("otpauth://totp/a?{secret}&digits=6&digits=8"),
            "twice",
        ),
        (
            format!("otpauth://hotp/a?{secret}&counter={counter}"),
            "counter",
        ),
        (format!("otpauth://totp/{long}?{secret}"), "1,024 bytes"),
        (
            format!("otpauth://totp/a?{secret}&issuer={long}"),
            "1,024 bytes",
        ),
    ] {
        let said = home.typed(&["add", "-"], &format!("{uri}\n")).failed(2);
        assert!(said.contains(reason), "{uri}: {said}");
        assert!(!said.contains(SECRET), "{said}");
    }
    assert_eq!(home.read("vault.countersign"), before);
}

#[test]
fn a_label_of_a_megabyte_is_refused() {
    let home = Home::with_vault();
    let uri = format!("otpauth://totp/{}?secret={SECRET}\n", "a".repeat(1 << 20));
    assert!(
        home.typed(&["add", "-"], &uri)
            .failed(2)
            .contains("65,536 bytes")
    );
}

#[test]
fn texts_beside_an_account_have_limits() {
    let home = Home::with_account();
    let before = home.read("vault.countersign");
    let (text, notes) = ("a".repeat(1025), "a".repeat(65_537));
    let tag = format!("+{text}");
    for args in [
        &["edit", "GitHub", "--issuer", &text][..],
        &["edit", "GitHub", "--account", &text],
        &["edit", "GitHub", "--tag", &tag],
        &["edit", "GitHub", "--recovery-contact", &text],
        &["edit", "GitHub", "--notes", &notes],
        &["slots", "rename", "Password", &text],
    ] {
        let said = home.unlocked(args).failed(2);
        assert!(said.starts_with("One of the texts is too long."), "{said}");
    }
    assert_eq!(home.read("vault.countersign"), before);
}

#[test]
fn an_issuer_cannot_rearrange_or_hide_text() {
    let home = Home::with_vault();
    home.add("otpauth://totp/a?secret=JBSWY3DPEHPK3PXP&issuer=Pay%E2%80%AEcba%E2%80%8B");
    for args in [&["list"][..], &["show", "a"]] {
        let shown = home.unlocked(args).done();
        assert!(shown.contains("Pay\\u{202E}cba\\u{200B}"), "{shown}");
        assert!(!shown.contains(['\u{202E}', '\u{200B}']));
    }
}

#[test]
fn numbers_that_are_typed_have_the_same_limits() {
    let home = Home::with_vault();
    for option in [
        ["--digits", "0"],
        ["--digits", "3"],
        ["--digits", "11"],
        ["--digits", "255"],
        ["--digits", "256"],
        ["--period", "0"],
        ["--period", "-1"],
        ["--period", "86401"],
        ["--period", "18446744073709551616"],
        ["--algorithm", "MD5"],
        ["--type", "what"],
        ["--counter", "1"],
        ["--counter", "18446744073709551616"],
    ] {
        let args = [&["add", "--issuer", "a", "--secret", "-"], &option[..]].concat();
        home.typed(&args, "JBSWY3DPEHPK3PXP\n").failed(2);
    }
    home.typed(
        &["add", "--type", "steam", "--digits", "6", "--secret", "-"],
        "JBSWY3DPEHPK3PXP\n",
    )
    .failed(2);
    assert_eq!(home.issuers(), [""; 0]);
}

#[test]
fn the_largest_counter_is_a_counter() {
    let home = Home::with_vault();
    home.add("otpauth://hotp/Bank:a?secret=JBSWY3DPEHPK3PXP&counter=18446744073709551615");
    assert_eq!(
        home.unlocked(&["show", "Bank", "--json"]).json()["counter"],
        u64::MAX
    );
}

#[test]
fn a_command_line_that_makes_no_sense_is_refused_before_anything_is_asked() {
    let home = Home::empty();
    for args in [
        &["frobnicate"][..],
        &["code"],
        &["code", "a", "b"],
        &["code", "a", "--frobnicate"],
        &["add"],
        &["add", URI, "--issuer", "a"],
        &["add", "--issuer", "a"],
        &["edit", "a", "--tag", "+"],
        &["edit", "a", "--method", "fax:primary"],
        &["edit", "a", "--method", "sms:first"],
        &["edit", "a", "--deadline", "31.12.2026"],
        &["edit", "a", "--deadline", "2026-02-30"],
        &["edit", "a", "--trusted-for", "30"],
        &["edit", "a", "--favorite", "--no-favorite"],
        &["completions", "tcsh"],
        &[
            "--password-file",
            "password",
            "--recovery-file",
            "kit",
            "init",
        ],
        &["--recovery-file", "kit", "init"],
    ] {
        home.run(args).failed(2);
    }
    assert!(!home.vault().exists());
}

#[test]
fn an_edit_that_changes_nothing_is_a_mistake() {
    let home = Home::with_account();
    assert!(
        home.unlocked(&["edit", "GitHub"])
            .failed(2)
            .contains("what to change")
    );
}

#[test]
fn without_a_command_the_help_is_shown_as_a_mistake() {
    for args in [
        &[][..],
        &["slots"],
        &["slots", "add"],
        &["trash"],
        &["password"],
    ] {
        let run = Home::empty().run(args);
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
        assert!(run.stderr.contains("Usage: countersign"), "{run:?}");
    }
}

#[test]
fn a_wrong_credential_is_told_from_everything_else() {
    let home = Home::with_account();
    home.write("wrong", "not the password\n");
    assert!(
        home.run(&["--password-file", "wrong", "list"])
            .failed(3)
            .contains("That password does not open")
    );
    let other = Home::empty();
    other
        .run(&[
            "--password-file",
            "password",
            "init",
            "--recovery-kit",
            "kit",
        ])
        .done();
    home.write("other-kit", other.read("kit"));
    assert!(
        home.run(&["--recovery-file", "other-kit", "list"])
            .failed(3)
            .contains("kit does not open")
    );

    home.write("short", "abandon ability\n");
    assert!(
        home.run(&["--recovery-file", "short", "list"])
            .failed(3)
            .contains("15 words; here are 2")
    );
    let misspelt = "abandon ".repeat(14) + "addresss";
    home.write("misspelt", misspelt);
    assert!(
        home.run(&["--recovery-file", "misspelt", "list"])
            .failed(3)
            .contains("Word 15")
    );
    home.write("exchanged", "abandon ".repeat(15));
    assert!(
        home.run(&["--recovery-file", "exchanged", "list"])
            .failed(3)
            .contains("fit together")
    );
}

#[test]
fn a_password_file_must_have_a_password() {
    let home = Home::with_account();
    home.write("empty", "");
    home.write("binary", [0xff, 0xfe, 0]);
    home.write("huge", "x".repeat(1 << 20));
    home.run(&["--password-file", "empty", "list"]).failed(2);
    home.run(&["--password-file", "binary", "list"]).failed(1);
    home.run(&["--password-file", "huge", "list"]).failed(1);
    home.run(&["--password-file", "missing", "list"]).failed(1);
}

#[test]
fn input_that_ends_too_early_changes_nothing() {
    let home = Home::with_account();
    let before = home.read("vault.countersign");
    home.typed(&["add", "-"], "").failed(2);
    home.typed(&["edit", "GitHub", "--secret", "-"], "")
        .failed(2);
    home.typed(
        &["add", "--type", "motp", "--secret", "-", "--pin", "-"],
        "e3152afee62599c8\n",
    )
    .failed(2);
    assert_eq!(home.read("vault.countersign"), before);
}

#[test]
fn a_computer_without_a_home_says_how_to_name_the_vault() {
    let home = Home::with_vault();
    let without_home = |args: &[&str]| {
        let mut command = home.command(args);
        command.env_remove("HOME").env_remove("COUNTERSIGN_VAULT");
        crate::program::run(&mut command, None)
    };
    let said = without_home(&["--recovery-file", "kit", "list"]).failed(1);
    assert!(said.contains("--vault FILE"), "{said}");
    without_home(&["doctor"]).failed(1);
    without_home(&[
        "--vault",
        "vault.countersign",
        "--recovery-file",
        "kit",
        "list",
    ])
    .done();
}
