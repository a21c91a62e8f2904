//! What happens to a vault when the program is killed, the power fails, the disk is full or broken, the file is
//! damaged, others save at the same time, or the clock is wrong.
//!
//! `cargo xtask test` takes samples; `cargo xtask torture reliability` takes everything and is where the figures of
//! docs/reliability.md come from.
#![cfg(target_os = "linux")]
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "starts the program, breaks its files and looks at what is left"
)]

mod accounts;
mod at_once;
mod backups;
mod clock;
mod damage;
mod disk;
mod errors;
mod faketime;
mod full_disks;
mod home;
mod kill;
mod order;
mod paths;
mod power;
#[path = "../command_line/program.rs"]
mod program;
mod starts;
mod strace;
mod team_kill;
mod team_members;
mod teams;
mod whole;

/// Whether everything is to be tried, however long it takes.
fn in_full() -> bool {
    std::env::var_os("COUNTERSIGN_TORTURE").is_some_and(|value| value == "1")
}

/// All of `points`, or about `few` of them, evenly spread, where not everything is to be tried.
fn sample<T>(points: Vec<T>, few: usize) -> Vec<T> {
    let step = if in_full() {
        1
    } else {
        points.len().div_ceil(few).max(1)
    };
    points.into_iter().step_by(step).collect()
}

/// A line for docs/reliability.md.
fn figure(what: &str, value: impl std::fmt::Display) {
    println!("FIGURE {what}: {value}");
}
