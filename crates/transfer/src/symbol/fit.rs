//! Three position patterns to a code: how many modules it has, where each of them lies, and what they say.

use super::alignment;
use super::grid::{self, Content};
use super::light::Light;
use super::modules::Modules;
use super::number::{float, rounded, signed};
use super::pattern::Pattern;
use super::plane::{Plane, Point, Tie};
use super::work::Work;

/// The middle of a position pattern, in modules from the corner of the code.
const MIDDLE: f32 = 3.5;

/// A code that was read, and its corners in pixels of what was looked at, clockwise.
pub(super) struct Code {
    pub(super) content: Content,
    pub(super) corners: [Point; 4],
}

/// Position patterns in the corner between the others, clockwise after it, and before it.
pub(super) type Corners = [Pattern; 3];

/// The code with these position patterns.
pub(super) fn read(light: Light<'_>, patterns: &Corners, work: &mut Work) -> Option<Code> {
    for version in likely_versions(light, patterns, work)? {
        let side = 17 + 4 * version;
        let flat = flat(patterns, side)?;
        if !has_patterns(light, &flat, side) {
            continue;
        }
        let planes = planes(light, patterns, version, flat, work);
        let seen: Vec<(Modules, &Plane)> = planes
            .iter()
            .map(|plane| (Modules::sampled(light, plane, side), plane))
            .collect();
        let mut read = |way: fn(&Modules, &mut Work) -> Option<Content>| {
            seen.iter()
                .find_map(|(modules, plane)| Some((way(modules, work)?, *plane)))
        };
        let read = read(read_sharp).or_else(|| read(read_out_of_focus));
        if let Some((content, plane)) = read {
            let corners = corners(plane, side);
            return Some(Code { content, corners });
        }
    }
    None
}

/// The outer corners of a code with `side` modules on a side.
pub(super) fn corners(plane: &Plane, side: usize) -> [Point; 4] {
    let end = float(side);
    [(0.0, 0.0), (end, 0.0), (end, end), (0.0, end)].map(|corner| plane.pixel(corner))
}

/// Fine modules bleed into their neighbours; sharpening them helps, but not those that are clear already.
fn read_sharp(modules: &Modules, work: &mut Work) -> Option<Content> {
    const COST: usize = 20;
    if !work.spend(modules.cost(COST)) {
        return None;
    }
    read_modules(modules)
        .or_else(|| read_modules(&modules.sharpened(0.5)))
        .or_else(|| read_modules(&modules.sharpened(1.1)))
}

/// By how much a code is out of focus is not known, so two ways are tried.
fn read_out_of_focus(modules: &Modules, work: &mut Work) -> Option<Content> {
    const COST: usize = 400;
    [0.55, 0.75].into_iter().find_map(|deviation| {
        let is_affordable = work.spend(modules.cost(COST));
        is_affordable.then(|| read_modules(&modules.in_focus(deviation)))?
    })
}

fn read_modules(modules: &Modules) -> Option<Content> {
    let (side, dark) = (modules.side(), modules.dark());
    grid::read(side, |x, y| dark.get(y * side + x) == Some(&true))
}

/// Up to three versions (1 to 40) that agree with the distances between the patterns and with the dotted lines between
/// them, the likeliest first.
fn likely_versions(light: Light<'_>, patterns: &Corners, work: &mut Work) -> Option<Vec<usize>> {
    const LEAST_AGREEMENT: f32 = 0.45;
    let [corner, right, below] = patterns;
    let modules = (modules_between(corner, right) + modules_between(corner, below)) / 2.0 + 7.0;
    let guess = rounded((modules - 17.0) / 4.0);
    if !(1..=42).contains(&guess) {
        return None;
    }
    let tolerance = (1 + guess / 6).min(5);
    let mut likely = Vec::new();
    for version in (guess - tolerance).max(1)..=(guess + tolerance).min(40) {
        let side = usize::try_from(17 + 4 * version).ok()?;
        if !work.spend(u64::try_from(20 * side).ok()?) {
            return None;
        }
        let Some(plane) = flat(patterns, side) else {
            continue;
        };
        let agreement = dotted(light, &plane, side);
        let score = agreement - 0.02 * signed((version - guess).abs());
        if score >= LEAST_AGREEMENT {
            likely.push((score, usize::try_from(version).ok()?));
        }
    }
    likely.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    likely.truncate(3);
    Some(likely.into_iter().map(|(_, version)| version).collect())
}

/// Rows and columns cut a slanted pattern at an angle, so that its modules look longer than they are.
fn modules_between(a: &Pattern, b: &Pattern) -> f32 {
    let distance = a.distance(b);
    let slant = (a.x - b.x).abs().max((a.y - b.y).abs()) / distance;
    distance / ((a.module + b.module) / 2.0 * slant)
}

fn ties(patterns: &Corners, side: usize) -> Vec<Tie> {
    let far = float(side) - MIDDLE;
    let modules = [(MIDDLE, MIDDLE), (far, MIDDLE), (MIDDLE, far)];
    let both = modules.into_iter().zip(patterns);
    both.map(|(module, pattern)| tie(module, (pattern.x, pattern.y), 1.0))
        .collect()
}

fn tie(module: Point, pixel: Point, weight: f64) -> Tie {
    Tie {
        module,
        pixel,
        weight,
    }
}

/// The plane of a code that is seen from straight above.
fn flat(patterns: &Corners, side: usize) -> Option<Plane> {
    let far = float(side) - MIDDLE;
    let [corner, right, below] = patterns;
    let fourth = (right.x + below.x - corner.x, right.y + below.y - corner.y);
    let mut ties = ties(patterns, side);
    ties.push(tie((far, far), fourth, 1.0));
    Plane::through(&ties)
}

/// How much of the timing patterns, the dotted lines between the position patterns, is dark and light in turn: 0 to 1.
fn dotted(light: Light<'_>, plane: &Plane, side: usize) -> f32 {
    const LEAST_STEP: f32 = 4.0;
    let mut before: Option<[f32; 2]> = None;
    let (mut good, mut all) = (0.0, 0.0_f32);
    for number in 7..side.saturating_sub(7) {
        let along = float(number) + 0.5;
        let now = [(along, 6.5), (6.5, along)].map(|module| light.module(plane, module));
        let should_rise = number % 2 == 1;
        for (before, now) in before.iter().flatten().zip(now) {
            let rise = if should_rise {
                now - before
            } else {
                before - now
            };
            good += if rise > LEAST_STEP { 1.0 } else { 0.0 };
            all += 1.0;
        }
        before = Some(now);
    }
    good / all.max(1.0)
}

/// Whether the three position patterns are what they should be, but for a fifth of their modules.
fn has_patterns(light: Light<'_>, plane: &Plane, side: usize) -> bool {
    let far = side.saturating_sub(7);
    let right: usize = [(0, 0), (far, 0), (0, far)]
        .into_iter()
        .map(|(left, top)| right_modules(light, plane, (left, top)))
        .sum();
    right * 100 >= 3 * 49 * 80
}

/// How many of the 49 modules of a position pattern are dark or light as they should be.
fn right_modules(light: Light<'_>, plane: &Plane, (left, top): (usize, usize)) -> usize {
    let places = || (0..7_usize).flat_map(|y| (0..7_usize).map(move |x| (x, y)));
    let shades: Vec<f32> = places()
        .map(|(x, y)| light.at(plane.pixel((float(left + x) + 0.5, float(top + y) + 0.5))))
        .collect();
    let mean = |shades: &mut dyn Iterator<Item = f32>| {
        let (sum, count) = shades.fold((0.0, 0.0_f32), |(sum, count), shade| {
            (sum + shade, count + 1.0)
        });
        sum / count.max(1.0)
    };
    let middle = mean(&mut shades.iter().copied());
    let dark = mean(&mut shades.iter().copied().filter(|shade| *shade < middle));
    let bright = mean(&mut shades.iter().copied().filter(|shade| *shade >= middle));
    let threshold = f32::midpoint(dark, bright);
    let should_be_dark = |x: usize, y: usize| x.abs_diff(3).max(y.abs_diff(3)) != 2;
    places()
        .zip(&shades)
        .filter(|((x, y), shade)| (**shade < threshold) == should_be_dark(*x, *y))
        .count()
}

/// Planes to try, the most exact first: through all alignment patterns, through the last one, and flat.
fn planes(
    light: Light<'_>,
    patterns: &Corners,
    version: usize,
    flat: Plane,
    work: &mut Work,
) -> Vec<Plane> {
    let side = 17 + 4 * version;
    let mut planes = vec![flat];
    let last = float(side) - 6.5;
    let reach = (2.5 + float(side) * 0.06).min(8.0);
    if version < 2 || !work.spend(20_000) {
        return planes;
    }
    let Some((pixel, _)) = alignment::find(light, &flat, (last, last), reach) else {
        return planes;
    };
    let mut ties = ties(patterns, side);
    ties.push(tie((last, last), pixel, 1.0));
    let Some(tilted) = Plane::through(&ties) else {
        return planes;
    };
    planes.insert(0, tilted);
    if version >= 7 {
        let places = alignment::places(version);
        if !work.spend(u64::try_from(places.len() * 4_000).unwrap_or(u64::MAX)) {
            return planes;
        }
        ties.extend(places.into_iter().filter_map(|module| {
            let (pixel, contrast) = alignment::find(light, &tilted, module, 1.4)?;
            (contrast > 18.0).then(|| tie(module, pixel, 0.7))
        }));
        planes.splice(0..0, Plane::through(&ties));
    }
    planes
}
