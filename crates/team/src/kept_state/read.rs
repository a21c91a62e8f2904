//! A state from bytes. They are as hostile as any: whoever can write the file may have found a key.

use super::{Deed, KeptState, is_whole, read_slot};
use crate::Hash;
use crate::entry::{expect_array, fixed, integer};
use crate::item::Item;
use crate::keys::{DeviceRecord, member_id};
use crate::ops::{MAX_NAME, Role, Verified, ascending, id, read_optional, text};
use crate::state::{Alarm, Device, Invitation, Lease, Line, LineKey, Member, Pin, Policy, State};
use std::collections::BTreeMap;
use vault::Id;
use vault::primitives::{Malformed, Reader};

const MALFORMED: Malformed = Malformed { at: 0 };

pub(super) fn read(content: &[u8]) -> Result<KeptState, Malformed> {
    let r = &mut Reader::new(content);
    expect_array(r, 17)?;
    let vault = id(r)?;
    let policy = Policy {
        version: integer(r)?,
        min_suite: integer(r)?,
    };
    let branches = ascending(r, integer, |one, next| one < next)?;
    let chain = map(r, read_point)?;
    let (slot, hash) = chain.last_key_value().ok_or(MALFORMED)?;
    let head = Pin {
        slot: *slot,
        hash: *hash,
    };
    let op_ids = ascending(r, id, |one, next| one < next)?;
    let last_seq = map(r, |r| {
        expect_array(r, 2)?;
        Ok((id(r)?, integer(r)?))
    })?;
    let epochs = list(r, read_point)?;
    let state = State {
        vault,
        branches,
        epoch: epoch(&epochs)?,
        head,
        policy,
        hashes: chain.values().copied().collect(),
        chain,
        op_ids: op_ids.into_iter().collect(),
        last_seq,
        epochs,
        passed: list(r, read_point)?,
        members: map(r, read_member)?,
        devices: map(r, read_device)?,
        invitations: map(r, read_invitation)?,
        items: map(r, |r| Item::read_kept(r, head.slot))?,
        lines: map(r, read_line)?,
        leases: map(r, read_lease)?,
        alarms: list(r, read_alarm)?,
    };
    let deeds = list(r, read_deed)?;
    r.end()?;
    is_whole(&state, &deeds).then_some(()).ok_or(MALFORMED)?;
    Ok(KeptState { state, deeds })
}

/// The epoch in force, of which there is one at least.
fn epoch(epochs: &[(u64, Hash)]) -> Result<u32, Malformed> {
    let last = epochs.len().checked_sub(1).ok_or(MALFORMED)?;
    u32::try_from(last).map_err(|_| MALFORMED)
}

/// What has an id or another name, ascending by it.
fn map<K: Ord, V>(
    r: &mut Reader<'_>,
    read: impl FnMut(&mut Reader<'_>) -> Result<(K, V), Malformed>,
) -> Result<BTreeMap<K, V>, Malformed> {
    let pairs = ascending(r, read, |one, next| one.0 < next.0)?;
    Ok(pairs.into_iter().collect())
}

/// What is in the order in which it came.
fn list<T>(
    r: &mut Reader<'_>,
    read: impl FnMut(&mut Reader<'_>) -> Result<T, Malformed>,
) -> Result<Vec<T>, Malformed> {
    ascending(r, read, |_, _| true)
}

fn read_point(r: &mut Reader<'_>) -> Result<(u64, Hash), Malformed> {
    expect_array(r, 2)?;
    Ok((integer(r)?, fixed(r)?))
}

fn read_member(r: &mut Reader<'_>) -> Result<(Id, Member), Malformed> {
    expect_array(r, 7)?;
    let member = Member {
        key: fixed(r)?,
        role: Role::read(r)?,
        name: text(r, MAX_NAME)?,
        verified: Verified::read(r)?,
        removed: read_slot(r)?,
        asks_to_leave: r.boolean()?,
        seen: read_slot(r)?,
    };
    Ok((member_id(&member.key), member))
}

fn read_device(r: &mut Reader<'_>) -> Result<(Id, Device), Malformed> {
    expect_array(r, 3)?;
    let device = Device {
        member: id(r)?,
        is_active: r.boolean()?,
        record: DeviceRecord::read(r)?,
    };
    Ok((device.record.id(), device))
}

fn read_invitation(r: &mut Reader<'_>) -> Result<(Id, Invitation), Malformed> {
    expect_array(r, 6)?;
    let named = id(r)?;
    let invitation = Invitation {
        token_key: fixed(r)?,
        role: Role::read(r)?,
        expires: integer(r)?,
        is_open: r.boolean()?,
        by: id(r)?,
    };
    Ok((named, invitation))
}

fn read_line(r: &mut Reader<'_>) -> Result<(LineKey, Line), Malformed> {
    expect_array(r, 4)?;
    let key = (integer(r)?, read_optional(r)?);
    let line = Line {
        owner: read_optional(r)?,
        is_done: r.boolean()?,
    };
    Ok((key, line))
}

fn read_lease(r: &mut Reader<'_>) -> Result<(Id, Lease), Malformed> {
    expect_array(r, 6)?;
    let named = id(r)?;
    let lease = Lease {
        item: id(r)?,
        recipient: fixed(r)?,
        from: integer(r)?,
        until: integer(r)?,
        is_open: r.boolean()?,
    };
    Ok((named, lease))
}

fn read_alarm(r: &mut Reader<'_>) -> Result<(u64, Alarm), Malformed> {
    expect_array(r, 3)?;
    let slot = integer(r)?;
    let alarm = match (r.unsigned()?, read_optional(r)?) {
        (0, Some(device)) => Alarm::DeviceAddedItself(device),
        (1, None) => Alarm::OtherObjectsPassedOver,
        (2, None) => Alarm::ForeignHead,
        (3, Some(member)) => Alarm::OtherHistory(member),
        (4, None) => Alarm::HistoryLocked,
        _ => return Err(MALFORMED),
    };
    Ok((slot, alarm))
}

fn read_deed(r: &mut Reader<'_>) -> Result<Deed, Malformed> {
    expect_array(r, 5)?;
    Ok(Deed {
        slot: integer(r)?,
        wall_ms: integer(r)?,
        device: id(r)?,
        op: integer(r)?,
        about: read_optional(r)?,
    })
}
