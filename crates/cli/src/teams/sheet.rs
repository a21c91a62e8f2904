//! Owner sheets, and coming back: with one, or with an older copy of the vault.

use serde::Serialize;
use session::teams::{self, Held, NewSheet, Outcome, OwnerSheet};
use session::{Paper, Qr, SecretText, escape, unlock};

use super::{Changed, open_team, with_way_in};
use crate::args::{self, Recover, Storage};
use crate::context::Context;
use crate::failure::Failure;
use crate::prompt;
use crate::unlock::open;
use crate::words::Words;

/// Makes an owner on paper.
pub(super) fn owner_sheet(
    context: &mut Context<'_>,
    args: &args::OwnerSheet,
) -> Result<(), Failure> {
    #[derive(Serialize)]
    struct Json<'a> {
        team: &'a str,
        file: String,
        written: bool,
    }
    let (mut vault, mut team) = open_team(context, &args.name)?;
    let words = context.words;
    let mut held = Held(&mut context.effects, &mut vault);
    let sheet = OwnerSheet::new(&mut held, &team)?;
    let (secret, line, qr) = (sheet.words(), sheet.machine_line(), sheet.qr()?);
    let paper = paper(words, (&sheet, team.name()), (&secret, &line, &qr));
    let text = paper.file(&args.out);
    let new = NewSheet {
        sheet: &sheet,
        name: words.plain("team-sheet-member"),
        replaces: args.replace,
    };
    let outcome = teams::enrol_sheet(&mut held, &mut team, (&new, &args.out, &text))?;
    let written = outcome == Outcome::Written;
    let file = args.out.display().to_string();
    let message = if written {
        "team-sheet-made"
    } else {
        "team-sheet-waits"
    };
    let said = [
        ("team", escape(team.name()).into()),
        ("file", file.as_str().into()),
    ];
    let team = team.name();
    context.done(
        message,
        &said,
        &Json {
            team,
            file: file.clone(),
            written,
        },
    )
}

fn paper<'a>(
    words: &Words,
    (sheet, team): (&OwnerSheet, &str),
    (secret, machine_line, qr): (&'a SecretText, &'a SecretText, &'a Qr),
) -> Paper<'a> {
    let place = sheet.place();
    let said = [
        ("team", escape(team).into()),
        ("storage", escape(&place).into()),
    ];
    Paper {
        language: "en".to_owned(),
        around: (
            words.text("team-sheet-head", &said),
            words.plain("team-sheet-foot"),
        ),
        title: words.plain("team-sheet-title"),
        what: words.plain("team-sheet-what"),
        about: vec![
            (words.plain("team-sheet-team"), escape(team).into_owned()),
            (
                words.plain("team-sheet-storage"),
                escape(&place).into_owned(),
            ),
        ],
        usage: words.plain("team-sheet-use"),
        label: words.plain("kit-machine-line"),
        secret,
        machine_line,
        qr,
    }
}

pub(super) fn recover(context: &mut Context<'_>, args: Recover) -> Result<(), Failure> {
    match args.name.as_deref() {
        Some(name) if args.new_branch || args.follow.is_some() => branch(context, name, &args),
        Some(name) => ask_back(context, name),
        None => by_sheet(context, args),
    }
}

/// Begins a branch, or goes on in the one that somebody began; then writes what is to be written again.
fn branch(context: &mut Context<'_>, name: &str, args: &Recover) -> Result<(), Failure> {
    #[derive(Serialize)]
    struct Json<'a> {
        team: &'a str,
        base: u64,
        by: &'a str,
        written_again: usize,
        left_out: usize,
    }
    let mut vault = open(context)?;
    let mut held = Held(&mut context.effects, &mut vault);
    let done = match &args.follow {
        None => teams::begin_branch(&mut held, name, (args.after, &args.without))?,
        Some(member) => teams::follow_branch(&mut held, name, member)?,
    };
    let team = teams::open(&mut held, name)?;
    super::tell(context, &team);
    let said = [
        ("team", escape(&done.name).into()),
        ("slot", done.base.into()),
        ("member", escape(&done.by).into()),
        ("again", done.written_again.into()),
        ("left", done.left_out.into()),
    ];
    let json = Json {
        team: &done.name,
        base: done.base,
        by: &done.by,
        written_again: done.written_again,
        left_out: done.left_out,
    };
    context.done("team-branched", &said, &json)
}

/// With an owner sheet. What is typed is never shown.
fn by_sheet(context: &mut Context<'_>, args: Recover) -> Result<(), Failure> {
    let words = context.words;
    let file = args.sheet.unwrap_or_default();
    let text = match file.as_os_str() == "-" {
        true => prompt::rest(words, "ask-owner-sheet")?,
        false => unlock::read_secret_file(&file)?,
    };
    let sheet = OwnerSheet::read(text.expose())?;
    let storage = match args.storage {
        Some(storage) => {
            let service = args.service;
            super::storage(words, Storage { storage, service })?
        }
        None if sheet.team().is_empty() => return Err(Failure::usage("team-sheet-where")),
        None => with_way_in(words, sheet.storage(), args.service)?,
    };
    let mut vault = open(context)?;
    let user = args.user.unwrap_or_default();
    let mut held = Held(&mut context.effects, &mut vault);
    let (_, name) = teams::recover_by_sheet(&mut held, &sheet, (storage, &user))?;
    let team = teams::open(&mut held, &name)?;
    super::tell(context, &team);
    let said = [("team", escape(&name).into())];
    let (team, written) = (name.as_str(), true);
    context.done("team-recovered", &said, &Changed { team, written })
}

/// Asks for the team's key, by which a vault that is an older copy comes back.
fn ask_back(context: &mut Context<'_>, name: &str) -> Result<(), Failure> {
    #[derive(Serialize)]
    struct Json {
        words: Vec<&'static str>,
    }
    let mut vault = open(context)?;
    let mut held = Held(&mut context.effects, &mut vault);
    let asked = teams::ask_back(&mut held, name)?;
    let said = [
        ("words", asked.words.join(" ").into()),
        ("team", escape(&asked.name).into()),
    ];
    let words = asked.words;
    context.done("team-asked-back", &said, &Json { words })
}
