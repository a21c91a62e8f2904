//! Operations from bytes that anybody may have made.

use super::{
    AddMember, Genesis, Invite, MAX_NAME, MAX_NOTE, MAX_OPS, NewVersion, NoteKind, OTP, Op,
    OpenLease, Progress, PutItem, Role, UsedCode, Verified, is_empty, is_secret, is_shared, number,
};
use crate::entry::{expect_array, fixed, integer};
use crate::keys::{DeviceRecord, SEALING_KEY, WRAP};
use std::collections::BTreeMap;
use std::sync::Arc;
use vault::Id;
use vault::primitives::{Malformed, Reader};
use zeroize::Zeroizing;

const MALFORMED: Malformed = Malformed { at: 0 };

pub(crate) fn read_all(r: &mut Reader<'_>) -> Result<Vec<Op>, Malformed> {
    let count = r.array()?;
    if !(1..=MAX_OPS).contains(&count) {
        return Err(MALFORMED);
    }
    // Growth is left to `push`: an operation in memory is larger than its bytes.
    let mut ops = Vec::with_capacity(count.min(64));
    for _ in 0..count {
        ops.push(Op::read(r)?);
    }
    Ok(ops)
}

impl Op {
    pub(super) fn read(r: &mut Reader<'_>) -> Result<Self, Malformed> {
        let fields = r.array()?.checked_sub(1).ok_or(MALFORMED)?;
        let number = r.unsigned()?;
        let expected = match number {
            number::GENESIS | number::ADD_MEMBER | number::OPEN_LEASE => 6,
            number::INVITE | number::PUT_ITEM => 4,
            number::SET_ROLE | number::SECRET_ROTATED | number::RECOVER => 3,
            number::ADD_DEVICE
            | number::POLICY_CHANGE
            | number::DELETE_ITEM
            | number::MARK_CODE_USED
            | number::ACK
            | number::SNAPSHOT_PUBLISHED
            | number::NOTE => 2,
            number::REMOVE_MEMBER
            | number::REVOKE_DEVICE
            | number::ROTATE
            | number::CANCEL_INVITE
            | number::CLOSE_LEASE => 1,
            _ => return Err(MALFORMED),
        };
        if fields != expected {
            return Err(MALFORMED);
        }
        match number {
            0..=9 | number::RECOVER => Self::read_rule(number, r),
            _ => Self::read_item(number, r),
        }
    }

    fn read_rule(number: u64, r: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(match number {
            number::GENESIS => Self::Genesis(Genesis {
                version: integer(r)?,
                min_suite: integer(r)?,
                commitment: fixed(r)?,
                member_key: fixed(r)?,
                name: text(r, MAX_NAME)?,
                device: DeviceRecord::read(r)?,
            }),
            number::ADD_MEMBER => Self::AddMember(AddMember {
                member_key: fixed(r)?,
                role: Role::read(r)?,
                name: text(r, MAX_NAME)?,
                verified: Verified::read(r)?,
                invitation: read_optional(r)?,
                device: DeviceRecord::read(r)?,
            }),
            number::ADD_DEVICE => Self::AddDevice {
                member: id(r)?,
                device: DeviceRecord::read(r)?,
            },
            number::REMOVE_MEMBER => Self::RemoveMember { member: id(r)? },
            number::REVOKE_DEVICE => Self::RevokeDevice { device: id(r)? },
            number::SET_ROLE => Self::SetRole {
                member: id(r)?,
                role: Role::read(r)?,
                verified: Verified::read(r)?,
            },
            number::ROTATE => Self::Rotate {
                wraps: ascending(r, read_wrap, |one, next| one.0 < next.0)?,
            },
            number::INVITE => Self::Invite(Invite {
                invitation: id(r)?,
                token_key: fixed(r)?,
                role: Role::read(r)?,
                expires: integer(r)?,
            }),
            number::CANCEL_INVITE => Self::CancelInvite { invitation: id(r)? },
            number::POLICY_CHANGE => Self::PolicyChange {
                version: integer(r)?,
                min_suite: integer(r)?,
            },
            _ => Self::Recover {
                branch: integer(r)?,
                slot: integer(r)?,
                hash: fixed(r)?,
            },
        })
    }

    fn read_item(number: u64, r: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(match number {
            number::PUT_ITEM => Self::PutItem(PutItem::read(r)?),
            number::DELETE_ITEM => Self::DeleteItem {
                item: id(r)?,
                base_rev: integer(r)?,
            },
            number::MARK_CODE_USED => Self::MarkCodeUsed {
                item: id(r)?,
                code: UsedCode::read(r)?,
            },
            number::SECRET_ROTATED => Self::SecretRotated {
                removal: integer(r)?,
                item: read_optional(r)?,
                progress: Progress::read(r)?,
            },
            number::OPEN_LEASE => Self::OpenLease(OpenLease {
                lease: id(r)?,
                item: id(r)?,
                recipient: fixed(r)?,
                from: integer(r)?,
                until: integer(r)?,
                content: fixed(r)?,
            }),
            number::CLOSE_LEASE => Self::CloseLease { lease: id(r)? },
            number::ACK => Self::Ack {
                slot: integer(r)?,
                hash: fixed(r)?,
            },
            number::SNAPSHOT_PUBLISHED => Self::SnapshotPublished {
                slot: integer(r)?,
                hash: fixed(r)?,
            },
            _ => Self::Note {
                kind: match r.unsigned()? {
                    0 => NoteKind::Remark,
                    1 => NoteKind::AsksToLeave,
                    _ => return Err(MALFORMED),
                },
                text: text(r, MAX_NOTE)?,
            },
        })
    }
}

impl Role {
    pub(crate) fn read(r: &mut Reader<'_>) -> Result<Self, Malformed> {
        match r.unsigned()? {
            0 => Ok(Self::Viewer),
            1 => Ok(Self::Editor),
            2 => Ok(Self::Admin),
            3 => Ok(Self::Owner),
            _ => Err(MALFORMED),
        }
    }
}

impl Verified {
    pub(crate) fn read(r: &mut Reader<'_>) -> Result<Self, Malformed> {
        match r.unsigned()? {
            0 => Ok(Self::No),
            1 => Ok(Self::Live),
            2 => Ok(Self::TwelveWords),
            3 => Ok(Self::SixWords),
            4 => Ok(Self::OwnerSheet),
            _ => Err(MALFORMED),
        }
    }
}

impl DeviceRecord {
    pub(crate) fn read(r: &mut Reader<'_>) -> Result<Self, Malformed> {
        expect_array(r, 4)?;
        let signing = fixed(r)?;
        let sealing: Arc<[u8]> = fixed::<SEALING_KEY>(r)?.into();
        Ok(Self {
            signing,
            sealing,
            certificate: fixed(r)?,
            name: text(r, MAX_NAME)?,
        })
    }
}

impl PutItem {
    fn read(r: &mut Reader<'_>) -> Result<Self, Malformed> {
        let (item, base_rev) = (id(r)?, integer(r)?);
        let mut fields = BTreeMap::new();
        r.map(|key, value| {
            if !is_shared(key) || (key == OTP && is_empty(value)) {
                return Err(MALFORMED);
            }
            fields.insert(key, Zeroizing::new(value.to_vec()));
            Ok(())
        })?;
        let versions = ascending(r, NewVersion::read, |one, next| one.field < next.field)?;
        let secrets = fields.keys().filter(|key| is_secret(**key));
        let are_named = secrets.copied().eq(versions.iter().map(|one| one.field));
        match are_named && !fields.is_empty() {
            true => Ok(Self {
                item,
                base_rev,
                fields,
                versions,
            }),
            false => Err(MALFORMED),
        }
    }
}

impl NewVersion {
    fn read(r: &mut Reader<'_>) -> Result<Self, Malformed> {
        expect_array(r, 3)?;
        Ok(Self {
            field: r.unsigned()?,
            version: id(r)?,
            replaces: ascending(r, id, |one, next| one < next)?,
        })
    }
}

impl UsedCode {
    pub(crate) fn read(r: &mut Reader<'_>) -> Result<Self, Malformed> {
        match (r.array()?, r.unsigned()?) {
            (3, 0) => Ok(Self::Backup {
                set: id(r)?,
                index: integer(r)?,
            }),
            (2, 1) => Ok(Self::Counter(integer(r)?)),
            _ => Err(MALFORMED),
        }
    }
}

impl Progress {
    fn read(r: &mut Reader<'_>) -> Result<Self, Malformed> {
        expect_array(r, 2)?;
        match r.unsigned()? {
            0 => id(r).map(Self::TakenBy),
            1 => read_optional(r).map(Self::Done),
            _ => Err(MALFORMED),
        }
    }
}

fn read_wrap(r: &mut Reader<'_>) -> Result<(Id, Vec<u8>), Malformed> {
    expect_array(r, 2)?;
    Ok((id(r)?, fixed::<WRAP>(r)?.to_vec()))
}

/// An id, or empty bytes where there is none.
pub(crate) fn read_optional(r: &mut Reader<'_>) -> Result<Option<Id>, Malformed> {
    match r.bytes()? {
        [] => Ok(None),
        id => id
            .try_into()
            .map(|id| Some(Id::from_bytes(id)))
            .map_err(|_| MALFORMED),
    }
}

pub(crate) fn id(r: &mut Reader<'_>) -> Result<Id, Malformed> {
    fixed(r).map(Id::from_bytes)
}

pub(crate) fn text(r: &mut Reader<'_>, most: usize) -> Result<String, Malformed> {
    let text = r.text()?;
    match text.len() <= most {
        true => Ok(text.to_owned()),
        false => Err(MALFORMED),
    }
}

/// An array whose items ascend.
pub(crate) fn ascending<T>(
    r: &mut Reader<'_>,
    mut item: impl FnMut(&mut Reader<'_>) -> Result<T, Malformed>,
    is_before: impl Fn(&T, &T) -> bool,
) -> Result<Vec<T>, Malformed> {
    let count = r.array()?;
    let mut items = Vec::with_capacity(count.min(64));
    for _ in 0..count {
        items.push(item(r)?);
    }
    match items.is_sorted_by(is_before) {
        true => Ok(items),
        false => Err(MALFORMED),
    }
}
