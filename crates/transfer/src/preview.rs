//! A small picture of what was scanned, for people to look at, in which no symbol can be read any more: a symbol is
//! a secret.

use image::codecs::jpeg::JpegEncoder;
use image::imageops::{grayscale, thumbnail};
use image::{DynamicImage, ImageBuffer, Rgb, RgbImage, Rgba};

use crate::symbol::{self, Corners};

/// The widest preview, in pixels.
const MOST_WIDTH: u32 = 1600;
/// The highest preview, in pixels.
const MOST_HEIGHT: u32 = 3200;
/// A symbol becomes so many blocks on a side; it has at least 21 modules on a side.
const BLOCKS: u32 = 4;
/// How often the preview is searched for symbols that are still to be seen.
const MOST_ROUNDS: usize = 8;
/// From 1 to 100.
const JPEG_QUALITY: u8 = 80;

/// A JPEG of `height` rows of `width` pixels of red, green, blue and alpha, made smaller where it is wider than 1,600
/// or higher than 3,200 pixels. The inside of each of `symbols` (corners in pixels of the large picture), and of each
/// symbol that is found in the small picture, also of those that are refused, is flat blocks much larger than a module.
///
/// `None` when the sizes do not belong together, or when a symbol stays readable.
#[must_use]
pub fn jpeg(width: usize, height: usize, rgba: &[u8], symbols: &[Corners]) -> Option<Vec<u8>> {
    let (width, height) = (u32::try_from(width).ok()?, u32::try_from(height).ok()?);
    let picture: ImageBuffer<Rgba<u8>, &[u8]> = ImageBuffer::from_raw(width, height, rgba)?;
    if width == 0 || height == 0 {
        return None;
    }
    let mut small = reduced(&picture);
    for corners in symbols {
        let frame = Frame::around(*corners, (width, height), small.dimensions());
        frame.flatten(&mut small);
    }
    hide_the_rest(&mut small)?;
    let mut jpeg = Vec::new();
    small
        .write_with_encoder(JpegEncoder::new_with_quality(&mut jpeg, JPEG_QUALITY))
        .ok()?;
    Some(jpeg)
}

fn reduced(picture: &ImageBuffer<Rgba<u8>, &[u8]>) -> RgbImage {
    let (width, height) = picture.dimensions();
    let shrink = |length: u32, by: u32, from: u32| {
        let length = u64::from(length) * u64::from(by) / u64::from(from.max(1));
        u32::try_from(length).unwrap_or(u32::MAX).max(1)
    };
    let (mut new_width, mut new_height) = (width, height);
    if new_width > MOST_WIDTH {
        new_height = shrink(new_height, MOST_WIDTH, new_width);
        new_width = MOST_WIDTH;
    }
    if new_height > MOST_HEIGHT {
        new_width = shrink(new_width, MOST_HEIGHT, new_height);
        new_height = MOST_HEIGHT;
    }
    DynamicImage::from(thumbnail(picture, new_width, new_height)).into_rgb8()
}

/// Looks as whoever gets the preview could. `None` when something is found again and again.
fn hide_the_rest(small: &mut RgbImage) -> Option<()> {
    let (width, height) = small.dimensions();
    let size = (usize::try_from(width).ok()?, usize::try_from(height).ok()?);
    for _round in 0..MOST_ROUNDS {
        let seen = symbol::see_luma(size.0, size.1, grayscale(small).as_raw());
        if seen.symbols.is_empty() && seen.refused.is_empty() {
            return Some(());
        }
        let found = seen.symbols.iter().map(|symbol| symbol.corners);
        for corners in found.chain(seen.refused) {
            Frame::around(corners, (width, height), (width, height)).flatten(small);
        }
    }
    None
}

/// The upright rectangle around a symbol and a little more, in pixels of the preview.
struct Frame {
    left: u32,
    top: u32,
    right: u32,
    bottom: u32,
}

impl Frame {
    /// From corners in a picture of size `from` to the preview's size `to`.
    fn around(corners: Corners, from: (u32, u32), to: (u32, u32)) -> Self {
        let (left, right) = span(corners.map(|corner| corner.0), from.0, to.0);
        let (top, bottom) = span(corners.map(|corner| corner.1), from.1, to.1);
        Self {
            left,
            top,
            right,
            bottom,
        }
    }

    /// Makes it a few blocks of few shades. What is left of a symbol is a handful of bits.
    fn flatten(&self, small: &mut RgbImage) {
        for row in 0..BLOCKS {
            for column in 0..BLOCKS {
                let block = Self {
                    left: part(self.left, self.right, column),
                    right: part(self.left, self.right, column + 1),
                    top: part(self.top, self.bottom, row),
                    bottom: part(self.top, self.bottom, row + 1),
                };
                block.make_flat(small);
            }
        }
    }

    fn make_flat(&self, small: &mut RgbImage) {
        let (mut sum, mut count) = (0_u64, 0_u64);
        for (x, y) in self.pixels() {
            if let Some(Rgb(levels)) = small.get_pixel_checked(x, y) {
                sum += levels.iter().map(|level| u64::from(*level)).sum::<u64>();
                count += 3;
            }
        }
        // One of eight shades.
        let level = u8::try_from(sum / count.max(1)).unwrap_or(u8::MAX) & 0xe0 | 0x10;
        for (x, y) in self.pixels() {
            if let Some(pixel) = small.get_pixel_mut_checked(x, y) {
                *pixel = Rgb([level; 3]);
            }
        }
    }

    fn pixels(&self) -> impl Iterator<Item = (u32, u32)> + use<> {
        let (left, right) = (self.left, self.right);
        (self.top..self.bottom).flat_map(move |y| (left..right).map(move |x| (x, y)))
    }
}

/// The smallest and the largest of `ends`, and a tenth of the length more on both sides, scaled and inside of the
/// preview.
fn span(ends: [i32; 4], from: u32, to: u32) -> (u32, u32) {
    let ends = ends.map(i64::from);
    let least = ends.into_iter().fold(i64::MAX, i64::min);
    let most = ends.into_iter().fold(i64::MIN, i64::max);
    let margin = (most - least) / 10 + 2;
    let scale = |end: i64| end * i64::from(to) / i64::from(from.max(1));
    let inside = |end: i64| u32::try_from(end.clamp(0, i64::from(to))).unwrap_or(to);
    (
        inside(scale(least - margin) - 1),
        inside(scale(most + margin) + 2),
    )
}

/// Where part number `number` of [`BLOCKS`] begins.
fn part(from: u32, until: u32, number: u32) -> u32 {
    let length = u64::from(until.saturating_sub(from));
    let offset = length * u64::from(number) / u64::from(BLOCKS);
    from + u32::try_from(offset).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::qr::Qr;
    use otp::SecretText;

    /// A grey page with the same code in several sizes, and the corners of those that `corners` names.
    fn page(width: u32, height: u32, codes: &[(u32, u32, u32)]) -> ImageBuffer<Rgba<u8>, Vec<u8>> {
        let text = SecretText::new("otpauth://totp/a?secret=GEZDGNBVGY3TQOJQ".to_owned());
        let mut page = ImageBuffer::from_pixel(width, height, Rgba([200, 210, 220, 255]));
        for (left, top, scale) in codes {
            let png = Qr::of(&text).unwrap().to_png(*scale, 4).unwrap();
            let code = image::load_from_memory(&png).unwrap().into_rgba8();
            image::imageops::replace(&mut page, &code, i64::from(*left), i64::from(*top));
        }
        page
    }

    fn preview_of(page: &ImageBuffer<Rgba<u8>, Vec<u8>>) -> (usize, RgbImage, Vec<u8>) {
        let size = [page.width(), page.height()].map(|side| usize::try_from(side).unwrap());
        let found = symbol::find_in_rgba(size[0], size[1], page);
        let corners: Vec<_> = found.iter().map(|symbol| symbol.corners).collect();
        let jpeg = jpeg(size[0], size[1], page, &corners).unwrap();
        let picture = image::load_from_memory(&jpeg).unwrap().into_rgb8();
        (found.len(), picture, jpeg)
    }

    #[test]
    fn a_symbol_that_was_found_cannot_be_read_in_the_preview() {
        for (width, height, codes) in [
            (1280, 900, &[(100, 100, 3)][..]),
            (1280, 900, &[(0, 0, 2), (1080, 600, 5)]),
            (3840, 2160, &[(200, 300, 4), (2000, 900, 20)]),
            (500, 500, &[(0, 0, 12)]),
        ] {
            let (found, preview, jpeg) = preview_of(&page(width, height, codes));
            assert_eq!(found, codes.len(), "{width}x{height}");
            assert!(preview.width() <= MOST_WIDTH);
            assert!(symbol::find(&jpeg).unwrap().is_empty(), "{width}x{height}");
            let doubled = thumbnail(&preview, preview.width() * 2, preview.height() * 2);
            let doubled = DynamicImage::from(doubled).into_rgba8();
            let size = [doubled.width(), doubled.height()].map(|side| side.try_into().unwrap());
            assert!(symbol::find_in_rgba(size[0], size[1], &doubled).is_empty());
        }
    }

    #[test]
    fn a_symbol_that_nobody_named_is_hidden_too() {
        let page = page(800, 600, &[(100, 100, 3)]);
        let jpeg = jpeg(800, 600, &page, &[]).unwrap();
        assert!(symbol::find(&jpeg).unwrap().is_empty());
    }

    #[test]
    fn what_is_beside_a_symbol_stays_as_it_is() {
        let (_, preview, _) = preview_of(&page(800, 600, &[(100, 100, 3)]));
        let Rgb([red, green, blue]) = *preview.get_pixel(700, 500);
        assert!(red.abs_diff(200) < 8 && green.abs_diff(210) < 8 && blue.abs_diff(220) < 8);
    }

    #[test]
    fn blocks_are_much_larger_than_modules() {
        let page = page(800, 600, &[(100, 100, 4)]);
        let (_, preview, _) = preview_of(&page);
        let row = 100 + 16 + 60;
        let levels = (116..230).map(|x| preview.get_pixel(x, row).0[0]);
        let levels: Vec<u8> = levels.collect();
        let jumps = levels
            .windows(2)
            .filter(|pair| pair[0].abs_diff(pair[1]) > 12);
        assert!(jumps.count() <= 5, "{levels:?}");
    }

    #[test]
    fn sizes_that_do_not_belong_together_give_nothing() {
        assert_eq!(jpeg(2, 2, &[0; 15], &[]), None);
        assert_eq!(jpeg(0, 0, &[], &[]), None);
        assert_eq!(jpeg(usize::MAX, 2, &[0; 16], &[]), None);
        let far = [(i32::MIN, i32::MIN), (i32::MAX, 0), (0, i32::MAX), (7, 7)];
        assert!(jpeg(9, 9, &[0; 9 * 9 * 4], &[far]).is_some());
        assert!(jpeg(100_000, 1, &[0; 400_000], &[]).is_some());
    }
}
