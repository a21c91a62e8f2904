//! One frame: shades of grey to look for codes in, and its colours for people.

use image::{DynamicImage, RgbImage};

/// Most pixels of a frame.
pub(super) const MOST_PIXELS: usize = 40_000_000;
/// Longest side of a frame, in pixels.
pub(super) const LONGEST_SIDE: usize = 16_384;

/// A picture of a camera or a video.
pub struct Frame {
    /// Pixels in a row, at least 1.
    pub width: usize,
    /// Rows, at least 1.
    pub height: usize,
    /// `width` times `height` shades, row by row, from about 0 for black to about 255 for white.
    pub luma: Vec<u8>,
    pub(super) colour: Colour,
}

/// What makes a frame coloured.
pub(super) enum Colour {
    /// Nothing.
    Grey,
    /// Red, green and blue of each pixel.
    Rgb(Vec<u8>),
    /// Two planes of colour differences, which have fewer pixels than the luma.
    Planes(Planes),
}

/// Blue and red differences (ITU-R BT.601), each `width` times `height`.
pub(super) struct Planes {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) blue: Vec<u8>,
    pub(super) red: Vec<u8>,
}

/// `width` times `height`, if that is a size a frame may have.
pub(super) fn pixels(width: usize, height: usize) -> Option<usize> {
    let is_side = |side| (1..=LONGEST_SIDE).contains(&side);
    let pixels = width.checked_mul(height)?;
    (is_side(width) && is_side(height) && pixels <= MOST_PIXELS).then_some(pixels)
}

impl Frame {
    /// A decoded picture. `None` where its size is not allowed.
    pub(super) fn of_image(image: DynamicImage) -> Option<Self> {
        let (width, height) = (
            image.width().try_into().ok()?,
            image.height().try_into().ok()?,
        );
        pixels(width, height)?;
        let (luma, colour) = if let DynamicImage::ImageLuma8(grey) = image {
            (grey.into_raw(), Colour::Grey)
        } else {
            let image = image.into_rgb8();
            (luma_of(&image), Colour::Rgb(image.into_raw()))
        };
        Some(Self {
            width,
            height,
            luma,
            colour,
        })
    }

    /// Red, green and blue of a pixel.
    pub(super) fn rgb(&self, x: usize, y: usize) -> [u8; 3] {
        let at = y.saturating_mul(self.width).saturating_add(x);
        let grey = self.luma.get(at).copied().unwrap_or_default();
        match &self.colour {
            Colour::Grey => [grey; 3],
            Colour::Rgb(rgb) => {
                let (pixels, _) = rgb.as_chunks();
                pixels.get(at).copied().unwrap_or([grey; 3])
            }
            Colour::Planes(planes) => {
                let column = x * planes.width / self.width.max(1);
                let row = y * planes.height / self.height.max(1);
                let at = row.saturating_mul(planes.width).saturating_add(column);
                let difference = |plane: &[u8]| plane.get(at).copied().unwrap_or(128);
                of_differences(grey, difference(&planes.blue), difference(&planes.red))
            }
        }
    }
}

/// Weights of ITU-R BT.601, in 256ths.
fn luma_of(image: &RgbImage) -> Vec<u8> {
    let grey = |[red, green, blue]: [u8; 3]| {
        let sum = 77 * u32::from(red) + 150 * u32::from(green) + 29 * u32::from(blue);
        u8::try_from(sum / 256).unwrap_or(u8::MAX)
    };
    image.pixels().map(|pixel| grey(pixel.0)).collect()
}

/// Video's narrow range (16 for black, 235 for white) to red, green and blue: ITU-R BT.601, in 256ths.
fn of_differences(luma: u8, blue: u8, red: u8) -> [u8; 3] {
    let luma = 298 * (i32::from(luma) - 16) + 128;
    let (blue, red) = (i32::from(blue) - 128, i32::from(red) - 128);
    let sums = [
        luma + 409 * red,
        luma - 100 * blue - 208 * red,
        luma + 516 * blue,
    ];
    sums.map(|sum| u8::try_from((sum / 256).clamp(0, 255)).unwrap_or(u8::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn video_colours_come_out_as_they_were_seen() {
        // Values of colour bars by ITU-R BT.601: white, black, red and blue.
        for (video, rgb) in [
            ([235, 128, 128], [255, 255, 255]),
            ([16, 128, 128], [0, 0, 0]),
            ([81, 90, 240], [254, 0, 0]),
            ([41, 240, 110], [0, 0, 255]),
        ] {
            let [luma, blue, red] = video;
            let seen = of_differences(luma, blue, red);
            let is_near = seen.iter().zip(rgb).all(|(a, b)| a.abs_diff(b) <= 2);
            assert!(is_near, "{video:?}: {seen:?}");
        }
    }

    #[test]
    fn sizes_that_no_frame_has_are_refused() {
        assert_eq!(pixels(1280, 720), Some(921_600));
        for (width, height) in [
            (0, 1),
            (1, 0),
            (usize::MAX, 2),
            (16_385, 1),
            (16_000, 16_000),
        ] {
            assert_eq!(pixels(width, height), None, "{width} x {height}");
        }
    }
}
