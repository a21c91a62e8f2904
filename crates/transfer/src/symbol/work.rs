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
