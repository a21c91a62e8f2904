//! The public list of 2fa.directory, where its data is at hand.
#![expect(clippy::disallowed_methods, reason = "the list is a file")]

use std::path::Path;
use transfer::directory::{Offer, read};

#[test]
fn the_public_list_is_read_in_whole() {
    let Some(folder) = std::env::var_os("COUNTERSIGN_FIXTURES") else {
        println!("SKIPPED: COUNTERSIGN_FIXTURES is not set");
        return;
    };
    let file = Path::new(&folder).join("../data/2fa-directory.json");
    let directory = read(&std::fs::read(file).unwrap()).unwrap();
    assert!(directory.services().len() > 2000);
    let github = directory.find("GitHub", "").unwrap();
    assert!(github.offers.contains(&Offer::SecurityKey));
    let steam = directory.find("Steam", "").unwrap();
    assert_eq!(steam.offers, [Offer::Email, Offer::Proprietary]);
}
