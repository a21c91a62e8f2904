//! The inside of an entry, as a member could write it: the input is the content.
#![no_main]

use libfuzzer_sys::fuzz_target;
use team::{DeviceKey, EpochKeys, Log};

fuzz_target!(|content: &[u8]| {
    let device = DeviceKey::from_seeds(&[1; 32], &[2; 32]);
    let mut log = Log::new(EpochKeys::new(0, fuzz::team::key()), None);
    let _ = log.read(&fuzz::team::sealed(content), &device);
});
