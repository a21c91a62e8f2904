//! Changes to a picture that bring out the codes in it. None of them changes the size, except where its name says so.

use image::GrayImage;

use super::number::{low_byte, shade, whole};

/// The mean of the square with `radius` pixels around each pixel; beyond the edge it is as at the edge.
pub(super) fn blurred(image: &GrayImage, radius: usize) -> GrayImage {
    let width = usize::try_from(image.width()).unwrap_or(0);
    let mut rows = Vec::with_capacity(image.as_raw().len());
    let mut padded = Vec::new();
    for row in image.as_raw().chunks(width.max(1)) {
        blur_row(row, radius, &mut padded, &mut rows);
    }
    let columns = blurred_columns(&rows, width.max(1), radius);
    GrayImage::from_raw(image.width(), image.height(), columns).unwrap_or_else(|| image.clone())
}

fn blur_row(row: &[u8], radius: usize, padded: &mut Vec<u8>, blurred: &mut Vec<u8>) {
    padded.clear();
    let edge = |pixel: Option<&u8>| std::iter::repeat_n(pixel.copied().unwrap_or(0), radius);
    padded.extend(
        edge(row.first())
            .chain(row.iter().copied())
            .chain(edge(row.last())),
    );
    let mean = Mean::of(2 * radius + 1);
    let mut sum: u32 = padded
        .iter()
        .take(2 * radius)
        .map(|pixel| u32::from(*pixel))
        .sum();
    for (new, old) in padded.iter().skip(2 * radius).zip(padded.iter()) {
        sum += u32::from(*new);
        blurred.push(mean.over(sum));
        sum -= u32::from(*old);
    }
}

fn blurred_columns(rows: &[u8], width: usize, radius: usize) -> Vec<u8> {
    let lines: Vec<&[u8]> = rows.chunks(width).collect();
    let edge = |line: Option<usize>| {
        let line = line.and_then(|line| lines.get(line)).copied();
        std::iter::repeat_n(line.unwrap_or_default(), radius)
    };
    let last = lines.len().checked_sub(1);
    let padded: Vec<&[u8]> = edge(Some(0))
        .chain(lines.iter().copied())
        .chain(edge(last))
        .collect();
    let mean = Mean::of(2 * radius + 1);
    let mut sums = vec![0_u32; width];
    for line in padded.iter().take(2 * radius) {
        for (sum, pixel) in sums.iter_mut().zip(*line) {
            *sum += u32::from(*pixel);
        }
    }
    let mut blurred = Vec::with_capacity(rows.len());
    for (new, old) in padded.iter().skip(2 * radius).zip(padded.iter()) {
        for ((sum, new), old) in sums.iter_mut().zip(*new).zip(*old) {
            *sum += u32::from(*new);
            blurred.push(mean.over(*sum));
            *sum -= u32::from(*old);
        }
    }
    blurred
}

/// Division by a constant, as a multiplication.
#[derive(Clone, Copy)]
struct Mean {
    factor: u32,
}

impl Mean {
    /// Of up to 255 shades.
    fn of(count: usize) -> Self {
        let count = u32::try_from(count).unwrap_or(u32::MAX).max(1);
        Self {
            factor: (1_u32 << 16).div_ceil(count),
        }
    }

    fn over(self, sum: u32) -> u8 {
        low_byte((sum.saturating_mul(self.factor) >> 16).min(255))
    }
}

/// Every region as bright and as rich in contrast as the others: shadows, reflections, faint prints.
pub(super) fn evened_out(image: &GrayImage, radius: usize) -> GrayImage {
    let mean = blurred(image, radius);
    let mut distance = image.clone();
    for (distance, mean) in distance.iter_mut().zip(mean.iter()) {
        *distance = distance.abs_diff(*mean);
    }
    let spread = blurred(&distance, radius);
    let mut even = image.clone();
    for ((pixel, mean), spread) in even.iter_mut().zip(mean.iter()).zip(spread.iter()) {
        let over_mean = f32::from(*pixel) - f32::from(*mean);
        *pixel = shade(128 + whole(over_mean * 90.0 / (f32::from(*spread) + 2.0)));
    }
    even
}

/// Black where a pixel is darker than its surroundings, else white.
pub(super) fn against_surroundings(image: &GrayImage, radius: usize) -> GrayImage {
    let mut parted = image.clone();
    for (pixel, mean) in parted.iter_mut().zip(blurred(image, radius).iter()) {
        let is_dark = i32::from(*pixel) < i32::from(*mean) - 2;
        *pixel = if is_dark { 0 } else { 255 };
    }
    parted
}

/// Edges made steeper: what is out of focus.
pub(super) fn sharpened(image: &GrayImage) -> GrayImage {
    let soft = blurred(&blurred(image, 3), 3);
    let mut sharp = image.clone();
    for (pixel, soft) in sharp.iter_mut().zip(soft.iter()) {
        let own = i32::from(*pixel);
        *pixel = shade(own + (own - i32::from(*soft)) * 3);
    }
    sharp
}

/// Each pixel as dark as the darkest of its 3 x 3: modules that do not touch, as dots, grow together.
pub(super) fn thickened(image: &GrayImage) -> GrayImage {
    let width = usize::try_from(image.width()).unwrap_or(0).max(1);
    let least = |a: Option<&u8>, b: u8| a.map_or(b, |a| b.min(*a));
    let mut across = Vec::with_capacity(image.as_raw().len());
    for row in image.as_raw().chunks(width) {
        across.extend(row.iter().enumerate().map(|(x, own)| {
            let left = x.checked_sub(1).and_then(|left| row.get(left));
            least(row.get(x + 1), least(left, *own))
        }));
    }
    let mut thick = image.clone();
    for (at, pixel) in thick.iter_mut().enumerate() {
        let own = across.get(at).copied().unwrap_or(*pixel);
        let above = at.checked_sub(width).and_then(|above| across.get(above));
        *pixel = least(across.get(at + width), least(above, own));
    }
    thick
}

/// The mean of each `factor` x `factor` pixels; what is left over at the right and below is dropped. `None` where
/// nothing would be left.
pub(super) fn shrunk(image: &GrayImage, factor: u32) -> Option<GrayImage> {
    let factor = factor.max(1);
    let (width, height) = (image.width() / factor, image.height() / factor);
    let side = usize::try_from(factor).ok()?;
    let from = usize::try_from(image.width()).ok()?.max(1);
    let mut sums = vec![0_u32; usize::try_from(width).ok()?];
    let mut means = Vec::with_capacity(sums.len() * usize::try_from(height).ok()?);
    for strip in image.as_raw().chunks_exact(side * from) {
        sums.fill(0);
        for row in strip.chunks(from) {
            for (sum, pixels) in sums.iter_mut().zip(row.chunks_exact(side)) {
                *sum += pixels.iter().map(|pixel| u32::from(*pixel)).sum::<u32>();
            }
        }
        means.extend(sums.iter().map(|sum| low_byte(sum / (factor * factor))));
    }
    (width > 0 && height > 0).then(|| GrayImage::from_raw(width, height, means))?
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Luma;

    fn picture(width: u32, height: u32, shade: impl Fn(u32, u32) -> u8) -> GrayImage {
        GrayImage::from_fn(width, height, |x, y| Luma([shade(x, y)]))
    }

    #[test]
    fn a_plain_picture_stays_as_it_is() {
        for shade in [0, 1, 127, 254, 255] {
            let plain = picture(9, 7, |_, _| shade);
            let double = picture(18, 14, |_, _| shade);
            assert_eq!(blurred(&plain, 3), plain);
            assert_eq!(sharpened(&plain), plain);
            assert_eq!(thickened(&plain), plain);
            assert_eq!(shrunk(&double, 2), Some(plain));
        }
    }

    #[test]
    fn a_blurred_pixel_is_the_mean_of_its_square_and_the_edge_goes_on_beyond_itself() {
        let dot = picture(5, 5, |x, y| if (x, y) == (2, 2) { 90 } else { 0 });
        assert_eq!(
            blurred(&dot, 1),
            picture(5, 5, |x, y| {
                if x.abs_diff(2) <= 1 && y.abs_diff(2) <= 1 {
                    10
                } else {
                    0
                }
            })
        );
        let edge = picture(3, 1, |x, _| if x == 0 { 90 } else { 0 });
        assert_eq!(blurred(&edge, 1).into_raw(), [60, 30, 0]);
    }

    #[test]
    fn what_does_not_fill_a_whole_pixel_of_a_shrunk_picture_is_dropped() {
        let stripes = picture(5, 3, |x, _| if x % 2 == 0 { 100 } else { 50 });
        assert_eq!(shrunk(&stripes, 2), Some(picture(2, 1, |_, _| 75)));
        assert_eq!(shrunk(&stripes, 4), None);
    }

    #[test]
    fn no_size_is_too_small_for_any_change() {
        for (width, height) in [(0, 0), (1, 1), (1, 5), (5, 1)] {
            let small = picture(width, height, |_, _| 9);
            for changed in [
                blurred(&small, 40),
                evened_out(&small, 8),
                sharpened(&small),
                thickened(&small),
            ] {
                assert_eq!(changed.dimensions(), (width, height));
            }
        }
    }
}
