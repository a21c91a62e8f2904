//! Real photographs of codes, where the folder that `COUNTERSIGN_FIXTURES` names has them: how many are read, and that
//! nothing is read where there is no code.

#![expect(
    clippy::disallowed_methods,
    reason = "the photographs are files outside of the repository"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;
use transfer::symbol;

/// A picture whose code says something else than its description: other readers agree with ours.
const MISTAKEN: (&str, &str) = (
    "zxing-qrcode-2--13.png",
    "The 2005 USGS aerial photography of the Washington Monument is censored.",
);

#[test]
fn of_the_photographed_codes_96_percent_are_read_and_none_is_invented() {
    let Some(root) = std::env::var_os("COUNTERSIGN_FIXTURES") else {
        println!(
            "SKIPPED of_the_photographed_codes_96_percent_are_read_and_none_is_invented: COUNTERSIGN_FIXTURES is not set"
        );
        return;
    };
    let folder = Path::new(&root).join("qr");
    let index: Value =
        serde_json::from_slice(&fs::read(folder.join("index.json")).unwrap()).unwrap();
    let mut texts: BTreeMap<&str, bool> = BTreeMap::new();
    let (mut codes, mut read) = (0, 0);
    for photograph in index.as_array().unwrap() {
        let file = photograph["file"].as_str().unwrap();
        let expected = expected(file, photograph);
        let found = symbol::find(&fs::read(folder.join(file)).unwrap()).unwrap();
        let found: Vec<&str> = found.iter().map(|symbol| symbol.text.expose()).collect();
        assert!(
            !expected.is_empty() || found.is_empty(),
            "{file}: {found:?} is invented"
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
    assert!(codes > 0 && 100 * unique >= 96 * texts.len());
}

fn expected<'a>(file: &str, photograph: &'a Value) -> Vec<&'a str> {
    if file == MISTAKEN.0 {
        return vec![MISTAKEN.1];
    }
    let expected = photograph["expected"].as_array();
    expected
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect()
}
