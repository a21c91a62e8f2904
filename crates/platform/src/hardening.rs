//! Keeps the process's memory, and with it keys and secrets, out of core dumps and away from other programs; and keeps the
//! process from being ended in the middle of a save.

/// Forbids core dumps of this process and, on Linux, that other programs of the same user read its memory.
/// To be called first thing. `false` when the system refused a part of it; the program can go on.
///
/// - Linux: `RLIMIT_CORE` 0 and `PR_SET_DUMPABLE` 0. The latter also hides the process from
///   xdg-desktop-portal, so calls to the portal need a short-lived child without secrets.
/// - macOS: `RLIMIT_CORE` 0. Other programs are kept away by the hardened runtime that the signed program has.
/// - Both: a write beyond a limit on the size of files (`RLIMIT_FSIZE`) fails with an error, instead of ending the process.
/// - Windows: nothing; core dumps there are made only by a debugger or where an administrator asks for them.
pub fn harden() -> bool {
    let no_core_dump = forbid_core_dumps();
    let not_readable = forbid_reading();
    let not_ended = survive_limit_of_files();
    no_core_dump && not_readable && not_ended
}

#[cfg(unix)]
fn survive_limit_of_files() -> bool {
    // Whether the signal came does not matter: the write that caused it says so itself.
    let came = std::sync::Arc::default();
    signal_hook::flag::register(rustix::process::Signal::XFSZ.as_raw(), came).is_ok()
}

#[cfg(not(unix))]
fn survive_limit_of_files() -> bool {
    true
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
