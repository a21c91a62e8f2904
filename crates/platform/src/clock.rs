//! What time it is, and how long something takes.

mod server;

use std::thread;
use std::time::{Duration, Instant, SystemTime};

pub use server::{CompareError, ahead_of};

/// A source of time.
pub trait Clock {
    /// Seconds since 1970-01-01T00:00:00Z; negative when the clock is set before that.
    fn unix_seconds(&self) -> i64;

    /// Does `work` once and says how long it took, unmoved by changes of the wall clock.
    fn elapsed(&self, work: &mut dyn FnMut()) -> Duration;

    /// Begins to wait for somebody else, at most this long.
    fn wait(&self, most: Duration) -> Box<dyn Wait + Send>;
}

/// Waits, a moment at a time.
pub trait Wait {
    /// Lets a moment pass. `false`: the time is over.
    fn moment(&mut self) -> bool;
}

/// The machine's own clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn unix_seconds(&self) -> i64 {
        whole_seconds(SystemTime::now())
    }

    fn elapsed(&self, work: &mut dyn FnMut()) -> Duration {
        let start = Instant::now();
        work();
        start.elapsed()
    }

    fn wait(&self, most: Duration) -> Box<dyn Wait + Send> {
        let began = Stopwatch::start();
        Box::new(Waiting { began, most })
    }
}

/// How long a moment lasts: whoever waits looks at a storage after each.
const MOMENT: Duration = Duration::from_secs(1);

struct Waiting {
    began: Stopwatch,
    most: Duration,
}

impl Wait for Waiting {
    fn moment(&mut self) -> bool {
        let left = self.most.saturating_sub(self.began.elapsed());
        thread::sleep(left.min(MOMENT));
        !left.is_zero()
    }
}

/// A clock that stands still, for tests.
#[derive(Clone, Copy, Debug, Default)]
pub struct FixedClock {
    /// What [`Clock::unix_seconds`] says.
    pub unix_seconds: i64,
    /// What [`Clock::elapsed`] says, however long the work took.
    pub each_takes: Duration,
}

impl Clock for FixedClock {
    fn unix_seconds(&self) -> i64 {
        self.unix_seconds
    }

    fn elapsed(&self, work: &mut dyn FnMut()) -> Duration {
        work();
        self.each_takes
    }

    fn wait(&self, most: Duration) -> Box<dyn Wait + Send> {
        Box::new(Moments(most.as_secs()))
    }
}

/// So many moments that take no time.
struct Moments(u64);

impl Wait for Moments {
    fn moment(&mut self) -> bool {
        let is_left = self.0 > 0;
        self.0 = self.0.saturating_sub(1);
        is_left
    }
}

/// Measures what has passed since it was made, unmoved by changes of the wall clock.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts it.
    #[must_use]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// The time since then.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}

/// Rounds down, also before 1970.
fn whole_seconds(time: SystemTime) -> i64 {
    let seconds = |span: Duration| i64::try_from(span.as_secs()).unwrap_or(i64::MAX);
    match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(after) => seconds(after),
        Err(before) => {
            let before = before.duration();
            -seconds(before) - i64::from(before.subsec_nanos() > 0)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_lasts_until_the_next_one_begins_also_before_1970() {
        let at = |millis: i64| {
            let span = Duration::from_millis(millis.unsigned_abs());
            let epoch = SystemTime::UNIX_EPOCH;
            whole_seconds(if millis < 0 {
                epoch - span
            } else {
                epoch + span
            })
        };
        let cases = [
            (0, 0),
            (999, 0),
            (1000, 1),
            (-1, -1),
            (-1000, -1),
            (-1001, -2),
        ];
        for (millis, second) in cases {
            assert_eq!(at(millis), second, "{millis} ms");
        }
    }

    #[test]
    fn the_work_that_is_measured_is_done_once() {
        let fixed = FixedClock {
            unix_seconds: 59,
            each_takes: Duration::from_secs(2),
        };
        let clocks: [&dyn Clock; 2] = [&SystemClock, &fixed];
        for clock in clocks {
            let mut runs = 0;
            clock.elapsed(&mut || runs += 1);
            assert_eq!(runs, 1);
        }
    }

    #[test]
    fn the_system_clock_measures_what_passes() {
        let nap = Duration::from_millis(20);
        assert!(SystemClock.elapsed(&mut || thread::sleep(nap)) >= nap);
    }

    #[test]
    fn whoever_waits_waits_as_long_as_it_was_told_and_no_longer() {
        let nap = Duration::from_millis(20);
        let mut waiting = SystemClock.wait(nap);
        let waited = SystemClock.elapsed(&mut || while waiting.moment() {});
        assert!((nap..MOMENT).contains(&waited), "{waited:?}");
        let mut fixed = FixedClock::default().wait(Duration::from_secs(2));
        assert_eq!([(); 3].map(|()| fixed.moment()), [true, true, false]);
    }
}
