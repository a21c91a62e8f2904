//! A state to bytes: everything that is in it, so that what is read back is the same.

use super::{Deed, write_slot};
use crate::Hash;
use crate::ops::write_optional;
use crate::state::{Alarm, Device, Invitation, Lease, Line, LineKey, Member, State};
use vault::Id;
use vault::primitives::Writer;
use zeroize::Zeroizing;

pub(crate) fn write(state: &State, deeds: &[Deed]) -> Zeroizing<Vec<u8>> {
    // What follows from other parts is not written.
    let State {
        vault,
        branches,
        epoch: _,
        head: _,
        policy,
        chain,
        hashes: _,
        op_ids,
        last_seq,
        epochs,
        passed,
        members,
        devices,
        invitations,
        items,
        lines,
        leases,
        alarms,
    } = state;
    let mut writer = Writer::with_capacity(4096 + 128 * chain.len());
    let w = &mut writer;
    w.array(17);
    w.bytes(vault.as_bytes());
    w.unsigned(policy.version);
    w.unsigned(policy.min_suite);
    list(w, branches, |w, slot| w.unsigned(*slot));
    list(w, chain, |w, (slot, hash)| write_point(w, *slot, hash));
    list(w, op_ids, |w, id| w.bytes(id.as_bytes()));
    list(w, last_seq, |w, (device, seq)| {
        w.array(2);
        w.bytes(device.as_bytes());
        w.unsigned(*seq);
    });
    list(w, epochs, |w, (slot, hash)| write_point(w, *slot, hash));
    list(w, passed, |w, (slot, hash)| write_point(w, *slot, hash));
    list(w, members.values(), write_member);
    list(w, devices.values(), write_device);
    list(w, invitations, write_invitation);
    list(w, items, |w, (id, item)| item.write_kept(*id, w));
    list(w, lines, write_line);
    list(w, leases, write_lease);
    list(w, alarms, write_alarm);
    list(w, deeds, write_deed);
    writer.into_bytes()
}

fn list<I>(w: &mut Writer, items: I, mut write: impl FnMut(&mut Writer, I::Item))
where
    I: IntoIterator<IntoIter: ExactSizeIterator>,
{
    let items = items.into_iter();
    w.array(items.len());
    items.for_each(|item| write(w, item));
}

fn write_point(w: &mut Writer, slot: u64, hash: &Hash) {
    w.array(2);
    w.unsigned(slot);
    w.bytes(hash);
}

fn write_member(w: &mut Writer, member: &Member) {
    w.array(7);
    w.bytes(&member.key);
    w.unsigned(member.role.number());
    w.text(&member.name);
    w.unsigned(member.verified.number());
    write_slot(w, member.removed);
    w.boolean(member.asks_to_leave);
    write_slot(w, member.seen);
}

fn write_device(w: &mut Writer, device: &Device) {
    w.array(3);
    w.bytes(device.member.as_bytes());
    w.boolean(device.is_active);
    device.record.write(w);
}

fn write_invitation(w: &mut Writer, (id, invitation): (&Id, &Invitation)) {
    w.array(6);
    w.bytes(id.as_bytes());
    w.bytes(&invitation.token_key);
    w.unsigned(invitation.role.number());
    w.unsigned(invitation.expires);
    w.boolean(invitation.is_open);
    w.bytes(invitation.by.as_bytes());
}

fn write_line(w: &mut Writer, ((removal, item), line): (&LineKey, &Line)) {
    w.array(4);
    w.unsigned(*removal);
    write_optional(w, *item);
    write_optional(w, line.owner);
    w.boolean(line.is_done);
}

fn write_lease(w: &mut Writer, (id, lease): (&Id, &Lease)) {
    w.array(6);
    w.bytes(id.as_bytes());
    w.bytes(lease.item.as_bytes());
    w.bytes(&lease.recipient);
    w.unsigned(lease.from);
    w.unsigned(lease.until);
    w.boolean(lease.is_open);
}

fn write_alarm(w: &mut Writer, (slot, alarm): &(u64, Alarm)) {
    let (kind, about) = match alarm {
        Alarm::DeviceAddedItself(device) => (0, Some(*device)),
        Alarm::OtherObjectsPassedOver => (1, None),
        Alarm::ForeignHead => (2, None),
        Alarm::OtherHistory(member) => (3, Some(*member)),
        Alarm::HistoryLocked => (4, None),
    };
    w.array(3);
    w.unsigned(*slot);
    w.unsigned(kind);
    write_optional(w, about);
}

fn write_deed(w: &mut Writer, deed: &Deed) {
    w.array(5);
    w.unsigned(deed.slot);
    w.unsigned(deed.wall_ms);
    w.bytes(deed.device.as_bytes());
    w.unsigned(deed.op);
    write_optional(w, deed.about);
}
