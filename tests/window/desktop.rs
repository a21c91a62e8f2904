//! A desktop for one test: a display, a session bus and an empty home of its own.

use crate::window::until;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::Mutex;
use tempfile::TempDir;

/// A process and all that it started; ended together.
pub(crate) struct Group(Child);

impl Group {
    pub(crate) fn start(command: &mut Command) -> Self {
        Self(
            command
                .process_group(0)
                .spawn()
                .expect("the program starts"),
        )
    }

    /// The first line that the process prints.
    fn first_line(&mut self) -> String {
        let mut line = String::new();
        let out = self.0.stdout.take().expect("standard output is a pipe");
        BufReader::new(out)
            .read_line(&mut line)
            .expect("it prints a line");
        line.trim().to_owned()
    }

    /// The exit code, once the process itself has ended.
    pub(crate) fn wait(&mut self) -> Option<i32> {
        self.0.wait().expect("it was started").code()
    }

    pub(crate) fn has_ended(&mut self) -> bool {
        self.0.try_wait().expect("it was started").is_some()
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        // A half-closed window would live on and hold the name that keeps a second start away.
        let group = format!("-{}", self.0.id());
        let _ = Command::new("kill")
            .args(["-KILL", "--", &group])
            .stderr(Stdio::null())
            .status();
        let _ = self.0.wait();
    }
}

/// A display, a session bus and an empty home; ended with the value.
pub(crate) struct Desktop {
    home: TempDir,
    display: String,
    bus: String,
    others: Mutex<Vec<Group>>,
    _server: Group,
    _daemon: Group,
}

/// The program under test, with its pages inside.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_countersign-desktop");

/// What a test needs beside it.
const NEEDED: [&str; 5] = [
    "Xvfb",
    "dbus-daemon",
    "WebKitWebDriver",
    "xclip",
    "oathtool",
];

impl Desktop {
    /// `None`, and a line that says why, where a program is missing.
    pub(crate) fn start(test: &str) -> Option<Self> {
        let missing = |program: &&&str| {
            Command::new(program)
                .arg("--version")
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status()
                .is_err()
        };
        if let Some(program) = NEEDED.iter().find(missing) {
            println!("SKIPPED {test}: {program} is not installed");
            return None;
        }
        let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/dist/assets");
        assert!(
            pages.is_dir(),
            "the pages were not built: `npm --prefix ui run build`"
        );
        let home = TempDir::new().expect("a folder can be made");
        let mut server = Group::start(
            Command::new("Xvfb")
                .args([
                    "-displayfd",
                    "1",
                    "-nolisten",
                    "tcp",
                    "-noreset",
                    "-screen",
                    "0",
                    "2560x2000x24",
                ])
                .stdout(Stdio::piped())
                .stderr(Stdio::null()),
        );
        let mut daemon = Group::start(
            Command::new("dbus-daemon")
                .args(["--session", "--nofork", "--print-address"])
                .stdout(Stdio::piped())
                .stderr(Stdio::null()),
        );
        Some(Self {
            display: format!(":{}", server.first_line()),
            bus: daemon.first_line(),
            home,
            others: Mutex::default(),
            _server: server,
            _daemon: daemon,
        })
    }

    /// Where the vault lies unless a test says otherwise.
    pub(crate) fn vault(&self) -> PathBuf {
        self.home.path().join("data/countersign/vault.countersign")
    }

    /// A file in the user's home.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// The X display, such as `:99`.
    pub(crate) fn display(&self) -> &str {
        &self.display
    }

    /// Another program goes on as long as the desktop is there.
    pub(crate) fn keep(&self, program: Group) {
        self.others
            .lock()
            .expect("no test panicked with it")
            .push(program);
    }

    /// The program `countersign`, which is built beside the window's.
    pub(crate) fn command_line() -> String {
        let beside = Path::new(PROGRAM).with_file_name("countersign");
        assert!(
            beside.exists(),
            "the command line was not built: `cargo build --workspace`"
        );
        beside.display().to_string()
    }

    /// A program as this desktop's user starts it.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        let folder = |name| {
            let path = self.home.path().join(name);
            fs::create_dir_all(&path).expect("the home can be written to");
            path
        };
        command
            .env("HOME", self.home.path())
            .env("XDG_DATA_HOME", folder("data"))
            .env("XDG_CONFIG_HOME", folder("config"))
            .env("XDG_CACHE_HOME", folder("cache"))
            .env("XDG_RUNTIME_DIR", folder("run"))
            .env("DISPLAY", &self.display)
            .env("DBUS_SESSION_BUS_ADDRESS", &self.bus)
            .env("LANG", "C.UTF-8")
            .env("NO_AT_BRIDGE", "1")
            .env("GTK_A11Y", "none")
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("COUNTERSIGN_VAULT")
            .current_dir(self.home.path());
        command
    }

    /// The command line. `input` is what is typed.
    pub(crate) fn countersign(&self, args: &[&str], input: &str) -> Output {
        let mut child = self
            .command(&Self::command_line())
            .args(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut stdin = child.stdin.take().expect("standard input is a pipe");
        stdin
            .write_all(input.as_bytes())
            .expect("it reads what is typed");
        drop(stdin);
        let output = child.wait_with_output().expect("it was started");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "countersign {args:?}: {said}");
        output
    }

    /// Whether a program with this name is on the session bus.
    pub(crate) fn is_on_bus(&self, name: &str) -> bool {
        let mut asked = self.command("dbus-send");
        asked.args(["--session", "--print-reply", "--dest=org.freedesktop.DBus"]);
        asked.args(["/org/freedesktop/DBus", "org.freedesktop.DBus.NameHasOwner"]);
        let answer = asked.arg(format!("string:{name}")).output();
        let answer = answer.expect("dbus-send starts");
        String::from_utf8_lossy(&answer.stdout).contains("boolean true")
    }

    /// Another program copies a picture or text.
    pub(crate) fn copy(&self, kind: &str, content: &Path) {
        let copied = self
            .command("xclip")
            .args(["-selection", "clipboard", "-t", kind, "-i"])
            .arg(content)
            .stdout(Stdio::null())
            .status();
        assert!(copied.expect("xclip starts").success());
        // It goes on in the background, and may not have taken the clipboard yet.
        let text = fs::read_to_string(content).ok();
        until("what was copied", || {
            text.is_none() || self.pasted() == text
        });
    }

    /// What another program would paste; `None` when the clipboard is empty.
    pub(crate) fn pasted(&self) -> Option<String> {
        let output = self
            .command("xclip")
            .args(["-selection", "clipboard", "-o"])
            .output();
        let output = output.expect("xclip starts");
        output
            .status
            .success()
            .then(|| String::from_utf8_lossy(&output.stdout).into_owned())
    }
}
