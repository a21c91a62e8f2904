//! Scanning what another program copied, on a real X server without a screen. The one that pastes is a process of its
//! own, because it finds its display in the environment.
#![cfg(target_os = "linux")]
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "starts an X server, itself and a program that copies a picture file"
)]

#[path = "../../platform/tests/desktop/mod.rs"]
mod desktop;

use std::env;
use std::fs;
use std::path::Path;

use desktop::{Display, Process};
use session::scan::scan_clipboard;

const CHILD_SCANS: &str = "COUNTERSIGN_TEST_SCANS_THE_CLIPBOARD";
const URI: &str = "otpauth://totp/GitHub:alice?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

#[test]
fn the_child_scans_the_clipboard() {
    if env::var(CHILD_SCANS).is_err() {
        return;
    }
    println!();
    match scan_clipboard() {
        Ok(found) => found
            .iter()
            .for_each(|one| println!("FOUND {} {}", one.kind.name(), one.text.expose())),
        Err(error) => println!("ERROR {}", error.code().id()),
    }
    println!("END");
}

/// What a scan says, line by line.
fn scanned(display: Option<&Display>) -> Vec<String> {
    let mut child = Process::again("the_child_scans_the_clipboard", CHILD_SCANS, "1", display);
    let lines = std::iter::from_fn(|| Some(child.line()).filter(|line| line != "END"));
    lines
        .filter(|line| line.starts_with("FOUND ") || line.starts_with("ERROR "))
        .collect()
}

fn picture(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/transfer/qr");
    fs::read(folder.join(name)).unwrap()
}

#[test]
fn a_copied_picture_gives_its_symbols_also_where_it_is_see_through() {
    let test = "a_copied_picture_gives_its_symbols_also_where_it_is_see_through";
    let Some(display) = Display::start(test) else {
        return;
    };
    for name in ["black_on_nothing", "white_on_nothing", "png_palette"] {
        display.copy("image/png", &picture(&format!("{name}.png")));
        let described = String::from_utf8(picture(&format!("{name}.txt"))).unwrap();
        let (text, _frame) = described.split_once('\t').unwrap();
        assert_eq!(
            scanned(Some(&display)),
            [format!("FOUND otpauth {text}")],
            "{name}"
        );
    }
}

#[test]
fn copied_addresses_are_found_line_by_line() {
    let Some(display) = Display::start("copied_addresses_are_found_line_by_line") else {
        return;
    };
    display.copy(
        "UTF8_STRING",
        format!("My accounts:\n  {URI}\r\nsteam://ABCD\n").as_bytes(),
    );
    let expected = [
        format!("FOUND otpauth {URI}"),
        "FOUND otpauth steam://ABCD".to_owned(),
    ];
    assert_eq!(scanned(Some(&display)), expected);
}

#[test]
fn what_holds_no_account_says_why() {
    let Some(display) = Display::start("what_holds_no_account_says_why") else {
        return;
    };
    assert_eq!(scanned(Some(&display)), ["ERROR clipboard-empty"]);
    display.copy("UTF8_STRING", b"https://example.com");
    assert_eq!(scanned(Some(&display)), ["ERROR clipboard-not-otp"]);
    display.copy("image/png", &picture("nothing.png"));
    assert_eq!(scanned(Some(&display)), ["ERROR clipboard-no-symbol"]);
    assert_eq!(scanned(None), ["ERROR clipboard-unreachable"]);
}
