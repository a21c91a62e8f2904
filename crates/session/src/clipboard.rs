//! A code on the clipboard for a short time.

use crate::error::{Code, UserError};
use otp::SecretText;
use platform::clipboard::{ClipboardError, hold};
use std::time::Duration;

pub use platform::clipboard::{Released, Wish};

/// Whether there is a clipboard to copy to. Nothing is read from it.
pub fn clipboard_reachable() -> bool {
    platform::clipboard::is_reachable()
}

/// Puts `text` on the clipboard, calls `copied` once it can be pasted, and stays until `seconds`
/// are over, `wish` is another one (it is asked every 100 ms) or something else is copied; then clears the
/// clipboard if it is still ours.
///
/// A process that copies again ends its earlier call first, and waits for it: two calls cannot tell
/// the same code apart. It waits no longer for one whose wish is [`Wish::Leave`].
///
/// # Errors
/// There is no clipboard, or it did not work.
pub fn hold_clipboard(
    text: &SecretText,
    seconds: u64,
    copied: &mut dyn FnMut(),
    wish: &dyn Fn() -> Wish,
) -> Result<Released, UserError> {
    let time = Duration::from_secs(seconds);
    hold(text.expose(), time, copied, wish).map_err(|error| match error {
        ClipboardError::NoDisplay => Code::ClipboardUnreachable.into(),
        ClipboardError::Other => Code::ClipboardFailed.into(),
    })
}
