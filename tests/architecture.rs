//! The walls of the workspace. Each law is a function over data, so that a test beside it can show
//! that the law is able to fail.
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use workspace::{Dependency, Kind, Package, files, files_ending_in, packages, read, root};

#[path = "architecture/claims.rs"]
mod claims;
#[path = "architecture/workspace.rs"]
mod workspace;

/// Which of our packages each of them may use, in builds, build scripts and tests (docs/architecture.md).
const MAY_USE: &[(&str, &[&str])] = &[
    ("otp", &[]),
    ("vault", &["otp"]),
    ("team", &["otp", "vault"]),
    ("transfer", &["otp", "vault"]),
    ("platform", &[]),
    ("session", &["otp", "vault", "team", "transfer", "platform"]),
    ("cli", &["session"]),
    ("app", &["session"]),
    ("xtask", &[]),
];

/// Packages without a clock, a file, a socket or randomness of their own.
const PURE: &[&str] = &["otp", "vault", "team", "transfer"];

/// What brings such effects.
#[rustfmt::skip]
const EFFECTS: &[&str] = &[
    "arboard", "ashpd", "async-std", "ctap-hid-fido2", "directories", "dirs", "enigo", "fs4", "getrandom", "hidapi",
    "hyper", "keyring-core", "libc", "mio", "nix", "nokhwa", "notify", "object_store", "rand", "reqwest", "rustix",
    "smol", "sysinfo", "tempfile", "tokio", "ureq", "v4l", "windows-sys", "x11rb",
];

/// The packages that may name those.
const EFFECTIVE: &[&str] = &["platform", "xtask"];

const MAX_LINES: usize = 500;
const SOURCE: &[&str] = &["rs", "py", "sh", "ts", "js", "svelte", "css"];

#[test]
fn packages_use_only_what_the_table_allows() {
    assert_none(forbidden_arrows(&packages()));
}

#[test]
fn an_arrow_from_otp_to_platform_is_refused() {
    let packages = [package("otp", &[("platform", Kind::Normal)])];
    assert_eq!(forbidden_arrows(&packages), ["otp may not use platform"]);
}

#[test]
fn an_arrow_that_only_tests_or_build_scripts_need_is_refused_too() {
    let packages = [package(
        "cli",
        &[("vault", Kind::Dev), ("otp", Kind::Build)],
    )];
    assert_eq!(forbidden_arrows(&packages).len(), 2);
}

#[test]
fn a_package_outside_the_table_is_refused() {
    assert_eq!(
        forbidden_arrows(&[package("utils", &[])]),
        ["utils is not in the table"]
    );
}

#[test]
fn every_row_of_the_table_is_a_package() {
    let packages = packages();
    let is_there = |name: &str| packages.iter().any(|package| package.name == name);
    assert_none(
        MAY_USE
            .iter()
            .map(|(name, _)| *name)
            .filter(|name| !is_there(name))
            .collect(),
    );
}

#[test]
fn pure_packages_forbid_unsafe_code() {
    let is_silent =
        |package: &Package| !forbids_unsafe_code(&read(&package.folder.join("src/lib.rs")));
    assert_none(
        pure_packages()
            .into_iter()
            .filter(is_silent)
            .map(|package| package.name)
            .collect(),
    );
}

#[test]
fn a_commented_out_promise_is_no_promise() {
    assert!(forbids_unsafe_code("//! Codes.\n#![forbid(unsafe_code)]\n"));
    assert!(!forbids_unsafe_code(
        "//! Codes.\n// #![forbid(unsafe_code)]\n"
    ));
    assert!(!forbids_unsafe_code("#![deny(unsafe_code)]\n"));
}

#[test]
fn only_platform_and_xtask_name_packages_that_have_effects() {
    assert_none(packages().iter().flat_map(effects).collect());
}

#[test]
fn tokio_is_refused_but_in_tests_and_in_platform() {
    assert_eq!(
        effects(&package("otp", &[("tokio", Kind::Normal)])),
        ["otp names tokio"]
    );
    assert_eq!(
        effects(&package("otp", &[("tokio", Kind::Build)])),
        ["otp names tokio"]
    );
    assert_eq!(
        effects(&package("cli", &[("rustix", Kind::Normal)])),
        ["cli names rustix"]
    );
    assert!(effects(&package("otp", &[("tempfile", Kind::Dev)])).is_empty());
    assert!(effects(&package("platform", &[("tokio", Kind::Normal)])).is_empty());
}

#[test]
fn pure_packages_and_session_make_no_exception_to_the_banned_calls() {
    for name in PURE.iter().chain(&["session"]) {
        let room = root().join("crates").join(name).join("src");
        let mut sources = files_ending_in(&["rs"]);
        sources.retain(|file| file.starts_with(&room));
        assert!(!sources.is_empty(), "{name} has no source");
        // Tests of a module may look at what it wrote.
        sources.retain(|file| !file.ends_with("tests.rs") && makes_an_exception(&read(file)));
        assert_none(sources);
    }
}

#[test]
fn an_exception_to_a_banned_call_is_noticed() {
    assert!(makes_an_exception(
        "#![expect(clippy::disallowed_methods, reason = \"reads a file\")]"
    ));
    assert!(makes_an_exception("#[allow(clippy::disallowed_types)]"));
    assert!(!makes_an_exception("/// What is not allowed is refused."));
}

#[test]
fn every_package_inherits_the_lints_of_the_workspace() {
    let has_its_own = |package: &Package| !inherits_lints(&read(&package.manifest));
    assert_none(
        packages()
            .into_iter()
            .filter(has_its_own)
            .map(|package| package.name)
            .collect(),
    );
}

#[test]
fn lints_of_a_packages_own_are_refused() {
    assert!(inherits_lints(
        "[package]\nname = \"otp\"\n\n[lints]\nworkspace = true\n"
    ));
    assert!(!inherits_lints(
        "[package]\nname = \"otp\"\n\n[lints.rust]\nunsafe_code = \"allow\"\n"
    ));
    assert!(!inherits_lints(
        "[dependencies.zeroize]\nworkspace = true\n"
    ));
}

#[test]
fn every_dependency_has_its_reason_above_it() {
    let unexplained = |package: Package| {
        let names = dependencies_without_reason(&read(&package.manifest));
        names
            .into_iter()
            .map(move |name| format!("{} in {}", name, package.manifest.display()))
    };
    assert_none(packages().into_iter().flat_map(unexplained).collect());
}

#[test]
fn a_dependency_without_a_reason_is_refused() {
    let manifest = "\
[dependencies]
otp = { path = \"crates/otp\" }
zeroize.workspace = true
insta = { workspace = true }
# Passwords are NFC text.
unicode-normalization = \"0.1\"
base32 = \"0.5\"

[target.'cfg(unix)'.dependencies]
rustix = { version = \"1\", features = [\"process\"] }

[dev-dependencies.criterion]
version = \"0.8\"

# The same again, for tests.
[dev-dependencies]
unicode-normalization = { version = \"0.1\", features = [\"std\"] }

[features]
base64 = []
";
    assert_eq!(
        dependencies_without_reason(manifest),
        ["base32", "rustix", "criterion"]
    );
}

#[test]
fn no_source_file_is_longer_than_a_reader_can_hold() {
    let mut sources = files_ending_in(SOURCE);
    sources.retain(|file| is_too_long(&read(file)));
    assert_none(sources);
}

#[test]
fn a_file_of_501_lines_is_refused() {
    assert!(!is_too_long(&"x\n".repeat(500)));
    assert!(is_too_long(&"x\n".repeat(501)));
}

#[test]
fn every_ignored_test_says_why() {
    let mut sources = files_ending_in(&["rs"]);
    sources.retain(|file| ignores_without_reason(&read(file)));
    assert_none(sources);
}

#[test]
fn a_test_ignored_without_a_reason_is_refused() {
    // Put together here, so that this file does not say it.
    let silent = ["#[", "ignore", "]"].concat();
    assert!(ignores_without_reason(&format!(
        "#[test]\n    {silent}\n    fn slow() {{}}\n"
    )));
    assert!(!ignores_without_reason("#[ignore = \"needs an hour\"]"));
}

#[test]
fn no_file_names_a_place_outside_the_repository() {
    let root = root();
    let named = |file: PathBuf| {
        let name = file
            .strip_prefix(&root)
            .expect("the files are below the root");
        let places = places_outside(name, &read(&file)).into_iter();
        places
            .map(|place| format!("{place} in {}", name.display()))
            .collect::<Vec<_>>()
    };
    assert_none(files().into_iter().flat_map(named).collect());
}

#[test]
fn a_path_of_one_machine_is_refused() {
    let text = ["include!(\"/wo", "rk/main/codes.rs\")"].concat();
    assert_eq!(places_outside(Path::new("src/lib.rs"), &text).len(), 1);
    let text = ["cd ..", "/shared"].concat();
    assert_eq!(places_outside(Path::new("tests/scan.rs"), &text).len(), 1);
    assert!(places_outside(Path::new(".ci/run"), &text).is_empty());
}

fn forbidden_arrows(packages: &[Package]) -> Vec<String> {
    packages.iter().flat_map(forbidden_arrows_of).collect()
}

fn forbidden_arrows_of(package: &Package) -> Vec<String> {
    let Some((_, allowed)) = MAY_USE.iter().find(|(name, _)| *name == package.name) else {
        return vec![format!("{} is not in the table", package.name)];
    };
    let ours = package
        .dependencies
        .iter()
        .filter(|dependency| dependency.is_ours);
    let forbidden = ours.filter(|dependency| !allowed.contains(&dependency.name.as_str()));
    forbidden
        .map(|dependency| format!("{} may not use {}", package.name, dependency.name))
        .collect()
}

fn forbids_unsafe_code(lib: &str) -> bool {
    lib.lines().any(|line| line == "#![forbid(unsafe_code)]")
}

fn effects(package: &Package) -> Vec<String> {
    if EFFECTIVE.contains(&package.name.as_str()) {
        return Vec::new();
    }
    let in_use = package
        .dependencies
        .iter()
        .filter(|dependency| dependency.kind != Kind::Dev);
    let with_effects = in_use.filter(|dependency| EFFECTS.contains(&dependency.name.as_str()));
    with_effects
        .map(|dependency| format!("{} names {}", package.name, dependency.name))
        .collect()
}

/// Clippy's lints for what clippy.toml bans begin with this word.
fn makes_an_exception(source: &str) -> bool {
    source.contains("disallowed_")
}

fn inherits_lints(manifest: &str) -> bool {
    let mut lines = manifest
        .lines()
        .skip_while(|line| *line != "[lints]")
        .skip(1);
    lines.next() == Some("workspace = true")
}

/// The names, in a manifest, of what neither inherits its reason from the workspace nor has a comment in the
/// line above its first appearance. Our own packages need no reason: they are paths.
fn dependencies_without_reason(manifest: &str) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let mut unexplained = Vec::new();
    let mut section = "";
    let mut above = "";
    for line in manifest.lines().map(str::trim) {
        if line.starts_with('[') {
            section = line.trim_matches(['[', ']']);
        }
        let is_new = dependency_named(line, section).filter(|name| seen.insert((*name).to_owned()));
        unexplained.extend(
            is_new
                .filter(|_| !above.starts_with('#'))
                .map(str::to_owned),
        );
        above = line;
    }
    unexplained
}

/// The dependency that a line of a manifest declares: `name = ...` in a table of dependencies, or the
/// head of a table of its own.
fn dependency_named<'a>(line: &'a str, section: &'a str) -> Option<&'a str> {
    if line.starts_with('[') {
        return section.rsplit_once("dependencies.").map(|(_, name)| name);
    }
    let (name, value) = line
        .split_once('=')
        .filter(|_| section.ends_with("dependencies") && !line.starts_with('#'))?;
    let is_inherited = name.contains(".workspace") || value.contains("workspace = true");
    (!is_inherited && !value.contains("path = ")).then(|| name.trim())
}

fn is_too_long(text: &str) -> bool {
    text.lines().count() > MAX_LINES
}

fn ignores_without_reason(text: &str) -> bool {
    text.contains(&["#[", "ignore", "]"].concat())
}

/// The needles are put together here, so that this file does not say them. Only the script of unattended
/// runs looks beside the repository.
fn places_outside(file: &Path, text: &str) -> Vec<String> {
    let needles = [["/wo", "rk/"].concat(), ["..", "/shared"].concat()];
    let may_look_outside = file == Path::new(".ci/run");
    needles
        .into_iter()
        .filter(|needle| !may_look_outside && text.contains(needle.as_str()))
        .collect()
}

fn assert_none<T: std::fmt::Debug>(found: Vec<T>) {
    assert!(found.is_empty(), "{found:#?}");
}

fn package(name: &str, dependencies: &[(&str, Kind)]) -> Package {
    let is_ours = |name: &str| MAY_USE.iter().any(|(ours, _)| *ours == name);
    let dependency = |(name, kind): &(&str, Kind)| Dependency {
        name: (*name).to_owned(),
        kind: *kind,
        is_ours: is_ours(name),
    };
    let dependencies = dependencies.iter().map(dependency).collect();
    Package {
        name: name.to_owned(),
        folder: PathBuf::new(),
        manifest: PathBuf::new(),
        dependencies,
    }
}

fn pure_packages() -> Vec<Package> {
    let pure: Vec<Package> = packages()
        .into_iter()
        .filter(|package| PURE.contains(&package.name.as_str()))
        .collect();
    assert_eq!(pure.len(), PURE.len(), "a pure package is missing");
    pure
}
