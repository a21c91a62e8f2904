//! What docs/security.md promises is proved by tests that are there.
#![expect(clippy::disallowed_methods, reason = "reads the workspace's own files")]

use std::path::Path;

use super::workspace::{read, root};

/// The tests that a page names, as `file`: `test`, `test`; `file`: ... within a line, which are not there.
fn missing_proofs(page: &str, text_of: impl Fn(&str) -> Option<String>) -> Vec<String> {
    let mut missing = Vec::new();
    for line in page.lines().filter(|line| line.starts_with("| ")) {
        let mut text = None;
        for name in line.split('`').skip(1).step_by(2) {
            let is_file = Path::new(name).extension().is_some();
            if is_file {
                text = text_of(name);
            }
            let is_there = match &text {
                Some(_) if is_file => true,
                Some(text) => text.contains(&format!("fn {name}(")),
                None => false,
            };
            if !is_there {
                missing.push(name.to_owned());
            }
        }
    }
    missing
}

#[test]
fn every_test_that_proves_a_claim_is_there() {
    let page = read(&root().join("docs/security.md"));
    assert!(page.matches("| `").count() > 20, "the claims have no tests");
    let text_of = |file: &str| std::fs::read_to_string(root().join(file)).ok();
    assert_eq!(missing_proofs(&page, text_of), Vec::<String>::new());
}

/// The lines of a page from one heading to the next.
fn section<'a>(page: &'a str, heading: &str) -> &'a str {
    let (_, rest) = page.split_once(heading).expect("the section is there");
    rest.split("\n## ").next().unwrap_or(rest)
}

#[test]
fn every_invariant_of_the_log_of_a_team_has_its_tests() {
    let page = read(&root().join("docs/team-log.md"));
    let invariants = section(&page, "## Invariants\n");
    for number in 1..=14 {
        let starts = |line: &str| line.starts_with(&format!("| {number} | "));
        let line = invariants.lines().find(|line| starts(line));
        let has_tests = line.is_some_and(|line| line.matches('`').count() >= 4);
        assert!(has_tests, "invariant {number}");
    }
    let text_of = |file: &str| std::fs::read_to_string(root().join(file)).ok();
    assert_eq!(missing_proofs(invariants, text_of), Vec::<String>::new());
}

#[test]
fn a_claim_whose_test_or_file_is_gone_is_noticed() {
    let text_of = |file: &str| (file == "a.rs").then(|| "fn is_there() {}".to_owned());
    let page = "| claim | `a.rs`: `is_there`, `is_gone`; `b.rs`: `was_there` |";
    assert_eq!(
        missing_proofs(page, text_of),
        ["is_gone", "b.rs", "was_there"]
    );
}
