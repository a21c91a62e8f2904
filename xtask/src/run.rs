//! What `run` and `cli` do: they build a program without optimisation, which is quick, and start it.

use std::env;
use std::ffi::OsString;
use std::process::{Command, ExitCode};

use crate::needs::Purpose;
use crate::npm;
use crate::pages;
use crate::process;
use crate::setup;

const NO_DISPLAY: &str = "\
There is no display here: neither WAYLAND_DISPLAY nor DISPLAY is set, so no window can be opened.
The command line does the same without one:

    cargo xtask cli -- --help";

/// Installs what building needs, builds the window's program with the pages in it, and starts it.
pub(crate) fn window(yes: bool) -> ExitCode {
    if !has_display() {
        eprintln!("{NO_DISPLAY}");
        return ExitCode::FAILURE;
    }
    let ready = npm::node().and_then(|()| {
        setup::prepare(Purpose::Build, yes);
        setup::ready_to_build(Purpose::Build)
    });
    if let Err(problem) = ready {
        eprintln!("{problem}");
        return ExitCode::FAILURE;
    }
    if !pages::build() {
        return ExitCode::FAILURE;
    }
    println!("Building Countersign; the first time takes some minutes.");
    start("app", &[], vec![])
}

/// Elsewhere than on Linux and its like, a program that was started can open a window.
fn has_display() -> bool {
    let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(any(windows, target_os = "macos")) || is_set("WAYLAND_DISPLAY") || is_set("DISPLAY")
}

/// Installs what building the command line needs, builds it and runs it.
pub(crate) fn command_line(mut args: Vec<OsString>) -> ExitCode {
    setup::prepare(Purpose::BuildCommandLine, false);
    if let Err(problem) = setup::ready_to_build(Purpose::BuildCommandLine) {
        eprintln!("{problem}");
        return ExitCode::FAILURE;
    }
    if args.is_empty() {
        args.push("--help".into());
    }
    start("cli", &["--quiet"], args)
}

/// Runs the package's program where the user is, with the user's own vault, and ends as it does.
fn start(package: &str, options: &[&str], args: Vec<OsString>) -> ExitCode {
    let status = Command::new(process::cargo_path())
        .args(["run", "--locked", "--package", package])
        .args(options)
        .arg("--manifest-path")
        .arg(process::root().join("Cargo.toml"))
        .arg("--")
        .args(args)
        .status();
    match status {
        Ok(status) => status
            .code()
            .and_then(|code| u8::try_from(code).ok())
            .map_or(ExitCode::FAILURE, ExitCode::from),
        Err(problem) => {
            eprintln!("cargo could not be started: {problem}");
            ExitCode::FAILURE
        }
    }
}
