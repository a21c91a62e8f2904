//! Codes that say something else than plain text: they come out as what they are, or not at all.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use image::imageops::replace;
use image::{DynamicImage, GrayImage, Luma};
use qrcodegen::{QrCode, QrCodeEcc, Version};
use transfer::qr::Qr;
use transfer::{preview, symbol};

const URI: &str = "otpauth://totp/a?secret=JBSWY3DPEHPK3PXP";

/// Bits of a code, and how they are put together (ISO/IEC 18004 section 7.4).
#[derive(Default)]
struct Bits(Vec<bool>);

impl Bits {
    fn then(mut self, value: u32, count: u32) -> Self {
        self.0
            .extend((0..count).rev().map(|bit| value >> bit & 1 == 1));
        self
    }

    /// Byte mode.
    fn bytes(self, bytes: &[u8]) -> Self {
        let head = self.then(4, 4).then(bytes.len().try_into().unwrap(), 8);
        bytes
            .iter()
            .fold(head, |bits, byte| bits.then(u32::from(*byte), 8))
    }

    /// Alphanumeric mode.
    fn letters(self, letters: &[u32]) -> Self {
        let head = self.then(2, 4).then(letters.len().try_into().unwrap(), 9);
        letters.chunks(2).fold(head, |bits, pair| match pair {
            [one, two] => bits.then(one * 45 + two, 11),
            rest => rest.iter().fold(bits, |bits, last| bits.then(*last, 6)),
        })
    }

    /// What is read from version 9-L with these bits.
    fn read(self) -> Vec<String> {
        texts(&self.drawn())
    }

    /// Version 9-L with these bits, three pixels for a module.
    fn drawn(mut self) -> GrayImage {
        const CODEWORDS: usize = 232;
        self = self.then(0, 4);
        self.0.resize(self.0.len().next_multiple_of(8), false);
        let byte = |bits: &[bool]| bits.iter().fold(0, |byte, bit| byte << 1 | u8::from(*bit));
        let mut codewords: Vec<u8> = self.0.chunks(8).map(byte).collect();
        codewords.extend(
            [0xec, 0x11]
                .into_iter()
                .cycle()
                .take(CODEWORDS - codewords.len()),
        );
        let code = QrCode::encode_codewords(Version::new(9), QrCodeEcc::Low, &codewords, None);
        let side = u32::try_from(code.size()).unwrap() + 8;
        GrayImage::from_fn(3 * side, 3 * side, |x, y| {
            let place = |pixel: u32| i32::try_from(pixel / 3).unwrap() - 4;
            Luma([if code.get_module(place(x), place(y)) {
                0
            } else {
                255
            }])
        })
    }
}

fn size(picture: &GrayImage) -> [usize; 2] {
    [picture.width(), picture.height()].map(|side| side.try_into().unwrap())
}

fn texts(picture: &GrayImage) -> Vec<String> {
    let [width, height] = size(picture);
    let found = symbol::find_in_luma(width, height, picture);
    found
        .iter()
        .map(|symbol| symbol.text.expose().to_owned())
        .collect()
}

fn bits() -> Bits {
    Bits::default()
}

#[test]
fn bytes_are_utf_8_or_else_latin_1_or_else_the_shift_jis_of_old_phones() {
    assert_eq!(bits().bytes(URI.as_bytes()).read(), [URI]);
    assert_eq!(bits().bytes("grüße 日本".as_bytes()).read(), ["grüße 日本"]);
    assert_eq!(bits().bytes(b"gr\xfc\xdfe").read(), ["grüße"]);
    assert_eq!(
        bits().bytes(b"\x93\xfa\x96\x7b\x8c\xea http://a").read(),
        ["日本語 http://a"]
    );
    assert_eq!(bits().bytes(b"\xc3\xde\xbb\xde\xb2\xdd").read(), ["ﾃﾞｻﾞｲﾝ"]);
}

#[test]
fn a_letter_may_begin_in_one_segment_and_end_in_the_next() {
    assert_eq!(
        bits().bytes(b"gr\xc3").bytes(b"\xbc\xc3\x9fe").read(),
        ["grüße"]
    );
}

#[test]
fn binary_content_comes_out_byte_by_byte() {
    let binary: Vec<u8> = (0..=255).step_by(3).collect();
    let expected: String = binary.iter().copied().map(char::from).collect();
    assert_eq!(bits().bytes(&binary).read(), [expected]);
}

#[test]
fn a_code_that_names_its_character_set_is_read_in_it() {
    let named = |number| bits().then(7, 4).then(number, 8);
    assert_eq!(named(26).bytes("é".as_bytes()).read(), ["é"]);
    assert_eq!(named(3).bytes("é".as_bytes()).read(), ["Ã©"]);
    assert_eq!(named(20).bytes(b"\x93\xfa").read(), ["日"]);
    assert_eq!(named(7).bytes(b"\xb7").read(), ["З"], "ISO/IEC 8859-5");
}

#[test]
fn what_is_not_in_its_own_character_set_or_in_an_unknown_one_is_left_out() {
    let named = |number| bits().then(7, 4).then(number, 8);
    assert!(named(26).bytes(b"\xff\xfe").read().is_empty());
    assert!(named(99).bytes(URI.as_bytes()).read().is_empty());
}

/// ISO/IEC 18004 section 7.4.6 packs 点 (935F in Shift JIS) into 0D9F and 茗 (E4AA) into 1AAA.
#[test]
fn kanji_are_read_also_between_other_text() {
    let kanji = bits()
        .bytes(b"a")
        .then(8, 4)
        .then(2, 8)
        .then(0x0d9f, 13)
        .then(0x1aaa, 13);
    assert_eq!(kanji.bytes("é".as_bytes()).read(), ["a点茗é"]);
}

/// FNC1 in first position; `%` (38) divides fields, `%%` is a percent sign.
#[test]
fn article_numbers_come_out_with_their_dividers_and_never_as_an_account() {
    let article = || bits().then(5, 4);
    assert_eq!(
        article().letters(&[0, 1, 38, 2, 38, 38]).read(),
        ["01\u{1d}2%"]
    );
    assert_eq!(article().letters(&[38, 10]).read(), ["\u{1d}A"]);
    assert!(article().bytes(URI.as_bytes()).read().is_empty());
    let second = bits().then(9, 4).then(37, 8);
    assert!(second.bytes(URI.as_bytes()).read().is_empty());
}

#[test]
fn a_part_of_a_text_that_is_spread_over_several_codes_is_not_taken_for_the_whole() {
    let part = bits().then(3, 4).then(0x01, 8).then(0x5a, 8);
    assert!(part.bytes(URI.as_bytes()).read().is_empty());
}

/// A part of a text; with it comes the account that it is about.
fn part() -> GrayImage {
    let part = bits().then(3, 4).then(0x01, 8).then(0x5a, 8);
    part.bytes(URI.as_bytes()).drawn()
}

/// The code of the account has no light edge, so it is not seen at the first look.
#[test]
fn a_code_that_is_refused_does_not_keep_the_account_beside_it_from_being_found() {
    let part = part();
    let account = Qr::of(&URI.to_owned().into()).unwrap().to_png(3, 0);
    let account = image::load_from_memory(&account.unwrap())
        .unwrap()
        .into_luma8();
    let (width, height) = part.dimensions();
    let mut picture = GrayImage::from_pixel(2 * width, height, Luma([0]));
    replace(&mut picture, &part, 0, 0);
    replace(&mut picture, &account, i64::from(width) + 30, 30);
    assert_eq!(texts(&picture), [URI]);
}

#[test]
fn a_code_that_is_refused_cannot_be_read_in_a_preview() {
    let part = part();
    let [width, height] = size(&part);
    let seen = symbol::see_luma(width, height, &part);
    assert!(seen.symbols.is_empty() && !seen.refused.is_empty());
    let rgba = DynamicImage::ImageLuma8(part).into_rgba8();
    let jpeg = preview::jpeg(width, height, &rgba, &[]).unwrap();
    let shown = image::load_from_memory(&jpeg).unwrap().into_luma8();
    let seen = symbol::see_luma(width, height, &shown);
    assert!(seen.symbols.is_empty() && seen.refused.is_empty());
}

#[test]
fn a_code_that_says_nothing_or_breaks_off_is_left_out() {
    assert!(bits().read().is_empty());
    assert!(bits().bytes(b"").read().is_empty());
    // 255 bytes do not fit into the 230 that are left.
    assert!(bits().then(4, 4).then(255, 8).read().is_empty());
    // Digits beyond 999, and a mode that is not assigned.
    assert!(
        bits()
            .then(1, 4)
            .then(3, 10)
            .then(1_000, 10)
            .read()
            .is_empty()
    );
    assert!(bits().then(15, 4).read().is_empty());
}
