//! Hard pictures: of each class almost all codes are read, and nothing is read that is not there.

mod samples;

use samples::{CLASSES, Class, Sample, Source};
use transfer::symbol::{self, Symbol};

/// A fixed seed: a failure can be looked at. `cargo xtask scan-bench` draws with another one as well.
const SEED: u64 = 1;

#[test]
fn of_each_class_95_percent_are_read_and_nothing_is_invented() {
    let mut too_few = Vec::new();
    for class in &CLASSES {
        let count = samples_of(class);
        let samples = (0..count).map(|number| class.sample(SEED, number));
        let read = samples.filter(|sample| is_read(class, sample)).count();
        println!("{}: {read} of {count}", class.name);
        if read * 100 < count * 95 {
            too_few.push(class.name);
        }
    }
    assert!(too_few.is_empty(), "too few are read: {too_few:?}");
}

fn samples_of(class: &Class) -> usize {
    match class.source {
        Source::Picture => 20,
        Source::Camera => 8,
        Source::Screen => 4,
    }
}

/// Whether all codes are read; fails on a text that is not there.
fn is_read(class: &Class, sample: &Sample) -> bool {
    let (width, height) = sides(sample);
    let found = symbol::find_in_luma(width, height, &sample.image);
    let texts: Vec<&str> = found.iter().map(|symbol| symbol.text.expose()).collect();
    for text in &texts {
        let is_there = sample.expected.iter().any(|expected| expected == text);
        assert!(is_there, "{}: {text:?} is invented", class.name);
    }
    sample
        .expected
        .iter()
        .all(|expected| texts.contains(&expected.as_str()))
}

fn sides(sample: &Sample) -> (usize, usize) {
    let side = |pixels: u32| usize::try_from(pixels).unwrap_or_default();
    (side(sample.image.width()), side(sample.image.height()))
}

/// A camera gives frame after frame: a code is read within some of them.
#[test]
fn a_camera_sees_a_code_within_eight_frames() {
    const FRAMES: u32 = 8;
    for class in CLASSES
        .iter()
        .filter(|class| class.source == Source::Camera)
    {
        for number in 0..samples_of(class) {
            let sample = class.sample(SEED, number);
            let (width, height) = sides(&sample);
            let look = |turn| symbol::find_in_frame(width, height, &sample.image, turn);
            let found = (0..FRAMES).map(look).find(|found| !found.is_empty());
            let found: Vec<Symbol> = found.unwrap_or_default();
            let texts = found.iter().map(|symbol| symbol.text.expose());
            assert!(texts.eq(sample.expected.iter()), "{} {number}", class.name);
        }
    }
}
