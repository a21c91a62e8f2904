//! Which three position patterns may belong to one code.

use super::pattern::Pattern;

/// Most patterns that are looked at, those that were seen in the most rows first.
const MOST_PATTERNS: usize = 2_400;
/// How many of the nearest patterns may be partners of one.
const NEIGHBOURS: usize = 40;

/// Three patterns of a code, named by their places in it; `right` and `below` are clockwise in the picture.
#[derive(Clone, Copy)]
pub(super) struct Trio {
    /// Number of the pattern in the corner between the others.
    pub(super) corner: usize,
    /// Number of the top right one where the code stands upright and is not mirrored.
    pub(super) right: usize,
    /// Number of the bottom left one.
    pub(super) below: usize,
    /// 0 for a perfect right angle with equal legs and equal patterns.
    strain: f32,
}

/// Work for finding the trios among so many patterns.
pub(super) fn cost(patterns: usize) -> u64 {
    let patterns = u64::try_from(patterns.min(MOST_PATTERNS)).unwrap_or(u64::MAX);
    4 * patterns * (patterns + 1_000)
}

/// The trios among these patterns of one polarity, the likeliest first.
pub(super) fn all(patterns: &[Pattern]) -> Vec<Trio> {
    let mut order: Vec<(usize, &Pattern)> = patterns.iter().enumerate().collect();
    order.sort_by_key(|(_, pattern)| std::cmp::Reverse(pattern.rows));
    order.truncate(MOST_PATTERNS);
    let mut trios = Vec::new();
    for corner in &order {
        let near = neighbours(*corner, &order);
        for (place, first) in near.iter().enumerate() {
            let others = near.iter().skip(place + 1);
            trios.extend(others.filter_map(|second| trio(*corner, *first, *second)));
        }
    }
    trios.sort_by(|a, b| a.strain.total_cmp(&b.strain));
    trios
}

type Numbered<'a> = (usize, &'a Pattern);

/// The nearest patterns of about the same size that are not nearer or farther than in any code.
fn neighbours<'a>(corner: Numbered<'a>, all: &[Numbered<'a>]) -> Vec<Numbered<'a>> {
    let (_, from) = corner;
    let mut near: Vec<(f32, Numbered<'_>)> = all
        .iter()
        .map(|other| (from.distance(other.1), *other))
        .filter(|(distance, (_, other))| {
            let legs = 9.0 * from.module..200.0 * from.module;
            legs.contains(distance) && is_like(from, other)
        })
        .collect();
    if near.len() > NEIGHBOURS {
        near.select_nth_unstable_by(NEIGHBOURS, |(a, _), (b, _)| a.total_cmp(b));
        near.truncate(NEIGHBOURS);
    }
    near.into_iter().map(|(_, pattern)| pattern).collect()
}

fn is_like(a: &Pattern, b: &Pattern) -> bool {
    a.module < 1.7 * b.module && b.module < 1.7 * a.module
}

fn trio(corner: Numbered<'_>, first: Numbered<'_>, second: Numbered<'_>) -> Option<Trio> {
    let (a, b, c) = (corner.1, first.1, second.1);
    let (ab, ac, bc) = (a.distance(b), a.distance(c), b.distance(c));
    let module = (a.module + b.module + c.module) / 3.0;
    let ratio = ab / ac;
    let (bx, by, cx, cy) = (b.x - a.x, b.y - a.y, c.x - a.x, c.y - a.y);
    let cosine = ((bx * cx + by * cy) / (ab * ac)).abs();
    let fits = is_like(b, c)
        && bc >= ab.max(ac)
        && (0.625..=1.6).contains(&ratio)
        && (10.0..=190.0).contains(&(ab / module))
        && cosine <= 0.42;
    if !fits {
        return None;
    }
    let largest = a.module.max(b.module).max(c.module);
    let smallest = a.module.min(b.module).min(c.module);
    let strain = cosine + ratio.ln().abs() + (largest / smallest).ln() + 0.002 * ab / module;
    let is_clockwise = bx * cy - by * cx > 0.0;
    let (right, below) = if is_clockwise {
        (first, second)
    } else {
        (second, first)
    };
    Some(Trio {
        corner: corner.0,
        right: right.0,
        below: below.0,
        strain,
    })
}
