//! Reads what `cargo test -- --show-output` and vitest's `tap-flat` reporter print, line by line.

/// Something that did not run, and why.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Skip {
    pub(crate) name: String,
    pub(crate) reason: String,
}

/// What the tests of all binaries came to.
#[derive(Debug, Default)]
pub(crate) struct Tests {
    reported_passed: usize,
    /// Tests that say themselves that they skipped; the test harness counts them as passed.
    said_skipped: usize,
    pub(crate) failed: usize,
    pub(crate) failed_names: Vec<String>,
    pub(crate) skipped: Vec<Skip>,
    /// How many of `skipped` belong to binaries that have ended.
    skipped_before: usize,
}

impl Tests {
    /// Tests that ran and passed.
    pub(crate) fn passed(&self) -> usize {
        self.reported_passed.saturating_sub(self.said_skipped)
    }

    /// Takes one line of output. Lines that mean nothing here are ignored.
    pub(crate) fn read_line(&mut self, line: &str) {
        if let Some(counts) = line.strip_prefix("test result: ") {
            self.reported_passed += count(counts, "passed");
            self.failed += count(counts, "failed");
            self.skipped_before = self.skipped.len();
        } else if let Some(skip) = line.strip_prefix("SKIPPED ") {
            self.said_skipped +=
                usize::from(self.skip(skip.split_once(": ").unwrap_or((skip, "no reason given"))));
        } else if let Some((name, outcome)) = line
            .strip_prefix("test ")
            .and_then(|test| test.rsplit_once(" ... "))
        {
            self.outcome(name, outcome);
        }
    }

    /// Takes one line in the Test Anything Protocol: `ok 1 - name # time=3ms`, `not ok 2 - name`, `ok 3 - name # SKIP`.
    pub(crate) fn read_tap_line(&mut self, line: &str) {
        let (failed, rest) = match line.strip_prefix("not ") {
            Some(rest) => (true, rest),
            None => (false, line),
        };
        let Some((_, test)) = rest
            .strip_prefix("ok ")
            .and_then(|test| test.split_once(" - "))
        else {
            return;
        };
        let (name, remark) = test.rsplit_once(" # ").unwrap_or((test, ""));
        let name = name.replace(r"\#", "#");
        if failed {
            self.failed += 1;
            self.failed_names.push(name);
        } else if matches!(remark, "SKIP" | "TODO") {
            self.skip((&name, "the test says that it is not to run"));
        } else {
            self.reported_passed += 1;
        }
    }

    fn outcome(&mut self, name: &str, outcome: &str) {
        if outcome == "FAILED" {
            self.failed_names.push(name.to_owned());
        } else if let Some(reason) = outcome.strip_prefix("ignored") {
            self.skip((
                name,
                reason
                    .strip_prefix(", ")
                    .unwrap_or("ignored without a reason"),
            ));
        }
    }

    /// `false` when a test of this name in the same binary said so before: one test is one skip.
    fn skip(&mut self, (name, reason): (&str, &str)) -> bool {
        let is_new = self
            .skipped
            .iter()
            .skip(self.skipped_before)
            .all(|skip| skip.name != name);
        if is_new {
            self.skipped.push(Skip {
                name: name.to_owned(),
                reason: reason.to_owned(),
            });
        }
        is_new
    }
}

/// The number in front of `word`: 3 for "passed" in "ok. 3 passed; 0 failed; ...".
fn count(counts: &str, word: &str) -> usize {
    let mut parts = counts.split([';', '.']).map(str::trim);
    parts
        .find_map(|part| part.strip_suffix(word)?.trim().parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(output: &str) -> Tests {
        let mut tests = Tests::default();
        output.lines().for_each(|line| tests.read_line(line));
        tests
    }

    #[test]
    fn the_counts_of_all_binaries_are_added_up() {
        let tests = read(
            "     Running unittests src/lib.rs (target/debug/deps/otp-0123456789abcdef)\n\
             \n\
             running 3 tests\n\
             test a ... ok\n\
             test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\
             test result: FAILED. 39 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.20s\n",
        );
        assert_eq!(
            (tests.passed(), tests.failed, tests.skipped.len()),
            (42, 2, 0)
        );
    }

    #[test]
    fn a_failed_test_is_named() {
        let tests = read(
            "test uri::tests::a_label ... FAILED\ntest an_overflow - should panic ... FAILED\n",
        );
        assert_eq!(
            tests.failed_names,
            ["uri::tests::a_label", "an_overflow - should panic"]
        );
    }

    #[test]
    fn a_test_that_says_skipped_is_skipped_and_not_passed() {
        let tests = read(
            "test reads_pictures ... ok\n\
             successes:\n\
             ---- reads_pictures stdout ----\n\
             SKIPPED scan::reads_pictures: COUNTERSIGN_FIXTURES is not set: no pictures\n\
             test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n",
        );
        assert_eq!(tests.passed(), 0);
        let [skip] = tests.skipped.as_slice() else {
            panic!("one test is one skip")
        };
        assert_eq!(skip.name, "scan::reads_pictures");
        assert_eq!(skip.reason, "COUNTERSIGN_FIXTURES is not set: no pictures");
    }

    #[test]
    fn a_test_that_says_skipped_twice_is_one_skip() {
        let tests = read(
            "SKIPPED a: no display\nSKIPPED a: no xclip\ntest result: ok. 2 passed; 0 failed;\n",
        );
        assert_eq!((tests.passed(), tests.skipped.len()), (1, 1));
    }

    #[test]
    fn tests_of_one_name_in_two_binaries_are_two_skips() {
        let binary = "SKIPPED a: no display\ntest result: ok. 1 passed; 0 failed;\n";
        let tests = read(&binary.repeat(2));
        assert_eq!((tests.passed(), tests.skipped.len()), (0, 2));
    }

    #[test]
    fn an_ignored_test_is_skipped_with_its_reason() {
        let tests = read(
            "test slow ... ignored, needs an hour\n\
             test result: ok. 4 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s\n",
        );
        assert_eq!(tests.passed(), 4);
        assert_eq!(
            tests.skipped,
            [Skip {
                name: "slow".into(),
                reason: "needs an hour".into()
            }]
        );
    }

    #[test]
    fn what_vitest_says_in_tap_is_counted_and_named() {
        // Printed by vitest 4.1.12 for four tests.
        let output = r#"
TAP version 13
1..4
ok 1 - a.test.ts > codes > a code > is shown # time=3.24ms
not ok 2 - a.test.ts > codes > fails \# here # time=15.14ms
    ---
    at: "a.test.ts:2:110"
    ...
ok 3 - a.test.ts > codes > is skipped # SKIP
ok 4 - a.test.ts > codes > later # TODO
"#;
        let mut tests = Tests::default();
        output.lines().for_each(|line| tests.read_tap_line(line));
        assert_eq!(
            (tests.passed(), tests.failed, tests.skipped.len()),
            (1, 1, 2)
        );
        assert_eq!(tests.failed_names, ["a.test.ts > codes > fails # here"]);
    }
}
