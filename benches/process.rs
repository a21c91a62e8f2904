//! The program `countersign` from its start to its exit, beside `oathtool` where that is installed.
#![expect(
    clippy::disallowed_types,
    clippy::disallowed_methods,
    reason = "runs the program and writes the files it reads"
)]

mod full_vault;

use criterion::{Criterion, criterion_group, criterion_main};
use session::Effects;
use std::path::Path;
use std::process::{Command, Stdio};

/// The command with a vault and the way to open it.
fn countersign(folder: &Path, credential: [&str; 2], arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_countersign"));
    command
        .current_dir(folder)
        .args(["--vault", "vault.countersign"])
        .args(credential)
        .args(arguments)
        .stdout(Stdio::null());
    command
}

fn run(command: &mut Command) {
    let status = command.status().expect("the program starts");
    assert!(status.success(), "the program fails");
}

const KIT: [&str; 2] = ["--recovery-file", "kit"];
const PASSWORD: [&str; 2] = ["--password-file", "password"];

fn process(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let folder = folder.path();
    std::fs::write(folder.join("password"), "correct horse\n").expect("a file");
    let vault = folder.join("vault.countersign");

    run(&mut countersign(
        folder,
        PASSWORD,
        &["init", "--recovery-kit", "kit"],
    ));
    let uri = "otpauth://totp/GitHub:alice?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    run(&mut countersign(folder, KIT, &["add", uri]));
    criterion.bench_function("code through the recovery slot", |bencher| {
        bencher.iter(|| run(&mut countersign(folder, KIT, &["code", "GitHub"])));
    });
    let mut password = criterion.benchmark_group("password");
    password
        .sample_size(10)
        .bench_function("code through the password", |bencher| {
            bencher.iter(|| run(&mut countersign(folder, PASSWORD, &["code", "GitHub"])));
        });
    password.finish();
    if Command::new("oathtool")
        .arg("--version")
        .stdout(Stdio::null())
        .status()
        .is_ok()
    {
        criterion.bench_function("code by oathtool, no vault", |bencher| {
            let code = ["--totp", "-b", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"];
            bencher.iter(|| run(Command::new("oathtool").args(code).stdout(Stdio::null())));
        });
    }

    std::fs::remove_file(&vault).expect("the small vault");
    let (_, words) = full_vault::create(&mut Effects::system(), &vault).expect("a full vault");
    std::fs::write(folder.join("kit"), words).expect("a file");
    criterion.bench_function(
        "list of 10,000 accounts through the recovery slot",
        |bencher| {
            bencher.iter(|| run(&mut countersign(folder, KIT, &["list"])));
        },
    );
}

criterion_group!(benches, process);
criterion_main!(benches);
