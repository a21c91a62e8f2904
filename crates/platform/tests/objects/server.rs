//! Real servers of S3, started for one test. They are programs of the Python environment that `cargo xtask test` makes.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use platform::objects::{CloudObjects, Name, Objects as _, ObjectsError, S3Settings};
use zeroize::Zeroizing;

use super::running::program;

const BUCKET: &str = "vault";
const ACCESS_KEY: &str = "test";
const SECRET_KEY: &str = "testtest";
/// The parts of `SeaweedFS`, each with two ports.
const PARTS: [&str; 5] = ["s3", "master", "filer", "volume", "admin"];

/// A server that runs, ended with the value.
pub(crate) struct Server {
    process: Child,
    folder: tempfile::TempDir,
    /// The first one is that of S3.
    ports: [u16; 10],
}

impl Server {
    /// `SeaweedFS`, which has one winner. `None`, and a line that says why, where it is not there.
    pub(crate) fn seaweedfs(test: &str) -> Option<Self> {
        let program = program(test, "weed")?;
        Some(Self::start(|folder| {
            let ports = free_ports();
            let mut weed = Command::new(&program);
            weed.args([
                "mini",
                "-ip=127.0.0.1",
                "-ip.bind=127.0.0.1",
                "-webdav=false",
                "-admin.ui=false",
            ]);
            weed.args([
                "-master.telemetry=false",
                "-s3.port.iceberg=0",
                "-s3.port.lance=0",
            ]);
            weed.arg(format!("-bucket={BUCKET}"));
            weed.arg(format!("-dir={}", folder.display()));
            let names = PARTS.into_iter();
            let names =
                names.flat_map(|name| [format!("{name}.port"), format!("{name}.port.grpc")]);
            weed.args(
                names
                    .zip(ports)
                    .map(|(name, port)| format!("-{name}={port}")),
            );
            weed.env("AWS_ACCESS_KEY_ID", ACCESS_KEY);
            weed.env("AWS_SECRET_ACCESS_KEY", SECRET_KEY);
            (weed, ports)
        }))
    }

    /// `rclone serve s3`, which ignores conditions.
    pub(crate) fn rclone(test: &str) -> Option<Self> {
        let program = program(test, "rclone")?;
        Some(Self::start(|folder| {
            let ports = free_ports();
            std::fs::create_dir(folder.join(BUCKET)).unwrap();
            let mut rclone = Command::new(&program);
            rclone.args(["serve", "s3"]).arg(folder);
            rclone.arg(format!("--addr=127.0.0.1:{}", ports[0]));
            rclone.arg(format!("--auth-key={ACCESS_KEY},{SECRET_KEY}"));
            (rclone, ports)
        }))
    }

    /// Another program may take one of the ports at the same moment.
    fn start(command: impl Fn(&Path) -> (Command, [u16; 10])) -> Self {
        for _ in 0..3 {
            let folder = tempfile::tempdir().unwrap();
            let (mut command, ports) = command(folder.path());
            // Logs, too, are gone with the folder.
            for place in ["HOME", "TMPDIR"] {
                command.env(place, folder.path());
            }
            command.current_dir(folder.path());
            command
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null());
            let process = command.spawn().unwrap();
            let mut server = Self {
                process,
                folder,
                ports,
            };
            if server.answers() {
                return server;
            }
        }
        panic!("the server does not start");
    }

    /// Waits until the bucket is there, for half a minute at most.
    fn answers(&mut self) -> bool {
        let objects = CloudObjects::s3(&self.settings()).unwrap();
        let anything = Name::new("anything").unwrap();
        (0..300).any(|_| {
            sleep(Duration::from_millis(100));
            let has_ended = self.process.try_wait().is_ok_and(|status| status.is_some());
            !has_ended && objects.list(&anything, 1).is_ok()
        })
    }

    /// Where it is, and who we are there.
    pub(crate) fn settings(&self) -> S3Settings {
        S3Settings {
            endpoint: format!("http://127.0.0.1:{}", self.ports[0]),
            region: "us-east-1".to_owned(),
            bucket: BUCKET.to_owned(),
            prefix: None,
            access_key: ACCESS_KEY.to_owned(),
            secret_key: Zeroizing::new(SECRET_KEY.to_owned()),
        }
    }

    /// What it answers to whoever has other settings than those.
    pub(crate) fn answer_to(&self, change: impl FnOnce(&mut S3Settings)) -> [ObjectsError; 3] {
        let mut settings = self.settings();
        change(&mut settings);
        let objects = CloudObjects::s3(&settings).unwrap();
        let name = Name::new("log/1").unwrap();
        [
            objects.create(&name, b"x").unwrap_err(),
            objects.get(&name, 10).unwrap_err(),
            objects.list(&name, 10).unwrap_err(),
        ]
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        // Sockets whose place cannot be chosen.
        for (part, port) in PARTS
            .iter()
            .flat_map(|part| self.ports.map(|port| (part, port)))
        {
            for kind in ["", "-grpc"] {
                let _ = std::fs::remove_file(format!("/tmp/seaweedfs-{part}{kind}-{port}.sock"));
            }
        }
        assert!(self.folder.path().exists(), "the server removed its folder");
    }
}

fn free_ports() -> [u16; 10] {
    let taken = [(); 10].map(|()| TcpListener::bind("127.0.0.1:0").unwrap());
    taken.map(|port| port.local_addr().unwrap().port())
}
