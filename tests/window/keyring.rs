//! The window is opened by the system's keyring: a real gnome-keyring-daemon on the desktop's own bus.

use crate::desktop::{Desktop, Group};
use crate::vault::{add, create, unlock};
use crate::window::{Window, until};
use std::fs::{self, File};
use std::process::Stdio;

const URI: &str = "otpauth://totp/GitHub:anna?secret=JBSWY3DPEHPK3PXP";
const ROW: &str = "[data-testid^=account-]";
const PASSWORD_FIELD: &str = "[data-testid=unlock-password]";

/// A vault that the keyring opens. `None`, and a line that says why, where a program is missing.
fn with_keyring(test: &str) -> Option<Desktop> {
    let desktop = Desktop::start(test)?;
    let daemon = "gnome-keyring-daemon";
    if desktop.command(daemon).arg("--version").output().is_err() {
        println!("SKIPPED {test}: {daemon} is not installed");
        return None;
    }
    start_keyring(&desktop);
    create(&desktop);
    add(&desktop, URI);
    desktop.countersign(&["--recovery-file", "kit", "slots", "add", "keyring"], "");
    Some(desktop)
}

/// Unlocked, as a login does it.
fn start_keyring(desktop: &Desktop) {
    let password = desktop.file("login");
    fs::write(&password, "the login password").expect("the home can be written to");
    let mut daemon = desktop.command("gnome-keyring-daemon");
    daemon
        .args(["--foreground", "--components=secrets", "--unlock"])
        .stdin(File::open(password).expect("it was written"))
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    desktop.keep(Group::start(&mut daemon));
    until("the keyring", || {
        let asked = "string:org.freedesktop.secrets";
        let bus = ["/org/freedesktop/DBus", "org.freedesktop.DBus"];
        call(desktop, bus, "NameHasOwner", &[asked]).contains("boolean true")
    });
}

/// What a service of the session answers; the service has the name of its interface.
fn call(desktop: &Desktop, [path, service]: [&str; 2], method: &str, args: &[&str]) -> String {
    let mut called = desktop.command("dbus-send");
    let destination = if service.starts_with("org.freedesktop.Secret.") {
        "org.freedesktop.secrets"
    } else {
        service
    };
    called.args([
        "--session",
        "--print-reply",
        &format!("--dest={destination}"),
    ]);
    called
        .args([path, &format!("{service}.{method}")])
        .args(args);
    let answer = called.output().expect("dbus-send starts");
    String::from_utf8_lossy(&answer.stdout).into_owned()
}

#[test]
fn the_keyring_opens_the_window_after_it_was_closed_and_not_after_the_vault_was_locked() {
    let test =
        "the_keyring_opens_the_window_after_it_was_closed_and_not_after_the_vault_was_locked";
    let Some(desktop) = with_keyring(test) else {
        return;
    };
    for _start in ["first", "second"] {
        let window = Window::open(&desktop);
        window.wait_for(ROW);
        window.close();
    }
    let window = Window::open(&desktop);
    window.wait_for(ROW);
    window.click("nav-lock");
    window.wait_for(PASSWORD_FIELD);
    window.close();

    let window = Window::open(&desktop);
    window.wait_for(PASSWORD_FIELD);
    assert_eq!(window.count(".banner"), 0, "nothing is wrong");
    unlock(&window);
    window.wait_for(ROW);
    window.close();
    Window::open(&desktop).wait_for(ROW);
}

#[test]
fn a_locked_keyring_is_named_and_the_password_opens_the_window() {
    let test = "a_locked_keyring_is_named_and_the_password_opens_the_window";
    let Some(desktop) = with_keyring(test) else {
        return;
    };
    let service = ["/org/freedesktop/secrets", "org.freedesktop.Secret.Service"];
    let all = "array:objpath:/org/freedesktop/secrets/collection/login";
    call(&desktop, service, "Lock", &[all]);
    let window = Window::open(&desktop);
    window.wait_for_text("body", "The keyring of this computer is locked");
    unlock(&window);
    window.wait_for(ROW);
}
