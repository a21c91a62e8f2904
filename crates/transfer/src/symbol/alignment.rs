//! Alignment patterns: small squares all over a code, which show how it is bent (ISO/IEC 18004 section 6.3.6).

use super::light::Light;
use super::number::{float, rounded, signed};
use super::plane::{Plane, Point};

/// The middles of the alignment patterns (ISO/IEC 18004 annex E), in modules.
pub(super) fn places(version: usize) -> Vec<Point> {
    let count = version / 7 + 2;
    let last = 4 * version + 10;
    let step = match version {
        32 => 26,
        _ => (4 * version + 2 * count + 1) / (2 * count - 2) * 2,
    };
    let line: Vec<usize> = std::iter::once(6)
        .chain(
            (0..count - 1)
                .rev()
                .map(|back| last.saturating_sub(back * step)),
        )
        .collect();
    let is_position_pattern =
        |x: usize, y: usize| (x == 6 && (y == 6 || y == last)) || (x == last && y == 6);
    line.iter()
        .flat_map(|y| line.iter().map(move |x| (*x, *y)))
        .filter(|(x, y)| !is_position_pattern(*x, *y))
        .map(|(x, y)| (float(x) + 0.5, float(y) + 0.5))
        .collect()
}

/// Looks for an alignment pattern within `reach` modules of where it should be: a dark module, light ones around it and
/// dark ones around those. Gives the pixel of its middle, and how clear it is.
pub(super) fn find(
    light: Light<'_>,
    plane: &Plane,
    (u, v): Point,
    reach: f32,
) -> Option<(Point, f32)> {
    const LEAST_CONTRAST: f32 = 10.0;
    let (x, y) = plane.pixel((u, v));
    let (right, down) = (plane.pixel((u + 1.0, v)), plane.pixel((u, v + 1.0)));
    let (across, along) = ((right.0 - x, right.1 - y), (down.0 - x, down.1 - y));
    let module = f32::midpoint(across.0.hypot(across.1), along.0.hypot(along.1));
    let step = (1.0 / module).clamp(0.25, 0.4);
    let steps = rounded((reach / step).floor()).min(40);
    let at = |right: f32, down: f32| {
        (
            x + across.0 * right + along.0 * down,
            y + across.1 * right + along.1 * down,
        )
    };
    let shade = |right: f32, down: f32| light.at(at(right, down));
    let mut best = (f32::MIN, (0.0, 0.0));
    for row in -steps..=steps {
        for column in -steps..=steps {
            let (right, down) = (signed(column) * step, signed(row) * step);
            let off = 0.02 * (right * right + down * down);
            let contrast = rings(|a, b| shade(right + a, down + b)) - off;
            if contrast > best.0 {
                best = (contrast, (right, down));
            }
        }
    }
    let (contrast, (right, down)) = best;
    (contrast >= LEAST_CONTRAST).then(|| (at(right, down), contrast))
}

/// How much lighter the ring around a dark module is than the module and the ring around that.
fn rings(shade: impl Fn(f32, f32) -> f32) -> f32 {
    const INNER: [(f32, f32); 8] = [
        (-1.0, -1.0),
        (0.0, -1.0),
        (1.0, -1.0),
        (-1.0, 0.0),
        (1.0, 0.0),
        (-1.0, 1.0),
        (0.0, 1.0),
        (1.0, 1.0),
    ];
    const OUTER: [(f32, f32); 16] = [
        (-2.0, -2.0),
        (-1.0, -2.0),
        (0.0, -2.0),
        (1.0, -2.0),
        (2.0, -2.0),
        (-2.0, -1.0),
        (2.0, -1.0),
        (-2.0, 0.0),
        (2.0, 0.0),
        (-2.0, 1.0),
        (2.0, 1.0),
        (-2.0, 2.0),
        (-1.0, 2.0),
        (0.0, 2.0),
        (1.0, 2.0),
        (2.0, 2.0),
    ];
    let middle = shade(0.0, 0.0);
    let inner = INNER.iter().map(|(x, y)| shade(*x, *y)).sum::<f32>() / 8.0;
    let outer = OUTER.iter().map(|(x, y)| shade(*x, *y)).sum::<f32>() / 16.0;
    (inner - f32::midpoint(middle, outer)).min(inner - middle)
}
