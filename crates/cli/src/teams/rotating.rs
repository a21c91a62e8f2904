//! What is to be replaced because members were removed: the list, who takes care of what, and what was replaced.

use serde::Serialize;
use session::escape;
use session::teams::{self, Held, RotateLine};

use super::{changed, open_team};
use crate::args::{OfLine, OfTeam};
use crate::context::Context;
use crate::failure::Failure;
use crate::words::Words;

pub(super) fn list(context: &mut Context<'_>, args: &OfTeam) -> Result<(), Failure> {
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
    let rows = lines.iter().map(|line| row(line, context.words));
    let rows: Vec<_> = rows.collect();
    Ok(context.out.table(&rows)?)
}

fn row(line: &RotateLine, words: &Words) -> Vec<String> {
    let label = match line.item {
        Some(_) => escape(&line.label).into_owned(),
        None => words.plain("team-storage-key"),
    };
    let state = if line.is_done {
        "team-replaced"
    } else {
        "team-to-replace"
    };
    let taken = |owner: &String| words.text("team-taken", &[("name", escape(owner).into())]);
    vec![
        words.plain(state),
        label,
        escape(&line.reason).into_owned(),
        line.owner.as_ref().map(taken).unwrap_or_default(),
    ]
}

pub(super) fn take(context: &mut Context<'_>, args: &OfLine) -> Result<(), Failure> {
    let (mut vault, mut team) = open_team(context, &args.name)?;
    let held = &mut Held(&mut context.effects, &mut vault);
    let outcome = teams::rotate_take(held, &mut team, &args.item)?;
    changed(context, team.name(), outcome)
}

pub(super) fn done(context: &mut Context<'_>, args: &OfLine) -> Result<(), Failure> {
    let (mut vault, mut team) = open_team(context, &args.name)?;
    let held = &mut Held(&mut context.effects, &mut vault);
    let outcome = teams::rotate_done(held, &mut team, &args.item)?;
    changed(context, team.name(), outcome)
}
