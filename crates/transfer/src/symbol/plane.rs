//! Where the modules of a code lie in the picture: a plane seen in perspective.

/// A place in the picture or in a code.
pub(super) type Point = (f32, f32);

/// Turns places in a code (columns and rows of modules) into places in the picture (pixels).
#[derive(Clone, Copy)]
pub(super) struct Plane {
    x: [f32; 3],
    y: [f32; 3],
    depth: [f32; 2],
}

/// A place that is known in both.
#[derive(Clone, Copy)]
pub(super) struct Tie {
    pub(super) module: Point,
    pub(super) pixel: Point,
    /// How sure it is.
    pub(super) weight: f64,
}

impl Plane {
    /// The plane that fits four or more ties best; `None` where they lie in one line.
    pub(super) fn through(ties: &[Tie]) -> Option<Self> {
        let mut equations = [[0.0; 9]; 8];
        for tie in ties {
            let [u, v, x, y] =
                [tie.module.0, tie.module.1, tie.pixel.0, tie.pixel.1].map(f64::from);
            for row in [
                [u, v, 1.0, 0.0, 0.0, 0.0, -u * x, -v * x, x],
                [0.0, 0.0, 0.0, u, v, 1.0, -u * y, -v * y, y],
            ] {
                for (equation, factor) in equations.iter_mut().zip(row) {
                    for (sum, term) in equation.iter_mut().zip(row) {
                        *sum += tie.weight * factor * term;
                    }
                }
            }
        }
        let [a, b, c, d, e, f, g, h] = solved(equations)?;
        Some(Self {
            x: [a, b, c],
            y: [d, e, f],
            depth: [g, h],
        })
    }

    /// The pixel at this place of the code.
    pub(super) fn pixel(&self, (u, v): Point) -> Point {
        let along = |[a, b, c]: [f32; 3]| a * u + b * v + c;
        let [g, h] = self.depth;
        let depth = g * u + h * v + 1.0;
        (along(self.x) / depth, along(self.y) / depth)
    }
}

/// Gauss-Jordan elimination with pivots.
fn solved(mut rows: [[f64; 9]; 8]) -> Option<[f32; 8]> {
    for step in 0..8 {
        let size = |row: &[f64; 9]| row.get(step).copied().unwrap_or(0.0).abs();
        let (pivot, _) = rows
            .iter()
            .enumerate()
            .skip(step)
            .max_by(|(_, a), (_, b)| size(a).total_cmp(&size(b)))?;
        rows.swap(step, pivot);
        let pivot = *rows.get(step)?;
        let divisor = *pivot.get(step)?;
        if divisor.abs() < 1e-12 {
            return None;
        }
        for (number, row) in rows.iter_mut().enumerate() {
            if number != step {
                let factor = row.get(step)? / divisor;
                for (value, subtracted) in row.iter_mut().zip(pivot) {
                    *value -= factor * subtracted;
                }
            }
        }
    }
    let mut solution = [0.0; 8];
    for (step, (row, value)) in rows.iter().zip(&mut solution).enumerate() {
        *value = narrow(row.last()? / row.get(step)?);
    }
    Some(solution)
}

#[expect(
    clippy::as_conversions,
    reason = "the language has no other conversion; the rest of the digits is not needed"
)]
fn narrow(value: f64) -> f32 {
    value as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ties(pixels: [Point; 4]) -> Vec<Tie> {
        let modules = [(3.5, 3.5), (21.5, 3.5), (21.5, 21.5), (3.5, 21.5)];
        let both = modules.into_iter().zip(pixels);
        both.map(|(module, pixel)| Tie {
            module,
            pixel,
            weight: 1.0,
        })
        .collect()
    }

    #[test]
    fn four_ties_in_perspective_are_met_and_straight_lines_stay_straight() {
        let pixels = [(10.0, 10.0), (200.0, 30.0), (170.0, 180.0), (20.0, 150.0)];
        let ties = ties(pixels);
        let plane = Plane::through(&ties).unwrap();
        for tie in &ties {
            let (x, y) = plane.pixel(tie.module);
            assert!((x - tie.pixel.0).abs() < 0.01 && (y - tie.pixel.1).abs() < 0.01);
        }
        let [a, b, c] = [3.5, 10.0, 21.5].map(|u| plane.pixel((u, 3.5)));
        let bend = (b.0 - a.0) * (c.1 - a.1) - (b.1 - a.1) * (c.0 - a.0);
        assert!(bend.abs() < 0.1);
    }

    #[test]
    fn there_is_no_plane_through_one_point() {
        assert!(Plane::through(&ties([(5.0, 5.0); 4])).is_none());
        assert!(Plane::through(&[]).is_none());
    }
}
