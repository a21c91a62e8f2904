//! Installs what building or testing needs and the machine lacks. What only tests need and cannot be had fails nothing
//! here: the tests that need it say SKIPPED.

use std::env;
use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::azurite;
use crate::manager::Manager;
use crate::needs::{NEEDS, Need, Purpose, Sign};
use crate::process;
use crate::tools::{self, Tool};
use crate::virtual_key;

/// What set-up found or made.
#[derive(Debug)]
pub(crate) struct Tools {
    /// The program, or why there is none.
    pub(crate) cargo_deny: Result<PathBuf, String>,
    /// A Python that has everything docs/decrypt.py, tests/independent and the site of tests/sites import, and storage
    /// servers beside it.
    pub(crate) python: Option<PathBuf>,
    /// The security key that tests plug in.
    pub(crate) virtual_key: Option<PathBuf>,
    /// Azurite's script.
    pub(crate) azurite: Option<PathBuf>,
}

/// Looks for everything and installs what is missing, after one question about all of it, unless `yes` or nobody can
/// answer.
pub(crate) fn prepare(purpose: Purpose, yes: bool) {
    let needs = missing_needs(purpose);
    for need in &needs {
        println!("Missing: {} ({}).", need.what, need.why);
    }
    let plan = Plan {
        packages: packages(&needs),
        tools: missing_tools(purpose),
    };
    if plan.is_empty() {
        return;
    }
    println!("To be installed:\n{}", plan.list());
    if yes || !io::stdin().is_terminal() || is_agreed("Install all of this?") {
        plan.install();
    } else {
        println!("Nothing was installed.");
    }
}

/// `Err` names what is still missing to build the program, or only the command line, a line each.
pub(crate) fn ready_to_build(purpose: Purpose) -> Result<(), String> {
    let needs = missing_needs(purpose).into_iter();
    let needs = needs.map(|need| format!("{} ({})", need.what, need.why));
    let tools = Tool::ALL
        .into_iter()
        .filter(|tool| tool.purpose() <= purpose);
    let tools = tools.filter(|tool| !tool.is_there()).map(Tool::describe);
    let missing: Vec<_> = needs
        .chain(tools)
        .map(|what| format!("\n  {what}"))
        .collect();
    if missing.is_empty() {
        Ok(())
    } else {
        Err(format!(
            "Countersign cannot be built here without:{}",
            missing.concat()
        ))
    }
}

/// What there is, after [`prepare`].
pub(crate) fn tools() -> Tools {
    let there = |tool: Tool, program: PathBuf| tool.is_there().then_some(program);
    Tools {
        cargo_deny: there(Tool::CargoDeny, tools::cargo_deny())
            .ok_or_else(|| "cargo-deny is not installed".to_owned()),
        python: there(Tool::Python, tools::python()),
        virtual_key: there(Tool::VirtualKey, virtual_key::program()),
        azurite: there(Tool::Azurite, azurite::script()),
    }
}

/// What will be installed.
struct Plan {
    packages: Option<Packages>,
    tools: Vec<Tool>,
}

/// Packages of the system.
struct Packages {
    manager: Manager,
    /// What makes the manager run as root.
    prefix: &'static [&'static str],
    names: Vec<&'static str>,
}

impl Plan {
    fn is_empty(&self) -> bool {
        self.packages.is_none() && self.tools.is_empty()
    }

    /// One line for each thing.
    fn list(&self) -> String {
        let with_manager = |packages: &Packages| {
            let manager = packages.manager.name();
            let names = packages.names.iter();
            names
                .map(|name| format!("  {name}, with {manager}"))
                .collect::<Vec<_>>()
        };
        let mut lines = self.packages.as_ref().map(with_manager).unwrap_or_default();
        lines.extend(
            self.tools
                .iter()
                .map(|tool| format!("  {}", tool.describe())),
        );
        lines.join("\n")
    }

    /// Packages first: the environment needs the system's Python.
    fn install(&self) {
        if let Some(packages) = &self.packages {
            install(packages);
        }
        for tool in &self.tools {
            println!("Installing {}.", tool.describe());
            tool.install();
        }
    }
}

/// The packages of what is missing; `None` when there are none, or no way to install them, which is said.
fn packages(missing: &[&Need]) -> Option<Packages> {
    if missing.is_empty() {
        return None;
    }
    let mut managers = Manager::ALL.into_iter();
    let Some(manager) = managers.find(|manager| process::is_on_path(manager.name())) else {
        println!(
            "There is no package manager here that is known: install this by hand, then run this again."
        );
        return None;
    };
    let mut names: Vec<_> = missing
        .iter()
        .filter_map(|need| need.package(manager))
        .collect();
    names.dedup();
    let Some(prefix) = root_prefix(manager) else {
        let list = names.join(" ");
        println!("Installing needs root and there is no sudo. By hand: {list}");
        return None;
    };
    (!names.is_empty()).then_some(Packages {
        manager,
        prefix,
        names,
    })
}

/// Not there, and can be had.
fn missing_tools(purpose: Purpose) -> Vec<Tool> {
    let wanted = Tool::ALL
        .into_iter()
        .filter(|tool| tool.purpose() <= purpose);
    wanted
        .filter(|tool| !tool.is_there() && tool.can_be_had())
        .collect()
}

/// Wanted on this system and not there.
fn missing_needs(purpose: Purpose) -> Vec<&'static Need> {
    let wanted = NEEDS
        .iter()
        .filter(|need| need.purpose <= purpose && is_wanted_here(need));
    wanted.filter(|need| !is_met(need)).collect()
}

fn is_wanted_here(need: &Need) -> bool {
    !need.linux_only || cfg!(target_os = "linux")
}

fn is_met(need: &Need) -> bool {
    match need.sign {
        Sign::Program(name) => process::is_on_path(name),
        Sign::Library(name) => {
            process::succeeds_silently(Command::new("pkg-config").args(["--exists", name]))
        }
        Sign::ClangLibrary(name) => has_clang_library(name),
        Sign::Font(name) => {
            let best =
                process::first_line(Command::new("fc-match").args(["--format=%{family}", name]));
            best == name
        }
        Sign::PythonWithVenv => tools::python_with_venv().is_some(),
        Sign::AnyFile(paths) => paths.iter().any(|path| Path::new(path).is_file()),
    }
}

/// A shared library in a folder where clang looks for libraries. `libclang-14.so.1` is libclang, `libclang-cpp.so` not.
fn has_clang_library(name: &str) -> bool {
    let output = Command::new("clang").arg("-print-search-dirs").output();
    let output = output.map(|output| output.stdout).unwrap_or_default();
    let is_it = |file: &str| {
        let rest = file
            .strip_prefix(name)
            .and_then(|rest| rest.split_once(".so"));
        rest.is_some_and(|(version, _)| !version.contains(char::is_alphabetic))
    };
    String::from_utf8_lossy(&output)
        .lines()
        .filter_map(|line| line.strip_prefix("libraries: ="))
        .flat_map(env::split_paths)
        .filter_map(|folder| fs::read_dir(folder).ok())
        .flatten()
        .any(|file| file.is_ok_and(|file| is_it(&file.file_name().to_string_lossy())))
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
fn install(packages: &Packages) {
    let Packages {
        manager, prefix, ..
    } = packages;
    if let Some(refresh) = manager.refresh() {
        run_words(&[prefix, refresh]);
    }
    for name in &packages.names {
        println!("Installing {name} with {}.", manager.name());
        if !run_words(&[prefix, manager.install(), &[name]]) {
            println!("{name} could not be installed.");
        }
    }
}

fn run_words(words: &[&[&str]]) -> bool {
    let mut words = words.iter().copied().flatten();
    words
        .next()
        .is_some_and(|program| process::succeeds(process::program(program).args(words)))
}
