//! Lists in the format of 2fa.directory: bounded, with safe addresses, and every plain domain in them is found.
#![no_main]

use libfuzzer_sys::fuzz_target;
use transfer::directory::{MAX_SERVICES, read};

fuzz_target!(|bytes: &[u8]| {
    let Ok(directory) = read(bytes) else { return };
    assert!(directory.services().len() <= MAX_SERVICES);
    for service in directory.services() {
        let domain = &service.domain;
        let is_plain = !domain.is_empty() && domain.bytes().all(|b| b.is_ascii_lowercase());
        assert!(!is_plain || directory.find(domain, "").is_some());
        let links = [&service.documentation, &service.recovery];
        let mut links = links.into_iter().flatten();
        assert!(links.all(|link| link.starts_with("https://")));
    }
});
