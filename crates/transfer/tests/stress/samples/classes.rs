//! The 28 classes.

use std::f32::consts::{PI, TAU};

use qrcodegen::QrCodeEcc::{High, Low, Medium, Quartile};

use super::canvas::Canvas;
use super::code::{account, code, dotted, export, painted, plain};
use super::random::Random;
use super::sights::{camera, camera_export, camera_nothing, screen, screen_nothing};
use super::{Class, Sample, Source};

pub(crate) const CLASSES: [Class; 28] = [
    picture("clean", clean),
    picture("dense export", dense_export),
    picture("scaled by fractions", scaled_by_fractions),
    picture("2 pixels a module", two_pixels),
    picture("1.5 pixels a module", one_and_a_half_pixels),
    picture("logo", logo),
    picture("light on dark", light_on_dark),
    picture("round patterns", round_patterns),
    picture("all dots", all_dots),
    picture("rotated", rotated),
    picture("perspective", perspective),
    picture("out of focus", out_of_focus),
    picture("moved", moved),
    picture("noise", noise),
    picture("low contrast", low_contrast),
    picture("low light", low_light),
    picture("shadow", shadow),
    picture("glare", glare),
    picture("JPEG of low quality", jpeg),
    picture("photographed screen", photographed_screen),
    picture("no quiet zone", no_quiet_zone),
    picture("coloured", coloured),
    picture("mirrored", mirrored),
    of("camera", Source::Camera, camera),
    of("camera, dense export", Source::Camera, camera_export),
    of("camera, no code", Source::Camera, camera_nothing),
    of("4K screen, 1 to 4 codes", Source::Screen, screen),
    of("4K screen, no code", Source::Screen, screen_nothing),
];

const fn picture(name: &'static str, draw: fn(&mut Random, usize) -> Sample) -> Class {
    of(name, Source::Picture, draw)
}

const fn of(name: &'static str, source: Source, draw: fn(&mut Random, usize) -> Sample) -> Class {
    Class { name, source, draw }
}

pub(super) fn sample(canvas: &Canvas, text: String) -> Sample {
    Sample {
        image: canvas.to_image(),
        expected: vec![text],
    }
}

/// An account with error correction M, as most are, and its code with so many pixels a module.
pub(super) fn usual(random: &mut Random, module: usize) -> (String, Canvas) {
    let text = account(random);
    let canvas = plain(&code(&text, Medium), module);
    (text, canvas)
}

fn clean(random: &mut Random, number: usize) -> Sample {
    let text = account(random);
    let level = [Low, Medium, Quartile, High][number % 4];
    sample(&plain(&code(&text, level), 3 + number % 6), text)
}

fn dense_export(random: &mut Random, number: usize) -> Sample {
    let text = export(random, 10);
    sample(&plain(&code(&text, Low), 2 + number % 4), text)
}

fn scaled_by_fractions(random: &mut Random, number: usize) -> Sample {
    let (text, level) = if number.is_multiple_of(3) {
        (export(random, 8), Low)
    } else {
        (account(random), Medium)
    };
    let factor = random.between(0.45, 0.9);
    sample(
        &plain(&code(&text, level), 4).resized(factor, [4, 1, 2][number % 3]),
        text,
    )
}

fn two_pixels(random: &mut Random, number: usize) -> Sample {
    let text = account(random);
    let code = code(&text, [Low, Medium][number % 2]);
    sample(
        &painted(&code, 2, 2 + number % 3, 0.0, 255.0).framed(20, 255.0),
        text,
    )
}

fn one_and_a_half_pixels(random: &mut Random, _: usize) -> Sample {
    let text = account(random);
    let factor = random.between(1.3, 1.8) / 8.0;
    sample(&plain(&code(&text, Low), 8).resized(factor, 8), text)
}

fn logo(random: &mut Random, _: usize) -> Sample {
    let text = account(random);
    let code = code(&text, High);
    let canvas = plain(&code, 6);
    let middle = canvas.width as f32 / 2.0;
    let radius = code.size() as f32 * 6.0 * random.between(0.09, 0.125);
    let shade = random.between(40.0, 230.0);
    let canvas = canvas.map_places(|x, y, own| {
        let (right, down) = ((x - middle).abs(), (y - middle).abs());
        match () {
            () if right < radius / 5.0 && down < radius / 2.0 => 255.0,
            () if right.hypot(down) < radius => shade,
            () if right.max(down) < radius + 4.0 => 255.0,
            () => own,
        }
    });
    sample(&canvas, text)
}

fn light_on_dark(random: &mut Random, number: usize) -> Sample {
    let text = if number.is_multiple_of(4) {
        export(random, 6)
    } else {
        account(random)
    };
    let border = [2, 4][number % 2];
    let (dark, light) = (random.between(200.0, 255.0), random.between(0.0, 50.0));
    sample(
        &painted(&code(&text, Low), 3 + number % 4, border, dark, light),
        text,
    )
}

/// Black and dark colours, as grey.
const INKS: [f32; 6] = [0.0, 40.0, 70.0, 65.0, 47.0, 120.0];

fn round_patterns(random: &mut Random, number: usize) -> Sample {
    let text = account(random);
    let radius = 0.42 + 0.01 * (number % 6) as f32;
    let canvas = dotted(
        &code(&text, Quartile),
        5 + number % 4,
        radius,
        true,
        INKS[number % 6],
        250.0,
    );
    sample(&canvas, text)
}

fn all_dots(random: &mut Random, number: usize) -> Sample {
    let text = account(random);
    let radius = 0.4 + 0.01 * (number % 8) as f32;
    let canvas = dotted(
        &code(&text, Quartile),
        6 + number % 4,
        radius,
        false,
        INKS[number % 6],
        255.0,
    );
    sample(&canvas, text)
}

/// The corners of a square, each nearer or farther by up to `bent`.
pub(super) fn corners(
    random: &mut Random,
    middle: (f32, f32),
    side: f32,
    angle: f32,
    bent: f32,
) -> [(f32, f32); 4] {
    let (sin, cos) = angle.to_radians().sin_cos();
    [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)].map(|(x, y): (f32, f32)| {
        let reach = side / 2.0 * (1.0 + random.between(-bent, bent));
        (
            middle.0 + reach * (x * cos - y * sin),
            middle.1 + reach * (x * sin + y * cos),
        )
    })
}

fn turned(random: &mut Random, canvas: &Canvas, angle: f32, bent: f32, page: f32) -> Canvas {
    let side = canvas.width * 3 / 2;
    let middle = side as f32 / 2.0;
    let corners = corners(random, (middle, middle), canvas.width as f32, angle, bent);
    canvas.warped_onto(Canvas::filled(side, side, page), corners)
}

fn rotated(random: &mut Random, number: usize) -> Sample {
    let (text, canvas) = usual(random, 5);
    let angle = random.between(15.0, 45.0) * random.pick(&[1.0, -1.0]) + 90.0 * (number % 4) as f32;
    sample(&turned(random, &canvas, angle, 0.0, 255.0), text)
}

fn perspective(random: &mut Random, _: usize) -> Sample {
    let (text, canvas) = usual(random, 6);
    let angle = random.between(-20.0, 20.0);
    sample(&turned(random, &canvas, angle, 0.16, 200.0), text)
}

fn out_of_focus(random: &mut Random, number: usize) -> Sample {
    let module = 4 + number % 4;
    let (text, canvas) = usual(random, module);
    sample(
        &canvas.blurred(module as f32 * random.between(0.45, 0.75)),
        text,
    )
}

fn moved(random: &mut Random, _: usize) -> Sample {
    let (text, canvas) = usual(random, 6);
    let (pixels, angle) = (5 + random.below(4), random.between(0.0, PI));
    sample(&canvas.moved(pixels, angle), text)
}

fn noise(random: &mut Random, number: usize) -> Sample {
    let (text, canvas) = usual(random, 4 + number % 3);
    let deviation = random.between(25.0, 55.0);
    sample(
        &canvas
            .map(|shade| 40.0 + shade * 0.7)
            .noisy(random, deviation),
        text,
    )
}

fn low_contrast(random: &mut Random, _: usize) -> Sample {
    let (text, canvas) = usual(random, 5);
    let (contrast, mean) = (random.between(8.0, 24.0), random.between(60.0, 190.0));
    let faint = canvas.map(|shade| mean + (shade / 255.0 - 0.5) * contrast);
    sample(&faint.noisy(random, 1.0), text)
}

fn low_light(random: &mut Random, _: usize) -> Sample {
    let (text, canvas) = usual(random, 5);
    let (light, deviation) = (random.between(14.0, 30.0), random.between(3.0, 5.0));
    sample(
        &canvas
            .map(|shade| 8.0 + shade / 255.0 * light)
            .noisy(random, deviation),
        text,
    )
}

fn shadow(random: &mut Random, number: usize) -> Sample {
    let (text, canvas) = usual(random, 5);
    let (down, right) = random.between(0.0, TAU).sin_cos();
    let half = canvas.width as f32 / 2.0;
    let edge = random.between(0.35, 0.65);
    let shaded = canvas.map_places(|x, y, shade| {
        let along = ((x - half) * right + (y - half) * down) / (2.8 * half) + 0.5;
        let light = match number % 2 {
            0 if along > edge => 1.0,
            0 => 0.28,
            _ => 0.15 + 0.85 * along,
        };
        (20.0 + shade * 0.85) * light
    });
    sample(&shaded, text)
}

fn glare(random: &mut Random, _: usize) -> Sample {
    let (text, canvas) = usual(random, 5);
    let width = canvas.width as f32;
    let (x0, y0) = (
        random.between(0.2, 0.8) * width,
        random.between(0.2, 0.8) * width,
    );
    let radius = random.between(0.1, 0.16) * width;
    let lit = canvas.map_places(|x, y, shade| {
        let far = ((x - x0).powi(2) + (y - y0).powi(2)) / (2.0 * radius * radius);
        30.0 + shade * 0.7 + 260.0 * (-far).exp()
    });
    sample(&lit, text)
}

fn jpeg(random: &mut Random, number: usize) -> Sample {
    let (text, level) = if number.is_multiple_of(3) {
        (export(random, 6), Low)
    } else {
        (account(random), Medium)
    };
    let quality = 6 + random.below(16) as u8;
    sample(
        &plain(&code(&text, level), 3 + number % 2).through_jpeg(quality),
        text,
    )
}

/// The dots and stripes of a screen beat with the pixels of the camera.
fn photographed_screen(random: &mut Random, _: usize) -> Sample {
    let (text, canvas) = usual(random, 6);
    let dots = Canvas::drawn(canvas.width * 3, canvas.height * 3, 1, |x, y| {
        let row = if y as usize % 3 == 2 { 0.35 } else { 1.0 };
        canvas.at(x as isize / 3, y as isize / 3) * row * [0.55, 1.0, 0.8][x as usize % 3]
    });
    let side = (canvas.width as f32 * random.between(0.75, 1.1)) as usize;
    let (middle, angle) = (side as f32 / 2.0, random.between(-8.0, 8.0));
    let corners = corners(random, (middle, middle), side as f32 * 0.82, angle, 0.02);
    let photograph = dots.warped_onto(Canvas::filled(side, side, 60.0), corners);
    sample(&photograph.noisy(random, 6.0), text)
}

fn no_quiet_zone(random: &mut Random, number: usize) -> Sample {
    let text = account(random);
    let page = random.pick(&[20.0, 35.0, 128.0, 90.0]);
    sample(
        &painted(&code(&text, Low), 4, number % 2, 0.0, 255.0).framed(30, page),
        text,
    )
}

/// Two colours as cameras and screens turn them to grey.
fn coloured(random: &mut Random, _: usize) -> Sample {
    let text = account(random);
    let (dark, light) = random.pick(&[
        (61.0, 239.0),
        (50.0, 241.0),
        (60.0, 230.0),
        (255.0, 114.0),
        (32.0, 214.0),
    ]);
    sample(&painted(&code(&text, Medium), 4, 4, dark, light), text)
}

fn mirrored(random: &mut Random, _: usize) -> Sample {
    let (text, mut canvas) = usual(random, 5);
    canvas
        .shades
        .chunks_mut(canvas.width)
        .for_each(<[f32]>::reverse);
    sample(&canvas, text)
}
