//! What an entry does, and how it is encoded (docs/team-log.md, "Operations").

use crate::Hash;
use crate::keys::DeviceRecord;
use std::collections::BTreeMap;
use vault::primitives::{Malformed, Reader};
use vault::{Account, Id};
use zeroize::Zeroizing;

mod read;
mod write;

pub(crate) use read::{ascending, id, read_all, read_optional, text};
pub(crate) use write::{write_all, write_fields, write_optional};

/// Most operations of one entry.
pub const MAX_OPS: usize = 10_000;
/// Longest name, in bytes.
pub(crate) const MAX_NAME: usize = 256;
/// Longest remark, in bytes.
const MAX_NOTE: usize = 4096;
/// The account's field that has the one-time password.
pub(crate) const OTP: u64 = 3;
/// The account's field that has the backup codes.
pub(crate) const BACKUP_CODES: u64 = 16;

/// What a member may do.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Role {
    /// Reads.
    Viewer,
    /// Changes items.
    Editor,
    /// Invites and removes those who are no admins.
    Admin,
    /// Everything.
    Owner,
}

/// How the keys of a member were checked.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Verified {
    /// Not at all.
    No,
    /// In person, or by four words on a call.
    Live,
    /// By twelve words.
    TwelveWords,
    /// By the six words of a link.
    SixWords,
    /// They are on an owner sheet.
    OwnerSheet,
}

/// One operation. The fields are in the order of docs/team-log.md.
#[expect(missing_docs, reason = "the fields are described in docs/team-log.md")]
#[derive(Clone)]
pub enum Op {
    Genesis(Genesis),
    AddMember(AddMember),
    AddDevice {
        member: Id,
        device: DeviceRecord,
    },
    RemoveMember {
        member: Id,
    },
    RevokeDevice {
        device: Id,
    },
    SetRole {
        member: Id,
        role: Role,
        verified: Verified,
    },
    Rotate {
        wraps: Vec<(Id, Vec<u8>)>,
    },
    Invite(Invite),
    CancelInvite {
        invitation: Id,
    },
    PolicyChange {
        version: u64,
        min_suite: u64,
    },
    PutItem(PutItem),
    DeleteItem {
        item: Id,
        base_rev: u64,
    },
    MarkCodeUsed {
        item: Id,
        code: UsedCode,
    },
    SecretRotated {
        removal: u64,
        item: Option<Id>,
        progress: Progress,
    },
    OpenLease(OpenLease),
    CloseLease {
        lease: Id,
    },
    Ack {
        slot: u64,
        hash: Hash,
    },
    SnapshotPublished {
        slot: u64,
        hash: Hash,
    },
    Note {
        kind: NoteKind,
        text: String,
    },
    Recover {
        branch: u64,
        slot: u64,
        hash: Hash,
    },
}

/// The first operation of a log: it makes its author the first owner.
#[derive(Clone)]
pub struct Genesis {
    /// 1.
    pub version: u64,
    /// 1.
    pub min_suite: u64,
    /// Of the key of epoch 0.
    pub commitment: Hash,
    /// The first owner.
    pub member_key: [u8; 32],
    /// What the owner is called.
    pub name: String,
    /// The device that signs.
    pub device: DeviceRecord,
}

/// A new member with a first device.
#[derive(Clone)]
pub struct AddMember {
    /// The member.
    pub member_key: [u8; 32],
    /// What the member may do.
    pub role: Role,
    /// What the member is called.
    pub name: String,
    /// How the keys were checked.
    pub verified: Verified,
    /// The invitation that is used up.
    pub invitation: Option<Id>,
    /// The first device.
    pub device: DeviceRecord,
}

/// An invitation.
#[derive(Clone)]
pub struct Invite {
    /// Names the invitation.
    pub invitation: Id,
    /// The public key of the link's token, 32 zero bytes without a link.
    pub token_key: [u8; 32],
    /// What the new member shall be.
    pub role: Role,
    /// Seconds since 1970; judged by whoever approves.
    pub expires: u64,
}

/// Codes of an item are handed to somebody for a while.
#[derive(Clone)]
pub struct OpenLease {
    /// Names the lease.
    pub lease: Id,
    /// Whose codes.
    pub item: Id,
    /// A hash of the recipient's key.
    pub recipient: Hash,
    /// Seconds since 1970.
    pub from: u64,
    /// Seconds since 1970, at most 31 days later.
    pub until: u64,
    /// A hash of what was handed over.
    pub content: Hash,
}

/// Which code was used up.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum UsedCode {
    /// A backup code: its set, and its place in it from 0.
    Backup {
        /// The set.
        set: Id,
        /// The place.
        index: u64,
    },
    /// A counter of HOTP, reserved before its code is shown.
    Counter(u64),
}

/// How far somebody is with a secret that has to be replaced.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Progress {
    /// This member takes care of it.
    TakenBy(Id),
    /// It was replaced: by this version, or by something that is no version of an item.
    Done(Option<Id>),
}

/// What a note says.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum NoteKind {
    /// A remark.
    Remark,
    /// The author asks to be removed.
    AsksToLeave,
}

/// A change of an item, field by field.
#[derive(Clone)]
pub struct PutItem {
    /// The item; the same id as the account's.
    pub item: Id,
    /// The slot of the item's last change that the author saw; 0 where it is new.
    pub base_rev: u64,
    /// The account's fields that change, each as docs/vault-format.md encodes it.
    pub fields: BTreeMap<u64, Zeroizing<Vec<u8>>>,
    /// One for each secret among the fields, in their order.
    pub versions: Vec<NewVersion>,
}

/// A secret that takes the place of those that its author knew.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NewVersion {
    /// The account's field.
    pub field: u64,
    /// Names the secret.
    pub version: Id,
    /// Versions that were in place, ascending.
    pub replaces: Vec<Id>,
}

/// Whether a field is shared; all others are a person's own.
pub(crate) fn is_shared(field: u64) -> bool {
    matches!(field, 1..=3 | 9..=13 | 15..=17)
}

pub(crate) fn is_secret(field: u64) -> bool {
    field == OTP || field == BACKUP_CODES
}

/// An empty text, array or map: the field is taken away.
pub(crate) fn is_empty(value: &[u8]) -> bool {
    matches!(value, [0x60 | 0x80 | 0xa0])
}

/// The fields of an account that are shared.
pub fn shared_fields(account: &Account) -> BTreeMap<u64, Zeroizing<Vec<u8>>> {
    let encoded = account.to_cbor();
    let mut fields = BTreeMap::new();
    let read = Reader::new(&encoded).map(|key, value| {
        if is_shared(key) {
            fields.insert(key, Zeroizing::new(value.to_vec()));
        }
        Ok::<(), Malformed>(())
    });
    read.expect("what was just written is well made");
    fields
}

impl Op {
    /// Its number in docs/team-log.md.
    pub fn number(&self) -> u64 {
        match self {
            Self::Genesis(_) => number::GENESIS,
            Self::AddMember(_) => number::ADD_MEMBER,
            Self::AddDevice { .. } => number::ADD_DEVICE,
            Self::RemoveMember { .. } => number::REMOVE_MEMBER,
            Self::RevokeDevice { .. } => number::REVOKE_DEVICE,
            Self::SetRole { .. } => number::SET_ROLE,
            Self::Rotate { .. } => number::ROTATE,
            Self::Invite(_) => number::INVITE,
            Self::CancelInvite { .. } => number::CANCEL_INVITE,
            Self::PolicyChange { .. } => number::POLICY_CHANGE,
            Self::PutItem(_) => number::PUT_ITEM,
            Self::DeleteItem { .. } => number::DELETE_ITEM,
            Self::MarkCodeUsed { .. } => number::MARK_CODE_USED,
            Self::SecretRotated { .. } => number::SECRET_ROTATED,
            Self::OpenLease(_) => number::OPEN_LEASE,
            Self::CloseLease { .. } => number::CLOSE_LEASE,
            Self::Ack { .. } => number::ACK,
            Self::SnapshotPublished { .. } => number::SNAPSHOT_PUBLISHED,
            Self::Note { .. } => number::NOTE,
            Self::Recover { .. } => number::RECOVER,
        }
    }

    /// Whether it may be sealed again for a later slot as it is, though the log went on meanwhile.
    pub fn can_be_moved(&self) -> bool {
        matches!(
            self,
            Self::PutItem(_)
                | Self::DeleteItem { .. }
                | Self::SecretRotated { .. }
                | Self::OpenLease { .. }
                | Self::CloseLease { .. }
                | Self::Ack { .. }
                | Self::SnapshotPublished { .. }
                | Self::Note { .. }
                | Self::MarkCodeUsed { .. }
        )
    }
}

mod number {
    pub(super) const GENESIS: u64 = 0;
    pub(super) const ADD_MEMBER: u64 = 1;
    pub(super) const ADD_DEVICE: u64 = 2;
    pub(super) const REMOVE_MEMBER: u64 = 3;
    pub(super) const REVOKE_DEVICE: u64 = 4;
    pub(super) const SET_ROLE: u64 = 5;
    pub(super) const ROTATE: u64 = 6;
    pub(super) const INVITE: u64 = 7;
    pub(super) const CANCEL_INVITE: u64 = 8;
    pub(super) const POLICY_CHANGE: u64 = 9;
    pub(super) const PUT_ITEM: u64 = 10;
    pub(super) const DELETE_ITEM: u64 = 11;
    pub(super) const MARK_CODE_USED: u64 = 12;
    pub(super) const SECRET_ROTATED: u64 = 13;
    pub(super) const OPEN_LEASE: u64 = 14;
    pub(super) const CLOSE_LEASE: u64 = 15;
    pub(super) const ACK: u64 = 16;
    pub(super) const SNAPSHOT_PUBLISHED: u64 = 17;
    pub(super) const NOTE: u64 = 18;
    pub(super) const RECOVER: u64 = 19;
}
