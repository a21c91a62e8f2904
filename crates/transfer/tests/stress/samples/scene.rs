//! What is around a code: a room before a camera, or a screen full of windows.

use super::canvas::Canvas;
use super::random::Random;

/// 1280 x 720 pixels of soft light, edges and letters.
pub(crate) fn room(random: &mut Random) -> Canvas {
    let coarse = Canvas::filled(16, 9, 0.0).map(|_| random.between(60.0, 180.0));
    let mut room = coarse.resized(80.0, 1);
    for _thing in 0..40 {
        let place = (random.below(1_280), random.below(720));
        let shade = random.between(20.0, 240.0);
        if random.below(2) == 0 {
            let (width, height) = (10 + random.below(140), 5 + random.below(85));
            room.rectangle((place.0 as isize, place.1 as isize), width, height, shade);
        } else {
            let to = (random.between(0.0, 1_280.0), random.between(0.0, 720.0));
            let thick = 1 + random.below(5);
            room.line((place.0 as f32, place.1 as f32), to, thick, shade);
        }
    }
    let letters = Letters::new(random);
    for _word in 0..12 {
        let place = (random.below(1_280), random.below(720));
        let (scale, shade) = (random.between(1.5, 5.0), random.between(0.0, 255.0));
        letters.write(&mut room, random, place, 10, scale, shade);
    }
    room
}

/// 3840 x 2160 pixels of windows with text, mostly dark.
pub(crate) fn screen(random: &mut Random, scale: f32) -> Canvas {
    let (width, height) = (3_840, 2_160);
    let mut screen = Canvas::filled(width, height, 20.0);
    let letters = Letters::new(random);
    for number in 0..10 {
        let left = number / 5 * 1_920 + random.below(1_200);
        let top = random.below(height - 400);
        let (wide, high) = (500 + random.below(500), 400 + random.below(800));
        let ground = random.pick(&[33.0, 43.0, 24.0, 250.0, 16.0]);
        let ink = if ground < 128.0 { 214.0 } else { 40.0 };
        screen.rectangle((left as isize, top as isize), wide, high, ground);
        screen.rectangle(
            (left as isize, top as isize),
            wide,
            (30.0 * scale) as usize,
            ground + 20.0,
        );
        let mut line = top + (40.0 * scale) as usize;
        while line + 20 < (top + high).min(height) {
            let letter_count = (wide as f32 / (7.0 * scale)) as usize;
            let shade = if random.below(5) == 0 { 160.0 } else { ink };
            letters.write(
                &mut screen,
                random,
                (left + 10, line),
                letter_count,
                scale * 1.3,
                shade,
            );
            line += (18.0 * scale) as usize;
        }
    }
    screen
}

/// 26 shapes of 5 x 7 dots.
struct Letters(Vec<u64>);

impl Letters {
    fn new(random: &mut Random) -> Self {
        Self(
            (0..26)
                .map(|_| random.bits() & random.bits() | random.bits() & 0x1084210842)
                .collect(),
        )
    }

    fn write(
        &self,
        canvas: &mut Canvas,
        random: &mut Random,
        (left, top): (usize, usize),
        count: usize,
        scale: f32,
        shade: f32,
    ) {
        for number in 0..count {
            if random.below(6) == 0 {
                continue;
            }
            let letter = random.pick(&self.0);
            let start = left as f32 + number as f32 * 6.0 * scale;
            for y in 0..(7.0 * scale) as usize {
                for x in 0..(5.0 * scale) as usize {
                    let dot = (y as f32 / scale) as usize * 5 + (x as f32 / scale) as usize;
                    let (column, row) = (start as usize + x, top + y);
                    if letter >> dot & 1 == 1 && column < canvas.width && row < canvas.height {
                        canvas.shades[row * canvas.width + column] = shade;
                    }
                }
            }
        }
    }
}
