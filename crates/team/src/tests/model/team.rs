//! Who may do what, and what becomes of members, devices and invitations.

use super::items::{Item, Line};
use crate::ops::NoteKind;
use crate::{AddMember, Alarm, Hash, Invite, Op, Role, Verified, member_id};
use std::collections::BTreeMap;
use vault::Id;

/// Longest note, in bytes.
const LONGEST: usize = 4096;

/// Somebody who is or was in the vault.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Member {
    pub(super) role: Role,
    pub(super) verified: Verified,
    pub(super) is_in: bool,
    pub(super) asks_to_leave: bool,
    /// The newest slot.
    pub(super) confirmed: Option<u64>,
}

#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Invitation {
    pub(super) token_key: [u8; 32],
    pub(super) role: Role,
    pub(super) expires: u64,
    pub(super) by: Id,
    /// Neither used nor cancelled.
    pub(super) is_open: bool,
}

#[derive(Clone)]
pub(super) struct Model {
    pub(super) members: BTreeMap<Id, Member>,
    /// Whose each is, and whether it is active.
    pub(super) devices: BTreeMap<Id, (Id, bool)>,
    pub(super) invitations: BTreeMap<Id, Invitation>,
    pub(super) items: BTreeMap<Id, Item>,
    pub(super) lines: BTreeMap<(u64, Option<Id>), Line>,
    /// The hash of each entry.
    pub(super) entries: BTreeMap<u64, Hash>,
    pub(super) alarms: Vec<(u64, Alarm)>,
}

/// A member and the device that signs.
type Author = (Id, Id);

/// Whether the first may give the second role and take it away: an admin up to editor, an owner any.
fn manages(role: Role, other: Role) -> bool {
    match role {
        Role::Viewer | Role::Editor => false,
        Role::Admin => other <= Role::Editor,
        Role::Owner => true,
    }
}

impl Model {
    /// Whether all of it is allowed; if so, it is done.
    pub(super) fn apply(&mut self, author: Author, ops: &[Op], rotates: bool, slot: u64) -> bool {
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
        !must || revoked.contains(&who) || self.members[&who].role >= Role::Admin
    }

    fn has_owner(&self) -> bool {
        let mut active = self.devices.values().filter(|(_, active)| *active);
        active.any(|(member, _)| self.role(*member) == Some(Role::Owner))
    }

    /// The role of a member who is in.
    pub(super) fn role(&self, member: Id) -> Option<Role> {
        let member = self.members.get(&member).filter(|member| member.is_in);
        member.map(|member| member.role)
    }

    fn carry_out(&mut self, author: Author, op: &Op, slot: u64) -> bool {
        let who = author.0;
        let role = self.role(who).unwrap();
        match op {
            Op::AddMember(add) => manages(role, add.role) && self.join(add),
            Op::AddDevice { .. }
            | Op::RemoveMember { .. }
            | Op::RevokeDevice { .. }
            | Op::SetRole { .. } => self.manage(author, op, slot),
            Op::Invite(invite) => manages(role, invite.role) && self.invite(who, invite),
            Op::CancelInvite { invitation } => role >= Role::Admin && self.close(*invitation),
            Op::Note { kind, text } => self.note(who, *kind, text),
            Op::Ack { slot: at, hash } => self.confirm(who, (*at, *hash), slot),
            Op::PutItem(_)
            | Op::DeleteItem { .. }
            | Op::MarkCodeUsed { .. }
            | Op::SecretRotated { .. }
            | Op::SnapshotPublished { .. } => role >= Role::Editor && self.edit(op, slot),
            Op::Genesis(_)
            | Op::Rotate { .. }
            | Op::PolicyChange { .. }
            | Op::OpenLease(_)
            | Op::CloseLease { .. }
            | Op::Recover { .. } => unreachable!("nobody wishes for it"),
        }
    }

    /// What is done to a member or a device that is there.
    fn manage(&mut self, (who, device): Author, op: &Op, slot: u64) -> bool {
        let role = self.role(who).unwrap();
        let is_managed = |member: Id| self.role(member).is_some_and(|other| manages(role, other));
        if let Op::AddDevice { member, device } = op {
            let may = *member == who || is_managed(*member);
            return may && self.devices.insert(device.id(), (*member, true)).is_none();
        }
        if let Op::RemoveMember { member } = op {
            let may = *member != who && is_managed(*member);
            return may && self.remove(*member, slot);
        }
        if let Op::RevokeDevice { device: other } = op {
            let (owner, is_active) = self.devices[other];
            let may = owner == who || is_managed(owner);
            let may = may && is_active && *other != device;
            return may && self.devices.insert(*other, (owner, false)).is_some();
        }
        let Op::SetRole {
            member,
            role: new,
            verified,
        } = op
        else {
            return false;
        };
        let may = is_managed(*member) && manages(role, *new);
        may && self.set_role(*member, *new, *verified)
    }

    fn join(&mut self, add: &AddMember) -> bool {
        let is_checked = match add.verified {
            Verified::Live | Verified::TwelveWords | Verified::SixWords => true,
            Verified::OwnerSheet => add.role == Role::Owner,
            Verified::No => add.role == Role::Viewer,
        };
        let is_invited = add.invitation.is_none_or(|id| self.close(id));
        let member = Member {
            role: add.role,
            verified: add.verified,
            is_in: true,
            asks_to_leave: false,
            confirmed: None,
        };
        let id = member_id(&add.member_key);
        let device = (id, true);
        is_checked
            && is_invited
            && self.members.insert(id, member).is_none()
            && self.devices.insert(add.device.id(), device).is_none()
    }

    fn remove(&mut self, member: Id, slot: u64) -> bool {
        self.members.get_mut(&member).unwrap().is_in = false;
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

    fn set_role(&mut self, member: Id, role: Role, verified: Verified) -> bool {
        let member = self.members.get_mut(&member).unwrap();
        member.role = role;
        if verified != Verified::No {
            member.verified = verified;
        }
        role == Role::Viewer || member.verified != Verified::No
    }

    fn invite(&mut self, by: Id, invite: &Invite) -> bool {
        let invitation = Invitation {
            token_key: invite.token_key,
            role: invite.role,
            expires: invite.expires,
            by,
            is_open: true,
        };
        let before = self.invitations.insert(invite.invitation, invitation);
        before.is_none()
    }

    /// Uses or cancels an invitation.
    fn close(&mut self, invitation: Id) -> bool {
        let open = self.invitations.get_mut(&invitation);
        let Some(open) = open.filter(|invitation| invitation.is_open) else {
            return false;
        };
        open.is_open = false;
        true
    }

    fn note(&mut self, who: Id, kind: NoteKind, text: &str) -> bool {
        let author = self.members.get_mut(&who).unwrap();
        author.asks_to_leave |= kind == NoteKind::AsksToLeave;
        text.len() <= LONGEST
    }

    fn confirm(&mut self, who: Id, (at, hash): (u64, Hash), slot: u64) -> bool {
        let Some(entry) = self.entries.get(&at) else {
            return false;
        };
        let author = self.members.get_mut(&who).unwrap();
        match *entry == hash {
            true => author.confirmed = author.confirmed.max(Some(at)),
            false => self.alarms.push((slot, Alarm::ForeignHead)),
        }
        true
    }
}
