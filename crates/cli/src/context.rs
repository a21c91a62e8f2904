//! What every command has at hand.

use std::time::Duration;

use indicatif::ProgressBar;
use serde::Serialize;
use session::Effects;

use crate::args::Global;
use crate::failure::Failure;
use crate::print::Out;
use crate::words::{Arg, Words};

pub(crate) struct Context<'a> {
    pub(crate) global: Global,
    pub(crate) words: &'a Words,
    pub(crate) effects: Effects,
    pub(crate) out: Out,
}

impl<'a> Context<'a> {
    pub(crate) fn new(global: Global, words: &'a Words) -> Self {
        let (effects, out) = (Effects::system(), Out::stdout());
        Self {
            global,
            words,
            effects,
            out,
        }
    }

    /// Says that something was done: a message for people, an object for programs.
    pub(crate) fn done(
        &mut self,
        message: &str,
        args: &[Arg<'_>],
        json: &impl Serialize,
    ) -> Result<(), Failure> {
        if self.global.json {
            self.out.json(json)?;
        } else {
            self.out.line(&self.words.text(message, args))?;
        }
        Ok(())
    }
}

/// Shows that the program is at work, if somebody looks, until it is dropped. For the second that a password takes.
pub(crate) fn spinner(words: &Words, message: &str) -> ProgressBar {
    let spinner = ProgressBar::new_spinner().with_message(words.plain(message));
    spinner.enable_steady_tick(Duration::from_millis(100));
    spinner
}
