//! Closing the window while a save is under way.

use crate::desktop::Desktop;
use crate::vault::{add, create, unlock};
use crate::window::{Window, until};
use crate::x11;
use serde_json::json;
use std::fs::File;
use std::thread;
use std::time::Duration;

#[test]
fn a_window_that_is_closed_during_a_save_waits_for_it() {
    let Some(desktop) = Desktop::start("a_window_that_is_closed_during_a_save_waits_for_it") else {
        return;
    };
    create(&desktop);
    add(
        &desktop,
        "otpauth://totp/GitHub:anna?secret=JBSWY3DPEHPK3PXP",
    );
    let window = Window::open(&desktop);
    unlock(&window);
    window.wait_for("[data-testid^=account-]");

    // Another program is saving: ours waits its turn.
    let lock = File::open(desktop.vault().with_file_name("vault.countersign.lock"));
    let lock = lock.expect("the lock file is there");
    lock.lock().expect("nobody else holds it");
    window.click_on("[data-testid^=more-]");
    window.click("menu-remove");
    // While a save is under way, commands wait.
    until("the save", || {
        window
            .call_within(1, "codes_list", json!({}))
            .get("silence")
            .is_some()
    });
    x11::close(desktop.display());
    thread::sleep(Duration::from_secs(2));
    assert!(x11::is_open(desktop.display()), "the save is not done");
    lock.unlock().expect("it is ours");
    until("the end of the program", || {
        !x11::is_open(desktop.display())
    });
    let trash = desktop.countersign(&["--recovery-file", "kit", "trash", "list"], "");
    assert!(
        String::from_utf8_lossy(&trash.stdout).contains("GitHub"),
        "it was saved"
    );
}
