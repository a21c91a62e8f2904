//! Runs benches/scan.rs: how many codes are read, and how fast.

use crate::process;

/// Prints the table for pictures drawn from `seed`. `false` when it cannot be built.
pub(crate) fn scan_bench(seed: u32) -> bool {
    let mut cargo = process::cargo("bench --locked -p transfer --bench scan --");
    process::succeeds(cargo.arg(seed.to_string()))
}
