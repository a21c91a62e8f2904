//! Codes before a camera and on a screen.

use qrcodegen::QrCodeEcc::{Low, Medium};

use super::canvas::Canvas;
use super::classes::{corners, sample, usual};
use super::code::{account, code, export, painted, plain};
use super::random::Random;
use super::{Sample, scene};

pub(super) fn camera(random: &mut Random, _: usize) -> Sample {
    let (text, canvas) = usual(random, 8);
    let side = random.between(200.0, 480.0);
    sample(&frame(random, &canvas, side, 14.0), text)
}

/// It fills the frame.
pub(super) fn camera_export(random: &mut Random, _: usize) -> Sample {
    let text = export(random, 7);
    let side = random.between(520.0, 620.0);
    let canvas = plain(&code(&text, Low), 8);
    sample(&frame(random, &canvas, side, 4.0), text)
}

/// A code on paper that is held by up to so many degrees askew, all of it before the camera.
fn frame(random: &mut Random, canvas: &Canvas, side: f32, askew: f32) -> Canvas {
    const BENT: f32 = 0.05;
    let room = scene::room(random);
    let angle = random.between(-askew, askew);
    let (sin, cos) = angle.abs().to_radians().sin_cos();
    let reach = side / 2.0 * (1.0 + BENT) * (sin + cos);
    let middle = (
        random.between(reach, 1_280.0 - reach),
        random.between(reach, 720.0 - reach),
    );
    let corners = corners(random, middle, side, angle, BENT);
    let seen = canvas
        .clone()
        .map(|shade| shade * 0.75 + 30.0)
        .warped_onto(room, corners);
    let (focus, light, deviation) = (
        random.between(0.6, 1.3),
        random.between(0.45, 1.0),
        random.between(3.0, 9.0),
    );
    let seen = seen.blurred(focus).map(|shade| shade * light);
    seen.noisy(random, deviation).through_jpeg(80)
}

pub(super) fn camera_nothing(random: &mut Random, _: usize) -> Sample {
    let deviation = random.between(3.0, 9.0);
    let room = scene::room(random).blurred(0.8).noisy(random, deviation);
    Sample {
        image: room.through_jpeg(80).to_image(),
        expected: Vec::new(),
    }
}

/// The second of the codes is light on dark, the third one dense.
pub(super) fn screen(random: &mut Random, number: usize) -> Sample {
    const MARGIN: usize = 30;
    let scale = [1.0, 1.5, 2.0][number % 3];
    let mut screen = scene::screen(random, scale);
    let mut expected = Vec::new();
    let mut taken: Vec<(usize, usize, usize)> = Vec::new();
    for place in 0..=number % 4 {
        let (text, level, pixels) = match place {
            2 => (export(random, 10), Low, 2.6 * scale),
            _ => (account(random), Medium, 3.3 * scale),
        };
        let (dark, light) = if place == 1 {
            (235.0, 24.0)
        } else {
            (0.0, 255.0)
        };
        let code = painted(&code(&text, level), 8, 4, dark, light).resized(pixels / 8.0, 4);
        let shown = code.framed(MARGIN, light);
        let side = shown.width;
        let free = |(x, y): (usize, usize)| {
            taken.iter().all(|(left, top, other)| {
                x + side < *left || left + other < x || y + side < *top || top + other < y
            })
        };
        let spot = (0..500)
            .map(|_| (random.below(3_840 - side), random.below(2_160 - side)))
            .find(|spot| free(*spot));
        let Some((x, y)) = spot else { continue };
        screen.paste(&shown, x, y);
        taken.push((x, y, side));
        expected.push(text);
    }
    Sample {
        image: screen.to_image(),
        expected,
    }
}

pub(super) fn screen_nothing(random: &mut Random, number: usize) -> Sample {
    let scale = [1.0, 1.5, 2.0][number % 3];
    Sample {
        image: scene::screen(random, scale).to_image(),
        expected: Vec::new(),
    }
}
