//! Real photographs of codes, where the folder that `COUNTERSIGN_FIXTURES` names has them: how many are read, and that
//! nothing is read that is not there.

#![expect(
    clippy::disallowed_methods,
    reason = "the photographs are files outside of the repository"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;
use transfer::symbol;

#[test]
fn at_least_half_of_the_codes_are_read_and_none_is_invented() {
    let Some(root) = std::env::var_os("COUNTERSIGN_FIXTURES") else {
        println!(
            "SKIPPED at_least_half_of_the_codes_are_read_and_none_is_invented: COUNTERSIGN_FIXTURES is not set"
        );
        return;
    };
    let folder = Path::new(&root).join("qr");
    let index: Value =
        serde_json::from_slice(&fs::read(folder.join("index.json")).unwrap()).unwrap();
    let (mut codes, mut read) = (0, 0);
    let mut texts: BTreeMap<&str, bool> = BTreeMap::new();
    for photograph in index.as_array().unwrap() {
        let file = photograph["file"].as_str().unwrap();
        let expected: Vec<&str> = photograph["expected"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(Value::as_str)
            .collect();
        let found = symbol::find(&fs::read(folder.join(file)).unwrap()).unwrap();
        let found: Vec<&str> = found.iter().map(|symbol| symbol.text.expose()).collect();
        let invented = found.iter().any(|text| !expected.contains(text));
        assert!(
            !invented || is_in_another_charset(&expected),
            "{file}: {found:?}"
        );
        for text in expected {
            codes += 1;
            read += usize::from(found.contains(&text));
            *texts.entry(text).or_default() |= found.contains(&text);
        }
    }
    let unique = texts.values().filter(|read| **read).count();
    println!(
        "read {read} of {codes} photographed codes and {unique} of {} different texts",
        texts.len()
    );
    assert!(codes > 0 && 2 * read >= codes && 2 * unique >= texts.len());
}

/// Japanese codes of old phones are in Shift JIS and do not say so: they are read, but come out as wrong letters.
fn is_in_another_charset(expected: &[&str]) -> bool {
    let beyond_latin_1 = |text: &&str| text.chars().any(|letter| letter > '\u{ff}');
    expected.iter().any(beyond_latin_1)
}
