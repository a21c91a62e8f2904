//! Tells when the user leaves: a lock screen covers the desktop, or the computer goes to sleep.

#[cfg(target_os = "linux")]
mod bus;

/// Calls `leave` each time the user leaves, on a thread of its own, until the program ends. Before the computer sleeps
/// it is given the time that `leave` takes.
///
/// On Linux the session and the system bus say so: `ActiveChanged` of the desktop's `ScreenSaver`, `Lock` and
/// `PrepareForSleep` of `org.freedesktop.login1`. A bus that is not there says nothing; neither do other systems, where
/// only the clock tells that the computer slept.
#[cfg(target_os = "linux")]
pub fn watch(leave: impl Fn() + Send + Sync + 'static) {
    bus::watch(leave);
}

/// Nobody says so.
#[cfg(not(target_os = "linux"))]
pub fn watch(_: impl Fn() + Send + Sync + 'static) {}
