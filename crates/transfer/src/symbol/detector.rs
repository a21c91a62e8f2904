//! rxing's way of finding codes: by the edges of position patterns in a picture of dark and light pixels. It is
//! surer than ours where paper is bent, and knows nothing of shades.

use std::panic;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use rxing::common::{BitMatrix, DetectorRXingResult};
use rxing::qrcode::cpp_port::detector::{FindFinderPatterns, GenerateFinderPatternSets, SampleQR};
use rxing::qrcode::detector::Detector;
use rxing::{DecodeHints, Point};

use super::bitmap::Bitmap;
use super::fit::{self, Code};
use super::number::float;
use super::plane::{Plane, Tie};
use super::search::Depth;
use super::work::Work;
use super::{grid, quiet};

/// The codes of these polarities, `true` for light on dark.
pub(super) fn find(
    bitmap: &Bitmap,
    polarities: impl Iterator<Item = bool>,
    depth: Depth,
    work: &mut Work,
) -> Vec<Code> {
    let mut codes = Vec::new();
    let mut polarities = polarities.peekable();
    if polarities.peek().is_none() {
        return codes;
    }
    let Some(mut matrix) = matrix(bitmap) else {
        return codes;
    };
    let mut is_flipped = false;
    for is_inverted in polarities {
        if is_flipped != is_inverted {
            matrix.flip_self();
            is_flipped = is_inverted;
        }
        let is_first = !codes.iter().any(says_something);
        codes.extend(dark_codes(&matrix, depth, is_first, work));
        if depth == Depth::Quick && codes.iter().any(says_something) {
            break;
        }
    }
    codes
}

fn says_something(code: &Code) -> bool {
    code.content.is_some()
}

fn matrix(bitmap: &Bitmap) -> Option<BitMatrix> {
    let side = |pixels: usize| u32::try_from(pixels).ok();
    let mut matrix = BitMatrix::new(side(bitmap.width())?, side(bitmap.height())?).ok()?;
    for (y, row) in (0..).zip(bitmap.rows()) {
        for (x, is_dark) in (0..).zip(row) {
            if *is_dark {
                matrix.set(x, y);
            }
        }
    }
    Some(matrix)
}

/// The codes that are dark on light; `is_first` while there is none yet that says something.
fn dark_codes(matrix: &BitMatrix, depth: Depth, is_first: bool, work: &mut Work) -> Vec<Code> {
    let pixels = u64::from(matrix.getWidth()) * u64::from(matrix.getHeight());
    if !work.spend(3 * pixels) {
        return Vec::new();
    }
    let mut codes = by_edges(matrix, depth, work);
    let is_nothing = !codes.iter().any(says_something);
    if is_nothing && is_first && depth == Depth::Full && work.spend(3 * pixels) {
        codes.extend(by_middles(matrix));
    }
    codes
}

/// The newer of rxing's two ways. It looks at many combinations of patterns.
fn by_edges(matrix: &BitMatrix, depth: Depth, work: &mut Work) -> Vec<Code> {
    const COST: u64 = 150_000;
    let sets = quiet::catch(|| {
        let mut patterns = FindFinderPatterns(matrix, true, 0);
        GenerateFinderPatternSets(&mut patterns)
    });
    let mut used = Vec::new();
    let mut codes = Vec::new();
    for set in sets.unwrap_or_default() {
        let patterns = [set.bl, set.tl, set.tr];
        if patterns.iter().any(|pattern| used.contains(pattern)) {
            continue;
        }
        let is_enough = depth == Depth::Quick && codes.iter().any(says_something);
        if is_enough || !work.spend(COST) {
            break;
        }
        let sampled = quiet::catch(|| SampleQR(matrix, &set));
        let Some(Ok(sampled)) = sampled else { continue };
        if let Some(content) = grid::read_matrix(sampled.getBits()) {
            used.extend(patterns);
            codes.extend(corners(sampled.getPoints()).map(|corners| Code { content, corners }));
        }
    }
    codes
}

/// The corners as rxing gives them: row by row, and half a pixel too far.
fn corners(points: &[Point]) -> Option<[(f32, f32); 4]> {
    let [top_left, top_right, bottom_left, bottom_right] = points else {
        return None;
    };
    Some(
        [top_left, top_right, bottom_right, bottom_left]
            .map(|point| (point.x - 0.5, point.y - 0.5)),
    )
}

/// The older one: the three patterns that fit together best.
fn by_middles(matrix: &BitMatrix) -> Option<Code> {
    let seen = AtomicU32::new(0);
    let hints = DecodeHints {
        TryHarder: Some(true),
        NeedResultPointCallback: Some(Arc::new(move |_pattern| count_or_unwind(&seen))),
        ..DecodeHints::default()
    };
    let found = quiet::catch(|| Detector::new(matrix).detect_with_hints(&hints))?.ok()?;
    let content = grid::read_matrix(found.getBits())?;
    let side = usize::try_from(found.getBits().getHeight()).ok()?;
    let far = float(side) - 3.5;
    let [below, corner, right, others @ ..] = found.getPoints() else {
        return None;
    };
    let (module, last) = match others {
        [alignment, ..] => ((far - 3.0, far - 3.0), (alignment.x, alignment.y)),
        [] => (
            (far, far),
            (right.x + below.x - corner.x, right.y + below.y - corner.y),
        ),
    };
    let tie = |module, pixel| Tie {
        module,
        pixel,
        weight: 1.0,
    };
    let plane = Plane::through(&[
        tie((3.5, 3.5), (corner.x, corner.y)),
        tie((far, 3.5), (right.x, right.y)),
        tie((3.5, far), (below.x, below.y)),
        tie(module, last),
    ])?;
    Some(Code {
        content,
        corners: fit::corners(&plane, side),
    })
}

/// rxing tries every three of the patterns it found. Where those are too many, this unwinds out of it; the caller
/// catches that, and no panic hook runs.
fn count_or_unwind(seen: &AtomicU32) {
    const MOST: u32 = 200;
    if seen.fetch_add(1, Ordering::Relaxed) >= MOST {
        panic::resume_unwind(Box::new("too many patterns"));
    }
}
