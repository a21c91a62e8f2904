//! Making an owner sheet an owner (docs/team-log.md, "Owner sheets").

use super::approving::post_welcome;
use super::hold::Hold;
use super::joining::{MAX_MESSAGE, inbox};
use super::returning::{NO_INVITATION, NO_TOKEN};
use super::running::{Outcome, TeamVault, waiting};
use super::sheet::OwnerSheet;
use super::storage::storage_error;
use crate::error::{Code, UserError};
use crate::names::save_error;
use otp::SecretText;
use platform::objects::ObjectsError;
use platform::store;
use std::path::Path;
use team::{
    AddMember, Change, Device, Member, MemberKey, Op, Request, Role, SheetSecret, Verified,
};
use vault::Id;
use vault::primitives::sha256;

impl OwnerSheet {
    /// A new sheet for a team vault. It is good for nothing before it is enrolled.
    ///
    /// # Errors
    /// `team-not-allowed`: only an owner makes another; an alarm; the storage cannot be reached.
    pub fn new(hold: &mut impl Hold, team: &TeamVault) -> Result<Self, UserError> {
        if let Some(alarm) = team.alarm().or(team.offline()) {
            return Err(alarm.clone());
        }
        if team.role() != Some(Role::Owner) {
            return Err(Code::TeamNotAllowed.into());
        }
        let place = team.place.as_ref().ok_or(Code::TeamStorageMalformed)?;
        let secret = hold.hold(|effects, _| Ok(SheetSecret::generate(effects.random())))?;
        let told = Some((team.id, place.address()));
        Ok(Self { secret, told })
    }
}

/// What is enrolled.
pub struct NewSheet<'a> {
    /// The sheet.
    pub sheet: &'a OwnerSheet,
    /// What its member is called.
    pub name: String,
    /// The earlier sheets are removed in the same entry, with all that a removal does.
    pub replaces: bool,
}

/// Writes the sheet's file, then makes it an owner. The file stays as long as the sheet may become one; one that will
/// not is removed. [`Outcome::Waiting`]: it is not good yet, and a sync goes on.
///
/// # Errors
/// The codes of saving; `team-not-allowed`, `team-changed-meanwhile`, an alarm.
pub fn enrol_sheet(
    hold: &mut impl Hold,
    team: &mut TeamVault,
    (new, path, text): (&NewSheet<'_>, &Path, &SecretText),
) -> Result<Outcome, UserError> {
    let key = new.sheet.secret.member();
    let ops = enrolment(team, &key, new);
    store::write_new(path, text.expose().as_bytes()).map_err(|error| save_error(error, path))?;
    let submitted = team.submit(hold, ops);
    let member = team::member_id(&key.public());
    if submitted.is_err() && !may_become_one(hold, team, member) {
        store::remove_new(path);
    }
    // The sync that wrote it has posted the answer; if it could not, the next one does.
    Ok(match (submitted?, team.local.answer(member)) {
        (Outcome::Written, Some(_)) => Outcome::Written,
        (Outcome::Written, None) | (Outcome::Waiting, _) => Outcome::Waiting,
    })
}

fn enrolment(team: &TeamVault, key: &MemberKey, new: &NewSheet<'_>) -> Vec<Op> {
    let add = AddMember {
        member_key: key.public(),
        role: Role::Owner,
        name: new.name.clone(),
        verified: Verified::OwnerSheet,
        invitation: None,
        device: key.certify(team.id, &new.sheet.secret.device(), "paper".to_owned()),
    };
    let earlier = sheets(team).filter(|_| new.replaces);
    let removals = earlier.map(|(member, ..)| Op::RemoveMember { member });
    removals.chain([Op::AddMember(add)]).collect()
}

/// Whether the log has the member, or a change that waits adds it: in the vault, or as far as is known where that was locked
/// meanwhile.
fn may_become_one(hold: &mut impl Hold, team: &TeamVault, member: Id) -> bool {
    let adds =
        |op: &Op| matches!(op, Op::AddMember(add) if team::member_id(&add.member_key) == member);
    let waits = |changes: &[Change]| changes.iter().any(|change| change.ops.iter().any(adds));
    let in_vault = hold.hold(|_, open| Ok(waits(&waiting(open, team.id))));
    waits(team.client.outbox().changes())
        || in_vault.unwrap_or(false)
        || team.state().members().contains_key(&member)
}

/// The owner sheets that are good, each with its only device.
fn sheets(team: &TeamVault) -> impl Iterator<Item = (Id, &Member, &Device)> {
    let state = team.state();
    let is_sheet =
        |member: &Member| member.verified == Verified::OwnerSheet && member.removed.is_none();
    let devices = state.devices().values().filter(|device| device.is_active);
    devices.filter_map(move |device| {
        let (id, member) = state.members().get_key_value(&device.member)?;
        is_sheet(member).then_some((*id, member, device))
    })
}

/// Which sheets are looked after.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(super) enum Which {
    /// Those whose answer this computer never saw on the storage.
    New,
    /// All: a storage may have lost one.
    All,
}

/// Sees to it that each sheet finds the team's key on the storage. Paper keeps no state: with the key of an epoch it
/// reads the log, which has the keys of the later ones for it.
///
/// # Errors
/// The codes of the storage.
pub(super) fn post_missing(
    hold: &mut impl Hold,
    team: &TeamVault,
    which: Which,
) -> Result<(), UserError> {
    if team.alarm().is_some() || team.offline().is_some() {
        return Ok(());
    }
    let is_owner = team.role() == Some(Role::Owner);
    let is_meant = |id: Id| which == Which::All || team.local.answer(id).is_none();
    for (id, member, device) in sheets(team).filter(|(id, ..)| is_meant(*id)) {
        let name = inbox(NO_INVITATION, device.record.id(), "-welcome")?;
        let there = match team.objects()?.get(&name, MAX_MESSAGE) {
            Ok(there) => Some(short_hash(&there)),
            Err(ObjectsError::NotFound) => None,
            // Something that is no answer.
            Err(ObjectsError::TooLarge | ObjectsError::Unfit) => Some(0),
            Err(error) => return Err(storage_error(error)),
        };
        if there.is_some() && there == team.local.answer(id) {
            continue;
        }
        // Nobody but the sheet can tell whether it is an answer: each computer of an owner puts its own beside it.
        if let Some(there) = there.filter(|_| !is_owner) {
            team.local.note_answer(id, there);
            continue;
        }
        let request = Request {
            vault: team.id,
            invitation: NO_INVITATION,
            member_key: member.key,
            device: device.record.clone(),
            name: member.name.clone(),
            token_key: NO_TOKEN,
        };
        let posted = post_welcome(hold, team, (&request, ""))?;
        let there = there.unwrap_or_else(|| short_hash(&posted));
        team.local.note_answer(id, there);
    }
    Ok(())
}

/// Tells one object from another that has the same name.
fn short_hash(bytes: &[u8]) -> u64 {
    let [a, b, c, d, e, f, g, h, ..] = sha256(bytes);
    u64::from_be_bytes([a, b, c, d, e, f, g, h])
}
