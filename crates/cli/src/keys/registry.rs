//! The registry of security keys, and the accounts on them.

use serde::Serialize;
use session::keys::{self, Control, KeyView, On, Protocol, SecurityKeys, Talk};
use session::{Id, codes, escape, show_date};

use crate::args::{AddKeyAccount, KeyAccount, OfKey, Register, RemoveKeyAccount};
use crate::checkup::drill::{AnswerJson, lines};
use crate::context::Context;
use crate::failure::Failure;
use crate::print::label;
use crate::unlock::open;

#[derive(Serialize)]
struct KeyJson {
    id: String,
    name: String,
    place: String,
    aaguid: Option<String>,
    serial: String,
    firmware: String,
    added: u64,
    seen: Option<u64>,
    lost: Option<u64>,
    accounts: Vec<String>,
}

impl KeyJson {
    fn of(view: KeyView) -> Self {
        let key = view.key;
        let accounts = view.accounts.iter();
        Self {
            id: view.id.to_string(),
            name: key.name,
            place: key.place,
            aaguid: key.model.map(|model| Id::from_bytes(model).to_string()),
            serial: key.serial,
            firmware: key.firmware,
            added: key.added.get(),
            seen: key.seen.map(|time| time.get()),
            lost: key.lost.map(|time| time.get()),
            accounts: accounts.map(|account| account.id.to_string()).collect(),
        }
    }
}

/// What a change answers.
#[derive(Serialize)]
struct Changed<'a> {
    key: &'a str,
}

pub(super) fn registered(context: &mut Context<'_>) -> Result<(), Failure> {
    let vault = open(context)?;
    let keys = keys::registered(&vault);
    if context.global.json {
        let keys: Vec<_> = keys.into_iter().map(KeyJson::of).collect();
        return Ok(context.out.json(&keys)?);
    }
    let words = context.words;
    let head = [
        "column-name",
        "column-kept",
        "column-seen",
        "column-accounts",
    ];
    let mut rows = vec![words.row(&head)];
    rows.extend(keys.iter().map(|view| {
        let key = &view.key;
        let seen = match (key.lost, key.seen) {
            (Some(_), _) => words.plain("key-is-lost"),
            (None, Some(seen)) => show_date(seen),
            (None, None) => words.plain("key-never-seen"),
        };
        let accounts = view.accounts.iter();
        let accounts: Vec<_> = accounts
            .map(|account| label(&account.issuer, &account.account))
            .collect();
        vec![
            escape(&key.name).into_owned(),
            escape(&key.place).into_owned(),
            seen,
            accounts.join(", "),
        ]
    }));
    Ok(context.out.table(&rows)?)
}

pub(super) fn register(
    context: &mut Context<'_>,
    args: &Register,
    (system, control): (&SecurityKeys, &Control),
) -> Result<(), Failure> {
    let mut vault = open(context)?;
    let plugged = match args.unplugged {
        true => None,
        false => Some(keys::the_one(system, control)?),
    };
    let about = plugged.as_ref().map(|key| {
        let talk = Talk {
            keys: system,
            key,
            control,
        };
        talk.about()
    });
    let about = about.transpose()?;
    let name = (args.name.as_str(), args.place.as_deref());
    let said = plugged.as_ref().zip(about.as_ref());
    keys::register(&mut context.effects, &mut vault, name, said)?;
    done(context, "key-registered", &args.name)
}

pub(super) fn unregister(context: &mut Context<'_>, args: &OfKey) -> Result<(), Failure> {
    let mut vault = open(context)?;
    keys::unregister(&mut context.effects, &mut vault, &args.name)?;
    done(context, "key-unregistered", &args.name)
}

pub(super) fn account(context: &mut Context<'_>, command: KeyAccount) -> Result<(), Failure> {
    match command {
        KeyAccount::Add(args) => add(context, &args),
        KeyAccount::Remove(args) => remove(context, &args),
    }
}

fn add(context: &mut Context<'_>, args: &AddKeyAccount) -> Result<(), Failure> {
    let mut vault = open(context)?;
    let id = codes::find(&vault, &args.name)?;
    let on = On {
        name: &args.called,
        protocol: match args.u2f {
            true => Protocol::U2f,
            false => Protocol::Fido2,
        },
        discoverable: args.passkey,
    };
    keys::put_on(&mut context.effects, &mut vault, (&args.on, id), &on)?;
    done(context, "key-account-added", &args.on)
}

fn remove(context: &mut Context<'_>, args: &RemoveKeyAccount) -> Result<(), Failure> {
    let mut vault = open(context)?;
    let id = codes::find(&vault, &args.name)?;
    keys::take_off(&mut context.effects, &mut vault, (&args.on, id))?;
    done(context, "key-account-removed", &args.on)
}

pub(super) fn second_key(context: &mut Context<'_>) -> Result<(), Failure> {
    #[derive(Serialize)]
    struct Json {
        done: usize,
        to_do: Vec<OnOne>,
    }
    #[derive(Serialize)]
    struct OnOne {
        account: String,
        key: String,
    }
    let vault = open(context)?;
    let found = keys::second_key(&vault);
    if context.global.json {
        let to_do = found.to_do.into_iter().map(|(account, key)| OnOne {
            account: account.id.to_string(),
            key,
        });
        let (done, to_do) = (found.done, to_do.collect());
        return Ok(context.out.json(&Json { done, to_do })?);
    }
    let words = context.words;
    let all = found.done + found.to_do.len();
    let progress = [("done", found.done.into()), ("all", all.into())];
    context.out.line(&words.text("second-key", &progress))?;
    let rows = found.to_do.iter().map(|(account, key)| {
        vec![
            label(&account.issuer, &account.account),
            escape(key).into_owned(),
        ]
    });
    Ok(context.out.table(&rows.collect::<Vec<_>>())?)
}

pub(super) fn lost(context: &mut Context<'_>, args: &OfKey) -> Result<(), Failure> {
    let mut vault = open(context)?;
    let answers = keys::lose(&mut context.effects, &mut vault, &args.name)?;
    if context.global.json {
        let answers: Vec<_> = answers
            .iter()
            .map(|(_, answer)| AnswerJson::of(answer))
            .collect();
        return Ok(context.out.json(&answers)?);
    }
    let words = context.words;
    let name = [("key", escape(&args.name).into())];
    context.out.line(&words.text("key-lost", &name))?;
    for (view, answer) in &answers {
        context.out.text("\n")?;
        let label = label(&view.issuer, &view.account);
        for line in lines(words, &label, answer) {
            context.out.line(&line)?;
        }
    }
    Ok(())
}

fn done(context: &mut Context<'_>, message: &str, key: &str) -> Result<(), Failure> {
    let said = [("key", escape(key).into())];
    context.done(message, &said, &Changed { key })
}
