//! What the checkup wants to know of team vaults.

use super::kept::Start;
use super::rejoining::was_let_in;
use super::running::TeamVault;
use crate::effects::Effects;
use crate::open_vault::OpenVault;
use team::Role;
use vault::Id;
use vault::checkup::TeamFacts;

/// How the user's team vaults stand, as far as this computer has read them: no storage is asked. One that cannot be read
/// here is left out.
pub fn facts(effects: &mut Effects, open: &OpenVault) -> TeamFacts {
    let teams = open.document().teams();
    let ids: Vec<Id> = teams
        .filter(|(_, team)| was_let_in(team))
        .map(|(id, _)| id)
        .collect();
    let mut facts = TeamFacts::default();
    for id in ids {
        if let Ok(team) = TeamVault::load(effects, open, id, Start::Kept) {
            facts = facts.and(facts_of(&team));
        }
    }
    facts
}

/// How this team vault stands.
pub(super) fn facts_of(team: &TeamVault) -> TeamFacts {
    TeamFacts {
        is_sole_owner: is_sole_owner(team),
        owes_rotation: owes_rotation(team),
    }
}

fn is_sole_owner(team: &TeamVault) -> bool {
    let members = team.state().members().values();
    let owners = members.filter(|member| member.removed.is_none() && member.role == Role::Owner);
    team.role() == Some(Role::Owner) && owners.count() == 1
}

/// Whoever may not change accounts cannot replace their secrets.
fn owes_rotation(team: &TeamVault) -> bool {
    let mut lines = team.state().rotate_these().values();
    team.role() >= Some(Role::Editor) && lines.any(|line| !line.is_done)
}
