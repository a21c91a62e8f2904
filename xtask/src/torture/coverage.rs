//! How much of what reads hostile bytes the tests run, line by line.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;

use crate::process;
use crate::report::Outcome;
use crate::tools::{self, Tool};

/// Every parser: its name, and its files or the folder of its files. The command line's arguments are read by clap,
/// without code of ours.
const PARSERS: [(&str, &[&str]); 11] = [
    (
        "vault file",
        &[
            "crates/vault/src/account.rs",
            "crates/vault/src/backup_codes.rs",
            "crates/vault/src/cbor.rs",
            "crates/vault/src/companion.rs",
            "crates/vault/src/document.rs",
            "crates/vault/src/fields.rs",
            "crates/vault/src/format.rs",
            "crates/vault/src/header.rs",
            "crates/vault/src/identity.rs",
            "crates/vault/src/kdf.rs",
            "crates/vault/src/otp_fields.rs",
            "crates/vault/src/padding.rs",
            "crates/vault/src/slot.rs",
            "crates/vault/src/state_record.rs",
            "crates/vault/src/teams.rs",
            "crates/vault/src/worklist.rs",
        ],
    ),
    ("recovery kit", &["crates/vault/src/kit.rs"]),
    (
        "otpauth URI",
        &[
            "crates/otp/src/numbers.rs",
            "crates/otp/src/secret.rs",
            "crates/otp/src/uri.rs",
            "crates/otp/src/uri/",
        ],
    ),
    (
        "migration payload",
        &[
            "crates/transfer/src/migration.rs",
            "crates/transfer/src/migration/",
        ],
    ),
    (
        "backup codes of sites",
        &[
            "crates/transfer/src/backup_codes.rs",
            "crates/transfer/src/backup_codes/page.rs",
        ],
    ),
    (
        "other programs' files",
        &[
            "crates/transfer/src/import.rs",
            "crates/transfer/src/import/",
        ],
    ),
    ("KDBX", &["crates/transfer/src/kdbx.rs"]),
    ("code leases", &["crates/team/src/lease/"]),
    (
        "team log",
        &[
            "crates/team/src/card.rs",
            "crates/team/src/card_invitation.rs",
            "crates/team/src/client.rs",
            "crates/team/src/entry.rs",
            "crates/team/src/envelope.rs",
            "crates/team/src/invite.rs",
            "crates/team/src/item.rs",
            "crates/team/src/kept_device.rs",
            "crates/team/src/ops.rs",
            "crates/team/src/ops/",
            "crates/team/src/snapshot.rs",
            "crates/team/src/verify.rs",
        ],
    ),
    (
        "symbol",
        &[
            "crates/transfer/src/symbol.rs",
            "crates/transfer/src/symbol/",
        ],
    ),
    ("settings", &["crates/session/src/settings/file.rs"]),
];
/// What the tests have to run of each parser, in percent of its lines.
const LEAST: usize = 92;
/// Where a file's own tests begin: they are no part of the parser.
const TESTS: &str = "#[cfg(test)]";

/// The crates that have parsers.
const PARSING: &str =
    "--package otp --package vault --package team --package transfer --package session";

/// The tests that read: those of the crates, and the program from the outside.
const RUNS: [&str; 2] = [PARSING, "--package cli --bins --test command_line"];

pub(super) fn run() -> Outcome {
    let missing = [Tool::CargoLlvmCov, Tool::LlvmTools];
    if let Some(tool) = missing.into_iter().find(|tool| !tool.is_there()) {
        return Outcome::Skipped(format!("missing: {}", tool.describe()));
    }
    match measured() {
        Ok(lines) if judged(&lines) => Outcome::Passed,
        Ok(_) => Outcome::Failed,
        Err(problem) => {
            println!("The lines could not be counted: {problem}");
            Outcome::Failed
        }
    }
}

/// How often the tests ran each line of each file of ours that has code.
type Lines = BTreeMap<String, BTreeMap<usize, u64>>;

fn measured() -> io::Result<Lines> {
    let report = process::target_folder().join("torture/coverage.lcov");
    if let Some(folder) = report.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut passed = process::succeeds(llvm_cov("clean --workspace").args(["--profraw-only"]));
    for run in RUNS {
        let tests = llvm_cov(&format!("--no-report --locked --no-fail-fast {run}"));
        passed &= process::succeeds(&mut process::with_empty_home(tests)?);
    }
    let mut write = llvm_cov(&format!("report {PARSING} --lcov --output-path"));
    passed &= process::succeeds(write.arg(&report));
    if !passed {
        return Err(io::Error::other("a test failed"));
    }
    let report = fs::read_to_string(report)?;
    Ok(parsed(&report, process::root()))
}

fn llvm_cov(arguments: &str) -> Command {
    let mut command = process::program(tools::cargo_llvm_cov());
    command.arg("llvm-cov").args(arguments.split_whitespace());
    command
}

/// Reads what is called lcov's tracefile: `SF` names a file, `DA` a line and how often it was run
/// (geninfo(1), section FILES).
fn parsed(report: &str, root: &Path) -> Lines {
    let mut lines = Lines::new();
    let mut file = String::new();
    for line in report.lines() {
        if let Some(path) = line.strip_prefix("SF:") {
            let path = Path::new(path);
            let ours = path.strip_prefix(root).unwrap_or(path);
            file = ours.to_string_lossy().replace('\\', "/");
        } else if let Some((number, count)) = line.strip_prefix("DA:").and_then(of_line) {
            let counts = lines.entry(file.clone()).or_default();
            *counts.entry(number).or_default() += count;
        }
    }
    lines
}

fn of_line(data: &str) -> Option<(usize, u64)> {
    let mut numbers = data.split(',');
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

/// Whether enough of each parser was run. Prints each of them, and the lines that were not.
fn judged(lines: &Lines) -> bool {
    PARSERS.iter().fold(true, |is_enough, (name, places)| {
        let mut all = 0;
        let mut run = 0;
        for (file, counts) in lines.iter().filter(|(file, _)| is_in(file, places)) {
            let source = fs::read_to_string(process::root().join(file)).unwrap_or_default();
            let counts = without_tests(counts, &source);
            let missed = counts.iter().filter(|(_, count)| *count == 0);
            let missed: Vec<String> = missed.map(|(line, _)| line.to_string()).collect();
            all += counts.len();
            run += counts.len() - missed.len();
            if !missed.is_empty() {
                println!("  not run: {file}, lines {}", missed.join(", "));
            }
        }
        println!("FIGURE coverage, {name}: {}", percent(run, all));
        is_enough && all > 0 && run * 100 >= LEAST * all
    })
}

/// A folder ends with `/`. Files of tests beside the parser are not counted.
fn is_in(file: &str, places: &[&str]) -> bool {
    let is_at = |place: &&str| file == *place || (place.ends_with('/') && file.starts_with(*place));
    places.iter().any(is_at) && !file.ends_with("/tests.rs")
}

fn without_tests(counts: &BTreeMap<usize, u64>, source: &str) -> Vec<(usize, u64)> {
    let end = source.lines().position(|line| line == TESTS);
    let end = end.map_or(usize::MAX, |end| end + 1);
    let before = counts.iter().filter(|(line, _)| **line < end);
    before.map(|(line, count)| (*line, *count)).collect()
}

fn percent(run: usize, all: usize) -> String {
    let tenths = (run * 1000).checked_div(all).unwrap_or(0);
    format!("{run} of {all} lines, {}.{} %", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_counts_once_and_only_outside_of_tests() {
        let report = "SF:/home/a/crates/otp/src/uri.rs\nDA:1,4\nDA:2,0\nDA:5,9\nend_of_record\n\
                      SF:/home/a/crates/otp/src/uri.rs\nDA:2,1\nDA:3,0\nend_of_record\n";
        let lines = parsed(report, Path::new("/home/a"));
        let counts = &lines["crates/otp/src/uri.rs"];
        let source = "fn a() {\n}\nfn b() {}\n#[cfg(test)]\nmod tests {}\n";
        assert_eq!(without_tests(counts, source), [(1, 4), (2, 1), (3, 0)]);
        assert_eq!(percent(2, 3), "2 of 3 lines, 66.6 %");
    }

    #[test]
    fn a_parser_of_which_nothing_was_run_is_not_enough() {
        assert!(!judged(&Lines::new()));
    }

    #[test]
    fn every_file_of_every_parser_is_there() {
        for (name, places) in PARSERS {
            for place in places {
                assert!(process::root().join(place).exists(), "{name}: {place}");
            }
        }
    }
}
