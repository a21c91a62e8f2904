//! The text of a saved HTML page, as far as codes need it: one line per block, nothing of scripts and styles.

use zeroize::Zeroizing;

/// Elements whose content nobody sees.
const HIDDEN: [&str; 5] = ["script", "style", "head", "template", "noscript"];
/// Elements that may be inside of a code.
const INLINE: [&str; 11] = [
    "a", "b", "em", "font", "i", "mark", "small", "span", "strong", "u", "wbr",
];
/// The longest character reference that is looked for, in bytes.
const LONGEST_REFERENCE: usize = 10;

/// Whether the text is written in HTML.
pub(super) fn is_page(text: &str) -> bool {
    text.contains("</")
}

/// What a reader of the page sees, roughly.
pub(super) fn text(page: &str) -> Zeroizing<String> {
    let mut seen = Zeroizing::new(String::with_capacity(page.len()));
    let mut hidden: Option<&str> = None;
    let mut rest = page;
    while let Some((before, tag_on)) = rest.split_once('<') {
        if hidden.is_none() {
            push_text(&mut seen, before);
        }
        if let Some(comment) = tag_on.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let (tag, after) = tag_on.split_once('>').unwrap_or((tag_on, ""));
        rest = after;
        // In a script a `<` may be a comparison.
        let tag = tag.rsplit('<').next().unwrap_or(tag);
        let is_end = tag.starts_with('/');
        let name = tag.trim_start_matches('/');
        let is_named = |known: &&str| is_element(name, known);
        match hidden {
            Some(element) if is_end && is_element(name, element) => hidden = None,
            Some(_) => {}
            None if is_end => {}
            None => hidden = HIDDEN.into_iter().find(|element| is_named(element)),
        }
        if !INLINE.iter().any(is_named) {
            seen.push('\n');
        }
    }
    if hidden.is_none() {
        push_text(&mut seen, rest);
    }
    seen
}

fn is_element(tag: &str, element: &str) -> bool {
    let name = tag
        .split(|char: char| !char.is_ascii_alphanumeric())
        .next()
        .unwrap_or("");
    name.eq_ignore_ascii_case(element)
}

fn push_text(seen: &mut String, mut text: &str) {
    while let Some((before, after)) = text.split_once('&') {
        seen.push_str(before);
        let reference = after
            .split_once(';')
            .filter(|(name, _)| name.len() <= LONGEST_REFERENCE);
        let meant = reference.and_then(|(name, after)| Some((character(name)?, after)));
        text = match meant {
            Some((char, after)) => {
                seen.push(char);
                after
            }
            None => {
                seen.push('&');
                after
            }
        };
    }
    seen.push_str(text);
}

fn character(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let hexadecimal = number.strip_prefix(['x', 'X']);
        let number = match hexadecimal {
            Some(digits) => u32::from_str_radix(digits, 16),
            None => number.parse(),
        };
        return char::from_u32(number.ok()?);
    }
    match name {
        "nbsp" | "ensp" | "emsp" | "thinsp" => Some(' '),
        "ndash" | "mdash" | "hyphen" | "minus" => Some('-'),
        "shy" | "zwnj" | "zwj" => Some('\u{ad}'),
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        _ => None,
    }
}
