//! Where random bytes come from.

use std::convert::Infallible;

use getrandom::SysRng;
use rand_core::{TryCryptoRng, TryRng};

/// The operating system's random source; the only one from which keys may be made.
pub fn system() -> SystemRandom {
    SystemRandom
}

/// The operating system's random source (getrandom(2), ProcessPrng, getentropy).
///
/// # Panics
/// When the system has no randomness to give. Nothing secret can be made on such a machine, and stopping
/// before anything is written is the only safe answer.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemRandom;

const NO_RANDOMNESS: &str = "the operating system gives no random bytes; no key can be made safely";

impl TryRng for SystemRandom {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(SysRng.try_next_u32().expect(NO_RANDOMNESS))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(SysRng.try_next_u64().expect(NO_RANDOMNESS))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        SysRng.try_fill_bytes(bytes).expect(NO_RANDOMNESS);
        Ok(())
    }
}

impl TryCryptoRng for SystemRandom {}

/// The same bytes for the same seed, for tests. **Never for keys**: whoever sees one number knows all others.
///
/// It claims to be a `CryptoRng` only so that tests can hand it to code that asks for one.
/// Source: SplitMix64 of Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014.
#[derive(Clone, Debug)]
pub struct SeededRandom(u64);

impl SeededRandom {
    /// Starts the sequence that belongs to `seed`.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

impl TryRng for SeededRandom {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let [a, b, c, d, ..] = self.next().to_le_bytes();
        Ok(u32::from_le_bytes([a, b, c, d]))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.next())
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(8) {
            for (to, from) in chunk.iter_mut().zip(self.next().to_le_bytes()) {
                *to = from;
            }
        }
        Ok(())
    }
}

impl TryCryptoRng for SeededRandom {}

#[cfg(test)]
mod tests {
    use rand_core::Rng;

    use super::*;

    /// The values that every implementation of SplitMix64 is checked with, seed 1234567.
    #[test]
    fn the_seeded_source_is_split_mix_64() {
        let mut random = SeededRandom::new(1_234_567);
        let first = [(); 5].map(|()| random.next_u64());
        assert_eq!(
            first,
            [
                6_457_827_717_110_365_317,
                3_203_168_211_198_807_973,
                9_817_491_932_198_370_423,
                4_593_380_528_125_082_431,
                16_408_922_859_458_223_821,
            ]
        );
    }

    #[test]
    fn every_byte_that_is_asked_for_is_filled() {
        let filled = |random: &mut dyn Rng, length: usize| {
            let mut any = vec![0; length];
            // A byte is zero once in 256 times by right; not in 20 tries.
            for _ in 0..20 {
                let mut bytes = vec![0; length];
                random.fill_bytes(&mut bytes);
                any.iter_mut()
                    .zip(bytes)
                    .for_each(|(seen, byte)| *seen |= byte);
            }
            any.iter().all(|byte| *byte != 0)
        };
        for length in [1, 7, 8, 9, 33] {
            assert!(filled(&mut SeededRandom::new(1), length));
            assert!(filled(&mut system(), length));
        }
    }

    #[test]
    fn the_system_does_not_give_the_same_key_twice() {
        let key = || {
            let mut key = [0; 32];
            system().fill_bytes(&mut key);
            key
        };
        assert_ne!(key(), key());
    }
}
