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
const TARGETS: [&str; 24] = [
    "backup_codes",
    "cli_arguments",
    "command_shapes",
    "dav_listing",
    "directory",
    "import",
    "lease",
    "migration",
    "otpauth",
    "picture",
    "pixels",
    "recovery_kit",
    "security_key",
    "symbol_text",
    "team_card",
    "team_change",
    "team_content",
    "team_entry",
    "team_kept_state",
    "team_link",
    "team_place",
    "vault_document",
    "vault_format",
    "video",
];

/// `import` for one reader alone is called `import-` and its format.
const READER: &str = "import-";
/// A folder for each format that is read.
const FORMATS: &str = "tests/vectors/transfer/import";

/// Every target for so many seconds, and instead of `import` each reader for a third of them. Goes on after a finding;
/// `false` when there was one.
pub(crate) fn fuzz_all(seconds: u32) -> bool {
    let others = TARGETS.iter().filter(|target| **target != "import");
    let others = others.map(|target| ((*target).to_owned(), seconds));
    let readers = readers().into_iter();
    let readers = readers.map(|target| (target, seconds.div_ceil(3)));
    let runs = others.chain(readers);
    let found = runs.filter(|(target, seconds)| !fuzz(target, *seconds));
    found.count() == 0
}

/// The names of `import` for each format.
fn readers() -> Vec<String> {
    let folders = fs::read_dir(process::root().join(FORMATS));
    let names = folders.expect("the folder is in the repository");
    let names = names.map(|folder| folder.expect("its folders can be read").file_name());
    let mut readers: Vec<_> = names
        .map(|name| format!("{READER}{}", name.to_string_lossy()))
        .collect();
    readers.sort();
    readers
}

/// Looks for inputs that crash `target`, for so many seconds; `import-aegis` is `import` with that reader alone. One that does is kept, and libFuzzer says where.
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
    let format = target.strip_prefix(READER);
    let mut search = program(if format.is_some() { "import" } else { target });
    search
        .envs(format.map(|format| ("COUNTERSIGN_FUZZ_FORMAT", format)))
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

    #[test]
    fn each_reader_of_other_programs_files_is_searched_by_itself() {
        let readers = readers();
        assert!(readers.contains(&"import-aegis".to_owned()));
        assert!(readers.len() >= 30, "{readers:?}");
    }
}
