//! The codewords of a code to text (ISO/IEC 18004 section 7.4).

use encoding_rs::{Encoding, GBK, SHIFT_JIS};
use otp::SecretText;
use zeroize::Zeroizing;

use super::SymbolKind;

/// What a code of this version (1 to 40) says. `None` where that is nothing, is cut short, or would come out as another
/// text than was meant: a part of a text that is spread over several codes, an unknown character set, or an account in
/// a code that says it is a GS1 article number (FNC1).
pub(super) fn text(codewords: &[u8], version: u32) -> Option<SecretText> {
    let mut bits = Bits {
        bytes: codewords,
        next: 0,
    };
    let mut message = Message::with_room_for(codewords.len());
    while let Some(mode) = bits.take(4) {
        match mode {
            0 => break,
            1 => message.digits(&mut bits, version)?,
            2 => message.letters(&mut bits, version)?,
            4 => message.bytes(&mut bits, version)?,
            5 => message.is_article = true,
            7 => message.change_charset(&mut bits)?,
            8 => message.pairs(&mut bits, version, &KANJI)?,
            9 => {
                bits.take(8)?;
                message.is_article = true;
            }
            13 if bits.take(4)? == GB_2312 => message.pairs(&mut bits, version, &HANZI)?,
            _ => return None,
        }
    }
    message.finish()
}

/// How a character set is packed.
struct Packing {
    encoding: &'static Encoding,
    /// Second bytes for each first one.
    row: u32,
    /// Below this packed value the first of `begins` is added, from it on the second.
    low_end: u32,
    begins: [u32; 2],
}

/// Section 7.4.6.
const KANJI: Packing = Packing {
    encoding: SHIFT_JIS,
    row: 0xc0,
    low_end: 0x1f00,
    begins: [0x8140, 0xc140],
};

/// Chinese characters (GB/T 18284), after the number of the set.
const HANZI: Packing = Packing {
    encoding: GBK,
    row: 0x60,
    low_end: 0x0a00,
    begins: [0xa1a1, 0xa6a1],
};
const GB_2312: u32 = 1;

/// Bits, the highest of each byte first.
struct Bits<'a> {
    bytes: &'a [u8],
    next: usize,
}

impl Bits<'_> {
    /// The next `count` bits, up to 24, as a number; `None` where fewer are left.
    fn take(&mut self, count: usize) -> Option<u32> {
        let end = self.next + count;
        if end > 8 * self.bytes.len() {
            return None;
        }
        let bits = (self.next..end).filter_map(|bit| {
            let byte = self.bytes.get(bit / 8)?;
            Some(u32::from(byte >> (7 - bit % 8) & 1))
        });
        self.next = end;
        Some(bits.fold(0, |number, bit| number << 1 | bit))
    }

    /// The number of characters that follow; its length depends on mode and version (table 3).
    fn count(&mut self, version: u32, [small, middle, large]: [usize; 3]) -> Option<u32> {
        self.take(match version {
            ..10 => small,
            10..27 => middle,
            _ => large,
        })
    }
}

/// In which characters bytes are written.
#[derive(Clone, Copy)]
enum Charset {
    /// Nothing is said.
    Unsaid,
    Latin1,
    Other(&'static Encoding),
}

struct Message {
    text: Zeroizing<String>,
    /// Bytes that are not text yet: a letter may begin in one segment and end in the next.
    pending: Zeroizing<Vec<u8>>,
    charset: Charset,
    is_article: bool,
}

impl Message {
    /// Room for all that so many codewords can say, so that nothing grows and leaves copies behind: a digit takes 3 1/3
    /// bits and one byte, a letter 8 bits and up to three bytes.
    fn with_room_for(codewords: usize) -> Self {
        Self {
            text: Zeroizing::new(String::with_capacity(3 * codewords)),
            pending: Zeroizing::new(Vec::with_capacity(3 * codewords)),
            charset: Charset::Unsaid,
            is_article: false,
        }
    }

    fn digits(&mut self, bits: &mut Bits<'_>, version: u32) -> Option<()> {
        let mut left = bits.count(version, [10, 12, 14])?;
        while left > 0 {
            let (digits, length) = match left {
                1 => (1, 4),
                2 => (2, 7),
                _ => (3, 10),
            };
            let number = bits.take(length)?;
            if number >= 10_u32.pow(digits) {
                return None;
            }
            for place in (0..digits).rev() {
                self.push(u8::try_from(number / 10_u32.pow(place) % 10).ok()? + b'0');
            }
            left -= digits;
        }
        Some(())
    }

    fn letters(&mut self, bits: &mut Bits<'_>, version: u32) -> Option<()> {
        const LETTERS: &[u8; 45] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
        let letter = |number: u32| LETTERS.get(usize::try_from(number).ok()?).copied();
        let mut left = bits.count(version, [9, 11, 13])?;
        let mut pair = Zeroizing::new(Vec::with_capacity(usize::try_from(left).ok()?));
        while left >= 2 {
            let number = bits.take(11)?;
            pair.extend([letter(number / 45)?, letter(number % 45)?]);
            left -= 2;
        }
        if left == 1 {
            pair.push(letter(bits.take(6)?)?);
        }
        let mut letters = pair.iter().copied().peekable();
        while let Some(letter) = letters.next() {
            // Section 7.4.8.2: in an article number `%` divides fields, and `%%` is a percent sign.
            let divides = self.is_article && letter == b'%' && letters.next_if_eq(&b'%').is_none();
            self.push(if divides { 0x1d } else { letter });
        }
        Some(())
    }

    fn bytes(&mut self, bits: &mut Bits<'_>, version: u32) -> Option<()> {
        for _byte in 0..bits.count(version, [8, 16, 16])? {
            self.push(u8::try_from(bits.take(8)?).ok()?);
        }
        Some(())
    }

    /// Two-byte characters in 13 bits each, whatever the character set of bytes is.
    fn pairs(&mut self, bits: &mut Bits<'_>, version: u32, packing: &Packing) -> Option<()> {
        self.flush()?;
        let before = std::mem::replace(&mut self.charset, Charset::Other(packing.encoding));
        for _character in 0..bits.count(version, [8, 10, 12])? {
            let packed = bits.take(13)?;
            let together = ((packed / packing.row) << 8) | (packed % packing.row);
            let [low, high] = packing.begins;
            let bytes = together
                + if together < packing.low_end {
                    low
                } else {
                    high
                };
            let [.., first, second] = bytes.to_be_bytes();
            self.push(first);
            self.push(second);
        }
        self.flush()?;
        self.charset = before;
        Some(())
    }

    /// Extended Channel Interpretation: bytes are in another character set from here on (section 7.4.2).
    fn change_charset(&mut self, bits: &mut Bits<'_>) -> Option<()> {
        self.flush()?;
        let first = bits.take(8)?;
        let number = match first {
            0..0x80 => first,
            0x80..0xc0 => (first & 0x3f) << 8 | bits.take(8)?,
            0xc0..0xe0 => (first & 0x1f) << 16 | bits.take(16)?,
            _ => return None,
        };
        self.charset = charset(number)?;
        Some(())
    }

    fn push(&mut self, byte: u8) {
        self.pending.push(byte);
    }

    /// Makes text of the bytes so far; `None` where they are not in the character set that was said.
    fn flush(&mut self) -> Option<()> {
        let encoding = match self.charset {
            Charset::Unsaid => likely_charset(&self.pending),
            said @ (Charset::Latin1 | Charset::Other(_)) => said,
        };
        match encoding {
            Charset::Other(encoding) => {
                let text =
                    encoding.decode_without_bom_handling_and_without_replacement(&self.pending)?;
                self.text.push_str(&text);
            }
            Charset::Latin1 | Charset::Unsaid => self
                .text
                .extend(self.pending.iter().copied().map(char::from)),
        }
        self.pending.clear();
        Some(())
    }

    fn finish(mut self) -> Option<SecretText> {
        self.flush()?;
        let is_misused = self.is_article && SymbolKind::of(&self.text) != SymbolKind::Other;
        if self.text.is_empty() || is_misused {
            return None;
        }
        Some(SecretText::new(std::mem::take(&mut *self.text)))
    }
}

/// UTF-8, which every program writes today; or the Shift JIS of old Japanese phones, if there are three of its letters in
/// a row; or else ISO/IEC 8859-1, which the standard means.
fn likely_charset(bytes: &[u8]) -> Charset {
    if str::from_utf8(bytes).is_ok() {
        return Charset::Other(encoding_rs::UTF_8);
    }
    let Some(japanese) = SHIFT_JIS.decode_without_bom_handling_and_without_replacement(bytes)
    else {
        return Charset::Latin1;
    };
    let japanese = Zeroizing::new(japanese.into_owned());
    let is_japanese =
        |letter: char| matches!(letter, '\u{3000}'..='\u{9fff}' | '\u{ff61}'..='\u{ff9f}');
    let longest = japanese
        .split(|letter| !is_japanese(letter))
        .map(|word| word.chars().count())
        .max();
    if longest >= Some(3) {
        Charset::Other(SHIFT_JIS)
    } else {
        Charset::Latin1
    }
}

/// The character sets that AIM ITS/04-023 numbers.
fn charset(number: u32) -> Option<Charset> {
    let encoding = match number {
        1 | 3 | 27 | 170 | 899 => return Some(Charset::Latin1),
        4 => encoding_rs::ISO_8859_2,
        5 => encoding_rs::ISO_8859_3,
        6 => encoding_rs::ISO_8859_4,
        7 => encoding_rs::ISO_8859_5,
        8 => encoding_rs::ISO_8859_6,
        9 => encoding_rs::ISO_8859_7,
        10 => encoding_rs::ISO_8859_8,
        11 => encoding_rs::WINDOWS_1254,
        12 => encoding_rs::ISO_8859_10,
        13 => encoding_rs::WINDOWS_874,
        15 => encoding_rs::ISO_8859_13,
        16 => encoding_rs::ISO_8859_14,
        17 => encoding_rs::ISO_8859_15,
        18 => encoding_rs::ISO_8859_16,
        20 => SHIFT_JIS,
        21 => encoding_rs::WINDOWS_1250,
        22 => encoding_rs::WINDOWS_1251,
        23 => encoding_rs::WINDOWS_1252,
        24 => encoding_rs::WINDOWS_1256,
        25 => encoding_rs::UTF_16BE,
        26 => encoding_rs::UTF_8,
        28 => encoding_rs::BIG5,
        29 | 32 => encoding_rs::GB18030,
        30 => encoding_rs::EUC_KR,
        _ => return None,
    };
    Some(Charset::Other(encoding))
}
