//! The screenshot portal that does not answer. Everything else about it is tested with the whole program, in
//! `tests/command_line/portal.rs`.
#![cfg(all(target_os = "linux", feature = "desktop"))]
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "starts a session bus and itself"
)]

#[path = "desktop/portal.rs"]
#[allow(dead_code, reason = "the tests of the command line use the rest")]
mod desktop;

use std::env;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use desktop::{Answer, Bus};
use platform::screen::ScreenError;
use platform::screen::portal::{Helper, answer};

const CHILD_WAITS_FOR: &str = "COUNTERSIGN_TEST_WAITS_FOR_MILLISECONDS";

#[test]
#[ignore = "the process that asks the portal, for the tests below"]
fn the_helper() {
    println!();
    answer();
}

/// In a process of its own, which finds its bus in the environment.
#[test]
fn the_child_asks_the_portal() {
    let Ok(time) = env::var(CHILD_WAITS_FOR) else {
        return;
    };
    let arguments = ["--exact", "the_helper", "--nocapture", "--ignored"];
    let helper = Helper {
        program: env::current_exe().unwrap(),
        arguments: arguments.map(Into::into).to_vec(),
        time_out: Duration::from_millis(time.parse().unwrap()),
    };
    println!("\nENDED {:?}", helper.capture().err());
}

fn capture(bus: &Bus, milliseconds: u32) -> String {
    let output = Command::new(env::current_exe().unwrap())
        .args(["--exact", "the_child_asks_the_portal", "--nocapture"])
        .env(CHILD_WAITS_FOR, milliseconds.to_string())
        .env("DBUS_SESSION_BUS_ADDRESS", &bus.address)
        .output()
        .unwrap();
    let output = String::from_utf8(output.stdout).unwrap();
    let mut lines = output.lines();
    let ended = lines.find_map(|line| line.strip_prefix("ENDED "));
    ended.unwrap_or_else(|| panic!("{output}")).to_owned()
}

#[test]
fn a_portal_that_never_answers_is_given_up_and_nobody_keeps_asking() {
    let test = "a_portal_that_never_answers_is_given_up_and_nobody_keeps_asking";
    let Some(bus) = Bus::start(test) else {
        return;
    };
    let portal = bus.portal(Answer::Nothing);
    let ended = capture(&bus, 3000);
    assert_eq!(ended, format!("{:?}", Some(ScreenError::TimedOut)));
    let callers = portal.callers();
    assert_eq!(callers.len(), 1);
    let process = Path::new("/proc").join(callers[0].to_string());
    assert!(!process.exists(), "the helper is still there");
}

#[test]
fn the_same_portal_in_time_gives_its_answer() {
    let Some(bus) = Bus::start("the_same_portal_in_time_gives_its_answer") else {
        return;
    };
    let _portal = bus.portal(Answer::Response(1));
    let ended = capture(&bus, 60_000);
    assert_eq!(ended, format!("{:?}", Some(ScreenError::Cancelled)));
}
