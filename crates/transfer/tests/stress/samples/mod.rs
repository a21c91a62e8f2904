//! Pictures of codes, from easy to as hard as people meet them: drawn anew in every run from a seed, so that nobody's
//! codes have to be kept.
#![expect(
    clippy::as_conversions,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "drawing is arithmetic on places that are known to be inside, and a mistake in it must fail the test"
)]

mod canvas;
mod classes;
mod code;
mod random;
mod scene;
mod sights;

use image::GrayImage;

pub(crate) use classes::CLASSES;
use random::Random;

/// A picture and what is in it.
pub(crate) struct Sample {
    pub(crate) image: GrayImage,
    pub(crate) expected: Vec<String>,
}

/// Pictures with one difficulty.
pub(crate) struct Class {
    pub(crate) name: &'static str,
    /// How the pictures come to the program.
    pub(crate) source: Source,
    draw: fn(&mut Random, usize) -> Sample,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Source {
    Picture,
    Camera,
    Screen,
}

impl Class {
    /// The picture with this number; the same seed gives the same picture.
    pub(crate) fn sample(&self, seed: u64, number: usize) -> Sample {
        let name = self
            .name
            .bytes()
            .fold(seed, |all, byte| all.rotate_left(7) ^ u64::from(byte));
        (self.draw)(
            &mut Random::new(name.wrapping_mul(1_000_003) + number as u64),
            number,
        )
    }
}
