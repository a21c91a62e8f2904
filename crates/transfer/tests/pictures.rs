//! The kinds of picture files that are read, and how much of them.

#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::io::Cursor;

use image::codecs::gif::GifEncoder;
use image::{DynamicImage, Frame, GrayImage, ImageFormat, RgbaImage};
use transfer::qr::{QUIET_ZONE, Qr};
use transfer::symbol::{self, PictureError};

const TEXT: &str = "otpauth://totp/a?secret=JBSWY3DPEHPK3PXP";

fn code() -> DynamicImage {
    code_of(TEXT)
}

fn code_of(text: &str) -> DynamicImage {
    let qr = Qr::of(&text.to_owned().into()).unwrap();
    image::load_from_memory(&qr.to_png(3, QUIET_ZONE).unwrap()).unwrap()
}

fn file(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    picture.write_to(&mut file, format).unwrap();
    file.into_inner()
}

/// Adds an Exif block that says how to turn the picture (Exif 2.3, tag 0x0112) behind the first marker of a JPEG.
fn turned(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let (start, rest) = jpeg.split_at(2);
    let exif = b"\xff\xe1\0\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0";
    [start, exif, &[orientation], &[0; 6], rest].concat()
}

#[test]
fn a_tiff_is_read_with_8_and_with_16_bits() {
    for picture in [
        code(),
        code().into_rgb8().into(),
        code().into_luma16().into(),
    ] {
        let found = symbol::find(&file(&picture, ImageFormat::Tiff)).unwrap();
        assert!(found.iter().map(|symbol| symbol.text.expose()).eq([TEXT]));
    }
}

#[test]
fn a_tiff_that_is_cut_short_is_damaged() {
    let tiff = file(&code(), ImageFormat::Tiff);
    for bytes in [&tiff[..tiff.len() / 2], b"II*\0\x08\0\0\0\0\0"] {
        assert_eq!(symbol::find(bytes).err(), Some(PictureError::Damaged));
    }
}

#[test]
fn corners_are_in_the_picture_as_its_exif_turns_it() {
    let jpeg = file(&code(), ImageFormat::Jpeg);
    let as_stored = symbol::find(&jpeg).unwrap().remove(0).corners;
    // The first corner of the upright code, turned by a quarter, by half and by three quarters.
    for (orientation, first) in [(1, 0), (6, 1), (3, 2), (8, 3)] {
        let found = symbol::find(&turned(&jpeg, orientation)).unwrap().remove(0);
        assert_eq!(found.text.expose(), TEXT);
        let is_close = (found.corners[0].0.abs_diff(as_stored[first].0) <= 1)
            && (found.corners[0].1.abs_diff(as_stored[first].1) <= 1);
        assert!(is_close, "orientation {orientation}: {:?}", found.corners);
    }
}

/// A GIF of codes one after the other.
fn gif(texts: &[&str]) -> Vec<u8> {
    let mut file = Vec::new();
    let frames = texts
        .iter()
        .map(|text| Frame::new(code_of(text).into_rgba8()));
    GifEncoder::new(&mut file).encode_frames(frames).unwrap();
    file
}

fn texts(bytes: &[u8]) -> Vec<String> {
    let found = symbol::find(bytes).unwrap();
    found
        .iter()
        .map(|symbol| symbol.text.expose().to_owned())
        .collect()
}

#[test]
fn an_animation_gives_each_text_of_all_its_pictures_once() {
    let bytes = gif(&["first", "second", "first", "second", "third"]);
    assert_eq!(texts(&bytes), ["first", "second", "third"]);
}

/// A PNG of the pictures of several, one after the other, with an Exif block (PNG 1.6 and its third edition).
fn animated(pngs: &[Vec<u8>], exif: &[u8]) -> Vec<u8> {
    let number = |bytes: &[u8]| u32::from_be_bytes(bytes.try_into().unwrap());
    let pixels = |png: &[u8]| {
        let mut rest = &png[8..];
        let mut pixels = Vec::new();
        while let [length, kind @ ..] = rest.as_chunks::<4>().0 {
            let length = usize::try_from(number(length)).unwrap();
            if kind[0] == *b"IDAT" {
                pixels.extend(&rest[8..8 + length]);
            }
            rest = &rest[12 + length..];
        }
        pixels
    };
    let chunk = |kind: &[u8], content: &[u8]| {
        let length = u32::try_from(content.len()).unwrap().to_be_bytes();
        let checked = [kind, content].concat();
        [&length[..], &checked, &crc32(&checked).to_be_bytes()].concat()
    };
    let count = u32::try_from(pngs.len()).unwrap().to_be_bytes();
    let mut file = pngs[0][..33].to_vec();
    file.extend(chunk(b"eXIf", exif));
    file.extend(chunk(b"acTL", &[count, [0; 4]].concat()));
    let mut sequence = 0_u32;
    let mut next = || {
        sequence += 1;
        (sequence - 1).to_be_bytes()
    };
    for (place, png) in pngs.iter().enumerate() {
        // Its number, size and place, the time it is shown, and how it takes the place of the one before.
        let control = [&next()[..], &png[16..24], &[0; 8], &[0, 1, 0, 10, 0, 0]].concat();
        file.extend(chunk(b"fcTL", &control));
        file.extend(match place {
            0 => chunk(b"IDAT", &pixels(png)),
            _ => chunk(b"fdAT", &[&next()[..], &pixels(png)].concat()),
        });
    }
    file.extend(chunk(b"IEND", &[]));
    file
}

#[test]
fn every_picture_of_an_animation_is_turned_as_its_exif_says() {
    let pngs = ["first", "third"].map(|text| file(&code_of(text), ImageFormat::Png));
    let exif = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    let [upright, turned] = [&[][..], exif].map(|exif| {
        let found = symbol::find(&animated(&pngs, exif)).unwrap();
        assert!(
            found
                .iter()
                .map(|one| one.text.expose())
                .eq(["first", "third"])
        );
        found.into_iter().map(|one| one.corners).collect::<Vec<_>>()
    });
    for picture in [0, 1] {
        let [is, was] = [turned[picture][0], upright[picture][1]];
        assert!(
            is.0.abs_diff(was.0) <= 1 && is.1.abs_diff(was.1) <= 1,
            "{is:?}"
        );
    }
}

#[test]
fn an_animation_that_is_cut_short_gives_the_pictures_before_the_cut() {
    let bytes = gif(&["first", "second", "third"]);
    assert_eq!(texts(&bytes[..bytes.len() / 2]), ["first"]);
}

#[test]
fn only_the_first_64_pictures_of_an_animation_are_looked_at() {
    let mut shown = vec!["first"; 63];
    shown.extend(["in time", "too late"]);
    assert_eq!(texts(&gif(&shown)), ["first", "in time"]);
}

#[test]
fn pngs_with_8_and_16_bits_and_see_through_ones_are_read() {
    let code = code();
    let see_through = RgbaImage::from_fn(code.width(), code.height(), |x, y| {
        let [shade] = code.to_luma8().get_pixel(x, y).0;
        image::Rgba([0, 0, 0, 255 - shade])
    });
    let grey_and_deep = [
        code.clone(),
        code.to_luma16().into(),
        code.to_rgba16().into(),
    ];
    for picture in grey_and_deep.into_iter().chain([see_through.into()]) {
        assert_eq!(texts(&file(&picture, ImageFormat::Png)), [TEXT]);
    }
}

#[test]
fn a_picture_of_one_pixel_and_one_of_one_row_hold_no_code() {
    for (width, height) in [(1, 1), (1, 30_000), (30_000, 1)] {
        let picture = GrayImage::new(width, height).into();
        assert!(texts(&file(&picture, ImageFormat::Png)).is_empty());
    }
}

#[test]
fn pictures_that_are_small_as_files_and_large_in_memory_are_refused() {
    for (width, height) in [(1, 100_000), (100_000, 1)] {
        let picture = GrayImage::new(width, height).into();
        let refused = Some(PictureError::TooLarge { width, height });
        assert_eq!(
            symbol::find(&file(&picture, ImageFormat::Png)).err(),
            refused
        );
    }
}

/// The PNG with another size in its header; the pixels stay as they are.
fn resized(png: &[u8], width: u32, height: u32) -> Vec<u8> {
    let (before, rest) = png.split_at(12);
    let (header, after) = rest.split_at(21);
    let (kind_of_pixels, _checksum) = header.split_at(12).1.split_at(5);
    let sides = [width.to_be_bytes(), height.to_be_bytes()].concat();
    let header = [b"IHDR", sides.as_slice(), kind_of_pixels].concat();
    let checksum = crc32(&header).to_be_bytes();
    [before, &header, &checksum, after].concat()
}

/// The checksum of PNG chunks (ISO/IEC 15948, annex D).
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            (sum >> 1) ^ if sum & 1 == 1 { 0xedb8_8320 } else { 0 }
        })
    })
}

#[test]
fn a_png_with_more_packed_into_it_than_it_says_comes_to_an_end() {
    let large = file(&GrayImage::new(8000, 8000).into(), ImageFormat::Png);
    let says_little = resized(&large, 21, 21);
    let found = symbol::find(&says_little).unwrap_or_default();
    assert!(found.is_empty());
}

#[test]
fn nine_hundred_million_pixels_are_refused_by_their_number() {
    let says_much = resized(&file(&code(), ImageFormat::Png), 30_000, 30_000);
    let (width, height) = (30_000, 30_000);
    let refused = Some(PictureError::TooLarge { width, height });
    assert_eq!(symbol::find(&says_much).err(), refused);
}

#[test]
fn an_animation_on_a_page_too_large_is_refused_however_small_its_pictures_are() {
    let mut bytes = gif(&["first", "second"]);
    bytes[6..10].fill(0xff);
    let (width, height) = (65_535, 65_535);
    let refused = Some(PictureError::TooLarge { width, height });
    assert_eq!(symbol::find(&bytes).err(), refused);
}

#[test]
fn of_an_animation_with_very_large_pictures_the_first_is_seen() {
    let mut bytes = gif(&["first", "second"]);
    // A page of 10,000 by 9,000 pixels.
    bytes[6..10].copy_from_slice(&[0x10, 0x27, 0x28, 0x23]);
    assert_eq!(texts(&bytes), ["first"]);
}
