//! What is tried on a picture, in which order, and when to stop.

use super::bitmap::Bitmap;
use super::fit::{self, Code};
use super::ladder::{self, Step};
use super::light::Light;
use super::pattern::{self, Pattern, Shape};
use super::view::View;
use super::work::Work;
use super::{Symbol, arrange, detector, trio};

/// From this size on a picture is more likely a screen than a photograph: many codes, sharp, and none in most of it.
const SCREEN: u64 = 1_500_000;
/// Work for all steps of one picture.
const ALL_WORK: u64 = 400_000_000;
/// Work for trying out patterns that may belong together, of the first look and of each step of the ladder.
const FIRST_FIT: u64 = 100_000_000;
const LATER_FIT: u64 = 15_000_000;
/// Position patterns beyond which rxing is not asked.
const CROWDED: usize = 1_500;

/// All codes in a picture, with all there is.
pub(super) fn everything(view: &View) -> Vec<Symbol> {
    let mut search = Search::new(view);
    search.first_look();
    for step in ladder::STEPS {
        if !search.found.is_empty() {
            break;
        }
        search.climb(step);
    }
    search.finish()
}

/// The codes in one frame of a camera: what a quick look finds, or else one step of the ladder; `turn` says which.
pub(super) fn frame(view: &View, turn: u32) -> Vec<Symbol> {
    const STEPS: [Step; 8] = [
        Step::EvenedOut,
        Step::AsItIs,
        Step::Halved,
        Step::Sharpened,
        Step::Doubled,
        Step::Blurred,
        Step::NoQuietZone,
        Step::HalvedAndBlurred,
    ];
    let mut search = Search::new(view);
    search.glance();
    if search.found.is_empty() {
        let turn = usize::try_from(turn).unwrap_or(0) % STEPS.len();
        if let Some(step) = STEPS.get(turn) {
            search.climb(*step);
        }
    }
    search.finish()
}

struct Search<'a> {
    whole: &'a View,
    work: Work,
    found: Vec<Symbol>,
}

impl<'a> Search<'a> {
    fn new(whole: &'a View) -> Self {
        Self {
            whole,
            work: Work::of(ALL_WORK),
            found: Vec::new(),
        }
    }

    fn first_look(&mut self) {
        if self.whole.pixels() < SCREEN {
            self.glance();
        }
        if self.found.is_empty() {
            let looked = Looked::at(self.whole, Shape::Whole, &mut self.work);
            self.own(self.whole, &looked, FIRST_FIT);
            if self.found.is_empty() && self.whole.pixels() >= SCREEN {
                self.rxing(self.whole, &looked, usize::MAX);
            }
        }
    }

    /// rxing's first code, and where there is one, all that are ours to find.
    fn glance(&mut self) {
        let looked = Looked::at(self.whole, Shape::Whole, &mut self.work);
        self.rxing(self.whole, &looked, 1);
        if !self.found.is_empty() {
            self.own(self.whole, &looked, FIRST_FIT);
        }
    }

    fn climb(&mut self, step: Step) {
        let Some(view) = step.of(self.whole) else { return };
        let shape = if step == Step::NoQuietZone { Shape::Inner } else { Shape::Whole };
        if !self.work.spend(10 * view.pixels()) {
            return;
        }
        let looked = Looked::at(&view, shape, &mut self.work);
        if shape == Shape::Whole {
            self.rxing(&view, &looked, 1);
        }
        if self.found.is_empty() {
            self.own(&view, &looked, LATER_FIT);
        }
        if self.found.is_empty() && shape == Shape::Inner {
            let looked = Looked::with_one_threshold(&view, shape, &mut self.work);
            self.own(&view, &looked, LATER_FIT);
        }
    }

    fn rxing(&mut self, view: &View, looked: &Looked, most: usize) {
        if looked.patterns.len() <= CROWDED {
            let codes = detector::find(&looked.bitmap, most, &mut self.work);
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
                .filter(|pattern| pattern.is_inverted == is_inverted && (pattern.rows >= 2 || pattern.module < 3.0))
                .copied()
                .collect();
            let mut part = self.work.part(work);
            let codes = codes(light, &patterns, &mut part);
            self.work.give_back(part);
            self.add(view, codes);
        }
    }

    fn add(&mut self, view: &View, codes: Vec<Code>) {
        self.found.extend(codes.into_iter().map(|code| Symbol {
            text: code.text,
            corners: code.corners.map(|corner| view.to_picture(corner)),
        }));
    }

    fn finish(self) -> Vec<Symbol> {
        arrange::in_reading_order(arrange::without_doubles(self.found))
    }
}

/// Each trio in turn, as long as its patterns are not those of a code that was read already.
fn codes(light: Light<'_>, patterns: &[Pattern], work: &mut Work) -> Vec<Code> {
    let mut used = vec![false; patterns.len()];
    let mut codes = Vec::new();
    for trio in trio::all(patterns) {
        let numbers = [trio.corner, trio.right, trio.below];
        if numbers.iter().any(|number| used.get(*number) != Some(&false)) {
            continue;
        }
        let [Some(corner), Some(right), Some(below)] = numbers.map(|number| patterns.get(number).copied()) else {
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
        let patterns = pattern::find(&bitmap, step, shape);
        Self { bitmap, patterns }
    }
}
