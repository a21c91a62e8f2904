//! Pictures made larger, for codes with modules of one or two pixels.

use image::GrayImage;

use super::number::{rounded, shade};

/// `factor` times as wide and high: cubic curves through the pixels (E. Catmull and R. Rom, 1974).
pub(super) fn enlarged(image: &GrayImage, factor: u16) -> GrayImage {
    let phases: Vec<Phase> = (0..factor)
        .map(|number| Phase::of(number, factor))
        .collect();
    let width = usize::try_from(image.width()).unwrap_or(0).max(1);
    let mut lines: Vec<Vec<u8>> = Vec::new();
    for row in image.as_raw().chunks(width) {
        let pixel = |place: usize, offset: isize| {
            row.get(near(place, offset, row.len()))
                .copied()
                .unwrap_or(0)
        };
        let places =
            (0..row.len()).flat_map(|place| phases.iter().map(move |phase| (place, phase)));
        lines.push(
            places
                .map(|(place, phase)| phase.between(|offset| pixel(place, offset)))
                .collect(),
        );
    }
    let mut pixels = Vec::with_capacity(image.as_raw().len() * usize::from(factor).pow(2));
    for place in 0..lines.len() {
        for phase in &phases {
            let four = [-1, 0, 1, 2]
                .map(|offset| lines.get(near(place, offset + phase.first, lines.len())));
            let [Some(a), Some(b), Some(c), Some(d)] = four else {
                continue;
            };
            let columns = a.iter().zip(b).zip(c).zip(d);
            pixels.extend(columns.map(|(((a, b), c), d)| phase.mixed([*a, *b, *c, *d])));
        }
    }
    let factor = u32::from(factor);
    GrayImage::from_raw(image.width() * factor, image.height() * factor, pixels)
        .unwrap_or_else(|| image.clone())
}

/// The place `offset` beside `place`, or the last one before the edge.
fn near(place: usize, offset: isize, length: usize) -> usize {
    place
        .saturating_add_signed(offset)
        .min(length.saturating_sub(1))
}

/// Where the middle of a small pixel lies between those of large ones, and how much each of the four around it counts,
/// in 1/256.
struct Phase {
    /// The second of the four, from the large pixel that the small one is in: -1 or 0.
    first: isize,
    weights: [i32; 4],
}

impl Phase {
    fn of(number: u16, factor: u16) -> Self {
        let from_middle = (f32::from(number) + 0.5) / f32::from(factor) - 0.5;
        let first = if from_middle < 0.0 { -1 } else { 0 };
        let t = if from_middle < 0.0 {
            from_middle + 1.0
        } else {
            from_middle
        };
        let (square, cube) = (t * t, t * t * t);
        let weights = [
            -0.5 * cube + square - 0.5 * t,
            1.5 * cube - 2.5 * square + 1.0,
            -1.5 * cube + 2.0 * square + 0.5 * t,
            0.5 * cube - 0.5 * square,
        ];
        Self {
            first,
            weights: weights.map(|weight| rounded(weight * 256.0)),
        }
    }

    fn between(&self, pixel: impl Fn(isize) -> u8) -> u8 {
        self.mixed([-1, 0, 1, 2].map(|offset| pixel(offset + self.first)))
    }

    fn mixed(&self, pixels: [u8; 4]) -> u8 {
        let products = pixels
            .iter()
            .zip(self.weights)
            .map(|(pixel, weight)| i32::from(*pixel) * weight);
        shade((products.sum::<i32>() + 128) >> 8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Luma;

    fn picture(width: u32, height: u32, shade: impl Fn(u32, u32) -> u8) -> GrayImage {
        GrayImage::from_fn(width, height, |x, y| Luma([shade(x, y)]))
    }

    #[test]
    fn plain_pictures_of_any_size_stay_plain() {
        for (width, height) in [(0, 0), (1, 1), (1, 5), (9, 7)] {
            for shade in [0, 1, 127, 255] {
                let plain = picture(width, height, |_, _| shade);
                let triple = picture(3 * width, 3 * height, |_, _| shade);
                assert_eq!(enlarged(&plain, 3), triple);
            }
        }
    }

    #[test]
    fn an_enlarged_edge_stays_where_it_was() {
        let edge = picture(8, 4, |x, _| if x < 4 { 0 } else { 255 });
        for factor in [2_u16, 3] {
            let large = enlarged(&edge, factor);
            let middle = u32::from(factor) * 4;
            for (x, _, pixel) in large.enumerate_pixels() {
                let is_dark = pixel.0 < [128];
                assert_eq!(is_dark, x < middle);
            }
        }
    }
}
