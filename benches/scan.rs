//! How many codes are read in hard pictures and in photographs, and how long that takes, beside bare rqrr and rxing.
//!
//! `cargo xtask scan-bench [SEED]` prints the table of docs/performance.md. Photographs are those of
//! `COUNTERSIGN_FIXTURES`, where it is set.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark reads a clock, pictures and its arguments, prints, and fails by panicking"
)]

#[path = "../crates/transfer/tests/stress/samples/mod.rs"]
mod samples;

use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::time::{Duration, Instant};
use std::{env, fs};

use image::GrayImage;
use rxing::{BarcodeFormat, DecodeHints};
use samples::{CLASSES, Class, Sample, Source};
use serde_json::Value;
use transfer::symbol::{self, Symbol};

/// Frames that a camera may need for a code.
const FRAMES: u32 = 8;

fn main() {
    let seed = env::args()
        .skip(1)
        .find_map(|word| word.parse().ok())
        .unwrap_or(1);
    // What rqrr and rxing panic with is counted as nothing found.
    panic::set_hook(Box::new(|_| ()));
    println!(
        "Seed {seed}. Each: codes read, of those there are; median and 95th percentile of a picture in ms.\n"
    );
    println!("| pictures | | Countersign | ms | rqrr | ms | rxing | ms |");
    println!("|---|---|---|---|---|---|---|---|");
    for class in &CLASSES {
        let samples = (0..pictures_of(class)).map(|number| class.sample(seed, number));
        print_row(class.name, class.source, samples);
    }
    if let Some(root) = env::var_os("COUNTERSIGN_FIXTURES") {
        for (set, photographs) in photographs(&Path::new(&root).join("qr")) {
            print_row(&set, Source::Picture, photographs.into_iter());
        }
    }
}

fn pictures_of(class: &Class) -> usize {
    match class.source {
        Source::Picture | Source::Camera => 20,
        Source::Screen => 12,
    }
}

fn print_row(name: &str, source: Source, samples: impl Iterator<Item = Sample>) {
    let mut tallies = [Tally::default(), Tally::default(), Tally::default()];
    let mut count = 0;
    for sample in samples {
        count += 1;
        let [own, rqrr, rxing] = &mut tallies;
        match source {
            Source::Camera => own.count_frames(&sample),
            Source::Picture | Source::Screen => own.count(&sample, |image| texts(&find(image))),
        }
        rqrr.count(&sample, bare_rqrr);
        rxing.count(&sample, bare_rxing);
    }
    let [own, rqrr, rxing] = tallies.map(|tally| tally.cells());
    println!("| {name} | {count} | {own} | {rqrr} | {rxing} |");
}

/// What one program did with the pictures of a row.
#[derive(Default)]
struct Tally {
    codes: usize,
    read: usize,
    invented: usize,
    times: Vec<Duration>,
}

impl Tally {
    fn count(&mut self, sample: &Sample, find: impl FnOnce(&GrayImage) -> Vec<String>) {
        let started = Instant::now();
        let found =
            panic::catch_unwind(AssertUnwindSafe(|| find(&sample.image))).unwrap_or_default();
        self.times.push(started.elapsed());
        self.add(sample, &found);
    }

    /// Frame after frame until there is a code. Each frame has a time of its own.
    fn count_frames(&mut self, sample: &Sample) {
        let mut found = Vec::new();
        for turn in 0..FRAMES {
            let (width, height) = sides(&sample.image);
            let started = Instant::now();
            found = texts(&symbol::find_in_frame(width, height, &sample.image, turn));
            self.times.push(started.elapsed());
            if !found.is_empty() {
                break;
            }
        }
        self.add(sample, &found);
    }

    fn add(&mut self, sample: &Sample, found: &[String]) {
        self.codes += sample.expected.len();
        self.read += sample
            .expected
            .iter()
            .filter(|text| found.contains(text))
            .count();
        self.invented += found
            .iter()
            .filter(|text| !sample.expected.contains(text))
            .count();
    }

    fn cells(mut self) -> String {
        self.times.sort();
        let at = |part: usize| {
            self.times
                .get((self.times.len() * part / 100).min(self.times.len() - 1))
        };
        let ms = |part| at(part).map_or(0.0, |time: &Duration| 1_000.0 * time.as_secs_f64());
        let others = match self.invented {
            0 => String::new(),
            others => format!(" + {others} others"),
        };
        let (read, codes) = (self.read, self.codes);
        format!("{read}/{codes}{others} | {:.1} / {:.1}", ms(50), ms(95))
    }
}

fn sides(image: &GrayImage) -> (usize, usize) {
    (
        image.width().try_into().unwrap(),
        image.height().try_into().unwrap(),
    )
}

fn find(image: &GrayImage) -> Vec<Symbol> {
    let (width, height) = sides(image);
    symbol::find_in_luma(width, height, image)
}

fn texts(symbols: &[Symbol]) -> Vec<String> {
    symbols
        .iter()
        .map(|symbol| symbol.text.expose().to_owned())
        .collect()
}

fn bare_rqrr(image: &GrayImage) -> Vec<String> {
    let mut prepared = rqrr::PreparedImage::prepare(image.clone());
    let grids = prepared.detect_grids();
    grids
        .iter()
        .filter_map(|grid| Some(grid.decode().ok()?.1))
        .collect()
}

fn bare_rxing(image: &GrayImage) -> Vec<String> {
    let mut hints = DecodeHints {
        PossibleFormats: Some([BarcodeFormat::QR_CODE].into()),
        TryHarder: Some(true),
        AlsoInverted: Some(true),
        ..DecodeHints::default()
    };
    let (width, height) = image.dimensions();
    let found = rxing::helpers::detect_multiple_in_luma_with_hints(
        image.to_vec(),
        width,
        height,
        &mut hints,
    );
    found
        .unwrap_or_default()
        .iter()
        .map(|code| code.getText().to_owned())
        .collect()
}

/// The sets of photographs in a folder, by name.
fn photographs(folder: &Path) -> Vec<(String, Vec<Sample>)> {
    let index: Value =
        serde_json::from_slice(&fs::read(folder.join("index.json")).unwrap()).unwrap();
    let mut sets: Vec<(String, Vec<Sample>)> = Vec::new();
    for photograph in index.as_array().unwrap() {
        let (set, sample) = (
            photograph["set"].as_str().unwrap(),
            photograph_of(folder, photograph),
        );
        match sets.iter_mut().find(|(name, _)| name == set) {
            Some((_, samples)) => samples.push(sample),
            None => sets.push((set.to_owned(), vec![sample])),
        }
    }
    sets
}

fn photograph_of(folder: &Path, photograph: &Value) -> Sample {
    let bytes = fs::read(folder.join(photograph["file"].as_str().unwrap())).unwrap();
    let expected = photograph["expected"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_str);
    Sample {
        image: image::load_from_memory(&bytes).unwrap().into_luma8(),
        expected: expected.map(str::to_owned).collect(),
    }
}
