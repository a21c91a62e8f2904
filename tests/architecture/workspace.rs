//! The workspace as data: what cargo says about its packages, and its files.
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "reads the workspace's own files and asks cargo about it"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// What a dependency is for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Kind {
    Normal,
    Build,
    Dev,
}

/// One of our packages.
#[derive(Debug)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) folder: PathBuf,
    pub(crate) manifest: PathBuf,
    pub(crate) dependencies: Vec<Dependency>,
}

#[derive(Debug)]
pub(crate) struct Dependency {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    /// A path in the workspace and not a package of the registry.
    pub(crate) is_ours: bool,
}

/// What cargo says about the workspace.
pub(crate) fn packages() -> Vec<Package> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--no-deps"])
        .current_dir(root())
        .output()
        .expect("cargo runs this test, so it can be started");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    let metadata = serde_json::from_slice(&output.stdout).expect("cargo metadata prints JSON");
    list(&metadata, "packages")
        .iter()
        .map(read_package)
        .collect()
}

fn read_package(package: &Value) -> Package {
    let manifest = PathBuf::from(text(package, "manifest_path"));
    let dependencies = list(package, "dependencies");
    Package {
        name: text(package, "name"),
        folder: manifest
            .parent()
            .expect("a manifest lies in a folder")
            .to_owned(),
        manifest,
        dependencies: dependencies.iter().map(read_dependency).collect(),
    }
}

fn read_dependency(dependency: &Value) -> Dependency {
    let field = |name| dependency.get(name).and_then(Value::as_str);
    let kind = match field("kind") {
        None => Kind::Normal,
        Some("build") => Kind::Build,
        Some("dev") => Kind::Dev,
        Some(other) => panic!("cargo knows a new kind of dependency: {other}"),
    };
    Dependency {
        name: text(dependency, "name"),
        kind,
        is_ours: field("path").is_some(),
    }
}

fn text(value: &Value, name: &str) -> String {
    let field = value.get(name).and_then(Value::as_str);
    field
        .unwrap_or_else(|| panic!("cargo metadata has no text {name}"))
        .to_owned()
}

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    let field = value.get(name).and_then(Value::as_array);
    field.unwrap_or_else(|| panic!("cargo metadata has no list {name}"))
}

pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A file's text; bytes that are not text are replaced.
pub(crate) fn read(file: &Path) -> String {
    let bytes = fs::read(file).unwrap_or_else(|problem| panic!("{}: {problem}", file.display()));
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The files of the repository whose names end in one of these.
pub(crate) fn files_ending_in(endings: &[&str]) -> Vec<PathBuf> {
    let is_one = |file: &PathBuf| {
        endings
            .iter()
            .any(|end| file.extension().is_some_and(|e| e == *end))
    };
    files().into_iter().filter(is_one).collect()
}

/// All files of the repository, without what tools leave behind.
pub(crate) fn files() -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![root()];
    while let Some(folder) = folders.pop() {
        if ["target", ".git", "node_modules"]
            .iter()
            .any(|name| folder.ends_with(name))
        {
            continue;
        }
        for entry in fs::read_dir(&folder).expect("the repository can be read") {
            let path = entry.expect("the repository can be read").path();
            if path.is_dir() {
                &mut folders
            } else {
                &mut files
            }
            .push(path);
        }
    }
    assert!(files.len() > 50, "this is not the repository: {files:?}");
    files
}
