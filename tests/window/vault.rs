//! A vault for a test, made by the command line, and codes made by another program.

use crate::desktop::Desktop;
use crate::window::Window;
use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{SystemTime, UNIX_EPOCH};

pub(crate) const PASSWORD: &str = "harbor violin orchid tunnel";

/// Makes a vault with a password and a kit, in the place where the program looks for it.
pub(crate) fn create(desktop: &Desktop) {
    fs::write(desktop.file("password"), PASSWORD).expect("the home can be written to");
    desktop.countersign(
        &[
            "--password-file",
            "password",
            "init",
            "--recovery-kit",
            "kit",
        ],
        "",
    );
}

/// Adds an account by its address.
pub(crate) fn add(desktop: &Desktop, uri: &str) {
    desktop.countersign(&["--recovery-file", "kit", "add", "-"], &format!("{uri}\n"));
}

/// Unlocks the window with the password.
pub(crate) fn unlock(window: &Window) {
    window.fill("unlock-password", PASSWORD);
    window.click("unlock-submit");
    window.wait_for("[data-testid=nav-lock]");
}

/// A file of the repository.
pub(crate) fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Unix seconds.
pub(crate) fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.expect("the clock is set").as_secs()
}

/// The code of a Base32 secret for a moment, made by oathtool.
pub(crate) fn oathtool(secret: &str, at: u64, period: u64) -> String {
    let mut child = Command::new("oathtool")
        .args(["--totp", "--base32", "--now", &format!("@{at}")])
        .arg(format!("--time-step-size={period}s"))
        .arg("-")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("oathtool starts");
    let mut stdin = child.stdin.take().expect("standard input is a pipe");
    stdin.write_all(secret.as_bytes()).expect("oathtool reads");
    drop(stdin);
    let output = child.wait_with_output().expect("it was started");
    assert!(output.status.success(), "oathtool failed");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// Asserts that `shown`, read between two moments, is the code of one of them.
pub(crate) fn assert_code(shown: &str, secret: &str, from: u64, until: u64) {
    let right = [oathtool(secret, from, 30), oathtool(secret, until, 30)];
    assert!(
        right.iter().any(|code| code == shown),
        "{shown} is not among {right:?}"
    );
}
