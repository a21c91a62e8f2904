//! What is tried on a picture, in which order, and when to stop.
//!
//! Small pictures are rxing's first, which is quick on them and good with photographs, and then ours, for further codes.
//! Screens are ours first, which is quick on them. What neither finds climbs the ladder.

use super::bitmap::Bitmap;
use super::fit::{self, Code};
use super::ladder::{self, Step};
use super::light::Light;
use super::pattern::{self, Pattern, Shape};
use super::view::View;
use super::work::Work;
use super::{Corners, Seen, Symbol, arrange, detector, trio};

/// From this size on a picture is more likely a screen than a photograph: many codes, sharp, and none in most of it.
const SCREEN: u64 = 1_500_000;
/// Work for trying out patterns that may belong together, of the first look and of each step of the ladder.
const FIRST_FIT: u64 = 100_000_000;
const LATER_FIT: u64 = 30_000_000;
/// What looks like a position pattern, and what still does after a closer look: beyond this, rxing is not asked. It
/// compares each with each.
const CROWDED: [usize; 2] = [4_000, 1_500];
/// Larger pictures are searched by rxing only where we saw position patterns.
const LARGE: u64 = 500_000;

/// How long a search may take at most.
#[derive(Clone, Copy)]
pub(super) enum Patience {
    /// The next frame is coming.
    Frame,
    /// Somebody looks at a screen and waits.
    Screen,
    /// Somebody chose a file or a region; it is worth a second.
    File,
}

impl Patience {
    fn work(self, pixels: u64) -> Work {
        Work::of(match self {
            Self::Frame => 30_000_000 + 30 * pixels,
            Self::Screen => 200_000_000,
            Self::File => 600_000_000,
        })
    }
}

/// All codes in a picture, with all there is.
pub(super) fn everything(view: &View, patience: Patience) -> Seen {
    let mut search = Search::new(patience.work(view.pixels()));
    search.first_look(view);
    if search.has_read() {
        return search.finish();
    }
    // Of a screen a quarter of the pixels is left: where it was sharp, its codes were found already.
    let half = (view.pixels() >= SCREEN).then(|| view.shrunk(2)).flatten();
    let (base, steps) = match &half {
        Some(half) => (half, ladder::STEPS_OF_A_SCREEN.as_slice()),
        None => (view, ladder::STEPS.as_slice()),
    };
    for step in steps {
        if !search.has_read() {
            search.climb(base, *step, Depth::Full);
        }
    }
    search.finish()
}

/// The codes in one frame of a camera: what a quick look finds, or else one step of the ladder; `turn` says which.
pub(super) fn frame(view: &View, turn: u32) -> Vec<Symbol> {
    let mut search = Search::new(Patience::Frame.work(view.pixels()));
    search.glance(view);
    let steps = ladder::steps_of_a_frame(view.pixels());
    let turn = usize::try_from(turn).unwrap_or(0) % steps.len();
    if let Some(step) = steps.get(turn)
        && !search.has_read()
    {
        search.climb(view, *step, Depth::Quick);
    }
    search.finish().symbols
}

/// How far rxing goes.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(super) enum Depth {
    /// Until it has read one code that says something, in one way.
    Quick,
    /// All codes, in both of its ways.
    Full,
}

struct Search {
    work: Work,
    found: Vec<Symbol>,
    refused: Vec<Corners>,
}

impl Search {
    fn new(work: Work) -> Self {
        Self {
            work,
            found: Vec::new(),
            refused: Vec::new(),
        }
    }

    /// Whether there is a code that says something. One that is refused does not end a search: the code that somebody
    /// wants to scan may be beside it.
    fn has_read(&self) -> bool {
        !self.found.is_empty()
    }

    fn first_look(&mut self, view: &View) {
        let looked = Looked::at(view, Shape::Whole, &mut self.work);
        if view.pixels() < SCREEN {
            self.rxing(view, &looked, Depth::Full);
            self.own(view, &looked, FIRST_FIT);
        } else {
            self.own(view, &looked, FIRST_FIT);
            if !self.has_read() {
                self.rxing(view, &looked, Depth::Full);
            }
        }
    }

    /// rxing's first code, and where there is any, all that are ours to find.
    fn glance(&mut self, view: &View) {
        let looked = Looked::at(view, Shape::Whole, &mut self.work);
        self.rxing(view, &looked, Depth::Quick);
        if self.has_read() || !self.refused.is_empty() {
            self.own(view, &looked, FIRST_FIT);
        }
    }

    fn climb(&mut self, base: &View, step: Step, depth: Depth) {
        if !self.work.spend(step.cost(base.pixels())) {
            return;
        }
        let Some(view) = step.of(base) else { return };
        let shape = if step == Step::NoQuietZone {
            Shape::Inner
        } else {
            Shape::Whole
        };
        let looked = Looked::at(&view, shape, &mut self.work);
        if shape == Shape::Whole {
            self.rxing(&view, &looked, depth);
        }
        if !self.has_read() {
            self.own(&view, &looked, LATER_FIT);
        }
        if !self.has_read() && shape == Shape::Inner {
            let looked = Looked::with_one_threshold(&view, shape, &mut self.work);
            self.own(&view, &looked, LATER_FIT);
        }
    }

    fn rxing(&mut self, view: &View, looked: &Looked, depth: Depth) {
        let polarities = [false, true].map(|is_inverted| {
            let seen = looked
                .patterns
                .iter()
                .filter(|pattern| pattern.is_inverted == is_inverted);
            (seen.count() >= 2 || view.pixels() < LARGE).then_some(is_inverted)
        });
        let [candidates, patterns] = CROWDED;
        if looked.candidates <= candidates && looked.patterns.len() <= patterns {
            let polarities = polarities.into_iter().flatten();
            let codes = detector::find(&looked.bitmap, polarities, depth, &mut self.work);
            self.add(view, codes);
        }
    }

    /// Our own way: both polarities, all codes.
    fn own(&mut self, view: &View, looked: &Looked, work: u64) {
        for is_inverted in [false, true] {
            let light = Light::of(view.image(), is_inverted);
            let patterns: Vec<Pattern> = looked
                .patterns
                .iter()
                .filter(|pattern| pattern.is_inverted == is_inverted)
                .copied()
                .collect();
            let mut part = self.work.part(work);
            let codes = codes(light, &patterns, &mut part);
            self.work.give_back(part);
            self.add(view, codes);
        }
    }

    fn add(&mut self, view: &View, codes: Vec<Code>) {
        for code in codes {
            let corners = code.corners.map(|corner| view.to_picture(corner));
            match code.content {
                Some(text) => self.found.push(Symbol { text, corners }),
                None => self.refused.push(corners),
            }
        }
    }

    fn finish(self) -> Seen {
        Seen {
            symbols: arrange::in_reading_order(arrange::without_doubles(self.found)),
            refused: self.refused,
        }
    }
}

/// Each trio in turn, as long as its patterns are not those of a code that was read already.
fn codes(light: Light<'_>, patterns: &[Pattern], work: &mut Work) -> Vec<Code> {
    let mut codes = Vec::new();
    if !work.spend(trio::cost(patterns.len())) {
        return codes;
    }
    let mut used = vec![false; patterns.len()];
    for trio in trio::all(patterns) {
        let numbers = [trio.corner, trio.right, trio.below];
        if numbers
            .iter()
            .any(|number| used.get(*number) != Some(&false))
        {
            continue;
        }
        let [Some(corner), Some(right), Some(below)] =
            numbers.map(|number| patterns.get(number).copied())
        else {
            continue;
        };
        if !work.spend(1_000) {
            break;
        }
        if let Some(code) = fit::read(light, &[corner, right, below], work) {
            codes.push(code);
            for number in numbers {
                if let Some(used) = used.get_mut(number) {
                    *used = true;
                }
            }
        }
    }
    codes
}

/// A view in dark and light, and the position patterns in it.
struct Looked {
    bitmap: Bitmap,
    patterns: Vec<Pattern>,
    /// How many patterns there were before a closer look.
    candidates: usize,
}

impl Looked {
    fn at(view: &View, shape: Shape, work: &mut Work) -> Self {
        Self::with(Bitmap::by_blocks(view.image()), view, shape, work)
    }

    fn with_one_threshold(view: &View, shape: Shape, work: &mut Work) -> Self {
        Self::with(Bitmap::by_one_threshold(view.image()), view, shape, work)
    }

    fn with(bitmap: Bitmap, view: &View, shape: Shape, work: &mut Work) -> Self {
        work.spend(6 * view.pixels());
        let step = if view.pixels() > SCREEN { 2 } else { 1 };
        let (patterns, candidates) = pattern::find(&bitmap, step, shape);
        Self {
            bitmap,
            patterns,
            candidates,
        }
    }
}
