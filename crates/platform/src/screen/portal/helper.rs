//! The process that asks the portal, and its answer: one line.

use std::ffi::OsString;
use std::io::{self, Write as _};
use std::process::ExitCode;

use ashpd::desktop::ResponseError;
use ashpd::desktop::screenshot::Screenshot;
use ashpd::zbus::{self, fdo};
use ashpd::{Error, PortalError};

use super::ScreenError;

/// The argument that makes a program ask the portal and nothing else. Not for people.
pub const HELPER: &str = "--portal-screenshot";

/// The answer begins with this, and goes on with an address or with one of [`PROBLEMS`].
const ANSWER: &str = "portal-screenshot: ";
/// An address begins with this.
const SCHEME: &str = "file:";

/// What can be wrong, by name.
const PROBLEMS: [(&str, ScreenError); 5] = [
    ("refused", ScreenError::PermissionRefused),
    ("no portal", ScreenError::PortalMissing),
    ("cancelled", ScreenError::Cancelled),
    ("locked", ScreenError::Locked),
    ("failed", ScreenError::Failed),
];

/// Whether this process was started to ask the portal. To be looked at before [`crate::hardening::harden`].
#[must_use]
pub fn is_asked_for(arguments: impl IntoIterator<Item = OsString>) -> bool {
    let mut arguments = arguments.into_iter().skip(1);
    arguments.next().is_some_and(|first| first == HELPER) && arguments.next().is_none()
}

/// Asks the portal and writes the answer to standard output.
pub fn answer() -> ExitCode {
    let answer = async_io::block_on(ask());
    let answer = answer.unwrap_or_else(|problem| name_of(&problem).to_owned());
    let mut out = io::stdout().lock();
    match writeln!(out, "{ANSWER}{answer}").and_then(|()| out.flush()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

/// The address of the picture in what the helper wrote.
pub(super) fn read_answer(output: &str) -> Result<&str, ScreenError> {
    let mut answers = output.lines().filter_map(|line| line.strip_prefix(ANSWER));
    let answer = answers.next().ok_or(ScreenError::Failed)?;
    if answer.starts_with(SCHEME) {
        return Ok(answer);
    }
    let known = PROBLEMS.iter().find(|(name, _)| *name == answer);
    Err(known.map_or(ScreenError::Failed, |(_, problem)| problem.clone()))
}

fn name_of(problem: &ScreenError) -> &'static str {
    let known = PROBLEMS.iter().find(|(_, known)| known == problem);
    known.map_or("failed", |(name, _)| name)
}

/// The address of a new picture of the screen.
async fn ask() -> Result<String, ScreenError> {
    let asked = Screenshot::request().interactive(false).modal(true).send();
    match asked.await.and_then(|request| request.response()) {
        Ok(picture) => Ok(picture.uri().as_str().to_owned()),
        Err(error) => Err(problem(error).await),
    }
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the library's list is long and grows"
)]
async fn problem(error: Error) -> ScreenError {
    match error {
        Error::Response(ResponseError::Cancelled) | Error::Portal(PortalError::Cancelled(_)) => {
            ScreenError::Cancelled
        }
        // The portal gives no other reason: who said no once is not asked again, and a lock screen says no, too.
        Error::Response(ResponseError::Other) if is_locked().await => ScreenError::Locked,
        Error::Response(ResponseError::Other) | Error::Portal(PortalError::NotAllowed(_)) => {
            ScreenError::PermissionRefused
        }
        Error::PortalNotFound(_) => ScreenError::PortalMissing,
        Error::Portal(PortalError::ZBus(error)) | Error::Zbus(error) => bus_problem(error),
        _ => ScreenError::Failed,
    }
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the library's list is long and grows"
)]
fn bus_problem(error: zbus::Error) -> ScreenError {
    match error {
        zbus::Error::Address(_)
        | zbus::Error::Connection(..)
        | zbus::Error::Handshake(_)
        | zbus::Error::InputOutput(_) => ScreenError::PortalMissing,
        error => match fdo::Error::from(error) {
            fdo::Error::AccessDenied(_) => ScreenError::PermissionRefused,
            fdo::Error::ServiceUnknown(_)
            | fdo::Error::NameHasNoOwner(_)
            | fdo::Error::UnknownInterface(_)
            | fdo::Error::UnknownMethod(_)
            | fdo::Error::UnknownObject(_)
            | fdo::Error::SpawnServiceNotFound(_)
            | fdo::Error::SpawnExecFailed(_)
            | fdo::Error::SpawnChildExited(_)
            | fdo::Error::SpawnFailed(_) => ScreenError::PortalMissing,
            _ => ScreenError::Failed,
        },
    }
}

/// Whether the desktop says that a lock screen covers it (`org.freedesktop.ScreenSaver`); no answer is a no.
async fn is_locked() -> bool {
    const NAME: &str = "org.freedesktop.ScreenSaver";
    let Ok(bus) = zbus::Connection::session().await else {
        return false;
    };
    let path = "/org/freedesktop/ScreenSaver";
    let asked = bus.call_method(Some(NAME), path, Some(NAME), "GetActive", &());
    asked
        .await
        .is_ok_and(|reply| reply.body().deserialize::<bool>() == Ok(true))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_found_in_what_else_is_printed() {
        let output = "running 1 test\nportal-screenshot: file:///a%20b.png\nmore\n";
        assert_eq!(read_answer(output), Ok("file:///a%20b.png"));
    }

    #[test]
    fn every_problem_comes_back_as_itself() {
        for (_, problem) in PROBLEMS {
            let output = format!("{ANSWER}{}\n", name_of(&problem));
            assert_eq!(read_answer(&output), Err(problem));
        }
    }

    #[test]
    fn an_answer_that_makes_no_sense_is_a_failure() {
        for output in [
            "",
            "portal-screenshot: ",
            "portal-screenshot: http://a/b.png",
            "file:///a",
        ] {
            assert_eq!(read_answer(output), Err(ScreenError::Failed), "{output}");
        }
    }

    #[test]
    fn only_one_argument_alone_makes_a_helper() {
        let is_helper = |arguments: &[&str]| is_asked_for(arguments.iter().map(OsString::from));
        assert!(is_helper(&["countersign", HELPER]));
        for arguments in [
            &[][..],
            &[HELPER],
            &["countersign"],
            &["countersign", HELPER, "list"],
            &["countersign", "list", HELPER],
        ] {
            assert!(!is_helper(arguments), "{arguments:?}");
        }
    }
}
