//! What QR codes say: several texts, one in each line, as if they were in one picture.
#![no_main]

use libfuzzer_sys::fuzz_target;
use session::scan::{Found, first_code, read_found};
use session::{SecretText, SymbolKind, UnixTime};

const KINDS: [SymbolKind; 3] = [
    SymbolKind::Otpauth,
    SymbolKind::Migration,
    SymbolKind::Other,
];

fuzz_target!(|text: &str| {
    for kind in KINDS {
        let found = text.lines().map(|line| Found {
            source: String::new(),
            text: SecretText::new(line.to_owned()),
            kind,
            corners: [(0, 0); 4],
        });
        let found: Vec<Found> = found.collect();
        let readable = read_found(&found);
        for account in &readable.accounts {
            fuzz::assert_written_uri_is_read_back(account);
            let now = UnixTime::new(1_793_707_200).expect("after 1970");
            first_code(account, now);
        }
    }
});
