//! What the person in front of the camera sees: a small JPEG picture.

use image::ExtendedColorType;
use image::codecs::jpeg::JpegEncoder;

use super::frame::Frame;

const MOST_WIDTH: usize = 640;
const MOST_HEIGHT: usize = 360;
/// Of JPEG, 1 to 100: about 30 kB a frame.
const QUALITY: u8 = 70;

impl Frame {
    /// The frame as a JPEG picture of at most 640 x 360 pixels, in its own proportions. `mirrored`: as people know
    /// themselves from a mirror. Never larger than the frame.
    #[must_use]
    pub fn preview(&self, mirrored: bool) -> Vec<u8> {
        let (width, height) = fitting(self.width, self.height);
        let mut rgb = Vec::with_capacity(3 * width * height);
        for y in 0..height {
            for x in 0..width {
                let column = if mirrored { width - 1 - x } else { x };
                rgb.extend(self.around([column, y], [width, height]));
            }
        }
        let mut jpeg = Vec::new();
        let size = u32::try_from(width).ok().zip(u32::try_from(height).ok());
        let written = size.map(|(width, height)| {
            JpegEncoder::new_with_quality(&mut jpeg, QUALITY).encode(
                &rgb,
                width,
                height,
                ExtendedColorType::Rgb8,
            )
        });
        debug_assert!(matches!(written, Some(Ok(()))));
        jpeg
    }

    /// The mean of four points of the frame that lie below one point of a picture of `size`.
    fn around(&self, [x, y]: [usize; 2], [width, height]: [usize; 2]) -> [u8; 3] {
        let quarters = |at: usize, small: usize, large: usize| {
            [1, 3].map(|quarter| (4 * at + quarter) * large / (4 * small))
        };
        let mut sums = [0_u32; 3];
        for row in quarters(y, height, self.height) {
            for column in quarters(x, width, self.width) {
                let pixel = self.rgb(column, row);
                for (sum, part) in sums.iter_mut().zip(pixel) {
                    *sum += u32::from(part);
                }
            }
        }
        sums.map(|sum| u8::try_from(sum / 4).unwrap_or(u8::MAX))
    }
}

/// The largest size of the same proportions that fits.
fn fitting(width: usize, height: usize) -> (usize, usize) {
    if width <= MOST_WIDTH && height <= MOST_HEIGHT {
        return (width, height);
    }
    if width * MOST_HEIGHT >= height * MOST_WIDTH {
        (MOST_WIDTH, (height * MOST_WIDTH / width).max(1))
    } else {
        ((width * MOST_HEIGHT / height).max(1), MOST_HEIGHT)
    }
}

#[cfg(test)]
mod tests {
    use image::GenericImageView as _;

    use super::super::frame::Colour;
    use super::*;

    /// Left half black, right half white.
    fn halves(width: usize, height: usize) -> Frame {
        let shade = |at: usize| if at % width < width / 2 { 0 } else { 255 };
        Frame {
            width,
            height,
            luma: (0..width * height).map(shade).collect(),
            colour: Colour::Grey,
        }
    }

    #[test]
    fn a_preview_is_small_and_keeps_its_proportions() {
        for ((width, height), expected) in [
            ((1280, 720), (640, 360)),
            ((1920, 1080), (640, 360)),
            ((640, 480), (480, 360)),
            ((320, 240), (320, 240)),
            ((480, 1600), (108, 360)),
            ((16_384, 1), (640, 1)),
        ] {
            let jpeg = halves(width, height).preview(false);
            let picture = image::load_from_memory(&jpeg).unwrap();
            assert_eq!(picture.dimensions(), expected, "{width} x {height}");
            assert!(jpeg.len() < 40_000);
        }
    }

    #[test]
    fn left_becomes_right_only_in_the_mirror() {
        for mirrored in [false, true] {
            let jpeg = halves(1280, 720).preview(mirrored);
            let picture = image::load_from_memory(&jpeg).unwrap().into_luma8();
            let is_left_dark = picture.get_pixel(50, 100).0 < picture.get_pixel(600, 100).0;
            assert_eq!(is_left_dark, !mirrored);
        }
    }
}
