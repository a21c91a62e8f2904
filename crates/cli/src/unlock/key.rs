//! Security keys: unlocking by one, and `slots add fido2`.

use std::io::{self, IsTerminal as _, Write as _};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::Serialize;
use session::keys::{self, Control, SecurityKeys, Step};
use session::unlock::{self, Credential};
use session::{SecretText, escape};

use super::{first_line, open};
use crate::args::{AddKey, Global};
use crate::context::Context;
use crate::failure::Failure;
use crate::prompt;
use crate::words::Words;

/// What a plugged-in key that opens the vault at `path` answers.
pub(super) fn credential(
    global: &Global,
    words: &Words,
    path: &Path,
) -> Result<Credential, Failure> {
    let wanted = keys::wanted(path)?;
    let system = SecurityKeys::system();
    let control = control(global, words);
    let interruptible = control.cancelled_by_interrupt();
    let found = keys::find(&system, &wanted, &control)?;
    let pin = pin(global, words, found.needs_pin())?;
    let answer = keys::answer(&system, &found, pin.as_ref(), &control)?;
    drop(interruptible);
    Ok(answer)
}

/// Tells a person at a terminal, once for each wait, that the key wants to be touched.
pub(crate) fn control(global: &Global, words: &Words) -> Control {
    let touch = words.plain("key-touch");
    let tells = io::stderr().is_terminal() && !global.json;
    let told = AtomicBool::new(false);
    Control::new(move |step| match step {
        Step::WantsTouch if tells && !told.swap(true, Ordering::SeqCst) => {
            // There is nobody else to tell.
            drop(writeln!(io::stderr().lock(), "{touch}"));
        }
        Step::WantsTouch => {}
        Step::Works => told.store(false, Ordering::SeqCst),
    })
}

/// The PIN that a file gives, else what is typed where one is `needed`.
pub(crate) fn pin(
    global: &Global,
    words: &Words,
    needed: bool,
) -> Result<Option<SecretText>, Failure> {
    match &global.key_pin_file {
        Some(file) => first_line(file).map(Some),
        None if needed => prompt::hidden(words, "ask-key-pin").map(Some),
        None => Ok(None),
    }
}

pub(super) fn add(context: &mut Context<'_>, args: AddKey) -> Result<(), Failure> {
    let mut vault = open(context)?;
    let words = context.words;
    let system = SecurityKeys::system();
    let control = control(&context.global, words);
    let interruptible = control.cancelled_by_interrupt();
    let candidate = keys::candidate(&system, &control)?;
    let usual = match escape(candidate.name()).trim() {
        "" => words.plain("slot-fido2"),
        name => name.to_owned(),
    };
    let name = args.name;
    let name = name.unwrap_or_else(|| unlock::free_slot_name(&vault, &usual));
    let pin = pin(&context.global, words, candidate.needs_pin(args.touch_only))?;
    let effects = &mut context.effects;
    let asked = (args.touch_only, pin.as_ref());
    let enrolment = keys::Enrolment::of(effects, &vault);
    let enrolled = keys::enrol((&system, &candidate), enrolment, asked, &control)?;
    drop(interruptible);
    let id = keys::add_slot(effects, &mut vault, enrolled, name.clone())?;
    let verified = candidate.verifies(args.touch_only);
    let message = if verified {
        "slot-fido2-added"
    } else {
        "slot-fido2-added-touch"
    };
    #[derive(Serialize)]
    struct Added {
        id: String,
        verified: bool,
    }
    let added = Added {
        id: id.to_string(),
        verified,
    };
    context.done(message, &[("name", escape(&name).into())], &added)
}
