//! What `torture` does: tests that are too slow, or need too much, for every day.

mod archive;
mod camera;
mod coverage;
mod kernel;
mod reliability;

use crate::fuzz;
use crate::needs::Purpose;
use crate::report::{Outcome, Report};
use crate::setup;
use crate::simulate;
use crate::steps::{outcome, timed};

/// For each target: all of them stay under nine minutes.
const FUZZ_SECONDS: u32 = 20;

/// One slow test.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Part {
    /// Scanning with a camera of a real kernel.
    Camera,
    /// Kills, power cuts, broken disks, damaged files, many programs, many accounts and wrong clocks.
    Reliability,
    /// Whole teams on a storage that lies.
    Simulation,
    /// Every reader of hostile bytes, for a short time.
    Fuzz,
    /// How much of those readers the tests run.
    Coverage,
}

impl Part {
    pub(crate) const ALL: [Self; 5] = [
        Self::Camera,
        Self::Reliability,
        Self::Simulation,
        Self::Fuzz,
        Self::Coverage,
    ];

    /// How the arguments call it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Camera => "camera",
            Self::Reliability => "reliability",
            Self::Simulation => "simulation",
            Self::Fuzz => "fuzz",
            Self::Coverage => "coverage",
        }
    }

    fn run(self) -> Outcome {
        match self {
            Self::Camera => camera::run(),
            Self::Reliability => reliability::run(),
            Self::Simulation => outcome(simulate::simulate(None)),
            Self::Fuzz => outcome(fuzz::fuzz_all(FUZZ_SECONDS)),
            Self::Coverage => coverage::run(),
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
