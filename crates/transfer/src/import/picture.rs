//! Pictures that other programs keep beside an account.

use std::io::Cursor;

use image::{ImageFormat, ImageReader, Limits};
use vault::Icon;

/// The largest picture that is kept as it is, in bytes.
const MOST_BYTES: usize = 64 << 10;
/// Larger ones are made so small, in pixels on a side.
const SIDE: u32 = 128;
/// Pictures of more pixels on a side, or more memory, are left out.
const MOST_SIDE: u32 = 4096;
const MOST_MEMORY: u64 = 64 << 20;

/// A picture file as an icon, made smaller where it is large; `None` for what is no picture of a kind that is shown.
pub(super) fn icon(media_type: &str, bytes: Vec<u8>) -> Option<Icon> {
    if media_type == "image/svg+xml" {
        return (bytes.len() <= MOST_BYTES).then(|| Icon::new(media_type.to_owned(), bytes));
    }
    let format = image::guess_format(&bytes).ok()?;
    let shown = [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP];
    if bytes.len() <= MOST_BYTES && shown.contains(&format) {
        return Some(Icon::new(format.to_mime_type().to_owned(), bytes));
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(MOST_SIDE);
    limits.max_image_height = Some(MOST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let small = reader.decode().ok()?.thumbnail(SIDE, SIDE);
    let mut png = Vec::new();
    small
        .write_to(&mut Cursor::new(&mut png), ImageFormat::Png)
        .ok()?;
    (png.len() <= MOST_BYTES).then(|| Icon::new(ImageFormat::Png.to_mime_type().to_owned(), png))
}
