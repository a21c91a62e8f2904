//! What the screen shows: a picture of every monitor, in its own pixels.
//!
//! - X11: from the X server.
//! - Wayland: from the desktop's Screenshot portal, which may ask the user, and gives one picture of everything.
//! - Windows and macOS: through `xcap`. These two are compiled by us, but were not run by us so far.

#[cfg(any(windows, target_os = "macos"))]
mod native;
#[cfg(target_os = "linux")]
mod picture_file;
#[cfg(target_os = "linux")]
pub mod portal;
#[cfg(target_os = "linux")]
mod x11;

use std::path::PathBuf;

use zeroize::Zeroizing;

/// Pixels of all monitors together; more are refused.
const MOST_PIXELS: usize = 100_000_000;

/// What all monitors show at one moment.
pub struct Screenshot {
    /// Each monitor; at least one.
    pub monitors: Vec<Shot>,
    /// Open windows, the topmost first. Empty where the system does not tell: on Wayland, and on X11 without a
    /// window manager.
    pub windows: Vec<WindowPlace>,
}

/// What one monitor shows. Wiped on drop: it may show a secret.
pub struct Shot {
    /// What the system calls the monitor, for example `HDMI-1`; empty where it has no name.
    pub name: String,
    /// Where its left edge is on the desktop, in pixels.
    pub x: i32,
    /// Where its upper edge is on the desktop, in pixels.
    pub y: i32,
    /// Pixels in a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// Red, green, blue and alpha (always 255) of each pixel, row by row from the top.
    pub rgba: Zeroizing<Vec<u8>>,
}

/// Where a window is on the desktop, in the pixels of the [`Shot`]s. Parts of it may be outside of every monitor.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct WindowPlace {
    /// Its title. Whoever made the window chose it.
    pub title: String,
    /// Its left edge.
    pub x: i32,
    /// Its upper edge.
    pub y: i32,
    /// Its width.
    pub width: u32,
    /// Its height.
    pub height: u32,
}

/// Why there is no picture of the screen.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum ScreenError {
    /// There is no desktop to reach from here: a text console, a remote shell, a service.
    #[error("no display can be reached")]
    NoDisplay,
    /// The system or the user does not let this program see the screen.
    #[error("the permission to see the screen was refused")]
    PermissionRefused,
    /// Wayland without a portal that takes pictures of the screen.
    #[error("there is no screenshot portal")]
    PortalMissing,
    /// The user was asked and said no.
    #[error("the user cancelled")]
    Cancelled,
    /// The user was asked and did not answer in time.
    #[error("nobody answered in time")]
    TimedOut,
    /// A lock screen or a screen saver is all there is to be seen.
    #[error("the screen is locked")]
    Locked,
    /// All monitors together have more than 100 million pixels.
    #[error("the screen has too many pixels")]
    TooLarge,
    /// The portal named a file that is not read or not removed: it is no picture, too large, or not this user's own
    /// ordinary file. It is left as it was, and may show the screen.
    #[error("the portal's picture was left where it is")]
    PictureLeft(PathBuf),
    /// Something else.
    #[error("the screen could not be read")]
    Failed,
}

/// What all monitors show now. On Wayland this may ask the user and then waits up to two minutes for the answer.
///
/// # Errors
/// See [`ScreenError`].
#[cfg(target_os = "linux")]
pub fn capture() -> Result<Screenshot, ScreenError> {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let is_wayland = std::env::var_os("XDG_SESSION_TYPE").is_some_and(|kind| kind == "wayland")
        || is_set("WAYLAND_DISPLAY");
    if is_wayland {
        // X11 programs run there, too, but the X server sees nothing of the screen.
        portal::Helper::this_program()?.capture()
    } else if is_set("DISPLAY") {
        x11::capture()
    } else {
        Err(ScreenError::NoDisplay)
    }
}

/// What all monitors show now.
///
/// # Errors
/// See [`ScreenError`].
#[cfg(any(windows, target_os = "macos"))]
pub fn capture() -> Result<Screenshot, ScreenError> {
    native::capture()
}

/// What all monitors show now: not known how on this system.
///
/// # Errors
/// Always [`ScreenError::NoDisplay`].
#[cfg(not(any(target_os = "linux", windows, target_os = "macos")))]
pub fn capture() -> Result<Screenshot, ScreenError> {
    Err(ScreenError::NoDisplay)
}

/// Counts pixels before memory is taken for them.
struct Budget(usize);

impl Budget {
    fn full() -> Self {
        Self(MOST_PIXELS)
    }

    /// # Errors
    /// [`ScreenError::TooLarge`] when there is not room for so many more.
    fn take(&mut self, width: usize, height: usize) -> Result<(), ScreenError> {
        let left = width
            .checked_mul(height)
            .and_then(|pixels| self.0.checked_sub(pixels));
        self.0 = left.ok_or(ScreenError::TooLarge)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn monitors_share_one_bound() {
        let mut budget = Budget::full();
        for _monitor in 0..3 {
            assert_eq!(budget.take(7680, 4320), Ok(()));
        }
        assert_eq!(budget.take(3840, 2160), Err(ScreenError::TooLarge));
        assert_eq!(budget.take(640, 480), Ok(()));
        let width = usize::MAX;
        assert_eq!(budget.take(width, 2), Err(ScreenError::TooLarge));
    }
}
