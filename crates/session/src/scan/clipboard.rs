//! What was copied: a picture with symbols, or addresses as text.

use super::{Found, found_in};
use crate::error::{Code, UserError};
use otp::SecretText;
use platform::clipboard::{read_picture, read_text};
use transfer::symbol::{self, SymbolKind};

/// What is on the clipboard: the addresses in its text, one on a line, or else the symbols of its picture. Office
/// programs copy a text as both, and browsers a picture with the address it came from; so the text goes first if it
/// is what we look for.
///
/// Lines that are no address of an authenticator are left out.
///
/// # Errors
/// `clipboard-unreachable`, `clipboard-empty`, `clipboard-no-symbol`, `clipboard-not-otp`.
pub fn scan_clipboard() -> Result<Vec<Found>, UserError> {
    let text = read_text()
        .map_err(|_| Code::ClipboardUnreachable)?
        .unwrap_or_default();
    let addresses = addresses(&text);
    if !addresses.is_empty() {
        return Ok(addresses);
    }
    let Some(picture) = read_picture().map_err(|_| Code::ClipboardUnreachable)? else {
        let is_empty = text.trim().is_empty();
        let code = if is_empty {
            Code::ClipboardEmpty
        } else {
            Code::ClipboardNotOtp
        };
        return Err(code.into());
    };
    let symbols = symbol::find_in_rgba(picture.width, picture.height, &picture.rgba);
    if symbols.is_empty() {
        return Err(Code::ClipboardNoSymbol.into());
    }
    Ok(found_in(symbols, ""))
}

fn addresses(text: &str) -> Vec<Found> {
    let address = |line: &str| Found {
        source: String::new(),
        kind: SymbolKind::of(line),
        text: SecretText::new(line.to_owned()),
        corners: [(0, 0); 4],
    };
    let lines = text.lines().map(str::trim).map(address);
    lines
        .filter(|line| line.kind != SymbolKind::Other)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_with_an_address_is_found_and_the_words_around_them_are_not() {
        let text = "Your keys:\r\n  OTPAUTH://totp/a?secret=AA  \r\n\r\nhttps://example.com\r\n\
            otpauth-migration://offline?data=AA\nmotp://b?secret=00";
        let found = addresses(text);
        let found: Vec<_> = found
            .iter()
            .map(|one| (one.kind, one.text.expose()))
            .collect();
        let expected = [
            (SymbolKind::Otpauth, "OTPAUTH://totp/a?secret=AA"),
            (SymbolKind::Migration, "otpauth-migration://offline?data=AA"),
            (SymbolKind::Otpauth, "motp://b?secret=00"),
        ];
        assert_eq!(found, expected);
    }
}
