//! QR codes in pictures: from the bytes of a file, or from the pixels of a camera, a screen or the clipboard, to
//! text.
//!
//! The pixels themselves are not wiped; they came from a file or a screen that shows them anyway. The text is.

mod arrange;
mod picture;
mod quiet;
mod reader;
mod view;

use image::GrayImage;
use otp::SecretText;

pub use picture::PictureError;

use crate::migration;
use picture::Picture;
use view::View;

/// Changes that bring out codes which are not found at first, the most helpful first.
const LADDER: [fn(&View) -> Option<View>; 3] = [View::evened_out, View::doubled, View::halved];

/// A code that was found and read.
pub struct Symbol {
    /// What it says.
    pub text: SecretText,
    /// Its corners (x, y) in pixels of the picture, clockwise, beginning with the one that is the top left where the
    /// code stands upright. They can lie a little outside of the picture.
    pub corners: [(i32, i32); 4],
}

/// What a symbol is good for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum SymbolKind {
    /// One account: `otpauth:`, `motp:` or `steam:`.
    Otpauth,
    /// One part of a Google Authenticator export.
    Migration,
    /// Anything else.
    Other,
}

impl SymbolKind {
    /// What `text` claims to be, by its scheme alone.
    #[must_use]
    pub fn of(text: &str) -> Self {
        if migration::is_migration_uri(text) {
            Self::Migration
        } else if otp::uri::is_otp_uri(text) {
            Self::Otpauth
        } else {
            Self::Other
        }
    }

    /// Its name in lists and in `--json` output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Otpauth => "otpauth",
            Self::Migration => "otpauth-migration",
            Self::Other => "other",
        }
    }
}

impl Symbol {
    /// What the text claims to be, by its scheme alone.
    #[must_use]
    pub fn kind(&self) -> SymbolKind {
        SymbolKind::of(self.text.expose())
    }
}

/// All codes in a PNG, JPEG, WebP, GIF (its first picture) or BMP file, told apart by content; from top to bottom and
/// left to right. None is a result too.
///
/// # Errors
/// When the file is no such picture, is damaged, or is over the limits: 64 MiB, 100 million pixels, 30,000 on a side.
pub fn find(picture_bytes: &[u8]) -> Result<Vec<Symbol>, PictureError> {
    Ok(find_in_picture(&Picture::decode(picture_bytes)?))
}

/// All codes in `height` rows of `width` pixels of red, green, blue and alpha, as the clipboard gives a picture; from
/// top to bottom and left to right.
///
/// Nothing is found where the sizes do not belong together.
#[must_use]
pub fn find_in_rgba(width: usize, height: usize, rgba: &[u8]) -> Vec<Symbol> {
    Picture::of_rgba(width, height, rgba)
        .as_ref()
        .map(find_in_picture)
        .unwrap_or_default()
}

/// All codes in `height` rows of `width` pixels, 0 for black to 255 for white; from top to bottom and left to right.
///
/// Nothing is found where the sizes do not belong together.
#[must_use]
pub fn find_in_luma(width: usize, height: usize, luma: &[u8]) -> Vec<Symbol> {
    let (Ok(columns), Ok(rows)) = (u32::try_from(width), u32::try_from(height)) else {
        return Vec::new();
    };
    if width.checked_mul(height) != Some(luma.len()) {
        return Vec::new();
    }
    GrayImage::from_raw(columns, rows, luma.to_vec())
        .map(find_in_image)
        .unwrap_or_default()
}

/// What is see-through shows a code on a white page, or else on a black one.
fn find_in_picture(picture: &Picture) -> Vec<Symbol> {
    let found = find_in_image(picture.on_white());
    if !found.is_empty() {
        return found;
    }
    picture.on_black().map(find_in_image).unwrap_or_default()
}

fn find_in_image(image: GrayImage) -> Vec<Symbol> {
    let whole = View::of(image);
    let mut found = read_both_ways(&whole);
    for change in LADDER {
        if !found.is_empty() {
            break;
        }
        found = change(&whole)
            .as_ref()
            .map(read_both_ways)
            .unwrap_or_default();
    }
    arrange::in_reading_order(arrange::without_doubles(found))
}

/// Dark codes on light and light ones on dark; one screen can show both.
fn read_both_ways(view: &View) -> Vec<Symbol> {
    let mut found = read_all(view.clone());
    found.extend(read_all(view.inverted()));
    found
}

/// The finder mixes up the position patterns of neighbouring codes. Where those it has read are painted over, it finds
/// the next.
fn read_all(mut view: View) -> Vec<Symbol> {
    const MOST_ROUNDS: usize = 24;
    let mut found = Vec::new();
    for _round in 0..MOST_ROUNDS {
        let new = reader::read(&view);
        if new.is_empty() {
            break;
        }
        for symbol in &new {
            view.cover(symbol.corners);
        }
        found.extend(new);
    }
    found
}
