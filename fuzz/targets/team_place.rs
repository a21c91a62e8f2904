//! Where a storage is, as whoever lets somebody in says it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use session::teams::Place;

fuzz_target!(|bytes: &[u8]| {
    if let Some(place) = Place::read(bytes) {
        assert_eq!(*place.to_bytes(), bytes);
    }
});
