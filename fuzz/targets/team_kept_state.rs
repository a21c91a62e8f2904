//! A state of a team's log, as another program may have put it into the state folder.
#![no_main]

use libfuzzer_sys::fuzz_target;
use team::KeptState;

fuzz_target!(|content: &[u8]| {
    if let Ok(kept) = KeptState::read(content) {
        assert_eq!(*kept.content(), content);
    }
});
