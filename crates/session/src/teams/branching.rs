//! Going on where a storage shows people different logs or lost entries for good, or where a member got another key than the
//! others: an owner begins a branch behind the last entry that counts, and everybody else agrees to it or does not
//! (docs/team-log.md, "Recovery").

use super::branches::Begun;
use super::hold::Hold;
use super::refusals::not_written;
use super::running::{self, TeamVault};
use super::storage::storage_error;
use super::{copy_key, milliseconds};
use crate::error::{Code, UserError};
use platform::objects::{Creation, MAX_BYTES, Name, ObjectsError};
use team::{
    Change, KeptDevice, Log, Op, Outbox, Pin, Role, State, VerifiedEntry, member_id, seal_branch,
};
use vault::Id;
use vault::primitives::sha256;

/// What became of a log that goes on in a branch.
pub struct Branched {
    /// What names the team vault here.
    pub name: String,
    /// The slot of the last entry that counts.
    pub base: u64,
    /// What whoever began the branch is called.
    pub by: String,
    /// How many changes behind the base are written again.
    pub written_again: usize,
    /// How many are not, because whoever changes members, roles or invitations has to look at them again.
    pub left_out: usize,
}

/// Begins a branch and goes on in it: without these members, behind the last entry that the user's log and the storage's have in
/// common and whose key is known, or one before that. Only for an owner; where nothing is wrong with the log, only behind
/// an entry that is named: another member may have been given another key.
///
/// # Errors
/// `team-in-order`: nothing is wrong; `team-branch`: somebody began one already; `team-no-entry`: the one that is named is not in both
/// logs; `team-not-allowed`, `team-no-member`, the codes of the storage, or not saved.
pub fn begin_branch(
    hold: &mut impl Hold,
    name: &str,
    (after, without): (Option<u64>, &[String]),
) -> Result<Branched, UserError> {
    let team = running::look_again(hold, name)?;
    match (team.alarm().or(team.offline()), after) {
        (Some(alarm), _) if ends_with_a_branch(alarm) => {}
        (Some(error), _) => return Err(error.clone()),
        (None, Some(_)) => {}
        (None, None) => return Err(Code::TeamInOrder.into()),
    }
    if let Some(begun) = team.begun_branches(hold, true)?.first() {
        return Err(begun.alarm());
    }
    let base = base_of(&team, hold, after)?;
    let log = team.read_again(hold, |log, _| log.state().head().slot < base.slot)?;
    let removed: Result<Vec<Id>, UserError> = without
        .iter()
        .map(|name| member_of(log.state(), name))
        .collect();
    let Pin { slot, hash } = team.state().head();
    let branch = u64::try_from(log.branches().len() + 1).map_err(|_| Code::TeamNotPossible)?;
    let mut ops = vec![Op::Recover { branch, slot, hash }];
    ops.extend(
        removed?
            .into_iter()
            .map(|member| Op::RemoveMember { member }),
    );
    let bytes = hold.hold(|effects, _| {
        let change = Change {
            op_id: Id::generate(effects.random()),
            wall_ms: milliseconds(effects.now()?),
            observed_head: base.hash,
            ops,
            rotates: false,
        };
        let sealed = seal_branch(
            log.state(),
            log.keys(),
            team.client.device(),
            &change,
            effects.random(),
        );
        sealed.map_err(|why| not_written(Some(why)))
    })?;
    publish(&team, &log, &bytes)?;
    let begun = team.branch_of(hold, base.slot + 1, bytes)?;
    adopt(hold, &team, begun.ok_or(Code::TeamNotPossible)?)
}

/// Goes on in the branch that this member began, behind the last entry that counts. Until then nobody ends up in one.
///
/// # Errors
/// `team-no-branch`: this member began none behind an entry that this computer read; `team-fork`: this member began two; the
/// codes of the storage, or not saved.
pub fn follow_branch(
    hold: &mut impl Hold,
    name: &str,
    member: &str,
) -> Result<Branched, UserError> {
    let team = running::look_again(hold, name)?;
    // What is there now may be another one than the user was told of.
    let member = member.to_lowercase();
    let is_meant = |begun: &Begun| {
        let shown = crate::escape(&begun.by).to_lowercase();
        [begun.by.to_lowercase(), shown].contains(&member)
    };
    let begun = team.begun_branches(hold, false)?.into_iter();
    let mut begun = begun.filter(is_meant);
    match (begun.next(), begun.next()) {
        (Some(begun), None) => adopt(hold, &team, begun),
        (None, _) => Err(Code::TeamNoBranch.into()),
        (Some(_), Some(second)) => {
            Err(UserError::new(Code::TeamFork).with("slot", second.first.slot))
        }
    }
}

/// A member by name, as the log stood at the base.
fn member_of(state: &State, name: &str) -> Result<Id, UserError> {
    let wanted = name.to_lowercase();
    let members = state.members().iter();
    let mut named = members
        .filter(|(_, one)| one.removed.is_none() && one.name.to_lowercase() == wanted)
        .map(|(id, _)| *id);
    let error = match (named.next(), named.next()) {
        (Some(id), None) => return Ok(id),
        (None, _) => Code::TeamNoMember,
        (Some(_), Some(_)) => Code::TeamMemberAmbiguous,
    };
    Err(UserError::new(error).with("name", name))
}

/// Whether a branch is the way out.
pub(super) fn ends_with_a_branch(alarm: &UserError) -> bool {
    matches!(
        alarm.code(),
        Code::TeamFork | Code::TeamRollback | Code::TeamKeysDiffer
    )
}

/// The last entry that the storage and this computer both have, one after the other from the first; or the one in this slot.
fn base_of(team: &TeamVault, hold: &mut impl Hold, after: Option<u64>) -> Result<Pin, UserError> {
    let mut base = None;
    team.read_storage(hold, |log, _| {
        let pin = log.state().head();
        let is_ours = team.state().hash_at(pin.slot) == Some(pin.hash);
        base = is_ours.then_some(pin).or(base);
        is_ours && after.is_none_or(|after| pin.slot < after)
    })?;
    match (base, after) {
        (Some(base), None) => Ok(base),
        (Some(base), Some(after)) if base.slot == after => Ok(base),
        (_, Some(after)) => Err(UserError::new(Code::TeamNoEntry).with("slot", after)),
        (None, None) => Err(UserError::new(Code::TeamFork).with("slot", 0)),
    }
}

/// Puts the first entry of a branch onto the storage, where there is none.
fn publish(team: &TeamVault, log: &Log, bytes: &[u8]) -> Result<(), UserError> {
    let name = log.name_of_branch(team.id, log.state().head().slot + 1);
    let name = Name::new(&name.ok_or(Code::TeamKeysDiffer)?).ok_or(Code::TeamLogDamaged)?;
    let storage = team.objects()?;
    match storage.create(&name, bytes) {
        Ok(Creation::Created | Creation::Exists) | Err(ObjectsError::NoAnswer) => {}
        Err(error) => return Err(storage_error(error)),
    }
    match storage.get(&name, MAX_BYTES) {
        Ok(there) if there == bytes => Ok(()),
        // Somebody was quicker.
        Ok(_) | Err(ObjectsError::TooLarge) => Err(Code::TeamChangedMeanwhile.into()),
        Err(error) => Err(storage_error(error)),
    }
}

/// The user agreed: from now on the log is the one with this branch. What was read behind its base is written again, as far as
/// it can be without anybody looking at it.
fn adopt(hold: &mut impl Hold, team: &TeamVault, begun: Begun) -> Result<Branched, UserError> {
    let Begun {
        first,
        bytes,
        by,
        log,
    } = begun;
    let name = log
        .name_of(team.id, first.slot)
        .as_deref()
        .and_then(Name::new);
    team.copy_object(&name.ok_or(Code::TeamLogDamaged)?, &bytes)?;
    let (again, left_out) = written_behind(hold, team, (&log, first))?;
    let epoch = log.state().epoch();
    let key = log.keys().get(epoch).map(copy_key);
    // What this device wrote behind the base is not in its log any more.
    let device = team.client.device();
    let numbered = KeptDevice::of(device, log.state().last_seq(device.id()) + 1);
    hold.hold(|effects, open| {
        team.local.keep(effects, open, &numbered)?;
        open.change(effects, |vault, _| {
            let document = vault.document_mut();
            let kept = document.team_mut(team.id).ok_or(Code::TeamNotFound)?;
            if !kept.follow(first.slot, first.hash) {
                return Err(Code::VaultFull.into());
            }
            if let Some(key) = key {
                kept.add_epoch_key(epoch, key);
            }
            let queued = again
                .iter()
                .all(|change| kept.queue(change.op_id, &change.to_item()));
            queued.then_some(()).ok_or(Code::VaultFull.into())
        })
    })?;
    // What came behind the base may be told again.
    team.local.note_told(first.slot - 1);
    Ok(Branched {
        name: team.name().to_owned(),
        base: first.slot - 1,
        by,
        written_again: again.len(),
        left_out,
    })
}

/// What this computer read behind the base of a branch, to be written again, and how many changes cannot be.
fn written_behind(
    hold: &mut impl Hold,
    team: &TeamVault,
    (log, first): (&Log, Pin),
) -> Result<(Vec<Change>, usize), UserError> {
    let (mut again, mut left_out) = (Vec::new(), 0);
    let me = member_id(&team.member_key()?.public());
    let me = log.state().members().get(&me);
    if me.is_none_or(|me| me.role < Role::Editor) {
        // Nobody takes a change from a viewer.
        return Ok((again, left_out));
    }
    team.read_again(hold, |_, entry| {
        let Some(entry) = entry.filter(|entry| entry.pin().slot >= first.slot) else {
            return true;
        };
        match again_on(log.state(), first, entry) {
            Some(Ok(change)) => again.push(change),
            Some(Err(())) => left_out += 1,
            None => {}
        }
        true
    })?;
    Ok((again, left_out))
}

/// The change of an entry that was abandoned, as it is written again. `None`: it is in the branch. An error: it is not written
/// again by itself.
fn again_on(state: &State, first: Pin, entry: VerifiedEntry) -> Option<Result<Change, ()>> {
    let author = state.members().get(&entry.author());
    let has_a_say =
        author.is_some_and(|author| author.removed.is_none() && author.role >= Role::Editor);
    let mut outbox = Outbox::default();
    outbox.requeue(entry, state);
    let change = outbox.changes().first()?.clone();
    Some(moved_to(first, change).filter(|_| has_a_say).ok_or(()))
}

/// A change as it is written on a branch that begins with this entry, the same from everybody, so that it is written once.
/// `None`: a person has to look at it.
pub(super) fn moved_to(first: Pin, mut change: Change) -> Option<Change> {
    if change.rotates || !change.ops.iter().all(Op::can_be_moved) {
        return None;
    }
    let base = first.slot.saturating_sub(1);
    for op in &mut change.ops {
        if let Op::PutItem(put) = op {
            put.base_rev = put.base_rev.min(base);
        } else if let Op::DeleteItem { base_rev, .. } = op {
            *base_rev = (*base_rev).min(base);
        }
    }
    change.op_id = id_on(first, change.op_id);
    change.observed_head = first.hash;
    Some(change)
}

/// The name of a change that is written again on a branch.
pub(super) fn id_on(first: Pin, op_id: Id) -> Id {
    let hash = sha256(&[first.hash.as_slice(), op_id.as_bytes()].concat());
    let mut id = [0; 16];
    id.iter_mut()
        .zip(hash)
        .for_each(|(byte, from)| *byte = from);
    Id::from_bytes(id)
}
