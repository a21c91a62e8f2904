//! `team`: what several people share.

pub(crate) mod accounts;
mod members;

use std::env;
use std::io::{self, Write as _};

use serde::Serialize;
use session::teams::{self, Outcome, Role, StorageOptions, TeamVault};
use session::{OpenVault, escape};

use crate::args::{CreateTeam, OfTeam, RotateDone, Storage, TeamCommand};
use crate::context::Context;
use crate::failure::Failure;
use crate::prompt;
use crate::unlock::open;
use crate::words::Words;

pub(crate) fn team(context: &mut Context<'_>, command: TeamCommand) -> Result<(), Failure> {
    match command {
        TeamCommand::Create(args) => create(context, args),
        TeamCommand::List => list(context),
        TeamCommand::Invite(args) => members::invite(context, &args),
        TeamCommand::Join(args) => members::join(context, args),
        TeamCommand::Pending(args) => members::pending(context, &args),
        TeamCommand::Approve(args) => members::approve(context, &args),
        TeamCommand::Members(args) => members::members(context, &args),
        TeamCommand::Role(args) => members::role(context, &args),
        TeamCommand::Remove(args) => members::remove(context, &args),
        TeamCommand::Leave(args) => members::leave(context, &args),
        TeamCommand::Log(args) => log(context, &args),
        TeamCommand::Verify(args) | TeamCommand::Sync(args) => sync(context, &args),
        TeamCommand::Repair(args) => repair(context, &args),
        TeamCommand::RotateList(args) => rotate_list(context, &args),
        TeamCommand::RotateDone(args) => rotate_done(context, &args),
    }
}

/// Opens the user's vault and a team vault in it. Says on standard error what keeps it from being the newest state.
pub(crate) fn open_team(
    context: &mut Context<'_>,
    name: &str,
) -> Result<(OpenVault, TeamVault), Failure> {
    let mut vault = open(context)?;
    let team = teams::open(&mut context.effects, &mut vault, name)?;
    for error in team
        .alarm()
        .into_iter()
        .chain(team.offline())
        .chain(team.not_written())
    {
        let problem = Failure::from(error.clone()).message(context.words);
        let args = [
            ("team", escape(team.name()).into()),
            ("problem", problem.into()),
        ];
        let said = context.words.text("team-notice", &args);
        // There is nobody else to tell.
        drop(writeln!(io::stderr().lock(), "{said}"));
    }
    Ok((vault, team))
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

/// What was given, else the usual variables of S3's own tools; the secret half of a key is asked for at last.
fn storage(words: &Words, args: Storage) -> Result<StorageOptions, Failure> {
    let variable = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
    let is_s3 = args.storage.starts_with("s3://");
    let secret_key = match variable("AWS_SECRET_ACCESS_KEY") {
        Some(key) => Some(key.into()),
        None if is_s3 => Some(
            prompt::line(words, "ask-storage-key")?
                .expose()
                .to_owned()
                .into(),
        ),
        None => None,
    };
    Ok(StorageOptions {
        place: args.storage,
        endpoint: args.endpoint.or_else(|| variable("AWS_ENDPOINT_URL")),
        region: args
            .region
            .or_else(|| variable("AWS_REGION"))
            .or_else(|| variable("AWS_DEFAULT_REGION")),
        access_key: args.access_key.or_else(|| variable("AWS_ACCESS_KEY_ID")),
        secret_key,
    })
}

fn create(context: &mut Context<'_>, args: CreateTeam) -> Result<(), Failure> {
    let storage = storage(context.words, args.storage)?;
    let mut vault = open(context)?;
    let user = args.user.as_str();
    teams::create(
        &mut context.effects,
        &mut vault,
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

/// The whole log is verified each time it is opened.
fn sync(context: &mut Context<'_>, args: &OfTeam) -> Result<(), Failure> {
    let (_, team) = open_team(context, &args.name)?;
    let problem = team
        .alarm()
        .or(team.offline())
        .or(team.not_written().next());
    match problem {
        Some(problem) => Err(problem.clone().into()),
        None => changed(context, team.name(), Outcome::Written),
    }
}

fn repair(context: &mut Context<'_>, args: &OfTeam) -> Result<(), Failure> {
    #[derive(Serialize)]
    struct Json {
        put_back: usize,
    }
    let vault = open(context)?;
    let put_back = teams::repair(&vault, &mut context.effects, &args.name)?;
    let said = [("count", put_back.into())];
    context.done("team-repaired", &said, &Json { put_back })
}

fn rotate_list(context: &mut Context<'_>, args: &OfTeam) -> Result<(), Failure> {
    #[derive(Serialize)]
    struct Json {
        item: Option<String>,
        account: String,
        reason: String,
        owner: Option<String>,
        done: bool,
    }
    let (vault, team) = open_team(context, &args.name)?;
    let lines = teams::rotate_list(&team, &vault);
    if context.global.json {
        let lines = lines.into_iter().map(|line| Json {
            item: line.item.map(|id| id.to_string()),
            account: line.label,
            reason: line.reason,
            owner: line.owner,
            done: line.is_done,
        });
        return Ok(context.out.json(&lines.collect::<Vec<_>>())?);
    }
    let words = context.words;
    let rows = lines.into_iter().map(|line| {
        let label = match line.item {
            Some(_) => escape(&line.label).into_owned(),
            None => words.plain("team-storage-key"),
        };
        let state = if line.is_done {
            "team-replaced"
        } else {
            "team-to-replace"
        };
        vec![words.plain(state), label, escape(&line.reason).into_owned()]
    });
    Ok(context.out.table(&rows.collect::<Vec<_>>())?)
}

fn rotate_done(context: &mut Context<'_>, args: &RotateDone) -> Result<(), Failure> {
    let (mut vault, mut team) = open_team(context, &args.name)?;
    let outcome = teams::rotate_done(&mut context.effects, &mut vault, &mut team, &args.item)?;
    changed(context, team.name(), outcome)
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
