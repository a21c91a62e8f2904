//! `scan --screen` on Wayland: the desktop's portal takes the picture. The portal here is one of our own, which looks
//! at who asks as the real one does.

#[path = "../../crates/platform/tests/desktop/portal.rs"]
#[allow(dead_code, reason = "other tests of the portal use the rest")]
pub(crate) mod desktop;

use std::fs;
use std::process::Command;

use desktop::{Answer, Bus};

use crate::program::{Home, PROGRAM, Run, run};

/// A vault that is empty, and a picture of the usual account's code as the portal would write it.
fn home_with_picture() -> Home {
    let home = Home::with_account();
    let other = Home::with_vault();
    home.unlocked(&["qr", "GitHub", "--out", "code.png"]).done();
    fs::copy(home.path("code.png"), other.path("Screenshot 1 ü.png")).unwrap();
    other
}

fn scan(home: &Home, bus: &Bus, args: &[&str]) -> Run {
    let args = [&["--recovery-file", "kit", "scan", "--screen"], args].concat();
    run(on_wayland(&mut home.command(&args), bus), None)
}

fn on_wayland<'a>(command: &'a mut Command, bus: &Bus) -> &'a mut Command {
    command
        .env("XDG_SESSION_TYPE", "wayland")
        .env("WAYLAND_DISPLAY", "wayland-0")
        .env("DBUS_SESSION_BUS_ADDRESS", &bus.address)
}

#[test]
fn the_picture_of_the_portal_is_scanned_and_its_file_removed() {
    let test = "the_picture_of_the_portal_is_scanned_and_its_file_removed";
    let Some(bus) = Bus::start(test) else {
        return;
    };
    let home = home_with_picture();
    let picture = home.path("Screenshot 1 ü.png");
    let portal = bus.portal(Answer::Picture(picture.clone()));
    assert_eq!(
        scan(&home, &bus, &["--add"]).done(),
        "Added GitHub (alice).\n"
    );
    assert!(!picture.exists());
    let code = home.unlocked(&["code", "GitHub", "--at", "1111111109"]);
    assert_eq!(code.done(), "081804\n");
    assert_eq!(portal.callers().len(), 1);
}

#[test]
fn a_portal_that_names_another_file_does_not_get_it_removed() {
    let test = "a_portal_that_names_another_file_does_not_get_it_removed";
    let Some(bus) = Bus::start(test) else {
        return;
    };
    let home = Home::with_vault();
    let _portal = bus.portal(Answer::Picture(home.vault()));
    let said = scan(&home, &bus, &[]).failed(1);
    let vault = home.vault();
    let left = format!("Its file is still there: {}\n", vault.display());
    assert!(said.contains(&left), "{said}");
    assert!(vault.exists());
}

/// What is said, and what is to be done, for each way in which the portal gives no picture.
#[test]
fn each_way_to_get_no_picture_has_its_own_next_step() {
    let test = "each_way_to_get_no_picture_has_its_own_next_step";
    let home = Home::with_vault();
    for (answer, message, step) in [
        (
            Answer::Response(1),
            "You did not share the screen.",
            "allow it when your desktop asks",
        ),
        (
            Answer::Response(2),
            "The system did not allow",
            "Allow it in the settings of your desktop",
        ),
        (
            Answer::AccessDenied,
            "The system did not allow",
            "countersign scan --clipboard",
        ),
        (
            Answer::Response(7),
            "The screen could not be read.",
            "Try again",
        ),
    ] {
        let Some(bus) = Bus::start(test) else {
            return;
        };
        let _portal = bus.portal(answer.clone());
        let said = scan(&home, &bus, &[]).failed(1);
        assert!(
            said.starts_with(message) && said.contains(step),
            "{answer:?}: {said}"
        );
    }
}

#[test]
fn a_locked_screen_is_told_from_a_refusal() {
    let Some(bus) = Bus::start("a_locked_screen_is_told_from_a_refusal") else {
        return;
    };
    let _portal = bus.portal(Answer::Response(2));
    let _lock = bus.lock_screen();
    let said = scan(&Home::with_vault(), &bus, &[]).failed(1);
    assert!(said.starts_with("The screen is locked"), "{said}");
}

#[test]
fn a_missing_portal_names_the_packages_to_install() {
    let test = "a_missing_portal_names_the_packages_to_install";
    let Some(bus) = Bus::start(test) else {
        return;
    };
    let home = Home::with_vault();
    let is_missing = |said: String| {
        assert!(said.starts_with("This desktop has no portal"), "{said}");
        assert!(
            said.contains("Install the package xdg-desktop-portal"),
            "{said}"
        );
    };
    is_missing(scan(&home, &bus, &[]).failed(1));
    let _portal = bus.portal_without_screenshots();
    is_missing(scan(&home, &bus, &[]).failed(1));
    let address = bus.address.clone();
    drop(bus);
    let mut command = home.command(&["scan", "--screen"]);
    command
        .env("WAYLAND_DISPLAY", "wayland-0")
        .env("DBUS_SESSION_BUS_ADDRESS", address);
    is_missing(run(&mut command, None).failed(1));
}

/// The portal refuses a process that nobody may look at, and nobody may look at the one with the secrets.
#[test]
fn the_process_that_asks_can_be_looked_at_and_the_one_that_started_it_cannot() {
    let test = "the_process_that_asks_can_be_looked_at_and_the_one_that_started_it_cannot";
    if Command::new("strace").arg("-V").output().is_err() {
        println!("SKIPPED {test}: strace is not installed");
        return;
    }
    let Some(bus) = Bus::start(test) else {
        return;
    };
    let home = home_with_picture();
    let portal = bus.portal(Answer::Picture(home.path("Screenshot 1 ü.png")));
    let mut command = Command::new("strace");
    home.set_up(&mut command);
    command
        .args([
            "-f",
            "-o",
            "trace",
            "-s",
            "4096",
            "-v",
            "-e",
            "trace=execve,prctl",
        ])
        .args([PROGRAM, "scan", "--screen"])
        .env("COUNTERSIGN_PASSWORD", "geheim");
    run(on_wayland(&mut command, &bus), None).done();

    let trace = String::from_utf8(home.read("trace")).unwrap();
    let first = trace.split_whitespace().next().unwrap();
    let asked = portal.callers()[0].to_string();
    assert_ne!(first, asked);
    let calls = |process: &str| -> Vec<&str> {
        trace
            .lines()
            .filter(|line| line.split_whitespace().next() == Some(process))
            .collect()
    };
    let is_closed = |call: &&str| call.contains("PR_SET_DUMPABLE");
    assert!(calls(first).iter().any(is_closed), "{trace}");
    let asking = calls(&asked);
    assert!(!asking.iter().any(is_closed), "{trace}");
    let start = asking.iter().find(|call| call.contains("execve(")).unwrap();
    assert!(start.contains("--portal-screenshot"), "{start}");
    // It holds no secret, not even in its environment.
    assert!(
        !start.contains("geheim") && start.contains("DBUS_SESSION_BUS_ADDRESS"),
        "{start}"
    );
}
