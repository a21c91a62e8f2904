//! CBOR as CTAP uses it (section 8): maps with numbers or texts as keys, of known length, sorted by who writes them.

use std::convert::Infallible;

use minicbor::{Decoder, Encoder};

use super::KeyError;

pub(crate) type Reader<'b> = Decoder<'b>;
pub(crate) type Writer = Encoder<Vec<u8>>;
pub(crate) type Written = Result<(), minicbor::encode::Error<Infallible>>;

/// No text or list of a key's own is kept longer than this.
const LONGEST_TEXT: usize = 256;
const LONGEST_LIST: usize = 64;

/// The bytes that `write` writes.
pub(crate) fn written(write: impl FnOnce(&mut Writer) -> Written) -> Vec<u8> {
    let mut writer = Encoder::new(Vec::new());
    write(&mut writer).expect("a vector takes everything");
    writer.into_writer()
}

/// Goes through a map whose keys are numbers. `each` says whether it read the value; what it does not know is passed
/// over.
pub(crate) fn numbered<'b>(
    reader: &mut Reader<'b>,
    mut each: impl FnMut(i64, &mut Reader<'b>) -> Result<bool, KeyError>,
) -> Result<(), KeyError> {
    let length = reader.map()?.ok_or(KeyError::Garbled)?;
    for _ in 0..length {
        let key = reader.i64()?;
        if !each(key, reader)? {
            reader.skip()?;
        }
    }
    Ok(())
}

/// As [`numbered`], with texts as keys.
pub(crate) fn named<'b>(
    reader: &mut Reader<'b>,
    mut each: impl FnMut(&str, &mut Reader<'b>) -> Result<bool, KeyError>,
) -> Result<(), KeyError> {
    let length = reader.map()?.ok_or(KeyError::Garbled)?;
    for _ in 0..length {
        let key = reader.str()?;
        if !each(key, reader)? {
            reader.skip()?;
        }
    }
    Ok(())
}

/// A list whose items `item` reads; what is beyond 64 items is passed over.
pub(crate) fn list<'b, T>(
    reader: &mut Reader<'b>,
    mut item: impl FnMut(&mut Reader<'b>) -> Result<T, KeyError>,
) -> Result<Vec<T>, KeyError> {
    let length = reader.array()?.ok_or(KeyError::Garbled)?;
    let mut items = Vec::new();
    for _ in 0..length {
        if items.len() < LONGEST_LIST {
            items.push(item(reader)?);
        } else {
            reader.skip()?;
        }
    }
    Ok(items)
}

/// A text to be shown: cut to 256 characters, without what moves a cursor.
pub(crate) fn text(reader: &mut Reader<'_>) -> Result<String, KeyError> {
    let text = reader.str()?.chars();
    let text = text.filter(|letter| !letter.is_control());
    Ok(text.take(LONGEST_TEXT).collect())
}

/// A number that is never negative; what is too large for us is the largest we have.
pub(crate) fn count(reader: &mut Reader<'_>) -> Result<u32, KeyError> {
    Ok(u32::try_from(reader.u64()?).unwrap_or(u32::MAX))
}

/// Bytes of exactly this length.
pub(crate) fn exactly<const N: usize>(reader: &mut Reader<'_>) -> Result<[u8; N], KeyError> {
    let bytes = reader.bytes()?;
    bytes.try_into().map_err(|_| KeyError::Garbled)
}

/// The bytes of the next item, as they are, and goes past it.
pub(crate) fn raw<'b>(reader: &mut Reader<'b>) -> Result<&'b [u8], KeyError> {
    let start = reader.position();
    reader.skip()?;
    let whole = reader.input();
    whole.get(start..reader.position()).ok_or(KeyError::Garbled)
}
