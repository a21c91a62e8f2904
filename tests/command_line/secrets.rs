//! Secrets are printed when they are asked for, and never otherwise.

use crate::program::{Home, PASSWORD, SECRET, picture};

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
    home.write("codes.txt", "7hd82-kqp3x\n9sk2m-mx1aa\n");
    std::fs::create_dir(home.path("stick")).unwrap();
    let [network, text, link, kit] = ["network", "text", "link", "recovery_kit"].map(picture);
    for args in [
        &["list"][..],
        &["list", "--json"],
        &["show", "GitHub"],
        &["show", "GitHub", "--json"],
        &["show", "Old"],
        &["show", "Old", "--json"],
        &["code", "GitHub"],
        &["backup-codes", "add", "GitHub", "--file", "codes.txt"],
        &["backup-codes", "list", "GitHub"],
        &["backup-codes", "list", "GitHub", "--json"],
        &["slots", "list"],
        &["doctor"],
        &["scan", "code.png"],
        &["scan", "code.png", "--add"],
        &["scan", &network, &text, &link],
        &["scan", &kit],
        &["remove", "Old"],
        &["trash", "list"],
        &["trash", "list", "--json"],
        &["backup", "create", "stick"],
        &["backup", "list"],
        &["backup", "prove", "--json"],
        &["--vault", "new/vault", "backup", "restore", "stick"],
    ] {
        let run = home.unlocked(args);
        assert_eq!(run.code, Some(0), "{run:?}");
        for secret in [
            SECRET,
            "e3152afee62599c8",
            "4MKSV7XGEWM4Q",
            "1234567",
            "Rex",
            "7hd82",
            "9sk2m",
            "geheim",
            "sight-notice-speed",
        ] {
            assert!(
                !run.stdout.contains(secret) && !run.stderr.contains(secret),
                "{args:?} {run:?}"
            );
        }
    }
}

#[test]
fn a_scan_says_what_a_text_is_without_telling_it() {
    let home = Home::empty();
    for (name, shown) in [
        ("network", "a text that begins with wifi:, 35 characters"),
        ("text", "another kind of text, 13 characters"),
        (
            "link",
            "a text that begins with https://example.com, 55 characters",
        ),
    ] {
        let said = home.run(&["scan", &picture(name)]).done();
        let shown = format!(": not an account: {shown}; --secrets shows it\n");
        assert!(said.ends_with(&shown), "{said}");
        let said = home.run(&["scan", &picture(name), "--secrets"]).done();
        assert!(said.contains("geheim-geheim"), "{said}");
    }
    let said = home.run(&["scan", &picture("recovery_kit")]).done();
    assert!(
        said.contains(": the recovery kit of a Countersign vault;"),
        "{said}"
    );
}

/// The exceptions of docs/cli.md.
#[test]
fn what_is_nothing_but_a_secret_is_printed_without_secrets() {
    let home = Home::with_account();
    home.unlocked(&["qr", "GitHub", "--out", "code.png"]).done();
    let scanned = home.run(&["scan", "code.png", "--json"]).json();
    assert!(scanned[0]["text"].as_str().unwrap().contains(SECRET));
    let drawn = home.unlocked(&["qr", "GitHub"]).done();
    assert!(drawn.contains('█'), "{drawn}");
    let kit = home.unlocked(&["slots", "add", "recovery"]).done();
    assert!(kit.contains("countersign-recovery:1:"), "{kit}");
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
