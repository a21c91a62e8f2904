//! Texts and pages with backup codes: never more than a set has, and nothing but letters, digits, dashes and spaces.
#![no_main]

use libfuzzer_sys::fuzz_target;
use transfer::backup_codes::{MAX_CODES, read};

fuzz_target!(|bytes: &[u8]| {
    let Ok(codes) = read(bytes) else { return };
    assert!((1..=MAX_CODES).contains(&codes.len()));
    for code in codes {
        assert!(
            code.expose()
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b' ')
        );
    }
});
