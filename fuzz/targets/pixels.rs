//! Shades of grey as screens and cameras give them: the first byte is the number of columns, the second one the turn of a
//! frame, the rest are pixels.
#![no_main]

use libfuzzer_sys::fuzz_target;
use transfer::symbol::{self, Region, Symbol};

fn assert_says_something(symbols: &[Symbol]) {
    for symbol in symbols {
        assert!(!symbol.text.expose().is_empty());
        assert!(!symbol.kind().name().is_empty());
    }
}

fuzz_target!(|bytes: &[u8]| {
    let [columns, turn, pixels @ ..] = bytes else {
        return;
    };
    let width = usize::from(*columns);
    let Some(height) = pixels.len().checked_div(width) else {
        return;
    };
    let luma = &pixels[..width * height];
    assert_says_something(&symbol::find_in_luma(width, height, luma));
    assert_says_something(&symbol::find_in_frame(
        width,
        height,
        luma,
        u32::from(*turn),
    ));
    let region = Region {
        left: usize::from(*turn),
        top: 1,
        width,
        height,
    };
    assert_says_something(&symbol::find_in_region(width, height, luma, region));
});
