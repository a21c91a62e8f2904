//! One look at one view with `rqrr`: finds the codes that are dark on light and reads them.

use std::cell::Cell;
use std::mem;
use std::panic;

use image::{GenericImage, GenericImageView, GrayImage, Luma};
use otp::SecretText;
use rqrr::{BitGrid, Grid, Point, PreparedImage};
use zeroize::Zeroizing;

use super::view::View;
use super::{Symbol, quiet};

/// More bytes than any code holds: 7,089 digits in a 40-L (ISO/IEC 18004 table 7).
const MOST_BYTES: usize = 8_192;

/// The codes in `view`. A panic of `rqrr` (its geometry has them on some pictures) and a picture that would keep it
/// busy for minutes both count as "nothing found".
pub(super) fn read(view: &View) -> Vec<Symbol> {
    let work = Meter::new(view.image());
    quiet::catch(|| {
        let mut prepared = PreparedImage::prepare(Metered {
            image: view.image().clone(),
            work: &work,
        });
        let grids = prepared.detect_grids();
        grids.iter().filter_map(|grid| symbol(grid, view)).collect()
    })
    .unwrap_or_default()
}

fn symbol<G: BitGrid>(grid: &Grid<G>, view: &View) -> Option<Symbol> {
    let text = quiet::catch(|| read_text(grid))??;
    let size = i32::try_from(grid.grid.size()).ok()?;
    let [start, others @ ..] = &grid.bounds;
    // rqrr gives the far corners one module too far out.
    let pull = |from: i32, to: i32| {
        from.saturating_add(to.saturating_sub(from).saturating_mul(size) / (size + 1))
    };
    let inner = others.map(|corner| Point {
        x: pull(start.x, corner.x),
        y: pull(start.y, corner.y),
    });
    let [second, third, fourth] = inner;
    let corners =
        [*start, second, third, fourth].map(|corner| view.to_picture((corner.x, corner.y)));
    Some(Symbol { text, corners })
}

/// The text of a code that can be read and says something.
fn read_text<G: BitGrid>(grid: &Grid<G>) -> Option<SecretText> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(MOST_BYTES));
    grid.decode_to(&mut *bytes).ok()?;
    (!bytes.is_empty()).then(|| to_text(bytes))
}

/// UTF-8, which every program writes today, or else ISO/IEC 8859-1, which the standard means where a code does not name
/// its character set (ISO/IEC 18004 section 7.3.2). Other sets, such as Shift JIS on old phones, come out as wrong
/// letters; the URIs that matter here are ASCII.
fn to_text(mut bytes: Zeroizing<Vec<u8>>) -> SecretText {
    let text = String::from_utf8(mem::take(&mut *bytes)).unwrap_or_else(|error| {
        let bytes = Zeroizing::new(error.into_bytes());
        let mut text = String::with_capacity(2 * bytes.len());
        text.extend(bytes.iter().copied().map(char::from));
        text
    });
    SecretText::new(text)
}

/// The picture that `rqrr` works in, which stops it when it has done too much.
///
/// Noise, dense text and walls of position patterns keep it painting areas, trying combinations and searching for
/// alignment patterns for minutes.
struct Metered<'a> {
    image: GrayImage,
    work: &'a Meter,
}

/// Work that is left, counted in pixels looked at or painted.
struct Meter {
    left: Cell<u64>,
    /// Price of one copy of the picture: rqrr takes one for every three position patterns that may belong together.
    copy: u64,
    /// Price of one position pattern: pairs of them are listed, so their number costs memory.
    pattern: u64,
    last_painted: Cell<u8>,
}

impl Meter {
    /// Work for the picture as such, for each of its pixels. A picture of nothing takes 5, a page of text up to 15.
    const FOR_A_PIXEL: u64 = 12;
    /// Work for fitting grids to codes, on top of that: some 300,000 for a code of middle size, 2 million for the
    /// largest, for every combination of patterns that is tried. Enough for 30 codes on one page.
    const FOR_GRIDS: u64 = 60_000_000;
    /// How many position patterns there may be if nothing else is done: those of 250 codes.
    const PATTERNS: u64 = 750;

    fn new(image: &GrayImage) -> Self {
        let pixels = u64::from(image.width()) * u64::from(image.height());
        let all = Self::FOR_GRIDS + Self::FOR_A_PIXEL * pixels;
        Self {
            left: Cell::new(all),
            copy: pixels / 32,
            pattern: all / Self::PATTERNS,
            last_painted: Cell::new(0),
        }
    }

    /// Unwinds out of rqrr when the work is used up; [`read`] catches it. No panic hook runs.
    fn spend(&self, cost: u64) {
        match self.left.get().checked_sub(cost) {
            Some(left) => self.left.set(left),
            None => panic::resume_unwind(Box::new("too much work")),
        }
    }

    /// rqrr paints the ring of a pattern twice, first in a passing colour and then in the one of patterns.
    fn paint(&self, colour: u8) {
        const PASSING: u8 = 4;
        const PATTERN: u8 = 2;
        let is_new_pattern = colour == PATTERN && self.last_painted.get() == PASSING;
        self.last_painted.set(colour);
        self.spend(if is_new_pattern { self.pattern } else { 1 });
    }
}

impl Clone for Metered<'_> {
    fn clone(&self) -> Self {
        self.work.spend(self.work.copy);
        Self {
            image: self.image.clone(),
            work: self.work,
        }
    }
}

impl GenericImageView for Metered<'_> {
    type Pixel = Luma<u8>;

    fn dimensions(&self) -> (u32, u32) {
        self.image.dimensions()
    }

    fn get_pixel(&self, x: u32, y: u32) -> Self::Pixel {
        self.work.spend(1);
        *self.image.get_pixel(x, y)
    }
}

impl GenericImage for Metered<'_> {
    fn get_pixel_mut(&mut self, x: u32, y: u32) -> &mut Self::Pixel {
        self.image.get_pixel_mut(x, y)
    }

    fn put_pixel(&mut self, x: u32, y: u32, pixel: Self::Pixel) {
        let Luma([colour]) = pixel;
        self.work.paint(colour);
        self.image.put_pixel(x, y, pixel);
    }

    fn blend_pixel(&mut self, x: u32, y: u32, pixel: Self::Pixel) {
        self.put_pixel(x, y, pixel);
    }
}
