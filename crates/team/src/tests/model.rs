//! A reference model: short, obvious and slow. Random histories end in the same state in the log and in the model.

use super::world::World;
use crate::{Op, PutItem, Role, Verified};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use vault::Id;

/// A thing that somebody wants. People and items are numbers.
#[derive(Clone, Debug)]
pub(super) enum Wish {
    Add { item: u8 },
    Rename { item: u8, name: u8, stale: bool },
    Replace { item: u8, secret: u8, stale: bool },
    Delete { item: u8, stale: bool },
    SetRole { who: usize, role: u8 },
    Remove { who: usize },
}

/// An item as a person would describe it.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
struct Item {
    changed: u64,
    deleted: Option<u64>,
    name: String,
    /// The slot that each was put in.
    secrets: BTreeMap<Id, u64>,
}

#[derive(Default)]
struct Model {
    roles: Vec<Option<u8>>,
    items: BTreeMap<Id, Item>,
    to_replace: BTreeMap<u64, BTreeSet<Id>>,
}

impl Model {
    /// Whether it is allowed; if so, it is done.
    fn apply(&mut self, who: usize, wish: &Wish, op: &Op, slot: u64) -> bool {
        let Some(role) = self.roles[who] else {
            return false;
        };
        match (wish, op) {
            (
                Wish::SetRole {
                    who: other,
                    role: new,
                },
                _,
            ) => {
                let Some(old) = self.roles[*other] else {
                    return false;
                };
                let may = role == 3 || (role == 2 && old < 2 && *new < 2);
                let roles = self.roles.iter().enumerate();
                let owners = roles.filter(|(place, one)| **one == Some(3) && place != other);
                let is_last = old == 3 && *new != 3 && owners.count() == 0;
                if may && !is_last {
                    self.roles[*other] = Some(*new);
                }
                may && !is_last
            }
            (Wish::Remove { who: other }, _) => {
                let Some(old) = self.roles[*other] else {
                    return false;
                };
                let may = *other != who && (role == 3 || (role == 2 && old < 2));
                if may {
                    self.roles[*other] = None;
                    let live = self.items.iter().filter(|(_, item)| item.deleted.is_none());
                    let live = live.map(|(id, _)| *id).collect();
                    self.to_replace.insert(slot, live);
                }
                may
            }
            (_, Op::PutItem(put)) => role >= 1 && self.put(put, wish, slot),
            (_, Op::DeleteItem { item, base_rev }) => {
                let Some(item) = self.items.get_mut(item).filter(|_| role >= 1) else {
                    return false;
                };
                if item.changed <= *base_rev && item.deleted.is_none() {
                    item.deleted = Some(slot);
                }
                true
            }
            _ => false,
        }
    }

    fn put(&mut self, put: &PutItem, wish: &Wish, slot: u64) -> bool {
        if !self.items.contains_key(&put.item) && !matches!(wish, Wish::Add { .. }) {
            return false;
        }
        let item = self.items.entry(put.item).or_default();
        if let Wish::Add { .. } = wish {
            item.name = "New".into();
        }
        if let Wish::Rename { name, .. } = wish {
            item.name = format!("Name {name}");
        }
        let came_back = item.deleted.take().is_some();
        for new in &put.versions {
            item.secrets.retain(|old, _| !new.replaces.contains(old));
            item.secrets.insert(new.version, slot);
        }
        item.changed = slot;
        for (removal, items) in &mut self.to_replace {
            if came_back && item.secrets.values().any(|put| put < removal) {
                items.insert(put.item);
            }
        }
        true
    }
}

pub(super) fn wish() -> impl Strategy<Value = Wish> {
    let item = 0..4_u8;
    prop_oneof![
        2 => item.clone().prop_map(|item| Wish::Add { item }),
        3 => (item.clone(), any::<u8>(), any::<bool>())
            .prop_map(|(item, name, stale)| Wish::Rename { item, name, stale }),
        3 => (item.clone(), any::<u8>(), any::<bool>())
            .prop_map(|(item, secret, stale)| Wish::Replace { item, secret, stale }),
        2 => (item, any::<bool>()).prop_map(|(item, stale)| Wish::Delete { item, stale }),
        1 => (0..4_usize, 0..4_u8).prop_map(|(who, role)| Wish::SetRole { who, role }),
        1 => (0..4_usize).prop_map(|who| Wish::Remove { who }),
    ]
}

pub(super) fn op_of(world: &mut World, wish: &Wish, revs: &BTreeMap<Id, u64>) -> Option<Op> {
    let id = |item: u8| Id::from_bytes([item + 1; 16]);
    let base = |item: u8, stale: bool, world: &World| {
        let rev = world.state().items().get(&id(item)).map(crate::Item::rev)?;
        Some(if stale {
            revs[&id(item)]
        } else {
            world.state().head().slot.max(rev)
        })
    };
    Some(match *wish {
        Wish::Add { item } if world.state().items().contains_key(&id(item)) => return None,
        Wish::Add { item } => world.new_item(id(item), "New"),
        Wish::Rename { item, name, stale } => {
            let base = base(item, stale, world)?;
            world.rename(id(item), base, &format!("Name {name}"))
        }
        Wish::Replace {
            item,
            secret,
            stale,
        } => {
            let base_rev = base(item, stale, world)?;
            let (_, Op::PutItem(mut put)) = world.new_secret(id(item), secret.max(1)) else {
                return None;
            };
            put.base_rev = base_rev;
            if stale {
                put.versions.iter_mut().for_each(|new| new.replaces.clear());
            }
            Op::PutItem(put)
        }
        Wish::Delete { item, stale } => Op::DeleteItem {
            item: id(item),
            base_rev: base(item, stale, world)?,
        },
        Wish::SetRole { who, role } => Op::SetRole {
            member: world.member(who),
            role: [Role::Viewer, Role::Editor, Role::Admin, Role::Owner][usize::from(role)],
            verified: Verified::No,
        },
        Wish::Remove { who } => Op::RemoveMember {
            member: world.member(who),
        },
    })
}

fn compare(world: &World, model: &Model) -> Result<(), TestCaseError> {
    let state = world.state();
    for (who, role) in model.roles.iter().enumerate() {
        let member = &state.members()[&world.member(who)];
        prop_assert_eq!(member.removed.is_none(), role.is_some());
        if let Some(role) = role {
            prop_assert_eq!(member.role.number(), u64::from(*role));
        }
    }
    let mut items = BTreeMap::new();
    for (id, item) in state.items() {
        let described = Item {
            changed: item.rev(),
            deleted: item.deleted(),
            name: item.account(*id).unwrap().issuer,
            secrets: item
                .secrets()
                .iter()
                .map(|one| (one.version, one.slot))
                .collect(),
        };
        items.insert(*id, described);
    }
    prop_assert_eq!(&items, &model.items);
    let lines: BTreeSet<(u64, Option<Id>)> = state.rotate_these().keys().copied().collect();
    let expected = model.to_replace.iter().flat_map(|(removal, items)| {
        let items = items.iter().map(|item| Some(*item));
        items.chain([None]).map(|item| (*removal, item))
    });
    prop_assert_eq!(lines, expected.collect());
    let running = world
        .people
        .iter()
        .filter(|person| person.log.halt().is_none());
    for person in running {
        prop_assert_eq!(person.log.state().checksum(), state.checksum());
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn random_histories_end_in_the_same_state_in_the_log_and_in_the_model(
        wishes in prop::collection::vec((0..4_usize, wish()), 1..40),
    ) {
        let mut world = World::new();
        let mut model = Model {
            roles: vec![Some(3), Some(2), Some(1), Some(0)],
            ..Model::default()
        };
        // The first rev of each item: what somebody saw who was away ever since.
        let mut first_revs = BTreeMap::new();
        for (who, wish) in wishes {
            let Some(op) = op_of(&mut world, &wish, &first_revs) else {
                continue;
            };
            let slot = world.state().next_slot();
            let is_done = model.apply(who, &wish, &op, slot);
            prop_assert_eq!(world.write(who, vec![op]).is_ok(), is_done, "{:?} by {}", wish, who);
            for (id, item) in &model.items {
                first_revs.entry(*id).or_insert(item.changed);
            }
        }
        compare(&world, &model)?;
    }
}
