//! What `run`, `test` and `check` do.

use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::Instant;

use crate::process;
use crate::report::{Outcome, Report, Step};
use crate::setup::{self, Tools};
use crate::test_output::Tests;

/// Builds the program without optimisation, which is quick, and starts it where the user is.
pub(crate) fn run(mut args: Vec<OsString>) -> ExitCode {
    if args.is_empty() {
        args.push("--help".into());
    }
    eprintln!("There is no window yet: this is the command line, `countersign`.");
    let status = Command::new(process::cargo_path())
        .args([
            "run",
            "--quiet",
            "--locked",
            "--package=cli",
            "--manifest-path",
        ])
        .arg(process::root().join("Cargo.toml"))
        .arg("--")
        .args(args)
        .status();
    match status {
        Ok(status) => status
            .code()
            .and_then(|code| u8::try_from(code).ok())
            .map_or(ExitCode::FAILURE, ExitCode::from),
        Err(problem) => {
            eprintln!("cargo could not be started: {problem}");
            ExitCode::FAILURE
        }
    }
}

/// Everything, after installing what is missing. Goes on after a failure, so that one run shows all.
pub(crate) fn test(yes: bool) -> Report {
    let mut report = Report::default();
    let started = Instant::now();
    let tools = setup::prepare(yes);
    report.add(Step {
        name: "set-up".to_owned(),
        outcome: Outcome::Passed,
        took: started.elapsed(),
    });
    lint(&mut report);
    check_fuzz(&mut report);
    deny(&mut report, &tools);
    let all = "test --workspace --locked --no-fail-fast";
    run_tests(&mut report, all, tools.python.as_deref());
    document(&mut report);
    closed(report)
}

/// The part of a full run that is quick once built. Installs nothing.
pub(crate) fn check() -> Report {
    let mut report = Report::default();
    lint(&mut report);
    let fast = "test --workspace --locked --no-fail-fast --lib --bins --test architecture";
    run_tests(&mut report, fast, None);
    closed(report)
}

fn closed(mut report: Report) -> Report {
    if process::in_ci() {
        report.refuse_unlisted_skips();
    }
    report
}

fn lint(report: &mut Report) {
    let fmt = "fmt --all --check";
    add(report, "cargo fmt", process::cargo(fmt));
    let clippy = "clippy --workspace --all-targets --locked -- -D warnings";
    add(report, "cargo clippy", process::cargo(clippy));
}

/// `fuzz/` is no member of the workspace. Checked, not built: that needs other flags and takes long.
fn check_fuzz(report: &mut Report) {
    let manifest = "--manifest-path fuzz/Cargo.toml";
    let fmt = format!("fmt {manifest} --check");
    add(report, "cargo fmt of fuzz/", process::cargo(&fmt));
    let check = format!("check {manifest} --locked --bins --target-dir target/fuzz-check");
    add(report, "cargo check of fuzz/", process::cargo(&check));
}

fn document(report: &mut Report) {
    let mut doc = process::cargo("doc --workspace --no-deps --locked");
    doc.env("RUSTDOCFLAGS", "-D warnings");
    add(report, "cargo doc", doc);
}

/// One step that passes when its command does.
fn add(report: &mut Report, name: &str, mut command: Command) {
    let step = timed(name, || {
        if process::succeeds(&mut command) {
            Outcome::Passed
        } else {
            Outcome::Failed
        }
    });
    report.add(step);
}

/// The rules of deny.toml, and known vulnerabilities where the network allows.
fn deny(report: &mut Report, tools: &Tools) {
    let rules = "cargo deny check bans licenses sources";
    let advisories = "cargo deny check advisories";
    match &tools.cargo_deny {
        Ok(program) => {
            let check_rules = deny_command(program, &["bans", "licenses", "sources"]);
            add(report, rules, check_rules);
            report.add(timed(advisories, || check_advisories(program)));
        }
        Err(reason) => {
            for name in [rules, advisories] {
                report.add(timed(name, || Outcome::Skipped(reason.clone())));
            }
        }
    }
}

/// `--workspace`, because the root manifest is a package too and would be looked at alone.
fn deny_command(program: &Path, checks: &[&str]) -> Command {
    let mut command = process::program(program);
    command
        .args(["--workspace", "--locked", "check"])
        .args(checks);
    command
}

fn check_advisories(program: &Path) -> Outcome {
    let mut unreachable = false;
    let passed = process::stream(deny_command(program, &["advisories"]), |line| {
        unreachable |= line.contains("failed to fetch advisory database");
    });
    match passed {
        Ok(true) => Outcome::Passed,
        _ if unreachable => {
            Outcome::Skipped("the advisory database could not be fetched".to_owned())
        }
        _ => Outcome::Failed,
    }
}

/// Runs tests in an empty home folder and counts them. `python` has what docs/decrypt.py needs.
fn run_tests(report: &mut Report, arguments: &str, python: Option<&Path>) {
    let mut tests = Tests::default();
    let step = timed("cargo test", || {
        let mut cargo = process::cargo(arguments);
        cargo.args(["--", "--show-output"]);
        if let Some(python) = python {
            cargo.env("COUNTERSIGN_PYTHON", python);
        }
        let passed = process::with_empty_home(cargo)
            .and_then(|cargo| process::stream(cargo, |line| tests.read_line(line)));
        match passed {
            Ok(true) => Outcome::Passed,
            Ok(false) => Outcome::Failed,
            Err(problem) => {
                eprintln!("the tests could not be run: {problem}");
                Outcome::Failed
            }
        }
    });
    report.add_tests(step, tests);
}

fn timed(name: &str, work: impl FnOnce() -> Outcome) -> Step {
    println!("\n==> {name}");
    let started = Instant::now();
    let outcome = work();
    Step {
        name: name.to_owned(),
        outcome,
        took: started.elapsed(),
    }
}
