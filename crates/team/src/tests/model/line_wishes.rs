//! What is wanted of secrets that somebody knows who was removed.

use super::item_wishes::{Fields, OnItem, op_on_item, secrets};
use super::people_wishes::member_at;
use crate::tests::world::World;
use crate::{LineKey, Op, Progress};
use proptest::prelude::*;
use std::collections::BTreeMap;
use vault::Id;

/// The id of no version of a secret.
const NO_VERSION: Id = Id::from_bytes([9; 16]);

#[derive(Clone, Debug)]
pub(in crate::tests) enum OnLine {
    Take {
        who: usize,
    },
    /// New secrets in the place of all that the item has.
    Replace {
        secrets: Fields,
    },
    Delete,
    /// Says that it is done: it names a version if the item is there and this `fits`, or the other way round.
    Close {
        fits: bool,
    },
}

pub(super) fn on_line() -> impl Strategy<Value = OnLine> {
    prop_oneof![
        3 => (0..16_usize).prop_map(|who| OnLine::Take { who }),
        5 => secrets().prop_map(|secrets| OnLine::Replace { secrets }),
        2 => Just(OnLine::Delete),
        5 => prop::bool::weighted(0.7).prop_map(|fits| OnLine::Close { fits }),
    ]
}

pub(super) fn op_on_line(
    world: &mut World,
    line: usize,
    wish: &OnLine,
    revs: &BTreeMap<Id, u64>,
) -> Option<Op> {
    let (removal, item) = line_at(world, line)?;
    let stale = false;
    let on_item = |world, wish| Some(op_on_item(world, item?, &wish, revs));
    let progress = match *wish {
        OnLine::Take { who } => Progress::TakenBy(member_at(world, who)),
        OnLine::Replace { secrets: fields } => {
            return on_item(world, OnItem::Put { fields, stale });
        }
        OnLine::Delete => return on_item(world, OnItem::Delete { stale }),
        OnLine::Close { fits } => {
            let known = item.map(|item| &world.state().items()[&item]);
            let is_there = known.is_some_and(|item| item.deleted().is_none());
            let newest = known.and_then(|item| item.secrets().last());
            let newest = newest.map_or(NO_VERSION, |secret| secret.version);
            Progress::Done((is_there == fits).then_some(newest))
        }
    };
    Some(Op::SecretRotated {
        removal,
        item,
        progress,
    })
}

/// A line, mostly one that is open.
fn line_at(world: &World, place: usize) -> Option<LineKey> {
    let lines = world.state().rotate_these().iter();
    let counts = lines.filter(|(_, line)| place.is_multiple_of(4) || !line.is_done);
    let lines: Vec<LineKey> = counts.map(|(key, _)| *key).collect();
    let place = place.checked_rem(lines.len())?;
    Some(lines[place])
}
