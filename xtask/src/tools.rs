//! What is installed without the system's package manager: in the toolchain, in ui/node_modules, and in a cache folder
//! of our own.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::azurite;
use crate::needs::Purpose;
use crate::npm;
use crate::process;
use crate::virtual_key;

const CARGO_DENY: &str = "cargo-deny 0.20.2";
const CARGO_LLVM_COV: &str = "cargo-llvm-cov 0.9.1";
/// What goes into the Python environment.
const REQUIREMENTS: [(&str, &str); 5] = [
    (
        "docs/decrypt-requirements.txt",
        include_str!("../../docs/decrypt-requirements.txt"),
    ),
    (
        "tests/independent/requirements.txt",
        include_str!("../../tests/independent/requirements.txt"),
    ),
    (
        "tests/sites/requirements.txt",
        include_str!("../../tests/sites/requirements.txt"),
    ),
    (
        "crates/platform/tests/objects/requirements.txt",
        include_str!("../../crates/platform/tests/objects/requirements.txt"),
    ),
    (
        "crates/platform/tests/security_key/requirements.txt",
        include_str!("../../crates/platform/tests/security_key/requirements.txt"),
    ),
];

/// One of those.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Tool {
    /// What the window's pages are built and checked with, as in ui/package-lock.json.
    NpmPackages,
    /// A part of the toolchain that rustup's minimal profile leaves out: cargo's subcommand and its name.
    Component(&'static str, &'static str),
    /// cargo-deny of exactly our version, for all checkouts.
    CargoDeny,
    /// The same of cargo-llvm-cov, which counts the lines that tests run.
    CargoLlvmCov,
    /// The part of the toolchain that it counts with.
    LlvmTools,
    /// A virtual environment for exactly what docs/decrypt.py, tests/independent, the site of tests/sites and the storage
    /// servers of crates/platform/tests/objects need; other requirements get a folder of their own.
    Python,
    /// The security key that tests plug in, built of its sources as they are.
    VirtualKey,
    /// Microsoft's stand-in for Azure's Blob Storage, of exactly the packages of its lock file.
    Azurite,
}

/// cargo-deny's program, there or not.
pub(crate) fn cargo_deny() -> PathBuf {
    installed("cargo-deny")
}

/// cargo-llvm-cov's program, there or not.
pub(crate) fn cargo_llvm_cov() -> PathBuf {
    installed("cargo-llvm-cov")
}

fn installed(name: &str) -> PathBuf {
    let name = format!("{name}{}", env::consts::EXE_SUFFIX);
    cache_folder().join("tools/bin").join(name)
}

/// The Python that has everything docs/decrypt.py, tests/independent and the site of tests/sites import, and storage
/// servers beside it, there or not.
pub(crate) fn python() -> PathBuf {
    let folder = format!(
        "python-{:016x}",
        fingerprint(REQUIREMENTS.map(|(_, text)| text).concat().as_bytes())
    );
    cache_folder().join(folder).join(if cfg!(windows) {
        r"Scripts\python.exe"
    } else {
        "bin/python"
    })
}

impl Tool {
    pub(crate) const ALL: [Self; 9] = [
        Self::NpmPackages,
        Self::Component("fmt", "rustfmt"),
        Self::Component("clippy", "clippy"),
        Self::CargoDeny,
        Self::Python,
        Self::VirtualKey,
        Self::Azurite,
        Self::CargoLlvmCov,
        Self::LlvmTools,
    ];

    /// What it is needed for.
    pub(crate) const fn purpose(self) -> Purpose {
        match self {
            Self::NpmPackages => Purpose::Build,
            Self::Component(..)
            | Self::CargoDeny
            | Self::Python
            | Self::VirtualKey
            | Self::Azurite => Purpose::Test,
            Self::CargoLlvmCov | Self::LlvmTools => Purpose::Torture,
        }
    }

    /// Whether the means to install it are here.
    pub(crate) fn can_be_had(self) -> bool {
        match self {
            Self::NpmPackages | Self::Azurite => npm::node().is_ok(),
            Self::Component(..) | Self::LlvmTools => process::is_on_path("rustup"),
            Self::CargoDeny | Self::CargoLlvmCov | Self::Python => true,
            Self::VirtualKey => cfg!(target_os = "linux"),
        }
    }

    pub(crate) fn is_there(self) -> bool {
        match self {
            Self::NpmPackages => npm::are_packages_there(),
            Self::Component(subcommand, _) => {
                process::succeeds_silently(process::cargo(subcommand).arg("--version"))
            }
            Self::CargoDeny => {
                process::first_line(Command::new(cargo_deny()).arg("--version")) == CARGO_DENY
            }
            Self::CargoLlvmCov => {
                let mut program = Command::new(cargo_llvm_cov());
                process::first_line(program.args(["llvm-cov", "--version"])) == CARGO_LLVM_COV
            }
            Self::LlvmTools => llvm_cov().is_file(),
            Self::Python => is_python_complete(&python()),
            Self::VirtualKey => virtual_key::program().is_file(),
            Self::Azurite => azurite::is_there(),
        }
    }

    /// What would be installed, and where.
    pub(crate) fn describe(self) -> String {
        match self {
            Self::NpmPackages => {
                "the npm packages of ui/package-lock.json, in ui/node_modules".to_owned()
            }
            Self::Component(_, name) => format!("{name}, with rustup"),
            Self::CargoDeny => {
                let program = cargo_deny();
                format!(
                    "{CARGO_DENY} (about three minutes), as {}",
                    program.display()
                )
            }
            Self::CargoLlvmCov => format!("{CARGO_LLVM_COV}, as {}", cargo_llvm_cov().display()),
            Self::LlvmTools => "llvm-tools, with rustup".to_owned(),
            Self::Python => {
                let packages: Vec<&str> = requirements().collect();
                format!("{}, for {}", packages.join(", "), python().display())
            }
            Self::Azurite => format!("Azurite, as {}", azurite::script().display()),
            Self::VirtualKey => {
                let program = virtual_key::program();
                format!(
                    "the security key of tests/virtual-key (about two minutes), as {}",
                    program.display()
                )
            }
        }
    }

    pub(crate) fn install(self) {
        match self {
            Self::NpmPackages => npm::install_packages(),
            Self::Component(_, name) => add_component(name),
            Self::LlvmTools => add_component("llvm-tools"),
            Self::CargoDeny => install(CARGO_DENY, &cargo_deny()),
            Self::CargoLlvmCov => install(CARGO_LLVM_COV, &cargo_llvm_cov()),
            Self::Python => install_python(&python()),
            Self::VirtualKey => virtual_key::build(),
            Self::Azurite => azurite::install(),
        }
    }
}

/// Where the toolchain has LLVM's tools.
fn llvm_cov() -> PathBuf {
    let libraries =
        process::first_line(process::program("rustc").args(["--print", "target-libdir"]));
    let name = format!("llvm-cov{}", env::consts::EXE_SUFFIX);
    Path::new(&libraries).with_file_name("bin").join(name)
}

/// Whether what was required is there. The storage servers are programs beside it, made for Linux.
fn is_python_complete(python: &Path) -> bool {
    let imports = "import argon2, cryptography, nacl.bindings, allauth.mfa, qrcode, fido2";
    let servers = if cfg!(target_os = "linux") {
        &["weed", "rclone", "wsgidav"][..]
    } else {
        &[]
    };
    process::succeeds_silently(Command::new(python).args(["-c", imports]))
        && servers
            .iter()
            .all(|server| python.with_file_name(server).is_file())
}

fn requirements() -> impl Iterator<Item = &'static str> {
    let lines = REQUIREMENTS.into_iter().flat_map(|(_, text)| text.lines());
    lines.filter(|line| !line.starts_with('#'))
}

fn add_component(name: &str) {
    process::succeeds(process::program("rustup").args(["component", "add", name]));
}

/// `what` is a program of the registry and its version.
fn install(what: &str, program: &Path) {
    let Some(folder) = program.ancestors().nth(2) else {
        return;
    };
    let mut install = process::cargo("install --locked --debug --root");
    install.arg(folder).arg(what.replace(' ', "@"));
    // Built in a folder of its own that cargo removes afterwards, not among our own results.
    process::succeeds(install.env_remove("CARGO_TARGET_DIR"));
}

fn install_python(python: &Path) {
    let (Some(folder), Some(maker)) = (python.ancestors().nth(2), python_with_venv()) else {
        return;
    };
    let mut venv = process::program(maker);
    process::succeeds(venv.args(["-m", "venv", "--clear"]).arg(folder));
    let mut pip = process::program(python);
    pip.args(["-m", "pip", "install", "--quiet", "--only-binary=:all:"]);
    for (file, _) in REQUIREMENTS {
        pip.args(["--requirement", file]);
    }
    process::succeeds(&mut pip);
}

/// Debian's Python comes without what makes environments, so the module that is missing there is imported.
pub(crate) fn python_with_venv() -> Option<&'static str> {
    ["python3", "python", "/usr/bin/python3"]
        .into_iter()
        .find(|python| {
            process::succeeds_silently(Command::new(python).args(["-c", "import ensurepip, venv"]))
        })
}

/// Outlives a checkout: what is installed there is installed once.
pub(crate) fn cache_folder() -> PathBuf {
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

/// FNV-1a: the same for the same bytes on every machine, which the standard library's hasher does not promise.
pub(crate) fn fingerprint(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .copied()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_requirements_get_an_environment_of_their_own() {
        // FNV-1a's published value for "foobar".
        assert_eq!(fingerprint(b"foobar"), 0x8594_4171_f739_67e8);
        assert_ne!(
            fingerprint(b"argon2-cffi==25.1.0"),
            fingerprint(b"argon2-cffi==25.1.1")
        );
    }

    #[test]
    fn every_python_requirement_is_pinned() {
        assert!(requirements().count() > 0);
        assert!(requirements().all(|line| line.contains("==")));
    }
}
