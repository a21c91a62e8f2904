//! The commands on accounts with `--in`: those of a team vault.

use serde::Serialize;
use session::codes::{AccountPage, AccountView, Changes, CodeView, Trashed};
use session::teams::{self, Glance, Held, Shown, accounts, trash};
use session::transfer::export::Chosen;
use session::{Id, Labelled, OpenVault, Qr, SecretText, UnixTime, escape};

use super::{changed, notice, of_vault, open_team};
use crate::args::MoveAccount;
use crate::context::Context;
use crate::failure::Failure;
use crate::print::{label, label_or_id};
use crate::unlock::open;

pub(crate) fn list(
    context: &mut Context<'_>,
    team: &str,
    query: &str,
) -> Result<Vec<AccountView>, Failure> {
    let mut vault = open(context)?;
    if let Some(glance) = glance(context, &mut vault, team)? {
        return Ok(glance.list(query));
    }
    let team = of_vault(context, &mut vault, team)?;
    Ok(accounts::list(&team, &vault, query))
}

/// What there is to see of a team vault whose log was not verified yet; says so on standard error.
fn glance(
    context: &mut Context<'_>,
    vault: &mut OpenVault,
    team: &str,
) -> Result<Option<Glance>, Failure> {
    let glance = teams::glance(&mut Held(&mut context.effects, vault), team)?;
    if let Some(glance) = &glance {
        notice(context, glance.name(), glance.notice());
    }
    Ok(glance)
}

pub(crate) fn show(
    context: &mut Context<'_>,
    team: &str,
    (name, secrets): (&str, bool),
) -> Result<AccountPage, Failure> {
    let mut vault = open(context)?;
    if let Some(glance) = glance(context, &mut vault, team)? {
        return Ok(glance.show(name, secrets)?);
    }
    let team = of_vault(context, &mut vault, team)?;
    let id = accounts::find(&team, &vault, name)?;
    Ok(accounts::show(&team, &vault, id, secrets)?)
}

/// The account's QR code.
pub(crate) fn qr(
    context: &mut Context<'_>,
    (team, name): (&str, &str),
) -> Result<(Id, Qr), Failure> {
    let mut vault = open(context)?;
    let team = of_vault(context, &mut vault, team)?;
    let id = accounts::find(&team, &vault, name)?;
    Ok((id, Shown::of(&team, &vault).qr(id)?))
}

/// The code, and what people call its account.
pub(crate) fn code(
    context: &mut Context<'_>,
    (team, name): (&str, &str),
    time: (Option<UnixTime>, bool),
    pin: Option<&SecretText>,
) -> Result<(CodeView, String), Failure> {
    let mut vault = open(context)?;
    let glance = glance(context, &mut vault, team)?;
    let (id, view) = match &glance {
        Some(glance) => {
            let held = &mut Held(&mut context.effects, &mut vault);
            glance.code(held, name, time, pin)?
        }
        None => {
            let mut team = of_vault(context, &mut vault, team)?;
            let id = accounts::find(&team, &vault, name)?;
            if let Some(two) = teams::conflicts::two_secrets(&team, &vault, (id, name)) {
                notice(context, team.name(), two);
            }
            let held = &mut Held(&mut context.effects, &mut vault);
            (id, accounts::code(held, (&mut team, id), time, pin)?)
        }
    };
    let label = label_or_id((&view.issuer, &view.account), id);
    Ok((view, label))
}

pub(crate) fn add(
    context: &mut Context<'_>,
    team: &str,
    labelled: Labelled,
) -> Result<(), Failure> {
    let (mut vault, mut team) = open_team(context, team)?;
    let (_, outcome) = accounts::add(
        &mut Held(&mut context.effects, &mut vault),
        &mut team,
        labelled,
    )?;
    changed(context, team.name(), outcome)
}

pub(crate) fn edit(
    context: &mut Context<'_>,
    (team, name): (&str, &str),
    changes: Changes,
) -> Result<(), Failure> {
    let (mut vault, mut team) = open_team(context, team)?;
    let id = accounts::find(&team, &vault, name)?;
    let outcome = accounts::edit(
        &mut Held(&mut context.effects, &mut vault),
        (&mut team, id),
        changes,
    )?;
    changed(context, team.name(), outcome)
}

pub(crate) fn remove(context: &mut Context<'_>, (team, name): (&str, &str)) -> Result<(), Failure> {
    let (mut vault, mut team) = open_team(context, team)?;
    let id = accounts::find(&team, &vault, name)?;
    let outcome = accounts::remove(&mut Held(&mut context.effects, &mut vault), &mut team, id)?;
    changed(context, team.name(), outcome)
}

/// The accounts that were deleted for everybody.
pub(crate) fn trash(context: &mut Context<'_>, team: &str) -> Result<Vec<Trashed>, Failure> {
    let (vault, team) = open_team(context, team)?;
    Ok(trash::trash(&team, &vault))
}

pub(crate) fn restore(
    context: &mut Context<'_>,
    (team, name): (&str, &str),
) -> Result<(), Failure> {
    let (mut vault, mut team) = open_team(context, team)?;
    let id = trash::find_trashed(&team, &vault, name)?;
    let outcome = trash::restore(&mut Held(&mut context.effects, &mut vault), (&mut team, id))?;
    changed(context, team.name(), outcome)
}

/// All accounts, to be written into a file. Says of which one two secrets are there.
pub(crate) fn chosen(context: &mut Context<'_>, team: &str) -> Result<Chosen, Failure> {
    let (vault, team) = open_team(context, team)?;
    for view in teams::conflicts::conflicts(&team, &vault) {
        let name = label(&view.issuer, &view.account);
        if let Some(two) = teams::conflicts::two_secrets(&team, &vault, (view.id, &name)) {
            notice(context, team.name(), two);
        }
    }
    Ok(accounts::chosen(&team, &vault))
}

/// The user's own vault, as `--to` names it.
const PERSONAL: &str = "personal";

/// Moves accounts of the user's own to a team vault, or the other way round.
pub(crate) fn move_to(context: &mut Context<'_>, args: &MoveAccount) -> Result<(), Failure> {
    #[derive(Serialize)]
    struct Json<'a> {
        from: &'a str,
        to: &'a str,
        accounts: Vec<String>,
    }
    let is_home = args.to.eq_ignore_ascii_case(PERSONAL);
    let team = match (is_home, args.team.as_deref()) {
        (true, Some(team)) => team,
        (false, None) => &args.to,
        (true, None) | (false, Some(_)) => return Err(Failure::usage("team-move-where")),
    };
    let (mut vault, mut team) = open_team(context, team)?;
    let mut held = Held(&mut context.effects, &mut vault);
    let moved = match is_home {
        true => teams::move_from(&mut held, &mut team, &args.query)?,
        false => teams::move_to(&mut held, &mut team, &args.query)?,
    };
    let said = [
        ("team", escape(team.name()).into()),
        ("count", moved.len().into()),
    ];
    let (message, from, to) = match is_home {
        true => ("team-moved-home", team.name(), PERSONAL),
        false => ("team-moved", PERSONAL, team.name()),
    };
    let accounts = moved.iter().map(ToString::to_string).collect();
    context.done(message, &said, &Json { from, to, accounts })
}
