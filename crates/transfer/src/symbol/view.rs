//! A picture the way it is looked at: as it is, or changed so that its codes stand out better.

use image::GrayImage;

use super::number::rounded;
use super::plane::Point;
use super::{enlarge, filter};

/// Pixels of the largest picture that is searched at full size: a 4K screen twice over.
const MOST_PIXELS: u64 = 16_000_000;

/// Shades of grey, and how to get from a place in them back to the place in the picture.
#[derive(Clone)]
pub(super) struct View {
    image: GrayImage,
    /// Side of a pixel of this view in pixels of the picture.
    scale: f32,
    /// The picture's pixel in the top left of this view.
    origin: (u32, u32),
}

impl View {
    /// The whole picture, scaled down where it has more than 16 million pixels.
    pub(super) fn of(picture: GrayImage) -> Self {
        let whole = Self {
            image: picture,
            scale: 1.0,
            origin: (0, 0),
        };
        let fits = |factor: &u16| whole.pixels() / u64::from(*factor).pow(2) <= MOST_PIXELS;
        match (1..=u16::from(u8::MAX)).find(fits) {
            Some(1) | None => whole,
            Some(factor) => whole.shrunk(factor).unwrap_or(whole),
        }
    }

    /// A picture that was cut out of a larger one at `origin`.
    pub(super) fn cut_out(picture: GrayImage, origin: (u32, u32)) -> Self {
        Self {
            origin,
            ..Self::of(picture)
        }
    }

    pub(super) fn image(&self) -> &GrayImage {
        &self.image
    }

    pub(super) fn pixels(&self) -> u64 {
        u64::from(self.image.width()) * u64::from(self.image.height())
    }

    /// The pixel of the picture at `place` of this view.
    pub(super) fn to_picture(&self, (x, y): Point) -> (i32, i32) {
        let back = |place: f32, origin: u32| {
            rounded(place * self.scale).saturating_add(i32::try_from(origin).unwrap_or(i32::MAX))
        };
        (back(x, self.origin.0), back(y, self.origin.1))
    }

    /// The same places in other shades.
    pub(super) fn changed(&self, change: impl FnOnce(&GrayImage) -> GrayImage) -> Self {
        Self {
            image: change(&self.image),
            ..*self
        }
    }

    /// Smaller by a whole factor; `None` where nothing would be left.
    pub(super) fn shrunk(&self, factor: u16) -> Option<Self> {
        Some(Self {
            image: filter::shrunk(&self.image, factor.into())?,
            scale: self.scale * f32::from(factor),
            ..*self
        })
    }

    /// Larger by a whole factor.
    pub(super) fn enlarged(&self, factor: u16) -> Self {
        Self {
            image: enlarge::enlarged(&self.image, factor),
            scale: self.scale / f32::from(factor),
            ..*self
        }
    }

    pub(super) fn shorter_side(&self) -> u32 {
        self.image.width().min(self.image.height())
    }
}
