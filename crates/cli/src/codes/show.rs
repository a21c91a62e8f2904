//! `show`: everything about one account; its secrets only if asked for.

use session::codes::{self, AccountPage, AccountSecrets};
use session::{Api, Method, Place, Rank, SecretText, escape, show_time};

use crate::args::Show;
use crate::context::Context;
use crate::failure::Failure;
use crate::json::{ShowJson, rank_name, trusted_for};
use crate::teams;
use crate::unlock::open;
use crate::words::Words;

pub(crate) fn show(context: &mut Context<'_>, args: &Show) -> Result<(), Failure> {
    let page = match &args.team {
        Some(team) => teams::accounts::show(context, team, (&args.name, args.secrets))?,
        None => {
            let vault = open(context)?;
            let id = codes::find(&vault, &args.name)?;
            codes::show(&vault, id, args.secrets)?
        }
    };
    if context.global.json {
        return Ok(context.out.json(&ShowJson::of(&page))?);
    }
    let mut rows = public_rows(context.words, &page);
    if let Some(secrets) = &page.secrets {
        rows.extend(secret_rows(context.words, secrets));
    }
    rows.retain(|row| row.get(1).is_some_and(|value| !value.is_empty()));
    Ok(context.out.table(&rows)?)
}

fn public_rows(words: &Words, page: &AccountPage) -> Vec<Vec<String>> {
    let view = &page.view;
    let kind = view.kind;
    let row = |id: &str, value: String| vec![words.plain(id), value];
    let list = |texts: Vec<String>| escape(&texts.join(", ")).into_owned();
    let favorite = if view.favorite {
        words.plain("yes")
    } else {
        String::new()
    };
    let conflicts = view.conflicts.then(|| words.plain("conflicts-choose"));
    let period = kind
        .period()
        .map(|period| words.text("seconds", &[("count", period.get().into())]));
    let replaced = Some(page.replaced).filter(|count| *count > 0);
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
        row("field-conflicts", conflicts.unwrap_or_default()),
        row("field-tags", list(view.tags.clone())),
        row("field-favorite", favorite),
        row(
            "field-methods",
            list(page.methods.iter().map(method).collect()),
        ),
        row(
            "field-deadline",
            page.deadline.map(|day| day.to_string()).unwrap_or_default(),
        ),
        row(
            "field-trusted-for",
            trusted_for(page.trusted_for).unwrap_or_default(),
        ),
        row(
            "field-recovery-contact",
            escape(&page.recovery_contact).into_owned(),
        ),
        row(
            "field-recovery-link",
            escape(&page.recovery_link).into_owned(),
        ),
        row("field-never-asks", escape(&page.never_asks).into_owned()),
        row("field-report-to", escape(&page.report_to).into_owned()),
        row("field-api", api(words, page.api)),
        row("field-copies", list(page.copies.iter().map(copy).collect())),
        row(
            "field-replaced",
            replaced.map(|count| count.to_string()).unwrap_or_default(),
        ),
        row("field-created", show_time(page.created)),
        row("field-changed", show_time(page.changed)),
        row("field-id", view.id.to_string()),
    ]
}

fn secret_rows(words: &Words, secrets: &AccountSecrets) -> Vec<Vec<String>> {
    let row = |id: &str, value: &str| vec![words.plain(id), escape(value).into_owned()];
    let pin = secrets.pin.as_ref().map_or("", SecretText::expose);
    vec![
        row("field-secret", secrets.secret.expose()),
        row("field-pin", pin),
        row("field-notes", secrets.notes.expose()),
    ]
}

fn api(words: &Words, api: Api) -> String {
    match api {
        Api::Unaffected => words.plain("api-unaffected"),
        Api::Affected => words.plain("api-affected"),
        Api::Unknown | Api::Other(_) => String::new(),
    }
}

fn copy((place, note): &(Place, String)) -> String {
    if note.is_empty() {
        return place.name().to_owned();
    }
    format!("{} ({note})", place.name())
}

fn method((method, rank): &(Method, Rank)) -> String {
    format!("{} ({})", method.name(), rank_name(*rank))
}
