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

    /// Memory times passes: a measure of what a guess costs.
    fn work(self) -> u64 {
        u64::from(self.memory_kib) * u64::from(self.passes)
    }

    /// The costlier of the two; a new password is never cheaper to guess than the old one.
    #[must_use]
    pub fn at_least(self, other: Self) -> Self {
        if self.work() >= other.work() && self.memory_kib >= other.memory_kib {
            self
        } else {
            other
        }
    }
}

/// The cost at which this machine checks a password in 0.8 to 1.0 seconds, never below
/// [`Kdf::FLOOR`] and with at most an eighth of `memory` (bytes). `measure` says how long one
/// check takes; `None` where the memory is not to be had.
pub fn calibrate(memory: u64, measure: &mut dyn FnMut(Kdf) -> Option<Duration>) -> Kdf {
    let most = memory / 8 / 1024;
    MEMORY_STEPS
        .into_iter()
        .filter(|step| u64::from(*step) <= most)
        .find_map(|memory_kib| {
            let once = measure(Kdf::new(memory_kib, 1, 1)?)?;
            let passes = SLOWEST.as_nanos().checked_div(once.as_nanos())?;
            let most = u128::from(MAX_PASSES.min(MAX_WORK / memory_kib));
            let passes = u32::try_from(passes.min(most)).ok()?;
            Kdf::new(memory_kib, passes, 1).filter(|kdf| kdf.passes >= Kdf::FLOOR.passes)
        })
        .unwrap_or(Kdf::FLOOR)
}

/// Does the work of one check and forgets the result; `false` where the memory is not to be had.
pub fn try_kdf(kdf: Kdf) -> bool {
    crypto::argon2id(b"how long does this take?", &[0; 32], kdf).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GIB: u64 = 1 << 30;

    /// A machine that fills so many MiB a second.
    fn machine(mib_per_second: u64) -> impl FnMut(Kdf) -> Option<Duration> {
        move |kdf| {
            Some(Duration::from_millis(
                kdf.work() * 1000 / 1024 / mib_per_second,
            ))
        }
    }

    #[test]
    fn a_fast_machine_gets_much_memory_and_takes_nearly_a_second() {
        let kdf = calibrate(32 * GIB, &mut machine(2000));
        assert_eq!((kdf.memory_kib(), kdf.passes()), (512 * MIB, 3));
    }

    #[test]
    fn a_slow_machine_gets_less_memory_and_never_less_than_the_floor() {
        let kdf = calibrate(32 * GIB, &mut machine(500));
        assert_eq!((kdf.memory_kib(), kdf.passes()), (128 * MIB, 3));
        assert_eq!(calibrate(32 * GIB, &mut machine(10)), Kdf::FLOOR);
    }

    #[test]
    fn a_small_machine_gives_an_eighth_of_its_memory_and_no_more() {
        let kdf = calibrate(GIB, &mut machine(2000));
        assert_eq!((kdf.memory_kib(), kdf.passes()), (128 * MIB, 15));
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
    fn a_new_password_is_never_cheaper_to_guess_than_the_old_one() {
        let strong = Kdf::new(512 * MIB, 4, 1).unwrap();
        assert_eq!(Kdf::FLOOR.at_least(strong), strong);
        assert_eq!(strong.at_least(Kdf::FLOOR), strong);
    }
}
