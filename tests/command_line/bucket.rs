//! A bucket of a real S3-compatible service (SeaweedFS, of the Python environment that `cargo xtask test` makes), behind a
//! line that can be cut.

use std::io::{self, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};
use std::thread::{self, sleep};
use std::time::{Duration, Instant};

use crate::program::Home;
use crate::running::program;

/// A key to the bucket, both halves.
pub(crate) type Key = [&'static str; 2];

pub(crate) const KEY: Key = ["test", "testtest"];
pub(crate) const NEW_KEY: Key = ["next", "nextnext"];
/// How long the service may take to answer for the first time.
const START: Duration = Duration::from_secs(30);
const PARTS: [&str; 5] = ["s3", "master", "filer", "volume", "admin"];

pub(crate) struct Bucket {
    service: Service,
    endpoint: String,
    /// Where the line leads to; 0 while it is cut.
    line: Arc<AtomicU16>,
    weed: PathBuf,
    folder: tempfile::TempDir,
}

/// The running program.
struct Service {
    process: Child,
    ports: [u16; 10],
}

impl Bucket {
    /// `None`, and a line that says why, where the service is not there.
    pub(crate) fn start(test: &str) -> Option<Self> {
        let weed = program(test, "weed")?;
        let folder = tempfile::tempdir().unwrap();
        let service = Service::start(&weed, folder.path(), KEY);
        let line = Arc::new(AtomicU16::new(service.ports[0]));
        let port = forward(Arc::clone(&line));
        Some(Self {
            service,
            endpoint: format!("http://127.0.0.1:{port}"),
            line,
            weed,
            folder,
        })
    }

    pub(crate) fn endpoint(&self) -> &str {
        &self.endpoint
    }

    pub(crate) fn out_of_reach<T>(&self, meanwhile: impl FnOnce() -> T) -> T {
        self.line.store(0, Ordering::SeqCst);
        let done = meanwhile();
        self.line.store(self.service.ports[0], Ordering::SeqCst);
        done
    }

    /// The line takes what is sent and gives nothing back.
    pub(crate) fn silent<T>(&self, meanwhile: impl FnOnce() -> T) -> T {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        self.line.store(port, Ordering::SeqCst);
        let done = meanwhile();
        self.line.store(self.service.ports[0], Ordering::SeqCst);
        done
    }

    /// The same objects under another key; the one before is worth nothing any more.
    pub(crate) fn change_key(&mut self, key: Key) {
        self.line.store(0, Ordering::SeqCst);
        self.service.end();
        self.service = Service::start(&self.weed, self.folder.path(), key);
        self.line.store(self.service.ports[0], Ordering::SeqCst);
    }
}

impl Service {
    fn start(weed: &Path, folder: &Path, key: Key) -> Self {
        // Another program may take one of the ports at the same moment.
        let started = (0..3).find_map(|_| Self::try_start(weed, folder, key));
        started.expect("the service starts")
    }

    fn try_start(weed: &Path, folder: &Path, [access_key, secret_key]: Key) -> Option<Self> {
        let taken = [(); 10].map(|()| TcpListener::bind("127.0.0.1:0").unwrap());
        let ports = taken.map(|port| port.local_addr().unwrap().port());
        let mut command = Command::new(weed);
        command
            .args("mini -ip=127.0.0.1 -ip.bind=127.0.0.1 -webdav=false -admin.ui=false".split(' '));
        command.args(
            "-master.telemetry=false -s3.port.iceberg=0 -s3.port.lance=0 -bucket=vault".split(' '),
        );
        command.arg(format!("-dir={}", folder.display()));
        let names = PARTS
            .iter()
            .flat_map(|name| [format!("{name}.port"), format!("{name}.port.grpc")]);
        command.args(
            names
                .zip(ports)
                .map(|(name, port)| format!("-{name}={port}")),
        );
        command
            .env("AWS_ACCESS_KEY_ID", access_key)
            .env("AWS_SECRET_ACCESS_KEY", secret_key);
        command
            .env("HOME", folder)
            .env("TMPDIR", folder)
            .current_dir(folder);
        command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let process = command.spawn().unwrap();
        let mut service = Self { process, ports };
        let began = Instant::now();
        while began.elapsed() < START {
            if !service.process.try_wait().is_ok_and(|end| end.is_none()) {
                return None;
            }
            if is_healthy(ports[0]) {
                return Some(service);
            }
            sleep(Duration::from_millis(100));
        }
        None
    }

    fn end(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        // Sockets whose place cannot be chosen.
        let sockets = PARTS
            .iter()
            .flat_map(|part| self.ports.map(|port| (part, port)));
        for (part, port) in sockets {
            for kind in ["", "-grpc"] {
                let _ = std::fs::remove_file(format!("/tmp/seaweedfs-{part}{kind}-{port}.sock"));
            }
        }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.end();
    }
}

/// Puts a key to the bucket into the environment.
pub(crate) fn know(home: &mut Home, key: Key) {
    let names = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];
    home.environment.extend(names.into_iter().zip(key));
}

fn is_healthy(port: u16) -> bool {
    let asked = || -> io::Result<String> {
        let mut stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_read_timeout(Some(Duration::from_secs(2)))?;
        stream.write_all(b"GET /healthz HTTP/1.0\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    };
    asked().is_ok_and(|answer| answer.starts_with("HTTP/1.") && answer.contains(" 200 "))
}

/// Hands connections on to the port that `line` says until the program ends; none while it is 0. Gives the port to
/// connect to.
fn forward(line: Arc<AtomicU16>) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for client in listener.incoming().flatten() {
            let Ok(service) = TcpStream::connect(("127.0.0.1", line.load(Ordering::SeqCst))) else {
                continue;
            };
            let directions = [
                (client.try_clone(), service.try_clone()),
                (Ok(service), Ok(client)),
            ];
            for (from, to) in directions {
                if let (Ok(mut from), Ok(mut to)) = (from, to) {
                    thread::spawn(move || {
                        let _ = io::copy(&mut from, &mut to);
                        let _ = to.shutdown(std::net::Shutdown::Write);
                    });
                }
            }
        }
    });
    port
}
