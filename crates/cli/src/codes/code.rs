//! `code`: the code itself, alone on its line wherever no person reads it.

use session::codes::{self, CodeView};
use session::{Code as ErrorCode, SecretText, UnixTime};

use super::label_of;
use crate::args::Code;
use crate::clipboard;
use crate::context::Context;
use crate::failure::Failure;
use crate::json::CodeJson;
use crate::print::{Out, in_groups};
use crate::prompt;
use crate::teams;
use crate::unlock::open;

pub(crate) fn code(context: &mut Context<'_>, args: &Code) -> Result<(), Failure> {
    let at = args.at.map(time).transpose()?;
    if args.copy && !session::clipboard_reachable() {
        // Before a counter is moved on for a code that nobody gets.
        return Err(Failure::known(ErrorCode::ClipboardUnreachable, Vec::new()));
    }
    let pin = args
        .pin
        .map(|_| prompt::line(context.words, "ask-pin"))
        .transpose()?;
    let (view, name) = match &args.team {
        Some(team) => {
            teams::accounts::code(context, (team, &args.name), (at, args.next), pin.as_ref())?
        }
        None => own(context, args, at, pin.as_ref())?,
    };
    if !args.copy {
        return show(context, &name, &view, at);
    }
    match clipboard::copy(&view.code) {
        Ok(()) => say_copied(context, &view),
        // The counter has moved on: a code that is not shown now would be lost.
        Err(_) if view.valid.is_none() => {
            show(context, &name, &view, at)?;
            context.out.finish()?;
            Err(Failure::failed("code-not-copied"))
        }
        Err(failure) => Err(failure),
    }
}

fn say_copied(context: &mut Context<'_>, view: &CodeView) -> Result<(), Failure> {
    if context.global.json {
        return Ok(context.out.json(&CodeJson::of(view))?);
    }
    let args = [("seconds", clipboard::SECONDS.into())];
    let said = context.words.text("code-copied", &args);
    Ok(context.out.line(&said)?)
}

fn show(
    context: &mut Context<'_>,
    name: &str,
    view: &CodeView,
    at: Option<UnixTime>,
) -> Result<(), Failure> {
    if context.global.json {
        return Ok(context.out.json(&CodeJson::of(view))?);
    }
    if !Out::is_terminal() {
        return Ok(context.out.line(view.code.expose())?);
    }
    let at = at.map_or_else(|| context.effects.now(), Ok)?;
    print(context, name, view, at)
}

/// The code of an account of the user's own, and what people call the account.
fn own(
    context: &mut Context<'_>,
    args: &Code,
    at: Option<UnixTime>,
    pin: Option<&SecretText>,
) -> Result<(CodeView, String), Failure> {
    let mut vault = open(context)?;
    let id = codes::find(&vault, &args.name)?;
    let view = codes::code(&mut context.effects, &mut vault, id, at, args.next, pin)?;
    Ok((view, label_of(&vault, id)))
}

fn time(seconds: i64) -> Result<UnixTime, Failure> {
    UnixTime::new(seconds).ok_or_else(|| Failure::known(ErrorCode::TimeOutOfRange, Vec::new()))
}

/// For a person: whose code it is, the code in two groups, and how long it is good.
fn print(
    context: &mut Context<'_>,
    name: &str,
    view: &CodeView,
    at: UnixTime,
) -> Result<(), Failure> {
    let words = context.words;
    let validity = match view.valid {
        None => words.plain("code-used-once"),
        Some((from, _)) if from > at => words.text(
            "code-valid-in",
            &[("seconds", from.get().saturating_sub(at.get()).into())],
        ),
        Some((_, until)) => words.text(
            "code-valid-for",
            &[("seconds", until.get().saturating_sub(at.get()).into())],
        ),
    };
    context.out.line(name)?;
    context
        .out
        .line(&format!("{}   {validity}", in_groups(view.code.expose())))?;
    Ok(())
}
