//! `conflicts`: accounts with two secrets, of which one is right.

use session::codes::{self, AccountView};
use session::{Effects, Id, OpenVault, UserError, escape};

use super::label_of;
use crate::args::Conflicts;
use crate::context::Context;
use crate::failure::Failure;
use crate::json::{AccountJson, Done};
use crate::print::short;
use crate::unlock::open;

type Change = fn(&mut Effects, &mut OpenVault, Id) -> Result<(), UserError>;

pub(crate) fn conflicts(context: &mut Context<'_>, command: &Conflicts) -> Result<(), Failure> {
    let (name, change, message): (&str, Change, &str) = match command {
        Conflicts::List => return list(context),
        Conflicts::Keep(args) => (&args.name, codes::keep_secret, "conflict-kept"),
        Conflicts::Swap(args) => (&args.name, codes::swap_secret, "conflict-swapped"),
    };
    let mut vault = open(context)?;
    let id = codes::find(&vault, name)?;
    change(&mut context.effects, &mut vault, id)?;
    context.done(
        message,
        &[("label", label_of(&vault, id).into())],
        &Done::with(id),
    )
}

fn list(context: &mut Context<'_>) -> Result<(), Failure> {
    let vault = open(context)?;
    let found = codes::conflicts(&vault);
    if context.global.json {
        let found: Vec<AccountJson<'_>> = found.iter().map(AccountJson::of).collect();
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
