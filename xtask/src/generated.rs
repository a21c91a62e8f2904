//! What is made from other files of the repository and committed beside them.

use crate::npm;
use crate::pages;
use crate::process;

/// The types that the pages share with Rust, into ui/src/ipc/bindings.
pub(crate) fn write_bindings() -> bool {
    let mut test = process::cargo("test --locked --package app --lib bindings");
    test.env("COUNTERSIGN_WRITE_BINDINGS", "1");
    process::succeeds(&mut test)
}

/// Every screen and state, by the real window's engine, into docs/screenshots.
pub(crate) fn take_screenshots() -> bool {
    let window = "test --locked --package app --test window -- --ignored screenshots --nocapture";
    let mut test = process::cargo(window);
    test.env(
        "COUNTERSIGN_SCREENSHOTS",
        process::root().join("docs/screenshots"),
    );
    are_packages_there()
        && pages::build()
        && process::succeeds(&mut npm::script("gallery"))
        && process::succeeds(&mut test)
}

/// The icons of every size, into icons/.
pub(crate) fn draw_icons() -> bool {
    let make =
        "run --release --locked --manifest-path icons/make/Cargo.toml --target-dir target/icons";
    process::succeeds(&mut process::cargo(make))
}

fn are_packages_there() -> bool {
    let there = npm::are_packages_there();
    if !there {
        eprintln!(
            "The npm packages are not here: `cargo xtask run` or `cargo xtask test` installs them."
        );
    }
    there
}
