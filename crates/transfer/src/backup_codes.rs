//! Backup codes out of the text that a site hands out: a downloaded file, a saved page, or what was copied from a page.
//!
//! No two sites write them alike, and none says how. What is certain is that the codes of a set have one shape: as many
//! groups, of the same lengths, with the same separator. So everything that may be a code is collected, and the shape
//! that most of them have is the shape of the codes; numbers, dates and words around them have others. The user sees
//! the result and can correct it.

mod page;

use encoding_rs::UTF_8;
use otp::SecretText;
use std::collections::{BTreeMap, BTreeSet};
use zeroize::Zeroizing;

/// The longest text that is looked at, in bytes.
pub const MAX_TEXT: usize = 256 * 1024;
/// The most codes that a set has.
pub const MAX_CODES: usize = 100;
/// Letters and digits of a code.
const LENGTHS: std::ops::RangeInclusive<usize> = 6..=64;
/// Letters and digits of a group that is set off by spaces; whatever is longer stands alone.
const SPACED_GROUP: std::ops::RangeInclusive<usize> = 3..=5;

/// Why a text gives no codes.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NotRead {
    /// It is longer than [`MAX_TEXT`].
    #[error("the text is too long")]
    TooLong,
    /// It is no text: a PDF file, for example.
    #[error("not a text")]
    NotText,
    /// Nothing in it looks like a code.
    #[error("no code")]
    NoCode,
    /// More than [`MAX_CODES`].
    #[error("too many codes")]
    TooMany,
}

/// The codes in a text (UTF-8, or UTF-16 with its mark) or an HTML page, in their order and each once.
///
/// Groups stay apart as the site wrote them, by one space or one dash.
///
/// # Errors
/// See [`NotRead`].
pub fn read(bytes: &[u8]) -> Result<Vec<SecretText>, NotRead> {
    if bytes.len() > MAX_TEXT {
        return Err(NotRead::TooLong);
    }
    let (text, _, malformed) = UTF_8.decode(bytes);
    let text = Zeroizing::new(text.into_owned());
    if malformed || text.contains('\0') || text.starts_with("%PDF") {
        return Err(NotRead::NotText);
    }
    let text = if page::is_page(&text) {
        page::text(&text)
    } else {
        text
    };
    let text = plain(&text);
    chosen(candidates(&text))
}

/// One kind of dash and of space, and nothing invisible.
fn plain(text: &str) -> Zeroizing<String> {
    let mut plain = Zeroizing::new(String::with_capacity(text.len()));
    for char in text.chars() {
        match char {
            '\u{2010}'..='\u{2015}' | '\u{2212}' => plain.push('-'),
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => {}
            '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' => plain.push(' '),
            _ => plain.push(char),
        }
    }
    plain
}

/// What may be a code.
struct Candidate<'a> {
    groups: Vec<&'a str>,
    separator: &'static str,
    /// Whether nothing but a number or a bullet is beside it.
    alone: bool,
}

type Shape = (Vec<usize>, &'static str);

impl Candidate<'_> {
    fn shape(&self) -> Shape {
        let lengths = self.groups.iter().map(|group| group.len());
        (lengths.collect(), self.separator)
    }

    fn length(&self) -> usize {
        self.groups.iter().map(|group| group.len()).sum()
    }

    fn has(&self, is_meant: impl Fn(&u8) -> bool) -> bool {
        self.groups
            .iter()
            .any(|group| group.bytes().any(|b| is_meant(&b)))
    }

    fn has_digit(&self) -> bool {
        self.has(u8::is_ascii_digit)
    }

    fn has_letter(&self) -> bool {
        self.has(u8::is_ascii_alphabetic)
    }

    fn has_both_cases(&self) -> bool {
        self.has(u8::is_ascii_lowercase) && self.has(u8::is_ascii_uppercase)
    }

    /// `2026-11-26`, `26-11-2026`.
    fn is_date(&self) -> bool {
        let (lengths, separator) = self.shape();
        separator == "-"
            && !self.has_letter()
            && matches!(lengths.as_slice(), [4, 2, 2] | [2, 2, 4])
    }

    fn text(&self) -> SecretText {
        SecretText::from(self.groups.join(self.separator))
    }
}

/// Everything that may be a code, cell by cell: columns are set off by two spaces, tabs or the marks of a table.
fn candidates(text: &str) -> Vec<Candidate<'_>> {
    let is_mark = |char: char| matches!(char, '\t' | ',' | ';' | '|' | '"');
    let cells = text
        .lines()
        .flat_map(|line| line.split(is_mark))
        .flat_map(|part| part.split("  "));
    cells.flat_map(in_cell).collect()
}

fn in_cell(cell: &str) -> Vec<Candidate<'_>> {
    let mut found = Vec::new();
    let mut run: Vec<&str> = Vec::new();
    let mut has_words = false;
    let mut is_telephone = false;
    for token in cell.split_whitespace().filter(|token| !is_bullet(token)) {
        let word = token.trim_matches(|char: char| !char.is_ascii_alphanumeric());
        let is_group = word.bytes().all(|b| b.is_ascii_alphanumeric());
        if is_group && SPACED_GROUP.contains(&word.len()) && !token.starts_with('+') {
            if run.last().is_some_and(|last| last.len() != word.len()) {
                has_words |= !end_run(&mut run, &mut found, is_telephone);
            }
            run.push(word);
            continue;
        }
        has_words |= !end_run(&mut run, &mut found, is_telephone);
        is_telephone = token.starts_with('+');
        match alone_standing(word).filter(|_| !is_telephone) {
            Some(candidate) => found.push(candidate),
            None => has_words = true,
        }
    }
    has_words |= !end_run(&mut run, &mut found, is_telephone);
    if let ([only], false) = (found.as_mut_slice(), has_words) {
        only.alone = true;
    }
    found
}

/// `1.`, `12)`, `#3`, `-`, `*`: what stands before a code in a list.
fn is_bullet(token: &str) -> bool {
    let number = token.trim_matches(|char: char| !char.is_ascii_alphanumeric());
    let is_number = number.len() <= 2 && number.bytes().all(|b| b.is_ascii_digit());
    // `+49` begins a telephone number.
    number.is_empty() || is_number && !token.starts_with('+')
}

/// Makes a candidate of groups that are set off by spaces; whether all of them are in it.
fn end_run<'a>(run: &mut Vec<&'a str>, found: &mut Vec<Candidate<'a>>, is_telephone: bool) -> bool {
    let mut groups = std::mem::take(run);
    let all = groups.len();
    let is_word = |group: &&str| group.bytes().all(|b| b.is_ascii_alphabetic());
    let is_number = |group: &&str| group.bytes().all(|b| b.is_ascii_digit());
    // Numbers in a sentence: "with code 1234 5678".
    let is_sentence = groups.iter().any(is_number)
        && groups
            .iter()
            .all(|group| is_word(group) || is_number(group));
    if is_sentence {
        groups.retain(is_number);
    }
    let candidate = Candidate {
        groups,
        separator: " ",
        alone: false,
    };
    if is_telephone || !LENGTHS.contains(&candidate.length()) {
        return all == 0;
    }
    let is_whole = candidate.groups.len() == all;
    found.push(candidate);
    is_whole
}

/// A word that is a code by itself, in one group or in several with dashes.
fn alone_standing(word: &str) -> Option<Candidate<'_>> {
    let groups: Vec<&str> = word.split('-').collect();
    let is_group =
        |group: &&str| !group.is_empty() && group.bytes().all(|b| b.is_ascii_alphanumeric());
    let candidate = Candidate {
        groups,
        separator: "-",
        alone: false,
    };
    let is_code = candidate.groups.iter().all(is_group)
        && LENGTHS.contains(&candidate.length())
        && !candidate.is_date();
    is_code.then_some(candidate)
}

/// The candidates of the shape that most of them have.
fn chosen(candidates: Vec<Candidate<'_>>) -> Result<Vec<SecretText>, NotRead> {
    let mut shapes: BTreeMap<Shape, Vec<Candidate<'_>>> = BTreeMap::new();
    for candidate in candidates {
        shapes.entry(candidate.shape()).or_default().push(candidate);
    }
    let codes = shapes.into_values().map(codes_of).max_by_key(|codes| {
        let alone = codes.iter().filter(|code| code.alone).count();
        let length = codes.first().map_or(0, Candidate::length);
        (alone, codes.len(), length)
    });
    let mut seen = BTreeSet::new();
    let codes: Vec<SecretText> = codes
        .unwrap_or_default()
        .iter()
        .filter(|code| seen.insert(code.groups.clone()))
        .map(Candidate::text)
        .collect();
    match codes.len() {
        0 => Err(NotRead::NoCode),
        1..=MAX_CODES => Ok(codes),
        _ => Err(NotRead::TooMany),
    }
}

/// The codes among candidates of one shape. Those without a digit may be words, so they count only where nothing is
/// beside them and their neighbours have letters as well, or where all are written as no word is.
fn codes_of(candidates: Vec<Candidate<'_>>) -> Vec<Candidate<'_>> {
    let has_both = |candidate: &Candidate<'_>| candidate.has_digit() && candidate.has_letter();
    let neighbours_have_letters = candidates.iter().any(has_both);
    // A heading begins with a capital; a code has both cases only where the others have them, too.
    let is_mixed = |candidate: &Candidate<'_>| has_both(candidate) && candidate.has_both_cases();
    let neighbours_are_mixed = candidates.iter().any(is_mixed);
    let no_digit_at_all = !candidates.iter().any(Candidate::has_digit);
    let is_code = |candidate: &Candidate<'_>| {
        let is_no_word = candidate.groups.len() > 1 || !candidate.has(u8::is_ascii_lowercase);
        candidate.has_digit()
            || candidate.alone
                && (neighbours_are_mixed || !candidate.has_both_cases())
                && (neighbours_have_letters || no_digit_at_all && is_no_word)
    };
    candidates.into_iter().filter(is_code).collect()
}

#[cfg(test)]
mod tests;
