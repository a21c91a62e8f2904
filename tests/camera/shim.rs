//! The cameras of `shim.c`, for every test that needs one.

use std::env;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// The library, compiled once; `None` where there is no compiler.
pub(crate) fn compiled() -> Option<&'static Path> {
    static SHIM: OnceLock<Option<PathBuf>> = OnceLock::new();
    SHIM.get_or_init(compile).as_deref()
}

fn compile() -> Option<PathBuf> {
    let shim = Path::new(env!("CARGO_TARGET_TMPDIR")).join("camera-shim.so");
    // Under another name first: an older one may be in use.
    let new = shim.with_extension(std::process::id().to_string());
    let mut cc = Command::new("cc")
        .args([
            "-Wall", "-Wextra", "-Werror", "-O1", "-shared", "-fPIC", "-x", "c", "-",
        ])
        .args(["-ldl", "-o"])
        .arg(&new)
        .stdin(Stdio::piped())
        .spawn()
        .ok()?;
    let mut source = cc.stdin.take().expect("standard input is a pipe");
    let written = source.write_all(include_bytes!("shim.c"));
    drop(source);
    let compiled = cc.wait().expect("it was started").success();
    assert!(
        written.is_ok() && compiled,
        "the cameras of the tests do not compile"
    );
    fs::rename(&new, &shim).expect("the folder can be written to");
    Some(shim)
}
