//! `code --copy` on a real X server without a screen, pasted by another program.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Command, Stdio};

use crate::program::{Home, PROGRAM, Run, run};

/// An X server of its own; ended with the value.
struct Display {
    server: Child,
    name: String,
}

impl Display {
    /// `None` where the programs are missing.
    fn start(test: &str) -> Option<Self> {
        for program in ["Xvfb", "xclip"] {
            if Command::new(program).arg("-version").output().is_err() {
                println!("SKIPPED {test}: {program} is not installed");
                return None;
            }
        }
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-nolisten", "tcp", "-noreset"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut number = String::new();
        BufReader::new(server.stdout.take().unwrap())
            .read_line(&mut number)
            .unwrap();
        let name = format!(":{}", number.trim());
        Some(Self { server, name })
    }

    /// What another program would paste; `None` when the clipboard is empty.
    fn pasted(&self) -> Option<String> {
        let output = self.xclip().arg("-o").output().unwrap();
        output
            .status
            .success()
            .then(|| String::from_utf8(output.stdout).unwrap())
    }

    /// Another program copies.
    fn copy(&self, text: &str) {
        let mut xclip = self
            .xclip()
            .arg("-i")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        xclip
            .stdin
            .take()
            .unwrap()
            .write_all(text.as_bytes())
            .unwrap();
        assert!(xclip.wait().unwrap().success());
    }

    fn xclip(&self) -> Command {
        let mut xclip = Command::new("xclip");
        xclip.args(["-selection", "clipboard", "-display", &self.name]);
        xclip
    }

    fn copy_code(&self, home: &Home, more: &[&str]) -> Run {
        let args = [
            &[
                "--recovery-file",
                "kit",
                "code",
                "GitHub",
                "--at",
                "1111111109",
                "--copy",
            ],
            more,
        ]
        .concat();
        run(home.command(&args).env("DISPLAY", &self.name), None)
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        self.server.kill().unwrap();
        self.server.wait().unwrap();
    }
}

#[test]
fn a_copied_code_can_be_pasted_and_is_not_shown() {
    let Some(display) = Display::start("a_copied_code_can_be_pasted_and_is_not_shown") else {
        return;
    };
    let home = Home::with_account();
    assert_eq!(
        display.copy_code(&home, &[]).done(),
        "Copied, clears in 30 s\n"
    );
    assert_eq!(display.pasted().as_deref(), Some("081804"));
    // Again, while the first owner is still there.
    assert_eq!(
        display.copy_code(&home, &["--next"]).done(),
        "Copied, clears in 30 s\n"
    );
    assert_eq!(display.pasted().as_deref(), Some("050471"));
}

#[test]
fn the_owner_clears_the_clipboard_when_its_time_is_over() {
    let Some(display) = Display::start("the_owner_clears_the_clipboard_when_its_time_is_over")
    else {
        return;
    };
    let mut owner = Owner::start(&display, 1);
    assert_eq!(display.pasted().as_deref(), Some("081804"));
    assert!(owner.0.wait().unwrap().success());
    assert_eq!(display.pasted(), None);
}

#[test]
fn what_somebody_else_copies_afterwards_stays() {
    let Some(display) = Display::start("what_somebody_else_copies_afterwards_stays") else {
        return;
    };
    let mut owner = Owner::start(&display, 60);
    display.copy("something else");
    assert!(owner.0.wait().unwrap().success());
    assert_eq!(display.pasted().as_deref(), Some("something else"));
}

#[test]
fn without_a_desktop_the_copy_fails_and_says_so() {
    let home = Home::with_account();
    let said = home.unlocked(&["code", "GitHub", "--copy"]).failed(1);
    assert!(said.contains("no clipboard"), "{said}");
}

const HOTP: &str = "otpauth://hotp/Bank:bob?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&counter=0";

#[test]
fn without_a_desktop_the_copy_uses_up_no_counter() {
    let home = Home::with_vault();
    home.add(HOTP);
    let before = home.read("vault.countersign");
    home.unlocked(&["code", "Bank", "--copy"]).failed(1);
    assert_eq!(home.read("vault.countersign"), before);
}

#[test]
fn a_counted_code_that_cannot_be_copied_is_shown() {
    let test = "a_counted_code_that_cannot_be_copied_is_shown";
    if Command::new("strace").arg("-V").output().is_err() {
        println!("SKIPPED {test}: strace is not installed");
        return;
    }
    let Some(display) = Display::start(test) else {
        return;
    };
    let home = Home::with_vault();
    home.add(HOTP);
    let mut command = Command::new("strace");
    home.set_up(&mut command);
    // The pipes to the process that would hold the code.
    command
        .args([
            "-f",
            "-o",
            "trace",
            "-e",
            "inject=pipe2:error=EMFILE",
            PROGRAM,
        ])
        .args(["--recovery-file", "kit", "code", "Bank", "--copy"])
        .env("DISPLAY", &display.name);
    let copied = run(&mut command, None);
    // RFC 4226, appendix D.
    assert_eq!((copied.code, copied.stdout.as_str()), (Some(1), "755224\n"));
    assert!(copied.stderr.contains("it is shown instead"), "{copied:?}");
    assert_eq!(home.unlocked(&["code", "Bank"]).done(), "287082\n");
}

#[test]
fn the_code_is_in_no_argument_of_the_owner() {
    let Some(display) = Display::start("the_code_is_in_no_argument_of_the_owner") else {
        return;
    };
    let home = Home::with_account();
    display.copy_code(&home, &[]).done();
    let is_owner = |args: &String| args.contains("clipboard-owner");
    let owners: Vec<String> = arguments_of_all_processes()
        .into_iter()
        .filter(is_owner)
        .collect();
    assert!(!owners.is_empty());
    assert!(
        owners.iter().all(|args| !args.contains("081804")),
        "{owners:?}"
    );
}

fn arguments_of_all_processes() -> Vec<String> {
    let processes = fs::read_dir("/proc")
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let args = processes.filter_map(|process| fs::read(process.join("cmdline")).ok());
    args.map(|args| String::from_utf8_lossy(&args).into_owned())
        .collect()
}

/// The process that holds a code, for as long as the test wants.
struct Owner(Child);

impl Owner {
    fn start(display: &Display, seconds: u64) -> Self {
        let mut owner = Command::new(PROGRAM)
            .args(["clipboard-owner", &seconds.to_string()])
            .env("DISPLAY", &display.name)
            .env_remove("WAYLAND_DISPLAY")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        owner.stdin.take().unwrap().write_all(b"081804").unwrap();
        let mut answer = String::new();
        BufReader::new(owner.stdout.take().unwrap())
            .read_line(&mut answer)
            .unwrap();
        assert_eq!(answer, "copied\n");
        Self(owner)
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}
