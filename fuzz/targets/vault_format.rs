//! The outside of a vault: a file as it is, and with a checksum that fits.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vault::LockedVault;

fuzz_target!(|file: &[u8]| {
    for file in [Some(file.to_vec()), fuzz::with_checksum(file)]
        .into_iter()
        .flatten()
    {
        let Ok(locked) = LockedVault::read(file.clone()) else {
            continue;
        };
        assert!(locked.generation() > 0);
        assert!((1..=16).contains(&locked.slot_kinds().count()));
        if let Some(vault) = fuzz::open(&file) {
            assert_eq!(
                (vault.id(), vault.generation()),
                (locked.id(), locked.generation())
            );
        }
    }
});
