//! `trash`: accounts that were removed.

use serde::Serialize;
use session::codes::{self, Trashed};
use session::{escape, show_time};

use super::label_of;
use crate::args::{NamedIn, Trash};
use crate::context::Context;
use crate::failure::Failure;
use crate::json::{Done, TrashedJson};
use crate::print::short;
use crate::teams::accounts;
use crate::unlock::open;

pub(crate) fn trash(context: &mut Context<'_>, command: &Trash) -> Result<(), Failure> {
    match command {
        Trash::List(args) => list(context, args.team.as_deref()),
        Trash::Restore(args) => restore(context, args),
        Trash::Empty => empty(context),
    }
}

fn list(context: &mut Context<'_>, team: Option<&str>) -> Result<(), Failure> {
    let trashed = match team {
        Some(team) => accounts::trash(context, team)?,
        None => codes::trash(&open(context)?),
    };
    if context.global.json {
        let trashed: Vec<TrashedJson<'_>> = trashed.iter().map(TrashedJson::of).collect();
        return Ok(context.out.json(&trashed)?);
    }
    let words = context.words;
    if trashed.is_empty() {
        return Ok(context.out.line(&words.plain("trash-is-empty"))?);
    }
    let mut rows = vec![words.row(&[
        "column-issuer",
        "column-account",
        "column-removed",
        "column-id",
    ])];
    rows.extend(trashed.iter().map(row));
    Ok(context.out.table(&rows)?)
}

fn row(trashed: &Trashed) -> Vec<String> {
    let view = &trashed.view;
    let labels = [&view.issuer, &view.account].map(|label| escape(label).into_owned());
    labels
        .into_iter()
        .chain([show_time(trashed.since), short(view.id)])
        .collect()
}

fn restore(context: &mut Context<'_>, args: &NamedIn) -> Result<(), Failure> {
    if let Some(team) = &args.team {
        return accounts::restore(context, (team, &args.name));
    }
    let mut vault = open(context)?;
    let id = codes::find_trashed(&vault, &args.name)?;
    codes::restore(&mut context.effects, &mut vault, id)?;
    context.done(
        "account-restored",
        &[("label", label_of(&vault, id).into())],
        &Done::with(id),
    )
}

fn empty(context: &mut Context<'_>) -> Result<(), Failure> {
    let mut vault = open(context)?;
    crate::backup::before_risk(context, &vault);
    let emptied = codes::empty_trash(&mut context.effects, &mut vault)?;
    #[derive(Serialize)]
    struct Emptied {
        emptied: usize,
    }
    context.done(
        "trash-emptied",
        &[("count", emptied.into())],
        &Emptied { emptied },
    )
}
