//! The values of a row.

use super::{Encoding, MOST_COLUMNS, Value};
use crate::import::json::Text;

/// The values at these places of a row (section 2.1, "Record Format"); columns that were added later are missing at its
/// end.
pub(super) fn record(
    payload: &[u8],
    places: &[Option<usize>],
    encoding: Encoding,
) -> Option<Vec<Value>> {
    let (header, rest) = varint(payload)?;
    let used = payload.len().checked_sub(rest.len())?;
    let header = usize::try_from(header).ok()?;
    let mut types = payload.get(used..header)?;
    let mut body = payload.get(header..)?;
    let mut values: Vec<_> = places.iter().map(|_| Value::Null).collect();
    for column in 0..MOST_COLUMNS {
        if types.is_empty() {
            break;
        }
        let (kind, rest) = varint(types)?;
        types = rest;
        let (bytes, rest) = body.split_at_checked(width(kind)?)?;
        body = rest;
        if let Some(wanted) = places.iter().position(|place| *place == Some(column)) {
            *values.get_mut(wanted)? = value(kind, bytes, encoding);
        }
    }
    Some(values)
}

fn width(kind: u64) -> Option<usize> {
    match kind {
        0 | 8 | 9 => Some(0),
        1..=4 => usize::try_from(kind).ok(),
        5 => Some(6),
        6 | 7 => Some(8),
        10 | 11 => None,
        _ => usize::try_from((kind - 12) / 2).ok(),
    }
}

fn value(kind: u64, bytes: &[u8], encoding: Encoding) -> Value {
    match kind {
        0 => Value::Null,
        1..=6 => Value::Integer(signed(bytes)),
        8 => Value::Integer(0),
        9 => Value::Integer(1),
        text if text >= 13 && text % 2 == 1 => Value::Text(decode(bytes, encoding)),
        _ => Value::Other,
    }
}

/// Big-endian, in two's complement.
fn signed(bytes: &[u8]) -> i64 {
    let start = match bytes.first() {
        Some(128..) => -1,
        _ => 0,
    };
    bytes
        .iter()
        .fold(start, |number, byte| (number << 8) | i64::from(*byte))
}

/// A character that is none in the encoding is replaced: a name stays readable, and a secret is refused later.
fn decode(bytes: &[u8], encoding: Encoding) -> Text {
    let unit: fn([u8; 2]) -> u16 = match encoding {
        Encoding::Utf8 => return Text::new(String::from_utf8_lossy(bytes).into_owned()),
        Encoding::Utf16Le => u16::from_le_bytes,
        Encoding::Utf16Be => u16::from_be_bytes,
    };
    let pairs = bytes
        .chunks_exact(2)
        .filter_map(|pair| pair.try_into().ok());
    let characters = char::decode_utf16(pairs.map(unit));
    let mut text = Text::new(String::with_capacity(bytes.len().saturating_mul(2)));
    text.extend(characters.map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER)));
    text
}

/// One to nine bytes, the highest first; the ninth has eight bits of the number.
pub(super) fn varint(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let mut number = 0;
    let mut rest = bytes;
    for place in 0..9 {
        let (byte, more) = rest.split_first()?;
        rest = more;
        if place == 8 {
            return Some(((number << 8) | u64::from(*byte), rest));
        }
        number = (number << 7) | u64::from(byte & 0x7f);
        if *byte < 0x80 {
            break;
        }
    }
    Some((number, rest))
}

pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let bytes = bytes.get(at..)?.first_chunk()?;
    Some(u16::from_be_bytes(*bytes))
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes = bytes.get(at..)?.first_chunk()?;
    Some(u32::from_be_bytes(*bytes))
}
