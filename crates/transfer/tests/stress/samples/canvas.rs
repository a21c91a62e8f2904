//! Shades of grey that can be drawn on, bent and spoiled.

use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, GrayImage};

use super::random::Random;

#[derive(Clone)]
pub(crate) struct Canvas {
    pub(crate) width: usize,
    pub(crate) height: usize,
    /// 0 for black to 255, row by row.
    pub(crate) shades: Vec<f32>,
}

impl Canvas {
    pub(crate) fn filled(width: usize, height: usize, shade: f32) -> Self {
        Self {
            width,
            height,
            shades: vec![shade; width * height],
        }
    }

    /// What `shade` says, the mean of `fine` x `fine` places in each pixel.
    pub(crate) fn drawn(
        width: usize,
        height: usize,
        fine: usize,
        shade: impl Fn(f32, f32) -> f32,
    ) -> Self {
        let steps = || (0..fine).map(|step| (step as f32 + 0.5) / fine as f32);
        let mut canvas = Self::filled(width, height, 0.0);
        for y in 0..height {
            for x in 0..width {
                let places = steps().flat_map(|down| steps().map(move |right| (right, down)));
                let sum: f32 = places
                    .map(|(right, down)| shade(x as f32 + right, y as f32 + down))
                    .sum();
                canvas.shades[y * width + x] = sum / (fine * fine) as f32;
            }
        }
        canvas
    }

    pub(crate) fn at(&self, x: isize, y: isize) -> f32 {
        let x = x.clamp(0, self.width as isize - 1) as usize;
        let y = y.clamp(0, self.height as isize - 1) as usize;
        self.shades[y * self.width + x]
    }

    /// The shade between the middles of four pixels.
    pub(crate) fn between(&self, x: f32, y: f32) -> f32 {
        let (x, y) = (x - 0.5, y - 0.5);
        let (left, top) = (x.floor() as isize, y.floor() as isize);
        let (right, down) = (x - x.floor(), y - y.floor());
        let row = |y| self.at(left, y) * (1.0 - right) + self.at(left + 1, y) * right;
        row(top) * (1.0 - down) + row(top + 1) * down
    }

    pub(crate) fn map(mut self, mut change: impl FnMut(f32) -> f32) -> Self {
        self.shades
            .iter_mut()
            .for_each(|shade| *shade = change(*shade));
        self
    }

    pub(crate) fn map_places(mut self, change: impl Fn(f32, f32, f32) -> f32) -> Self {
        let width = self.width;
        for (at, shade) in self.shades.iter_mut().enumerate() {
            *shade = change((at % width) as f32, (at / width) as f32, *shade);
        }
        self
    }

    /// Another size, smoothly; `fine` as for [`Self::drawn`].
    pub(crate) fn resized(&self, factor: f32, fine: usize) -> Self {
        let side = |length: usize| (length as f32 * factor).round() as usize;
        Self::drawn(side(self.width), side(self.height), fine, |x, y| {
            self.between(x / factor, y / factor)
        })
    }

    pub(crate) fn framed(&self, margin: usize, shade: f32) -> Self {
        let mut framed = Self::filled(self.width + 2 * margin, self.height + 2 * margin, shade);
        framed.paste(self, margin, margin);
        framed
    }

    pub(crate) fn paste(&mut self, other: &Self, left: usize, top: usize) {
        for (y, row) in other.shades.chunks(other.width).enumerate() {
            let start = (top + y) * self.width + left;
            self.shades[start..start + other.width].copy_from_slice(row);
        }
    }

    pub(crate) fn rectangle(
        &mut self,
        (left, top): (isize, isize),
        width: usize,
        height: usize,
        shade: f32,
    ) {
        let inside = |start: isize, length: usize, size: usize| {
            let end = (start + length as isize).clamp(0, size as isize) as usize;
            start.clamp(0, size as isize) as usize..end
        };
        for y in inside(top, height, self.height) {
            let columns = inside(left, width, self.width);
            self.shades[y * self.width..][columns].fill(shade);
        }
    }

    pub(crate) fn line(&mut self, from: (f32, f32), to: (f32, f32), thick: usize, shade: f32) {
        let steps = (from.0 - to.0)
            .abs()
            .max((from.1 - to.1).abs())
            .ceil()
            .max(1.0);
        for step in 0..=steps as usize {
            let part = step as f32 / steps;
            let place = (
                from.0 + (to.0 - from.0) * part,
                from.1 + (to.1 - from.1) * part,
            );
            self.rectangle((place.0 as isize, place.1 as isize), thick, thick, shade);
        }
    }

    /// Out of focus.
    pub(crate) fn blurred(&self, deviation: f32) -> Self {
        let reach = (3.0 * deviation).ceil() as isize;
        let weight =
            |offset: isize| (-(offset as f32).powi(2) / (2.0 * deviation * deviation)).exp();
        let all: f32 = (-reach..=reach).map(weight).sum();
        let weights: Vec<(isize, f32)> = (-reach..=reach)
            .map(|offset| (offset, weight(offset) / all))
            .collect();
        let pass = |canvas: &Self, (right, down): (isize, isize)| {
            let mut passed = canvas.clone();
            for y in 0..canvas.height {
                for x in 0..canvas.width {
                    let (column, row) = (x as isize, y as isize);
                    passed.shades[y * canvas.width + x] = weights
                        .iter()
                        .map(|(offset, weight)| {
                            weight * canvas.at(column + offset * right, row + offset * down)
                        })
                        .sum();
                }
            }
            passed
        };
        pass(&pass(self, (1, 0)), (0, 1))
    }

    /// Moved during the exposure, by so many pixels in this direction.
    pub(crate) fn moved(&self, pixels: usize, angle: f32) -> Self {
        let (down, right) = angle.sin_cos();
        let mut moved = self.clone();
        for y in 0..self.height {
            for x in 0..self.width {
                let offsets = (0..pixels).map(|step| step as f32 - (pixels - 1) as f32 / 2.0);
                let shades = offsets.map(|by| {
                    self.between(x as f32 + 0.5 + by * right, y as f32 + 0.5 + by * down)
                });
                moved.shades[y * self.width + x] = shades.sum::<f32>() / pixels as f32;
            }
        }
        moved
    }

    pub(crate) fn noisy(self, random: &mut Random, deviation: f32) -> Self {
        self.map(|shade| shade + random.noise(deviation))
    }

    /// This canvas in perspective on another one; `corners` are clockwise from the top left.
    pub(crate) fn warped_onto(&self, mut page: Self, corners: [(f32, f32); 4]) -> Self {
        let back = inverse(square_to(corners));
        for y in 0..page.height {
            for x in 0..page.width {
                let (u, v) = apply(&back, x as f32 + 0.5, y as f32 + 0.5);
                if (0.0..1.0).contains(&u) && (0.0..1.0).contains(&v) {
                    page.shades[y * page.width + x] =
                        self.between(u * self.width as f32, v * self.height as f32);
                }
            }
        }
        page
    }

    pub(crate) fn to_image(&self) -> GrayImage {
        let pixels = self
            .shades
            .iter()
            .map(|shade| shade.clamp(0.0, 255.0) as u8)
            .collect();
        GrayImage::from_raw(self.width as u32, self.height as u32, pixels).unwrap()
    }

    /// Through a JPEG file of this quality, 1 to 100.
    pub(crate) fn through_jpeg(&self, quality: u8) -> Self {
        let (image, mut file) = (self.to_image(), Vec::new());
        JpegEncoder::new_with_quality(&mut file, quality)
            .encode(&image, image.width(), image.height(), ExtendedColorType::L8)
            .unwrap();
        let decoded = image::load_from_memory(&file).unwrap().into_luma8();
        Self {
            shades: decoded.iter().copied().map(f32::from).collect(),
            ..*self
        }
    }
}

type Matrix = [[f32; 3]; 3];

/// The unit square to a quadrilateral (P. Heckbert, 1989).
fn square_to([(x0, y0), (x1, y1), (x2, y2), (x3, y3)]: [(f32, f32); 4]) -> Matrix {
    let (dx1, dx2, dx3) = (x1 - x2, x3 - x2, x0 - x1 + x2 - x3);
    let (dy1, dy2, dy3) = (y1 - y2, y3 - y2, y0 - y1 + y2 - y3);
    let all = dx1 * dy2 - dx2 * dy1;
    let (g, h) = ((dx3 * dy2 - dx2 * dy3) / all, (dx1 * dy3 - dx3 * dy1) / all);
    [
        [x1 - x0 + g * x1, x3 - x0 + h * x3, x0],
        [y1 - y0 + g * y1, y3 - y0 + h * y3, y0],
        [g, h, 1.0],
    ]
}

/// Up to a factor, which does not matter here.
fn inverse([[a, b, c], [d, e, f], [g, h, i]]: Matrix) -> Matrix {
    [
        [e * i - f * h, c * h - b * i, b * f - c * e],
        [f * g - d * i, a * i - c * g, c * d - a * f],
        [d * h - e * g, b * g - a * h, a * e - b * d],
    ]
}

fn apply([[a, b, c], [d, e, f], [g, h, i]]: &Matrix, x: f32, y: f32) -> (f32, f32) {
    let depth = g * x + h * y + i;
    ((a * x + b * y + c) / depth, (d * x + e * y + f) / depth)
}
