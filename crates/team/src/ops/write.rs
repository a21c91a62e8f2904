//! Operations to bytes.

use super::number;
use super::{
    AddMember, Genesis, Invite, NoteKind, Op, OpenLease, Progress, PutItem, Role, UsedCode,
    Verified,
};
use crate::Hash;
use crate::keys::DeviceRecord;
use std::collections::BTreeMap;
use vault::Id;
use vault::primitives::Writer;
use zeroize::Zeroizing;

pub(crate) fn write_all(w: &mut Writer, ops: &[Op]) {
    w.array(ops.len());
    ops.iter().for_each(|op| op.write(w));
}

impl Op {
    pub(super) fn write(&self, w: &mut Writer) {
        match self {
            Self::Genesis(genesis) => genesis.write(w),
            Self::AddMember(add) => add.write(w),
            Self::Invite(invite) => invite.write(w),
            Self::PutItem(put) => put.write(w),
            Self::OpenLease(lease) => lease.write(w),
            Self::AddDevice { member, device } => {
                write_id(w, number::ADD_DEVICE, 2, *member);
                device.write(w);
            }
            Self::RemoveMember { member } => write_id(w, number::REMOVE_MEMBER, 1, *member),
            Self::RevokeDevice { device } => write_id(w, number::REVOKE_DEVICE, 1, *device),
            Self::CancelInvite { invitation } => {
                write_id(w, number::CANCEL_INVITE, 1, *invitation);
            }
            Self::CloseLease { lease } => write_id(w, number::CLOSE_LEASE, 1, *lease),
            Self::SetRole {
                member,
                role,
                verified,
            } => {
                write_id(w, number::SET_ROLE, 3, *member);
                w.unsigned(role.number());
                w.unsigned(verified.number());
            }
            Self::Rotate { wraps } => write_wraps(w, wraps),
            Self::PolicyChange { version, min_suite } => {
                head(w, number::POLICY_CHANGE, 2);
                w.unsigned(*version);
                w.unsigned(*min_suite);
            }
            Self::DeleteItem { item, base_rev } => {
                write_id(w, number::DELETE_ITEM, 2, *item);
                w.unsigned(*base_rev);
            }
            Self::MarkCodeUsed { item, code } => {
                write_id(w, number::MARK_CODE_USED, 2, *item);
                code.write(w);
            }
            Self::SecretRotated {
                removal,
                item,
                progress,
            } => {
                head(w, number::SECRET_ROTATED, 3);
                w.unsigned(*removal);
                write_optional(w, *item);
                progress.write(w);
            }
            Self::Ack { slot, hash } => write_point(w, number::ACK, *slot, hash),
            Self::SnapshotPublished { slot, hash } => {
                write_point(w, number::SNAPSHOT_PUBLISHED, *slot, hash);
            }
            Self::Note { kind, text } => {
                head(w, number::NOTE, 2);
                w.unsigned(kind.number());
                w.text(text);
            }
            Self::Recover { branch, slot, hash } => {
                head(w, number::RECOVER, 3);
                w.unsigned(*branch);
                w.unsigned(*slot);
                w.bytes(hash);
            }
        }
    }
}

impl Genesis {
    fn write(&self, w: &mut Writer) {
        head(w, number::GENESIS, 6);
        w.unsigned(self.version);
        w.unsigned(self.min_suite);
        w.bytes(&self.commitment);
        w.bytes(&self.member_key);
        w.text(&self.name);
        self.device.write(w);
    }
}

impl AddMember {
    fn write(&self, w: &mut Writer) {
        head(w, number::ADD_MEMBER, 6);
        w.bytes(&self.member_key);
        w.unsigned(self.role.number());
        w.text(&self.name);
        w.unsigned(self.verified.number());
        write_optional(w, self.invitation);
        self.device.write(w);
    }
}

impl Invite {
    fn write(&self, w: &mut Writer) {
        head(w, number::INVITE, 4);
        w.bytes(self.invitation.as_bytes());
        w.bytes(&self.token_key);
        w.unsigned(self.role.number());
        w.unsigned(self.expires);
    }
}

impl OpenLease {
    fn write(&self, w: &mut Writer) {
        head(w, number::OPEN_LEASE, 6);
        w.bytes(self.lease.as_bytes());
        w.bytes(self.item.as_bytes());
        w.bytes(&self.recipient);
        w.unsigned(self.from);
        w.unsigned(self.until);
        w.bytes(&self.content);
    }
}

impl Role {
    pub(crate) const fn number(self) -> u64 {
        match self {
            Self::Viewer => 0,
            Self::Editor => 1,
            Self::Admin => 2,
            Self::Owner => 3,
        }
    }
}

impl Verified {
    pub(crate) const fn number(self) -> u64 {
        match self {
            Self::No => 0,
            Self::Live => 1,
            Self::TwelveWords => 2,
            Self::SixWords => 3,
            Self::OwnerSheet => 4,
        }
    }
}

impl DeviceRecord {
    pub(crate) fn write(&self, w: &mut Writer) {
        w.array(4);
        w.bytes(&self.signing);
        w.bytes(&self.sealing);
        w.bytes(&self.certificate);
        w.text(&self.name);
    }
}

impl PutItem {
    fn write(&self, w: &mut Writer) {
        head(w, number::PUT_ITEM, 4);
        w.bytes(self.item.as_bytes());
        w.unsigned(self.base_rev);
        write_fields(w, &self.fields);
        w.array(self.versions.len());
        for version in &self.versions {
            w.array(3);
            w.unsigned(version.field);
            w.bytes(version.version.as_bytes());
            w.array(version.replaces.len());
            version
                .replaces
                .iter()
                .for_each(|id| w.bytes(id.as_bytes()));
        }
    }
}

impl UsedCode {
    pub(crate) fn write(self, w: &mut Writer) {
        match self {
            Self::Backup { set, index } => {
                w.array(3);
                w.unsigned(0);
                w.bytes(set.as_bytes());
                w.unsigned(index);
            }
            Self::Counter(counter) => {
                w.array(2);
                w.unsigned(1);
                w.unsigned(counter);
            }
        }
    }
}

impl Progress {
    fn write(self, w: &mut Writer) {
        w.array(2);
        match self {
            Self::TakenBy(member) => {
                w.unsigned(0);
                w.bytes(member.as_bytes());
            }
            Self::Done(version) => {
                w.unsigned(1);
                write_optional(w, version);
            }
        }
    }
}

pub(crate) fn write_fields(w: &mut Writer, fields: &BTreeMap<u64, Zeroizing<Vec<u8>>>) {
    let start = w.position();
    for (key, value) in fields {
        w.unsigned(*key);
        w.raw(value);
    }
    let count = u64::try_from(fields.len()).expect("there are fewer fields than bytes");
    w.close_map(start, count);
}

fn head(w: &mut Writer, number: u64, fields: usize) {
    w.array(fields + 1);
    w.unsigned(number);
}

/// The head of an operation whose first field is an id.
fn write_id(w: &mut Writer, number: u64, fields: usize, id: Id) {
    head(w, number, fields);
    w.bytes(id.as_bytes());
}

fn write_point(w: &mut Writer, number: u64, slot: u64, hash: &Hash) {
    head(w, number, 2);
    w.unsigned(slot);
    w.bytes(hash);
}

/// An id, or empty bytes where there is none.
pub(crate) fn write_optional(w: &mut Writer, id: Option<Id>) {
    w.bytes(id.as_ref().map_or(&[], |id| id.as_bytes().as_slice()));
}

impl NoteKind {
    const fn number(self) -> u64 {
        match self {
            Self::Remark => 0,
            Self::AsksToLeave => 1,
        }
    }
}

fn write_wraps(w: &mut Writer, wraps: &[(Id, Vec<u8>)]) {
    head(w, number::ROTATE, 1);
    w.array(wraps.len());
    for (device, wrap) in wraps {
        w.array(2);
        w.bytes(device.as_bytes());
        w.bytes(wrap);
    }
}
