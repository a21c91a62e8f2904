//! A server of one port, started for one test.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

/// A server that runs, ended with the value.
pub(crate) struct Running {
    process: Child,
    folder: tempfile::TempDir,
    port: u16,
}

impl Running {
    /// `command` is given a folder and a port; `answers` says whether what runs at the port is ready.
    pub(crate) fn start(
        command: impl Fn(&Path, u16) -> Command,
        answers: impl Fn(u16) -> bool,
    ) -> Self {
        // Another program may take the port at the same moment.
        for _ in 0..3 {
            let folder = tempfile::tempdir().unwrap();
            let free = TcpListener::bind("127.0.0.1:0").unwrap();
            let port = free.local_addr().unwrap().port();
            drop(free);
            let mut command = command(folder.path(), port);
            for place in ["HOME", "TMPDIR"] {
                command.env(place, folder.path());
            }
            command.current_dir(folder.path());
            command
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null());
            let process = command.spawn().unwrap();
            let mut running = Self {
                process,
                folder,
                port,
            };
            if running.is_ready(&answers) {
                return running;
            }
        }
        panic!("the server does not start");
    }

    fn is_ready(&mut self, answers: impl Fn(u16) -> bool) -> bool {
        (0..300).any(|_| {
            sleep(Duration::from_millis(100));
            let has_ended = self.process.try_wait().is_ok_and(|status| status.is_some());
            !has_ended && answers(self.port)
        })
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A program beside the Python that tests use. `None`, and a line that says why, where it is not there.
pub(crate) fn program(test: &str, name: &str) -> Option<PathBuf> {
    let Some(python) = std::env::var_os("COUNTERSIGN_PYTHON") else {
        println!("SKIPPED {test}: COUNTERSIGN_PYTHON is not set (cargo xtask test sets it)");
        return None;
    };
    let program = Path::new(&python).with_file_name(name);
    if !program.is_file() {
        println!("SKIPPED {test}: {name} is not beside COUNTERSIGN_PYTHON");
        return None;
    }
    Some(program)
}
