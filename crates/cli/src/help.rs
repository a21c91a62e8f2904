//! Puts the catalogue's words into the command line: one id per command and argument, from its path.
//!
//! `countersign code --copy` is described by `help-code-copy`, `countersign code` by `help-code`, what every
//! command takes by `help-vault` and so on, the program by `help`.

use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command, CommandFactory};

use crate::args::Cli;
use crate::failure::Failure;
use crate::words::Words;

/// The definition in `args.rs` with all its words.
pub(crate) fn command(words: &Words) -> Command {
    let command = Cli::command()
        .arg(
            Arg::new("help")
                .short('h')
                .long("help")
                .action(ArgAction::Help)
                .global(true),
        )
        .arg(
            Arg::new("version")
                .short('V')
                .long("version")
                .action(ArgAction::Version),
        );
    with_words(command, "help", words)
}

fn with_words(command: Command, id: &str, words: &Words) -> Command {
    let template = format!(
        "{{about}}\n\n{} {{usage}}\n\n{{all-args}}",
        words.plain("heading-usage")
    );
    let inner = |sub: Command| {
        let id = format!("{id}-{}", sub.get_name());
        with_words(sub, &id, words)
    };
    command
        .about(words.plain(id))
        .help_template(template)
        .subcommand_help_heading(words.plain("heading-commands"))
        .mut_subcommands(inner)
        .mut_args(|arg| argument_with_words(arg, id, words))
}

fn argument_with_words(arg: Arg, command_id: &str, words: &Words) -> Arg {
    let id = argument_id(command_id, &arg);
    let heading = match (arg.is_positional(), arg.is_global_set()) {
        (true, _) => "heading-arguments",
        (false, true) => "heading-global",
        (false, false) => "heading-options",
    };
    let values: Vec<String> = arg
        .get_possible_values()
        .iter()
        .map(|value| value.get_name().to_owned())
        .collect();
    let help = words.text(&id, &[("values", values.join(", ").into())]);
    let takes_values = arg.get_action().takes_values();
    // Possible and default values are said in the catalogue's words, or not at all.
    arg.help(help)
        .help_heading(words.plain(heading))
        .hide_possible_values(takes_values)
        .hide_default_value(takes_values)
}

/// `help-code-copy`: ids in the catalogue have dashes.
pub(crate) fn argument_id(command_id: &str, arg: &Arg) -> String {
    format!("{command_id}-{}", arg.get_id().as_str().replace('_', "-"))
}

/// What is wrong with the arguments, in the catalogue's words. What was typed is not repeated: it may be a
/// secret in the wrong place.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the other kinds are about options that we do not have"
)]
pub(crate) fn problem(error: &clap::Error) -> Failure {
    let argument = option_name(&context(error, ContextKind::InvalidArg));
    let choices = context(error, ContextKind::ValidValue);
    let id = match error.kind() {
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            return Failure::Help(error.render().to_string());
        }
        ErrorKind::MissingSubcommand => "usage-incomplete",
        ErrorKind::InvalidSubcommand => "usage-command",
        ErrorKind::UnknownArgument if argument.is_empty() => "usage-too-many",
        ErrorKind::UnknownArgument => "usage-unknown",
        ErrorKind::MissingRequiredArgument => "usage-missing",
        ErrorKind::ArgumentConflict => "usage-conflict",
        ErrorKind::InvalidValue if choices == "-" => "usage-secret",
        ErrorKind::InvalidValue if !choices.is_empty() => "usage-choice",
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => "usage-value",
        ErrorKind::InvalidUtf8 => "input-not-text",
        _ => "usage-other",
    };
    let other = option_name(&context(error, ContextKind::PriorArg));
    Failure::usage_with(
        id,
        vec![
            ("argument", argument),
            ("other", other),
            ("choices", choices),
        ],
    )
}

/// The names of options and arguments as they are defined: `--tag <TAG>` is `--tag`, a choice like `<FILE|--tag <TAG>>`
/// is `FILE or --tag`. Empty for something else.
fn option_name(argument: &str) -> String {
    let word = |part: &str| part.split([' ', '=']).next().unwrap_or_default().to_owned();
    let name = |part: &str| match part.strip_prefix('<').filter(|rest| rest.contains('|')) {
        Some(choice) => choice
            .trim_end_matches('>')
            .split('|')
            .map(word)
            .collect::<Vec<_>>()
            .join(" or "),
        None => word(part),
    };
    let names = argument
        .split(", ")
        .filter(|part| part.starts_with(['-', '<', '[']));
    names.map(name).collect::<Vec<_>>().join(", ")
}

fn context(error: &clap::Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        Some(ContextValue::StyledStr(text)) => StyledStr::to_string(text),
        _ => String::new(),
    }
}
