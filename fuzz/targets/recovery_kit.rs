//! Recovery kits, as they are typed or scanned.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vault::{Id, RecoverySecret};

fuzz_target!(|text: &str| {
    let Ok(kit) = RecoverySecret::parse(text) else {
        return;
    };
    let words = kit.words();
    for text in [kit.machine_line(Id::from_bytes([7; 16])), kit.words()] {
        let again = RecoverySecret::parse(text.expose()).expect("what was written is read");
        assert_eq!(again.words().expose(), words.expose());
    }
});
