//! A contact card, as anybody may have sent it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use team::ContactCard;

fuzz_target!(|text: &str| {
    if let Ok(card) = ContactCard::read(text) {
        let whole: String = text.split_ascii_whitespace().collect();
        assert_eq!(card.to_text(), whole);
    }
});
