//! `roster`: who signs in at the service of an account with a login of their own.

use serde::Serialize;
use session::checkup::{self, PersonView, Progress};
use session::{codes, csv, escape, show_date};

use crate::args::{ListRoster, RemovePerson, Roster, SetPerson};
use crate::codes::label_of;
use crate::context::Context;
use crate::failure::Failure;
use crate::json::Done;
use crate::unlock::open;

pub(crate) fn roster(context: &mut Context<'_>, command: &Roster) -> Result<(), Failure> {
    match command {
        Roster::List(args) => list(context, args),
        Roster::Set(args) => set(context, args),
        Roster::Remove(args) => remove(context, args),
    }
}

fn list(context: &mut Context<'_>, args: &ListRoster) -> Result<(), Failure> {
    let vault = open(context)?;
    let id = codes::find(&vault, &args.name)?;
    let people = checkup::roster(&vault, id)?;
    if context.global.json {
        let people: Vec<PersonJson<'_>> = people.iter().map(PersonJson::of).collect();
        return Ok(context.out.json(&people)?);
    }
    if args.csv {
        context
            .out
            .text(&csv::row(&["name", "state", "since", "by"]))?;
        for person in &people {
            context.out.text(&row(person))?;
        }
        return Ok(());
    }
    if people.is_empty() {
        let label = [("label", label_of(&vault, id).into())];
        let nobody = context.words.text("roster-nobody", &label);
        return Ok(context.out.line(&nobody)?);
    }
    let columns = ["roster-person", "roster-state", "roster-since", "roster-by"];
    let mut rows = vec![context.words.row(&columns)];
    rows.extend(people.iter().map(|person| {
        vec![
            escape(&person.name).into_owned(),
            context.words.plain(state_word(person.state)),
            show_date(person.since),
            escape(&person.by).into_owned(),
        ]
    }));
    Ok(context.out.table(&rows)?)
}

fn row(person: &PersonView) -> String {
    let since = show_date(person.since);
    csv::row(&[&person.name, person.state.name(), &since, &person.by])
}

fn set(context: &mut Context<'_>, args: &SetPerson) -> Result<(), Failure> {
    let state = Progress::from_name(&args.state);
    let state = state.ok_or_else(|| Failure::usage("state-unknown"))?;
    let mut vault = open(context)?;
    let id = codes::find(&vault, &args.name)?;
    let what = (state, args.by.as_str());
    checkup::note_person(&mut context.effects, &mut vault, id, &args.person, what)?;
    let person = escape(&args.person).into_owned();
    let label = label_of(&vault, id);
    let said = [("person", person.into()), ("label", label.into())];
    context.done("roster-set", &said, &Done::with(id))
}

fn remove(context: &mut Context<'_>, args: &RemovePerson) -> Result<(), Failure> {
    let mut vault = open(context)?;
    let id = codes::find(&vault, &args.name)?;
    checkup::remove_person(&mut context.effects, &mut vault, id, &args.person)?;
    let person = escape(&args.person).into_owned();
    let label = label_of(&vault, id);
    let said = [("person", person.into()), ("label", label.into())];
    context.done("roster-removed", &said, &Done::with(id))
}

fn state_word(state: Progress) -> &'static str {
    match state {
        Progress::Enrolled => "state-enrolled",
        Progress::Pending => "state-pending",
        Progress::NoPhone => "state-no-phone",
        Progress::Reset => "state-reset",
        Progress::Other(_) => "state-other",
    }
}

/// A person of `roster list --json`.
#[derive(Serialize)]
struct PersonJson<'a> {
    name: &'a str,
    state: &'static str,
    since: u64,
    by: &'a str,
}

impl<'a> PersonJson<'a> {
    fn of(person: &'a PersonView) -> Self {
        Self {
            name: &person.name,
            state: person.state.name(),
            since: person.since.get(),
            by: &person.by,
        }
    }
}
