//! The program `countersign`: arguments in, words or JSON out. What it does is in `session`.

mod args;
mod backup;
mod backup_codes;
mod checkup;
mod clipboard;
mod codes;
mod context;
mod failure;
mod help;
mod json;
mod keys;
mod print;
mod prompt;
mod scan;
mod settings;
mod teams;
mod transfer;
mod unlock;
mod words;

use std::env;
use std::ffi::OsString;
use std::process::ExitCode;

use clap::FromArgMatches;
use clap::error::ErrorKind;

use crate::args::{Cli, Command};
use crate::context::Context;
use crate::failure::Failure;
use crate::print::Out;
use crate::words::Words;

fn main() -> ExitCode {
    #[cfg(feature = "desktop")]
    if let Some(code) = session::answer_for_portal() {
        return code;
    }
    // Best effort: a system that refuses it is no reason to keep people from their codes.
    session::harden();
    let args: Vec<OsString> = env::args_os().collect();
    if let Some(seconds) = clipboard::owner_arguments(&args) {
        return clipboard::own(seconds);
    }
    let words = Words::english();
    let json = args.iter().any(|arg| arg == "--json");
    match run(args, &words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            failure.tell(&words, json);
            failure.exit_code()
        }
    }
}

fn run(args: Vec<OsString>, words: &Words) -> Result<(), Failure> {
    let parsed = help::command(words)
        .try_get_matches_from(args)
        .and_then(|matches| Cli::from_arg_matches(&matches));
    match parsed {
        Ok(cli) => {
            let mut context = Context::new(cli.global, words);
            dispatch(&mut context, cli.command)?;
            Ok(context.out.finish()?)
        }
        Err(error) if is_asked_for(&error) => {
            let mut out = Out::stdout();
            out.text(&error.render().to_string())?;
            Ok(out.finish()?)
        }
        Err(error) => Err(help::problem(&error)),
    }
}

fn is_asked_for(error: &clap::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    )
}

fn dispatch(context: &mut Context<'_>, command: Command) -> Result<(), Failure> {
    match command {
        Command::Init(args) => unlock::create::init(context, &args),
        Command::Add(args) => codes::add::add(context, *args),
        Command::List(args) => codes::list(context, &args),
        Command::Identity(args) => teams::identity::identity(context, &args),
        Command::Team(command) => teams::team(context, command),
        Command::Show(args) => codes::show::show(context, &args),
        Command::Code(args) => codes::code::code(context, &args),
        Command::Qr(args) => codes::qr(context, &args),
        Command::Edit(args) => codes::edit::edit(context, *args),
        Command::Remove(args) => codes::remove(context, &args),
        Command::Move(args) => teams::accounts::move_to(context, &args),
        Command::Trash(command) => codes::trash::trash(context, &command),
        Command::Scan(args) => scan::scan(context, &args),
        Command::Import(args) => transfer::import(context, &args),
        Command::Export(args) => transfer::export::export(context, &args),
        Command::Formats => transfer::formats::formats(context),
        Command::Slots(command) => unlock::slots::slots(context, command),
        Command::Keys(command) => keys::keys(context, command),
        Command::Password(command) => unlock::slots::password(context, &command),
        Command::Lock => unlock::keyring::lock(context),
        Command::Merge(args) => unlock::merge::merge(context, &args),
        Command::Conflicts(command) => codes::conflicts::conflicts(context, &command),
        Command::Backup(command) => backup::backup(context, &command),
        Command::BackupCodes(command) => backup_codes::backup_codes(context, &command),
        Command::Check(args) => checkup::check::check(context, &args),
        Command::Drill(args) => checkup::drill::drill(context, &args),
        Command::Roster(command) => checkup::roster::roster(context, &command),
        Command::Clock(args) => checkup::clock::clock(context, &args),
        Command::Doctor => settings::doctor(context),
        Command::Completions(args) => settings::completions(context, &args),
        Command::Man => settings::man(context),
    }
}
