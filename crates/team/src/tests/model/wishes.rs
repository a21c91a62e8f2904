//! What people want, and the operation that says so.

use super::item_wishes::{OnItem, on_item, op_on_item};
use super::line_wishes::{OnLine, on_line, op_on_line};
use super::people_wishes::{OnPeople, on_people, op_on_people};
use crate::ops::NoteKind;
use crate::tests::world::World;
use crate::{Hash, Op};
use proptest::prelude::*;
use std::collections::BTreeMap;
use vault::Id;

/// The hash of no entry.
const NO_HASH: Hash = [9; 32];

/// A thing that somebody wants. People, items, devices, invitations and lines are numbers.
#[derive(Clone, Debug)]
pub(in crate::tests) enum Wish {
    OnItem {
        item: u8,
        wish: OnItem,
    },
    OnPeople(OnPeople),
    OnLine {
        line: usize,
        wish: OnLine,
    },
    Note {
        kind: NoteKind,
        length: usize,
    },
    /// Confirms what is so many slots before the next one, as it is or as something else.
    Ack {
        back: u64,
        is_right: bool,
    },
    Snapshot {
        back: u64,
    },
}

pub(in crate::tests) fn wish() -> impl Strategy<Value = Wish> {
    let kind = prop::sample::select(vec![NoteKind::Remark, NoteKind::AsksToLeave]);
    let length = prop::sample::select(vec![0, 9, 4096, 4097]);
    prop_oneof![
        24 => (0..3_u8, on_item()).prop_map(|(item, wish)| Wish::OnItem { item, wish }),
        24 => on_people().prop_map(Wish::OnPeople),
        14 => (0..16_usize, on_line()).prop_map(|(line, wish)| Wish::OnLine { line, wish }),
        4 => (kind, length).prop_map(|(kind, length)| Wish::Note { kind, length }),
        4 => (0..8_u64, prop::bool::weighted(0.8))
            .prop_map(|(back, is_right)| Wish::Ack { back, is_right }),
        2 => (0..8_u64).prop_map(|back| Wish::Snapshot { back }),
    ]
}

pub(in crate::tests) fn op_of(
    world: &mut World,
    wish: &Wish,
    revs: &BTreeMap<Id, u64>,
) -> Option<Op> {
    match *wish {
        Wish::OnItem { item, ref wish } => {
            let item = Id::from_bytes([item; 16]);
            Some(op_on_item(world, item, wish, revs))
        }
        Wish::OnPeople(ref wish) => op_on_people(world, wish),
        Wish::OnLine { line, ref wish } => op_on_line(world, line, wish, revs),
        Wish::Note { kind, length } => {
            let text = "x".repeat(length);
            Some(Op::Note { kind, text })
        }
        Wish::Ack { back, is_right } => {
            let slot = before_next(world, back);
            let hash = world.state().hash_at(slot).filter(|_| is_right);
            let hash = hash.unwrap_or(NO_HASH);
            Some(Op::Ack { slot, hash })
        }
        Wish::Snapshot { back } => {
            let slot = before_next(world, back);
            let hash = NO_HASH;
            Some(Op::SnapshotPublished { slot, hash })
        }
    }
}

fn before_next(world: &World, back: u64) -> u64 {
    world.state().next_slot().saturating_sub(back)
}
