//! How light each module of a code is.

use super::light::Light;
use super::number::float;
use super::plane::Plane;

/// A square of shades, one for each module.
pub(super) struct Modules {
    side: usize,
    shades: Vec<f32>,
}

impl Modules {
    pub(super) fn sampled(light: Light<'_>, plane: &Plane, side: usize) -> Self {
        let places = (0..side).flat_map(|y| (0..side).map(move |x| (x, y)));
        let middles = places.map(|(x, y)| (float(x) + 0.5, float(y) + 0.5));
        Self {
            side,
            shades: middles.map(|middle| light.module(plane, middle)).collect(),
        }
    }

    pub(super) fn side(&self) -> usize {
        self.side
    }

    /// Work for something that costs `each` for a module.
    pub(super) fn cost(&self, each: usize) -> u64 {
        u64::try_from(self.shades.len() * each).unwrap_or(u64::MAX)
    }

    /// Each module set off from its four neighbours.
    pub(super) fn sharpened(&self, strength: f32) -> Self {
        let last = self.side.saturating_sub(1);
        let places = (0..self.side).flat_map(|y| (0..self.side).map(move |x| (x, y)));
        let shades = places.map(|(x, y)| {
            let neighbours = self.at(x.saturating_sub(1), y)
                + self.at((x + 1).min(last), y)
                + self.at(x, y.saturating_sub(1))
                + self.at(x, (y + 1).min(last));
            let own = self.at(x, y);
            own + strength * (own - neighbours / 4.0)
        });
        Self {
            side: self.side,
            shades: shades.collect(),
        }
    }

    /// The shades that, blurred by so many modules, would be these (P. Jansson's way of van Cittert's iteration): each
    /// round adds what is missing, and nothing gets darker than the darkest or lighter than the lightest.
    pub(super) fn in_focus(&self, deviation: f32) -> Self {
        const ROUNDS: usize = 24;
        let darkest = self.shades.iter().copied().fold(f32::MAX, f32::min);
        let lightest = self.shades.iter().copied().fold(f32::MIN, f32::max);
        let mut guess = self.shades.clone();
        for _round in 0..ROUNDS {
            let blurred = self.blurred(&guess, deviation);
            for ((guess, seen), blurred) in guess.iter_mut().zip(&self.shades).zip(blurred) {
                *guess = (*guess + 1.5 * (seen - blurred)).max(darkest).min(lightest);
            }
        }
        Self {
            side: self.side,
            shades: guess,
        }
    }

    /// `shades` out of focus; beyond the edge they are as at the edge.
    fn blurred(&self, shades: &[f32], deviation: f32) -> Vec<f32> {
        let weight = |modules: f32| (-modules * modules / (2.0 * deviation * deviation)).exp();
        let all = 1.0 + 2.0 * weight(1.0) + 2.0 * weight(2.0);
        let weights = [1.0 / all, weight(1.0) / all, weight(2.0) / all];
        let rows = self.blurred_along(shades, weights, |along, across| across * self.side + along);
        self.blurred_along(&rows, weights, |along, across| along * self.side + across)
    }

    fn blurred_along(
        &self,
        shades: &[f32],
        [own, next, far]: [f32; 3],
        place: impl Fn(usize, usize) -> usize,
    ) -> Vec<f32> {
        let last = self.side.saturating_sub(1);
        let mut blurred = vec![0.0; shades.len()];
        for across in 0..self.side {
            let at = |along: usize| {
                shades
                    .get(place(along.min(last), across))
                    .copied()
                    .unwrap_or(0.0)
            };
            for along in 0..self.side {
                let sum = own * at(along)
                    + next * (at(along.saturating_sub(1)) + at(along + 1))
                    + far * (at(along.saturating_sub(2)) + at(along + 2));
                if let Some(shade) = blurred.get_mut(place(along, across)) {
                    *shade = sum;
                }
            }
        }
        blurred
    }

    /// Row by row, whether each module is darker than the mean of the 13 x 13 around it.
    pub(super) fn dark(&self) -> Vec<bool> {
        const AROUND: usize = 6;
        let sums = self.sums();
        let sum = |x: usize, y: usize| sums.get(y * (self.side + 1) + x).copied().unwrap_or(0.0);
        let places = (0..self.side).flat_map(|y| (0..self.side).map(move |x| (x, y)));
        places
            .map(|(x, y)| {
                let [left, top] = [x, y].map(|place| place.saturating_sub(AROUND));
                let [right, bottom] = [x, y].map(|place| (place + AROUND + 1).min(self.side));
                let all = sum(right, bottom) - sum(left, bottom) - sum(right, top) + sum(left, top);
                self.at(x, y) < all / float((right - left) * (bottom - top))
            })
            .collect()
    }

    /// For each corner between modules the sum of all modules above and left of it, so one more on a side.
    fn sums(&self) -> Vec<f32> {
        let width = self.side + 1;
        let mut sums = vec![0.0; width];
        for (y, row) in self.shades.chunks(self.side.max(1)).enumerate() {
            let mut sum = 0.0;
            sums.push(0.0);
            for (x, shade) in row.iter().enumerate() {
                sum += shade;
                let above = sums.get(y * width + x + 1).copied().unwrap_or(0.0);
                sums.push(above + sum);
            }
        }
        sums
    }

    fn at(&self, x: usize, y: usize) -> f32 {
        self.shades.get(y * self.side + x).copied().unwrap_or(0.0)
    }
}
