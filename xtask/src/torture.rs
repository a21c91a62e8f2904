//! What `torture` does: tests that are too slow, or need too much, for every day.

mod archive;
mod camera;
mod kernel;

use crate::needs::Purpose;
use crate::report::{Outcome, Report};
use crate::setup;
use crate::steps::timed;

/// One slow test.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Part {
    /// Scanning with a camera of a real kernel.
    Camera,
}

impl Part {
    pub(crate) const ALL: [Self; 1] = [Self::Camera];

    /// How the arguments call it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Camera => "camera",
        }
    }

    fn run(self) -> Outcome {
        match self {
            Self::Camera => camera::run(),
        }
    }
}

/// Installs what is missing, then runs these parts. Goes on after a failure.
pub(crate) fn torture(parts: &[Part], yes: bool) -> Report {
    let mut report = Report::default();
    report.add(timed("set-up", || {
        setup::prepare(Purpose::Torture, yes);
        Outcome::Passed
    }));
    for part in parts {
        report.add(timed(part.name(), || part.run()));
    }
    report
}
