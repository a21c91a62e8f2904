//! The inside of a vault: the input is the document. What opens can be saved, and opens again to the same.
#![no_main]

use std::convert::Infallible;

use libfuzzer_sys::fuzz_target;
use rand_core::{TryCryptoRng, TryRng, utils};

fuzz_target!(|document: &[u8]| {
    let Some(vault) = fuzz::open(&fuzz::seal(document)) else {
        return;
    };
    let saved = vault
        .seal(&mut Counting(0))
        .expect("what was read is within the limits");
    let again = fuzz::open(saved.bytes()).expect("what was saved opens");
    assert_eq!(again.document_checksum(), vault.document_checksum());
});

/// Not random at all, so that every crash can be repeated.
struct Counting(u64);

impl TryRng for Counting {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        self.try_next_u64().map(|number| number as u32)
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
