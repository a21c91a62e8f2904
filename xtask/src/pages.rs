//! The window's pages: built from `ui/` and the message catalogue, and put into the program by cargo.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::npm;
use crate::process;

/// What the pages are made from, in the repository.
const SOURCES: [&str; 9] = [
    "locales",
    "ui/src",
    "ui/index.html",
    "ui/package-lock.json",
    "ui/package.json",
    "ui/svelte.config.js",
    "ui/tsconfig.json",
    "ui/vite-plugin-icons.ts",
    "ui/vite.config.ts",
];

/// Builds the pages if one of their sources changed since the last time.
pub(crate) fn build() -> bool {
    let root = process::root();
    if are_current(root) {
        return true;
    }
    println!("Building the pages.");
    let started = SystemTime::now();
    if !process::succeeds(&mut npm::script("build")) {
        return false;
    }
    if let Err(problem) = remember(root, started) {
        eprintln!("The pages will be built again next time: {problem}");
    }
    true
}

/// Whether the pages were built after the last change to a source. Where nobody built them, cargo's build script
/// makes one page that says so; it has no assets.
fn are_current(root: &Path) -> bool {
    let built = root.join("ui/dist/assets").is_dir();
    let last = fs::metadata(stamp(root)).and_then(|stamp| stamp.modified());
    let changed = SOURCES
        .iter()
        .filter_map(|source| newest(&root.join(source)));
    matches!((last, changed.max()), (Ok(last), Some(changed)) if built && changed <= last)
}

/// The last modification of a file, or of a folder and everything in it. `None` when there is nothing of that name.
fn newest(path: &Path) -> Option<SystemTime> {
    let own = fs::metadata(path).and_then(|data| data.modified()).ok()?;
    let entries = fs::read_dir(path).into_iter().flatten().flatten();
    let inside = entries.filter_map(|entry| newest(&entry.path())).max();
    Some(inside.map_or(own, |inside| inside.max(own)))
}

/// Leaves a file that is as old as the build's start: what is changed during a build is built the next time.
fn remember(root: &Path, started: SystemTime) -> io::Result<()> {
    fs::File::create(stamp(root))?.set_modified(started)
}

fn stamp(root: &Path) -> PathBuf {
    root.join("ui/node_modules/.pages-built")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A repository whose pages were just built.
    fn built(name: &str) -> PathBuf {
        let root = std::env::temp_dir().join(format!("xtask-{name}-{}", std::process::id()));
        for folder in ["ui/src/screens", "ui/dist/assets", "ui/node_modules"] {
            fs::create_dir_all(root.join(folder)).unwrap();
        }
        let page = root.join("ui/src/screens/Codes.svelte");
        fs::write(page, "").unwrap();
        remember(&root, SystemTime::now()).unwrap();
        root
    }

    #[test]
    fn pages_are_built_once() {
        let root = built("once");
        assert!(are_current(&root));
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn pages_are_built_again_after_a_change_deep_inside_or_when_they_are_gone() {
        let root = built("again");
        let later = SystemTime::now() + std::time::Duration::from_secs(1);
        let page = fs::File::options()
            .write(true)
            .open(root.join("ui/src/screens/Codes.svelte"))
            .unwrap();
        page.set_modified(later).unwrap();
        assert!(!are_current(&root));

        remember(&root, later).unwrap();
        assert!(are_current(&root));
        fs::remove_dir_all(root.join("ui/dist/assets")).unwrap();
        assert!(!are_current(&root));
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn every_source_is_there() {
        for source in SOURCES {
            assert!(process::root().join(source).exists(), "{source}");
        }
    }
}
