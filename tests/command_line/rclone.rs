//! `rclone serve s3`, of the Python environment that `cargo xtask test` makes: it takes everybody who creates an object for
//! the first one.

use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use crate::bucket::KEY;
use crate::running::program;

/// A service with the bucket `vault`, ended with the value.
pub(crate) struct Rclone {
    process: Child,
    pub(crate) endpoint: String,
    pub(crate) folder: tempfile::TempDir,
}

impl Rclone {
    /// `None`, and a line that says why, where the program is not there.
    pub(crate) fn start(test: &str) -> Option<Self> {
        let program = program(test, "rclone")?;
        // Another program may take the port at the same moment.
        let started = (0..3).find_map(|_| Self::try_start(&program));
        Some(started.expect("the service starts"))
    }

    fn try_start(program: &Path) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("vault")).unwrap();
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = free.local_addr().unwrap().to_string();
        drop(free);
        let mut command = Command::new(program);
        command.args(["serve", "s3"]).arg(folder.path());
        command.args([
            format!("--addr={address}"),
            format!("--auth-key={}", KEY.join(",")),
        ]);
        command.env("HOME", folder.path());
        command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let mut started = Self {
            process: command.spawn().unwrap(),
            endpoint: format!("http://{address}"),
            folder,
        };
        let answers = (0..300).any(|_| {
            sleep(Duration::from_millis(100));
            let runs = started.process.try_wait().is_ok_and(|end| end.is_none());
            runs && TcpStream::connect(&address).is_ok()
        });
        answers.then_some(started)
    }
}

impl Drop for Rclone {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
