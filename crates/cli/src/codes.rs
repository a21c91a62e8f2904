//! Accounts and their codes.

pub(crate) mod add;
pub(crate) mod code;
pub(crate) mod conflicts;
pub(crate) mod edit;
pub(crate) mod show;
pub(crate) mod trash;

use serde::Serialize;
use session::codes::{self, AccountView};
use session::{Id, OpenVault, escape};

use crate::args::{List, NamedIn, Qr};
use crate::context::Context;
use crate::failure::Failure;
use crate::json::{Done, ListedJson};
use crate::print::{label_or_id, short};
use crate::teams;
use crate::unlock::open;
use crate::words::Words;

pub(crate) fn list(context: &mut Context<'_>, args: &List) -> Result<(), Failure> {
    let accounts = match &args.team {
        Some(team) => teams::accounts::list(context, team, &args.query)?,
        None => codes::list(&open(context)?, &args.query),
    };
    if context.global.json {
        let accounts: Vec<ListedJson<'_>> = accounts.iter().map(ListedJson::of).collect();
        return Ok(context.out.json(&accounts)?);
    }
    let words = context.words;
    if accounts.is_empty() {
        let message = if args.query.is_empty() {
            "list-empty"
        } else {
            "list-no-match"
        };
        let args = [("query", escape(&args.query).into())];
        return Ok(context.out.line(&words.text(message, &args))?);
    }
    let mut rows = vec![words.row(&[
        "column-issuer",
        "column-account",
        "column-type",
        "column-id",
        "column-tags",
    ])];
    rows.extend(accounts.iter().map(|account| row(account, words)));
    Ok(context.out.table(&rows)?)
}

fn row(view: &AccountView, words: &Words) -> Vec<String> {
    let favorite = view.favorite.then(|| words.plain("mark-favorite"));
    let conflicts = view.conflicts.then(|| words.plain("mark-conflicts"));
    let tags = view.tags.iter().map(|tag| escape(tag).into_owned());
    let marks = favorite.into_iter().chain(conflicts);
    let tags: Vec<String> = marks.chain(tags).collect();
    vec![
        escape(&view.issuer).into_owned(),
        escape(&view.account).into_owned(),
        view.kind.type_name().to_owned(),
        short(view.id),
        tags.join(", "),
    ]
}

pub(crate) fn qr(context: &mut Context<'_>, args: &Qr) -> Result<(), Failure> {
    if context.global.json && args.out.is_none() {
        return Err(Failure::usage("qr-needs-file"));
    }
    let (id, qr) = match &args.team {
        Some(team) => teams::accounts::qr(context, (team, &args.name))?,
        None => {
            let vault = open(context)?;
            let id = codes::find(&vault, &args.name)?;
            (id, codes::qr(&vault, id)?)
        }
    };
    let Some(path) = &args.out else {
        return Ok(context.out.text(qr.to_terminal().expose())?);
    };
    codes::write_qr(&qr, path)?;
    #[derive(Serialize)]
    struct Written {
        id: String,
        out: String,
    }
    let out = path.display().to_string();
    let written = Written {
        id: id.to_string(),
        out: out.clone(),
    };
    context.done("qr-written", &[("file", out.into())], &written)
}

pub(crate) fn remove(context: &mut Context<'_>, args: &NamedIn) -> Result<(), Failure> {
    if let Some(team) = &args.team {
        return teams::accounts::remove(context, (team, &args.name));
    }
    let mut vault = open(context)?;
    let id = codes::find(&vault, &args.name)?;
    codes::remove(&mut context.effects, &mut vault, id)?;
    let args = [
        ("label", label_of(&vault, id).into()),
        ("id", short(id).into()),
    ];
    context.done("account-removed", &args, &Done::with(id))
}

/// What people call the account, safe to show.
pub(crate) fn label_of(vault: &OpenVault, id: Id) -> String {
    let view = codes::view(vault, id);
    view.map_or_else(
        || short(id),
        |view| label_or_id((&view.issuer, &view.account), id),
    )
}
