//! `doctor`, `completions` and `man`.

use clap::Command;
use clap_mangen::Man;
use serde::Serialize;
use session::escape;
use session::settings::{self, Check, State};

use crate::args::Completions;
use crate::context::Context;
use crate::failure::Failure;
use crate::help;
use crate::unlock::vault_path;
use crate::words::{Arg, Words};

/// Looks at everything without a password; exit code 1 if something needs the user.
pub(crate) fn doctor(context: &mut Context<'_>) -> Result<(), Failure> {
    let path = vault_path(&context.global)?;
    let checks = settings::doctor(&context.effects, &path);
    report(context, &checks)
}

/// Says what was found; exit code 1 if something needs the user.
pub(crate) fn report(context: &mut Context<'_>, checks: &[Check]) -> Result<(), Failure> {
    let messages = checks
        .iter()
        .map(|check| (check, message(context.words, check)));
    if context.global.json {
        let checks: Vec<CheckJson> = messages
            .map(|(check, message)| CheckJson::of(check, message))
            .collect();
        context.out.json(&checks)?;
    } else {
        let row = |(check, message): (&Check, String)| {
            vec![context.words.plain(names(check.state).1), message]
        };
        let rows: Vec<Vec<String>> = messages.map(row).collect();
        context.out.table(&rows)?;
    }
    match checks.iter().any(|check| check.state == State::Bad) {
        false => Ok(()),
        true => {
            context.out.finish()?;
            Err(Failure::failed("doctor-found"))
        }
    }
}

fn message(words: &Words, check: &Check) -> String {
    let shown: Vec<(&str, String)> = check
        .args
        .iter()
        .map(|(name, value)| (*name, escape(value).into_owned()))
        .collect();
    let args: Vec<Arg<'_>> = shown
        .iter()
        .map(|(name, value)| (*name, value.as_str().into()))
        .collect();
    let text = words.text(check.id, &args);
    match words.hint(check.id, &args) {
        Some(hint) => format!("{text} {hint}"),
        None => text,
    }
}

/// Its name in JSON, and its message in the catalogue.
fn names(state: State) -> (&'static str, &'static str) {
    match state {
        State::Good => ("good", "state-good"),
        State::Note => ("note", "state-note"),
        State::Bad => ("bad", "state-bad"),
    }
}

#[derive(Serialize)]
struct CheckJson {
    check: &'static str,
    state: &'static str,
    message: String,
}

impl CheckJson {
    fn of(check: &Check, message: String) -> Self {
        let (state, _) = names(check.state);
        Self {
            check: check.id,
            state,
            message,
        }
    }
}

pub(crate) fn completions(context: &mut Context<'_>, args: &Completions) -> Result<(), Failure> {
    let mut command = help::command(context.words);
    let name = command.get_name().to_owned();
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, name, &mut script);
    Ok(context.out.text(&String::from_utf8_lossy(&script))?)
}

/// One manual page (roff) for the program and all its commands.
pub(crate) fn man(context: &mut Context<'_>) -> Result<(), Failure> {
    let command = help::command(context.words);
    let mut page = Vec::new();
    let man = Man::new(command.clone());
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_options_section(&mut page)?;
    context.out.text(&String::from_utf8_lossy(&page))?;
    context.out.line(&format!(
        ".SH {}",
        context.words.plain("heading-commands").to_uppercase()
    ))?;
    for command in leaves(&command, command.get_name()) {
        let name = command.get_bin_name().unwrap_or_default().to_owned();
        let man = Man::new(command);
        context.out.line(&format!(".SS {name}"))?;
        for section in [
            Man::render_synopsis_section,
            Man::render_description_section,
            Man::render_options_section,
        ] {
            let mut text = Vec::new();
            section(&man, &mut text)?;
            context
                .out
                .text(&without_headings(&String::from_utf8_lossy(&text)))?;
        }
    }
    Ok(())
}

/// The commands that do something, each under its full name.
fn leaves(command: &Command, path: &str) -> Vec<Command> {
    let inner = |sub: &Command| leaves(sub, &format!("{path} {}", sub.get_name()));
    let of_one = |sub: &Command| {
        let name = format!("{path} {}", sub.get_name());
        let does_something = !sub.is_subcommand_required_set();
        let own = does_something.then(|| sub.clone().bin_name(name).disable_help_flag(true));
        own.into_iter().chain(inner(sub)).collect::<Vec<_>>()
    };
    command.get_subcommands().flat_map(of_one).collect()
}

/// The text of a section, as a paragraph: without its heading and the definitions that begin every page.
fn without_headings(section: &str) -> String {
    let is_text = |line: &&str| {
        ![".SH", ".ie", ".el"]
            .iter()
            .any(|control| line.starts_with(control))
    };
    let lines = section.lines().filter(is_text);
    std::iter::once(".PP")
        .chain(lines)
        .flat_map(|line| [line, "\n"])
        .collect()
}
