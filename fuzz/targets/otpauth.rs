//! otpauth, motp and steam URIs.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(read) = otp::uri::parse(text) {
        fuzz::assert_written_uri_is_read_back(&read);
    }
});
