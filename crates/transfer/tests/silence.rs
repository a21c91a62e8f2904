//! A panic inside the finder is caught and says nothing; all other panics are heard as before.
//!
//! The only test of its program: the panic hook belongs to the whole process.

use std::panic;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use transfer::symbol;

/// A bent code with which rqrr 0.11 divides by almost nothing; found by bending codes at random.
const PICTURE: &[u8] =
    include_bytes!("../../../tests/vectors/transfer/panics/rqrr_0_11_geometry.png");

static HEARD: AtomicUsize = AtomicUsize::new(0);

#[test]
fn a_panic_of_the_finder_is_not_heard_and_others_are() {
    panic::set_hook(Box::new(|_| {
        HEARD.fetch_add(1, Ordering::SeqCst);
    }));
    assert!(
        panic::catch_unwind(use_rqrr_alone).is_err(),
        "rqrr no longer panics: look for another picture"
    );
    assert_eq!(HEARD.load(Ordering::SeqCst), 1);

    assert!(symbol::find(PICTURE).is_ok());
    assert_eq!(HEARD.load(Ordering::SeqCst), 1);

    assert!(thread::spawn(|| panic!("heard")).join().is_err());
    assert_eq!(HEARD.load(Ordering::SeqCst), 2);
}

fn use_rqrr_alone() -> usize {
    let luma = image::load_from_memory(PICTURE).map(|picture| picture.into_luma8());
    luma.map_or(0, |luma| {
        rqrr::PreparedImage::prepare(luma).detect_grids().len()
    })
}
