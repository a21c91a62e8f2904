//! Conversions between counts of pixels and places between them. All numbers here are far below 2^24, up to which `f32`
//! counts exactly; what is not a number becomes 0.

#![expect(
    clippy::as_conversions,
    reason = "the language has no other conversion from and to floating point"
)]

pub(super) fn float(count: usize) -> f32 {
    count as f32
}

pub(super) fn signed(count: i32) -> f32 {
    count as f32
}

/// The whole part of a number that is not negative.
pub(super) fn index(place: f32) -> usize {
    place as usize
}

/// The number without what is behind its point.
pub(super) fn whole(place: f32) -> i32 {
    place as i32
}

/// The nearest whole number.
pub(super) fn rounded(place: f32) -> i32 {
    place.round() as i32
}

/// The nearest shade of grey.
pub(super) fn shade(value: i32) -> u8 {
    value.clamp(0, 255) as u8
}

/// The lowest eight bits.
pub(super) fn low_byte(value: u32) -> u8 {
    value as u8
}
