//! Type-checks the whole program for the systems that this machine is not. Nothing is linked, so stand-ins are enough
//! for the compilers of C and the like; nothing is run, so it proves that it compiles and no more.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use crate::debian;
use crate::process;
use crate::tools;

/// A system that we build for and that Linux can check.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum System {
    Windows,
    Macos,
}

impl System {
    pub(crate) const ALL: [Self; 2] = [Self::Windows, Self::Macos];

    /// Windows' GNU variant: build scripts can be given a stand-in for its compiler, but not for Microsoft's.
    const fn target(self) -> &'static str {
        match self {
            Self::Windows => "x86_64-pc-windows-gnu",
            Self::Macos => "aarch64-apple-darwin",
        }
    }
}

/// `false` when one of them does not compile or cannot be checked here, which is said.
pub(crate) fn crosscheck(systems: &[System]) -> bool {
    let mut all_passed = true;
    for system in systems {
        let target = system.target();
        println!("\n==> {target}");
        let started = Instant::now();
        let passed = check(target).map(|mut cargo| process::succeeds(&mut cargo));
        let seconds = started.elapsed().as_secs();
        match &passed {
            Ok(true) => println!("{target}: passed in {seconds} s"),
            Ok(false) => println!("{target}: FAILED after {seconds} s"),
            Err(reason) => println!("{target}: not checked, {reason}"),
        }
        all_passed &= passed == Ok(true);
    }
    all_passed
}

/// `cargo check` for another system, with rustup's standard library where it is installed, with Debian's otherwise.
fn check(target: &str) -> Result<Command, String> {
    if !cfg!(target_os = "linux") {
        return Err("which needs Linux".to_owned());
    }
    let mut cargo = process::cargo("check --locked --workspace --target-dir target/cross --target");
    cargo.arg(target);
    use_stand_ins(&mut cargo, target)?;
    if !has_rustup(target) {
        let debian = debians_compiler().ok_or_else(|| {
            format!(
                "this machine lacks its standard library: `rustup target add {target}`, or a Debian that has rustc-web"
            )
        })?;
        use_debians_compiler(&mut cargo, &debian);
    }
    Ok(cargo)
}

/// The stand-ins for tools that build scripts start are in xtask/stubs.
fn use_stand_ins(cargo: &mut Command, target: &str) -> Result<(), String> {
    let stubs = process::root().join("xtask/stubs");
    let path = env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(stubs.clone()).chain(env::split_paths(&path));
    let path = env::join_paths(folders).map_err(|problem| problem.to_string())?;
    let target = target.replace('-', "_");
    cargo
        .env("PATH", path)
        .env("SDKROOT", "/nonexistent")
        .env(format!("CC_{target}"), stubs.join("compiler"))
        .env(format!("CXX_{target}"), stubs.join("compiler"))
        .env(format!("AR_{target}"), stubs.join("archiver"));
    Ok(())
}

fn has_rustup(target: &str) -> bool {
    let mut list = Command::new("rustup");
    let list = list.args(["target", "list", "--installed"]).output();
    list.is_ok_and(|list| {
        String::from_utf8_lossy(&list.stdout)
            .lines()
            .any(|line| line == target)
    })
}

/// Lets cargo build the standard library for the target from Debian's sources. That is for nightly Rust only, except
/// with `RUSTC_BOOTSTRAP`, which is fair in a check whose results nobody runs.
fn use_debians_compiler(cargo: &mut Command, folder: &Path) {
    let own = format!("usr/lib/{}-linux-gnu", env::consts::ARCH);
    let libraries = [own.as_str(), "usr/lib"].map(|path| folder.join(path));
    cargo
        .arg("-Zbuild-std=std,panic_abort,panic_unwind,proc_macro")
        .env("RUSTC", folder.join("usr/bin/rustc"))
        .env("RUSTC_BOOTSTRAP", "1")
        .env(
            "LD_LIBRARY_PATH",
            env::join_paths(libraries).unwrap_or_default(),
        );
}

/// Debian's rustc-web and its sources, unpacked beside our other tools and not installed. `None` where there is none.
fn debians_compiler() -> Option<PathBuf> {
    let folder = tools::cache_folder().join("rustc-web");
    if folder.is_dir() {
        return Some(folder);
    }
    println!(
        "Getting Debian's rustc-web (140 MB), into {}.",
        folder.display()
    );
    debian::unpack(&debians_packages(), &folder).then_some(folder)
}

/// The compiler, its sources, and the libraries it depends on, whose names have versions in them.
fn debians_packages() -> Vec<String> {
    let without = ["--no-conflicts", "--no-breaks", "--no-replaces"];
    let all = [&["--recurse", "--important"], &without[..], &["rustc-web"]].concat();
    let listed = debian::depends(&all);
    let is_library =
        |name: &&str| name.starts_with("libstd-rust-web-") || name.starts_with("libllvm");
    ["rustc-web", "rust-web-src"]
        .into_iter()
        .chain(listed.lines().filter(is_library))
        .map(str::to_owned)
        .collect()
}
