//! Position patterns: the three squares in the corners of a code, dark and light in the ratio 1 : 1 : 3 : 1 : 1
//! (ISO/IEC 18004 section 6.3.3).

use std::collections::BTreeMap;
use std::f32::consts::TAU;

use super::bitmap::{Bitmap, Line};
use super::number::{float, index, rounded};

/// Most patterns that are kept: those of 2,000 codes.
const MOST_PATTERNS: usize = 6_000;

/// A square that looks like a position pattern.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pattern {
    /// Its middle, in pixels.
    pub(super) x: f32,
    /// Its middle, in pixels.
    pub(super) y: f32,
    /// Side of a module, in pixels.
    pub(super) module: f32,
    /// How many rows show it.
    pub(super) rows: u16,
    /// Light on dark.
    pub(super) is_inverted: bool,
}

/// What passes as 1 : 1 : 3 : 1 : 1.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(super) enum Shape {
    /// All five stripes.
    Whole,
    /// The three in the middle; the outer ones may run into what is around the code, which has no quiet zone then.
    Inner,
}

/// The position patterns in every `step`-th row, of both polarities; and how many there were before a closer look.
pub(super) fn find(bitmap: &Bitmap, step: usize, shape: Shape) -> (Vec<Pattern>, usize) {
    let mut found = Patterns::default();
    for (y, row) in bitmap.rows().enumerate().skip(step / 2).step_by(step) {
        let mut stripes = [0_usize; 5];
        let mut begin = 0;
        let changes = row.windows(2).enumerate();
        let changes =
            changes.filter(|(_, pair)| matches!(pair, [before, after] if before != after));
        for (end, is_dark) in changes
            .map(|(at, pair)| (at + 1, pair.first() == Some(&true)))
            .chain([(row.len(), row.last() == Some(&true))])
        {
            stripes.rotate_left(1);
            let [.., last] = &mut stripes;
            *last = end - begin;
            begin = end;
            if shape.fits(stripes) {
                let [.., middle, fourth, fifth] = stripes;
                let x = end - fifth - fourth - middle.div_ceil(2);
                if let Some(pattern) =
                    cross_checked(bitmap, (x, y), is_dark, shape.length(stripes), shape)
                {
                    found.add(pattern);
                }
            }
        }
        if found.all.len() >= MOST_PATTERNS {
            break;
        }
    }
    let Patterns { all: mut clear, .. } = found;
    let candidates = clear.len();
    clear.retain(|pattern| usize::from(pattern.rows) * step >= 2 && pattern.is_clear(bitmap));
    (clear, candidates)
}

/// The pattern through `(x, y)` as it looks from above and from the side; `length` is its length in a row.
fn cross_checked(
    bitmap: &Bitmap,
    (x, y): (usize, usize),
    is_dark: bool,
    length: usize,
    shape: Shape,
) -> Option<Pattern> {
    let (middle_y, height) = shape.through(&bitmap.column(x), y, is_dark, length)?;
    if height.abs_diff(length) * 5 >= 2 * length.max(height) {
        return None;
    }
    let row = index(middle_y).min(bitmap.height().saturating_sub(1));
    let (middle_x, width) = shape.through(&bitmap.row(row), x, is_dark, length)?;
    Some(Pattern {
        x: middle_x,
        y: middle_y,
        module: float(height + width) / 14.0,
        rows: 1,
        is_inverted: !is_dark,
    })
}

impl Shape {
    fn fits(self, stripes: [usize; 5]) -> bool {
        let [_, second, middle, fourth, _] = stripes;
        if middle < second || middle < fourth {
            return false;
        }
        let [first, second, middle, fourth, fifth] = stripes.map(float);
        let module = float(self.length(stripes)) / 7.0;
        if module < 1.0 {
            return false;
        }
        let near = |stripe: f32, modules: f32, tolerance: f32| {
            (stripe - modules * module).abs() < tolerance * module
        };
        match self {
            Self::Whole => {
                [first, second, fourth, fifth]
                    .iter()
                    .all(|&stripe| near(stripe, 1.0, 0.62))
                    && near(middle, 3.0, 1.395)
            }
            Self::Inner => {
                near(second, 1.0, 0.5)
                    && near(fourth, 1.0, 0.5)
                    && near(middle, 3.0, 1.0)
                    && first.min(fifth) >= 0.5 * module
            }
        }
    }

    /// Seven modules, as far as one can tell.
    fn length(self, stripes: [usize; 5]) -> usize {
        let [first, second, middle, fourth, fifth] = stripes;
        match self {
            Self::Whole => first + second + middle + fourth + fifth,
            Self::Inner => (second + middle + fourth) * 7 / 5,
        }
    }

    /// Middle and length of the pattern around `place` of `line`; no stripe is longer than `most`.
    fn through(
        self,
        line: &Line<'_>,
        place: usize,
        is_dark: bool,
        most: usize,
    ) -> Option<(f32, usize)> {
        let back = |from: usize, dark: bool| {
            (0..=from.min(most))
                .take_while(|n| line.at(from - n) == Some(dark))
                .count()
        };
        let ahead = |from: usize, dark: bool| {
            (from..=from + most)
                .take_while(|at| line.at(*at) == Some(dark))
                .count()
        };
        let before = back(place, is_dark);
        let begin = place.checked_sub(before)?;
        let end = place + 1 + ahead(place + 1, is_dark);
        let second = back(begin, !is_dark);
        let first = back(begin.checked_sub(second)?, is_dark);
        let fourth = ahead(end, !is_dark);
        let fifth = ahead(end + fourth, is_dark);
        let is_too_long = |stripe: usize| stripe > most;
        let outer_too_long = self == Self::Whole && (is_too_long(first) || is_too_long(fifth));
        if before == 0
            || is_too_long(before)
            || is_too_long(second)
            || is_too_long(fourth)
            || outer_too_long
        {
            return None;
        }
        let stripes = [first, second, end - begin - 1, fourth, fifth];
        let is_whole = stripes.iter().all(|stripe| *stripe > 0);
        (is_whole && self.fits(stripes))
            .then(|| (float(begin + 1 + end) / 2.0, self.length(stripes)))
    }
}

/// Patterns by place: the rows of one pattern are next to each other.
#[derive(Default)]
struct Patterns {
    all: Vec<Pattern>,
    near: BTreeMap<(i32, i32), Vec<usize>>,
}

impl Patterns {
    /// Adds what a row shows: a new pattern, or more of one that is known.
    fn add(&mut self, new: Pattern) {
        const SQUARE: f32 = 64.0;
        let square = |place: f32| rounded(place / SQUARE);
        let (column, row) = (square(new.x), square(new.y));
        let squares = (row - 1..=row + 1)
            .flat_map(|row| (column - 1..=column + 1).map(move |column| (column, row)));
        for number in squares
            .filter_map(|square| self.near.get(&square))
            .flatten()
        {
            if let Some(known) = self.all.get_mut(*number)
                && known.is_same(&new)
            {
                known.join(&new);
                return;
            }
        }
        self.near
            .entry((column, row))
            .or_default()
            .push(self.all.len());
        self.all.push(new);
    }
}

impl Pattern {
    fn is_same(&self, other: &Self) -> bool {
        let close = 1.5 * other.module;
        self.is_inverted == other.is_inverted
            && (self.x - other.x).abs() < close
            && (self.y - other.y).abs() < close
            && self.module < 1.5 * other.module
            && other.module < 1.5 * self.module
    }

    /// The mean of all rows.
    fn join(&mut self, other: &Self) {
        let rows = f32::from(self.rows);
        let mean = |all: f32, one: f32| (all * rows + one) / (rows + 1.0);
        self.x = mean(self.x, other.x);
        self.y = mean(self.y, other.y);
        self.module = mean(self.module, other.module);
        self.rows = self.rows.saturating_add(1);
    }

    /// Whether its rings are there in other directions, too, however it is turned: noise and text often look like a
    /// pattern along a row and a column.
    fn is_clear(&self, bitmap: &Bitmap) -> bool {
        const DIRECTIONS: u16 = 16;
        /// Distances that are inside the middle and inside the light ring at any angle, in modules.
        const PLACES: [(f32, bool); 2] = [(1.2, true), (2.3, false)];
        let directions =
            (0..DIRECTIONS).map(|number| f32::from(number) * TAU / f32::from(DIRECTIONS));
        let right = directions
            .flat_map(|direction| PLACES.map(|place| (direction.sin_cos(), place)))
            .filter(|((sin, cos), (distance, is_middle))| {
                let (x, y) = (
                    self.x + cos * distance * self.module,
                    self.y + sin * distance * self.module,
                );
                let is_dark = bitmap.row(index(y)).at(index(x));
                is_dark.is_some_and(|is_dark| is_dark == (*is_middle != self.is_inverted))
            })
            .count();
        right * 100 >= 32 * 70
    }

    pub(super) fn distance(&self, other: &Self) -> f32 {
        (self.x - other.x).hypot(self.y - other.y)
    }
}
