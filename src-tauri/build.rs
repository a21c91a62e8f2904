//! Puts the pages, icons and the list of allowed commands into the program.

use std::path::Path;
use std::{env, fs};

#[path = "commands/names.rs"]
mod names;

/// What the window shows where nobody built the pages: better than a build that fails for those who only work on the
/// command line. A release is never built that way.
const NO_PAGES: &str = "<!doctype html><meta charset=utf-8><title>Countersign</title>\
    <p>The pages were not built yet: <code>cargo xtask run</code> builds them.</p>";

#[expect(
    clippy::disallowed_methods,
    reason = "a build script looks at files of the repository"
)]
fn main() {
    let index = Path::new("ui/dist/index.html");
    println!("cargo::rerun-if-changed=ui/dist");
    if !index.exists() {
        let release = env::var("PROFILE").is_ok_and(|profile| profile == "release");
        assert!(
            !release,
            "the pages of the window are missing: run `npm --prefix ui ci && npm --prefix ui run build`"
        );
        fs::create_dir_all("ui/dist").expect("the repository can be written to");
        fs::write(index, NO_PAGES).expect("the repository can be written to");
    }
    let commands = tauri_build::AppManifest::new().commands(names::COMMANDS);
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(commands))
        .expect("tauri.conf.json and capabilities/ are sound");
}
