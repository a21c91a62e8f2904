//! Security keys in the window: the application inside real keys, plugged in where programs look for them.

use crate::bed::{Bed, in_bed};
use crate::desktop::Desktop;
use crate::vault::{add, create};
use crate::window::Window;
use serde_json::Value;
use std::fs;

const URI: &str = "otpauth://totp/GitHub:anna?secret=JBSWY3DPEHPK3PXP";
const ROW: &str = "[data-testid^=account-]";
const PIN: &str = "12345678";
const FORM: &str = "form";

/// A vault that the key named Blue opens with its PIN.
fn with_key(test: &str, bed: &Bed, state: &str) -> Option<Desktop> {
    let desktop = Desktop::start(test)?;
    create(&desktop);
    add(&desktop, URI);
    fs::write(desktop.file("pin"), PIN).expect("the home can be written to");
    let _key = bed.plug(&["--state", state]);
    desktop.countersign(&["keys", "pin", "set", "--new-pin-file", "pin"], "");
    let how = ["--recovery-file", "kit", "--key-pin-file", "pin"];
    let slot = ["slots", "add", "fido2", "--name", "Blue"];
    desktop.countersign(&[&how[..], &slot].concat(), "");
    Some(desktop)
}

fn state(bed: &Bed, key: &str) -> String {
    bed.folder.path().join(key).display().to_string()
}

/// Types the PIN of the key that is asked for.
fn try_pin(window: &Window, pin: &str) {
    window.fill("unlock-pin", pin);
    window.click("unlock-key-submit");
}

#[test]
fn the_window_is_unlocked_by_a_key_that_is_plugged_in_late_and_a_wrong_pin_costs_one_try() {
    let test = "keys::the_window_is_unlocked_by_a_key_that_is_plugged_in_late_and_a_wrong_pin_costs_one_try";
    in_bed(test, |bed| {
        let state = state(bed, "blue");
        let Some(desktop) = with_key(test, bed, &state) else {
            return;
        };
        let window = Window::open(&desktop);
        window.click("unlock-use-key");
        window.wait_for_text(FORM, "Plug in your security key");
        let key = bed.plug(&["--state", &state]);
        try_pin(&window, "87654321");
        window.wait_for_text(FORM, "locks for good: 7");
        try_pin(&window, PIN);
        window.wait_for(ROW);

        window.click("nav-lock");
        window.click("unlock-use-key");
        window.wait_for("[data-testid=unlock-pin]");
        key.pull();
        try_pin(&window, PIN);
        window.wait_for_text(FORM, "pulled out");
        assert_eq!(window.count(ROW), 0);
        let finger = format!("file:{}", bed.finger().display());
        let _key = bed.plug(&["--state", &state, "--touch", &finger]);
        window.click("unlock-key-submit");
        try_pin(&window, PIN);
        window.wait_for_text(FORM, "Touch your security key");
        fs::write(bed.finger(), "").expect("a finger comes");
        window.wait_for(ROW);
    });
}

#[test]
fn a_key_is_registered_in_the_window_and_stands_on_the_page_of_the_account_that_is_put_on_it() {
    let test = "keys::a_key_is_registered_in_the_window_and_stands_on_the_page_of_the_account_that_is_put_on_it";
    in_bed(test, |bed| {
        let state = state(bed, "blue");
        let Some(desktop) = with_key(test, bed, &state) else {
            return;
        };
        let _key = bed.plug(&["--state", &state]);
        let window = Window::open(&desktop);
        crate::vault::unlock(&window);
        window.click("nav-keys");
        // The key that is plugged in is noticed, and what stands below moves.
        window.wait_for("[data-testid=keys-register-stranger]");
        window.click("keys-register");
        window.fill("register-name", "Blue");
        window.click("register-submit");
        window.wait_for_text("main", "plugged in");
        window.click("key-add-account");
        window.click_on("[data-testid^=account-choose-]");
        window.wait_for("[data-testid^=key-take-off-]");
        let registered = ["--recovery-file", "kit", "keys", "registered", "--json"];
        let registered = desktop.countersign(&registered, "").stdout;
        let registered: Value = serde_json::from_slice(&registered).expect("it is JSON");
        assert_eq!(registered[0]["name"], "Blue");
        assert_eq!(registered[0]["accounts"].as_array().map(Vec::len), Some(1));

        // It opens this vault, so it does not forget that.
        window.click("key-more");
        window.click("key-reset");
        window.click("reset-submit");
        window.wait_for_text("[role=dialog]", "opens");
        window.click("touch-cancel");
        window.click("nav-lock");
        window.click("unlock-use-key");
        try_pin(&window, PIN);
        window.wait_for(ROW);
    });
}
