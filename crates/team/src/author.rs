//! Writes entries. What is sealed here is valid for everyone, or it is not sealed.

use crate::draft::Draft;
use crate::entry::{self, Content, Header, Rotation, SUITE};
use crate::keys::{DeviceKey, EpochKeys, MemberKey, boxed, commitment};
use crate::ops::{Genesis, Op};
use crate::rules::{self, Author};
use crate::state::State;
use crate::verify::{self, Invalid};
use rand_core::CryptoRng;
use vault::Id;
use vault::primitives::Key;

/// A change that is to be written.
#[derive(Clone)]
pub struct Change {
    /// Stays the same however often the change is sealed.
    pub op_id: Id,
    /// The author's clock, milliseconds since 1970.
    pub wall_ms: u64,
    /// The newest entry that the author had verified.
    pub observed_head: crate::Hash,
    /// What is done, without Rotate.
    pub ops: Vec<Op>,
    /// Makes a new epoch key; removals and revocations do so anyway.
    pub rotates: bool,
}

/// Why a change was not sealed. Nothing was written.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NotSealed {
    /// It would not be valid.
    #[error("the change would not be valid: {0}")]
    Invalid(#[from] Invalid),
    /// The entry would be larger than 4 MiB; a part of the operations may fit.
    #[error("the entry would be too large")]
    TooLarge,
    /// The key of the epoch in force is not known.
    #[error("the key of the epoch is not known")]
    NoKey,
}

/// The first entry of a new vault, and the key that opens it.
pub fn create(
    member: &MemberKey,
    device: &DeviceKey,
    (name, device_name): (String, String),
    wall_ms: u64,
    rng: &mut dyn CryptoRng,
) -> (Vec<u8>, EpochKeys) {
    let nowhere = Id::from_bytes([0; 16]);
    let key = Key::generate(rng);
    let genesis = Genesis {
        version: 1,
        min_suite: 1,
        commitment: commitment(&key, 0),
        member_key: member.public(),
        name,
        device: member.certify(nowhere, device, device_name),
    };
    let header = Header {
        suite: SUITE,
        vault: nowhere,
        slot: 0,
        prev: [0; 32],
        epoch: 0,
        skipped: None,
        salt: Header::fresh_salt(rng),
        rotation: None,
    };
    let content = Content {
        op_id: Id::generate(rng),
        device: device.id(),
        device_seq: 1,
        wall_ms,
        observed_head: [0; 32],
        ops: vec![Op::Genesis(genesis)],
    };
    let sealed = entry::seal(&header, &content, &key, device);
    let sealed = sealed.expect("two names of a few bytes are far below 4 MiB");
    (sealed, EpochKeys::new(0, key))
}

/// Seals a change for the next slot.
///
/// # Errors
/// Nobody would take it, or it does not fit.
pub fn seal(
    state: &State,
    keys: &EpochKeys,
    device: &DeviceKey,
    change: &Change,
    rng: &mut dyn CryptoRng,
) -> Result<Vec<u8>, NotSealed> {
    seal_at(state, keys, device, change, state.next_slot(), rng)
}

/// Seals the first entry of a branch after the newest valid entry: `change` begins with Recover.
///
/// # Errors
/// As for [`seal`].
pub fn seal_branch(
    state: &State,
    keys: &EpochKeys,
    device: &DeviceKey,
    change: &Change,
    rng: &mut dyn CryptoRng,
) -> Result<Vec<u8>, NotSealed> {
    seal_at(state, keys, device, change, state.head.slot + 1, rng)
}

fn seal_at(
    state: &State,
    keys: &EpochKeys,
    device: &DeviceKey,
    change: &Change,
    slot: u64,
    rng: &mut dyn CryptoRng,
) -> Result<Vec<u8>, NotSealed> {
    let key = keys.get(state.epoch).ok_or(NotSealed::NoKey)?;
    let mut ops = change.ops.clone();
    let salt = Header::fresh_salt(rng);
    let mut rotation = None;
    if change.rotates || ops.iter().any(takes_away) {
        let next = Key::generate(rng);
        let epoch = state.epoch + 1;
        rotation = Some(Rotation {
            commitment: commitment(&next, epoch),
            boxed: boxed(state.vault, epoch, &next, &salt, key),
        });
        ops.push(rotate(state, device, (slot, &ops), &next, rng)?);
    }
    let branches = matches!(ops.first(), Some(Op::Recover { .. }));
    let passed = match branches {
        true => None,
        false => verify::skipped(&state.passed),
    };
    let header = Header {
        suite: SUITE,
        vault: state.vault,
        slot,
        prev: state.head.hash,
        epoch: state.epoch,
        skipped: passed,
        salt,
        rotation,
    };
    let content = Content {
        op_id: change.op_id,
        device: device.id(),
        device_seq: state.last_seq.get(&device.id()).copied().unwrap_or(0) + 1,
        wall_ms: change.wall_ms,
        observed_head: change.observed_head,
        ops,
    };
    let bytes = entry::seal(&header, &content, key, device).ok_or(NotSealed::TooLarge)?;
    verify::verify(state, key, &bytes, branches)?;
    Ok(bytes)
}

fn takes_away(op: &Op) -> bool {
    matches!(
        op,
        Op::RemoveMember { .. } | Op::RevokeDevice { .. } | Op::Recover { .. }
    )
}

/// Wraps the next key for every device that is active after these operations.
fn rotate(
    state: &State,
    device: &DeviceKey,
    (slot, ops): (u64, &[Op]),
    next: &Key,
    rng: &mut dyn CryptoRng,
) -> Result<Op, NotSealed> {
    let signer = state.devices.get(&device.id()).ok_or(Invalid::Signature)?;
    let author = Author {
        member: signer.member,
        device: device.id(),
    };
    let mut draft = Draft::new(state, slot);
    for op in ops.iter().filter(|op| !matches!(op, Op::Recover { .. })) {
        rules::carry_out(&mut draft, author, op)?;
    }
    let mut wraps = Vec::new();
    for id in verify::active_devices(&draft) {
        let record = draft.devices.get(id).map(|device| &device.record);
        let wrap = record.and_then(|record| record.wrap(state.vault, state.epoch + 1, next, rng));
        wraps.push((id, wrap.ok_or(Invalid::Rotation)?));
    }
    Ok(Op::Rotate { wraps })
}
