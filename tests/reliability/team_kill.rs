//! A kill at any system call of a change that is shared: it is in the log once, or waits, or was never said to be made.

use std::fs;
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;

use crate::home::{Files, home_of, put, snapshot};
use crate::program::{Home, SECRET};
use crate::strace::{Call, calls_since, injected, is_missing, trace};
use crate::{figure, in_full, sample};

const UNLOCKED: [&str; 2] = ["--recovery-file", "kit"];

/// A computer and a team's storage, as they are before the change.
struct Before {
    files: Files,
    stored: Files,
}

impl Before {
    fn of(storage: &Path) -> Self {
        let home = Home::with_vault();
        let place = storage.to_str().unwrap();
        let create = ["team", "create", "Ops", "--as", "Ada", "--storage", place];
        home.unlocked(&create).done();
        home.unlocked(&add("GitHub").each_ref().map(String::as_str))
            .done();
        Self {
            files: snapshot(&home.path("")),
            stored: snapshot(storage),
        }
    }

    fn home(&self, storage: &Path) -> Home {
        for entry in fs::read_dir(storage).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => fs::remove_dir_all(path).unwrap(),
                false => fs::remove_file(path).unwrap(),
            }
        }
        put(&self.stored, storage);
        home_of(&self.files)
    }
}

fn add(issuer: &str) -> [String; 4] {
    let uri = format!("otpauth://totp/{issuer}:ops?secret={SECRET}&issuer={issuer}");
    ["add", "--in", "Ops", &uri].map(str::to_owned)
}

/// How often the account is shown, and how many changes of accounts the log has.
fn shown(home: &Home) -> (usize, usize) {
    let list = home.unlocked(&["list", "--in", "Ops", "--json"]).json();
    let log = home.unlocked(&["team", "log", "Ops", "--json"]).json();
    let is_door = |one: &&serde_json::Value| one["issuer"] == "Door";
    let is_put = |one: &&serde_json::Value| one["op"] == "put";
    (
        list.as_array().unwrap().iter().filter(is_door).count(),
        log.as_array().unwrap().iter().filter(is_put).count(),
    )
}

#[test]
fn a_kill_at_any_system_call_of_a_shared_change_leaves_it_in_the_log_once_or_not_made() {
    let test = "a_kill_at_any_system_call_of_a_shared_change_leaves_it_in_the_log_once_or_not_made";
    if is_missing(test) {
        return;
    }
    let storage = tempfile::tempdir().unwrap();
    let before = Before::of(storage.path());
    let door = add("Door");
    let args: Vec<&str> = UNLOCKED
        .into_iter()
        .chain(door.iter().map(String::as_str))
        .collect();
    let mut calls = calls_since(
        &trace(&before.home(storage.path()), &args),
        "vault.countersign",
    );
    if !in_full() {
        calls.retain(Call::matters);
    }
    let (mut made, mut not_made) = (0, 0);
    for call in sample(calls, 16) {
        let home = before.home(storage.path());
        let killed = injected(&home, &call.inject("signal=KILL"), &args);
        if killed.status.signal() != Some(9) {
            // A storage is asked by another thread, whose calls have numbers of their own.
            continue;
        }
        home.unlocked(&["team", "sync", "Ops"]).done();
        let (accounts, changes) = shown(&home);
        assert_eq!(changes, 1 + accounts, "once: {call:?}");
        match accounts {
            0 => {
                assert!(killed.stdout.is_empty(), "it was said to be made: {call:?}");
                home.unlocked(&door.each_ref().map(String::as_str)).done();
                assert_eq!(shown(&home), (1, 2), "{call:?}");
                not_made += 1;
            }
            accounts => {
                assert_eq!(accounts, 1, "{call:?}");
                made += 1;
            }
        }
    }
    assert!(made > 0 && not_made > 0, "made {made}, not made {not_made}");
    figure(
        "kill, a change that is shared",
        format!(
            "{} kills, made {made}, not made {not_made}, 0 bad",
            made + not_made
        ),
    );
}
