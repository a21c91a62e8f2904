//! `conflicts`: accounts with two secrets, of which one is right.

use session::codes::{self, AccountView};
use session::escape;

use super::label_of;
use crate::args::{Conflicts, NamedIn};
use crate::context::Context;
use crate::failure::Failure;
use crate::json::{Done, ListedJson};
use crate::print::short;
use crate::teams::conflicts::{self as shared, Choice};
use crate::unlock::open;

pub(crate) fn conflicts(context: &mut Context<'_>, command: &Conflicts) -> Result<(), Failure> {
    match command {
        Conflicts::List(args) => list(context, args.team.as_deref()),
        Conflicts::Keep(args) => choose(context, args, &Choice::Keep),
        Conflicts::Swap(args) => choose(context, args, &Choice::Swap),
    }
}

fn choose(context: &mut Context<'_>, args: &NamedIn, choice: &Choice) -> Result<(), Failure> {
    if let Some(team) = &args.team {
        return shared::choose(context, (team, &args.name), choice);
    }
    let mut vault = open(context)?;
    let id = codes::find(&vault, &args.name)?;
    let message = match choice {
        Choice::Keep => {
            codes::keep_secret(&mut context.effects, &mut vault, id)?;
            "conflict-kept"
        }
        Choice::Swap => {
            codes::swap_secret(&mut context.effects, &mut vault, id)?;
            "conflict-swapped"
        }
    };
    let said = [("label", label_of(&vault, id).into())];
    context.done(message, &said, &Done::with(id))
}

fn list(context: &mut Context<'_>, team: Option<&str>) -> Result<(), Failure> {
    let found = match team {
        Some(team) => shared::list(context, team)?,
        None => codes::conflicts(&open(context)?),
    };
    if context.global.json {
        let found: Vec<ListedJson<'_>> = found.iter().map(ListedJson::of).collect();
        return Ok(context.out.json(&found)?);
    }
    let words = context.words;
    if found.is_empty() {
        return Ok(context.out.line(&words.plain("conflicts-none"))?);
    }
    let mut rows = vec![words.row(&["column-issuer", "column-account", "column-id"])];
    rows.extend(found.iter().map(row));
    Ok(context.out.table(&rows)?)
}

fn row(view: &AccountView) -> Vec<String> {
    let labels = [&view.issuer, &view.account].map(|label| escape(label).into_owned());
    labels.into_iter().chain([short(view.id)]).collect()
}
