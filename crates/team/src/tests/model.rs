//! A reference model: short, obvious and slow. Random histories end in the same state in the log and in the model.

use super::world::World;
use crate::{DeviceKey, Op, Progress, PutItem, Role, UsedCode, Verified};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use vault::Id;

/// A thing that somebody wants. People, items, devices and lines are numbers.
#[derive(Clone, Debug)]
pub(super) enum Wish {
    On { item: u8, wish: OnItem },
    SetRole { who: usize, role: u8 },
    Remove { who: usize },
    AddDevice { who: usize },
    Revoke { device: usize },
    TakeLine { line: usize, who: usize },
    CloseLine { line: usize, by_version: bool },
}

#[derive(Clone, Debug)]
pub(super) enum OnItem {
    Add,
    Rename { name: u8, stale: bool },
    Replace { secret: u8, stale: bool },
    Delete { stale: bool },
    UseCounter(u64),
    UseBackup(u64),
}

/// An item as a person would describe it.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
struct Item {
    changed: u64,
    deleted: Option<u64>,
    name: String,
    /// The slot since which each is known, and what it is.
    secrets: BTreeMap<Id, (u64, Vec<u8>)>,
    next_counter: u64,
    /// Backup codes, and the slot in which each was used.
    used: BTreeMap<u64, u64>,
}

/// A secret that is to be replaced: who takes care, and whether it was done.
type Line = (Option<Id>, bool);

#[derive(Clone, Default)]
struct Model {
    /// `None` was removed.
    roles: BTreeMap<Id, Option<u8>>,
    /// Whose each is, and whether it is active.
    devices: BTreeMap<Id, (Id, bool)>,
    items: BTreeMap<Id, Item>,
    lines: BTreeMap<(u64, Option<Id>), Line>,
}

/// A member and the device that signs.
type Author = (Id, Id);

impl Model {
    /// Whether all of it is allowed; if so, it is done.
    fn apply(&mut self, author: Author, ops: &[Op], rotates: bool, slot: u64) -> bool {
        let before = self.clone();
        let is_done = self.devices[&author.1].1
            && ops.iter().all(|op| self.carry_out(author, op, slot))
            && self.may_rotate(author.0, ops, rotates)
            && self.has_owner();
        if !is_done {
            *self = before;
        }
        is_done
    }

    fn may_rotate(&self, who: Id, ops: &[Op], rotates: bool) -> bool {
        let revoked = |op: &Op| {
            let Op::RevokeDevice { device } = op else {
                return None;
            };
            Some(self.devices[device].0)
        };
        let revoked: Vec<Id> = ops.iter().filter_map(revoked).collect();
        let removes = ops.iter().any(|op| matches!(op, Op::RemoveMember { .. }));
        let must = rotates || removes || !revoked.is_empty();
        !must || revoked.contains(&who) || self.roles[&who] >= Some(2)
    }

    fn has_owner(&self) -> bool {
        let mut active = self.devices.values().filter(|(_, active)| *active);
        active.any(|(member, _)| self.roles[member] == Some(3))
    }

    fn carry_out(&mut self, (who, device): Author, op: &Op, slot: u64) -> bool {
        let role = self.roles[&who].unwrap();
        let manages = |other: u8| role == 3 || (role == 2 && other < 2);
        let of = |member: &Id| self.roles[member];
        if let Op::SetRole { member, role, .. } = op {
            let new = u8::try_from(role.number()).unwrap();
            let may = of(member).is_some_and(|old| manages(old) && manages(new));
            return may && self.roles.insert(*member, Some(new)).is_some();
        }
        if let Op::RemoveMember { member } = op {
            let may = *member != who && of(member).is_some_and(manages);
            return may && self.remove(*member, slot);
        }
        if let Op::AddDevice { member, device } = op {
            let may = of(member).is_some_and(|other| *member == who || manages(other));
            return may && self.devices.insert(device.id(), (*member, true)).is_none();
        }
        if let Op::RevokeDevice { device: other } = op {
            let (owner, is_active) = self.devices[other];
            let may = owner == who || of(&owner).is_some_and(manages);
            let may = may && is_active && *other != device;
            return may && self.devices.insert(*other, (owner, false)).is_some();
        }
        role >= 1 && self.edit(op, slot)
    }

    fn remove(&mut self, member: Id, slot: u64) -> bool {
        self.roles.insert(member, None);
        for (owner, is_active) in self.devices.values_mut() {
            *is_active &= *owner != member;
        }
        self.lines.insert((slot, None), Line::default());
        for (id, item) in &self.items {
            if item.deleted.is_none() {
                self.lines.insert((slot, Some(*id)), Line::default());
            }
        }
        true
    }

    fn edit(&mut self, op: &Op, slot: u64) -> bool {
        if let Op::PutItem(put) = op {
            return self.put(put, slot);
        }
        if let Op::SecretRotated {
            removal,
            item,
            progress,
        } = op
        {
            return self.progress((*removal, *item), *progress);
        }
        if let Op::DeleteItem { item, base_rev } = op {
            let Some(item) = self.items.get_mut(item) else {
                return false;
            };
            if item.changed <= *base_rev {
                item.deleted = item.deleted.or(Some(slot));
            }
            return true;
        }
        let Op::MarkCodeUsed { item, code } = op else {
            return false;
        };
        let item = self.items.get_mut(item);
        item.is_some_and(|item| match code {
            UsedCode::Backup { index, .. } => item.used.insert(*index, slot).is_none(),
            UsedCode::Counter(counter) => {
                let is_new = *counter >= item.next_counter;
                item.next_counter = item.next_counter.max(counter + 1);
                is_new
            }
        })
    }

    fn put(&mut self, put: &PutItem, slot: u64) -> bool {
        let item = self.items.entry(put.item).or_default();
        if let Some(name) = put.fields.get(&1) {
            // A text of less than 24 bytes.
            item.name = String::from_utf8(name[1..].to_vec()).unwrap();
        }
        for new in &put.versions {
            // The whole value: only the secret of a one-time password is ever put anew.
            let value = put.fields[&new.field].to_vec();
            let known = item.secrets.values().filter(|(_, old)| *old == value);
            let since = known.map(|(since, _)| *since).min().unwrap_or(slot);
            item.secrets.retain(|old, _| !new.replaces.contains(old));
            item.secrets.insert(new.version, (since, value));
        }
        let comes_back = item.deleted.is_some();
        (item.changed, item.deleted) = (slot, None);
        // Whoever was removed has seen what is as old as the removal.
        let removals: BTreeSet<u64> = self.lines.keys().map(|(removal, _)| *removal).collect();
        for removal in removals {
            if item.secrets.values().any(|(since, _)| *since <= removal) {
                let line = self.lines.entry((removal, Some(put.item))).or_default();
                line.1 &= !comes_back;
            }
        }
        true
    }

    fn progress(&mut self, line: (u64, Option<Id>), progress: Progress) -> bool {
        let item = line.1.map(|item| &self.items[&item]);
        let may = match progress {
            Progress::TakenBy(member) => self.roles[&member].is_some(),
            Progress::Done(None) => item.is_none_or(|item| item.deleted.is_some()),
            Progress::Done(Some(version)) => item.is_some_and(|item| {
                let mut since = item.secrets.values().map(|(since, _)| *since);
                item.secrets.contains_key(&version) && since.all(|slot| slot > line.0)
            }),
        };
        let Some((taken_by, is_done)) = self.lines.get_mut(&line).filter(|(_, done)| may && !done)
        else {
            return false;
        };
        match progress {
            Progress::TakenBy(member) => *taken_by = Some(member),
            Progress::Done(_) => *is_done = true,
        }
        true
    }
}

fn on_item() -> impl Strategy<Value = OnItem> {
    prop_oneof![
        2 => Just(OnItem::Add),
        3 => (any::<u8>(), any::<bool>()).prop_map(|(name, stale)| OnItem::Rename { name, stale }),
        3 => (any::<u8>(), any::<bool>())
            .prop_map(|(secret, stale)| OnItem::Replace { secret, stale }),
        2 => any::<bool>().prop_map(|stale| OnItem::Delete { stale }),
        2 => (0..3_u64).prop_map(OnItem::UseCounter),
        1 => (0..3_u64).prop_map(OnItem::UseBackup),
    ]
}

pub(super) fn wish() -> impl Strategy<Value = Wish> {
    prop_oneof![
        12 => (0..4_u8, on_item()).prop_map(|(item, wish)| Wish::On { item, wish }),
        1 => (0..4_usize, 0..4_u8).prop_map(|(who, role)| Wish::SetRole { who, role }),
        1 => (0..4_usize).prop_map(|who| Wish::Remove { who }),
        1 => (0..4_usize).prop_map(|who| Wish::AddDevice { who }),
        1 => (0..8_usize).prop_map(|device| Wish::Revoke { device }),
        1 => (0..8_usize, 0..4_usize).prop_map(|(line, who)| Wish::TakeLine { line, who }),
        2 => (0..8_usize, any::<bool>())
            .prop_map(|(line, by_version)| Wish::CloseLine { line, by_version }),
    ]
}

pub(super) fn op_of(world: &mut World, wish: &Wish, revs: &BTreeMap<Id, u64>) -> Option<Op> {
    Some(match *wish {
        Wish::On { item, ref wish } => {
            let item = Id::from_bytes([item + 1; 16]);
            return op_on(world, item, wish, revs);
        }
        Wish::SetRole { who, role } => Op::SetRole {
            member: world.member(who),
            role: [Role::Viewer, Role::Editor, Role::Admin, Role::Owner][usize::from(role)],
            verified: Verified::No,
        },
        Wish::Remove { who } => Op::RemoveMember {
            member: world.member(who),
        },
        Wish::AddDevice { who } => {
            let device = DeviceKey::generate(&mut world.rng);
            let (member, key) = (world.member(who), &world.people[who].member);
            let device = key.certify(world.vault(), &device, "another".into());
            Op::AddDevice { member, device }
        }
        Wish::Revoke { device } => {
            let devices: Vec<&Id> = world.state().devices().keys().collect();
            let device = *devices[device % devices.len()];
            Op::RevokeDevice { device }
        }
        Wish::TakeLine { line, who } => {
            let progress = Progress::TakenBy(world.member(who));
            said_of(line_of(world, line)?, progress)
        }
        Wish::CloseLine { line, by_version } => {
            let line = line_of(world, line)?;
            let known = line.1.map(|item| &world.state().items()[&item]);
            let newest = known.and_then(|item| item.secrets().last());
            let version = newest.map(|secret| secret.version);
            said_of(line, Progress::Done(version.filter(|_| by_version)))
        }
    })
}

fn line_of(world: &World, line: usize) -> Option<(u64, Option<Id>)> {
    let lines: Vec<_> = world.state().rotate_these().keys().copied().collect();
    let line = line.checked_rem(lines.len())?;
    Some(lines[line])
}

fn said_of((removal, item): (u64, Option<Id>), progress: Progress) -> Op {
    Op::SecretRotated {
        removal,
        item,
        progress,
    }
}

fn op_on(world: &mut World, item: Id, wish: &OnItem, revs: &BTreeMap<Id, u64>) -> Option<Op> {
    let known = world.state().items().get(&item).map(crate::Item::rev);
    let newest = world.state().head().slot;
    let base = |stale: bool| known.map(|rev| if stale { revs[&item] } else { newest.max(rev) });
    let used = |code| Op::MarkCodeUsed { item, code };
    Some(match *wish {
        OnItem::Add if known.is_some() => return None,
        OnItem::Add => world.new_item(item, "New"),
        OnItem::Rename { name, stale } => world.rename(item, base(stale)?, &format!("Name {name}")),
        OnItem::Replace { secret, stale } => {
            let base_rev = base(stale)?;
            let (_, Op::PutItem(mut put)) = world.new_secret(item, secret.max(1)) else {
                return None;
            };
            put.base_rev = base_rev;
            if stale {
                put.versions.iter_mut().for_each(|new| new.replaces.clear());
            }
            Op::PutItem(put)
        }
        OnItem::Delete { stale } => Op::DeleteItem {
            item,
            base_rev: base(stale)?,
        },
        OnItem::UseCounter(counter) => used(UsedCode::Counter(counter)),
        OnItem::UseBackup(index) => {
            let set = Id::from_bytes([9; 16]);
            used(UsedCode::Backup { set, index })
        }
    })
}

fn described(id: Id, item: &crate::Item) -> Item {
    let secrets = item.secrets().iter();
    let used = item
        .used_codes()
        .iter()
        .filter_map(|(code, slot)| match code {
            UsedCode::Backup { index, .. } => Some((*index, *slot)),
            UsedCode::Counter(_) => None,
        });
    Item {
        changed: item.rev(),
        deleted: item.deleted(),
        name: item.account(id).unwrap().issuer,
        secrets: secrets
            .map(|one| (one.version, (one.slot, value_of(id, item, one))))
            .collect(),
        next_counter: item.next_counter(),
        used: used.collect(),
    }
}

fn value_of(id: Id, item: &crate::Item, secret: &crate::Secret) -> Vec<u8> {
    let account = item.account_of(id, &[secret.version]).unwrap();
    crate::shared_fields(&account)[&secret.field].to_vec()
}

/// What the log says, as the model would.
fn seen(world: &World) -> Model {
    let state = world.state();
    let role = |member: &crate::Member| {
        let role = u8::try_from(member.role.number()).unwrap();
        member.removed.is_none().then_some(role)
    };
    let members = state.members().iter();
    let devices = state.devices().iter();
    let items = state.items().iter();
    let lines = state.rotate_these().iter();
    Model {
        roles: members.map(|(id, member)| (*id, role(member))).collect(),
        devices: devices
            .map(|(id, one)| (*id, (one.member, one.is_active)))
            .collect(),
        items: items
            .map(|(id, item)| (*id, described(*id, item)))
            .collect(),
        lines: lines
            .map(|(key, line)| (*key, (line.owner, line.is_done)))
            .collect(),
    }
}

fn compare(world: &World, model: &Model) -> Result<(), TestCaseError> {
    let seen = seen(world);
    prop_assert_eq!(&seen.roles, &model.roles);
    prop_assert_eq!(&seen.devices, &model.devices);
    prop_assert_eq!(&seen.items, &model.items);
    prop_assert_eq!(&seen.lines, &model.lines);
    let running = world
        .people
        .iter()
        .filter(|person| person.log.halt().is_none());
    for person in running {
        prop_assert_eq!(person.log.state().checksum(), world.state().checksum());
    }
    Ok(())
}

/// What somebody wants at once, and whether a new key is asked for.
fn entry() -> impl Strategy<Value = (usize, Vec<Wish>, bool)> {
    let count = prop_oneof![3 => 1..2_usize, 1 => 2..4_usize];
    let wishes = count.prop_flat_map(|count| prop::collection::vec(wish(), count));
    (0..4_usize, wishes, prop::bool::weighted(0.05))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn random_histories_end_in_the_same_state_in_the_log_and_in_the_model(
        entries in prop::collection::vec(entry(), 1..40),
    ) {
        let mut world = World::new();
        let mut model = seen(&world);
        // The first rev of each item: what somebody saw who was away ever since.
        let mut first_revs = BTreeMap::new();
        for (who, wishes, rotates) in entries {
            let ops = wishes.iter().filter_map(|wish| op_of(&mut world, wish, &first_revs));
            let ops: Vec<Op> = ops.collect();
            if ops.is_empty() {
                continue;
            }
            let slot = world.state().next_slot();
            let author = (world.member(who), world.people[who].device.id());
            let is_done = model.apply(author, &ops, rotates, slot);
            let mut change = world.change(who, ops);
            change.rotates = rotates;
            let sealed = world.sealed(who, &change);
            prop_assert_eq!(sealed.is_ok(), is_done, "{:?} by {}", wishes, who);
            if let Ok(bytes) = sealed {
                prop_assert_eq!(world.publish(bytes), Ok(()));
            }
            for (id, item) in &model.items {
                first_revs.entry(*id).or_insert(item.changed);
            }
        }
        compare(&world, &model)?;
    }
}
