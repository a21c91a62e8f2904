//! `show`: everything about one account; its secrets only if asked for.

use session::codes::{self, AccountView};
use session::{Account, MethodUse, SecretText, escape, show_time};

use crate::args::Show;
use crate::context::Context;
use crate::failure::Failure;
use crate::json::{ShowJson, rank_name, trusted_for};
use crate::unlock::open;
use crate::words::Words;

pub(crate) fn show(context: &mut Context<'_>, args: &Show) -> Result<(), Failure> {
    let vault = open(context)?;
    let id = codes::find(&vault, &args.name)?;
    let found = codes::view(&vault, id).zip(vault.account(id));
    let (view, account) = found.expect("`find` gives ids of accounts that are there");
    let secret = args.secrets.then(|| account.otp().secret.to_base32());
    if context.global.json {
        return Ok(context
            .out
            .json(&ShowJson::of(&view, account, secret.as_ref()))?);
    }
    let mut rows = public_rows(context.words, &view, account);
    rows.extend(
        secret
            .iter()
            .flat_map(|secret| secret_rows(context.words, account, secret)),
    );
    rows.retain(|row| row.get(1).is_some_and(|value| !value.is_empty()));
    Ok(context.out.table(&rows)?)
}

fn public_rows(words: &Words, view: &AccountView, account: &Account) -> Vec<Vec<String>> {
    let kind = view.kind;
    let row = |id: &str, value: String| vec![words.plain(id), value];
    let list = |texts: Vec<String>| escape(&texts.join(", ")).into_owned();
    let favorite = if view.favorite {
        words.plain("yes")
    } else {
        String::new()
    };
    let period = kind
        .period()
        .map(|period| words.text("seconds", &[("count", period.get().into())]));
    let replaced = Some(account.history().len()).filter(|count| *count > 0);
    vec![
        row("field-issuer", escape(&view.issuer).into_owned()),
        row("field-account", escape(&view.account).into_owned()),
        row("field-type", kind.type_name().to_owned()),
        row("field-algorithm", kind.algorithm_name().to_owned()),
        row("field-digits", kind.digits().to_string()),
        row("field-period", period.unwrap_or_default()),
        row(
            "field-counter",
            kind.counter()
                .map(|counter| counter.to_string())
                .unwrap_or_default(),
        ),
        row("field-tags", list(view.tags.clone())),
        row("field-favorite", favorite),
        row(
            "field-methods",
            list(account.methods.iter().map(method).collect()),
        ),
        row(
            "field-deadline",
            account
                .deadline
                .map(|day| day.to_string())
                .unwrap_or_default(),
        ),
        row(
            "field-trusted-for",
            account
                .trusted_device
                .as_ref()
                .map(trusted_for)
                .unwrap_or_default(),
        ),
        row(
            "field-recovery-contact",
            escape(&account.recovery.contact).into_owned(),
        ),
        row(
            "field-replaced",
            replaced.map(|count| count.to_string()).unwrap_or_default(),
        ),
        row("field-created", show_time(account.created)),
        row("field-changed", show_time(account.changed)),
        row("field-id", view.id.to_string()),
    ]
}

fn secret_rows(words: &Words, account: &Account, secret: &SecretText) -> Vec<Vec<String>> {
    let row = |id: &str, value: &str| vec![words.plain(id), escape(value).into_owned()];
    vec![
        row("field-secret", secret.expose()),
        row(
            "field-pin",
            account.otp().pin.as_ref().map_or("", SecretText::expose),
        ),
        row("field-notes", account.notes.expose()),
    ]
}

fn method(on: &MethodUse) -> String {
    format!("{} ({})", on.method.name(), rank_name(on.rank))
}
