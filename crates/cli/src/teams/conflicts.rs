//! `conflicts` with `--in`: accounts of a team vault with two secrets.

use session::codes::AccountView;
use session::teams::{Held, accounts, conflicts};

use super::{changed, open_team};
use crate::context::Context;
use crate::failure::Failure;

/// Which secret is to be in place.
pub(crate) enum Choice {
    Keep,
    Swap,
}

pub(crate) fn list(context: &mut Context<'_>, team: &str) -> Result<Vec<AccountView>, Failure> {
    let (vault, team) = open_team(context, team)?;
    Ok(conflicts::conflicts(&team, &vault))
}

pub(crate) fn choose(
    context: &mut Context<'_>,
    (team, name): (&str, &str),
    choice: &Choice,
) -> Result<(), Failure> {
    let (mut vault, mut team) = open_team(context, team)?;
    let id = accounts::find(&team, &vault, name)?;
    let held = &mut Held(&mut context.effects, &mut vault);
    let outcome = match choice {
        Choice::Keep => conflicts::keep_secret(held, (&mut team, id))?,
        Choice::Swap => conflicts::swap_secret(held, (&mut team, id))?,
    };
    changed(context, team.name(), outcome)
}
