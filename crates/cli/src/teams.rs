//! `team`: what several people share.

pub(crate) mod accounts;
pub(crate) mod conflicts;
mod devices;
pub(crate) mod identity;
mod keys;
mod members;
mod rotating;
mod sheet;
mod way_in;

use std::io::{self, Write as _};

use serde::Serialize;
use session::teams::{self, Held, Outcome, Role, TeamVault};
use session::{OpenVault, UserError, escape};

use crate::args::{CreateTeam, OfTeam, TeamCommand};
use crate::context::Context;
use crate::failure::Failure;
use crate::unlock::open;
use way_in::{storage, with_way_in};

pub(crate) fn team(context: &mut Context<'_>, command: TeamCommand) -> Result<(), Failure> {
    match command {
        TeamCommand::Create(args) => create(context, args),
        TeamCommand::List => list(context),
        TeamCommand::Invite(args) => members::invite(context, &args),
        TeamCommand::Join(args) => members::join(context, args),
        TeamCommand::Pending(args) => members::pending(context, &args),
        TeamCommand::Approve(args) => members::approve(context, &args),
        TeamCommand::Members(args) => members::members(context, &args),
        TeamCommand::Keys(args) => keys::keys(context, &args),
        TeamCommand::Devices(args) => devices::devices(context, &args),
        TeamCommand::Revoke(args) => devices::revoke(context, &args),
        TeamCommand::Storage(args) => devices::storage(context, args),
        TeamCommand::Role(args) => members::role(context, &args),
        TeamCommand::Remove(args) => members::remove(context, &args),
        TeamCommand::Leave(args) => members::leave(context, &args),
        TeamCommand::Log(args) => log(context, &args),
        TeamCommand::Sync(args) => sync(context, &args, Look::Again),
        TeamCommand::Verify(args) => sync(context, &args, Look::FromTheFirst),
        TeamCommand::Repair(args) => repair(context, &args),
        TeamCommand::OwnerSheet(args) => sheet::owner_sheet(context, &args),
        TeamCommand::Recover(args) => sheet::recover(context, args),
        TeamCommand::RotateList(args) => rotating::list(context, &args),
        TeamCommand::RotateTake(args) => rotating::take(context, &args),
        TeamCommand::RotateDone(args) => rotating::done(context, &args),
    }
}

/// Opens the user's vault and a team vault in it. Says on standard error what keeps it from being the newest state.
pub(crate) fn open_team(
    context: &mut Context<'_>,
    name: &str,
) -> Result<(OpenVault, TeamVault), Failure> {
    let mut vault = open(context)?;
    let team = of_vault(context, &mut vault, name)?;
    Ok((vault, team))
}

/// A team vault in the user's vault, as [`open_team`].
fn of_vault(
    context: &mut Context<'_>,
    vault: &mut OpenVault,
    name: &str,
) -> Result<TeamVault, Failure> {
    let team = teams::open(&mut Held(&mut context.effects, vault), name)?;
    tell(context, &team);
    Ok(team)
}

fn tell(context: &Context<'_>, team: &TeamVault) {
    let problems = team.alarm().into_iter().chain(team.offline());
    let problems = problems.chain(team.not_written()).cloned();
    for error in problems.chain(team.warnings()) {
        notice(context, team.name(), error);
    }
}

/// Says something about a team vault on standard error.
pub(crate) fn notice(context: &Context<'_>, team: &str, error: UserError) {
    let problem = Failure::from(error).message(context.words);
    let args = [("team", escape(team).into()), ("problem", problem.into())];
    let said = context.words.text("team-notice", &args);
    // There is nobody else to tell.
    drop(writeln!(io::stderr().lock(), "{said}"));
}

/// What a change answers: whether it is on the storage.
#[derive(Serialize)]
pub(crate) struct Changed<'a> {
    team: &'a str,
    written: bool,
}

/// Says what became of a change.
pub(crate) fn changed(
    context: &mut Context<'_>,
    team: &str,
    outcome: Outcome,
) -> Result<(), Failure> {
    let written = outcome == Outcome::Written;
    let message = if written { "team-written" } else { "team-kept" };
    let args = [("team", escape(team).into())];
    context.done(message, &args, &Changed { team, written })
}

fn create(context: &mut Context<'_>, args: CreateTeam) -> Result<(), Failure> {
    let storage = storage(context.words, args.storage)?;
    let mut vault = open(context)?;
    let user = args.user.as_str();
    teams::create(
        &mut Held(&mut context.effects, &mut vault),
        &args.name,
        (storage, user),
    )?;
    let said = [("team", escape(&args.name).into())];
    let json = Changed {
        team: &args.name,
        written: true,
    };
    context.done("team-created", &said, &json)
}

fn list(context: &mut Context<'_>) -> Result<(), Failure> {
    #[derive(Serialize)]
    struct Json {
        id: String,
        name: String,
        waiting: usize,
        joining: bool,
    }
    let vault = open(context)?;
    let teams = teams::list(&vault);
    if context.global.json {
        let teams = teams.into_iter().map(|team| Json {
            id: team.id.to_string(),
            name: team.name,
            waiting: team.waiting,
            joining: team.is_joining,
        });
        return Ok(context.out.json(&teams.collect::<Vec<_>>())?);
    }
    for team in teams {
        context.out.line(&escape(&team.name))?;
    }
    Ok(())
}

fn log(context: &mut Context<'_>, args: &OfTeam) -> Result<(), Failure> {
    #[derive(Serialize)]
    struct Json {
        slot: u64,
        time: u64,
        member: String,
        device: String,
        op: &'static str,
        item: Option<String>,
    }
    let (_, team) = open_team(context, &args.name)?;
    let entries = teams::log(&team);
    if context.global.json {
        let entries = entries.into_iter().map(|entry| Json {
            slot: entry.slot,
            time: entry.time.get(),
            member: entry.member,
            device: entry.device.to_string(),
            op: entry.op,
            item: entry.about.map(|id| id.to_string()),
        });
        return Ok(context.out.json(&entries.collect::<Vec<_>>())?);
    }
    let rows = entries.into_iter().map(|entry| {
        vec![
            entry.slot.to_string(),
            session::show_time(entry.time),
            escape(&entry.member).into_owned(),
            entry.op.to_owned(),
            entry.about.map(crate::print::short).unwrap_or_default(),
        ]
    });
    Ok(context.out.table(&rows.collect::<Vec<_>>())?)
}

/// How much of what was verified before is verified again.
enum Look {
    Again,
    FromTheFirst,
}

/// What is new is verified each time; whether the storage still has the newest entry, when asked and now and then.
fn sync(context: &mut Context<'_>, args: &OfTeam, look: Look) -> Result<(), Failure> {
    let mut vault = open(context)?;
    let held = &mut Held(&mut context.effects, &mut vault);
    let team = match look {
        Look::Again => teams::look_again(held, &args.name)?,
        Look::FromTheFirst => teams::verify(held, &args.name)?,
    };
    tell(context, &team);
    let problem = team.alarm().or(team.offline());
    let problem = problem.or(team.not_written().next()).cloned();
    // Told here, with its exit code, and not again by each command after this one.
    let warning = team.warnings().into_iter().next();
    team.note_told();
    match problem.or(warning) {
        Some(problem) => Err(problem.into()),
        None => changed(context, team.name(), Outcome::Written),
    }
}

fn repair(context: &mut Context<'_>, args: &OfTeam) -> Result<(), Failure> {
    #[derive(Serialize)]
    struct Json {
        put_back: usize,
    }
    let mut vault = open(context)?;
    let mut held = Held(&mut context.effects, &mut vault);
    let put_back = teams::repair(&mut held, &args.name)?;
    let said = [("count", put_back.into())];
    context.done("team-repaired", &said, &Json { put_back })
}

/// `viewer`, `editor`, `admin` or `owner`.
fn read_role(text: &str) -> Result<Role, Failure> {
    Ok(match text {
        "viewer" => Role::Viewer,
        "editor" => Role::Editor,
        "admin" => Role::Admin,
        "owner" => Role::Owner,
        _ => return Err(Failure::usage("team-role-unknown")),
    })
}

fn role_name(role: Role) -> &'static str {
    match role {
        Role::Viewer => "viewer",
        Role::Editor => "editor",
        Role::Admin => "admin",
        Role::Owner => "owner",
    }
}
