//! Pictures of the screen through the desktop's Screenshot portal (`org.freedesktop.portal.Screenshot`).
//!
//! The portal looks at the process that asks, and our programs cannot be looked at: they forbid it to keep secrets
//! in their memory ([`crate::hardening::harden`]). So a second, short-lived process of the same program asks: it is
//! started with [`HELPER`], is not hardened, and holds no secret. It writes where the picture is to its standard
//! output and ends; the picture is read, and its file removed, in the first process.

mod helper;

use std::env;
use std::ffi::OsString;
use std::io::Read as _;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use super::picture_file;
use super::{ScreenError, Screenshot};

pub use helper::{HELPER, answer, is_asked_for};

/// How long the user may think about what the desktop asks.
const TIME_TO_ANSWER: Duration = Duration::from_secs(120);
/// The longest answer of the helper, in bytes.
const LONGEST_ANSWER: u64 = 16 << 10;
/// What the helper gets of the environment: how to reach the session's bus, and how to start. Anything else may be
/// a secret.
const ENVIRONMENT: [&str; 4] = [
    "DBUS_SESSION_BUS_ADDRESS",
    "XDG_RUNTIME_DIR",
    "HOME",
    "LD_LIBRARY_PATH",
];

/// The process that asks the portal.
pub struct Helper {
    /// A program that calls [`answer`] when it is started with `arguments`.
    pub program: PathBuf,
    /// Usually [`HELPER`] alone.
    pub arguments: Vec<OsString>,
    /// How long it may take.
    pub time_out: Duration,
}

impl Helper {
    /// This very program once more, for two minutes.
    ///
    /// # Errors
    /// [`ScreenError::Failed`] when the system does not say where the program is.
    pub fn this_program() -> Result<Self, ScreenError> {
        Ok(Self {
            program: env::current_exe().map_err(|_| ScreenError::Failed)?,
            arguments: vec![HELPER.into()],
            time_out: TIME_TO_ANSWER,
        })
    }

    /// What all monitors show, as one picture: the portal does not say where one ends and the next begins. The file
    /// in which the portal gives it is removed.
    ///
    /// # Errors
    /// See [`ScreenError`].
    pub fn capture(&self) -> Result<Screenshot, ScreenError> {
        let answer = self.ask()?;
        let uri = helper::read_answer(&answer)?;
        let path = picture_file::path_of(uri).ok_or(ScreenError::Failed)?;
        Ok(Screenshot {
            monitors: vec![picture_file::take(&path)?],
            windows: Vec::new(),
        })
    }

    /// Everything that the helper writes. It has ended when this returns.
    fn ask(&self) -> Result<String, ScreenError> {
        let mut helper = Ended(self.start()?);
        let mut output = helper.0.stdout.take().ok_or(ScreenError::Failed)?;
        let (done, answer) = mpsc::channel();
        thread::spawn(move || {
            let mut text = String::new();
            let read = output
                .by_ref()
                .take(LONGEST_ANSWER)
                .read_to_string(&mut text);
            // Nobody waits any more after the time is over.
            drop(done.send(read.map(|_| text)));
        });
        let answer = answer
            .recv_timeout(self.time_out)
            .map_err(|_| ScreenError::TimedOut)?;
        answer.map_err(|_| ScreenError::Failed)
    }

    fn start(&self) -> Result<Child, ScreenError> {
        let environment = ENVIRONMENT
            .iter()
            .filter_map(|name| Some((name, env::var_os(name)?)));
        Command::new(&self.program)
            .args(&self.arguments)
            .env_clear()
            .envs(environment)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|_| ScreenError::Failed)
    }
}

/// A process that does not outlive the value. The portal takes its question back when who asked is gone.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        // Both fail only for a process that has ended already.
        drop(self.0.kill());
        drop(self.0.wait());
    }
}
