//! `add`: from a URI, or from what is typed.

use session::codes::{self, Added, TypedAccount};
use session::{Labelled, OpenVault, SecretText};

use super::label_of;
use crate::args::Add;
use crate::context::Context;
use crate::failure::Failure;
use crate::json::AddedJson;
use crate::prompt;
use crate::teams;
use crate::unlock::open;
use crate::words::Words;

pub(crate) fn add(context: &mut Context<'_>, args: Add) -> Result<(), Failure> {
    // Before the vault is opened: a mistake in the URI is told without asking for a password.
    let team = args.team.clone();
    let labelled = read(context.words, args)?;
    if let Some(team) = team {
        return teams::accounts::add(context, &team, labelled);
    }
    let mut vault = open(context)?;
    let added = codes::add(&mut context.effects, &mut vault, vec![labelled])?;
    added.into_iter().try_for_each(|added| {
        let (message, label) = told(&vault, added);
        context.done(message, &[("label", label.into())], &AddedJson::of(added))
    })
}

/// The message about an account that was added, and what the account is called.
pub(crate) fn told(vault: &OpenVault, added: Added) -> (&'static str, String) {
    match added {
        Added::New(id) => ("account-added", label_of(vault, id)),
        Added::AlreadyThere(id) => ("account-already-there", label_of(vault, id)),
        Added::Updated(id) | Added::Replaced(id) => ("account-updated", label_of(vault, id)),
    }
}

fn read(words: &Words, args: Add) -> Result<Labelled, Failure> {
    let Some(uri) = args.uri else {
        return read_typed(words, args);
    };
    let uri = if uri == "-" {
        prompt::line(words, "ask-uri")?
    } else {
        SecretText::from(uri)
    };
    Ok(codes::read_uri(uri.expose().trim())?)
}

fn read_typed(words: &Words, args: Add) -> Result<Labelled, Failure> {
    let secret = prompt::line(words, "ask-secret")?;
    let pin = args
        .pin
        .map(|_| prompt::line(words, "ask-pin"))
        .transpose()?;
    let typed = TypedAccount {
        issuer: args.issuer.unwrap_or_default(),
        account: args.account.unwrap_or_default(),
        type_name: args.type_name,
        algorithm: args.algorithm,
        digits: args.digits,
        period: args.period,
        counter: args.counter,
        secret,
        pin,
    };
    Ok(codes::read_typed(typed)?)
}
