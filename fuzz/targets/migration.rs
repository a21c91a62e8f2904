//! Google Authenticator exports: the whole text, and the message alone.
#![no_main]

use data_encoding::BASE64;
use libfuzzer_sys::fuzz_target;
use transfer::migration::parse;

fuzz_target!(|bytes: &[u8]| {
    let message = format!("otpauth-migration://offline?data={}", BASE64.encode(bytes));
    for text in [Ok(message.as_str()), str::from_utf8(bytes)]
        .into_iter()
        .flatten()
    {
        let Ok(part) = parse(text) else { continue };
        part.entries
            .iter()
            .flatten()
            .for_each(fuzz::assert_written_uri_is_read_back);
    }
});
