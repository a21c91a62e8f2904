//! One text on the clipboard for a short time, and what others copied.

mod paste;

use std::thread::sleep;
use std::time::Duration;

use arboard::Clipboard;
#[cfg(target_os = "macos")]
use arboard::SetExtApple as _;
#[cfg(all(unix, not(target_os = "macos")))]
use arboard::SetExtLinux as _;
#[cfg(windows)]
use arboard::SetExtWindows as _;
use zeroize::Zeroizing;

pub use paste::{Pixels, read_picture, read_text};

/// How the time on the clipboard ended.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Released {
    /// The time was over, or the text was not to be kept any longer, and the clipboard is empty now.
    Cleared,
    /// Something else was copied meanwhile; that was left alone.
    TakenOver,
}

/// What is to become of a text that is held.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Wish {
    /// It stays.
    Keep,
    /// It is cleared, if it is still there.
    Clear,
    /// Nothing more is done: another text of ours takes its place, and may look the same.
    Leave,
}

/// Why the clipboard did not do what it was asked for.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum ClipboardError {
    /// There is no desktop to reach from here: a text console, a remote shell, a service.
    #[error("no clipboard can be reached")]
    NoDisplay,
    /// The clipboard is there and refused, or its desktop went away.
    #[error("the clipboard did not work")]
    Other,
}

/// Puts `text` on the clipboard, marked as not to be remembered by clipboard managers, calls `on_copied` once
/// it can be pasted, and stays until `time` is over, `wish` is another one (it is asked ten times a second) or something
/// else is copied. Then clears the clipboard, but only if it still holds `text`.
///
/// A text that is copied twice looks the same both times, so the first call should have ended before a second begins:
/// it would clear what the second one holds. Where it does not end, because the owner of the clipboard does not answer
/// it, its wish has to be [`Wish::Leave`] before the second begins.
///
/// On X11 and Wayland a text is on the clipboard only as long as its owner lives, so ending the process early
/// clears it too; on Windows and macOS it would stay.
///
/// The clipboard library and the desktop make copies of `text` that nobody wipes: to be used for codes and
/// what the user explicitly copies.
///
/// # Errors
/// See [`ClipboardError`]. After an error on the way, `text` may still be on the clipboard of Windows or macOS.
pub fn hold(
    text: &str,
    time: Duration,
    on_copied: impl FnOnce(),
    wish: impl Fn() -> Wish,
) -> Result<Released, ClipboardError> {
    let mut clipboard = connect()?;
    put(&mut clipboard, text).map_err(|_| ClipboardError::Other)?;
    if !holds(&mut clipboard, text)? {
        return Err(ClipboardError::Other);
    }
    on_copied();

    let mut left = time;
    while !left.is_zero() && wish() == Wish::Keep {
        let nap = left.min(LOOK_EVERY);
        sleep(nap);
        left -= nap;
        // Another program may have it open at this moment: it is ours until we see that it is not.
        if holds(&mut clipboard, text) == Ok(false) {
            return Ok(Released::TakenOver);
        }
    }
    clear(&mut clipboard, text, wish)
}

/// Whether there is a clipboard to copy to. Nothing is read from it.
pub fn is_reachable() -> bool {
    connect().is_ok()
}

fn connect() -> Result<Clipboard, ClipboardError> {
    Clipboard::new().map_err(|_| ClipboardError::NoDisplay)
}

/// Clears the clipboard if it still holds `text`. Tries for a while: another program may have it open at this moment.
fn clear(
    clipboard: &mut Clipboard,
    text: &str,
    wish: impl Fn() -> Wish,
) -> Result<Released, ClipboardError> {
    const TRIES: usize = 10;
    for _try in 0..TRIES {
        match holds(clipboard, text) {
            // Asked last: to look may have taken seconds.
            _ if wish() == Wish::Leave => return Ok(Released::TakenOver),
            Ok(false) => return Ok(Released::TakenOver),
            Ok(true) if clipboard.clear().is_ok() => return Ok(Released::Cleared),
            Ok(true) | Err(_) => sleep(LOOK_EVERY),
        }
    }
    Err(ClipboardError::Other)
}

/// How soon `hold` notices that something else was copied, or that the text is not to be kept.
const LOOK_EVERY: Duration = Duration::from_millis(100);

fn put(clipboard: &mut Clipboard, text: &str) -> Result<(), arboard::Error> {
    let set = clipboard.set();
    #[cfg(unix)]
    let set = set.exclude_from_history();
    // Keeps it out of the history and of the cloud clipboard, too.
    #[cfg(windows)]
    let set = set.exclude_from_monitoring();
    set.text(text)
}

/// Whether `text` is what would be pasted now. What another program copied is looked at and wiped.
fn holds(clipboard: &mut Clipboard, text: &str) -> Result<bool, ClipboardError> {
    match clipboard.get_text().map(Zeroizing::new) {
        Ok(found) => Ok(*found == text),
        // Empty now, or a picture, or text that is not UTF-8: not ours in any case.
        Err(arboard::Error::ContentNotAvailable | arboard::Error::ConversionFailure) => Ok(false),
        Err(_) => Err(ClipboardError::Other),
    }
}
