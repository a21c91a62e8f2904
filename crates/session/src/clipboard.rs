//! A code on the clipboard for a short time.

use crate::error::{Code, UserError};
use otp::SecretText;
use platform::clipboard::{ClipboardError, hold};
use std::time::Duration;

/// Whether there is a clipboard to copy to. Nothing is read from it.
pub fn clipboard_reachable() -> bool {
    platform::clipboard::is_reachable()
}

/// Puts `text` on the clipboard, calls `copied` once it can be pasted, and stays until `seconds`
/// are over or something else is copied; then clears the clipboard if it is still ours.
///
/// # Errors
/// There is no clipboard, or it did not work.
pub fn hold_clipboard(
    text: &SecretText,
    seconds: u64,
    copied: &mut dyn FnMut(),
) -> Result<(), UserError> {
    match hold(text.expose(), Duration::from_secs(seconds), copied) {
        Ok(_) => Ok(()),
        Err(ClipboardError::NoDisplay) => Err(Code::ClipboardUnreachable.into()),
        Err(ClipboardError::Other) => Err(Code::ClipboardFailed.into()),
    }
}
