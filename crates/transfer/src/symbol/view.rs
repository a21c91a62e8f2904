//! A picture the way it is looked at: as it is, or changed so that its codes stand out better.

use image::GrayImage;
use image::imageops::{self, FilterType};

/// Pixels of the largest picture that is searched at full size: a 4K screen twice over.
const MOST_PIXELS: u64 = 16_000_000;

/// Shades of grey, and how to get from a place in them back to the place in the picture.
pub(super) struct View {
    image: GrayImage,
    /// Side of a pixel of this view in pixels of the picture, as a fraction.
    pixel: (i64, i64),
}

impl View {
    /// The whole picture, scaled down where it has more than 16 million pixels.
    pub(super) fn of(picture: GrayImage) -> Self {
        let pixels = u64::from(picture.width()) * u64::from(picture.height());
        let whole = Self {
            image: picture,
            pixel: (1, 1),
        };
        let factor = (2..).find(|n| pixels / (n * n) <= MOST_PIXELS).unwrap_or(2);
        match u32::try_from(factor) {
            Ok(factor) if pixels > MOST_PIXELS => whole.shrunk(factor),
            _ => whole,
        }
    }

    pub(super) fn image(&self) -> &GrayImage {
        &self.image
    }

    /// The pixel of the picture at `place` of this view.
    pub(super) fn to_picture(&self, (x, y): (i32, i32)) -> (i32, i32) {
        let (times, over) = self.pixel;
        let back = |place: i32| i32::try_from(i64::from(place) * times / over).unwrap_or(place);
        (back(x), back(y))
    }

    /// Light codes on dark, as programs in dark mode draw them, turned dark on light.
    pub(super) fn inverted(&self) -> Self {
        let mut image = self.image.clone();
        imageops::invert(&mut image);
        Self { image, ..*self }
    }

    /// Every region as bright and as rich in contrast as the others: shadows, reflections, faint prints.
    pub(super) fn evened_out(&self) -> Option<Self> {
        let radius = self.shorter_side() / 12;
        let sigma = f32::from(u16::try_from(radius.clamp(8, 40)).ok()?) / 2.0;
        let mean = imageops::fast_blur(&self.image, sigma);
        let mut distance = mean.clone();
        for (distance, pixel) in distance.iter_mut().zip(self.image.iter()) {
            *distance = distance.abs_diff(*pixel);
        }
        let spread = imageops::fast_blur(&distance, sigma);
        let mut image = self.image.clone();
        for ((pixel, mean), spread) in image.iter_mut().zip(mean.iter()).zip(spread.iter()) {
            let over_mean = i32::from(*pixel) - i32::from(*mean);
            let even = 128 + over_mean * 90 / (i32::from(*spread) + 2);
            *pixel = u8::try_from(even.clamp(0, 255)).unwrap_or(u8::MAX);
        }
        Some(Self { image, ..*self })
    }

    /// Twice as large, for codes with modules of one or two pixels. `None` where it would take long.
    pub(super) fn doubled(&self) -> Option<Self> {
        const MOST_PIXELS: u64 = 1_500_000;
        let (width, height) = self.image.dimensions();
        (u64::from(width) * u64::from(height) <= MOST_PIXELS).then(|| Self {
            image: imageops::resize(&self.image, 2 * width, 2 * height, FilterType::CatmullRom),
            pixel: (self.pixel.0, self.pixel.1 * 2),
        })
    }

    /// Half as large: noise, screen patterns and broken prints melt together. `None` for small pictures.
    pub(super) fn halved(&self) -> Option<Self> {
        (self.shorter_side() >= 160).then(|| self.shrunk(2))
    }

    fn shrunk(&self, factor: u32) -> Self {
        let (width, height) = self.image.dimensions();
        Self {
            image: imageops::thumbnail(
                &self.image,
                (width / factor).max(1),
                (height / factor).max(1),
            ),
            pixel: (self.pixel.0 * i64::from(factor), self.pixel.1),
        }
    }

    fn shorter_side(&self) -> u32 {
        self.image.width().min(self.image.height())
    }
}
