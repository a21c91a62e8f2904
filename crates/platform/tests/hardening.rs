//! What other programs see of a hardened process. Alone in its file, because hardening is for the whole process.
#![cfg(target_os = "linux")]
#![expect(
    clippy::disallowed_methods,
    reason = "asks the kernel what it made of the request"
)]

use rustix::process::{DumpableBehavior, dumpable_behavior};

#[test]
fn a_hardened_process_leaves_no_core_dump_and_is_closed_to_its_neighbours() {
    assert!(platform::hardening::harden());
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap();
    let core = limits
        .lines()
        .find(|line| line.starts_with("Max core file size"))
        .unwrap();
    let fields: Vec<_> = core.split_whitespace().collect();
    assert_eq!(fields, ["Max", "core", "file", "size", "0", "0", "bytes"]);
    assert_eq!(dumpable_behavior(), Ok(DumpableBehavior::NotDumpable));
}
