//! The inside of a lease, as a lender could write it: the input is the plaintext.
#![no_main]

use libfuzzer_sys::fuzz_target;
use otp::UnixTime;
use team::LeaseSlice;

fuzz_target!(|plain: &[u8]| {
    let now = UnixTime::new(1_780_000_007).expect("a time");
    let object = fuzz::lease::sealed(plain);
    if let Ok(mut slice) = LeaseSlice::open(&object, &fuzz::lease::device(), now, |_| true) {
        let shown = slice.code(now).map(|(code, _)| code.to_owned());
        slice.forget_past(now);
        assert_eq!(slice.code(now).map(|(code, _)| code.to_owned()), shown);
    }
});
