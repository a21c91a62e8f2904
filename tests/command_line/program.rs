//! Runs the program in a folder of its own.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use serde_json::Value;
use tempfile::TempDir;

pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_countersign");
pub(crate) const PASSWORD: &str = "correct horse battery";
/// The account that most tests use, its secret, and its codes by RFC 6238.
pub(crate) const URI: &str =
    "otpauth://totp/GitHub:alice?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=GitHub";
pub(crate) const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

/// What a run of the program left.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    /// What it printed; fails the test unless it was done.
    pub(crate) fn done(self) -> String {
        assert_eq!(self.code, Some(0), "{self:?}");
        assert_eq!(self.stderr, "");
        self.stdout
    }

    /// What it said; fails the test unless it failed with this code and said what to do.
    pub(crate) fn failed(self, code: i32) -> String {
        assert_eq!(self.code, Some(code), "{self:?}");
        assert_eq!(self.stdout, "");
        let has_hint = self.stderr.lines().count() >= 2 || self.stderr.contains("\"hint\":");
        assert!(has_hint, "{self:?}");
        assert!(
            !self.stderr.contains("{$"),
            "an argument is missing: {self:?}"
        );
        self.stderr
    }

    pub(crate) fn json(self) -> Value {
        serde_json::from_str(&self.done()).unwrap()
    }
}

/// A folder with a vault, its password file and its recovery kit; gone with the value.
pub(crate) struct Home {
    folder: TempDir,
    /// What the program's environment has beside the usual.
    pub(crate) environment: Vec<(&'static str, &'static str)>,
}

impl Home {
    /// An empty folder with a password file.
    pub(crate) fn empty() -> Self {
        let home = Self {
            folder: tempfile::tempdir().unwrap(),
            environment: Vec::new(),
        };
        home.write("password", format!("{PASSWORD}\n"));
        home
    }

    /// With a vault that has no accounts. A password is costly, so all tests copy one vault.
    pub(crate) fn with_vault() -> Self {
        static TEMPLATE: OnceLock<[Vec<u8>; 2]> = OnceLock::new();
        let [vault, kit] = TEMPLATE.get_or_init(|| {
            let home = Self::empty();
            let init = [
                "--password-file",
                "password",
                "init",
                "--recovery-kit",
                "kit",
            ];
            home.run(&init).done();
            ["vault.countersign", "kit"].map(|file| fs::read(home.path(file)).unwrap())
        });
        let home = Self::empty();
        home.write("vault.countersign", vault);
        home.write("kit", kit);
        home
    }

    /// With a vault that has one account, [`URI`].
    pub(crate) fn with_account() -> Self {
        let home = Self::with_vault();
        home.add(URI);
        home
    }

    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join(file)
    }

    pub(crate) fn vault(&self) -> PathBuf {
        self.path("vault.countersign")
    }

    pub(crate) fn write(&self, file: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.path(file), bytes).unwrap();
    }

    /// Puts an older state of the vault in its place, on a computer that has never seen a newer one.
    pub(crate) fn put_back(&self, vault: &[u8]) {
        self.write("vault.countersign", vault);
        match fs::remove_dir_all(self.path(".local/state")) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => panic!("{error}"),
            _ => {}
        }
    }

    pub(crate) fn read(&self, file: &str) -> Vec<u8> {
        fs::read(self.path(file)).unwrap()
    }

    /// The program with these arguments and an environment that has nothing of the user's.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(PROGRAM);
        self.set_up(&mut command);
        command.args(args);
        command
    }

    /// Environment and folder for a command that runs the program in the end.
    pub(crate) fn set_up(&self, command: &mut Command) {
        let path = std::env::var_os("PATH").unwrap_or_default();
        command
            .current_dir(self.folder.path())
            .env_clear()
            .env("PATH", path)
            .env("HOME", self.folder.path())
            .env("COUNTERSIGN_VAULT", self.vault())
            .envs(self.environment.iter().copied())
            .stdin(Stdio::null());
        // Where the program notes which of its lines were run.
        let profile = std::env::var_os("LLVM_PROFILE_FILE");
        command.envs(profile.map(|file| ("LLVM_PROFILE_FILE", file)));
    }

    pub(crate) fn run(&self, args: &[&str]) -> Run {
        run(&mut self.command(args), None)
    }

    /// Unlocks with the recovery kit, which costs nothing.
    pub(crate) fn unlocked(&self, args: &[&str]) -> Run {
        self.run(&[&["--recovery-file", "kit"], args].concat())
    }

    /// The same with these lines on standard input.
    pub(crate) fn typed(&self, args: &[&str], input: &str) -> Run {
        let args = [&["--recovery-file", "kit"], args].concat();
        run(&mut self.command(&args), Some(input))
    }

    pub(crate) fn add(&self, uri: &str) {
        self.typed(&["add", "-"], uri).done();
    }

    /// Issuers of all accounts.
    pub(crate) fn issuers(&self) -> Vec<String> {
        let list = self.unlocked(&["list", "--json"]).json();
        let accounts = list.as_array().unwrap().iter();
        accounts
            .map(|account| account["issuer"].as_str().unwrap().to_owned())
            .collect()
    }
}

/// A picture of `tests/command_line/pictures`, all drawn by `qrencode -s 3`: the parts of an export are the first
/// lines of `tests/vectors/transfer/migration/batch_of_three_*.txt`.
pub(crate) fn picture(name: &str) -> String {
    let folder = env!("CARGO_MANIFEST_DIR");
    format!("{folder}/../../tests/command_line/pictures/{name}.png")
}

/// Runs a command to its end.
pub(crate) fn run(command: &mut Command, input: Option<&str>) -> Run {
    if input.is_some() {
        command.stdin(Stdio::piped());
    }
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    if let Some(input) = input {
        // A program that refuses its arguments does not read its input.
        drop(child.stdin.take().unwrap().write_all(input.as_bytes()));
    }
    let output = child.wait_with_output().unwrap();
    Run {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The text with what differs from run to run replaced: ids and times of this century.
pub(crate) fn redacted(text: &str) -> String {
    let is_id = |word: &str| word.len() == 32 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_time = |word: &str| {
        word.len() == 10 && word.starts_with(['1', '2']) && word.parse::<u64>().is_ok()
    };
    let pieces = text.split_inclusive(|c: char| !c.is_ascii_alphanumeric());
    let redact = |piece: &str| {
        let word = piece.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
        match (is_id(word), is_time(word)) {
            (true, _) => piece.replacen(word, "[id]", 1),
            (_, true) => piece.replacen(word, "[time]", 1),
            _ => piece.to_owned(),
        }
    };
    pieces.map(redact).collect()
}

/// Everything in a folder and those in it, by path.
pub(crate) fn content(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let paths = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let files = paths.flat_map(|path| match path.is_dir() {
        true => content(&path),
        false => BTreeMap::from([(path.clone(), fs::read(&path).unwrap())]),
    });
    files.collect()
}
