//! What is typed after `countersign`, one argument in each line.
#![no_main]

use clap::Parser as _;
use libfuzzer_sys::fuzz_target;

#[expect(unused_imports, reason = "the program names what is only read here")]
#[path = "../../crates/cli/src/args.rs"]
mod args;

fuzz_target!(|text: &str| {
    let arguments = ["countersign"].into_iter().chain(text.lines());
    if let Err(refused) = args::Cli::try_parse_from(arguments) {
        assert!(!refused.to_string().is_empty());
    }
});
