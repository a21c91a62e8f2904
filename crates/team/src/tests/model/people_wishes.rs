//! What is wanted of members, devices and invitations.

use super::wishes::Wish;
use crate::tests::world::World;
use crate::{AddMember, DeviceKey, Invite, MemberKey, Op, Role, Verified, member_id};
use proptest::prelude::*;
use vault::Id;

/// Member keys that there are for whoever joins: a number that comes twice is the same key again.
const KEYS: u8 = 12;
/// Keys of devices that there are for whoever joins and for who is in.
const DEVICES: u8 = 24;
/// Ids of invitations.
const INVITATIONS: u8 = 12;
/// The id of none.
const NO_INVITATION: Id = Id::from_bytes([INVITATIONS; 16]);

#[derive(Clone, Debug)]
pub(in crate::tests) enum OnPeople {
    Join(Newcomer),
    SetRole {
        who: usize,
        role: Role,
        verified: Verified,
    },
    Remove {
        who: usize,
    },
    AddDevice {
        who: usize,
        device: u8,
    },
    Revoke {
        device: usize,
    },
    Invite {
        invitation: u8,
        role: Role,
    },
    Cancel {
        invitation: usize,
    },
}

/// Somebody who is to be let in, with or without an invitation.
#[derive(Clone, Debug)]
pub(in crate::tests) struct Newcomer {
    key: u8,
    device: u8,
    role: Role,
    verified: Verified,
    invitation: Option<usize>,
}

impl Newcomer {
    fn keys(&self) -> (MemberKey, DeviceKey) {
        let key = MemberKey::from_seed(&[self.key; 32]);
        (key, device_key(self.device))
    }

    fn addition(&self, world: &World) -> AddMember {
        let (key, device) = self.keys();
        let invitation = self.invitation;
        AddMember {
            verified: self.verified,
            invitation: invitation.and_then(|place| invitation_at(world, place)),
            ..world.addition(&key, &device, self.role)
        }
    }
}

fn role() -> impl Strategy<Value = Role> {
    prop::sample::select(vec![Role::Viewer, Role::Editor, Role::Admin, Role::Owner])
}

fn verified() -> impl Strategy<Value = Verified> {
    prop::sample::select(vec![
        Verified::No,
        Verified::No,
        Verified::Live,
        Verified::TwelveWords,
        Verified::SixWords,
        Verified::OwnerSheet,
    ])
}

fn newcomer() -> impl Strategy<Value = Newcomer> {
    let invitation = prop::option::of(0..16_usize);
    let wish = (0..KEYS, 0..DEVICES, role(), verified(), invitation);
    wish.prop_map(|(key, device, role, verified, invitation)| Newcomer {
        key,
        device,
        role,
        verified,
        invitation,
    })
}

pub(super) fn on_people() -> impl Strategy<Value = OnPeople> {
    let who = 0..16_usize;
    let device = 0..16_usize;
    let set_role = (who.clone(), role(), verified());
    let add_device = (who.clone(), 0..DEVICES);
    let invite = (0..INVITATIONS, role());
    prop_oneof![
        9 => newcomer().prop_map(OnPeople::Join),
        4 => set_role
            .prop_map(|(who, role, verified)| OnPeople::SetRole { who, role, verified }),
        3 => who.prop_map(|who| OnPeople::Remove { who }),
        2 => add_device.prop_map(|(who, device)| OnPeople::AddDevice { who, device }),
        2 => device.prop_map(|device| OnPeople::Revoke { device }),
        5 => invite.prop_map(|(invitation, role)| OnPeople::Invite { invitation, role }),
        2 => (0..16_usize).prop_map(|invitation| OnPeople::Cancel { invitation }),
    ]
}

pub(super) fn op_on_people(world: &World, wish: &OnPeople) -> Option<Op> {
    Some(match *wish {
        OnPeople::Join(ref newcomer) => Op::AddMember(newcomer.addition(world)),
        OnPeople::SetRole {
            who,
            role,
            verified,
        } => Op::SetRole {
            member: member_at(world, who),
            role,
            verified,
        },
        OnPeople::Remove { who } => Op::RemoveMember {
            member: member_at(world, who),
        },
        OnPeople::AddDevice { who, device } => {
            let member = member_at(world, who);
            let key = key_of(world, member)?;
            let device = key.certify(world.vault(), &device_key(device), "another".into());
            Op::AddDevice { member, device }
        }
        OnPeople::Revoke { device } => Op::RevokeDevice {
            device: device_at(world, device),
        },
        OnPeople::Invite { invitation, role } => Op::Invite(invite(invitation, role)),
        OnPeople::Cancel { invitation } => Op::CancelInvite {
            invitation: invitation_at(world, invitation)?,
        },
    })
}

/// The keys that a new device reads and writes with, if this is what the operation came from.
pub(super) fn keys_of(world: &World, wish: &Wish, op: &Op) -> Option<(MemberKey, DeviceKey)> {
    let Wish::OnPeople(wish) = wish else {
        return None;
    };
    if let OnPeople::Join(newcomer) = wish {
        return Some(newcomer.keys());
    }
    let (OnPeople::AddDevice { device, .. }, Op::AddDevice { member, .. }) = (wish, op) else {
        return None;
    };
    let seed = key_of(world, *member)?.signing().to_bytes();
    Some((MemberKey::from_seed(&seed), device_key(*device)))
}

/// A member, who may have been removed.
pub(super) fn member_at(world: &World, who: usize) -> Id {
    let members: Vec<&Id> = world.state().members().keys().collect();
    *members[who % members.len()]
}

/// A device, which may have been revoked.
fn device_at(world: &World, place: usize) -> Id {
    let devices: Vec<&Id> = world.state().devices().keys().collect();
    *devices[place % devices.len()]
}

/// `None`: of somebody who joined and never read the log.
fn key_of(world: &World, member: Id) -> Option<&MemberKey> {
    let mut keys = world.people.iter().map(|person| &person.member);
    keys.find(|key| member_id(&key.public()) == member)
}

fn device_key(number: u8) -> DeviceKey {
    DeviceKey::from_seeds(&[number; 32], &[number; 32])
}

/// An invitation, mostly one that is open; sometimes the id of none.
fn invitation_at(world: &World, place: usize) -> Option<Id> {
    let invitations = world.state().invitations().iter();
    let counts = invitations.filter(|(_, known)| place % 4 == 1 || known.is_open);
    let invitations: Vec<Id> = counts.map(|(id, _)| *id).collect();
    match place {
        0 => Some(NO_INVITATION),
        _ => Some(invitations[place.checked_rem(invitations.len())?]),
    }
}

fn invite(number: u8, role: Role) -> Invite {
    Invite {
        invitation: Id::from_bytes([number; 16]),
        token_key: [number; 32],
        role,
        expires: u64::from(number),
    }
}
