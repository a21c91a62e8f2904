//! What another program shows on the same screen.

use crate::desktop::{Desktop, Group};
use crate::vault::{assert_code, create, file, now, unlock};
use crate::window::{Window, by, until};
use std::fs;
use std::process::Stdio;

/// In tests/vectors/transfer/qr/qrencode.png, which qrencode made.
const SECRET: &str = "JBSWY3DPEHPK3PXP";
const ROW: &str = "[data-testid^=account-]";
const CODE: &str = "[role=row] [data-testid=code]:not(.small)";

#[test]
fn a_code_below_our_own_window_is_outlined_named_and_added() {
    let test = "a_code_below_our_own_window_is_outlined_named_and_added";
    let Some((desktop, window)) = beside(test, Some("tests/vectors/transfer/qr/qrencode.png"))
    else {
        return;
    };
    window.click("scan");
    window.wait_for_text("[role=dialog]", "alice@example.com");
    window.wait_for(&by("scan-symbol-0"));
    nothing_can_be_read_in_the_picture(&desktop, &window);
    let before = now();
    window.click("scan-add");
    window.wait_for(ROW);
    window.wait_for(CODE);
    assert_code(&window.text(CODE), SECRET, before, now());

    // The same once more is pointed out, and one step takes it back.
    window.click("scan");
    window.wait_for_text("[role=dialog]", "already");
    window.click("scan-cancel");
    window.wait_until_gone("[role=dialog]");
    window.press_with_control('z');
    window.wait_until_gone(ROW);
}

#[test]
fn a_screen_without_a_code_is_shown_and_says_so() {
    let Some((_desktop, window)) = beside("a_screen_without_a_code_is_shown_and_says_so", None)
    else {
        return;
    };
    window.click("scan");
    window.wait_for(&by("scan-picture-0"));
    assert_eq!(window.count(&by("scan-symbol-0")), 0);
    window.click("scan-again");
    window.wait_for(&by("scan-picture-0"));
}

/// An open window over a picture that another program shows; `None` where that is missing.
fn beside(test: &str, picture: Option<&str>) -> Option<(Desktop, Window)> {
    let desktop = Desktop::start(test)?;
    if desktop.command("feh").arg("--version").output().is_err() {
        println!("SKIPPED {test}: feh is not installed");
        return None;
    }
    create(&desktop);
    if let Some(picture) = picture {
        desktop.keep(Group::start(
            desktop
                .command("feh")
                .args(["--borderless", "--geometry", "+300+250"])
                .arg(file(picture))
                .stdout(Stdio::null())
                .stderr(Stdio::null()),
        ));
    }
    let window = Window::open(&desktop);
    unlock(&window);
    window.wait_for(&by("empty-paste"));
    Some((desktop, window))
}

/// Whoever takes over the page must not get a secret out of what it shows.
fn nothing_can_be_read_in_the_picture(desktop: &Desktop, window: &Window) {
    let mut shown = String::new();
    until("the picture", || {
        let script = "return document.querySelector('[data-testid=scan-picture-0]').toDataURL()";
        let url = window.script(script, &[]);
        shown = url.as_str().unwrap_or_default().to_owned();
        shown.len() > 5_000
    });
    let (_, base64) = shown.split_once("base64,").expect("a PNG");
    let png = data_encoding::BASE64
        .decode(base64.as_bytes())
        .expect("Base64");
    fs::write(desktop.file("shown.png"), png).expect("the home can be written to");
    let mut scan = desktop.command(&Desktop::command_line());
    let scan = scan
        .args(["scan", "shown.png"])
        .output()
        .expect("it starts");
    let said = String::from_utf8_lossy(&scan.stderr);
    assert!(said.contains("no QR code"), "{said}");
}
