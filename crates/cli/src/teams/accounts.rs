//! The commands on accounts with `--in`: those of a team vault.

use session::codes::{AccountPage, AccountView, Changes, CodeView};
use session::teams::accounts;
use session::{Labelled, SecretText, UnixTime};

use super::{changed, open_team};
use crate::context::Context;
use crate::failure::Failure;
use crate::print::{label, short};

pub(crate) fn list(
    context: &mut Context<'_>,
    team: &str,
    query: &str,
) -> Result<Vec<AccountView>, Failure> {
    let (vault, team) = open_team(context, team)?;
    Ok(accounts::list(&team, &vault, query))
}

pub(crate) fn show(
    context: &mut Context<'_>,
    team: &str,
    (name, secrets): (&str, bool),
) -> Result<AccountPage, Failure> {
    let (vault, team) = open_team(context, team)?;
    let id = accounts::find(&team, &vault, name)?;
    Ok(accounts::show(&team, &vault, id, secrets)?)
}

/// The code, and what people call its account.
pub(crate) fn code(
    context: &mut Context<'_>,
    (team, name): (&str, &str),
    time: (Option<UnixTime>, bool),
    pin: Option<&SecretText>,
) -> Result<(CodeView, String), Failure> {
    let (mut vault, mut team) = open_team(context, team)?;
    let id = accounts::find(&team, &vault, name)?;
    let view = accounts::code(&mut context.effects, &mut vault, (&mut team, id), time, pin)?;
    let label = label(&view.issuer, &view.account);
    let label = if label.is_empty() { short(id) } else { label };
    Ok((view, label))
}

pub(crate) fn add(
    context: &mut Context<'_>,
    team: &str,
    labelled: Labelled,
) -> Result<(), Failure> {
    let (mut vault, mut team) = open_team(context, team)?;
    let (_, outcome) = accounts::add(&mut context.effects, &mut vault, &mut team, labelled)?;
    changed(context, team.name(), outcome)
}

pub(crate) fn edit(
    context: &mut Context<'_>,
    (team, name): (&str, &str),
    changes: Changes,
) -> Result<(), Failure> {
    let (mut vault, mut team) = open_team(context, team)?;
    let id = accounts::find(&team, &vault, name)?;
    let outcome = accounts::edit(&mut context.effects, &mut vault, (&mut team, id), changes)?;
    changed(context, team.name(), outcome)
}

pub(crate) fn remove(context: &mut Context<'_>, (team, name): (&str, &str)) -> Result<(), Failure> {
    let (mut vault, mut team) = open_team(context, team)?;
    let id = accounts::find(&team, &vault, name)?;
    let outcome = accounts::remove(&mut context.effects, &mut vault, &mut team, id)?;
    changed(context, team.name(), outcome)
}
