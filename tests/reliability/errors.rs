//! A system call of a save that fails: the vault is the old one byte for byte, the program says that it failed and
//! why, and it works again afterwards.

use std::fmt;
use std::process::Output;

use serde_json::Value;

use crate::paths::{self, SavePath, assert_usable, view};
use crate::program::Home;
use crate::starts::THEIRS;
use crate::strace::{Call, calls_of_save, injected, is_missing, trace};
use crate::{figure, in_full};

const ERRORS: [&str; 6] = ["ENOSPC", "EIO", "EDQUOT", "EROFS", "EACCES", "EINTR"];

#[test]
fn a_call_that_fails_while_a_vault_is_saved_costs_nothing_and_is_said() {
    if is_missing("a_call_that_fails_while_a_vault_is_saved_costs_nothing_and_is_said") {
        return;
    }
    let quick = paths::quick().into_iter();
    let quick = quick.filter(|path| in_full() || ["edit", "code"].contains(&path.args()[2]));
    // Merging, and in full also the others.
    let others = if in_full() { usize::MAX } else { 1 };
    let others = paths::with_other_files().into_iter().take(others);
    let mut all = Failed::default();
    for path in others.chain(quick) {
        let failed = fail_everywhere(&path);
        figure(&format!("error injection, {}", path.name()), &failed);
        all.refused += failed.refused;
        all.not_durable += failed.not_durable;
        all.harmless += failed.harmless;
    }
    assert!(all.refused > 10 && all.not_durable > 0 && all.harmless > 0);
    figure("error injection", all);
}

/// What became of the saves.
#[derive(Default)]
struct Failed {
    /// The old vault stayed.
    refused: usize,
    /// The new one is in place, and the user was told that it may not survive a power cut.
    not_durable: usize,
    /// Saved all the same.
    harmless: usize,
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            refused,
            not_durable,
            harmless,
        } = self;
        let count = refused + not_durable + harmless;
        write!(
            f,
            "{count} errors: {refused} refused with the old vault byte for byte, {not_durable} in place and said to be \
             uncertain, {harmless} overcome; 0 bad"
        )
    }
}

fn fail_everywhere(path: &SavePath) -> Failed {
    let mut failed = Failed::default();
    let home = path.home();
    let trace = trace(&home, &path.args());
    let new = view(&home);
    let mut calls = calls_of_save(&home, &trace);
    calls.retain(|call| {
        !call.speaks() && (in_full() || call.matters()) && !ends_a_listing(call, &trace)
    });
    for (at, call) in calls.iter().enumerate() {
        let errors = ERRORS.into_iter().enumerate();
        // Each call meets two of the six, and each error every third call.
        for (_, error) in errors.filter(|(number, _)| in_full() || number % 3 == at % 3) {
            let home = path.home();
            let before = match home.path(THEIRS).exists() {
                true => home.read(THEIRS),
                false => home.read("vault.countersign"),
            };
            let args: Vec<&str> = [&["--json"], path.args().as_slice()].concat();
            let output = injected(&home, &call.inject(&format!("error={error}")), &args);
            let place = format!("{}, {error} at {call:?}: {output:?}", path.name());
            judge(&home, &before, &new, &output, &place, &mut failed);
            assert_works_again(&home, path, &output, call);
        }
    }
    failed
}

/// Whether the call closes a folder that was listed. No system answers that with an error, and Rust's own library stops
/// where one does.
fn ends_a_listing(call: &Call, trace: &str) -> bool {
    let folder = call.line.split_once('(').map_or("", |(_, after)| after);
    let folder = folder.split_once('<').map_or("", |(_, after)| after);
    let folder = folder.split_once('>').map_or("", |(folder, _)| folder);
    let is_listing =
        |line: &str| line.contains("getdents64(") && line.contains(&format!("<{folder}>"));
    call.name == "close" && trace.lines().any(is_listing)
}

fn judge(home: &Home, before: &[u8], new: &str, output: &Output, place: &str, failed: &mut Failed) {
    if output.status.success() {
        assert_eq!(view(home), new, "{place}");
        failed.harmless += 1;
        return;
    }
    assert!(matches!(output.status.code(), Some(1..=6)), "{place}");
    assert!(output.stdout.is_empty(), "{place}");
    let said: Value = serde_json::from_slice(&output.stderr).expect(place);
    let error = &said["error"];
    for words in ["message", "hint"] {
        assert!(
            error[words].as_str().is_some_and(|text| !text.is_empty()),
            "{place}"
        );
    }
    if error["code"] == "save-not-durable" {
        assert_eq!(view(home), new, "{place}");
        failed.not_durable += 1;
    } else {
        assert!(home.read("vault.countersign") == before, "{place}");
        failed.refused += 1;
    }
}

/// The same again, without the error.
fn assert_works_again(home: &Home, path: &SavePath, output: &Output, call: &Call) {
    let is_saved = output.status.success()
        || output
            .stderr
            .windows(16)
            .any(|part| part == b"save-not-durable");
    if !is_saved {
        let run = home.run(&path.args());
        assert_eq!(run.code, Some(0), "after {call:?}: {run:?}");
    }
    assert_usable(home);
}
