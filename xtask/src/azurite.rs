//! Azurite, which containers of Azure are tried with: of npm, in a folder of its own beside no checkout.

use std::fs;
use std::path::PathBuf;

use crate::npm;
use crate::process;
use crate::tools;

/// What npm reads: which packages, and the check sums of their bytes.
const FILES: [(&str, &str); 3] = [
    (
        "package.json",
        include_str!("../../crates/platform/tests/objects/azurite/package.json"),
    ),
    (
        "package-lock.json",
        include_str!("../../crates/platform/tests/objects/azurite/package-lock.json"),
    ),
    (
        ".npmrc",
        include_str!("../../crates/platform/tests/objects/azurite/.npmrc"),
    ),
];

/// The script that Node.js runs, there or not.
pub(crate) fn script() -> PathBuf {
    folder().join("node_modules/azurite/dist/src/blob/main.js")
}

pub(crate) fn is_there() -> bool {
    script().is_file() && installed().is_file()
}

/// Installs it, without running any program that comes with a package.
pub(crate) fn install() {
    let folder = folder();
    let write = |(name, text): (&str, &str)| fs::write(folder.join(name), text);
    let written = fs::create_dir_all(&folder).and_then(|()| FILES.into_iter().try_for_each(write));
    if let Err(problem) = written {
        eprintln!("{}: {problem}", folder.display());
        return;
    }
    if process::succeeds(&mut npm::clean_install(&folder))
        && let Err(problem) = fs::write(installed(), "")
    {
        eprintln!("{}: {problem}", installed().display());
    }
}

/// Other packages get a folder of their own.
fn folder() -> PathBuf {
    let files = FILES.map(|(_, text)| text).concat();
    let name = format!("azurite-{:016x}", tools::fingerprint(files.as_bytes()));
    tools::cache_folder().join(name)
}

/// There once everything is. npm removes it before it installs anything else.
fn installed() -> PathBuf {
    folder().join("node_modules/.installed")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_package_is_checked_by_its_bytes_and_comes_from_no_named_place() {
        let [_, (_, lock), _] = FILES;
        let packages = lock.matches("\"node_modules/").count();
        assert!(packages > 100);
        assert_eq!(lock.matches("\"integrity\": \"sha512-").count(), packages);
        assert!(!lock.contains("\"resolved\""));
    }
}
