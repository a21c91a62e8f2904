//! Secrets are printed when they are asked for, and never otherwise.

use crate::program::{Home, PASSWORD, SECRET};

#[test]
fn nothing_prints_a_secret_unasked() {
    let home = Home::with_account();
    home.typed(
        &[
            "add", "--issuer", "Old", "--type", "motp", "--secret", "-", "--pin", "-",
        ],
        "e3152afee62599c8\n1234567\n",
    )
    .done();
    home.unlocked(&["edit", "GitHub", "--notes", "my dog is called Rex"])
        .done();
    home.unlocked(&["qr", "GitHub", "--out", "code.png"]).done();
    for args in [
        &["list"][..],
        &["list", "--json"],
        &["show", "GitHub"],
        &["show", "GitHub", "--json"],
        &["show", "Old"],
        &["show", "Old", "--json"],
        &["code", "GitHub"],
        &["slots", "list"],
        &["doctor"],
        &["scan", "code.png"],
        &["scan", "code.png", "--add"],
        &["remove", "Old"],
        &["trash", "list"],
        &["trash", "list", "--json"],
    ] {
        let run = home.unlocked(args);
        assert_eq!(run.code, Some(0), "{run:?}");
        for secret in [
            SECRET,
            "e3152afee62599c8",
            "4MKSV7XGEWM4Q",
            "1234567",
            "Rex",
        ] {
            assert!(
                !run.stdout.contains(secret) && !run.stderr.contains(secret),
                "{args:?} {run:?}"
            );
        }
    }
}

#[test]
fn secrets_are_printed_when_asked_for() {
    let home = Home::with_account();
    home.unlocked(&["edit", "GitHub", "--notes", "Rex"]).done();
    let shown = home.unlocked(&["show", "GitHub", "--secrets"]).done();
    assert!(shown.contains(SECRET) && shown.contains("Rex"));
    let shown = home
        .unlocked(&["show", "GitHub", "--secrets", "--json"])
        .json();
    assert_eq!(shown["secret"], SECRET);
    assert!(shown["pin"].is_null());
}

#[test]
fn errors_never_repeat_what_was_typed() {
    let home = Home::with_account();
    let uri = format!("otpauth://totp/a?secret={SECRET}&digits=99");
    let option = format!("--secret={SECRET}");
    for args in [
        &["add", &uri][..],
        &["add", &uri, &uri],
        &["add", "--secret", SECRET],
        &["add", &option],
        &["edit", "GitHub", "--secret", SECRET],
        &["edit", "GitHub", "--pin", SECRET],
        &[SECRET],
        &[&uri],
        &["list", "a", SECRET],
        &["code", "GitHub", "--at", SECRET],
        &["add", "-", "--digits", SECRET],
        &["list", &option],
    ] {
        for json in [&[][..], &["--json"]] {
            let said = home.unlocked(&[args, json].concat());
            assert_eq!(said.code, Some(2), "{said:?}");
            assert!(
                !said.stdout.contains(SECRET) && !said.stderr.contains(SECRET),
                "{said:?}"
            );
        }
    }
}

#[test]
fn a_file_on_the_disk_has_nothing_in_plain_text() {
    let home = Home::with_account();
    home.unlocked(&["edit", "GitHub", "--notes", "my dog is called Rex"])
        .done();
    let contains = |bytes: &[u8], text: &str| {
        bytes
            .windows(text.len())
            .any(|window| window == text.as_bytes())
    };
    let vault = home.read("vault.countersign");
    for text in [
        "GitHub",
        "alice",
        SECRET,
        "Rex",
        PASSWORD,
        "12345678901234567890",
    ] {
        assert!(!contains(&vault, text), "{text}");
    }
}
