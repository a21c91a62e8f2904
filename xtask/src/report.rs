//! The summary at the end of a run.

use std::fmt;
use std::time::Duration;

use crate::test_output::{Skip, Tests};

/// The skips that are accepted in an unattended run.
const ALLOWED_SKIPS: &str = include_str!("../../tests/skips-allowed.txt");

/// How a step ended.
#[derive(Debug, Eq, PartialEq)]
pub(crate) enum Outcome {
    Passed,
    Failed,
    /// Could not be done here; the text says why.
    Skipped(String),
}

/// One step, for its line in the summary.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) name: String,
    pub(crate) outcome: Outcome,
    pub(crate) took: Duration,
}

/// Everything a run found. `Display` is the summary; its last line has the three counts.
#[derive(Debug, Default)]
pub(crate) struct Report {
    steps: Vec<Step>,
    passed: usize,
    failed_names: Vec<String>,
    /// Failures that have no name of their own, such as a test program that died.
    failed_without_name: usize,
    skipped: Vec<Skip>,
}

impl Report {
    /// Adds a step that counts no tests: its failure is one failure.
    pub(crate) fn add(&mut self, step: Step) {
        match &step.outcome {
            Outcome::Passed => {}
            Outcome::Failed => self.failed_names.push(step.name.clone()),
            Outcome::Skipped(reason) => self.skipped.push(Skip {
                name: step.name.clone(),
                reason: reason.clone(),
            }),
        }
        self.steps.push(step);
    }

    /// Adds a step that ran tests. When it failed without a failed test (it did not compile, or a test
    /// program died), the step itself is the failure; so is a run in which not one test took place.
    pub(crate) fn add_tests(&mut self, mut step: Step, tests: Tests) {
        let nothing_ran = tests.passed() + tests.failed + tests.skipped.len() == 0;
        if nothing_ran {
            step.outcome = Outcome::Failed;
        }
        if step.outcome == Outcome::Failed && tests.failed == 0 {
            self.failed_names.push(step.name.clone());
        }
        self.passed += tests.passed();
        self.failed_without_name += tests.failed.saturating_sub(tests.failed_names.len());
        self.failed_names.extend(tests.failed_names);
        self.skipped.extend(tests.skipped);
        self.steps.push(step);
    }

    /// Makes a failure of every skip outside the committed list.
    pub(crate) fn refuse_unlisted_skips(&mut self) {
        self.refuse_skips_outside(ALLOWED_SKIPS);
    }

    fn refuse_skips_outside(&mut self, list: &str) {
        let refused = self
            .skipped
            .extract_if(.., |skip| !is_allowed(list, &skip.name));
        let named = refused.map(|skip| {
            format!(
                "{}: skipped ({}), which tests/skips-allowed.txt does not allow",
                skip.name, skip.reason
            )
        });
        self.failed_names.extend(named);
    }

    /// Failed tests and failed steps.
    pub(crate) fn failed(&self) -> usize {
        self.failed_names.len() + self.failed_without_name
    }
}

/// The list has one `name: reason` on a line; lines that start with `#` are comments.
fn is_allowed(list: &str, name: &str) -> bool {
    let lines = list
        .lines()
        .map(str::trim)
        .filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| line.split_once(": "))
        .any(|(allowed, _)| allowed == name)
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self
            .steps
            .iter()
            .map(|step| step.name.len())
            .max()
            .unwrap_or(0);
        for Step {
            name,
            outcome,
            took,
        } in &self.steps
        {
            let word = match outcome {
                Outcome::Passed => "passed",
                Outcome::Failed => "FAILED",
                Outcome::Skipped(_) => "skipped",
            };
            writeln!(f, "{name:width$}  {word:7}  {:7.1} s", took.as_secs_f64())?;
        }
        if !self.failed_names.is_empty() {
            writeln!(f, "\nFailed:")?;
        }
        for name in &self.failed_names {
            writeln!(f, "  {name}")?;
        }
        if !self.skipped.is_empty() {
            writeln!(f, "\nSkipped:")?;
        }
        for Skip { name, reason } in &self.skipped {
            writeln!(f, "  {name}: {reason}")?;
        }
        writeln!(
            f,
            "\n{} passed, {} failed, {} skipped",
            self.passed,
            self.failed(),
            self.skipped.len()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(name: &str, outcome: Outcome) -> Step {
        Step {
            name: name.to_owned(),
            outcome,
            took: Duration::from_millis(1234),
        }
    }

    fn tests(output: &str) -> Tests {
        let mut tests = Tests::default();
        output.lines().for_each(|line| tests.read_line(line));
        tests
    }

    fn last_line(report: &Report) -> String {
        report.to_string().lines().last().unwrap().to_owned()
    }

    #[test]
    fn the_summary_names_steps_failures_and_skips_and_ends_with_the_counts() {
        let mut report = Report::default();
        report.add(step("cargo fmt", Outcome::Failed));
        report.add(step(
            "cargo deny",
            Outcome::Skipped("no network".to_owned()),
        ));
        let output = "test a ... FAILED\nSKIPPED b: no display\ntest result: FAILED. 3 passed; 1 failed; 0 ignored;\n";
        report.add_tests(step("cargo test", Outcome::Failed), tests(output));
        let expected = "\
cargo fmt   FAILED       1.2 s
cargo deny  skipped      1.2 s
cargo test  FAILED       1.2 s

Failed:
  cargo fmt
  a

Skipped:
  cargo deny: no network
  b: no display

2 passed, 2 failed, 2 skipped
";
        assert_eq!(report.to_string(), expected);
    }

    #[test]
    fn tests_that_do_not_compile_are_one_failure() {
        let mut report = Report::default();
        report.add_tests(
            step("cargo test", Outcome::Failed),
            tests("error[E0425]: cannot find value\n"),
        );
        assert_eq!(last_line(&report), "0 passed, 1 failed, 0 skipped");
    }

    #[test]
    fn a_test_program_that_dies_is_one_failure_beside_what_passed() {
        let mut report = Report::default();
        let output = "test result: ok. 7 passed; 0 failed; 0 ignored;\nerror: test failed (signal: 6, SIGABRT)\n";
        report.add_tests(step("cargo test", Outcome::Failed), tests(output));
        assert_eq!(last_line(&report), "7 passed, 1 failed, 0 skipped");
    }

    #[test]
    fn a_run_without_one_test_is_a_failure() {
        let mut report = Report::default();
        report.add_tests(
            step("cargo test", Outcome::Passed),
            tests("test result: ok. 0 passed; 0 failed; 0 ignored;\n"),
        );
        assert_eq!(last_line(&report), "0 passed, 1 failed, 0 skipped");
    }

    #[test]
    fn a_skip_outside_the_list_is_a_failure_and_a_listed_one_stays_a_skip() {
        let mut report = Report::default();
        let output = "SKIPPED a::b: no display\nSKIPPED c: no key\ntest result: ok. 2 passed; 0 failed; 0 ignored;\n";
        report.add_tests(step("cargo test", Outcome::Passed), tests(output));
        report
            .refuse_skips_outside("# needs a display\na::b: there is no display on this machine\n");
        assert_eq!(last_line(&report), "0 passed, 1 failed, 1 skipped");
    }

    #[test]
    fn a_line_of_the_list_without_a_reason_allows_nothing() {
        assert!(!is_allowed("a\n", "a"));
        assert!(!is_allowed("# a: b\n", "a"));
        assert!(is_allowed("a: b\n", "a"));
    }

    #[test]
    fn every_line_of_the_committed_list_has_a_reason() {
        let lines = ALLOWED_SKIPS
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'));
        for line in lines {
            assert!(
                line.split_once(": ")
                    .is_some_and(|(_, reason)| !reason.is_empty()),
                "{line}"
            );
        }
    }
}
