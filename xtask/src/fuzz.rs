//! Runs one target of `fuzz/` with libFuzzer. It needs no nightly Rust: the flags are what `cargo fuzz` would pass.

use std::fs;
use std::process::Command;

use crate::process;

/// Coverage and comparisons as libFuzzer wants to see them (LLVM's SanitizerCoverage).
const INSTRUMENTED: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing -Ccodegen-units=1";

/// Where all of it is built and kept. The corpus grows from run to run.
const FOLDER: &str = "target/fuzz";

/// The targets: the files of `fuzz/targets`, but for the program that writes their first inputs.
const TARGETS: [&str; 14] = [
    "cli_arguments",
    "command_shapes",
    "import",
    "migration",
    "otpauth",
    "picture",
    "pixels",
    "recovery_kit",
    "symbol_text",
    "team_content",
    "team_entry",
    "vault_document",
    "vault_format",
    "video",
];

/// Every target for so many seconds. Goes on after a finding; `false` when there was one.
pub(crate) fn fuzz_all(seconds: u32) -> bool {
    TARGETS.map(|target| fuzz(target, seconds)) == [true; TARGETS.len()]
}

/// Looks for inputs that crash `target`, for so many seconds. One that does is kept, and libFuzzer says where.
/// `false` when there was one.
pub(crate) fn fuzz(target: &str, seconds: u32) -> bool {
    let folder = |kind| format!("{FOLDER}/{kind}/{target}/");
    let [corpus, seeds, crashes] = ["corpus", "seeds", "crashes"].map(folder);
    if !process::succeeds(program("seeds").args([target, &seeds])) {
        return false;
    }
    for folder in [&corpus, &crashes] {
        if let Err(problem) = fs::create_dir_all(process::root().join(folder)) {
            eprintln!("{folder} cannot be made: {problem}");
            return false;
        }
    }
    let mut search = program(target);
    search
        .args([&corpus, &seeds])
        .arg(format!("-artifact_prefix={crashes}"))
        .arg(format!("-max_total_time={seconds}"))
        // To take longer over one input is a finding too.
        .arg("-timeout=20");
    process::succeeds(&mut search)
}

/// A program of `fuzz/`, built for this machine; its arguments may follow. Naming the machine keeps the flags away
/// from build scripts.
fn program(name: &str) -> Command {
    let mut cargo = process::cargo("run --release --locked --target host-tuple");
    cargo
        .args(["--manifest-path", "fuzz/Cargo.toml"])
        .args(["--target-dir", FOLDER, "--bin", name, "--"])
        .env("RUSTFLAGS", INSTRUMENTED);
    cargo
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_target_is_left_out() {
        let folder = process::root().join("fuzz/targets");
        let mut files: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|file| file.unwrap().path())
            .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
            .filter(|name| name != "seeds")
            .collect();
        files.sort();
        assert_eq!(files, TARGETS);
    }
}
