//! Who leaves is noticed: a login manager on a bus of its own tells what the real one tells.
#![cfg(all(target_os = "linux", feature = "desktop"))]
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "starts a bus and itself"
)]

#[path = "desktop/portal.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod desktop;

use std::io::{BufRead as _, BufReader, PipeReader, Read as _, pipe};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;
use std::{env, thread};

use desktop::Bus;
use platform::presence;
use zbus::blocking::Connection;
use zbus::fdo;
use zbus::zvariant::{DynamicType, ObjectPath, OwnedFd, OwnedObjectPath};

const LOGIN: &str = "org.freedesktop.login1";
const PATH: &str = "/org/freedesktop/login1";
const MANAGER: &str = "org.freedesktop.login1.Manager";
const SESSION: &str = "org.freedesktop.login1.Session";
const OURS: &str = "/org/freedesktop/login1/session/_37";
const OTHER: &str = "/org/freedesktop/login1/session/_38";
const CHILD_WATCHES: &str = "COUNTERSIGN_TEST_WATCHES";
const PATIENCE: Duration = Duration::from_secs(60);

/// Whoever asks to delay sleep gets an end of a pipe; the other end tells when it is closed.
struct Login(Sender<PipeReader>);

#[zbus::interface(name = "org.freedesktop.login1.Manager")]
impl Login {
    fn get_session(&self, name: &str) -> OwnedObjectPath {
        assert_eq!(name, "37");
        ObjectPath::try_from(OURS).unwrap().into()
    }

    fn inhibit(&self, what: &str, _who: &str, _why: &str, mode: &str) -> fdo::Result<OwnedFd> {
        assert_eq!((what, mode), ("sleep", "delay"));
        let (reader, writer) = pipe().unwrap();
        self.0.send(reader).unwrap();
        Ok(OwnedFd::from(std::os::fd::OwnedFd::from(writer)))
    }
}

#[test]
fn the_child_watches() {
    if env::var_os(CHILD_WATCHES).is_some() {
        presence::watch(|| println!("\nLEFT"));
        thread::sleep(PATIENCE);
    }
}

#[test]
fn the_user_leaves_when_the_session_is_locked_and_when_the_computer_goes_to_sleep() {
    let test = "the_user_leaves_when_the_session_is_locked_and_when_the_computer_goes_to_sleep";
    let Some(bus) = Bus::start(test) else { return };
    let (told, delays) = channel();
    let login = bus.serve(LOGIN, PATH, Login(told));
    let mut watcher = Watcher::start(&bus);
    let delay = delays.recv_timeout(PATIENCE).unwrap();

    // Of the first nothing is heard, or the third would be the second.
    signal(&login, OTHER, SESSION, "Lock", &());
    signal(&login, OURS, SESSION, "Lock", &());
    watcher.wait_for_leaving();
    signal(&login, PATH, MANAGER, "PrepareForSleep", &true);
    watcher.wait_for_leaving();
    assert_closed(delay);
    signal(&login, PATH, MANAGER, "PrepareForSleep", &false);
    let delay = delays.recv_timeout(PATIENCE).unwrap();
    signal(&login, PATH, MANAGER, "PrepareForSleep", &true);
    watcher.wait_for_leaving();
    assert_closed(delay);
    assert_eq!(watcher.end(), 3);
}

fn signal<B: zbus::export::serde::Serialize + DynamicType>(
    bus: &Connection,
    path: &str,
    interface: &str,
    member: &str,
    body: &B,
) {
    bus.emit_signal(None::<&str>, path, interface, member, body)
        .unwrap();
}

/// Nobody holds the other end any more: the computer may sleep.
fn assert_closed(mut delay: PipeReader) {
    assert_eq!(delay.read(&mut [0]).unwrap(), 0);
}

/// This test program again, as one that watches.
struct Watcher {
    child: Child,
    output: BufReader<ChildStdout>,
    left: usize,
}

impl Watcher {
    fn start(bus: &Bus) -> Self {
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["--exact", "the_child_watches", "--nocapture"])
            .env(CHILD_WATCHES, "1")
            .env("XDG_SESSION_ID", "37")
            .env("DBUS_SYSTEM_BUS_ADDRESS", &bus.address)
            .env("DBUS_SESSION_BUS_ADDRESS", &bus.address)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        Self {
            child,
            output,
            left: 0,
        }
    }

    fn wait_for_leaving(&mut self) {
        let before = self.left;
        while self.left == before {
            let mut line = String::new();
            assert!(self.output.read_line(&mut line).unwrap() > 0, "it ended");
            self.left += usize::from(line == "LEFT\n");
        }
    }

    /// How often somebody left in all.
    fn end(mut self) -> usize {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        let rest = self
            .output
            .lines()
            .filter(|line| line.as_ref().unwrap() == "LEFT");
        self.left + rest.count()
    }
}
