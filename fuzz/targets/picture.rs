//! Picture files with QR codes.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for symbol in transfer::symbol::find(bytes).unwrap_or_default() {
        assert!(!symbol.text.expose().is_empty());
        assert!(!symbol.kind().name().is_empty());
    }
});
