//! What a person does on the first day.

use crate::desktop::Desktop;
use crate::vault::{PASSWORD, assert_code, file, now};
use crate::window::{Window, by, until};

/// In tests/vectors/transfer/qr/qrencode.png, which qrencode made.
const SECRET: &str = "JBSWY3DPEHPK3PXP";
const ENTER: &str = "\u{e007}";
const ROW: &str = "[data-testid^=account-]";
/// The code of now; in its last seconds the next one stands beside it.
const CODE: &str = "[role=row] [data-testid=code]:not(.small)";

#[test]
fn from_the_first_start_to_a_code_that_is_still_there_after_a_restart() {
    let test = "from_the_first_start_to_a_code_that_is_still_there_after_a_restart";
    let Some(desktop) = Desktop::start(test) else {
        return;
    };
    let window = Window::open(&desktop);
    create_vault(&window);
    add_from_clipboard(&desktop, &window);
    shows_the_right_code(&window);
    copies(&desktop, &window);

    window.click("nav-lock");
    window.wait_for("[data-testid=unlock-password]");
    assert_eq!(
        window.count(ROW),
        0,
        "nothing of the vault is shown any more"
    );
    window.fill("unlock-password", "not this one");
    window.click("unlock-submit");
    window.wait_for_text("body", "That password does not open");
    window.fill("unlock-password", PASSWORD);
    window.press(ENTER);
    window.wait_for(ROW);
    window.close();

    let window = Window::open(&desktop);
    window.fill("unlock-password", PASSWORD);
    window.click("unlock-submit");
    shows_the_right_code(&window);
}

/// First run: a password, the kit, and the kit's words typed once.
fn create_vault(window: &Window) {
    window.fill("create-password", PASSWORD);
    window.click("create-next");
    window.wait_for("[data-testid=kit-words]");
    let words = window.script(
        "return [...document.querySelectorAll('[data-testid=kit-words] li')].map(li => li.textContent.match(/[a-z]+/)[0]).join(' ')",
        &[],
    );
    let words = words.as_str().expect("text");
    assert_eq!(words.split(' ').count(), 15);
    window.click("kit-next");
    window.fill("kit-typed", &words.replacen(' ', " zebra ", 1));
    window.click("kit-finish");
    assert_eq!(
        window.count("[data-testid=nav-lock]"),
        0,
        "wrong words prove nothing"
    );
    window.fill("kit-typed", words);
    window.click("kit-finish");
    window.wait_for("[data-testid=empty-paste]");
}

/// A picture of a QR code is copied in another program and pasted here.
fn add_from_clipboard(desktop: &Desktop, window: &Window) {
    desktop.copy("image/png", &file("tests/vectors/transfer/qr/qrencode.png"));
    window.press_with_control('v');
    window.wait_for_text("[role=dialog]", "alice@example.com");
    window.click("scan-add");
    window.wait_for(ROW);
    assert!(desktop.vault().exists(), "it is in the file");
}

fn shows_the_right_code(window: &Window) {
    window.wait_for(CODE);
    let before = now();
    let shown = window.text(CODE);
    assert_code(&shown, SECRET, before, now());
}

/// By click and by Enter.
fn copies(desktop: &Desktop, window: &Window) {
    let before = now();
    window.click_on(ROW);
    window.wait_for_text("[role=row]", "Copied, clears in");
    let pasted = desktop.pasted().expect("the code is on the clipboard");
    assert_code(&pasted, SECRET, before, now());

    window.press("\u{e00c}");
    desktop.copy("text/plain", &file("LICENSE-MIT"));
    let before = now();
    window.press(ENTER);
    until("the code on the clipboard", || {
        desktop.pasted().is_some_and(|text| text.len() == 6)
    });
    assert_code(&desktop.pasted().expect("text"), SECRET, before, now());
}

#[test]
fn a_code_leaves_the_clipboard_unless_something_else_was_copied() {
    let Some(desktop) =
        Desktop::start("a_code_leaves_the_clipboard_unless_something_else_was_copied")
    else {
        return;
    };
    crate::vault::create(&desktop);
    crate::vault::add(
        &desktop,
        &format!("otpauth://totp/GitHub:anna?secret={SECRET}"),
    );
    std::fs::create_dir_all(desktop.file("config/countersign"))
        .expect("the home can be written to");
    std::fs::write(
        desktop.file("config/countersign/settings.json"),
        r#"{"clipboard_seconds":12}"#,
    )
    .expect("the home can be written to");
    let window = Window::open(&desktop);
    crate::vault::unlock(&window);

    window.click_on(ROW);
    window.wait_for_text("[role=row]", "Copied, clears in");
    assert!(desktop.pasted().is_some());
    until("an empty clipboard", || desktop.pasted().is_none());
    window.wait_for(CODE);

    window.click_on(ROW);
    window.wait_for_text("[role=row]", "Copied, clears in");
    let license = file("LICENSE-MIT");
    desktop.copy("text/plain", &license);
    window.wait_for(CODE);
    std::thread::sleep(std::time::Duration::from_secs(13));
    let text = std::fs::read_to_string(license).expect("the licence is text");
    assert_eq!(
        desktop.pasted(),
        Some(text),
        "what somebody else copied stays"
    );
    assert_eq!(window.count(&by("toast")), 0);
}
