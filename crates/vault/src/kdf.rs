//! What checking a password costs: Argon2id parameters (RFC 9106).

use crate::crypto;
use std::time::Duration;

/// Memory, passes and lanes of Argon2id, within what a vault may ask for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Kdf {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

const MIB: u32 = 1024;
/// 1 GiB.
const MAX_MEMORY: u32 = 1024 * MIB;
const MAX_PASSES: u32 = 16;
const MAX_LANES: u32 = 16;
/// Memory times passes: 4 GiB.
const MAX_WORK: u32 = 4096 * MIB;
/// What [`calibrate`] chooses memory from.
const MEMORY_STEPS: [u32; 4] = [512 * MIB, 256 * MIB, 128 * MIB, 64 * MIB];
const FASTEST: Duration = Duration::from_millis(800);
const SLOWEST: Duration = Duration::from_millis(1000);

impl Kdf {
    /// The least that a new password gets: 64 MiB, three passes, one lane.
    pub const FLOOR: Self = Self {
        memory_kib: 64 * MIB,
        passes: 3,
        lanes: 1,
    };

    /// `None` unless memory is 8 KiB a lane to 1 GiB, passes and lanes 1 to 16, and memory times
    /// passes at most 4 GiB.
    pub fn new(memory_kib: u32, passes: u32, lanes: u32) -> Option<Self> {
        let fits = (1..=MAX_LANES).contains(&lanes)
            && (1..=MAX_PASSES).contains(&passes)
            && (8 * lanes..=MAX_MEMORY).contains(&memory_kib)
            && memory_kib <= MAX_WORK / passes;
        fits.then_some(Self {
            memory_kib,
            passes,
            lanes,
        })
    }

    /// Memory in KiB.
    pub fn memory_kib(self) -> u32 {
        self.memory_kib
    }

    /// Passes over the memory.
    pub fn passes(self) -> u32 {
        self.passes
    }

    /// Lanes.
    pub fn lanes(self) -> u32 {
        self.lanes
    }

    /// Memory times passes, in KiB: a measure of what a guess costs.
    pub(crate) fn work(self) -> u64 {
        u64::from(self.memory_kib) * u64::from(self.passes)
    }

    /// The costlier of the two to guess against, and never below [`Self::FLOOR`].
    #[must_use]
    pub fn at_least(self, other: Self) -> Self {
        let costlier = if self.work() >= other.work() {
            self
        } else {
            other
        };
        Self {
            memory_kib: costlier.memory_kib.max(Self::FLOOR.memory_kib),
            passes: costlier.passes.max(Self::FLOOR.passes),
            lanes: costlier.lanes,
        }
    }
}

/// The cost at which this machine checks a password in 0.8 to 1.0 seconds, or in as much of that as
/// its memory and the limits allow: never below [`Kdf::FLOOR`], and with at most an eighth of
/// `memory` (bytes). `measure` says how long one check takes; `None` where the memory is not to be
/// had. The most memory with which the time comes out is chosen.
pub fn calibrate(memory: u64, measure: &mut dyn FnMut(Kdf) -> Option<Duration>) -> Kdf {
    let most = memory / 8 / 1024;
    let steps = MEMORY_STEPS
        .into_iter()
        .filter(|step| u64::from(*step) <= most);
    let mut best = (Duration::ZERO, Kdf::FLOOR);
    for (took, kdf) in steps.filter_map(|memory_kib| just_below_a_second(memory_kib, measure)) {
        if took >= FASTEST {
            return kdf;
        }
        best = if took > best.0 { (took, kdf) } else { best };
    }
    best.1
}

/// The most passes over so much memory that stay within [`SLOWEST`], and how long they take.
fn just_below_a_second(
    memory_kib: u32,
    measure: &mut dyn FnMut(Kdf) -> Option<Duration>,
) -> Option<(Duration, Kdf)> {
    // The first pass also waits for the system to hand out the memory; each further one does not.
    let first = measure(Kdf::new(memory_kib, 1, 1)?)?;
    let second = measure(Kdf::new(memory_kib, 2, 1)?)?.saturating_sub(first);
    let left = SLOWEST.checked_sub(first)?.as_nanos();
    let further = left.checked_div(second.as_nanos()).unwrap_or(u128::MAX);
    let most = MAX_PASSES.min(MAX_WORK / memory_kib);
    let passes = u32::try_from(further).map_or(most, |further| further.saturating_add(1).min(most));
    let kdf = Kdf::new(memory_kib, passes, 1).filter(|kdf| kdf.passes >= Kdf::FLOOR.passes)?;
    Some((first + second * (passes - 1), kdf))
}

/// Does the work of one check and forgets the result; `false` where the memory is not to be had.
pub fn try_kdf(kdf: Kdf) -> bool {
    crypto::argon2id(b"how long does this take?", &[0; 32], kdf).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GIB: u64 = 1 << 30;

    /// A machine that fills so many MiB a second, and takes as long again to get the memory.
    fn machine(mib_per_second: u64) -> impl FnMut(Kdf) -> Option<Duration> {
        move |kdf| {
            let mib = (u64::from(kdf.memory_kib) + kdf.work()) / 1024;
            Some(Duration::from_micros(mib * 1_000_000 / mib_per_second))
        }
    }

    fn chosen(memory: u64, mib_per_second: u64) -> (u32, u32, Duration) {
        let kdf = calibrate(memory, &mut machine(mib_per_second));
        (
            kdf.memory_kib / MIB,
            kdf.passes,
            machine(mib_per_second)(kdf).unwrap(),
        )
    }

    #[test]
    fn a_password_takes_nearly_a_second_on_fast_and_slow_machines() {
        for (speed, memory, passes) in
            [(4000, 512, 6), (2000, 256, 6), (1000, 128, 6), (300, 64, 3)]
        {
            let (mib, chosen_passes, took) = chosen(32 * GIB, speed);
            assert_eq!((mib, chosen_passes), (memory, passes), "{speed} MiB/s");
            assert!(
                (FASTEST..=SLOWEST).contains(&took),
                "{speed} MiB/s: {took:?}"
            );
        }
    }

    #[test]
    fn a_machine_that_is_slower_still_gets_the_floor() {
        assert_eq!(calibrate(32 * GIB, &mut machine(10)), Kdf::FLOOR);
        assert_eq!(calibrate(0, &mut machine(4000)), Kdf::FLOOR);
    }

    #[test]
    fn a_small_machine_gives_an_eighth_of_its_memory_and_no_more() {
        assert_eq!(chosen(GIB, 2000).0, 128);
        assert_eq!(
            chosen(GIB, 1_000_000),
            (128, 16, Duration::from_micros(2176))
        );
    }

    #[test]
    fn costs_that_a_hostile_file_could_ask_for_are_refused() {
        for (memory, passes, lanes) in [
            (1024 * MIB + 1, 1, 1),
            (1024 * MIB, 5, 1),
            (64 * MIB, 17, 1),
            (64 * MIB, 0, 1),
            (64 * MIB, 3, 0),
            (64 * MIB, 3, 17),
            (15, 1, 2),
            (u32::MAX, u32::MAX, u32::MAX),
        ] {
            assert_eq!(
                Kdf::new(memory, passes, lanes),
                None,
                "{memory} {passes} {lanes}"
            );
        }
    }

    #[test]
    fn a_new_password_is_never_cheaper_to_guess_than_the_old_one_or_the_floor() {
        let kdf = |mib, passes| Kdf::new(mib * MIB, passes, 1).unwrap();
        for (left, right, expected) in [
            (Kdf::FLOOR, kdf(512, 4), kdf(512, 4)),
            (kdf(64, 16), kdf(128, 3), kdf(64, 16)),
            (kdf(128, 1), kdf(1, 1), kdf(128, 3)),
        ] {
            assert_eq!(left.at_least(right), expected);
            assert_eq!(right.at_least(left), expected);
        }
    }
}
