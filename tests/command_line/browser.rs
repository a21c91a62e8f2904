//! Chromium, driven through its own driver, by the W3C's WebDriver protocol.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::program::Home;

/// The longest that anything may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(180);
/// How WebDriver marks an element's id.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A program and all that it starts; they end with the value, and with this process, however that ends.
pub(crate) struct Group(Child);

/// A shell in a session of its own starts the program, and waits for the end of its own standard input, which only this
/// process holds. Then everything in the session is killed, in whatever process group it is.
const GUARD: &str = r#"
"$@" </dev/null &
read -r _
for process in /proc/[0-9]*; do
    number=${process#/proc/}
    set -- $(sed 's/.*) //' "$process/stat" 2>/dev/null)
    [ "$4" = $$ ] && [ "$number" != $$ ] && kill -KILL "$number"
done
"#;

impl Group {
    /// The beginning of a command that can be started; arguments and environment follow.
    pub(crate) fn command(program: impl AsRef<OsStr>) -> Command {
        let mut guard = Command::new("setsid");
        guard.args(["sh", "-c", GUARD, "guard"]).arg(program);
        guard
    }

    pub(crate) fn start(command: &mut Command) -> Self {
        command.stdin(Stdio::piped());
        command.stdout(Stdio::null()).stderr(Stdio::null());
        Self(command.spawn().unwrap())
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        drop(self.0.wait());
    }
}

/// As when this process is killed: the system closes what it held.
#[test]
fn what_a_test_started_ends_with_it_also_in_other_process_groups() {
    let folder = tempfile::tempdir().unwrap();
    let started = folder.path().join("started");
    let mut program = Group::command("sh");
    // `set -m` gives what is started after it a process group of its own.
    let script = "set -m; sleep 1000 & echo $! $$ >started.new; mv started.new started; wait";
    program.args(["-c", script]).current_dir(folder.path());
    let mut group = Group::start(&mut program);
    until("a program that starts", || started.exists(), || Value::Null);
    drop(group.0.stdin.take());
    let processes = std::fs::read_to_string(started).unwrap();
    assert_eq!(processes.split_whitespace().count(), 2);
    let is_over = || {
        let mut processes = processes.split_whitespace();
        // One that was killed and that nobody has waited for has no command line.
        let runs = |process| std::fs::read(format!("/proc/{process}/cmdline"));
        processes.all(|process| {
            runs(process).is_ok_and(|line| line.is_empty()) || runs(process).is_err()
        })
    };
    until("the end of all of it", is_over, || Value::Null);
}

/// A browser with an empty profile.
pub(crate) struct Browser {
    port: u16,
    session: String,
    _driver: Group,
}

impl Browser {
    /// Opens on this display, with its profile in this folder and nothing of the user's: no session bus, no keyring.
    pub(crate) fn open(home: &Home, display: &str, profile: &Path) -> Self {
        let port = free_port();
        let mut driver = Group::command("chromedriver");
        home.set_up(&mut driver);
        driver.arg(format!("--port={port}")).env("DISPLAY", display);
        let driver = Group::start(driver.env("HOME", profile));
        wait_for_port(port);
        let args = [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            "--window-position=0,0",
            "--window-size=1200,860",
            &format!("--user-data-dir={}", profile.join("profile").display()),
        ];
        let wanted = json!({ "browserName": "chrome", "goog:chromeOptions": { "args": args } });
        let wanted = json!({ "capabilities": { "alwaysMatch": wanted } });
        let made = request(port, "POST", "/session", &wanted);
        let session = made["sessionId"].as_str();
        Self {
            port,
            session: session.unwrap_or_else(|| panic!("{made}")).to_owned(),
            _driver: driver,
        }
    }

    pub(crate) fn go(&self, address: &str) {
        let answer = self.post("/url", &json!({ "url": address }));
        assert!(answer.is_null(), "{answer}");
    }

    /// Types into the field of this name, as soon as the page has it.
    pub(crate) fn type_into(&self, name: &str, text: &str) {
        let field = self.find(&format!("[name={name}]"));
        let answer = self.post(&format!("/element/{field}/value"), &json!({ "text": text }));
        assert!(answer.is_null(), "{answer}");
    }

    /// Presses Enter in the field of this name.
    pub(crate) fn enter(&self, name: &str) {
        self.type_into(name, "\u{e007}");
    }

    pub(crate) fn click(&self, css: &str) {
        let element = self.find(css);
        let answer = self.post(&format!("/element/{element}/click"), &json!({}));
        assert!(answer.is_null(), "{answer}");
    }

    /// Waits until the page's address ends so.
    pub(crate) fn wait_for_page(&self, end: &str) {
        let is_there = || {
            let address = self.script("return location.pathname");
            address.as_str().is_some_and(|path| path == end)
        };
        until(end, is_there, || {
            self.script("return document.body.innerText")
        });
    }

    /// The element's id, as soon as there is one.
    fn find(&self, css: &str) -> String {
        let mut found = None;
        let look = || {
            let query = json!({ "using": "css selector", "value": css });
            let answer = self.post("/element", &query);
            found = answer[ELEMENT].as_str().map(str::to_owned);
            found.is_some()
        };
        until(css, look, || self.script("return document.body.innerText"));
        found.unwrap()
    }

    fn script(&self, script: &str) -> Value {
        self.post("/execute/sync", &json!({ "script": script, "args": [] }))
    }

    fn post(&self, path: &str, body: &Value) -> Value {
        let path = format!("/session/{}{path}", self.session);
        request(self.port, "POST", &path, body)
    }
}

impl Drop for Browser {
    /// The driver ends the browser, which may be outside its group.
    fn drop(&mut self) {
        let path = format!("/session/{}", self.session);
        drop(try_request(self.port, "DELETE", &path, &json!({})));
    }
}

/// A port that nobody listens to.
pub(crate) fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

/// Waits until somebody listens.
pub(crate) fn wait_for_port(port: u16) {
    let listens = || TcpStream::connect(("127.0.0.1", port)).is_ok();
    until("a program that listens", listens, || Value::Null);
}

fn until(what: &str, mut is_so: impl FnMut() -> bool, seen: impl Fn() -> Value) {
    let start = Instant::now();
    while !is_so() {
        assert!(
            start.elapsed() < PATIENCE,
            "{what} does not come: {}",
            seen()
        );
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn request(port: u16, method: &str, path: &str, body: &Value) -> Value {
    try_request(port, method, path, body).unwrap()
}

/// What the driver answers: a value, or an object that names an error.
fn try_request(port: u16, method: &str, path: &str, body: &Value) -> std::io::Result<Value> {
    let body = body.to_string();
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let length = body.len();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\
         Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
    )?;
    let answer: Value = serde_json::from_slice(&answer_body(BufReader::new(stream))?)?;
    Ok(answer["value"].clone())
}

/// As long as the head says: the driver leaves the connection open after it.
fn answer_body(mut answer: impl BufRead) -> std::io::Result<Vec<u8>> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        answer.read_line(&mut line)?;
        let Some((name, value)) = line.split_once(':') else {
            match line.trim().is_empty() {
                true => break,
                false => continue,
            }
        };
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().map_err(std::io::Error::other)?;
        }
    }
    let mut body = vec![0; length];
    answer.read_exact(&mut body)?;
    Ok(body)
}
