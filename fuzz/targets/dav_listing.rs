//! What a WebDAV server says is in a folder: read or refused, and no name is that of the folder itself.
#![no_main]

use libfuzzer_sys::fuzz_target;
use platform::objects::read_listing;

fuzz_target!(|bytes: &[u8]| {
    let Ok(children) = read_listing(bytes, "/team/log/") else {
        return;
    };
    assert!(children.iter().all(|child| !child.name.is_empty()));
});
