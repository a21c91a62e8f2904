//! Starting other programs: where they run, what they see, and how their output is read.

use std::env;
use std::ffi::{OsStr, OsString};
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The repository's top folder.
pub(crate) fn root() -> &'static Path {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask)
}

/// Whether this is an unattended run, where nothing may be skipped without being listed.
pub(crate) fn in_ci() -> bool {
    env::var_os("CI").is_some_and(|value| !value.is_empty())
}

/// The same cargo that started us.
pub(crate) fn cargo_path() -> OsString {
    env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// That cargo as a [`program`], with arguments that have no spaces in them.
pub(crate) fn cargo(arguments: &str) -> Command {
    let mut command = program(cargo_path());
    command.args(arguments.split_whitespace());
    command
}

/// A program started in the repository that sees neither the developer's vault nor its password.
pub(crate) fn program(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    command
        .current_dir(root())
        .env_remove("COUNTERSIGN_VAULT")
        .env_remove("COUNTERSIGN_PASSWORD");
    if in_ci() {
        command.env("CARGO_INCREMENTAL", "0");
    }
    command
}

/// Gives a command an empty home folder, so that a test which forgets to name its vault cannot reach
/// the developer's own. Cargo and rustup keep theirs.
pub(crate) fn with_empty_home(mut command: Command) -> io::Result<Command> {
    let home = target_folder().join("test-home");
    if home.exists() {
        std::fs::remove_dir_all(&home)?;
    }
    std::fs::create_dir_all(&home)?;
    for (variable, folder) in [("CARGO_HOME", ".cargo"), ("RUSTUP_HOME", ".rustup")] {
        if let (None, Some(own)) = (env::var_os(variable), env::home_dir()) {
            command.env(variable, own.join(folder));
        }
    }
    for variable in [
        "XDG_DATA_HOME",
        "XDG_STATE_HOME",
        "XDG_CONFIG_HOME",
        "XDG_CACHE_HOME",
    ] {
        command.env_remove(variable);
    }
    command.env("HOME", home);
    Ok(command)
}

/// Where cargo builds.
pub(crate) fn target_folder() -> PathBuf {
    let folder = env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
    root().join(folder)
}

/// Runs a command with our own terminal and says whether it succeeded.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    command.status().is_ok_and(|status| status.success())
}

/// As [`succeeds`], in silence.
pub(crate) fn succeeds_silently(command: &mut Command) -> bool {
    succeeds(
        command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null()),
    )
}

/// The first line a command prints, empty when it cannot be run.
pub(crate) fn first_line(command: &mut Command) -> String {
    let output = command
        .output()
        .map(|output| output.stdout)
        .unwrap_or_default();
    String::from_utf8_lossy(&output)
        .lines()
        .next()
        .unwrap_or_default()
        .trim()
        .to_owned()
}

/// Runs a command, prints its output as it comes and shows each line to `each` too.
pub(crate) fn stream(mut command: Command, mut each: impl FnMut(&str)) -> io::Result<bool> {
    let (reader, writer) = io::pipe()?;
    command.stdout(writer.try_clone()?).stderr(writer);
    let mut child = command.spawn()?;
    // The command holds our ends of the pipe; while they are open, reading does not end.
    drop(command);
    let mut reader = BufReader::new(reader);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line)? > 0 {
        let text = String::from_utf8_lossy(&line);
        print!("{text}");
        each(text.trim_end());
        line.clear();
    }
    Ok(child.wait()?.success())
}

/// Whether a program of this name is in one of the folders of `PATH`.
pub(crate) fn is_on_path(name: &str) -> bool {
    let file = format!("{name}{}", env::consts::EXE_SUFFIX);
    let path = env::var_os("PATH").unwrap_or_default();
    // Where the system's own programs are, which a user's path may leave out.
    let system = ["/usr/sbin", "/sbin"].map(PathBuf::from);
    env::split_paths(&path)
        .chain(system)
        .any(|folder| folder.join(&file).is_file())
}
