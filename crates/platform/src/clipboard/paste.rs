//! What another program copied: its text, or its picture as pixels.

use std::panic::{AssertUnwindSafe, catch_unwind};

use zeroize::Zeroizing;

use super::{ClipboardError, connect};

/// The longest text that is read, in bytes: 1 MiB.
const LONGEST_TEXT: usize = 1 << 20;
/// Pixels of the largest picture that is read.
const MOST_PIXELS: usize = 100_000_000;

/// A copied picture. Wiped on drop: it may show a secret.
pub struct Pixels {
    /// Pixels in a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// Red, green, blue and alpha (255: opaque) of each pixel, row by row from the top.
    pub rgba: Zeroizing<Vec<u8>>,
}

/// The text on the clipboard. `None`: there is none that can be read, or it is longer than 1 MiB.
///
/// The limit is for our caller: the clipboard library takes in the whole text first, and of a long one it leaves
/// copies that nobody wipes.
///
/// # Errors
/// [`ClipboardError::NoDisplay`].
pub fn read_text() -> Result<Option<Zeroizing<String>>, ClipboardError> {
    let text = connect()?.get_text().ok().map(Zeroizing::new);
    Ok(text.filter(|text| text.len() <= LONGEST_TEXT))
}

/// The picture on the clipboard. `None`: there is none that can be read, or it has more than 100 million pixels.
///
/// On X11, Wayland and macOS the decoder refuses pictures of more than 512 MiB before it takes memory for them; on
/// Windows it takes what the picture asks for.
///
/// # Errors
/// [`ClipboardError::NoDisplay`].
pub fn read_picture() -> Result<Option<Pixels>, ClipboardError> {
    let mut clipboard = connect()?;
    // Strangers make pictures, and a decoder that panics on one must not end the program.
    let picture = catch_unwind(AssertUnwindSafe(|| clipboard.get_image().ok()));
    let pixels = picture.ok().flatten().map(|picture| Pixels {
        width: picture.width,
        height: picture.height,
        rgba: Zeroizing::new(picture.bytes.into_owned()),
    });
    Ok(pixels.filter(|pixels| pixels.width.saturating_mul(pixels.height) <= MOST_PIXELS))
}
