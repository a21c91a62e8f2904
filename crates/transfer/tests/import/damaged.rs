//! What is left of a file when a disk, a mail program or an enemy was at it.

use proptest::prelude::*;

use crate::samples::{Sample, all};

/// Reading ends in accounts or an error; a panic would end the test.
fn survives(sample: &Sample, bytes: &[u8]) {
    drop(sample.read(bytes));
}

#[test]
fn a_sample_cut_off_anywhere_is_never_taken_for_the_whole() {
    for sample in all() {
        let whole = sample.read(&sample.bytes).unwrap().items.len();
        // Each of those behind a password takes the work of checking it.
        let cuts = if sample.password.is_some() { 4 } else { 40 };
        let step = (sample.bytes.len() / cuts).max(1);
        for length in (0..sample.bytes.len()).step_by(step) {
            let cut = &sample.bytes[..length];
            let found = sample.read(cut).map_or(0, |import| import.items.len());
            assert!(found <= whole, "{} cut to {length} bytes", sample.name);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_sample_with_any_bytes_changed_breaks_nothing(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        for sample in all() {
            let mut bytes = sample.bytes.clone();
            for (place, byte) in &changes {
                bytes[place.index(sample.bytes.len())] = *byte;
            }
            survives(&sample, &bytes);
        }
    }

    #[test]
    fn any_bytes_at_all_break_nothing(bytes in proptest::collection::vec(any::<u8>(), 0..512)) {
        drop(transfer::import::read(&bytes, None, transfer::import::Access::default()));
    }
}
