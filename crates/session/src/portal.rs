//! The process of ours that the desktop's Screenshot portal may look at.

use std::process::ExitCode;

/// Asks the portal and nothing else, if this process was started for that; `None` otherwise. To be called before
/// [`crate::harden`], because the portal refuses a hardened process: `platform::screen::portal` says more.
#[cfg(target_os = "linux")]
pub fn answer_for_portal() -> Option<ExitCode> {
    use platform::screen::portal;
    portal::is_asked_for(std::env::args_os()).then(portal::answer)
}

/// Other systems have no portal.
#[cfg(not(target_os = "linux"))]
pub fn answer_for_portal() -> Option<ExitCode> {
    None
}
