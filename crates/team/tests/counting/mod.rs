//! Randomness that is the same in every run.

use rand_core::{Infallible, TryCryptoRng, TryRng, utils};

/// Counts up: distinct keys and salts.
pub(crate) struct Counting(pub(crate) u64);

impl TryRng for Counting {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        utils::next_word_via_fill(self)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        self.0 += 1;
        Ok(self.0)
    }

    fn try_fill_bytes(&mut self, to: &mut [u8]) -> Result<(), Infallible> {
        utils::fill_bytes_via_next_word(to, || self.try_next_u64())
    }
}

impl TryCryptoRng for Counting {}
