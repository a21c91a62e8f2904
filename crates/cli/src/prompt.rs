//! What people type: without echo on the terminal, or as lines of standard input.

use std::io::{self, BufRead, IsTerminal, Read, Write};

use session::SecretText;
use zeroize::Zeroizing;

use crate::failure::Failure;
use crate::words::Words;

/// Longest line that is read, in bytes; nothing that is asked for is longer.
const MAX: usize = 65_536;

/// Asks on the terminal without echo, also while standard input is a pipe.
///
/// # Errors
/// There is no terminal, or the input was ended.
pub(crate) fn hidden(words: &Words, question: &str) -> Result<SecretText, Failure> {
    let asked = rpassword::prompt_password(words.plain(question) + " ");
    asked.map(SecretText::from).map_err(|error| {
        let was_ended =
            [io::ErrorKind::UnexpectedEof, io::ErrorKind::Interrupted].contains(&error.kind());
        Failure::usage(if was_ended {
            "input-missing"
        } else {
            "no-terminal"
        })
    })
}

/// [`hidden`], and then the same once more, so that nobody is locked out by a slip of the finger.
pub(crate) fn hidden_twice(words: &Words, question: &str) -> Result<SecretText, Failure> {
    let first = hidden(words, question)?;
    let second = hidden(words, "ask-again")?;
    if first.expose() != second.expose() {
        return Err(Failure::usage("passwords-differ"));
    }
    Ok(first)
}

/// The next line of standard input; where that is a terminal, what is typed there without echo.
pub(crate) fn line(words: &Words, question: &str) -> Result<SecretText, Failure> {
    if io::stdin().is_terminal() {
        return hidden(words, question);
    }
    // The whole capacity at once: a buffer that grows leaves copies behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(MAX + 1));
    let read = limited(io::stdin().lock()).read_until(b'\n', &mut bytes);
    read.map_err(|_| Failure::usage("input-missing"))?;
    if bytes.is_empty() {
        return Err(Failure::usage("input-missing"));
    }
    text(bytes)
}

/// Asks for agreement on the terminal; `None` where nobody sits there.
///
/// # Errors
/// The answer cannot be read.
pub(crate) fn agreed(words: &Words, question: &str) -> Result<Option<bool>, Failure> {
    if !io::stdin().is_terminal() {
        return Ok(None);
    }
    let mut answer = String::new();
    write!(io::stderr(), "{} ", words.plain(question))
        .and_then(|()| limited(io::stdin().lock()).read_line(&mut answer))
        .map_err(|_| Failure::usage("input-missing"))?;
    Ok(Some(answer.trim() == words.plain("yes")))
}

/// A line that is typed on the terminal and may be seen there: a correction of what is shown above it.
pub(crate) fn shown(words: &Words, question: &str) -> Result<SecretText, Failure> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(MAX + 1));
    write!(io::stderr(), "{} ", words.plain(question))
        .and_then(|()| limited(io::stdin().lock()).read_until(b'\n', &mut bytes))
        .map_err(|_| Failure::usage("input-missing"))?;
    if bytes.is_empty() {
        return Err(Failure::usage("input-missing"));
    }
    text(bytes)
}

/// The next line of standard input; where that is a terminal, what is typed there may be seen.
pub(crate) fn seen(words: &Words, question: &str) -> Result<SecretText, Failure> {
    match io::stdin().is_terminal() {
        true => shown(words, question),
        false => line(words, question),
    }
}

/// Everything that is left of standard input; where that is a terminal, one line typed there without echo.
pub(crate) fn rest(words: &Words, question: &str) -> Result<SecretText, Failure> {
    if io::stdin().is_terminal() {
        return hidden(words, question);
    }
    let mut bytes = Zeroizing::new(Vec::with_capacity(MAX + 1));
    let read = limited(io::stdin().lock()).read_to_end(&mut bytes);
    read.map_err(|_| Failure::usage("input-missing"))?;
    text(bytes)
}

/// The bytes as text without the line end.
fn text(mut bytes: Zeroizing<Vec<u8>>) -> Result<SecretText, Failure> {
    if bytes.len() > MAX {
        return Err(Failure::usage("input-too-long"));
    }
    for end in [b'\n', b'\r'] {
        if bytes.last() == Some(&end) {
            bytes.pop();
        }
    }
    let text = String::from_utf8(std::mem::take(&mut *bytes));
    text.map(SecretText::from).map_err(|error| {
        drop(Zeroizing::new(error.into_bytes()));
        Failure::usage("input-not-text")
    })
}

/// One byte more than allowed, so that too long a line is noticed and not cut.
fn limited<R: Read>(reader: R) -> io::Take<R> {
    reader.take(u64::try_from(MAX + 1).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Option<String> {
        text(Zeroizing::new(bytes.to_vec()))
            .ok()
            .map(|line| line.expose().to_owned())
    }

    #[test]
    fn a_line_is_read_without_its_end_and_with_its_spaces() {
        for line in ["a b", "a b\n", "a b\r\n"] {
            assert_eq!(read(line.as_bytes()).as_deref(), Some("a b"));
        }
        assert_eq!(read(b" a \n").as_deref(), Some(" a "));
    }

    #[test]
    fn bytes_that_are_not_text_and_endless_lines_are_refused() {
        assert_eq!(read(b"\xff\xfe"), None);
        assert_eq!(read(&[b'x'; MAX + 1]), None);
    }
}
