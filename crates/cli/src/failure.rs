//! How a command fails: a class that is the exit code, a message and a hint from the catalogue.

use std::io::{self, Write};
use std::process::ExitCode;

use fluent_bundle::FluentValue;
use serde::Serialize;
use session::{Class, Code, UserError, escape};

use crate::words::{Arg, Words};

/// Why a command did not do what it was asked for.
pub(crate) enum Failure {
    /// The user is told.
    Told(Problem),
    /// The command line ends too early, and this help says what can follow.
    Help(String),
    /// Whoever read our output has seen enough, as `head` does: there is nobody to tell.
    ReaderGone,
}

/// A message of `errors.ftl` and its arguments.
pub(crate) struct Problem {
    id: &'static str,
    class: Class,
    args: Vec<(&'static str, String)>,
    /// Where it happened, if there are several places.
    place: Option<String>,
}

impl Failure {
    /// Something is wrong with the command line or with what was typed.
    pub(crate) fn usage(id: &'static str) -> Self {
        Self::usage_with(id, Vec::new())
    }

    /// [`Self::usage`] with arguments for the message.
    pub(crate) fn usage_with(id: &'static str, args: Vec<(&'static str, String)>) -> Self {
        Self::told(id, Class::Usage, args)
    }

    /// An error of session's that is found out here.
    pub(crate) fn known(code: Code, args: Vec<(&'static str, String)>) -> Self {
        Self::told(code.id(), code.class(), args)
    }

    /// Something else than the user's typing is wrong.
    pub(crate) fn failed(id: &'static str) -> Self {
        Self::failed_with(id, Vec::new())
    }

    /// [`Self::failed`] with arguments for the message.
    pub(crate) fn failed_with(id: &'static str, args: Vec<(&'static str, String)>) -> Self {
        Self::told(id, Class::Failed, args)
    }

    fn told(id: &'static str, class: Class, args: Vec<(&'static str, String)>) -> Self {
        let place = None;
        Self::Told(Problem {
            id,
            class,
            args,
            place,
        })
    }

    /// Says where it happened: one of several pictures, for example.
    pub(crate) fn about(mut self, place: &str) -> Self {
        if let Self::Told(problem) = &mut self {
            problem.place = Some(place.to_owned());
        }
        self
    }

    /// After a part of the work was done: an exit code that says that nothing was would be wrong.
    pub(crate) fn after_a_part(mut self) -> Self {
        if let Self::Told(problem) = &mut self {
            problem.class = Class::Failed;
        }
        self
    }

    /// The message alone.
    pub(crate) fn message(&self, words: &Words) -> String {
        match self {
            Self::Told(problem) => problem.texts(words).0,
            Self::Help(_) | Self::ReaderGone => String::new(),
        }
    }

    /// Tells the user on standard error, as one JSON object if asked so.
    pub(crate) fn tell(&self, words: &Words, json: bool) {
        let text = match self {
            Self::ReaderGone => return,
            Self::Help(help) if !json => help.clone(),
            Self::Help(_) => return Self::usage("usage-incomplete").tell(words, json),
            Self::Told(problem) if json => problem.json(words) + "\n",
            Self::Told(problem) => problem.plain(words) + "\n",
        };
        // When even that cannot be written, the exit code still tells.
        drop(io::stderr().lock().write_all(text.as_bytes()));
    }

    /// 0 to 7, as in docs/cli.md.
    pub(crate) fn exit_code(&self) -> ExitCode {
        match self {
            Self::ReaderGone => ExitCode::SUCCESS,
            Self::Help(_) => ExitCode::from(number(Class::Usage)),
            Self::Told(problem) => ExitCode::from(number(problem.class)),
        }
    }
}

fn number(class: Class) -> u8 {
    match class {
        Class::Failed => 1,
        Class::Usage => 2,
        Class::WrongCredential => 3,
        Class::Damaged => 4,
        Class::NotFound => 5,
        Class::Refused => 6,
        Class::Unreachable => 7,
    }
}

impl Problem {
    fn plain(&self, words: &Words) -> String {
        let (message, hint) = self.texts(words);
        format!("{message}\n{hint}")
    }

    fn json(&self, words: &Words) -> String {
        #[derive(Serialize)]
        struct Envelope<'a> {
            error: Body<'a>,
        }
        #[derive(Serialize)]
        struct Body<'a> {
            code: &'a str,
            message: String,
            hint: String,
        }
        let (message, hint) = self.texts(words);
        let error = Body {
            code: self.id,
            message,
            hint,
        };
        serde_json::to_string(&Envelope { error }).expect("strings can be written as JSON")
    }

    fn texts(&self, words: &Words) -> (String, String) {
        let shown: Vec<(&str, String)> = self
            .args
            .iter()
            .map(|(name, value)| (*name, visible(name, value)))
            .collect();
        let args: Vec<Arg<'_>> = shown
            .iter()
            .map(|(name, value)| match *name {
                // Of how many, the sentence depends.
                "count" => (*name, FluentValue::try_number(value)),
                _ => (*name, value.as_str().into()),
            })
            .collect();
        let place = self
            .place
            .as_deref()
            .map(|place| format!("{}: ", escape(place)));
        let message = place.unwrap_or_default() + &words.text(self.id, &args);
        (message, words.hint(self.id, &args).unwrap_or_default())
    }
}

/// An argument, safe to show. Candidates come as lines; everywhere else a line end is as suspicious as any other
/// control character.
fn visible(name: &str, text: &str) -> String {
    if name != "candidates" {
        return escape(text).into_owned();
    }
    let lines: Vec<_> = text.lines().map(escape).collect();
    lines.join("\n")
}

impl From<UserError> for Failure {
    fn from(error: UserError) -> Self {
        Self::known(error.code(), error.args().to_vec())
    }
}

/// Errors of input are mapped where they happen, so this one is about output.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::ReaderGone;
        }
        Self::failed("output-failed")
    }
}
