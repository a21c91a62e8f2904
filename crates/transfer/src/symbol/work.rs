//! How much may be done for one picture.
//!
//! Work is counted, not timed: the same picture gives the same codes on every machine, however busy it is, and this room
//! has no clock. A picture that is made to keep the search busy ends it like any other.

/// Work that is left. One unit is about what looking at one pixel costs, some nanoseconds.
pub(super) struct Work {
    left: u64,
}

impl Work {
    pub(super) fn of(units: u64) -> Self {
        Self { left: units }
    }

    /// Takes `units` from what is left; `false`, and nothing is left any more, where there is less than that.
    pub(super) fn spend(&mut self, units: u64) -> bool {
        let rest = self.left.checked_sub(units);
        self.left = rest.unwrap_or(0);
        rest.is_some()
    }

    /// A part for one step: at most `units`. What the step leaves over is given back with [`Self::give_back`].
    pub(super) fn part(&mut self, units: u64) -> Self {
        let part = units.min(self.left);
        self.left -= part;
        Self { left: part }
    }

    pub(super) fn give_back(&mut self, part: Self) {
        self.left += part.left;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_asks_for_more_than_is_left_gets_nothing_any_more() {
        let mut work = Work::of(10);
        assert!(work.spend(6));
        assert!(!work.spend(5));
        assert!(!work.spend(1));
    }

    #[test]
    fn what_a_part_leaves_over_is_there_for_others() {
        let mut work = Work::of(10);
        let mut part = work.part(8);
        assert!(part.spend(5));
        work.give_back(part);
        assert!(work.spend(5));
        assert!(!work.spend(1));
        assert!(!Work::of(3).part(8).spend(4));
    }
}
