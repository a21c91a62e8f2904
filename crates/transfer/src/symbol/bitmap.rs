//! Shades of grey to dark and light.

use image::GrayImage;

use super::number::{float, rounded, shade, signed};

/// Side of the blocks that have a threshold of their own, in pixels.
const BLOCK: usize = 8;

/// A picture of dark and light pixels.
pub(super) struct Bitmap {
    width: usize,
    height: usize,
    dark: Vec<bool>,
}

impl Bitmap {
    /// Each pixel against the mean of the 5 x 5 blocks around it, in which blocks with an edge count three times; that
    /// follows shadows. Where there is no edge, against the mean of the picture: plain areas stay plain.
    pub(super) fn by_blocks(image: &GrayImage) -> Self {
        let (width, height) = size(image);
        let mut dark = Vec::with_capacity(width * height);
        if width == 0 {
            return Self {
                width,
                height,
                dark,
            };
        }
        let blocks = Blocks::of(image, width);
        let mut thresholds = Vec::new();
        for (number, strip) in image.as_raw().chunks(BLOCK * width).enumerate() {
            blocks.thresholds(number, &mut thresholds);
            for row in strip.chunks(width) {
                for (block, threshold) in row.chunks(BLOCK).zip(&thresholds) {
                    dark.extend(block.iter().map(|shade| shade < threshold));
                }
            }
        }
        Self {
            width,
            height,
            dark,
        }
    }

    /// All pixels against one threshold, the one that parts the shades best (N. Otsu, 1979).
    pub(super) fn by_one_threshold(image: &GrayImage) -> Self {
        let (width, height) = size(image);
        let threshold = best_threshold(image.as_raw());
        let dark = image.as_raw().iter().map(|shade| *shade <= threshold);
        Self {
            width,
            height,
            dark: dark.collect(),
        }
    }

    pub(super) fn width(&self) -> usize {
        self.width
    }

    pub(super) fn height(&self) -> usize {
        self.height
    }

    /// Every row, from top to bottom.
    pub(super) fn rows(&self) -> impl Iterator<Item = &[bool]> {
        self.dark.chunks(self.width.max(1))
    }

    /// Column `x`, from top to bottom.
    pub(super) fn column(&self, x: usize) -> Line<'_> {
        Line {
            pixels: self.dark.get(x..).unwrap_or_default(),
            step: self.width,
            length: if x < self.width { self.height } else { 0 },
        }
    }

    /// Row `y`, from left to right.
    pub(super) fn row(&self, y: usize) -> Line<'_> {
        let start = y.saturating_mul(self.width);
        Line {
            pixels: self.dark.get(start..).unwrap_or_default(),
            step: 1,
            length: if y < self.height { self.width } else { 0 },
        }
    }
}

/// Pixels in a straight line.
pub(super) struct Line<'a> {
    pixels: &'a [bool],
    step: usize,
    length: usize,
}

impl Line<'_> {
    /// Whether the pixel at this place is dark; `None` beyond the ends.
    pub(super) fn at(&self, place: usize) -> Option<bool> {
        if place >= self.length {
            return None;
        }
        self.pixels.get(place * self.step).copied()
    }
}

fn size(image: &GrayImage) -> (usize, usize) {
    let side = |pixels: u32| usize::try_from(pixels).unwrap_or(0);
    (side(image.width()), side(image.height()))
}

/// What is known of each block.
struct Blocks {
    columns: usize,
    blocks: Vec<Block>,
    /// The mean of all.
    mean: u8,
}

#[derive(Clone, Copy)]
struct Block {
    /// Its own threshold.
    level: u32,
    /// How much it counts for its neighbours: 1 without an edge, 3 with one.
    weight: u32,
}

impl Blocks {
    fn of(image: &GrayImage, width: usize) -> Self {
        let columns = width.div_ceil(BLOCK);
        let mut tallies = Vec::new();
        for strip in image.as_raw().chunks(BLOCK * width) {
            let first = tallies.len();
            tallies.resize(first + columns, Tally::EMPTY);
            for row in strip.chunks(width) {
                for (shades, tally) in row.chunks(BLOCK).zip(tallies.iter_mut().skip(first)) {
                    tally.add(shades);
                }
            }
        }
        let noise = noise(&tallies);
        let blocks: Vec<Block> = tallies.iter().map(|tally| tally.block(noise)).collect();
        let levels: f32 = blocks
            .iter()
            .map(|block| signed(i32::try_from(block.level).unwrap_or(0)))
            .sum();
        let mean = shade(rounded(levels / float(blocks.len().max(1))));
        Self {
            columns,
            blocks,
            mean,
        }
    }

    /// The thresholds of one row of blocks.
    fn thresholds(&self, row: usize, thresholds: &mut Vec<u8>) {
        const AROUND: usize = 2;
        let above = row.saturating_sub(AROUND);
        let rows: Vec<&[Block]> = self
            .blocks
            .chunks(self.columns)
            .skip(above)
            .take(row - above + AROUND + 1)
            .collect();
        thresholds.clear();
        for column in 0..self.columns {
            let near = column.saturating_sub(AROUND)..(column + AROUND + 1).min(self.columns);
            let blocks = rows
                .iter()
                .filter_map(|row| row.get(near.clone()))
                .flatten();
            let (sum, weights, count) = blocks.fold((0, 0, 0), |(sum, weights, count), block| {
                (
                    sum + block.weight * block.level,
                    weights + block.weight,
                    count + 1,
                )
            });
            let has_edge = weights > count;
            let threshold = sum.checked_div(weights).filter(|_| has_edge);
            thresholds.push(
                threshold
                    .and_then(|level| u8::try_from(level).ok())
                    .unwrap_or(self.mean),
            );
        }
    }
}

/// How far shades differ in a block without an edge: somewhat more than in the plainest quarter of all, but within what
/// cameras do.
fn noise(tallies: &[Tally]) -> u8 {
    const LEAST: u8 = 24;
    const MOST: u8 = 56;
    let mut ranges = [0_usize; 256];
    for tally in tallies {
        if let Some(count) = ranges.get_mut(usize::from(tally.range())) {
            *count += 1;
        }
    }
    let mut counted = 0;
    let quarter = (0..=u8::MAX).zip(ranges).find_map(|(range, count)| {
        counted += count;
        (counted * 4 > tallies.len()).then_some(range)
    });
    let quarter = quarter.unwrap_or(0);
    quarter.saturating_add(quarter / 2).clamp(LEAST, MOST)
}

#[derive(Clone, Copy)]
struct Tally {
    sum: u32,
    pixels: u32,
    darkest: u8,
    lightest: u8,
}

impl Tally {
    const EMPTY: Self = Self {
        sum: 0,
        pixels: 0,
        darkest: u8::MAX,
        lightest: 0,
    };

    fn add(&mut self, shades: &[u8]) {
        for shade in shades {
            self.sum += u32::from(*shade);
            self.darkest = self.darkest.min(*shade);
            self.lightest = self.lightest.max(*shade);
        }
        self.pixels += u32::try_from(shades.len()).unwrap_or(0);
    }

    fn range(&self) -> u8 {
        self.lightest.saturating_sub(self.darkest)
    }

    fn block(&self, noise: u8) -> Block {
        let mean = self.sum.checked_div(self.pixels).unwrap_or(0);
        if self.range() <= noise {
            return Block {
                level: mean,
                weight: 1,
            };
        }
        let middle = (u32::from(self.darkest) + u32::from(self.lightest)) / 2;
        Block {
            level: middle.midpoint(mean),
            weight: 3,
        }
    }
}

fn best_threshold(shades: &[u8]) -> u8 {
    let mut histogram = [0_usize; 256];
    for shade in shades {
        if let Some(count) = histogram.get_mut(usize::from(*shade)) {
            *count += 1;
        }
    }
    let counted = || (0..=u8::MAX).zip(histogram.iter().map(|count| float(*count)));
    let total: f32 = counted()
        .map(|(shade, count)| f32::from(shade) * count)
        .sum();
    let all = float(shades.len());
    let (mut below, mut sum, mut best) = (0.0, 0.0, (0.0, 127));
    for (shade, count) in counted() {
        below += count;
        sum += f32::from(shade) * count;
        let above = all - below;
        if below > 0.0 && above > 0.0 {
            let distance = sum / below - (total - sum) / above;
            let parted = (below / all) * (above / all) * distance * distance;
            if parted > best.0 {
                best = (parted, shade);
            }
        }
    }
    best.1
}
