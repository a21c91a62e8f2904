//! The catalogue is complete, and nothing in it is left over.
#![expect(
    clippy::disallowed_methods,
    reason = "reads the sources that use the catalogue"
)]

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Command;
use fluent_bundle::{FluentBundle, FluentResource};
use session::Code;

use super::{CATALOGUE, Words};
use crate::help;

#[test]
fn the_catalogue_is_well_formed_and_says_nothing_twice() {
    let mut bundle = FluentBundle::new(vec![]);
    for text in CATALOGUE {
        let resource = FluentResource::try_new(text.to_owned()).map_err(|(_, errors)| errors);
        bundle.add_resource(resource.unwrap()).unwrap();
    }
}

#[test]
fn every_file_of_the_catalogue_that_is_not_for_the_window_is_used() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../locales/en");
    let names = fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().file_name());
    let is_for_the_window = |name: &OsString| name.to_string_lossy().starts_with("window");
    let used = names.filter(|name| !is_for_the_window(name)).count();
    assert_eq!(used, CATALOGUE.len());
}

#[test]
fn every_command_and_argument_has_words() {
    let words = Words::english();
    let ids = help_ids(&help::command(&words), "help");
    assert!(ids.len() > 60);
    assert_none(
        ids.into_iter()
            .filter(|id| words.find(id, None, &[]).is_none()),
    );
}

#[test]
fn every_error_has_a_message_and_a_hint() {
    let words = Words::english();
    let codes = Code::ALL.iter().map(|code| code.id().to_owned());
    let errors = codes.chain(ids_in(include_str!("../../../../locales/en/errors.ftl")));
    let lacks_words =
        |id: &String| words.find(id, None, &[]).is_none() || words.hint(id, &[]).is_none();
    assert_none(errors.filter(lacks_words));
}

#[test]
fn every_error_that_the_window_can_show_has_a_hint_without_options_and_commands() {
    let words = Words::english();
    let hint = |id: &String| words.find(id, Some("hint"), &[]);
    let known = Code::ALL.iter().map(|code| code.id().to_owned());
    assert_none(known.filter(|id| hint(id).is_none_or(|hint| hint.trim().is_empty())));
    let is_for_a_terminal = |id: &String| {
        hint(id).is_some_and(|hint| hint.contains("--") || hint.contains('`') || hint.is_empty())
    };
    assert_none(
        CATALOGUE
            .iter()
            .flat_map(|text| ids_in(text))
            .filter(is_for_a_terminal),
    );
}

#[test]
fn the_command_line_says_the_command_where_there_is_one_and_else_the_hint() {
    let words = Words::english();
    let said = |id| words.hint(id, &[]).unwrap();
    assert_eq!(
        said("pin-not-used"),
        "Leave out --pin. Nothing was changed."
    );
    assert_eq!(
        said("slot-name-taken"),
        "Choose another name. Nothing was changed."
    );
}

#[test]
fn every_message_of_the_program_is_in_the_catalogue() {
    let words = Words::english();
    let asked_for = sources().into_iter().flat_map(|source| {
        let calls = [
            "words.plain(\"",
            "words.text(\"",
            "usage(\"",
            "usage_with(\"",
            "failed(\"",
            "failed_with(\"",
            "done(\"",
            "Check::new(\"",
        ];
        calls.map(|call| after(&source, call)).concat()
    });
    let asked_for: BTreeSet<String> = asked_for.collect();
    assert!(asked_for.len() > 40);
    assert_none(
        asked_for
            .into_iter()
            .filter(|id| words.find(id, None, &[]).is_none()),
    );
}

#[test]
fn nobody_wrote_a_message_that_is_never_shown() {
    let sources = sources().concat();
    let help = help_ids(&help::command(&Words::english()), "help");
    let is_used = |id: &String| help.contains(id) || sources.contains(&format!("\"{id}\""));
    assert_none(
        CATALOGUE
            .iter()
            .flat_map(|text| ids_in(text))
            .filter(|id| !is_used(id)),
    );
}

fn help_ids(command: &Command, id: &str) -> BTreeSet<String> {
    let of_arguments = command
        .get_arguments()
        .map(|arg| help::argument_id(id, arg));
    let inner = |sub: &Command| help_ids(sub, &format!("{id}-{}", sub.get_name()));
    let of_commands = command.get_subcommands().flat_map(inner);
    std::iter::once(id.to_owned())
        .chain(of_arguments)
        .chain(of_commands)
        .collect()
}

/// The names of the messages in a file of the catalogue.
fn ids_in(text: &str) -> Vec<String> {
    let is_message = |line: &&str| line.starts_with(|first: char| first.is_ascii_lowercase());
    let names = text
        .lines()
        .filter(is_message)
        .filter_map(|line| line.split_once(" ="));
    names.map(|(name, _)| name.to_owned()).collect()
}

/// The string literals that follow `call`.
fn after(source: &str, call: &str) -> Vec<String> {
    let literals = source
        .split(call)
        .skip(1)
        .filter_map(|rest| rest.split('"').next());
    literals.map(str::to_owned).collect()
}

/// The sources of the two rooms that name messages, without white space between a call and its argument.
fn sources() -> Vec<String> {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let files = ["cli/src", "session/src"].map(|folder| files(&crates.join(folder)));
    let read = |file: &PathBuf| fs::read_to_string(file).unwrap();
    let joined = |text: String| {
        text.split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .replace("( \"", "(\"")
            .replace(" .", ".")
    };
    files
        .concat()
        .iter()
        .filter(|file| !file.ends_with("tests.rs"))
        .map(read)
        .map(joined)
        .collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| {
            if path.is_dir() {
                files(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}

fn assert_none(ids: impl Iterator<Item = String>) {
    assert_eq!(ids.collect::<Vec<_>>(), Vec::<String>::new());
}
