//! Keeps the process's memory, and with it keys and secrets, out of core dumps and away from other programs.

/// Forbids core dumps of this process and, on Linux, that other programs of the same user read its memory.
/// To be called first thing. `false` when the system refused a part of it; the program can go on.
///
/// - Linux: `RLIMIT_CORE` 0 and `PR_SET_DUMPABLE` 0. The latter also hides the process from
///   xdg-desktop-portal, so calls to the portal need a short-lived child without secrets.
/// - macOS: `RLIMIT_CORE` 0. Other programs are kept away by the hardened runtime that the signed program has.
/// - Windows: nothing; core dumps there are made only by a debugger or where an administrator asks for them.
pub fn harden() -> bool {
    let no_core_dump = forbid_core_dumps();
    let not_readable = forbid_reading();
    no_core_dump && not_readable
}

#[cfg(unix)]
fn forbid_core_dumps() -> bool {
    use rustix::process::{Resource, Rlimit, setrlimit};
    setrlimit(
        Resource::Core,
        Rlimit {
            current: Some(0),
            maximum: Some(0),
        },
    )
    .is_ok()
}

#[cfg(not(unix))]
fn forbid_core_dumps() -> bool {
    true
}

#[cfg(target_os = "linux")]
fn forbid_reading() -> bool {
    use rustix::process::{DumpableBehavior, set_dumpable_behavior};
    set_dumpable_behavior(DumpableBehavior::NotDumpable).is_ok()
}

#[cfg(not(target_os = "linux"))]
fn forbid_reading() -> bool {
    true
}
