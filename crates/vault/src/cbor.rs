//! Deterministic CBOR, and nothing else (RFC 8949 section 4.2.1; docs/vault-format.md, "CBOR").
//!
//! Own code because a reader of hostile bytes must refuse every second spelling of a value, which
//! general CBOR libraries accept. It knows integers, byte strings, text, arrays, maps with
//! ascending unsigned keys, `false`, `true` and `null`.

use crate::buffer::SecretBuffer;

/// Longest byte string or text, in bytes.
pub const MAX_STRING: usize = 65_536;
/// Deepest nesting of arrays and maps.
const MAX_DEPTH: u8 = 32;

const UNSIGNED: u8 = 0;
const NEGATIVE: u8 = 1;
const BYTES: u8 = 2;
const TEXT: u8 = 3;
const ARRAY: u8 = 4;
const MAP: u8 = 5;
const SIMPLE: u8 = 7;
const FALSE: u64 = 20;
const TRUE: u64 = 21;
const NULL: u64 = 22;

/// The bytes are not deterministic CBOR of the expected shape.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not deterministic CBOR at byte {at}")]
pub struct Malformed {
    /// Offset within the bytes given to [`Reader::new`].
    pub at: usize,
}

/// Checks that `bytes` are one well-made item and nothing after it, nested 32 deep at most.
pub fn check(bytes: &[u8]) -> Result<(), Malformed> {
    let mut reader = Reader::new(bytes);
    reader.item()?;
    reader.end()
}

/// Reads items one after another.
pub struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    /// Starts at the first byte.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// An unsigned integer.
    pub fn unsigned(&mut self) -> Result<u64, Malformed> {
        self.head_of(UNSIGNED)
    }

    /// `false` or `true`.
    pub fn boolean(&mut self) -> Result<bool, Malformed> {
        match self.head_of(SIMPLE)? {
            FALSE => Ok(false),
            TRUE => Ok(true),
            _ => Err(self.malformed()),
        }
    }

    /// A byte string, at most [`MAX_STRING`] long.
    pub fn bytes(&mut self) -> Result<&'a [u8], Malformed> {
        let len = self.head_of(BYTES)?;
        self.string(len)
    }

    /// Text, at most [`MAX_STRING`] bytes long.
    pub fn text(&mut self) -> Result<&'a str, Malformed> {
        let len = self.head_of(TEXT)?;
        let bytes = self.string(len)?;
        std::str::from_utf8(bytes).map_err(|_| self.malformed())
    }

    /// The number of items that follow. Never more than there are bytes left; an item in memory is
    /// larger than its bytes, so a caller must not reserve room for as many.
    pub fn array(&mut self) -> Result<usize, Malformed> {
        let count = self.head_of(ARRAY)?;
        self.bounded(count)
    }

    /// Reads a map: `field` gets each key with the bytes of its value, keys ascending.
    pub fn map<E: From<Malformed>>(
        &mut self,
        mut field: impl FnMut(u64, &'a [u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        let count = self.head_of(MAP)?;
        let mut last = None;
        for _ in 0..self.bounded(count)? {
            let key = self.ascending_key(&mut last)?;
            field(key, self.item()?)?;
        }
        Ok(())
    }

    /// The bytes of the next item, whatever it is, once it is known to be well made.
    pub fn item(&mut self) -> Result<&'a [u8], Malformed> {
        let start = self.at;
        self.skip(MAX_DEPTH)?;
        self.bytes.get(start..self.at).ok_or(self.malformed())
    }

    /// Refuses bytes after the last item.
    pub fn end(&self) -> Result<(), Malformed> {
        if self.at == self.bytes.len() {
            Ok(())
        } else {
            Err(self.malformed())
        }
    }

    fn skip(&mut self, depth: u8) -> Result<(), Malformed> {
        let (major, value) = self.head()?;
        let inner = || depth.checked_sub(1).ok_or(Malformed { at: self.at });
        match major {
            UNSIGNED | NEGATIVE => Ok(()),
            BYTES => self.string(value).map(drop),
            TEXT => {
                let bytes = self.string(value)?;
                std::str::from_utf8(bytes)
                    .map(drop)
                    .map_err(|_| self.malformed())
            }
            ARRAY => {
                let inner = inner()?;
                (0..self.bounded(value)?).try_for_each(|_| self.skip(inner))
            }
            MAP => {
                let inner = inner()?;
                let mut last = None;
                (0..self.bounded(value)?).try_for_each(|_| {
                    self.ascending_key(&mut last)?;
                    self.skip(inner)
                })
            }
            SIMPLE if matches!(value, FALSE | TRUE | NULL) => Ok(()),
            _ => Err(self.malformed()),
        }
    }

    fn ascending_key(&mut self, last: &mut Option<u64>) -> Result<u64, Malformed> {
        let key = self.unsigned()?;
        if last.is_some_and(|last| key <= last) {
            return Err(self.malformed());
        }
        *last = Some(key);
        Ok(key)
    }

    fn head_of(&mut self, expected: u8) -> Result<u64, Malformed> {
        let at = self.at;
        match self.head()? {
            (major, value) if major == expected => Ok(value),
            _ => Err(Malformed { at }),
        }
    }

    /// Major type and argument, in the argument's shortest form only.
    fn head(&mut self) -> Result<(u8, u64), Malformed> {
        let at = self.at;
        let malformed = Malformed { at };
        let first = *self.take(1)?.first().ok_or(malformed)?;
        let (major, short) = (first >> 5, first & 0x1f);
        let (value, least) = match short {
            0..=23 => return Ok((major, u64::from(short))),
            24 => (self.big_endian(1)?, 24),
            25 => (self.big_endian(2)?, 1 << 8),
            26 => (self.big_endian(4)?, 1 << 16),
            27 => (self.big_endian(8)?, 1 << 32),
            _ => return Err(malformed),
        };
        // Simple values above 23 are not in our subset; this refuses floats as well.
        if value < least || major == SIMPLE {
            return Err(malformed);
        }
        Ok((major, value))
    }

    fn big_endian(&mut self, len: usize) -> Result<u64, Malformed> {
        let bytes = self.take(len)?;
        Ok(bytes
            .iter()
            .fold(0, |value, byte| value << 8 | u64::from(*byte)))
    }

    fn string(&mut self, len: u64) -> Result<&'a [u8], Malformed> {
        let len = self.bounded(len)?;
        if len > MAX_STRING {
            return Err(self.malformed());
        }
        self.take(len)
    }

    /// Every item takes a byte at least, so no honest count is above the bytes left.
    fn bounded(&self, count: u64) -> Result<usize, Malformed> {
        usize::try_from(count)
            .ok()
            .filter(|count| *count <= self.bytes.len() - self.at)
            .ok_or(self.malformed())
    }

    fn take(&mut self, len: usize) -> Result<&'a [u8], Malformed> {
        let end = self.at.checked_add(len).ok_or(self.malformed())?;
        let taken = self.bytes.get(self.at..end).ok_or(self.malformed())?;
        self.at = end;
        Ok(taken)
    }

    fn malformed(&self) -> Malformed {
        Malformed { at: self.at }
    }
}

/// Writes items one after another, in the only form [`Reader`] accepts.
pub struct Writer(SecretBuffer);

impl Writer {
    /// An empty writer with room for so many bytes.
    pub fn with_capacity(capacity: usize) -> Self {
        Self(SecretBuffer::with_capacity(capacity))
    }

    /// An unsigned integer.
    pub fn unsigned(&mut self, value: u64) {
        self.head(UNSIGNED, value);
    }

    /// `false` or `true`.
    pub fn boolean(&mut self, value: bool) {
        self.head(SIMPLE, if value { TRUE } else { FALSE });
    }

    /// A byte string.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.head(BYTES, length(bytes.len()));
        self.0.extend(bytes);
    }

    /// Text.
    pub fn text(&mut self, text: &str) {
        self.head(TEXT, length(text.len()));
        self.0.extend(text.as_bytes());
    }

    /// The head of an array; so many items must follow.
    pub fn array(&mut self, count: usize) {
        self.head(ARRAY, length(count));
    }

    /// Puts a map's head before the `count` fields that were written since `start`.
    pub fn close_map(&mut self, start: usize, count: u64) {
        let (head, len) = head(MAP, count);
        self.0.insert(start, head.get(..len).unwrap_or_default());
    }

    /// An item that was read before and is kept as it is.
    pub fn raw(&mut self, item: &[u8]) {
        self.0.extend(item);
    }

    /// How many bytes were written, which is where the next item starts.
    pub fn position(&self) -> usize {
        self.0.len()
    }

    /// What was written; wiped when it is dropped.
    pub fn into_bytes(self) -> zeroize::Zeroizing<Vec<u8>> {
        self.0.into_inner()
    }

    fn head(&mut self, major: u8, value: u64) {
        let (head, len) = head(major, value);
        self.0.extend(head.get(..len).unwrap_or_default());
    }
}

/// The shortest head, in the first `len` of nine bytes.
fn head(major: u8, value: u64) -> ([u8; 9], usize) {
    let big_endian = value.to_be_bytes();
    let (short, len) = match value {
        0..=23 => (big_endian[7], 0),
        24..=0xff => (24, 1),
        0x100..=0xffff => (25, 2),
        0x1_0000..=0xffff_ffff => (26, 4),
        _ => (27, 8),
    };
    let mut head = [0; 9];
    head[0] = major << 5 | short;
    for (to, from) in head.iter_mut().skip(1).zip(big_endian.iter().skip(8 - len)) {
        *to = *from;
    }
    (head, len + 1)
}

fn length(len: usize) -> u64 {
    u64::try_from(len).expect("no supported machine has more than 64 address bits")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_examples_of_rfc_8949_appendix_a_in_our_subset_are_read() {
        for hex in [
            "00",
            "17",
            "1818",
            "1864",
            "1903e8",
            "1a000f4240",
            "1b000000e8d4a51000",
            "1bffffffffffffffff",
            "20",
            "3863",
            "f4",
            "f5",
            "f6",
            "40",
            "4401020304",
            "60",
            "6161",
            "62225c",
            "62c3bc",
            "63e6b0b4",
            "64f0908591",
            "80",
            "83010203",
            "8301820203820405",
            "98190102030405060708090a0b0c0d0e0f101112131415161718181819",
            "a0",
            "a201020304",
        ] {
            assert!(check(&unhex(hex)).is_ok(), "{hex}");
        }
    }

    #[test]
    fn a_second_spelling_of_a_value_is_refused() {
        for (hex, why) in [
            ("1817", "23 in two bytes"),
            ("190017", "23 in three bytes"),
            ("1a0000ffff", "65535 in five bytes"),
            ("1b00000000ffffffff", "2^32-1 in nine bytes"),
            ("5f42010243030405ff", "indefinite bytes"),
            ("9fff", "indefinite array"),
            ("bf0102ff", "indefinite map"),
            ("a201020102", "a key twice"),
            ("a202020101", "keys out of order"),
            ("a1616101", "a text key"),
            ("f93c00", "a float"),
            ("f7", "undefined"),
            ("f814", "false in two bytes"),
            ("c001", "a tag"),
            ("61ff", "text that is not UTF-8"),
            ("4401", "bytes that end early"),
            ("8101f4", "bytes after the item"),
            ("9bffffffffffffffff", "an array of 2^64-1"),
        ] {
            assert!(check(&unhex(hex)).is_err(), "{why}");
        }
    }

    #[test]
    fn nesting_is_read_to_32_levels_and_no_deeper() {
        let nested = |levels: usize| [vec![0x81; levels], vec![0x00]].concat();
        assert!(check(&nested(32)).is_ok());
        assert!(check(&nested(33)).is_err());
        assert!(check(&nested(60_000)).is_err());
    }

    #[test]
    fn a_string_is_read_to_65536_bytes_and_no_longer() {
        let string = |len: usize| {
            let mut writer = Writer::with_capacity(0);
            writer.bytes(&vec![7; len]);
            writer.into_bytes()
        };
        assert!(check(&string(65_536)).is_ok());
        assert!(check(&string(65_537)).is_err());
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(number: u64, bytes: Vec<u8>, text: String, flag: bool) {
            let mut writer = Writer::with_capacity(0);
            writer.array(4);
            writer.unsigned(number);
            writer.bytes(&bytes);
            writer.text(&text);
            writer.boolean(flag);
            let written = writer.into_bytes();
            let mut reader = Reader::new(&written);
            prop_assert_eq!(reader.array(), Ok(4));
            prop_assert_eq!(reader.unsigned(), Ok(number));
            prop_assert_eq!(reader.bytes(), Ok(bytes.as_slice()));
            prop_assert_eq!(reader.text(), Ok(text.as_str()));
            prop_assert_eq!(reader.boolean(), Ok(flag));
            prop_assert_eq!(reader.end(), Ok(()));
        }

        #[test]
        fn random_bytes_never_panic(bytes: Vec<u8>) {
            let _ = check(&bytes);
        }
    }

    fn unhex(hex: &str) -> Vec<u8> {
        let digits: Vec<u8> = hex
            .chars()
            .map(|c| u8::try_from(c.to_digit(16).unwrap()).unwrap())
            .collect();
        digits
            .chunks(2)
            .map(|pair| pair[0] << 4 | pair[1])
            .collect()
    }
}
