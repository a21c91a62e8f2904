//! A change that waits in a vault, as another program may have put it there.
#![no_main]

use libfuzzer_sys::fuzz_target;
use team::Change;
use vault::Id;

fuzz_target!(|item: &[u8]| {
    if let Ok(change) = Change::read_item(Id::from_bytes([1; 16]), item) {
        assert_eq!(*change.to_item(), item);
    }
});
