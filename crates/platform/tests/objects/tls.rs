//! Whether a server is the one that its certificate says.
#![cfg(target_os = "linux")]

use std::env;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use platform::objects::{CloudObjects, Objects as _, ObjectsError, S3Settings};
use zeroize::Zeroizing;

use super::name;

const TEST: &str = "tls::a_server_is_asked_only_if_the_system_knows_its_certificate";
/// The address, for the process in which the system knows the certificate.
const ADDRESS: &str = "COUNTERSIGN_TEST_TLS_ADDRESS";

struct Server(Child);

impl Server {
    /// And its address.
    fn start(certificate: &Path) -> Option<(Self, String)> {
        let Some(python) = env::var_os("COUNTERSIGN_PYTHON") else {
            println!("SKIPPED {TEST}: COUNTERSIGN_PYTHON is not set (cargo xtask test sets it)");
            return None;
        };
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/objects/tls.py");
        let mut process = Command::new(python)
            .arg(script)
            .arg(certificate)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut port = String::new();
        let output = process.stdout.take().unwrap();
        BufReader::new(output).read_line(&mut port).unwrap();
        Some((Self(process), format!("https://127.0.0.1:{}", port.trim())))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn get(endpoint: &str) -> Result<Vec<u8>, ObjectsError> {
    let settings = S3Settings {
        endpoint: endpoint.to_owned(),
        region: "us-east-1".to_owned(),
        bucket: "vault".to_owned(),
        prefix: None,
        access_key: "key".to_owned(),
        secret_key: Zeroizing::new("secret".to_owned()),
    };
    CloudObjects::s3(&settings).unwrap().get(&name("log/1"), 64)
}

/// The second half of the test runs in a process of its own, whose environment names the certificate as one that the
/// system knows.
#[test]
fn a_server_is_asked_only_if_the_system_knows_its_certificate() {
    if let Ok(address) = env::var(ADDRESS) {
        assert_eq!(get(&address), Err(ObjectsError::NotFound));
        let other_name = address.replace("127.0.0.1", "localhost");
        assert_eq!(get(&other_name), Err(ObjectsError::NoAnswer));
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let certificate = folder.path().join("certificate.pem");
    let Some((_server, address)) = Server::start(&certificate) else {
        return;
    };
    assert_eq!(get(&address), Err(ObjectsError::NoAnswer));
    let known = Command::new(env::current_exe().unwrap())
        .args(["--exact", TEST])
        .env(ADDRESS, address)
        .env("SSL_CERT_FILE", certificate)
        .output()
        .unwrap();
    let output = String::from_utf8_lossy(&known.stdout);
    assert!(
        known.status.success() && output.contains("1 passed"),
        "{output}"
    );
}
