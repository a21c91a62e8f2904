//! Everything that is drawn comes from one seed.

use super::super::counting::Counting;
use rand_core::TryRng;

pub(super) fn bytes(chance: &mut Counting) -> [u8; 32] {
    let drawn: Vec<u8> = (0..4).flat_map(|_| mixed(chance).to_be_bytes()).collect();
    drawn.try_into().unwrap()
}

pub(super) fn draw(chance: &mut Counting, below: usize) -> usize {
    let below = u64::try_from(below).unwrap();
    usize::try_from(mixed(chance) % below).unwrap()
}

/// SplitMix64 over the counter.
fn mixed(chance: &mut Counting) -> u64 {
    let Ok(count) = chance.try_next_u64();
    let mut drawn = count.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    drawn = (drawn ^ drawn >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    drawn = (drawn ^ drawn >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    drawn ^ drawn >> 31
}
