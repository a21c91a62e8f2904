//! A desktop for tests of the clipboard and of the screen: an X server that nobody sees, and a program that copies.

use std::env;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

/// An X server of its own on a free display number.
pub(crate) struct Display {
    _server: Process,
    pub(crate) name: String,
}

impl Display {
    /// `None` where the programs are missing.
    pub(crate) fn start(test: &str) -> Option<Self> {
        is_installed(test, "xclip").then(|| Self::with_screens(test, &[]))?
    }

    /// With these arguments more. `None` where the program is missing.
    pub(crate) fn with_screens(test: &str, arguments: &[&str]) -> Option<Self> {
        if !is_installed(test, "Xvfb") {
            return None;
        }
        let mut server = Process::start(
            Command::new("Xvfb")
                .args(["-displayfd", "1", "-nolisten", "tcp", "-noreset"])
                .args(arguments),
        );
        let name = format!(":{}", server.line());
        Some(Self {
            _server: server,
            name,
        })
    }

    /// Another program copies something of this format; it stays in the background as the owner and ends with the
    /// display.
    pub(crate) fn copy(&self, format: &str, bytes: &[u8]) {
        let arguments = [
            "-selection",
            "clipboard",
            "-i",
            "-t",
            format,
            "-display",
            &self.name,
        ];
        let mut xclip = Command::new("xclip")
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        xclip.stdin.take().unwrap().write_all(bytes).unwrap();
        assert!(xclip.wait().unwrap().success());
        // It says that it is done before the server has heard of it.
        for _look in 0..500 {
            if self.pasted(format) == bytes {
                return;
            }
            sleep(Duration::from_millis(10));
        }
        panic!("the clipboard does not hold what was copied");
    }

    /// What another program gets in this format.
    fn pasted(&self, format: &str) -> Vec<u8> {
        let arguments = ["-selection", "clipboard", "-o", "-t", format];
        let mut xclip = Command::new("xclip");
        let output = xclip
            .args(arguments)
            .args(["-display", &self.name])
            .output();
        output.unwrap().stdout
    }
}

fn is_installed(test: &str, program: &str) -> bool {
    let is_installed = Command::new(program).arg("-version").output().is_ok();
    if !is_installed {
        println!("SKIPPED {test}: {program} is not installed");
    }
    is_installed
}

/// A program whose output is read line by line; ended with the value.
pub(crate) struct Process {
    child: Child,
    output: BufReader<ChildStdout>,
}

impl Process {
    /// This test program again, for one of its tests alone and with a variable that asks for it: a process finds its
    /// clipboard in the environment.
    pub(crate) fn again(
        test: &str,
        variable: &str,
        value: &str,
        display: Option<&Display>,
    ) -> Self {
        let mut command = Command::new(env::current_exe().unwrap());
        command
            .args(["--exact", test, "--nocapture"])
            .env(variable, value)
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("XDG_SESSION_TYPE")
            .env_remove("DISPLAY")
            .envs(display.map(|display| ("DISPLAY", &display.name)));
        Self::start(&mut command)
    }

    fn start(command: &mut Command) -> Self {
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        Self { child, output }
    }

    pub(crate) fn line(&mut self) -> String {
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
