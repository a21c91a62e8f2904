//! Node.js, and the npm packages that the pages in `ui/` are built with.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::process;

/// The oldest Node.js that builds the pages; ui/package.json says the same.
const OLDEST_NODE: (u32, u32) = (20, 19);

/// `Err` says which Node.js is needed and where to get it.
pub(crate) fn node() -> Result<(), String> {
    let version = process::first_line(Command::new("node").arg("--version"));
    if is_new_enough(&version) {
        return Ok(());
    }
    let (major, minor) = OLDEST_NODE;
    let here = if version.is_empty() {
        "there is none here".to_owned()
    } else {
        format!("here is {version}")
    };
    Err(format!(
        "The window's pages need Node.js {major}.{minor} or newer; {here}. \
         Get it from https://nodejs.org, then run this again."
    ))
}

/// Whether what `node --version` prints is a version we can use.
fn is_new_enough(version: &str) -> bool {
    let mut numbers = version.trim_start_matches('v').split('.');
    let mut next = || numbers.next()?.parse().ok();
    matches!((next(), next()), (Some(major), Some(minor)) if (major, minor) >= OLDEST_NODE)
}

/// A script of ui/package.json.
pub(crate) fn script(name: &str) -> Command {
    let mut npm = npm();
    npm.args(["run", "--silent", name]);
    npm
}

fn npm() -> Command {
    npm_in(Path::new("ui"))
}

fn npm_in(folder: &Path) -> Command {
    let mut npm = process::program(if cfg!(windows) { "npm.cmd" } else { "npm" });
    npm.arg("--prefix").arg(folder);
    npm
}

/// Installs exactly the packages of a folder's lock file, without running any program that comes with one.
pub(crate) fn clean_install(folder: &Path) -> Command {
    let mut install = npm_in(folder);
    install.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
    install
}

/// Whether exactly the packages of ui/package-lock.json are there.
pub(crate) fn are_packages_there() -> bool {
    matches!((fs::read(lock()), fs::read(installed())), (Ok(lock), Ok(installed)) if lock == installed)
}

/// Installs them.
pub(crate) fn install_packages() {
    if process::succeeds(&mut clean_install(Path::new("ui")))
        && let Err(problem) = fs::copy(lock(), installed())
    {
        eprintln!("{}: {problem}", installed().display());
    }
}

fn lock() -> PathBuf {
    process::root().join("ui/package-lock.json")
}

/// A copy of the lock file that was installed last. npm removes it before it installs anything else.
fn installed() -> PathBuf {
    process::root().join("ui/node_modules/.installed-lock.json")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_that_is_too_old_or_absent_is_not_used() {
        for version in ["", "v18.20.4", "v20.18.9", "twenty"] {
            assert!(!is_new_enough(version), "{version}");
        }
        for version in ["v20.19.0", "v22.4.1", "v100.0.0"] {
            assert!(is_new_enough(version), "{version}");
        }
    }

    #[test]
    fn npm_is_told_the_same_oldest_node() {
        let (major, minor) = OLDEST_NODE;
        let package = include_str!("../../ui/package.json");
        assert!(package.contains(&format!("\"node\": \">={major}.{minor}\"")));
    }
}
