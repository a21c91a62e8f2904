//! `scan`: symbols in pictures, in front of a camera, on the screen and on the clipboard, shown or added.

mod camera;

use std::path::PathBuf;

use session::codes;
use session::scan::{self, Found, Readable};
use session::{Code, Labelled, SymbolKind, escape, unlock};

use crate::args::Scan;
use crate::codes::add::told;
use crate::context::Context;
use crate::failure::Failure;
use crate::json::{AddedJson, FoundJson};
use crate::print::label;
use crate::unlock::open;
use crate::words::Words;

pub(crate) fn scan(context: &mut Context<'_>, args: &Scan) -> Result<(), Failure> {
    let (found, unread) = if args.camera || args.camera_file.is_some() {
        camera::find(context, args)
    } else if let Some(found) = elsewhere(context.words, args)? {
        (found, None)
    } else {
        find(context, &args.files)
    };
    let done = match (found.is_empty(), args.add) {
        (true, _) => Ok(()),
        (false, true) => add(context, &found),
        (false, false) => show(context, &found, args.secrets),
    };
    let Some(unread) = unread else { return done };
    done.inspect_err(|_| unread.tell(context.words, context.global.json))?;
    Err(unread)
}

/// Symbols of what is not a file; `None` when files were named.
fn elsewhere(words: &Words, args: &Scan) -> Result<Option<Vec<Found>>, Failure> {
    if args.clipboard {
        return Ok(Some(scan::scan_clipboard()?));
    }
    screen(words, args)
}

#[cfg(feature = "desktop")]
fn screen(words: &Words, args: &Scan) -> Result<Option<Vec<Found>>, Failure> {
    if !args.screen {
        return Ok(None);
    }
    let source = |number: usize, name: &str| {
        let number = ("number", number.into());
        match name {
            "" => words.text("screen-unnamed", &[number]),
            name => words.text("screen-named", &[number, ("name", name.into())]),
        }
    };
    let found = scan::scan_screen(args.monitor, &source)?.into_found();
    if found.is_empty() {
        return Err(Failure::known(Code::ScreenNoSymbol, Vec::new()));
    }
    Ok(Some(found))
}

/// A program for machines without a desktop does not look at the screen.
#[cfg(not(feature = "desktop"))]
fn screen(_: &Words, _: &Scan) -> Result<Option<Vec<Found>>, Failure> {
    Ok(None)
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
        let source = match symbol.source.as_str() {
            "" => String::new(),
            source => format!("{}: ", escape(source)),
        };
        lines
            .iter()
            .try_for_each(|line| context.out.line(&format!("{source}{line}")))?;
    }
    context.out.finish()?;
    tell(context, &incomplete(&scan::read_found(found)));
    Ok(())
}

/// What a symbol holds, without its secrets.
fn lines(context: &Context<'_>, symbol: &Found) -> Vec<String> {
    let words = context.words;
    if symbol.kind == SymbolKind::Other {
        return vec![other(words, symbol.text.expose())];
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

/// A text that is no account, without what may be secret in it: passwords of networks and tokens are in QR codes,
/// too.
fn other(words: &Words, text: &str) -> String {
    if unlock::recovery_secret(text).is_ok() {
        return words.plain("symbol-recovery-kit");
    }
    let count = ("count", text.chars().count().into());
    match harmless_begin(text) {
        Some(begin) => words.text("symbol-other-begins", &[("begin", begin.into()), count]),
        None => words.text("symbol-other", &[count]),
    }
}

/// `https://example.com` of a link, the scheme of any other address; nothing of what is no address.
fn harmless_begin(text: &str) -> Option<String> {
    let (scheme, rest) = text.split_once(':')?;
    let scheme = Some(scheme.to_ascii_lowercase()).filter(|scheme| is_scheme(scheme))?;
    let host = rest.strip_prefix("//").and_then(host);
    match host.filter(|_| ["http", "https"].contains(&scheme.as_str())) {
        Some(host) => Some(format!("{scheme}://{host}")),
        None => Some(scheme + ":"),
    }
}

/// Letters only, and few: with digits it may as well be a password before a colon.
fn is_scheme(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_lowercase() || "+-.".contains(c);
    text.len() <= 24
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(is_part)
}

/// The host of an address without user, password and port; `None` if it does not look like one.
fn host(rest: &str) -> Option<&str> {
    let authority = rest.split(['/', '\\', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?;
    let host = host.split(':').next()?;
    let is_part = |c: char| c.is_alphanumeric() || "-.".contains(c);
    (!host.is_empty() && host.len() <= 253 && host.chars().all(is_part)).then_some(host)
}

/// Adds what can be added in one save, and tells about the rest; fails if an account was left out or there is none.
fn add(context: &mut Context<'_>, found: &[Found]) -> Result<(), Failure> {
    let readable = scan::read_found(found);
    let (notes, left_out) = rest(&readable);
    if readable.accounts.is_empty() {
        return fail_with_last(context, notes.into_iter().chain(left_out).collect());
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
    tell(context, &notes);
    fail_with_last(context, left_out).map_err(Failure::after_a_part)
}

/// What is not among the accounts: symbols that are something else, and then the accounts that were left out because
/// they could not be read or their symbols are missing.
fn rest(readable: &Readable) -> (Vec<Failure>, Vec<Failure>) {
    let (mut notes, mut left_out) = (Vec::new(), Vec::new());
    for problem in &readable.problems {
        let is_something_else = problem.error.code() == Code::SymbolNotOtp;
        let list = if is_something_else {
            &mut notes
        } else {
            &mut left_out
        };
        list.push(Failure::from(problem.error.clone()).about(&problem.source));
    }
    left_out.extend(incomplete(readable));
    (notes, left_out)
}

/// Exports of which not every symbol was seen.
fn incomplete(readable: &Readable) -> Vec<Failure> {
    let missing = readable.incomplete.iter().map(|missing| {
        let args = vec![
            ("scanned", missing.scanned.to_string()),
            ("size", missing.size.to_string()),
        ];
        Failure::failed_with("export-incomplete", args)
    });
    missing.collect()
}

/// Tells about all but the last, which becomes the command's own error.
fn fail_with_last(context: &Context<'_>, mut failures: Vec<Failure>) -> Result<(), Failure> {
    let last = failures.pop();
    tell(context, &failures);
    last.map_or(Ok(()), Err)
}

fn tell(context: &Context<'_>, failures: &[Failure]) {
    failures
        .iter()
        .for_each(|failure| failure.tell(context.words, context.global.json));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_shows_its_host_and_an_address_its_scheme() {
        for (text, shown) in [
            ("https://example.com/a?token=geheim", "https://example.com"),
            ("HTTPS://EXAMPLE.COM", "https://EXAMPLE.COM"),
            ("http://me:geheim@example.com:8080/", "http://example.com"),
            ("https://geheim\\@example.com", "https://geheim"),
            ("https://me@", "https:"),
            ("https:geheim", "https:"),
            ("WIFI:S:cafe;P:geheim;;", "wifi:"),
            ("bitcoin:1geheim", "bitcoin:"),
        ] {
            assert_eq!(harmless_begin(text).as_deref(), Some(shown), "{text}");
        }
    }

    #[test]
    fn nothing_is_shown_of_a_text_that_is_no_address() {
        let long = "geheim".repeat(5) + ":";
        for text in [
            "",
            "geheim",
            ":geheim",
            "geheim7:x",
            "ge heim:x",
            "Gehéim:x",
            &long,
        ] {
            assert_eq!(harmless_begin(text), None, "{text}");
        }
    }
}
