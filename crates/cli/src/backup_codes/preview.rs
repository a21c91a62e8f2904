//! Codes as they were understood, to be corrected before they are stored. Only where somebody sits at a terminal.

use std::io::{self, IsTerminal as _};

use session::{SecretText, escape};

use crate::context::Context;
use crate::failure::Failure;
use crate::print::Out;
use crate::prompt;

/// What was typed below the list.
enum Answer {
    Store,
    Stop,
    Drop(usize),
    Put(usize, SecretText),
    Add(SecretText),
}

/// Shows the codes and takes corrections until the user agrees. Without a terminal they stay as they are.
///
/// # Errors
/// The user wants none of them stored.
pub(super) fn corrected(
    context: &mut Context<'_>,
    mut codes: Vec<SecretText>,
) -> Result<Vec<SecretText>, Failure> {
    if context.global.json || !io::stdin().is_terminal() || !Out::is_terminal() {
        return Ok(codes);
    }
    loop {
        for (number, code) in (1..).zip(&codes) {
            let code = escape(code.expose());
            context.out.line(&format!("{number:>3}. {code}"))?;
        }
        context.out.finish()?;
        let typed = prompt::shown(context.words, "backup-codes-correct")?;
        match answer(typed.expose()) {
            Some(Answer::Store) if !codes.is_empty() => return Ok(codes),
            Some(Answer::Stop) => return Err(Failure::failed("backup-codes-not-stored")),
            Some(Answer::Drop(at)) if at < codes.len() => drop(codes.remove(at)),
            Some(Answer::Add(code)) => codes.push(code),
            Some(Answer::Put(at, code)) if at < codes.len() => {
                if let Some(known) = codes.get_mut(at) {
                    *known = code;
                }
            }
            Some(Answer::Store | Answer::Drop(_) | Answer::Put(..)) | None => {
                let said = context.words.plain("backup-codes-not-understood");
                context.out.line(&said)?;
            }
        }
    }
}

fn answer(typed: &str) -> Option<Answer> {
    let typed = typed.trim();
    let place = |number: &str| number.parse::<usize>().ok()?.checked_sub(1);
    let code = |text: &str| Some(SecretText::from(text.trim().to_owned()));
    match typed {
        "" => return Some(Answer::Store),
        "q" => return Some(Answer::Stop),
        _ => {}
    }
    if let Some(number) = typed.strip_prefix('-') {
        return place(number).map(Answer::Drop);
    }
    if let Some(new) = typed.strip_prefix('+') {
        let new = code(new).filter(|new| !new.expose().is_empty());
        return new.map(Answer::Add);
    }
    let (number, new) = typed.split_once(' ')?;
    Some(Answer::Put(place(number)?, code(new)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(typed: &str) -> String {
        match answer(typed) {
            None => "?".to_owned(),
            Some(Answer::Store) => "store".to_owned(),
            Some(Answer::Stop) => "stop".to_owned(),
            Some(Answer::Drop(at)) => format!("drop {at}"),
            Some(Answer::Put(at, code)) => format!("put {at} {}", code.expose()),
            Some(Answer::Add(code)) => format!("add {}", code.expose()),
        }
    }

    #[test]
    fn a_correction_drops_replaces_or_adds_a_code() {
        for (typed, expected) in [
            ("", "store"),
            ("q", "stop"),
            ("-3", "drop 2"),
            ("2 1234 5678", "put 1 1234 5678"),
            ("+ abcd-efgh", "add abcd-efgh"),
            ("-0", "?"),
            ("0 1234", "?"),
            ("+", "?"),
            ("12345678", "?"),
            ("two 2", "?"),
        ] {
            assert_eq!(read(typed), expected, "{typed}");
        }
    }
}
