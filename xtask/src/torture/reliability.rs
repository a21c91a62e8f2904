//! tests/reliability in full: it takes an hour, and prints the figures of docs/reliability.md.

use crate::process;
use crate::report::Outcome;
use crate::setup;
use crate::steps::outcome;

/// The tests of the program, and those of the vault that flip every bit.
const RUNS: [&str; 2] = [
    "test --locked --no-fail-fast --package cli --test reliability -- --show-output",
    "test --locked --no-fail-fast --package vault --test sealed_file -- --show-output",
];

pub(super) fn run() -> Outcome {
    let passed = RUNS.map(|run| {
        let mut cargo = process::cargo(run);
        cargo.env("COUNTERSIGN_TORTURE", "1");
        if let Some(python) = setup::tools().python {
            cargo.env("COUNTERSIGN_PYTHON", python);
        }
        let cargo = process::with_empty_home(cargo);
        cargo.is_ok_and(|mut cargo| process::succeeds(&mut cargo))
    });
    outcome(passed == [true; 2])
}
