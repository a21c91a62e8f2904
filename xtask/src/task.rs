//! What the arguments ask for.

use std::ffi::OsString;

use crate::crosscheck::System;
use crate::torture::Part;

pub(crate) const HELP: &str = "\
Usage: cargo xtask COMMAND

Everyday:
  run [--yes]     install what building needs, build Countersign and open its window
                  (--yes: do not ask before installing)
  cli [-- ARGS]   install what building the command line needs, build it and run it; without ARGS it shows its help
  test [--yes]    install what the tests need, then run every check there is
  check           the fast part of `test`: format, lints, unit and architecture tests; installs nothing

Now and then:
  bindings        write the types that the pages share with Rust
  screenshots     take docs/screenshots anew
  icons           draw the icons in every size
  crosscheck [windows|macos]
                  type-check the whole program for other systems
  fuzz TARGET [SECONDS]
                  look for inputs that crash a reader (60 seconds; the targets are in fuzz/targets)
  scan-bench [SEED]
                  read hard pictures and photographs, beside bare rqrr and rxing, and print the table
                  of docs/performance.md (SEED: draws other pictures; 1)
  simulate [--seed N]
                  play 800 teams over storage that loses, delays and forges objects, or the one of this seed
  torture [PART] [--yes]
                  install what the slow tests need, then run them all, or this one: camera, reliability,
                  simulation, fuzz, coverage
  help            this text
";

/// One command with its arguments.
#[derive(Debug, Eq, PartialEq)]
pub(crate) enum Task {
    Run { yes: bool },
    Cli(Vec<OsString>),
    Test { yes: bool },
    Check,
    Bindings,
    Screenshots,
    Icons,
    Crosscheck(Vec<System>),
    Fuzz { target: String, seconds: u32 },
    ScanBench { seed: u32 },
    Simulate { seed: Option<u64> },
    Torture { parts: Vec<Part>, yes: bool },
    Help,
}

/// The first word chooses the task; what follows must be known to it.
pub(crate) fn parse(mut args: Vec<OsString>) -> Result<Task, String> {
    if args.first().is_some_and(|command| command == "cli") {
        args.remove(0);
        return Ok(Task::Cli(program_arguments(args)));
    }
    let words: Vec<_> = args.iter().map(|arg| arg.to_string_lossy()).collect();
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    match words.as_slice() {
        ["run"] => Ok(Task::Run { yes: false }),
        ["run", "--yes" | "-y"] => Ok(Task::Run { yes: true }),
        ["test"] => Ok(Task::Test { yes: false }),
        ["test", "--yes" | "-y"] => Ok(Task::Test { yes: true }),
        ["check"] => Ok(Task::Check),
        ["bindings"] => Ok(Task::Bindings),
        ["screenshots"] => Ok(Task::Screenshots),
        ["icons"] => Ok(Task::Icons),
        ["crosscheck"] => Ok(Task::Crosscheck(System::ALL.to_vec())),
        ["crosscheck", "windows"] => Ok(Task::Crosscheck(vec![System::Windows])),
        ["crosscheck", "macos"] => Ok(Task::Crosscheck(vec![System::Macos])),
        ["fuzz", target] => fuzz(target, "60"),
        ["fuzz", target, seconds] => fuzz(target, seconds),
        ["scan-bench"] => Ok(Task::ScanBench { seed: 1 }),
        ["scan-bench", seed] => scan_bench(seed),
        ["simulate"] => Ok(Task::Simulate { seed: None }),
        ["simulate", "--seed", seed] => simulate(seed),
        ["torture", rest @ .., "--yes" | "-y"] => torture(rest, true),
        ["torture", rest @ ..] => torture(rest, false),
        ["help" | "--help" | "-h"] => Ok(Task::Help),
        [] => Err("No command was given.".to_owned()),
        ["run", ..] => Err(
            "`run` opens the window and takes no arguments; the command line is `cli`.".to_owned(),
        ),
        other => Err(format!("`{}` is not understood.", other.join(" "))),
    }
}

/// Everything after `cli`, without the `--` that divides it from our own arguments.
fn program_arguments(mut args: Vec<OsString>) -> Vec<OsString> {
    if args.first().is_some_and(|arg| arg == "--") {
        args.remove(0);
    }
    args
}

fn fuzz(target: &str, seconds: &str) -> Result<Task, String> {
    let seconds = seconds
        .parse()
        .map_err(|_| format!("`{seconds}` is not a number of seconds."))?;
    Ok(Task::Fuzz {
        target: target.to_owned(),
        seconds,
    })
}

fn scan_bench(seed: &str) -> Result<Task, String> {
    let seed = seed
        .parse()
        .map_err(|_| format!("`{seed}` is not a seed; it is a whole number."))?;
    Ok(Task::ScanBench { seed })
}

fn simulate(seed: &str) -> Result<Task, String> {
    let seed = seed
        .parse()
        .map_err(|_| format!("`{seed}` is not a seed; it is a whole number."))?;
    Ok(Task::Simulate { seed: Some(seed) })
}

fn torture(words: &[&str], yes: bool) -> Result<Task, String> {
    let parts = match words {
        [] => Part::ALL.to_vec(),
        [name] => {
            let part = Part::ALL.into_iter().find(|part| part.name() == *name);
            vec![part.ok_or_else(|| format!("`{name}` is no part of `torture`."))?]
        }
        _ => return Err("`torture` takes one part, or none for all of them.".to_owned()),
    };
    Ok(Task::Torture { parts, yes })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Task, String> {
        parse(line.split_whitespace().map(OsString::from).collect())
    }

    #[test]
    fn the_command_lines_own_arguments_follow_cli() {
        let wanted = Task::Cli(vec!["list".into(), "--json".into()]);
        assert_eq!(parsed("cli -- list --json"), Ok(wanted));
        assert_eq!(parsed("cli"), Ok(Task::Cli(vec![])));
    }

    #[test]
    fn who_passes_arguments_to_run_is_told_about_cli() {
        assert!(parsed("run -- list").unwrap_err().contains("`cli`"));
    }

    #[test]
    fn run_and_test_ask_before_they_install_unless_told_not_to() {
        assert_eq!(parsed("run"), Ok(Task::Run { yes: false }));
        assert_eq!(parsed("run --yes"), Ok(Task::Run { yes: true }));
        assert_eq!(parsed("test"), Ok(Task::Test { yes: false }));
        assert_eq!(parsed("test -y"), Ok(Task::Test { yes: true }));
    }

    #[test]
    fn both_other_systems_are_checked_unless_one_is_named() {
        let both = vec![System::Windows, System::Macos];
        assert_eq!(parsed("crosscheck"), Ok(Task::Crosscheck(both)));
        let one = vec![System::Macos];
        assert_eq!(parsed("crosscheck macos"), Ok(Task::Crosscheck(one)));
        assert!(parsed("crosscheck beos").is_err());
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
    fn pictures_of_the_scan_benchmark_are_drawn_from_the_first_seed_unless_told_otherwise() {
        assert_eq!(parsed("scan-bench"), Ok(Task::ScanBench { seed: 1 }));
        assert_eq!(parsed("scan-bench 7"), Ok(Task::ScanBench { seed: 7 }));
        assert!(parsed("scan-bench seven").is_err());
        assert!(parsed("scan-bench 7 more").is_err());
    }

    #[test]
    fn every_slow_test_is_run_unless_one_is_named() {
        let task = |parts, yes| Ok(Task::Torture { parts, yes });
        assert_eq!(parsed("torture"), task(Part::ALL.to_vec(), false));
        assert_eq!(parsed("torture --yes"), task(Part::ALL.to_vec(), true));
        assert_eq!(parsed("torture camera"), task(vec![Part::Camera], false));
        assert_eq!(parsed("torture camera -y"), task(vec![Part::Camera], true));
        assert!(parsed("torture lens").is_err());
        assert!(parsed("torture camera camera").is_err());
    }

    #[test]
    fn the_help_names_every_slow_test() {
        for part in Part::ALL {
            assert!(HELP.contains(part.name()), "{}", part.name());
        }
    }

    #[test]
    fn an_unknown_command_or_argument_is_refused() {
        for line in ["", "tset", "test --quick", "check --yes", "test --yes more"] {
            assert!(parsed(line).is_err(), "{line}");
        }
    }
}
