//! The clipboard on a real X server without a screen, read by another program. The holder is a process of its
//! own, because it finds its display in the environment.
#![cfg(target_os = "linux")]
#![expect(
    clippy::disallowed_types,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "starts an X server, itself and a program that pastes"
)]

use std::env;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use platform::clipboard::{ClipboardError, hold};

const TEXT: &str = "755224 gr\u{fc}n";
const CHILD_HOLDS_FOR: &str = "COUNTERSIGN_TEST_HOLDS_FOR_MILLISECONDS";

#[test]
fn the_child_holds_the_clipboard() {
    if let Ok(time) = env::var(CHILD_HOLDS_FOR) {
        let time = Duration::from_millis(time.parse().unwrap());
        let ended = hold(TEXT, time, || println!("\nCOPIED"));
        println!("\nENDED {ended:?}");
    }
}

#[test]
fn a_code_can_be_pasted_until_its_time_is_over_and_then_the_clipboard_is_empty() {
    let test = "a_code_can_be_pasted_until_its_time_is_over_and_then_the_clipboard_is_empty";
    let Some(display) = Display::start(test) else {
        return;
    };
    let mut holder = Holder::start(&display, 1_500);
    holder.wait_for("COPIED");
    assert_eq!(display.paste("UTF8_STRING"), Some(TEXT.to_owned()));
    assert_eq!(
        display.paste("UTF8_STRING"),
        Some(TEXT.to_owned()),
        "a second time"
    );
    // What KDE's Klipper and others look for before they remember something.
    assert_eq!(
        display.paste("x-kde-passwordManagerHint"),
        Some("secret".to_owned())
    );
    holder.wait_for("ENDED Ok(Cleared)");
    assert_eq!(display.paste("UTF8_STRING"), None);
}

#[test]
fn what_is_copied_after_a_code_is_left_alone() {
    let Some(display) = Display::start("what_is_copied_after_a_code_is_left_alone") else {
        return;
    };
    let mut holder = Holder::start(&display, 60_000);
    holder.wait_for("COPIED");
    display.copy("something else");
    holder.wait_for("ENDED Ok(TakenOver)");
    assert_eq!(
        display.paste("UTF8_STRING"),
        Some("something else".to_owned())
    );
}

#[test]
fn a_holder_that_is_killed_takes_the_code_with_it() {
    let Some(display) = Display::start("a_holder_that_is_killed_takes_the_code_with_it") else {
        return;
    };
    let mut holder = Holder::start(&display, 60_000);
    holder.wait_for("COPIED");
    drop(holder);
    assert_eq!(display.paste("UTF8_STRING"), None);
}

#[test]
fn without_a_desktop_the_reason_is_said() {
    let mut holder = Holder::start_with(60_000, None);
    holder.wait_for(&format!(
        "ENDED {:?}",
        Err::<(), _>(ClipboardError::NoDisplay)
    ));
}

/// An X server of its own on a free display number.
struct Display {
    _server: Process,
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
        let mut server = Process::start(Command::new("Xvfb").args([
            "-displayfd",
            "1",
            "-nolisten",
            "tcp",
            "-noreset",
        ]));
        let name = format!(":{}", server.line());
        Some(Self {
            _server: server,
            name,
        })
    }

    /// What another program gets in this format; `None` when the clipboard is empty.
    fn paste(&self, format: &str) -> Option<String> {
        let arguments = [
            "-selection",
            "clipboard",
            "-o",
            "-t",
            format,
            "-display",
            &self.name,
        ];
        let output = Command::new("xclip").args(arguments).output().unwrap();
        output
            .status
            .success()
            .then(|| String::from_utf8(output.stdout).unwrap())
    }

    /// Another program copies; it stays in the background as the owner and ends with the display.
    fn copy(&self, text: &str) {
        let mut xclip = Command::new("xclip")
            .args(["-selection", "clipboard", "-i", "-display", &self.name])
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
}

/// This test program again, as the one that copies.
struct Holder(Process);

impl Holder {
    fn start(display: &Display, milliseconds: u32) -> Self {
        Self::start_with(milliseconds, Some(&display.name))
    }

    fn start_with(milliseconds: u32, display: Option<&str>) -> Self {
        let mut command = Command::new(env::current_exe().unwrap());
        command
            .args(["--exact", "the_child_holds_the_clipboard", "--nocapture"])
            .env(CHILD_HOLDS_FOR, milliseconds.to_string())
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("DISPLAY")
            .envs(display.map(|name| ("DISPLAY", name)));
        Self(Process::start(&mut command))
    }

    fn wait_for(&mut self, expected: &str) {
        loop {
            let line = self.0.line();
            if line == expected {
                return;
            }
            assert!(!line.starts_with("ENDED"), "{line} instead of {expected}");
        }
    }
}

/// A program whose output is read line by line; ended with the value.
struct Process {
    child: Child,
    output: BufReader<ChildStdout>,
}

impl Process {
    fn start(command: &mut Command) -> Self {
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        Self { child, output }
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        assert!(
            self.output.read_line(&mut line).unwrap() > 0,
            "the program ended"
        );
        line.trim_end().to_owned()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
