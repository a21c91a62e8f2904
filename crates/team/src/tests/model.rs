//! A reference model: short, obvious and slow. Random histories end in the same state in the log and in the model.

mod item_wishes;
mod items;
mod line_wishes;
mod people_wishes;
mod team;
mod wishes;

use super::world::World;
use crate::ops::OTP;
use crate::{Op, Role, State, UsedCode, Verified, shared_fields};
use items::{Item, NOTHING, Secret};
use line_wishes::{OnLine, on_line};
use people_wishes::keys_of;
use proptest::prelude::*;
use std::collections::BTreeMap;
use team::{Invitation, Member, Model};
use vault::Id;
use vault::primitives::sha256;
pub(super) use wishes::{Wish, op_of, wish};

fn described(id: Id, item: &crate::Item) -> Item {
    let secrets = item.secrets().iter();
    let used = item
        .used_codes()
        .iter()
        .filter_map(|(code, slot)| match code {
            UsedCode::Backup { set, index } => Some(((*set, *index), *slot)),
            UsedCode::Counter(_) => None,
        });
    Item {
        changed: item.rev(),
        deleted: item.deleted(),
        name: item.account(id).unwrap().issuer,
        secrets: secrets
            .map(|one| (one.version, secret_of(id, item, one)))
            .collect(),
        next_counter: item.next_counter(),
        used: used.collect(),
    }
}

fn secret_of(id: Id, item: &crate::Item, secret: &crate::Secret) -> Secret {
    // An account needs a one-time password; of its own field the secret comes last.
    let needed = item.secrets().iter().find(|one| one.field == OTP).unwrap();
    let versions = match secret.field == OTP {
        true => vec![secret.version],
        false => vec![needed.version, secret.version],
    };
    let account = item.account_of(id, &versions).unwrap();
    let value = shared_fields(&account).remove(&secret.field);
    Secret {
        field: secret.field,
        since: secret.slot,
        value: value.map_or(NOTHING.to_vec(), |value| value.to_vec()),
    }
}

fn member(member: &crate::Member) -> Member {
    Member {
        role: member.role,
        verified: member.verified,
        is_in: member.removed.is_none(),
        asks_to_leave: member.asks_to_leave,
        confirmed: member.seen,
    }
}

fn invitation(invitation: &crate::Invitation) -> Invitation {
    Invitation {
        token_key: invitation.token_key,
        role: invitation.role,
        expires: invitation.expires,
        by: invitation.by,
        is_open: invitation.is_open,
    }
}

/// What the log says, as the model would.
fn seen(state: &State) -> Model {
    let members = state.members().iter();
    let invitations = state.invitations().iter();
    let devices = state.devices().iter();
    let items = state.items().iter();
    let lines = state.rotate_these().iter();
    let entries = 0..state.next_slot();
    Model {
        members: members.map(|(id, one)| (*id, member(one))).collect(),
        devices: devices
            .map(|(id, one)| (*id, (one.member, one.is_active)))
            .collect(),
        invitations: invitations
            .map(|(id, one)| (*id, invitation(one)))
            .collect(),
        items: items
            .map(|(id, item)| (*id, described(*id, item)))
            .collect(),
        lines: lines
            .map(|(key, line)| (*key, (line.owner, line.is_done)))
            .collect(),
        entries: entries
            .map(|slot| (slot, state.hash_at(slot).unwrap()))
            .collect(),
        alarms: state.alarms().to_vec(),
    }
}

/// Everybody who reads on sees what the model says, whoever joined late too.
fn compare(world: &World, model: &Model) -> Result<(), TestCaseError> {
    let running = world
        .people
        .iter()
        .filter(|person| person.log.halt().is_none());
    for person in running {
        let seen = seen(person.log.state());
        prop_assert_eq!(&seen.members, &model.members);
        prop_assert_eq!(&seen.devices, &model.devices);
        prop_assert_eq!(&seen.invitations, &model.invitations);
        prop_assert_eq!(&seen.items, &model.items);
        prop_assert_eq!(&seen.lines, &model.lines);
        prop_assert_eq!(&seen.entries, &model.entries);
        prop_assert_eq!(&seen.alarms, &model.alarms);
        prop_assert_eq!(person.log.state().checksum(), world.state().checksum());
    }
    let mut members = model.members.values();
    prop_assert!(members.all(|one| one.role == Role::Viewer || one.verified != Verified::No));
    Ok(())
}

/// Who it is, what is wanted at once, and whether a new key is asked for.
type Entry = (usize, Vec<Wish>, bool);

/// A place among the people. The first two may do most.
fn who() -> impl Strategy<Value = usize> {
    prop_oneof![0..2_usize, 0..64_usize]
}

fn entry() -> impl Strategy<Value = Entry> {
    let count = prop_oneof![3 => 1..2_usize, 1 => 2..4_usize];
    let wishes = count.prop_flat_map(|count| prop::collection::vec(wish(), count));
    (who(), wishes, prop::bool::weighted(0.05))
}

/// Somebody sees to a secret that is known to a person who was removed, and then says so.
fn replacement() -> impl Strategy<Value = Vec<Entry>> {
    let wish = (who(), 0..16_usize, on_line());
    wish.prop_map(|(who, line, wish)| {
        let done = OnLine::Close { fits: true };
        let wishes = [wish, done].map(|wish| Wish::OnLine { line, wish });
        wishes.map(|wish| (who, vec![wish], false)).to_vec()
    })
}

fn history() -> impl Strategy<Value = Vec<Entry>> {
    let part = prop_oneof![
        8 => entry().prop_map(|entry| vec![entry]),
        1 => replacement(),
    ];
    prop::collection::vec(part, 1..80).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn random_histories_end_in_the_same_state_in_the_log_and_in_the_model(
        entries in history(),
    ) {
        let mut world = World::new();
        let mut model = seen(world.state());
        // The first rev of each item: what somebody saw who was away ever since.
        let mut first_revs = BTreeMap::new();
        for (who, wishes, rotates) in entries {
            let who = who % world.people.len();
            let of = |wish| Some((wish, op_of(&mut world, wish, &first_revs)?));
            let wanted: Vec<(&Wish, Op)> = wishes.iter().filter_map(of).collect();
            if wanted.is_empty() {
                continue;
            }
            let newcomers = wanted.iter().filter_map(|(wish, op)| keys_of(&world, wish, op));
            let newcomers: Vec<_> = newcomers.collect();
            let ops: Vec<Op> = wanted.into_iter().map(|(_, op)| op).collect();
            let slot = world.state().next_slot();
            let author = (world.member(who), world.people[who].device.id());
            let is_done = model.apply(author, &ops, rotates, slot);
            let mut change = world.change(who, ops);
            change.rotates = rotates;
            let sealed = world.sealed(who, &change);
            prop_assert_eq!(sealed.is_ok(), is_done, "{:?} by {}", wishes, who);
            if let Ok(bytes) = sealed {
                model.entries.insert(slot, sha256(&bytes));
                prop_assert_eq!(world.publish(bytes), Ok(()));
                for (member, device) in newcomers {
                    world.arrive(member, device);
                }
            }
            for (id, item) in &model.items {
                first_revs.entry(*id).or_insert(item.changed);
            }
        }
        compare(&world, &model)?;
    }
}
