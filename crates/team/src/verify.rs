//! Whether an entry is valid: for everyone or for no one (docs/team-log.md, "What is valid").

use crate::Hash;
use crate::draft::{Changes, Draft};
use crate::entry::{Content, Header, Opened, Rotation, SUITE, Sealed};
use crate::keys::{EpochKeys, is_commitment, member_id};
use crate::ops::{Genesis, Op, Role, Verified};
use crate::rules::{self, Author, allow, possible};
use crate::state::{Alarm, Device, Member, Pin, State};
use std::collections::BTreeSet;
use vault::Id;
use vault::primitives::{Key, sha256};

/// Why an entry changes nothing. Whoever wrote it wasted a slot, no more.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Invalid {
    /// It is not made as docs/team-log.md says.
    #[error("malformed")]
    Malformed,
    /// It belongs to another log, slot or epoch, or follows another entry than the newest valid one.
    #[error("of another place")]
    Elsewhere,
    /// As before, and this member signed it for this slot: the member's program saw another log.
    #[error("of another history")]
    OtherHistory(Id),
    /// The log's version does not have this suite.
    #[error("suite is not allowed")]
    Suite,
    /// The key of the epoch did not seal it.
    #[error("not sealed by the epoch's key")]
    Key,
    /// No active device signed it.
    #[error("not signed by an active device")]
    Signature,
    /// It was in the log before, or it is not the next one of its device.
    #[error("repeated or out of order")]
    Repeated,
    /// The author's role does not allow it.
    #[error("not allowed")]
    NotAllowed,
    /// It cannot be carried out on the state before it.
    #[error("not possible")]
    NotPossible,
    /// It does not rotate as it must.
    #[error("wrong rotation")]
    Rotation,
    /// No owner with a device would be left.
    #[error("no owner would be left")]
    NoOwner,
}

/// An entry that was checked against the state before it. There is no other way to its operations.
pub struct VerifiedEntry {
    pin: Pin,
    prev: Hash,
    author: Author,
    content: Content,
    salt: [u8; 32],
    rotation: Option<Rotation>,
    alarms: Vec<Alarm>,
    changes: Changes,
}

/// The state went on since the entry was verified.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the state is not the one that the entry was verified on")]
pub(crate) struct NotNext;

impl VerifiedEntry {
    /// Its slot and hash.
    pub fn pin(&self) -> Pin {
        self.pin
    }

    /// The member who signed.
    pub fn author(&self) -> Id {
        self.author.member
    }

    /// The device that signed.
    pub fn device(&self) -> Id {
        self.author.device
    }

    /// Names the change, however often it was sealed.
    pub fn op_id(&self) -> Id {
        self.content.op_id
    }

    /// The author's clock, milliseconds since 1970.
    pub fn wall_ms(&self) -> u64 {
        self.content.wall_ms
    }

    /// What it does.
    pub fn ops(&self) -> &[Op] {
        &self.content.ops
    }

    pub(crate) fn salt(&self) -> &[u8; 32] {
        &self.salt
    }

    pub(crate) fn rotation(&self) -> Option<&Rotation> {
        self.rotation.as_ref()
    }

    pub(crate) fn into_content(self) -> Content {
        self.content
    }

    /// What was wrapped for a device.
    pub(crate) fn wrap_for(&self, device: Id) -> Option<&[u8]> {
        let Some(Op::Rotate { wraps }) = self.content.ops.last() else {
            return None;
        };
        let place = wraps.binary_search_by_key(&device, |(id, _)| *id).ok()?;
        wraps.get(place).map(|(_, wrap)| wrap.as_slice())
    }
}

/// Checks the entry in a slot: the next one, or where it `branches` the one after the newest valid entry.
///
/// # Errors
/// It is not valid, for anybody.
pub(crate) fn verify(
    state: &State,
    key: &Key,
    bytes: &[u8],
    branches: bool,
) -> Result<VerifiedEntry, Invalid> {
    let sealed = Sealed::read(bytes).map_err(|_| Invalid::Malformed)?;
    let header = sealed.header.clone();
    if state.chain.is_empty() && state.passed.is_empty() {
        return verify_genesis(&sealed, header, key, bytes);
    }
    let slot = match branches {
        true => state.head.slot + 1,
        false => state.next_slot(),
    };
    let is_here = header.slot == slot && header.vault == state.vault && header.epoch == state.epoch;
    is_here.then_some(()).ok_or(Invalid::Elsewhere)?;
    if header.prev != state.head.hash {
        return Err(of_another_history(state, &sealed, key));
    }
    let has_suite = header.suite == SUITE && header.suite >= state.policy.min_suite;
    has_suite.then_some(()).ok_or(Invalid::Suite)?;
    let opened = sealed.open(key).ok_or(Invalid::Key)?;
    let author = author_of(state, &opened)?;
    let Opened { content, .. } = opened;
    let passed = if branches {
        &[]
    } else {
        state.passed.as_slice()
    };
    let mut draft = Draft::new(state, header.slot);
    carry_out(&mut draft, author, &content, branches)?;
    check_rotation(&draft, author, &content.ops, header.rotation.is_some())?;
    check_owner(&draft)?;
    // At last: to hash what was passed over takes as long as there is of it, and only a valid entry ends that.
    let mut alarms = alarms(state, passed, &header, &content);
    if !state.devices.contains_key(&author.device) {
        alarms.push(Alarm::DeviceAddedItself(author.device));
    }
    Ok(VerifiedEntry {
        pin: pin(header.slot, bytes),
        prev: header.prev,
        author,
        content,
        salt: header.salt,
        rotation: header.rotation,
        alarms,
        changes: draft.into_changes(),
    })
}

/// Puts the changes of an entry into the state.
///
/// # Errors
/// It was verified on another state.
pub(crate) fn fold(state: &mut State, entry: &mut VerifiedEntry) -> Result<(), NotNext> {
    let is_next = entry.prev == state.head.hash
        && (state.chain.is_empty() || entry.pin.slot > state.head.slot);
    is_next.then_some(()).ok_or(NotNext)?;
    let slot = entry.pin.slot;
    let nothing = Draft::new(&State::empty(), slot).into_changes();
    std::mem::replace(&mut entry.changes, nothing).carry_out(slot, state);
    if let Some(Op::Genesis(genesis)) = entry.content.ops.first() {
        state.vault = crate::keys::id_of_hash(&entry.pin.hash);
        state.epochs.push((0, genesis.commitment));
    }
    if let Some(Op::Recover { .. }) = entry.content.ops.first() {
        state.branches.push(slot);
    }
    if let Some(rotation) = &entry.rotation {
        state.epoch += 1;
        state.epochs.push((slot + 1, rotation.commitment));
    }
    let alarms = std::mem::take(&mut entry.alarms).into_iter();
    state.alarms.extend(alarms.map(|alarm| (slot, alarm)));
    state.head = entry.pin;
    state.chain.insert(slot, entry.pin.hash);
    state.hashes.insert(entry.pin.hash);
    state.op_ids.insert(entry.content.op_id);
    let (device, seq) = (entry.content.device, entry.content.device_seq);
    state.last_seq.insert(device, seq);
    state.passed.clear();
    Ok(())
}

/// The count and hash of what was passed over.
pub(crate) fn skipped(passed: &[(u64, Hash)]) -> Option<(u64, Hash)> {
    let mut hashed = b"countersign/v1/team/skipped".to_vec();
    for (slot, hash) in passed {
        hashed.extend_from_slice(&slot.to_be_bytes());
        hashed.extend_from_slice(hash);
    }
    let count = u64::try_from(passed.len()).ok()?;
    (count > 0).then(|| (count, sha256(&hashed)))
}

pub(crate) fn pin(slot: u64, bytes: &[u8]) -> Pin {
    let hash = sha256(bytes);
    Pin { slot, hash }
}

fn verify_genesis(
    sealed: &Sealed<'_>,
    header: Header,
    key: &Key,
    bytes: &[u8],
) -> Result<VerifiedEntry, Invalid> {
    let state = State::empty();
    let is_first = header.slot == 0
        && header.vault == state.vault
        && header.prev == [0; 32]
        && header.epoch == 0
        && header.skipped.is_none();
    is_first.then_some(()).ok_or(Invalid::Elsewhere)?;
    possible(header.suite == SUITE && header.rotation.is_none()).map_err(|_| Invalid::Suite)?;
    let opened = sealed.open(key).ok_or(Invalid::Key)?;
    let [Op::Genesis(genesis)] = opened.content.ops.as_slice() else {
        return Err(Invalid::NotPossible);
    };
    let device = genesis.device.id();
    let content = &opened.content;
    let is_signed = content.device == device
        && content.device_seq == 1
        && opened.is_signed_by(&genesis.device.signing);
    is_signed.then_some(()).ok_or(Invalid::Signature)?;
    possible(content.observed_head == [0; 32])?;
    possible(genesis.version == 1 && genesis.min_suite == 1)?;
    possible(is_commitment(key, 0, &genesis.commitment))?;
    let mut draft = Draft::new(&state, 0);
    let member = found(&mut draft, genesis);
    rules::add_device(&mut draft, member, &genesis.device)?;
    let changes = draft.into_changes();
    Ok(VerifiedEntry {
        pin: pin(0, bytes),
        prev: [0; 32],
        author: Author { member, device },
        salt: header.salt,
        rotation: None,
        alarms: Vec::new(),
        changes,
        content: opened.content,
    })
}

fn found(draft: &mut Draft<'_>, genesis: &Genesis) -> Id {
    let member = member_id(&genesis.member_key);
    let owner = Member {
        key: genesis.member_key,
        name: genesis.name.clone(),
        role: Role::Owner,
        verified: Verified::Live,
        removed: None,
        asks_to_leave: false,
        seen: None,
    };
    draft.members.insert(member, owner);
    member
}

/// An entry for this slot that does not follow what is here. Where a member signed it, the storage showed that member
/// something else: nobody else can make such an entry.
fn of_another_history(state: &State, sealed: &Sealed, key: &Key) -> Invalid {
    let opened = (sealed.header.suite == SUITE).then(|| sealed.open(key));
    let signer = opened.flatten().and_then(|opened| {
        let device = state.devices.get(&opened.content.device)?;
        let is_signed = device.is_active && opened.is_signed_by(&device.record.signing);
        is_signed.then_some(device.member)
    });
    signer.map_or(Invalid::Elsewhere, Invalid::OtherHistory)
}

/// The slot of an entry by which an owner begins a branch that another entry began here.
pub(crate) fn begins_branch_again(state: &State, keys: &EpochKeys, bytes: &[u8]) -> Option<u64> {
    let sealed = Sealed::read(bytes).ok()?;
    let (slot, epoch) = (sealed.header.slot, sealed.header.epoch);
    let has_suite = sealed.header.suite == SUITE;
    let opened = sealed.open(keys.get(epoch).filter(|_| has_suite)?)?;
    let Some(Op::Recover { branch, .. }) = opened.content.ops.first() else {
        return None;
    };
    let device = state.devices.get(&opened.content.device)?;
    let is_owners = device.is_active && state.members.get(&device.member)?.role == Role::Owner;
    let has_begun = usize::try_from(*branch).is_ok_and(|branch| branch <= state.branches.len());
    let is_other = !state.hashes.contains(&sha256(bytes));
    let is_signed = opened.is_signed_by(&device.record.signing);
    (is_owners && has_begun && is_other && is_signed).then_some(slot)
}

/// The device that seems to begin the next branch in a slot with this object: it follows the entry before that, and the
/// device signed its Recover. Whether it is valid only the state there shows.
pub(crate) fn branch_device(state: &State, key: &Key, (slot, bytes): (u64, &[u8])) -> Option<Id> {
    let sealed = Sealed::read(bytes).ok()?;
    let base = state.hash_at(slot.checked_sub(1)?)?;
    let is_here = sealed.header.slot == slot && sealed.header.prev == base;
    let opened = sealed.open(Some(key).filter(|_| is_here)?)?;
    let recovers = matches!(opened.content.ops.first(), Some(Op::Recover { .. }));
    let device = state.devices.get(&opened.content.device)?;
    let is_signed = opened.is_signed_by(&device.record.signing);
    (recovers && is_signed).then_some(opened.content.device)
}

/// Who signed: an active device, or a new one that adds itself.
fn author_of(state: &State, opened: &Opened) -> Result<Author, Invalid> {
    let content = &opened.content;
    let (member, key) = match (state.devices.get(&content.device), content.ops.as_slice()) {
        (
            Some(Device {
                is_active: true,
                member,
                record,
            }),
            _,
        ) => (*member, record.signing),
        (None, [Op::AddDevice { member, device }]) if device.id() == content.device => {
            (*member, device.signing)
        }
        _ => return Err(Invalid::Signature),
    };
    let is_signed = opened.is_signed_by(&key);
    is_signed.then_some(()).ok_or(Invalid::Signature)?;
    let last = state.last_seq.get(&content.device).copied().unwrap_or(0);
    let is_new = content.device_seq == last + 1 && !state.op_ids.contains(&content.op_id);
    is_new.then_some(()).ok_or(Invalid::Repeated)?;
    let device = content.device;
    Ok(Author { member, device })
}

fn alarms(state: &State, passed: &[(u64, Hash)], header: &Header, content: &Content) -> Vec<Alarm> {
    let mut alarms = Vec::new();
    if header.skipped != skipped(passed) {
        alarms.push(Alarm::OtherObjectsPassedOver);
    }
    if !state.hashes.contains(&content.observed_head) {
        alarms.push(Alarm::ForeignHead);
    }
    alarms
}

/// Carries out all operations but Recover and Rotate, which are judged by their place.
fn carry_out(
    draft: &mut Draft<'_>,
    author: Author,
    content: &Content,
    branches: bool,
) -> Result<(), Invalid> {
    let ops = content.ops.as_slice();
    let ops = match (branches, ops) {
        (true, [Op::Recover { branch, .. }, rest @ ..]) => {
            allow(rules::role_of(draft, author.member)? == Role::Owner)?;
            let next = u64::try_from(draft.state.branches.len() + 1);
            possible(Ok(*branch) == next)?;
            let only_removes = |op: &Op| {
                matches!(
                    op,
                    Op::RemoveMember { .. } | Op::RevokeDevice { .. } | Op::Rotate { .. }
                )
            };
            possible(!rest.is_empty() && rest.iter().all(only_removes))?;
            rest
        }
        (true, _) => return Err(Invalid::NotPossible),
        (false, ops) => ops,
    };
    let ops = match ops {
        [before @ .., Op::Rotate { .. }] => before,
        ops => ops,
    };
    ops.iter()
        .try_for_each(|op| rules::carry_out(draft, author, op))
}

fn check_rotation(
    draft: &Draft<'_>,
    author: Author,
    ops: &[Op],
    is_in_header: bool,
) -> Result<(), Invalid> {
    let takes_away = |op: &Op| {
        matches!(
            op,
            Op::RemoveMember { .. } | Op::RevokeDevice { .. } | Op::Recover { .. }
        )
    };
    let [before @ .., Op::Rotate { wraps }] = ops else {
        let must_rotate = ops.iter().any(takes_away) || is_in_header;
        return (!must_rotate).then_some(()).ok_or(Invalid::Rotation);
    };
    is_in_header.then_some(()).ok_or(Invalid::Rotation)?;
    let is_own = |op: &Op| {
        let Op::RevokeDevice { device } = op else {
            return false;
        };
        let device = draft.devices.get(*device);
        device.is_some_and(|device| device.member == author.member)
    };
    let revokes_own = before.iter().any(is_own);
    allow(revokes_own || rules::role_of(draft, author.member)? >= Role::Admin)?;
    let is_exact = wraps.iter().map(|(id, _)| *id).eq(active_devices(draft));
    is_exact.then_some(()).ok_or(Invalid::Rotation)
}

/// The devices that a rotation wraps to, ascending.
pub(crate) fn active_devices(draft: &Draft<'_>) -> BTreeSet<Id> {
    let active = draft.devices.iter();
    let active = active.filter(|(_, device)| device.is_active);
    active.map(|(id, _)| id).collect()
}

fn check_owner(draft: &Draft<'_>) -> Result<(), Invalid> {
    let has_owner = draft.devices.iter().any(|(_, device)| {
        let role = rules::role_of(draft, device.member);
        device.is_active && role == Ok(Role::Owner)
    });
    has_owner.then_some(()).ok_or(Invalid::NoOwner)
}
