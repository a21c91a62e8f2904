//! From a picture to accounts.

use std::fs;
use std::path::{Path, PathBuf};

use crate::program::{Home, SECRET, picture};

#[test]
fn a_picture_of_a_qr_code_becomes_a_working_code() {
    let home = Home::with_account();
    assert!(
        home.unlocked(&["qr", "GitHub", "--out", "code.png"])
            .done()
            .contains("code.png")
    );
    let other = Home::with_vault();
    fs::copy(home.path("code.png"), other.path("picture.png")).unwrap();
    assert_eq!(
        other.unlocked(&["scan", "picture.png", "--add"]).done(),
        "Added GitHub (alice).\n"
    );
    assert_eq!(
        other
            .unlocked(&["code", "GitHub", "--at", "1111111109"])
            .done(),
        "081804\n"
    );
}

#[test]
fn pictures_by_other_programs_are_read_in_every_format() {
    let pictures = pictures();
    let formats = ["png", "jpg", "webp", "gif", "bmp"];
    for format in formats {
        assert!(
            pictures
                .iter()
                .any(|(path, _)| path.extension().unwrap() == format),
            "no {format}"
        );
    }
    let home = Home::empty();
    for (picture, texts) in pictures {
        let found = home
            .run(&["scan", "--json", picture.to_str().unwrap()])
            .json();
        let mut found: Vec<&str> = found
            .as_array()
            .unwrap()
            .iter()
            .map(|symbol| symbol["text"].as_str().unwrap())
            .collect();
        found.sort_unstable();
        assert_eq!(found, texts, "{}", picture.display());
    }
}

/// Pictures of `tests/vectors/transfer/qr` with what they say, sorted.
fn pictures() -> Vec<(PathBuf, Vec<String>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/transfer/qr");
    let files = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let pictures = files.filter(|file| file.extension().is_some_and(|end| end != "txt"));
    pictures
        .filter_map(|picture| {
            let said = fs::read_to_string(picture.with_extension("txt")).ok()?;
            let mut texts: Vec<String> = said
                .lines()
                .filter_map(|line| Some(line.split('\t').next()?.to_owned()))
                .collect();
            texts.sort_unstable();
            (!texts.is_empty()).then_some((picture, texts))
        })
        .collect()
}

#[test]
fn several_pictures_are_added_in_one_go_and_a_bad_one_does_not_spoil_them() {
    let home = Home::with_account();
    home.unlocked(&["qr", "GitHub", "--out", "a.png"]).done();
    home.write("b.png", "no picture");
    let other = Home::with_vault();
    fs::copy(home.path("a.png"), other.path("a.png")).unwrap();
    other.write("b.png", "no picture");
    let added = other.unlocked(&["scan", "b.png", "a.png", "--add"]);
    assert_eq!(added.code, Some(1));
    assert_eq!(added.stdout, "Added GitHub (alice).\n");
    assert!(
        added.stderr.starts_with("b.png is not a picture."),
        "{added:?}"
    );
    assert_eq!(other.issuers(), ["GitHub"]);
}

#[test]
fn an_export_over_several_codes_is_added_in_one_go() {
    let home = Home::with_vault();
    let parts = [0, 1, 2].map(|part| picture(&format!("batch_of_three_{part}")));
    let [first, second, third] = parts.each_ref().map(String::as_str);
    let added = home.unlocked(&["scan", first, third, "--add"]);
    assert_eq!(added.code, Some(1));
    assert_eq!(
        added.stdout,
        "Added Example (alice).\nAdded Example (carol).\n"
    );
    assert!(added.stderr.starts_with("2 of 3 scanned"), "{added:?}");

    let added = home
        .unlocked(&["scan", first, second, third, "--add"])
        .done();
    assert!(added.contains("Added Example (bob)."), "{added}");
    assert_eq!(home.issuers().len(), 3);
}

#[test]
fn a_code_that_is_no_account_is_shown_as_what_it_is_and_not_added() {
    let home = Home::with_vault();
    let link = picture("not_an_account");
    let shown = home.run(&["scan", &link]).done();
    assert!(
        shown.ends_with(
            "not an account: a text that begins with https://example.com, 34 characters; --secrets shows it\n"
        ),
        "{shown}"
    );
    assert_eq!(
        home.run(&["scan", &link, "--json"]).json()[0]["kind"],
        "other"
    );
    let said = home.unlocked(&["scan", &link, "--add"]).failed(1);
    assert!(said.contains("not one of an authenticator"), "{said}");
    // Beside an account it is said and spoils nothing.
    let other = Home::with_account();
    let code = home.path("code.png");
    let code = code.to_str().unwrap();
    other.unlocked(&["qr", "GitHub", "--out", code]).done();
    let added = home.unlocked(&["scan", code, &link, "--add"]);
    assert_eq!(
        (added.code, added.stdout.as_str()),
        (Some(0), "Added GitHub (alice).\n")
    );
    assert!(
        added.stderr.contains("not one of an authenticator"),
        "{added:?}"
    );
}

#[test]
fn an_account_that_is_left_out_is_an_error_after_the_others_are_added() {
    let home = Home::with_vault();
    let refused = picture("too_many_digits");
    let part = picture("batch_of_three_0");
    let link = picture("not_an_account");
    let added = home.unlocked(&["scan", &refused, &part, &link, "--add"]);
    assert_eq!(
        (added.code, added.stdout.as_str()),
        (Some(1), "Added Example (alice).\n")
    );
    let said: Vec<&str> = added.stderr.lines().collect();
    assert!(said[0].contains("not one of an authenticator"), "{said:?}");
    assert!(
        said[2].contains("too_many_digits.png: A code has 4 to 10 digits"),
        "{said:?}"
    );
    assert!(said[4].starts_with("1 of 3 scanned"), "{said:?}");
    assert_eq!(home.issuers(), ["Example"]);
}

#[test]
fn what_a_scan_shows_has_no_secret_unless_asked_for() {
    let home = Home::with_account();
    home.unlocked(&["qr", "GitHub", "--out", "code.png"]).done();
    assert_eq!(
        home.run(&["scan", "code.png"]).done(),
        "code.png: GitHub (alice), totp\n"
    );
    assert!(
        home.run(&["scan", "code.png", "--secrets"])
            .done()
            .contains(SECRET)
    );
}

#[test]
fn pictures_that_cannot_be_read_are_said() {
    let home = Home::empty();
    home.write("text.png", "no picture");
    home.write("empty.png", "");
    home.write("cut.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    for picture in ["text.png", "empty.png", "cut.png", "missing.png", "."] {
        home.run(&["scan", picture]).failed(1);
        home.run(&["scan", picture, "--add"]).failed(1);
    }
}

#[test]
fn a_picture_larger_than_any_screen_is_refused() {
    let home = Home::empty();
    // A PNG header that claims 100,000 by 100,000 pixels: 10 GB if anybody believed it.
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\x01\x86\xa0\0\x01\x86\xa0\x08\0\0\0\0".to_vec();
    // The header's CRC-32 by Python's zlib, and the beginning of the pixels.
    png.extend(b"\x8d\x39\x54\x14\0\0\0\0IDAT\x35\xaf\x06\x1e");
    home.write("huge.png", png);
    let said = home.run(&["scan", "huge.png"]).failed(1);
    assert!(
        said.contains("too large: 100000 by 100000 pixels"),
        "{said}"
    );
}

#[test]
fn a_qr_code_is_drawn_on_the_terminal_and_overwrites_no_file() {
    let home = Home::with_account();
    assert!(home.unlocked(&["qr", "GitHub"]).done().contains('█'));
    home.write("there.png", "mine");
    home.unlocked(&["qr", "GitHub", "--out", "there.png"])
        .failed(6);
    assert_eq!(home.read("there.png"), b"mine");
    home.unlocked(&["qr", "GitHub", "--json"]).failed(2);
}
