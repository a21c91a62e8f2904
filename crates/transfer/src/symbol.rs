//! QR codes in pictures: from the bytes of a file, or from the pixels of a camera, a screen or the clipboard, to
//! text.
//!
//! What is looked for and in which order is in `search`. Pixels become dark and light (`bitmap`), position patterns
//! (`pattern`), three of them a code (`trio`, `fit`), its modules codewords (`grid`) and those text (`payload`); rxing
//! (`detector`) is another way to the modules.
//!
//! Decoded pictures, codewords and text are wiped. The shades of grey that are searched are not, nor are the decoders'
//! and rxing's own copies.

mod alignment;
mod arrange;
mod bitmap;
mod detector;
mod drawing;
mod enlarge;
mod filter;
mod fit;
mod frames;
mod grid;
mod ladder;
mod light;
mod modules;
mod number;
mod pattern;
mod payload;
mod picture;
mod plane;
mod quiet;
mod search;
mod trio;
mod view;
mod work;

use image::GrayImage;
use otp::SecretText;

pub use picture::PictureError;

use crate::migration;
use picture::Picture;
use search::Patience;
use view::View;

/// The corners (x, y) of a code in pixels of the picture, clockwise, beginning with the one that is the top left where the
/// code stands upright. They can lie a little outside of the picture.
pub type Corners = [(i32, i32); 4];

/// A code that was found and read.
pub struct Symbol {
    /// What it says.
    pub text: SecretText,
    /// Where it is.
    pub corners: Corners,
}

/// What was seen in a picture that is shown to somebody afterwards.
#[derive(Default)]
pub struct Seen {
    /// All codes, from top to bottom and left to right.
    pub symbols: Vec<Symbol>,
    /// Where codes are that can be read, but say nothing that is taken for an account or a text: a part of a text that is
    /// spread over several codes, or an account in a code for article numbers. They may hold a secret all the same. Some
    /// are there several times.
    pub refused: Vec<Corners>,
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

/// All codes in a PNG, JPEG, WebP, GIF, BMP, TIFF (the first page of it) or SVG file, turned as its Exif says, told apart by
/// content; from top to bottom and left to right. None is a result too.
///
/// Of an animation the codes of its first picture, then what those after it say that was not said before: an export of
/// several codes, one after the other. Of each animation 64 pictures or 100 million pixels at most are looked at.
///
/// # Errors
/// When the file is no such picture, is damaged, or is over the limits: 64 MiB, 100 million pixels, 30,000 on a side; of
/// a drawing 4 MiB and 50,000 elements.
pub fn find(picture_bytes: &[u8]) -> Result<Vec<Symbol>, PictureError> {
    let (first, animation) = Picture::decode(picture_bytes)?;
    let mut found = see_picture(&first, Patience::File).symbols;
    let mut before = first;
    for picture in animation {
        if picture == before {
            continue;
        }
        for symbol in see_picture(&picture, Patience::Frame).symbols {
            let says_the_same = |other: &Symbol| other.text.expose() == symbol.text.expose();
            if !found.iter().any(says_the_same) {
                found.push(symbol);
            }
        }
        before = picture;
    }
    Ok(found)
}

/// All codes in `height` rows of `width` pixels of red, green, blue and alpha, as the clipboard gives a picture; from
/// top to bottom and left to right.
///
/// Nothing is found where the sizes do not belong together.
#[must_use]
pub fn find_in_rgba(width: usize, height: usize, rgba: &[u8]) -> Vec<Symbol> {
    see_rgba(width, height, rgba).symbols
}

/// As [`find_in_rgba`], and where the codes are that are refused.
#[must_use]
pub fn see_rgba(width: usize, height: usize, rgba: &[u8]) -> Seen {
    Picture::of_rgba(width, height, rgba)
        .as_ref()
        .map(|picture| see_picture(picture, Patience::File))
        .unwrap_or_default()
}

/// All codes in `height` rows of `width` pixels, 0 for black to 255 for white; from top to bottom and left to right.
///
/// Nothing is found where the sizes do not belong together.
#[must_use]
pub fn find_in_luma(width: usize, height: usize, luma: &[u8]) -> Vec<Symbol> {
    see_luma(width, height, luma).symbols
}

/// As [`find_in_luma`], and where the codes are that are refused.
#[must_use]
pub fn see_luma(width: usize, height: usize, luma: &[u8]) -> Seen {
    image_of(width, height, luma)
        .map(|image| search::everything(&View::of(image), Patience::Screen))
        .unwrap_or_default()
}

/// The codes in one frame of a camera, of `height` rows of `width` pixels like those of [`find_in_luma`].
///
/// It is quick, so that every frame can be looked at: where a code is not seen at once, one of the ways to bring it out
/// is tried. Which one depends on `turn`: count the frames, and all of them get their turn.
#[must_use]
pub fn find_in_frame(width: usize, height: usize, luma: &[u8], turn: u32) -> Vec<Symbol> {
    image_of(width, height, luma)
        .map(|image| search::frame(&View::of(image), turn))
        .unwrap_or_default()
}

/// A part of a picture, in pixels.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Region {
    /// First column.
    pub left: usize,
    /// First row.
    pub top: usize,
    /// Columns.
    pub width: usize,
    /// Rows.
    pub height: usize,
}

/// The codes in one region of a picture like that of [`find_in_luma`], such as somebody drew around a code that was not
/// found. Corners are in pixels of the whole picture. What of the region lies outside of the picture is left out.
#[must_use]
pub fn find_in_region(width: usize, height: usize, luma: &[u8], region: Region) -> Vec<Symbol> {
    if width == 0 || width.checked_mul(height) != Some(luma.len()) {
        return Vec::new();
    }
    let columns = region.left.min(width)..region.left.saturating_add(region.width).min(width);
    let rows = luma.chunks(width).skip(region.top).take(region.height);
    let cut_out: Vec<u8> = rows
        .filter_map(|row| row.get(columns.clone()))
        .flatten()
        .copied()
        .collect();
    let origin = (u32::try_from(region.left), u32::try_from(region.top));
    let (Some(height), (Ok(left), Ok(top))) = (cut_out.len().checked_div(columns.len()), origin)
    else {
        return Vec::new();
    };
    let image = image_of(columns.len(), height, &cut_out);
    let see = |image| search::everything(&View::cut_out(image, (left, top)), Patience::File);
    image.map(see).unwrap_or_default().symbols
}

/// The same in a picture like that of [`find_in_rgba`].
#[must_use]
pub fn find_in_rgba_region(
    width: usize,
    height: usize,
    rgba: &[u8],
    region: Region,
) -> Vec<Symbol> {
    let picture = Picture::of_rgba(width, height, rgba);
    let on_white = picture.map(|picture| picture.on_white());
    on_white.map_or_else(Vec::new, |image| {
        find_in_region(width, height, &image, region)
    })
}

fn image_of(width: usize, height: usize, luma: &[u8]) -> Option<GrayImage> {
    let (columns, rows) = (u32::try_from(width).ok()?, u32::try_from(height).ok()?);
    if width.checked_mul(height) != Some(luma.len()) {
        return None;
    }
    GrayImage::from_raw(columns, rows, luma.to_vec())
}

/// What is see-through shows a code on a white page, or else on a black one.
fn see_picture(picture: &Picture, patience: Patience) -> Seen {
    let see = |image| search::everything(&View::of(image), patience);
    let mut seen = see(picture.on_white());
    if seen.symbols.is_empty()
        && let Some(on_black) = picture.on_black()
    {
        let other = see(on_black);
        seen.symbols = other.symbols;
        seen.refused.extend(other.refused);
    }
    seen
}
