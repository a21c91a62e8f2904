//! `code --copy`: a small process of our own holds the code on the clipboard and clears it.
//!
//! On X11 and Wayland a text is on the clipboard only while its owner lives, and nobody wants to wait 30
//! seconds for the next prompt. The owner is this program again, started with [`OWNER`]; it gets the code through
//! a pipe and answers on another whether it worked.

use std::ffi::OsString;
use std::io::{self, BufRead, BufReader, Read, Write};
#[cfg(unix)]
use std::os::unix::process::CommandExt as _;
use std::process::{Child, ExitCode, Stdio};

use session::{Code, SecretText, Wish, hold_clipboard};
use zeroize::Zeroizing;

use crate::failure::Failure;

/// How long a code stays on the clipboard.
pub(crate) const SECONDS: u64 = 30;

/// The command of the owner process. Not part of the command line that people see.
const OWNER: &str = "clipboard-owner";
const COPIED: &str = "copied";
/// Longer than any code.
const MAX_CODE: u64 = 64;

/// Copies `code` and returns once it can be pasted.
pub(crate) fn copy(code: &SecretText) -> Result<(), Failure> {
    let failed = |_| Failure::known(Code::ClipboardFailed, Vec::new());
    let mut owner = start_owner().map_err(failed)?;
    let answer = hand_over(&mut owner, code).map_err(failed)?;
    if answer == COPIED {
        return Ok(());
    }
    let reported = Code::ALL.iter().find(|known| known.id() == answer);
    Err(Failure::known(
        *reported.unwrap_or(&Code::ClipboardFailed),
        Vec::new(),
    ))
}

#[expect(
    clippy::disallowed_types,
    reason = "starts this very program again and nothing else"
)]
fn start_owner() -> io::Result<Child> {
    let mut owner = std::process::Command::new(std::env::current_exe()?);
    owner
        .args([OWNER, &SECONDS.to_string()])
        .env_remove(crate::unlock::PASSWORD_VARIABLE)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    // Ctrl-C and the end of the shell are not meant for it.
    #[cfg(unix)]
    owner.process_group(0);
    owner.spawn()
}

/// Sends the code and waits for the first line of the answer.
fn hand_over(owner: &mut Child, code: &SecretText) -> io::Result<String> {
    let gone = || io::Error::from(io::ErrorKind::BrokenPipe);
    let mut to_owner = owner.stdin.take().ok_or_else(gone)?;
    to_owner.write_all(code.expose().as_bytes())?;
    drop(to_owner);
    let mut answer = String::new();
    BufReader::new(owner.stdout.take().ok_or_else(gone)?).read_line(&mut answer)?;
    Ok(answer.trim_end().to_owned())
}

/// For how many seconds this process is to be the owner, if that is what it was started for.
pub(crate) fn owner_arguments(args: &[OsString]) -> Option<u64> {
    match args {
        [_, command, seconds] if command == OWNER => seconds.to_str()?.parse().ok(),
        _ => None,
    }
}

/// The owner process: reads the code, answers, and stays until the clipboard is cleared or taken over.
pub(crate) fn own(seconds: u64) -> ExitCode {
    let mut bytes = Zeroizing::new(Vec::with_capacity(64));
    let read = io::stdin().lock().take(MAX_CODE).read_to_end(&mut bytes);
    let Some(code) = read
        .ok()
        .and_then(|_| String::from_utf8(std::mem::take(&mut *bytes)).ok())
    else {
        return ExitCode::FAILURE;
    };
    let code = SecretText::from(code);
    let keep = || Wish::Keep;
    match hold_clipboard(&code, seconds, &mut || answer(COPIED), &keep) {
        Ok(_) => ExitCode::SUCCESS,
        Err(error) => {
            answer(error.code().id());
            ExitCode::FAILURE
        }
    }
}

/// If nobody listens any more the code is still cleared in time.
fn answer(text: &str) {
    let mut out = io::stdout().lock();
    drop(writeln!(out, "{text}").and_then(|()| out.flush()));
}
