//! Who is in a team vault, and what they may do.

use super::hold::Hold;
use super::joining::written;
use super::lines::LogLine;
use super::running::{Outcome, TeamVault};
use super::time_of;
use crate::error::{Code, UserError};
use otp::UnixTime;
use team::{NoteKind, Op, Role, Verified};
use vault::Id;

/// A member of a team vault.
#[derive(Clone, Debug)]
pub struct MemberView {
    /// Names the member.
    pub id: Id,
    /// What the member is called.
    pub name: String,
    /// What the member may do.
    pub role: Role,
    /// How the keys were checked.
    pub verified: Verified,
    /// How many devices the member has.
    pub devices: usize,
    /// When the member came in, by the clock of whoever let it in.
    pub added: Option<UnixTime>,
    /// When the member wrote last, by its own clock.
    pub last_seen: Option<UnixTime>,
    /// Asked to be removed.
    pub asks_to_leave: bool,
    /// It is the user.
    pub is_me: bool,
}

/// The members, those with most rights first.
pub fn members(team: &TeamVault) -> Vec<MemberView> {
    let state = team.state();
    let me = team.me().map(|(me, _)| me);
    let newest = |is_meant: &dyn Fn(&LogLine) -> bool| {
        let lines = team.history.iter().filter(|line| is_meant(line));
        lines.map(|line| line.wall_ms).max().map(time_of)
    };
    let present = state
        .members()
        .iter()
        .filter(|(_, member)| member.removed.is_none());
    let mut members: Vec<MemberView> = present
        .map(|(id, member)| MemberView {
            id: *id,
            name: member.name.clone(),
            role: member.role,
            verified: member.verified,
            devices: state
                .devices()
                .values()
                .filter(|device| device.is_active && device.member == *id)
                .count(),
            added: newest(&|line| {
                matches!(line.op, "created" | "add-member") && line.about == Some(*id)
            }),
            last_seen: newest(&|line| line.member == *id),
            asks_to_leave: member.asks_to_leave,
            is_me: me == Some(*id),
        })
        .collect();
    members.sort_by_cached_key(|member| {
        (
            std::cmp::Reverse(member.role),
            member.name.to_lowercase(),
            member.id,
        )
    });
    members
}

fn find(team: &TeamVault, name: &str) -> Result<Id, UserError> {
    let members = members(team);
    // A whole id names one member, whatever others are called.
    if let Ok(id) = name.parse()
        && members.iter().any(|one| one.id == id)
    {
        return Ok(id);
    }
    let by_name = |one: &&MemberView| one.name.to_lowercase() == name.to_lowercase();
    let by_id = |one: &&MemberView| crate::codes::is_id_prefix(one.id, name);
    let mut found: Vec<Id> = members.iter().filter(by_name).map(|one| one.id).collect();
    if found.is_empty() {
        found = members.iter().filter(by_id).map(|one| one.id).collect();
    }
    match found.as_slice() {
        [id] => Ok(*id),
        [] => Err(UserError::new(Code::TeamNoMember).with("name", name)),
        [..] => Err(UserError::new(Code::TeamMemberAmbiguous).with("name", name)),
    }
}

/// Gives a member another role.
///
/// # Errors
/// `team-no-member`, `team-not-allowed`, `team-last-owner`; an alarm; the storage cannot be reached.
pub fn set_role(
    hold: &mut impl Hold,
    team: &mut TeamVault,
    (name, role): (&str, Role),
) -> Result<(), UserError> {
    let member = find(team, name)?;
    let verified = Verified::No;
    let op = Op::SetRole {
        member,
        role,
        verified,
    };
    written(team, hold, vec![op])
}

/// Removes a member. From then on everything is written under a key that the member does not get, and what the member
/// could read is on the list of what is to be replaced.
///
/// # Errors
/// As for [`set_role`].
pub fn remove(hold: &mut impl Hold, team: &mut TeamVault, name: &str) -> Result<(), UserError> {
    let member = find(team, name)?;
    if team.me().is_some_and(|(me, _)| me == member) {
        return Err(Code::TeamSelf.into());
    }
    written(team, hold, vec![Op::RemoveMember { member }])
}

/// Asks the others to be removed: nobody can take the own key away from oneself.
///
/// # Errors
/// An alarm; not saved.
pub fn leave(hold: &mut impl Hold, team: &mut TeamVault) -> Result<Outcome, UserError> {
    let op = Op::Note {
        kind: NoteKind::AsksToLeave,
        text: String::new(),
    };
    team.submit(hold, vec![op])
}
