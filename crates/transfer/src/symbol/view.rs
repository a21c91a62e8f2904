//! A picture the way it is looked at: as it is, or changed so that its codes stand out better.

use std::ops::Range;

use image::imageops::{self, FilterType};
use image::{GrayImage, Luma};

/// Pixels of the largest picture that is searched at full size: a 4K screen twice over.
const MOST_PIXELS: u64 = 16_000_000;

/// Shades of grey, and how to get from a place in them back to the place in the picture.
#[derive(Clone)]
pub(super) struct View {
    image: GrayImage,
    /// Side of a pixel of this view in pixels of the picture, as a fraction.
    pixel: (i64, i64),
}

impl View {
    /// The whole picture, scaled down where it has more than 16 million pixels.
    pub(super) fn of(picture: GrayImage) -> Self {
        let whole = Self {
            image: picture,
            pixel: (1, 1),
        };
        let fits = |factor: &u32| whole.pixels() / u64::from(factor * factor) <= MOST_PIXELS;
        match (1..=u32::from(u8::MAX)).find(fits) {
            Some(1) => whole,
            factor => whole.shrunk(factor.unwrap_or(u32::from(u8::MAX))),
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

    /// Paints an area of the picture white; `corners` are those of a convex quadrilateral, clockwise.
    pub(super) fn cover(&mut self, corners: [(i32, i32); 4]) {
        let (times, over) = self.pixel;
        let here = |place: i32| i64::from(place) * over / times;
        let corners = corners.map(|(x, y)| (here(x), here(y)));
        let [a, b, c, d] = corners;
        let sides = [(a, b), (b, c), (c, d), (d, a)];
        let is_inside = |x: i64, y: i64| {
            sides
                .iter()
                .all(|((x1, y1), (x2, y2))| (x2 - x1) * (y - y1) >= (y2 - y1) * (x - x1))
        };
        for y in range(corners.map(|(_, y)| y), self.image.height()) {
            for x in range(corners.map(|(x, _)| x), self.image.width()) {
                if is_inside(x.into(), y.into()) {
                    self.image.put_pixel(x, y, Luma([u8::MAX]));
                }
            }
        }
    }

    /// Light codes on dark, as programs in dark mode draw them, turned dark on light.
    pub(super) fn inverted(&self) -> Self {
        let mut image = self.image.clone();
        imageops::invert(&mut image);
        Self { image, ..*self }
    }

    /// Every region as bright and as rich in contrast as the others: shadows, reflections, faint prints. Large pictures
    /// are halved as well, which costs little and saves most of the time.
    pub(super) fn evened_out(&self) -> Option<Self> {
        const LARGE: u64 = 4_000_000;
        if self.pixels() > LARGE {
            return self.shrunk(2).evened_out();
        }
        let radius = (self.shorter_side() / 12).clamp(8, 40);
        let sigma = f32::from(u16::try_from(radius).ok()?) / 2.0;
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
        (self.pixels() <= MOST_PIXELS).then(|| Self {
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

    fn pixels(&self) -> u64 {
        u64::from(self.image.width()) * u64::from(self.image.height())
    }

    fn shorter_side(&self) -> u32 {
        self.image.width().min(self.image.height())
    }
}

/// From the least to the greatest of `places`, as far as that is in a picture with `size` of them.
fn range(places: [i64; 4], size: u32) -> Range<u32> {
    let clamp = |place: i64| u32::try_from(place.max(0)).map_or(size, |place| place.min(size));
    let least = places.into_iter().min().unwrap_or(0);
    let greatest = places.into_iter().max().unwrap_or(0);
    clamp(least)..clamp(greatest.saturating_add(1))
}
