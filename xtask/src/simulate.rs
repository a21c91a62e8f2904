//! Runs the simulation of crates/team/src/tests/simulation.rs at length.

use crate::process;

/// How many teams are played. Each makes 50 changes.
const TEAMS: u64 = 800;

/// Plays many teams, or the one of this seed. `false` when something was lost, doubled or believed that is wrong.
pub(crate) fn simulate(seed: Option<u64>) -> bool {
    let mut cargo =
        process::cargo("test --release --locked -p team --lib simulation -- --nocapture");
    let (first, count) = seed.map_or((1, TEAMS), |seed| (seed, 1));
    cargo.env("COUNTERSIGN_SIMULATE", format!("{first} {count}"));
    process::succeeds(&mut cargo)
}
