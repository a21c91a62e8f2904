//! `scan`: symbols in pictures, shown or added.

use std::path::PathBuf;

use session::codes;
use session::scan::{self, Found, Incomplete, Problem, Readable};
use session::{Labelled, SymbolKind, escape};

use crate::args::Scan;
use crate::codes::add::told;
use crate::context::Context;
use crate::failure::Failure;
use crate::json::{AddedJson, FoundJson};
use crate::print::label;
use crate::unlock::open;

pub(crate) fn scan(context: &mut Context<'_>, args: &Scan) -> Result<(), Failure> {
    let (found, unread) = find(context, &args.files);
    let done = match (found.is_empty(), args.add) {
        (true, _) => Ok(()),
        (false, true) => add(context, &found),
        (false, false) => show(context, &found, args.secrets),
    };
    let Some(unread) = unread else { return done };
    done.inspect_err(|_| unread.tell(context.words, context.global.json))?;
    Err(unread)
}

/// Symbols of all pictures, and what was wrong with the last of those that could not be read. One bad picture does
/// not keep the others from being read.
fn find(context: &Context<'_>, files: &[PathBuf]) -> (Vec<Found>, Option<Failure>) {
    let (mut found, mut unread) = (Vec::new(), None);
    for file in files {
        match scan::scan_file(file) {
            Ok(symbols) => found.extend(symbols),
            Err(error) => {
                if let Some(earlier) = unread.replace(Failure::from(error)) {
                    earlier.tell(context.words, context.global.json);
                }
            }
        }
    }
    (found, unread)
}

fn show(context: &mut Context<'_>, found: &[Found], secrets: bool) -> Result<(), Failure> {
    if context.global.json {
        let found: Vec<FoundJson<'_>> = found.iter().map(FoundJson::of).collect();
        return Ok(context.out.json(&found)?);
    }
    for symbol in found {
        let text = escape(symbol.text.expose()).into_owned();
        let lines = if secrets {
            vec![text]
        } else {
            lines(context, symbol)
        };
        let source = escape(&symbol.source);
        lines
            .iter()
            .try_for_each(|line| context.out.line(&format!("{source}: {line}")))?;
    }
    context.out.finish()?;
    let incomplete = Readable {
        problems: Vec::new(),
        ..scan::read_found(found)
    };
    tell(context, &rest(&incomplete));
    Ok(())
}

/// What a symbol holds, without its secrets.
fn lines(context: &Context<'_>, symbol: &Found) -> Vec<String> {
    let words = context.words;
    if symbol.kind == SymbolKind::Other {
        let text = escape(symbol.text.expose());
        return vec![words.text("symbol-other", &[("text", text.into())])];
    }
    let readable = scan::read_found(std::slice::from_ref(symbol));
    let account = |account: &Labelled| {
        let label = label(
            account.issuer.as_deref().unwrap_or_default(),
            &account.account,
        );
        let args = [
            ("label", label.into()),
            ("type", account.otp.kind.type_name().into()),
        ];
        words.text("symbol-account", &args)
    };
    let problems = readable
        .problems
        .iter()
        .map(|problem| Failure::from(problem.error.clone()).message(words));
    readable
        .accounts
        .iter()
        .map(account)
        .chain(problems)
        .collect()
}

/// Adds what can be added in one save, and tells about the rest; fails if there is nothing to add.
fn add(context: &mut Context<'_>, found: &[Found]) -> Result<(), Failure> {
    let readable = scan::read_found(found);
    let mut rest = rest(&readable);
    if readable.accounts.is_empty() {
        let last = rest.pop();
        tell(context, &rest);
        return last.map_or(Ok(()), Err);
    }
    let mut vault = open(context)?;
    let added = codes::add(&mut context.effects, &mut vault, readable.accounts)?;
    if context.global.json {
        let added: Vec<AddedJson> = added.into_iter().map(AddedJson::of).collect();
        context.out.json(&added)?;
    } else {
        for added in added {
            let (message, label) = told(&vault, added);
            context
                .out
                .line(&context.words.text(message, &[("label", label.into())]))?;
        }
    }
    context.out.finish()?;
    tell(context, &rest);
    Ok(())
}

/// What is not among the accounts: symbols and entries that could not be read, symbols that are missing.
fn rest(readable: &Readable) -> Vec<Failure> {
    let problem = |problem: &Problem| Failure::from(problem.error.clone()).about(&problem.source);
    let incomplete = |missing: &Incomplete| {
        let args = vec![
            ("scanned", missing.scanned.to_string()),
            ("size", missing.size.to_string()),
        ];
        Failure::usage_with("export-incomplete", args)
    };
    let problems = readable.problems.iter().map(problem);
    problems
        .chain(readable.incomplete.iter().map(incomplete))
        .collect()
}

fn tell(context: &Context<'_>, failures: &[Failure]) {
    failures
        .iter()
        .for_each(|failure| failure.tell(context.words, context.global.json));
}
