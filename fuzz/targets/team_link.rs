//! A link to join a team vault, as anybody may have sent it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use session::teams::Link;

fuzz_target!(|text: &str| {
    if let Ok(link) = Link::read(text) {
        assert_eq!(*link.to_text(), text.trim());
    }
});
