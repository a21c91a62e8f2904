//! Set-up, run and test in one command: `cargo xtask run`, `cargo xtask test`, `cargo xtask check`.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a task runner prints, starts programs, looks at files and measures time; it holds no secret"
)]

mod fuzz;
mod packages;
mod process;
mod report;
mod setup;
mod steps;
mod test_output;
mod tools;

use std::env;
use std::ffi::OsString;
use std::process::ExitCode;

const HELP: &str = "\
Usage: cargo xtask COMMAND

Commands:
  run [-- ARGS]   build the program and start it; without ARGS it shows its help
  test [--yes]    install what the tests need, then run every check there is
                  (--yes: do not ask before installing)
  check           the fast part of `test`: format, clippy, unit and architecture tests; installs nothing
  fuzz TARGET [SECONDS]
                  look for inputs that crash a reader (60 seconds; the targets are in fuzz/targets)
  help            this text
";

/// What the arguments ask for.
#[derive(Debug, Eq, PartialEq)]
enum Task {
    Run(Vec<OsString>),
    Test { yes: bool },
    Check,
    Fuzz { target: String, seconds: u32 },
    Help,
}

fn main() -> ExitCode {
    match parse(env::args_os().skip(1).collect()) {
        Ok(Task::Run(args)) => steps::run(args),
        Ok(Task::Test { yes }) => finish(&steps::test(yes)),
        Ok(Task::Check) => finish(&steps::check()),
        Ok(Task::Fuzz { target, seconds }) => fuzz::fuzz(&target, seconds),
        Ok(Task::Help) => {
            print!("{HELP}");
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprint!("{problem}\n\n{HELP}");
            ExitCode::from(2)
        }
    }
}

/// Prints the summary; its last line is the last line of all.
fn finish(report: &report::Report) -> ExitCode {
    print!("\n{report}");
    if report.failed() == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// The first word chooses the task; what follows must be known to it.
fn parse(mut args: Vec<OsString>) -> Result<Task, String> {
    if args.is_empty() {
        return Err("No command was given.".to_owned());
    }
    let command = args.remove(0);
    let is_run = command == "run";
    let task = match command.to_string_lossy().as_ref() {
        "run" => Task::Run(program_arguments(&mut args)),
        "test" => Task::Test {
            yes: take_yes(&mut args),
        },
        "check" => Task::Check,
        "fuzz" => take_fuzz(&mut args)?,
        "help" | "--help" | "-h" => Task::Help,
        other => return Err(format!("`{other}` is not a command.")),
    };
    match args.first() {
        Some(extra) if !is_run => Err(format!(
            "`{}` is not understood here.",
            extra.to_string_lossy()
        )),
        _ => Ok(task),
    }
}

/// Everything after `run`, without the `--` that divides it from our own arguments.
fn program_arguments(args: &mut Vec<OsString>) -> Vec<OsString> {
    if args.first().is_some_and(|arg| arg == "--") {
        args.remove(0);
    }
    std::mem::take(args)
}

fn take_yes(args: &mut Vec<OsString>) -> bool {
    let yes = args
        .first()
        .is_some_and(|arg| arg == "--yes" || arg == "-y");
    if yes {
        args.remove(0);
    }
    yes
}

fn take_fuzz(args: &mut Vec<OsString>) -> Result<Task, String> {
    let mut words = std::mem::take(args).into_iter();
    let target = words.next().ok_or("A fuzz target is missing.")?;
    let seconds = words.next().unwrap_or_else(|| "60".into());
    args.extend(words);
    match (target.into_string(), seconds.to_string_lossy().parse()) {
        (Ok(target), Ok(seconds)) => Ok(Task::Fuzz { target, seconds }),
        _ => Err("A target and a number of seconds were expected.".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Task, String> {
        parse(line.split_whitespace().map(OsString::from).collect())
    }

    #[test]
    fn the_programs_own_arguments_follow_run() {
        let wanted = Task::Run(vec!["list".into(), "--json".into()]);
        assert_eq!(parsed("run -- list --json"), Ok(wanted));
        assert_eq!(parsed("run"), Ok(Task::Run(vec![])));
    }

    #[test]
    fn test_asks_before_it_installs_unless_told_not_to() {
        assert_eq!(parsed("test"), Ok(Task::Test { yes: false }));
        assert_eq!(parsed("test --yes"), Ok(Task::Test { yes: true }));
    }

    #[test]
    fn a_fuzz_target_is_tried_for_a_minute_unless_told_otherwise() {
        let task = |seconds| Task::Fuzz {
            target: "otpauth".to_owned(),
            seconds,
        };
        assert_eq!(parsed("fuzz otpauth"), Ok(task(60)));
        assert_eq!(parsed("fuzz otpauth 5"), Ok(task(5)));
        assert!(parsed("fuzz").is_err());
        assert!(parsed("fuzz otpauth long").is_err());
        assert!(parsed("fuzz otpauth 5 more").is_err());
    }

    #[test]
    fn an_unknown_command_or_argument_is_refused() {
        for line in ["", "tset", "test --quick", "check --yes", "test --yes more"] {
            assert!(parsed(line).is_err(), "{line}");
        }
    }
}
