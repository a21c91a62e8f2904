//! Real servers beside those of S3, each with one account of the test's own.

use std::fs;
use std::io::Write as _;
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Stdio};

use super::running::{Running, program};

pub(crate) const ACCOUNT: &str = "team";
pub(crate) const AZURE_KEY: &str = "bmV2ZXItc2hvd24ta2V5LW9mLXRlc3Rz";
pub(crate) const CONTAINER: &str = "vault";
pub(crate) const DAV_USER: &str = "ada";
pub(crate) const DAV_PASSWORD: &str = "never-shown";

/// Azurite, Microsoft's own stand-in for Azure's Blob Storage, with an empty container. `None`, and a line that says why, where
/// it is not there.
pub(crate) fn azurite(test: &str) -> Option<Running> {
    let script = std::env::var_os("COUNTERSIGN_AZURITE");
    let Some(script) = script.filter(|script| Path::new(script).is_file()) else {
        println!("SKIPPED {test}: COUNTERSIGN_AZURITE is not set (cargo xtask test sets it)");
        return None;
    };
    Some(Running::start(
        |folder, port| {
            let files = folder.join("files");
            fs::create_dir_all(&files).unwrap();
            let mut server = Command::new("node");
            server
                .arg(&script)
                .args(["--silent", "--skipApiVersionCheck"]);
            server.args(["--disableTelemetry", "--blobHost", "127.0.0.1"]);
            server.arg("--blobPort").arg(port.to_string());
            server.arg("--location").arg(files);
            server.env("AZURITE_ACCOUNTS", format!("{ACCOUNT}:{AZURE_KEY}"));
            server
        },
        |port| make_container(port).is_some(),
    ))
}

/// The one request that the program never makes.
fn make_container(port: u16) -> Option<()> {
    let mut node = Command::new("node");
    let url = format!("http://127.0.0.1:{port}/{ACCOUNT}/{CONTAINER}");
    node.args(["-", &url, ACCOUNT, AZURE_KEY])
        .stdin(Stdio::piped());
    let mut node = node.spawn().ok()?;
    let script = include_bytes!("make_container.js");
    node.stdin.take()?.write_all(script).ok()?;
    node.wait().ok()?.success().then_some(())
}

const WSGIDAV: &str = "provider_mapping: {'/': 'FOLDER'}\nsimple_dc:\n  user_mapping:\n    '*':\n      USER:\n        \
    password: PASSWORD\nhttp_authenticator:\n  accept_digest: false\n  default_to_digest: false\n";

/// A WebDAV server of Python with an empty folder `team`. `None`, and a line that says why, where it is not there.
pub(crate) fn wsgidav(test: &str) -> Option<Running> {
    let program = program(test, "wsgidav")?;
    Some(Running::start(
        |folder, port| {
            let files = folder.join("files");
            fs::create_dir_all(files.join("team")).unwrap();
            let config = WSGIDAV.replace("FOLDER", files.to_str().unwrap());
            let config = config.replace("USER", DAV_USER);
            let config = config.replace("PASSWORD", DAV_PASSWORD);
            let path = folder.join("wsgidav.yaml");
            fs::write(&path, config).unwrap();
            let mut server = Command::new(&program);
            server.args(["--quiet", "--host=127.0.0.1"]);
            server.arg(format!("--port={port}"));
            server.arg(format!("--config={}", path.display()));
            server
        },
        |port| TcpStream::connect(("127.0.0.1", port)).is_ok(),
    ))
}
