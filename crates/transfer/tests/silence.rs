//! Panics inside a search are caught and say nothing; all other panics are heard as before.
//!
//! The only test of its program: the panic hook belongs to the whole process.

use std::panic;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use transfer::symbol;

/// A code that is found, so that every reader is called.
const PICTURE: &[u8] = include_bytes!("../../../tests/vectors/transfer/qr/qrencode.png");

static HEARD: AtomicUsize = AtomicUsize::new(0);

#[test]
fn a_search_leaves_panics_elsewhere_to_be_heard() {
    panic::set_hook(Box::new(|_| {
        HEARD.fetch_add(1, Ordering::SeqCst);
    }));
    assert!(symbol::find(PICTURE).is_ok_and(|found| found.len() == 1));
    assert_eq!(HEARD.load(Ordering::SeqCst), 0);

    assert!(thread::spawn(|| panic!("heard")).join().is_err());
    assert!(panic::catch_unwind(|| panic!("heard")).is_err());
    assert_eq!(HEARD.load(Ordering::SeqCst), 2);
}
