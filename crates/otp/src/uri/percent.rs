//! Percent-escapes (RFC 3986 section 2.1), read strictly: a guess could change a secret.

use zeroize::Zeroizing;

use super::UriError;

/// What a `+` stands for: itself in a label, a space in a query.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(super) enum Plus {
    Kept,
    Space,
}

/// The text without its escapes. Characters that should have been escaped and are not stay as they are.
pub(super) fn decode(text: &str, plus: Plus) -> Result<Zeroizing<String>, UriError> {
    // Never grows: a wiped vector must not leave copies behind.
    let mut decoded = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        decoded.push(match byte {
            b'%' => escaped(bytes.next(), bytes.next()).ok_or(UriError::BadEscape)?,
            b'+' if plus == Plus::Space => b' ',
            _ => byte,
        });
    }
    let text = str::from_utf8(&decoded).map_err(|_| UriError::NotUtf8)?;
    Ok(Zeroizing::new(text.to_owned()))
}

fn escaped(high: Option<u8>, low: Option<u8>) -> Option<u8> {
    let (high, low) = (
        char::from(high?).to_digit(16)?,
        char::from(low?).to_digit(16)?,
    );
    u8::try_from(high * 16 + low).ok()
}
