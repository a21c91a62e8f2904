//! What `test` and `check` do.

use std::io;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use crate::fuzz;
use crate::needs::Purpose;
use crate::npm;
use crate::pages;
use crate::process;
use crate::report::{Outcome, Report, Step};
use crate::setup::{self, Tools};
use crate::test_output::Tests;

const PAGES_CHECK: &str = "pages: types and lints";

/// For each target of `fuzz/` in an unattended run: all of them stay under four minutes.
const FUZZ_SECONDS: u32 = 5;

/// Everything, after installing what is missing. Goes on after a failure, so that one run shows all.
pub(crate) fn test(yes: bool) -> Report {
    let mut report = Report::default();
    report.add(timed("set-up", || {
        setup::prepare(Purpose::Test, yes);
        Outcome::Passed
    }));
    let tools = setup::tools();
    test_pages(&mut report);
    lint(&mut report);
    check_fuzz(&mut report);
    deny(&mut report, &tools);
    let all = "test --workspace --locked --no-fail-fast";
    run_tests(&mut report, all, Some(&tools));
    document(&mut report);
    if process::in_ci() {
        report.add(timed("fuzzing", || outcome(fuzz::fuzz_all(FUZZ_SECONDS))));
    }
    closed(report)
}

/// The part of a full run that is quick once built. Installs nothing.
pub(crate) fn check() -> Report {
    let mut report = Report::default();
    if npm::are_packages_there() {
        add(&mut report, PAGES_CHECK, npm::script("check"));
    } else {
        let reason = "the npm packages are not here; `cargo xtask test` installs them";
        report.add(timed(PAGES_CHECK, || Outcome::Skipped(reason.to_owned())));
    }
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

/// Builds the pages, which cargo needs for all that follows, and tests them.
fn test_pages(report: &mut Report) {
    report.add(timed("pages: build", || {
        let ready = npm::node().and_then(|()| setup::ready_to_build(Purpose::Build));
        if let Err(problem) = &ready {
            eprintln!("{problem}");
        }
        outcome(ready.is_ok() && pages::build())
    }));
    // Every screen and state, for the tests of the window.
    add(report, "pages: gallery", npm::script("gallery"));
    add(report, PAGES_CHECK, npm::script("check"));
    let mut vitest = npm::script("test");
    // One for people, one for us. Colours would be in the way of both where nobody looks.
    vitest
        .args(["--", "--reporter=default", "--reporter=tap-flat"])
        .env("NO_COLOR", "1");
    add_tests(report, "pages: tests", Ok(vitest), Tests::read_tap_line);
}

fn lint(report: &mut Report) {
    let fmt = "fmt --all --check";
    add(report, "cargo fmt", process::cargo(fmt));
    let clippy = "clippy --workspace --all-targets --locked -- -D warnings";
    add(report, "cargo clippy", process::cargo(clippy));
}

/// `fuzz/` is no member of the workspace. Only an unattended run builds it, later: that needs other flags and takes long.
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
    report.add(timed(name, || outcome(process::succeeds(&mut command))));
}

pub(crate) fn outcome(passed: bool) -> Outcome {
    if passed {
        Outcome::Passed
    } else {
        Outcome::Failed
    }
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

/// Runs Rust's tests in an empty home folder, and tells them where the tools are that some need.
fn run_tests(report: &mut Report, arguments: &str, tools: Option<&Tools>) {
    let mut cargo = process::cargo(arguments);
    cargo.args(["--", "--show-output"]);
    let python = tools.and_then(|tools| tools.python.as_deref());
    let virtual_key = tools.and_then(|tools| tools.virtual_key.as_deref());
    let azurite = tools.and_then(|tools| tools.azurite.as_deref());
    for (variable, program) in [
        ("COUNTERSIGN_AZURITE", azurite),
        ("COUNTERSIGN_PYTHON", python),
        ("COUNTERSIGN_VIRTUAL_KEY", virtual_key),
    ] {
        cargo.envs(program.map(|program| (variable, program)));
    }
    let cargo = process::with_empty_home(cargo);
    add_tests(report, "cargo test", cargo, Tests::read_line);
}

/// One step that counts the tests its command runs; `read` understands a line of what it prints.
fn add_tests(
    report: &mut Report,
    name: &str,
    command: io::Result<Command>,
    read: fn(&mut Tests, &str),
) {
    let mut tests = Tests::default();
    let step = timed(name, || {
        let passed = command
            .and_then(|command| process::stream(command, |line| read(&mut tests, line)))
            .unwrap_or_else(|problem| {
                eprintln!("the tests could not be run: {problem}");
                false
            });
        outcome(passed)
    });
    report.add_tests(step, tests);
}

pub(crate) fn timed(name: &str, work: impl FnOnce() -> Outcome) -> Step {
    println!("\n==> {name}");
    let started = Instant::now();
    let outcome = work();
    Step {
        name: name.to_owned(),
        outcome,
        took: started.elapsed(),
    }
}
