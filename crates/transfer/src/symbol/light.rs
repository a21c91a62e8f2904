//! How light the picture is between its pixels.

use image::GrayImage;

use super::number::{float, index};
use super::plane::{Plane, Point};

/// The shades of a picture; those of light codes on dark are turned round, so that modules of codes are always dark.
#[derive(Clone, Copy)]
pub(super) struct Light<'a> {
    shades: &'a [u8],
    width: usize,
    height: usize,
    is_inverted: bool,
}

impl<'a> Light<'a> {
    pub(super) fn of(image: &'a GrayImage, is_inverted: bool) -> Self {
        Self {
            shades: image.as_raw(),
            width: usize::try_from(image.width()).unwrap_or(0),
            height: usize::try_from(image.height()).unwrap_or(0),
            is_inverted,
        }
    }

    /// The shade at a point, 0 for black to 255, from the four pixels around it; beyond the edge it is as at the edge.
    pub(super) fn at(&self, (x, y): Point) -> f32 {
        let inside =
            |place: f32, size: usize| (place - 0.5).clamp(0.0, float(size.saturating_sub(1)));
        let (x, y) = (inside(x, self.width), inside(y, self.height));
        let (left, top) = (index(x), index(y));
        let (right, bottom) = (
            (left + 1).min(self.width.saturating_sub(1)),
            (top + 1).min(self.height.saturating_sub(1)),
        );
        let pixel = |x: usize, y: usize| {
            f32::from(self.shades.get(y * self.width + x).copied().unwrap_or(0))
        };
        let (to_right, down) = (x - float(left), y - float(top));
        let between = |a: f32, b: f32, part: f32| a + (b - a) * part;
        let shade = between(
            between(pixel(left, top), pixel(right, top), to_right),
            between(pixel(left, bottom), pixel(right, bottom), to_right),
            down,
        );
        if self.is_inverted {
            255.0 - shade
        } else {
            shade
        }
    }

    /// The mean shade of the inner part of a module, whose middle is at `(u, v)` of the code.
    pub(super) fn module(&self, plane: &Plane, (u, v): Point) -> f32 {
        const INNER: f32 = 0.22;
        let places = [
            (0.0, 0.0),
            (-INNER, -INNER),
            (INNER, -INNER),
            (-INNER, INNER),
            (INNER, INNER),
        ];
        let shades = places.map(|(right, down)| self.at(plane.pixel((u + right, v + down))));
        shades.iter().sum::<f32>() / 5.0
    }
}
