//! Security keys that open the vault: the program and the application inside real keys (tests/virtual-key).

#[path = "../virtual-key/bed.rs"]
mod bed;
mod doctor;
mod managing;
mod unlocking;

use std::env;
use std::fs;
use std::io::{Read as _, Write as _};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use crate::program::{Home, Run};
use bed::Bed;

/// The PIN of every key that has one.
const PIN: &str = "12345678";

/// A home whose program sees the keys, with files of the right PIN and of a wrong one.
fn home() -> Home {
    let mut home = Home::with_account();
    for name in ["LD_PRELOAD", "UMOCKDEV_DIR"] {
        let value = env::var(name).unwrap_or_default();
        home.environment.push((name, value.leak()));
    }
    home.write("pin", format!("{PIN}\n"));
    home.write("wrong-pin", "87654321\n");
    home
}

/// Where a key keeps what it knows, so that it can be plugged in again.
fn state(bed: &Bed, key: &str) -> String {
    let file = bed.folder.path().join(key);
    file.display().to_string()
}

/// Lets Debian's `fido2-token` do what it asks a PIN for, on a terminal.
fn token(home: &Home, arguments: &str, typed: &[&str]) {
    let mut script = Command::new("script");
    let command = format!("fido2-token {arguments} /dev/hidraw0");
    script.args(["--quiet", "--return", "--command", &command, "/dev/null"]);
    let mut child = script
        .current_dir(home.path("."))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut output = child.stdout.take().unwrap();
    let mut said = Vec::new();
    for line in typed {
        // What is typed before it asks is thrown away.
        let mut byte = [0];
        while !said.ends_with(b": ") && output.read(&mut byte).unwrap() == 1 {
            said.extend(byte);
        }
        said.push(b'\n');
        input.write_all(format!("{line}\n").as_bytes()).unwrap();
    }
    output.read_to_end(&mut said).unwrap();
    let text = String::from_utf8_lossy(&said);
    assert!(child.wait().unwrap().success(), "{text}");
}

/// The program, which waits for somebody to touch a key.
fn waiting(home: &Home, args: &[&str]) -> Child {
    let mut command = home.command(args);
    let child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    thread::sleep(Duration::from_secs(1));
    child
}

/// What it left in the end.
fn ended(child: Child) -> Run {
    let output = child.wait_with_output().unwrap();
    Run {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Touches keys that are plugged in with [`Bed::finger`].
fn touch(bed: &Bed) {
    fs::write(bed.finger(), "").unwrap();
}

/// What another program prints.
fn said(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    let output = output.unwrap_or_else(|problem| panic!("{program}: {problem}"));
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} {arguments:?}: {errors}");
    String::from_utf8(output.stdout).unwrap()
}
