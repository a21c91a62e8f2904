//! What happens outside of the window: other programs, a second start.

use crate::desktop::{Desktop, Group, PROGRAM};
use crate::vault::{add, create, now, oathtool, unlock};
use crate::window::{Window, until, without_marks};
use crate::x11;
use serde_json::json;
use std::fs;
use std::process::Stdio;

const URI: &str = "otpauth://totp/GitHub:anna?secret=JBSWY3DPEHPK3PXP";
/// The code of a row, and not the one that comes after it.
const CODE: &str = "[role=row] [data-testid=code]:not(.small)";
const ROW: &str = "[data-testid^=account-]";

#[test]
fn an_account_that_the_command_line_adds_appears_in_the_open_window() {
    let test = "an_account_that_the_command_line_adds_appears_in_the_open_window";
    let Some(desktop) = Desktop::start(test) else {
        return;
    };
    create(&desktop);
    add(&desktop, URI);
    let window = Window::open(&desktop);
    unlock(&window);
    window.wait_for(ROW);
    add(&desktop, "otpauth://totp/GitLab:bo?secret=JBSWY3DPEHPK3PXP");
    until("two accounts", || window.count(ROW) == 2);

    // A change made here now lies on top of the other one: nothing of it is lost.
    window.press("/");
    window.click("add");
    window.fill("add-issuer", "Hetzner");
    window.fill("add-account", "ops");
    window.fill("add-secret", "JBSW Y3DP EHPK 3PXP");
    window.click("add-submit");
    until("three accounts", || window.count(ROW) == 3);
    let list = desktop.countersign(&["--recovery-file", "kit", "list"], "");
    let list = String::from_utf8_lossy(&list.stdout).into_owned();
    assert!(
        ["GitHub", "GitLab", "Hetzner"]
            .iter()
            .all(|name| list.contains(name)),
        "{list}"
    );
}

#[test]
fn a_change_that_could_not_be_saved_and_one_of_the_command_line_both_survive() {
    let test = "a_change_that_could_not_be_saved_and_one_of_the_command_line_both_survive";
    let Some(desktop) = Desktop::start(test) else {
        return;
    };
    create(&desktop);
    add(&desktop, URI);
    let window = Window::open(&desktop);
    unlock(&window);
    window.wait_for(ROW);

    // The disk of the vault is away while a change is made here.
    let folder = desktop
        .vault()
        .parent()
        .expect("it has a folder")
        .to_owned();
    let away = folder.with_file_name("away");
    fs::rename(&folder, &away).expect("it can be renamed");
    window.click_on("[data-testid^=more-]");
    window.click("menu-remove");
    window.wait_for("[data-testid=save-again]");
    fs::rename(&away, &folder).expect("it can be renamed");

    add(&desktop, "otpauth://totp/GitLab:bo?secret=JBSWY3DPEHPK3PXP");
    window.click("save-again");
    let said = |args: &[&str]| {
        let all = [&["--recovery-file", "kit"], args].concat();
        String::from_utf8_lossy(&desktop.countersign(&all, "").stdout).into_owned()
    };
    until("the change of the window", || {
        said(&["trash", "list"]).contains("GitHub")
    });
    assert!(said(&["list"]).contains("GitLab"));
    until("the change of the command line", || window.count(ROW) == 1);
}

#[test]
fn an_older_file_in_the_place_of_the_open_vault_is_told_and_keeps_nobody_from_codes() {
    let test = "an_older_file_in_the_place_of_the_open_vault_is_told_and_keeps_nobody_from_codes";
    let Some(desktop) = Desktop::start(test) else {
        return;
    };
    create(&desktop);
    add(&desktop, URI);
    let older = fs::read(desktop.vault()).expect("it is there");
    add(&desktop, "otpauth://totp/GitLab:bo?secret=JBSWY3DPEHPK3PXP");
    let window = Window::open(&desktop);
    unlock(&window);
    until("two accounts", || window.count(ROW) == 2);
    let put_back = || fs::write(desktop.vault(), &older).expect("it can be written");
    let issuers = || {
        let list = desktop.countersign(&["--recovery-file", "kit", "list"], "");
        String::from_utf8_lossy(&list.stdout).into_owned()
    };

    put_back();
    window.wait_for("[data-testid=older-take]");
    assert_eq!(window.count(ROW), 2, "the codes of now are still there");
    window.click("save-again");
    window.wait_until_gone("[data-testid=older-take]");
    assert!(issuers().contains("GitLab"), "all of it is saved again");

    put_back();
    window.wait_for("[data-testid=older-take]");
    window.click("older-take");
    window.click("older-confirm");
    until("the one account of the older state", || {
        window.count(ROW) == 1
    });
    assert!(!issuers().contains("GitLab") && issuers().contains("GitHub"));
    window.wait_until_gone("[data-testid=older-take]");
}

#[test]
fn of_two_secrets_that_two_computers_gave_one_account_both_are_kept_and_one_click_chooses() {
    let test =
        "of_two_secrets_that_two_computers_gave_one_account_both_are_kept_and_one_click_chooses";
    let Some(desktop) = Desktop::start(test) else {
        return;
    };
    let [here, elsewhere] = [
        "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
        "MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U",
    ];
    create(&desktop);
    add(&desktop, URI);
    let copy = desktop
        .vault()
        .with_file_name("vault (conflicted copy 2026-01-31).countersign");
    fs::copy(desktop.vault(), &copy).expect("it can be copied");
    let copy = copy.display().to_string();
    let replace = |options: &[&str], secret: &str| {
        let all = [
            options,
            &["--recovery-file", "kit", "edit", "GitHub", "--secret", "-"],
        ]
        .concat();
        desktop.countersign(&all, secret);
    };
    replace(&[], here);
    replace(&["--vault", &copy], elsewhere);

    let window = Window::open(&desktop);
    unlock(&window);
    window.click("copy-merge");
    window.click_on(ROW);
    window.wait_for("[data-testid=conflict-code]");
    let is_shown = |css: &str, secret: &str| {
        let shown = without_marks(&window.text(css)).replace(' ', "");
        [0, 30]
            .iter()
            .any(|late| shown.contains(&oathtool(secret, now() - late, 30)))
    };
    let are_shown = |kept: &str, other: &str| {
        is_shown(CODE, kept) && is_shown("[data-testid=conflict-code]", other)
    };
    // Which of the two is kept is not for this test to know.
    until("the code of each", || {
        are_shown(here, elsewhere) || are_shown(elsewhere, here)
    });
    let (kept, other) = match are_shown(here, elsewhere) {
        true => (here, elsewhere),
        false => (elsewhere, here),
    };

    window.click("conflict-swap");
    until("the two have changed places", || are_shown(other, kept));
    window.click("conflict-keep");
    window.wait_until_gone("[data-testid=conflict]");
    until("the code of the chosen one", || is_shown(CODE, other));
    let show = [
        "--recovery-file",
        "kit",
        "--json",
        "show",
        "GitHub",
        "--secrets",
    ];
    let shown = desktop.countersign(&show, "");
    let shown = String::from_utf8_lossy(&shown.stdout).into_owned();
    assert!(shown.contains(other), "it is saved: {shown}");
}

#[test]
fn a_second_start_leaves_the_stage_to_the_first() {
    let Some(desktop) = Desktop::start("a_second_start_leaves_the_stage_to_the_first") else {
        return;
    };
    let start = || {
        Group::start(
            desktop
                .command(PROGRAM)
                .stdout(Stdio::null())
                .stderr(Stdio::null()),
        )
    };
    let mut first = start();
    let name = "app.countersign.desktop.SingleInstance";
    until("the first start", || desktop.is_on_bus(name));
    until("its window", || x11::is_open(desktop.display()));
    assert_eq!(start().wait(), Some(0), "the second ends without an error");
    assert!(!first.has_ended(), "the first goes on");
    assert!(x11::is_open(desktop.display()), "and its window is there");
}

#[test]
fn a_lock_screen_locks_the_vault_too_unless_the_user_chose_otherwise() {
    let test = "a_lock_screen_locks_the_vault_too_unless_the_user_chose_otherwise";
    let Some(desktop) = Desktop::start(test) else {
        return;
    };
    create(&desktop);
    add(&desktop, URI);
    let window = Window::open(&desktop);
    unlock(&window);
    window.wait_for(ROW);
    screen_saver(&desktop, false);
    assert_eq!(window.count(ROW), 1);
    screen_saver(&desktop, true);
    window.wait_for("[data-testid=unlock-password]");
    assert_eq!(window.count(ROW), 0);

    unlock(&window);
    window.wait_for(ROW);
    let mut settings = window.call("settings_get", json!({}))["answer"].clone();
    settings["lockWithDesktop"] = json!(false);
    window.call("settings_set", json!({ "settings": settings }));
    screen_saver(&desktop, true);
    add(&desktop, "otpauth://totp/GitLab:bo?secret=JBSWY3DPEHPK3PXP");
    until("two accounts", || window.count(ROW) == 2);
}

/// What a desktop says when its lock screen appears or goes.
fn screen_saver(desktop: &Desktop, is_active: bool) {
    let mut signal = desktop.command("dbus-send");
    signal.args([
        "--session",
        "--type=signal",
        "/org/freedesktop/ScreenSaver",
        "org.freedesktop.ScreenSaver.ActiveChanged",
        &format!("boolean:{is_active}"),
    ]);
    assert!(signal.status().expect("dbus-send starts").success());
}
