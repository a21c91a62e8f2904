//! Objects of a team's storage: an entry, a snapshot, and a request to join. Nothing is known of who put them there.
#![no_main]

use libfuzzer_sys::fuzz_target;
use team::{DeviceKey, EpochKeys, Log, Request, Snapshot};

fuzz_target!(|object: &[u8]| {
    let device = DeviceKey::from_seeds(&[1; 32], &[2; 32]);
    let mut log = Log::new(EpochKeys::new(0, fuzz::team::key()), None);
    let _ = log.read(object, &device);
    let _ = Request::read(object);
    let keys = EpochKeys::new(0, fuzz::team::key());
    let _ = Snapshot::open(object, log.state().vault(), &keys, |_| true);
    let mut keys = EpochKeys::new(1, fuzz::team::key());
    keys.walk_back(log.state().vault(), object);
});
