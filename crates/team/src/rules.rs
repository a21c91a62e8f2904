//! Who may do what, and when it can be done (docs/team-log.md, "What is valid").

use crate::draft::Draft;
use crate::item::{Item, NotPossible};
use crate::keys::{DeviceRecord, member_id};
use crate::ops::{
    AddMember, Invite, NoteKind, OTP, Op, OpenLease, Progress, PutItem, Role, Verified,
};
use crate::state::{Alarm, Device, Invitation, Lease, Line, Member, Policy};
use crate::verify::Invalid;
use vault::Id;

/// Longest lease, in seconds: 31 days.
const LONGEST_LEASE: u64 = 31 * 86_400;
/// The version that this program knows.
pub(crate) const VERSION: u64 = 1;

/// Who signed.
#[derive(Clone, Copy)]
pub(crate) struct Author {
    pub(crate) member: Id,
    pub(crate) device: Id,
}

type Outcome = Result<(), Invalid>;

/// Carries out one operation that is neither Genesis, Rotate nor Recover.
pub(crate) fn carry_out(draft: &mut Draft<'_>, author: Author, op: &Op) -> Outcome {
    let role = role_of(draft, author.member)?;
    match op {
        Op::AddMember(add) => add_member(draft, role, add),
        Op::AddDevice { member, device } => {
            let is_own = *member == author.member;
            allow(is_own || may_manage(role, role_of(draft, *member)?))?;
            add_device(draft, *member, device)
        }
        Op::RemoveMember { member } => {
            allow(*member != author.member && may_manage(role, role_of(draft, *member)?))?;
            remove_member(draft, *member)
        }
        Op::RevokeDevice { device } => revoke_device(draft, author, role, *device),
        Op::SetRole {
            member,
            role: new,
            verified,
        } => set_role(draft, role, *member, (*new, *verified)),
        Op::Invite(invite) => {
            allow(may_make(role, invite.role))?;
            open_invitation(draft, author, invite)
        }
        Op::CancelInvite { invitation } => {
            allow(role >= Role::Admin)?;
            close_invitation(draft, *invitation)
        }
        Op::PolicyChange { version, min_suite } => {
            allow(role == Role::Owner)?;
            change_policy(draft, *version, *min_suite)
        }
        Op::Ack { slot, hash } => acknowledge(draft, author, *slot, hash),
        Op::Note { kind, .. } => {
            if let (NoteKind::AsksToLeave, Some(member)) =
                (kind, draft.members.get_mut(author.member))
            {
                member.asks_to_leave = true;
            }
            Ok(())
        }
        Op::PutItem(_)
        | Op::DeleteItem { .. }
        | Op::MarkCodeUsed { .. }
        | Op::SecretRotated { .. }
        | Op::OpenLease(_)
        | Op::CloseLease { .. }
        | Op::SnapshotPublished { .. } => {
            allow(role >= Role::Editor)?;
            edit(draft, op)
        }
        Op::Genesis(_) | Op::Rotate { .. } | Op::Recover { .. } => Err(Invalid::NotPossible),
    }
}

/// What an editor may do.
fn edit(draft: &mut Draft<'_>, op: &Op) -> Outcome {
    let slot = draft.slot;
    if let Op::PutItem(put) = op {
        return put_item(draft, put);
    }
    if let Op::DeleteItem { item, base_rev } = op {
        let item = draft.items.get_mut(*item).ok_or(Invalid::NotPossible)?;
        item.delete(*base_rev, slot);
    }
    if let Op::MarkCodeUsed { item, code } = op {
        let item = draft.items.get_mut(*item).ok_or(Invalid::NotPossible)?;
        item.use_up(*code, slot)?;
    }
    if let Op::SecretRotated {
        removal,
        item,
        progress,
    } = op
    {
        progress_line(draft, (*removal, *item), *progress)?;
    }
    if let Op::OpenLease(lease) = op {
        open_lease(draft, lease)?;
    }
    if let Op::CloseLease { lease } = op {
        let lease = draft.leases.get_mut(*lease).ok_or(Invalid::NotPossible)?;
        possible(std::mem::replace(&mut lease.is_open, false))?;
    }
    if let Op::SnapshotPublished { slot, .. } = op {
        possible(*slot <= draft.state.head.slot)?;
    }
    Ok(())
}

pub(crate) fn allow(is_allowed: bool) -> Outcome {
    is_allowed.then_some(()).ok_or(Invalid::NotAllowed)
}

pub(crate) fn possible(is_possible: bool) -> Outcome {
    is_possible.then_some(()).ok_or(Invalid::NotPossible)
}

impl From<NotPossible> for Invalid {
    fn from(_: NotPossible) -> Self {
        Self::NotPossible
    }
}

/// The role of a member who is active.
pub(crate) fn role_of(draft: &Draft<'_>, member: Id) -> Result<Role, Invalid> {
    let member = draft.members.get(member).ok_or(Invalid::NotPossible)?;
    possible(member.removed.is_none())?;
    Ok(member.role)
}

/// Whether the author may remove somebody of this role, or manage their devices.
fn may_manage(author: Role, other: Role) -> bool {
    author == Role::Owner || (author == Role::Admin && other < Role::Admin)
}

/// Whether the author may give this role.
fn may_make(author: Role, role: Role) -> bool {
    may_manage(author, role)
}

fn add_member(draft: &mut Draft<'_>, author: Role, add: &AddMember) -> Outcome {
    allow(may_make(author, add.role))?;
    possible(match add.verified {
        Verified::No => add.role == Role::Viewer,
        Verified::OwnerSheet => add.role == Role::Owner,
        Verified::Live | Verified::TwelveWords | Verified::SixWords => true,
    })?;
    if let Some(invitation) = add.invitation {
        close_invitation(draft, invitation)?;
    }
    let member = member_id(&add.member_key);
    possible(draft.members.get(member).is_none())?;
    draft.members.insert(
        member,
        Member {
            key: add.member_key,
            name: add.name.clone(),
            role: add.role,
            verified: add.verified,
            removed: None,
            asks_to_leave: false,
            seen: None,
        },
    );
    add_device(draft, member, &add.device)
}

/// Adds a device to a member who is active.
pub(crate) fn add_device(draft: &mut Draft<'_>, member: Id, record: &DeviceRecord) -> Outcome {
    role_of(draft, member)?;
    let key = draft.members.get(member).map(|member| member.key);
    let vault = draft.state.vault;
    let is_certified = key.is_some_and(|key| record.is_certified_by(vault, &key));
    let is_new = draft.devices.get(record.id()).is_none();
    possible(is_certified && is_new && record.can_be_sealed_to())?;
    let device = Device {
        member,
        record: record.clone(),
        is_active: true,
    };
    draft.devices.insert(record.id(), device);
    Ok(())
}

fn remove_member(draft: &mut Draft<'_>, member: Id) -> Outcome {
    let slot = draft.slot;
    if let Some(member) = draft.members.get_mut(member) {
        member.removed = Some(slot);
    }
    let theirs = draft.devices.iter();
    let theirs: Vec<Id> = theirs
        .filter(|(_, device)| device.member == member)
        .map(|(id, _)| id)
        .collect();
    for device in theirs {
        deactivate(draft, device);
    }
    let items = draft.items.iter();
    let items: Vec<Id> = items
        .filter(|(_, item)| item.deleted.is_none())
        .map(|(id, _)| id)
        .collect();
    draft.lines.insert((slot, None), Line::default());
    for item in items {
        draft.lines.insert((slot, Some(item)), Line::default());
    }
    Ok(())
}

fn revoke_device(draft: &mut Draft<'_>, author: Author, role: Role, device: Id) -> Outcome {
    let found = draft.devices.get(device).ok_or(Invalid::NotPossible)?;
    possible(found.is_active)?;
    let owner = found.member;
    allow(device != author.device)?;
    allow(owner == author.member || may_manage(role, role_of(draft, owner)?))?;
    deactivate(draft, device);
    Ok(())
}

fn deactivate(draft: &mut Draft<'_>, device: Id) {
    if let Some(device) = draft.devices.get_mut(device) {
        device.is_active = false;
    }
}

fn set_role(
    draft: &mut Draft<'_>,
    author: Role,
    member: Id,
    (role, verified): (Role, Verified),
) -> Outcome {
    let before = role_of(draft, member)?;
    allow(may_make(author, before) && may_make(author, role))?;
    let member = draft.members.get_mut(member).ok_or(Invalid::NotPossible)?;
    if verified != Verified::No {
        member.verified = verified;
    }
    member.role = role;
    possible(role == Role::Viewer || member.verified != Verified::No)
}

fn open_invitation(draft: &mut Draft<'_>, author: Author, invite: &Invite) -> Outcome {
    possible(draft.invitations.get(invite.invitation).is_none())?;
    let invitation = Invitation {
        token_key: invite.token_key,
        role: invite.role,
        expires: invite.expires,
        is_open: true,
        by: author.member,
    };
    draft.invitations.insert(invite.invitation, invitation);
    Ok(())
}

fn close_invitation(draft: &mut Draft<'_>, invitation: Id) -> Outcome {
    let invitation = draft.invitations.get_mut(invitation);
    let invitation = invitation.ok_or(Invalid::NotPossible)?;
    possible(std::mem::replace(&mut invitation.is_open, false))
}

fn change_policy(draft: &mut Draft<'_>, version: u64, min_suite: u64) -> Outcome {
    let (before, after) = (draft.policy, Policy { version, min_suite });
    let falls = version < before.version || min_suite < before.min_suite;
    possible(!falls && after != before && (version > VERSION || min_suite == 1))?;
    draft.policy = after;
    Ok(())
}

fn put_item(draft: &mut Draft<'_>, put: &PutItem) -> Outcome {
    possible(put.base_rev <= draft.state.head.slot)?;
    let slot = draft.slot;
    if draft.items.get(put.item).is_none() {
        possible(put.base_rev == 0 && put.fields.contains_key(&OTP))?;
        draft.items.insert(put.item, Item::default());
    }
    let item = draft.items.get_mut(put.item).ok_or(Invalid::NotPossible)?;
    let comes_back = item.deleted.is_some();
    item.put(put, slot)?;
    // Whoever is removed in the same entry can read it.
    if comes_back || draft.lines.get((slot, None)).is_some() {
        open_lines(draft, put.item, comes_back);
    }
    Ok(())
}

/// An item may have secrets that somebody saw who is removed by now. What `comes_back` may have been done with because it
/// was deleted.
fn open_lines(draft: &mut Draft<'_>, id: Id, comes_back: bool) {
    let Some(item) = draft.items.get(id) else {
        return;
    };
    let removals = draft.lines.iter().filter(|((_, item), _)| item.is_none());
    let is_due = |removal: &u64| {
        let line = draft.lines.get((*removal, Some(id)));
        item.has_secret_as_old_as(*removal) && line.is_none_or(|_| comes_back)
    };
    let due: Vec<u64> = removals
        .map(|((removal, _), _)| removal)
        .filter(is_due)
        .collect();
    for removal in due {
        match draft.lines.get_mut((removal, Some(id))) {
            Some(line) => line.is_done = false,
            None => draft.lines.insert((removal, Some(id)), Line::default()),
        }
    }
}

fn progress_line(draft: &mut Draft<'_>, key: (u64, Option<Id>), progress: Progress) -> Outcome {
    let line = draft.lines.get(key).ok_or(Invalid::NotPossible)?;
    possible(!line.is_done)?;
    match progress {
        Progress::TakenBy(member) => drop(role_of(draft, member)?),
        Progress::Done(version) => {
            let item = key.1.and_then(|item| draft.items.get(item));
            let is_new = |item: &Item| {
                let mut secrets = item.secrets().iter();
                !item.has_secret_as_old_as(key.0)
                    && secrets.any(|secret| Some(secret.version) == version)
            };
            possible(match (item, version) {
                (None, None) => true,
                (Some(item), None) => item.deleted.is_some(),
                (Some(item), Some(_)) => is_new(item),
                (None, Some(_)) => false,
            })?;
        }
    }
    let line = draft.lines.get_mut(key).ok_or(Invalid::NotPossible)?;
    match progress {
        Progress::TakenBy(member) => line.owner = Some(member),
        Progress::Done(_) => line.is_done = true,
    }
    Ok(())
}

fn open_lease(draft: &mut Draft<'_>, lease: &OpenLease) -> Outcome {
    let length = lease.until.checked_sub(lease.from);
    possible(length.is_some_and(|length| (1..=LONGEST_LEASE).contains(&length)))?;
    possible(draft.items.get(lease.item).is_some() && draft.leases.get(lease.lease).is_none())?;
    draft.leases.insert(
        lease.lease,
        Lease {
            item: lease.item,
            recipient: lease.recipient,
            from: lease.from,
            until: lease.until,
            is_open: true,
        },
    );
    Ok(())
}

fn acknowledge(draft: &mut Draft<'_>, author: Author, slot: u64, hash: &crate::Hash) -> Outcome {
    possible(slot <= draft.state.head.slot)?;
    if draft.state.chain.get(&slot) != Some(hash) {
        draft.alarms.push(Alarm::ForeignHead);
    } else if let Some(member) = draft.members.get_mut(author.member) {
        member.seen = member.seen.max(Some(slot));
    }
    Ok(())
}
