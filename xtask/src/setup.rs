//! Installs what the tests need and the machine lacks. What cannot be had fails nothing here: the
//! tests that need it say SKIPPED.

use std::env;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::packages::{Manager, NEEDS, Need, Sign};
use crate::process;

const CARGO_DENY: &str = "0.20.2";
const REQUIREMENTS: &str = include_str!("../../docs/decrypt-requirements.txt");

/// What set-up found or made.
#[derive(Debug)]
pub(crate) struct Tools {
    /// The program, or why there is none.
    pub(crate) cargo_deny: Result<PathBuf, String>,
    /// A Python that has everything docs/decrypt.py imports.
    pub(crate) python: Option<PathBuf>,
}

/// Looks for everything and installs what is missing, after asking unless `yes` or nobody can answer.
pub(crate) fn prepare(yes: bool) -> Tools {
    println!("==> set-up");
    let ask = !yes && io::stdin().is_terminal();
    add_rust_components();
    install_packages(ask);
    let cache = cache_folder();
    Tools {
        cargo_deny: cargo_deny(&cache),
        python: python_environment(&cache),
    }
}

/// rustup's minimal profile has neither rustfmt nor clippy.
fn add_rust_components() {
    for (subcommand, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        let is_there = process::succeeds_silently(process::cargo(subcommand).arg("--version"));
        if !is_there && process::is_on_path("rustup") {
            println!("Installing {component} with rustup.");
            process::succeeds(process::program("rustup").args(["component", "add", component]));
        }
    }
}

fn install_packages(ask: bool) {
    let is_missing = |need: &&Need| is_wanted_here(need) && !is_met(need);
    let missing: Vec<&Need> = NEEDS.iter().filter(is_missing).collect();
    for need in &missing {
        println!("Missing: {} ({}).", need.what, need.why);
    }
    if !missing.is_empty() && !install_missing(&missing, ask) {
        println!("Not installed; the tests that need these are skipped.");
    }
}

/// `false` when nothing was tried: no way to install, or the answer was no.
fn install_missing(missing: &[&Need], ask: bool) -> bool {
    let mut managers = Manager::ALL.into_iter();
    let Some(manager) = managers.find(|manager| process::is_on_path(manager.name())) else {
        println!("There is no package manager here that is known.");
        return false;
    };
    let packages: Vec<&str> = missing
        .iter()
        .filter_map(|need| need.package(manager))
        .collect();
    let list = packages.join(" ");
    let Some(prefix) = root_prefix(manager) else {
        println!("Installing needs root and there is no sudo. By hand: {list}");
        return false;
    };
    let question = format!("Install {list} with {}?", manager.name());
    if packages.is_empty() || (ask && !is_agreed(&question)) {
        return false;
    }
    install(manager, prefix, &packages);
    true
}

fn is_wanted_here(need: &Need) -> bool {
    !need.linux_only || cfg!(target_os = "linux")
}

fn is_met(need: &Need) -> bool {
    match need.sign {
        Sign::Program(name) => process::is_on_path(name),
        Sign::PythonWithVenv => python_with_venv().is_some(),
    }
}

/// What makes a command run as root: nothing for root, `sudo` for others. `None` when there is no way.
fn root_prefix(manager: Manager) -> Option<&'static [&'static str]> {
    if !manager.needs_root() || process::first_line(Command::new("id").arg("-u")) == "0" {
        Some(&[])
    } else if !process::is_on_path("sudo") {
        None
    } else if io::stdin().is_terminal() {
        Some(&["sudo"])
    } else {
        // Nobody is there to type a password: fail instead of waiting for one.
        Some(&["sudo", "--non-interactive"])
    }
}

fn is_agreed(question: &str) -> bool {
    print!("{question} [Y/n] ");
    let mut answer = String::new();
    let heard = io::stdout()
        .flush()
        .and_then(|()| io::stdin().read_line(&mut answer));
    heard.is_ok_and(|length| length > 0)
        && matches!(answer.trim().to_lowercase().as_str(), "" | "y" | "yes")
}

/// One package after the other, so that one that is unknown does not keep the others out.
fn install(manager: Manager, prefix: &[&str], packages: &[&str]) {
    if let Some(refresh) = manager.refresh() {
        run_words(&[prefix, refresh]);
    }
    for package in packages {
        println!("Installing {package} with {}.", manager.name());
        if !run_words(&[prefix, manager.install(), &[package]]) {
            println!("{package} could not be installed; the tests that need it are skipped.");
        }
    }
}

fn run_words(words: &[&[&str]]) -> bool {
    let mut words = words.iter().copied().flatten();
    words
        .next()
        .is_some_and(|program| process::succeeds(process::program(program).args(words)))
}

/// Installed once for all checkouts, about three minutes.
fn cargo_deny(cache: &Path) -> Result<PathBuf, String> {
    let tools = cache.join("tools");
    let program = tools
        .join("bin")
        .join(format!("cargo-deny{}", env::consts::EXE_SUFFIX));
    let wanted = format!("cargo-deny {CARGO_DENY}");
    let is_there = || process::first_line(Command::new(&program).arg("--version")) == wanted;
    if !is_there() {
        println!("Installing {wanted} in {}.", tools.display());
        let mut install = process::cargo("install cargo-deny --locked --debug");
        install
            .args(["--version", CARGO_DENY, "--root"])
            .arg(&tools);
        // Built in a folder of its own that cargo removes afterwards, not among our own results.
        process::succeeds(install.env_remove("CARGO_TARGET_DIR"));
    }
    if is_there() {
        Ok(program)
    } else {
        Err(format!("{wanted} could not be installed"))
    }
}

/// A virtual environment for exactly these requirements; others get a folder of their own.
fn python_environment(cache: &Path) -> Option<PathBuf> {
    let folder = cache.join(format!("python-{:016x}", fingerprint(REQUIREMENTS)));
    let python = folder.join(if cfg!(windows) {
        r"Scripts\python.exe"
    } else {
        "bin/python"
    });
    let imports = ["-c", "import argon2, cryptography"];
    let is_ready = || process::succeeds_silently(Command::new(&python).args(imports));
    if !is_ready() {
        let list = process::root().join("docs/decrypt-requirements.txt");
        println!("Installing {} in {}.", list.display(), folder.display());
        let mut venv = process::program(python_with_venv()?);
        process::succeeds(venv.args(["-m", "venv", "--clear"]).arg(&folder));
        let mut pip = process::program(&python);
        pip.args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--only-binary=:all:",
            "--requirement",
        ]);
        process::succeeds(pip.arg(list));
    }
    is_ready().then_some(python)
}

/// Debian's Python comes without what makes environments, so the module that is missing there is imported.
fn python_with_venv() -> Option<&'static str> {
    ["python3", "python", "/usr/bin/python3"]
        .into_iter()
        .find(|python| {
            process::succeeds_silently(Command::new(python).args(["-c", "import ensurepip, venv"]))
        })
}

/// Outlives a checkout: what is installed there is installed once.
fn cache_folder() -> PathBuf {
    let home = env::home_dir().unwrap_or_else(|| process::root().join("target"));
    let general = if cfg!(target_os = "macos") {
        home.join("Library/Caches")
    } else if cfg!(windows) {
        home.join(r"AppData\Local")
    } else {
        let chosen = env::var_os("XDG_CACHE_HOME")
            .map(PathBuf::from)
            .filter(|folder| folder.is_absolute());
        chosen.unwrap_or_else(|| home.join(".cache"))
    };
    general.join("countersign")
}

/// FNV-1a: the same for the same text on every machine, which the standard library's hasher does not promise.
fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_requirements_get_an_environment_of_their_own() {
        // FNV-1a's published value for "foobar".
        assert_eq!(fingerprint("foobar"), 0x8594_4171_f739_67e8);
        assert_ne!(
            fingerprint("argon2-cffi==25.1.0"),
            fingerprint("argon2-cffi==25.1.1")
        );
    }

    #[test]
    fn every_python_requirement_is_pinned() {
        let lines: Vec<&str> = REQUIREMENTS
            .lines()
            .filter(|line| !line.starts_with('#'))
            .collect();
        assert!(!lines.is_empty());
        assert!(lines.iter().all(|line| line.contains("==")), "{lines:?}");
    }
}
