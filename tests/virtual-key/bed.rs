//! A world in which keys are plugged in: the test is started again below `umockdev-run`, alone.
//!
//! Tests of several packages include this file; `CARGO_MANIFEST_DIR` is that of a package in `crates`, or of the project.

use std::env;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

/// Runs `body` where keys can be plugged in; `test` is the name of the test that calls this.
pub(crate) fn in_bed(test: &str, body: impl FnOnce(&Bed)) {
    let Some(program) = env::var_os("COUNTERSIGN_VIRTUAL_KEY") else {
        println!("SKIPPED {test}: COUNTERSIGN_VIRTUAL_KEY is not set (cargo xtask test sets it)");
        return;
    };
    if let Some(shown) = env::var_os("UMOCKDEV_DIR") {
        let bed = Bed {
            program: program.into(),
            shown: shown.into(),
            folder: tempfile::tempdir().unwrap(),
        };
        bed.hide("hidraw0");
        bed.hide("hidraw1");
        body(&bed);
        return;
    }
    let description = Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .map(|folder| folder.join("tests/virtual-key"))
        .find(|folder| folder.is_dir())
        .unwrap();
    let mut again = Command::new("umockdev-run");
    again.arg("--device").arg(description.join("key.umockdev"));
    for node in ["hidraw0", "hidraw1"] {
        let answers = description.join(node).with_extension("ioctl");
        again.arg("--ioctl");
        again.arg(format!("/dev/{node}={}", answers.display()));
    }
    again.arg("--").arg(env::current_exe().unwrap());
    again.args(["--exact", test, "--nocapture"]);
    let Ok(output) = again.output() else {
        return println!("SKIPPED {test}: umockdev-run is not here");
    };
    let text = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    // A name that no test has would pass as well.
    let passed = output.status.success() && text.contains("test result: ok. 1 passed");
    assert!(passed, "{text}\n{errors}");
    let figures = text.lines().filter(|line| line.contains(" after "));
    figures.for_each(|line| println!("{line}"));
}

pub(crate) struct Bed {
    program: PathBuf,
    /// What programs see as `/dev` and `/sys`.
    shown: PathBuf,
    pub(crate) folder: TempDir,
}

/// A key that is plugged in as long as this is there.
pub(crate) struct Plugged<'a> {
    bed: &'a Bed,
    nodes: Vec<String>,
    process: Child,
}

impl Bed {
    /// Plugs a key in at `hidraw0`.
    pub(crate) fn plug(&self, options: &[&str]) -> Plugged<'_> {
        self.plug_at(&["hidraw0"], options)
    }

    pub(crate) fn plug_at(&self, nodes: &[&str], options: &[&str]) -> Plugged<'_> {
        let named = nodes.iter().flat_map(|node| ["--node", node]);
        let mut process = Command::new(&self.program)
            .args(named)
            .args(options)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let output = process.stdout.take().unwrap();
        BufReader::new(output).read_line(&mut line).unwrap();
        assert_eq!(line, "ready\n");
        for node in nodes {
            fs::rename(self.folder.path().join(node), self.class(node)).unwrap();
        }
        Plugged {
            bed: self,
            nodes: nodes.iter().map(ToString::to_string).collect(),
            process,
        }
    }

    /// A file whose presence is a finger on the key.
    pub(crate) fn finger(&self) -> PathBuf {
        self.folder.path().join("finger")
    }

    fn class(&self, node: &str) -> PathBuf {
        self.shown.join("sys/class/hidraw").join(node)
    }

    fn hide(&self, node: &str) {
        fs::rename(self.class(node), self.folder.path().join(node)).unwrap();
    }
}

impl Plugged<'_> {
    /// Pulls it out.
    pub(crate) fn pull(self) {}
}

impl Drop for Plugged<'_> {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        for node in &self.nodes {
            self.bed.hide(node);
        }
    }
}
