//! The security key that tests plug in: a workspace of its own with many packages, built once for the same sources.

use std::fs;
use std::path::{Path, PathBuf};

use crate::process;
use crate::tools;

/// All that it is built of.
const SOURCES: [(&str, &[u8]); 8] = [
    (
        "Cargo.toml",
        include_bytes!("../../tests/virtual-key/Cargo.toml"),
    ),
    (
        "Cargo.lock",
        include_bytes!("../../tests/virtual-key/Cargo.lock"),
    ),
    (
        "src/main.rs",
        include_bytes!("../../tests/virtual-key/src/main.rs"),
    ),
    (
        "src/firmware.rs",
        include_bytes!("../../tests/virtual-key/src/firmware.rs"),
    ),
    (
        "src/frames.rs",
        include_bytes!("../../tests/virtual-key/src/frames.rs"),
    ),
    (
        "src/node.rs",
        include_bytes!("../../tests/virtual-key/src/node.rs"),
    ),
    (
        "data/attestation.der",
        include_bytes!("../../tests/virtual-key/data/attestation.der"),
    ),
    (
        "data/attestation.key",
        include_bytes!("../../tests/virtual-key/data/attestation.key"),
    ),
];

/// The program, there or not; other sources get a folder of their own.
pub(crate) fn program() -> PathBuf {
    let sources = SOURCES.map(|(_, bytes)| bytes).concat();
    let folder = format!("virtual-key-{:016x}", tools::fingerprint(&sources));
    tools::cache_folder().join(folder).join("bin/virtual-key")
}

/// Builds it, beside nothing of ours, and removes what only building needs.
pub(crate) fn build() {
    let program = program();
    let Some(folder) = program.ancestors().nth(2) else {
        return;
    };
    let building = folder.with_extension("building");
    let mut install = process::cargo("install --locked --path tests/virtual-key --root");
    process::succeeds(install.arg(folder).env("CARGO_TARGET_DIR", &building));
    remove(&building);
}

fn remove(folder: &Path) {
    if folder.exists()
        && let Err(problem) = fs::remove_dir_all(folder)
    {
        eprintln!("{} cannot be removed: {problem}", folder.display());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_source_of_the_key_is_left_out() {
        let top = process::root().join("tests/virtual-key");
        let names = |folder: &str| -> Vec<_> {
            let entries = fs::read_dir(top.join(folder)).unwrap();
            let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
            names.map(|name| format!("{folder}/{name}")).collect()
        };
        for name in [names("src"), names("data")].concat() {
            let listed = SOURCES.iter().find(|(listed, _)| *listed == name);
            let (_, bytes) = listed.unwrap_or_else(|| panic!("{name} is not listed"));
            assert_eq!(*bytes, fs::read(top.join(&name)).unwrap());
        }
    }
}
