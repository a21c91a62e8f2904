//! Codes in picture files of other programs, and files that are none.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "test pictures are files, and a test fails by panicking"
)]

use std::fs;
use std::path::{Path, PathBuf};

use image::imageops::{self, FilterType};
use image::{GrayImage, Luma};
use proptest::prelude::*;
use transfer::qr::{QUIET_ZONE, Qr};
use transfer::symbol::{self, PictureError, Region, Symbol, SymbolKind};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/transfer/qr")
}

fn picture(name: &str) -> Vec<u8> {
    fs::read(folder().join(name)).unwrap()
}

/// Left, top, right and bottom.
type Frame = [i32; 4];

fn frame(symbol: &Symbol) -> Frame {
    let x = symbol.corners.map(|(x, _)| x);
    let y = symbol.corners.map(|(_, y)| y);
    [
        *x.iter().min().unwrap(),
        *y.iter().min().unwrap(),
        *x.iter().max().unwrap(),
        *y.iter().max().unwrap(),
    ]
}

/// The lines of a description: a text and the frame it is in.
fn described(text: &str) -> Vec<(String, Frame)> {
    let line = |line: &str| {
        let (text, numbers) = line.split_once('\t').unwrap();
        let numbers: Vec<i32> = numbers
            .split('\t')
            .map(|number| number.parse().unwrap())
            .collect();
        (text.to_owned(), numbers.try_into().unwrap())
    };
    text.lines().map(line).collect()
}

#[test]
fn every_code_in_the_pictures_of_other_programs_is_read_where_it_is() {
    let mut pictures = 0;
    for file in fs::read_dir(folder()).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "txt") {
            continue;
        }
        pictures += 1;
        let expected = described(&fs::read_to_string(path.with_extension("txt")).unwrap());
        let found = symbol::find(&fs::read(&path).unwrap()).unwrap();
        let texts = found.iter().map(|symbol| symbol.text.expose());
        assert!(
            texts.eq(expected.iter().map(|(text, _)| text)),
            "{}",
            path.display()
        );
        for (symbol, (_, expected)) in found.iter().zip(&expected) {
            let found = frame(symbol);
            let is_close = found.iter().zip(expected).all(|(a, b)| a.abs_diff(*b) <= 1);
            assert!(
                is_close,
                "{}: {found:?} is not {expected:?}",
                path.display()
            );
        }
    }
    assert!(pictures >= 20, "only {pictures} pictures");
}

#[test]
fn corners_begin_at_the_top_left_of_the_upright_code_and_go_clockwise() {
    for (name, expected) in [
        ("qrencode.png", [(12, 12), (111, 12), (111, 111), (12, 111)]),
        (
            "upside_down.png",
            [(122, 122), (11, 122), (11, 11), (122, 11)],
        ),
    ] {
        let found = symbol::find(&picture(name)).unwrap().remove(0).corners;
        let is_close = found
            .iter()
            .zip(expected)
            .all(|(a, b)| a.0.abs_diff(b.0) <= 1 && a.1.abs_diff(b.1) <= 1);
        assert!(is_close, "{name}: {found:?} is not {expected:?}");
    }
}

#[test]
fn a_symbol_says_what_it_is_good_for() {
    let symbol = |text: &str| Symbol {
        text: text.to_owned().into(),
        corners: [(0, 0); 4],
    };
    for (text, kind, name) in [
        ("OTPAUTH://TOTP/A?SECRET=AA", SymbolKind::Otpauth, "otpauth"),
        ("steam://ABCD", SymbolKind::Otpauth, "otpauth"),
        ("motp://a?secret=00", SymbolKind::Otpauth, "otpauth"),
        (
            " otpauth-migration://offline?data=AA\n",
            SymbolKind::Migration,
            "otpauth-migration",
        ),
        ("https://example.com/otpauth://", SymbolKind::Other, "other"),
        ("é", SymbolKind::Other, "other"),
    ] {
        assert_eq!((symbol(text).kind(), kind.name()), (kind, name), "{text}");
    }
}

#[test]
fn a_page_full_of_codes_is_read_from_top_to_bottom_and_left_to_right() {
    let texts: Vec<String> = (0..12)
        .map(|n| format!("otpauth://totp/{n}?secret=JBSWY3DPEHPK3PXP"))
        .collect();
    let codes: Vec<_> = texts.iter().map(|text| drawn(text)).collect();
    let side = codes[0].width();
    let mut page = GrayImage::new(4 * side, 3 * side);
    for (code, place) in codes.iter().zip(0_u32..) {
        imageops::replace(
            &mut page,
            code,
            i64::from(place % 4 * side),
            i64::from(place / 4 * side),
        );
    }
    let found = symbol::find_in_luma(
        page.width().try_into().unwrap(),
        page.height().try_into().unwrap(),
        &page,
    );
    assert!(found.iter().map(|symbol| symbol.text.expose()).eq(&texts));
}

#[test]
fn two_hundred_codes_on_one_page_are_all_read() {
    let texts: Vec<String> = (0..200)
        .map(|n| format!("otpauth://totp/{n:03}?secret=JBSWY3DPEHPK3PXP"))
        .collect();
    let codes: Vec<_> = texts.iter().map(|text| drawn(text)).collect();
    let side = codes[0].width();
    let mut page = GrayImage::new(20 * side, 10 * side);
    for (code, place) in codes.iter().zip(0_u32..) {
        let (x, y) = (place % 20 * side, place / 20 * side);
        imageops::replace(&mut page, code, i64::from(x), i64::from(y));
    }
    let (width, height) = (
        page.width().try_into().unwrap(),
        page.height().try_into().unwrap(),
    );
    let found = symbol::find_in_luma(width, height, &page);
    assert!(found.iter().map(|symbol| symbol.text.expose()).eq(&texts));
}

#[test]
fn a_region_is_searched_alone_and_its_corners_are_those_of_the_whole() {
    let code = drawn("otpauth://totp/a?secret=JBSWY3DPEHPK3PXP");
    let side = usize::try_from(code.width()).unwrap();
    let mut page = GrayImage::from_pixel(900, 600, Luma([255]));
    imageops::replace(&mut page, &code, 100, 50);
    imageops::replace(&mut page, &code, 600, 400);
    let region = Region {
        left: 590,
        top: 390,
        width: side + 20,
        height: 10_000,
    };
    let found = symbol::find_in_region(900, 600, &page, region);
    assert_eq!(found.len(), 1);
    let far = i32::try_from(side).unwrap() - 12;
    for (found, expected) in frame(&found[0])
        .iter()
        .zip([612, 412, 600 + far, 400 + far])
    {
        assert!(found.abs_diff(expected) <= 1, "{found} is not {expected}");
    }
    for (left, top, width) in [
        (900, 0, 10),
        (usize::MAX, usize::MAX, usize::MAX),
        (0, 0, 0),
    ] {
        let region = Region {
            left,
            top,
            width,
            height: 10,
        };
        assert!(symbol::find_in_region(900, 600, &page, region).is_empty());
    }
}

#[test]
fn a_frame_of_a_camera_shows_all_its_codes_at_once_in_every_turn() {
    let texts = ["otpauth://totp/a?secret=AA", "otpauth://totp/b?secret=BB"];
    let mut page = GrayImage::from_pixel(640, 480, Luma([255]));
    for (text, x) in texts.iter().zip([50, 350]) {
        imageops::replace(&mut page, &drawn(text), x, 100);
    }
    for turn in [0, 1, 7, 8, u32::MAX] {
        let found = symbol::find_in_frame(640, 480, &page, turn);
        assert!(found.iter().map(|symbol| symbol.text.expose()).eq(texts));
    }
    assert!(symbol::find_in_frame(640, 481, &page, 0).is_empty());
}

fn drawn(text: &str) -> GrayImage {
    let png = Qr::of(&text.to_owned().into())
        .unwrap()
        .to_png(3, QUIET_ZONE)
        .unwrap();
    image::load_from_memory(&png).unwrap().into_luma8()
}

#[test]
fn a_code_in_a_picture_that_is_scaled_down_has_its_place_in_the_original() {
    let code = image::load_from_memory(&picture("qrencode.png"))
        .unwrap()
        .into_luma8();
    let code = imageops::resize(&code, 1_230, 1_230, FilterType::Nearest);
    let mut page = GrayImage::from_pixel(6_000, 4_000, Luma([255]));
    imageops::replace(&mut page, &code, 4_000, 2_000);
    let found = symbol::find_in_luma(6_000, 4_000, &page);
    assert_eq!(found.len(), 1);
    for (found, expected) in frame(&found[0]).iter().zip([4_120, 2_120, 5_110, 3_110]) {
        assert!(found.abs_diff(expected) <= 10, "{found} is not {expected}");
    }
}

#[test]
fn a_copied_picture_shows_what_its_file_shows_also_where_it_is_see_through() {
    let see_through = ["black_on_nothing.png", "white_on_nothing.png"];
    for name in see_through
        .into_iter()
        .chain(["jpeg.jpg", "light_on_dark.png", "png_palette.png"])
    {
        let image = image::load_from_memory(&picture(name))
            .unwrap()
            .into_rgba8();
        let (width, height) = (
            image.width().try_into().unwrap(),
            image.height().try_into().unwrap(),
        );
        let expected =
            described(&fs::read_to_string(folder().join(name).with_extension("txt")).unwrap());
        let found = symbol::find_in_rgba(width, height, &image);
        let texts = found.iter().map(|symbol| symbol.text.expose());
        assert!(texts.eq(expected.iter().map(|(text, _)| text)), "{name}");
    }
}

#[test]
fn pixels_of_another_number_than_said_hold_no_code() {
    for (width, height, pixels) in [
        (0, 0, 0),
        (10, 10, 99),
        (10, 10, 101),
        (usize::MAX, 2, 10),
        (1, 1, 1),
    ] {
        assert!(symbol::find_in_luma(width, height, &vec![0; pixels]).is_empty());
        assert!(symbol::find_in_rgba(width, height, &vec![0; 4 * pixels]).is_empty());
        assert!(symbol::find_in_rgba(width, height, &vec![0; 4 * pixels + 1]).is_empty());
    }
}

#[test]
fn a_file_that_is_not_a_picture_is_refused() {
    for bytes in [
        &b""[..],
        b"otpauth://totp/a?secret=AA",
        b"%PDF-1.7",
        b"<html>",
    ] {
        assert_eq!(symbol::find(bytes).err(), Some(PictureError::NotAPicture));
    }
}

#[test]
fn a_picture_that_is_cut_short_is_damaged() {
    for name in ["qrencode.png", "gif.gif", "bmp.bmp", "webp_lossless.webp"] {
        let bytes = picture(name);
        let half = &bytes[..bytes.len() / 2];
        assert_eq!(
            symbol::find(half).err(),
            Some(PictureError::Damaged),
            "{name}"
        );
    }
}

#[test]
fn a_file_over_the_limit_is_refused_by_its_size_alone() {
    let bytes = vec![0; (64 << 20) + 1];
    assert_eq!(symbol::find(&bytes).err(), Some(PictureError::TooManyBytes));
}

#[test]
fn a_picture_over_the_limits_is_refused_by_its_header_alone() {
    // Without pixels all of these are damaged as well, so the size was looked at first.
    for (bytes, width, height) in [
        (
            png_header(60_000, 60_000, [8, 0], 0xa5b9_2a9e),
            60_000,
            60_000,
        ),
        (bmp_header(30_001, 1), 30_001, 1),
        (bmp_header(20_000, 5_001), 20_000, 5_001),
        // 90 million pixels are allowed, but not at 8 bytes each.
        (
            png_header(10_000, 9_000, [16, 6], 0xf6b8_1fb7),
            10_000,
            9_000,
        ),
    ] {
        let too_large = PictureError::TooLarge { width, height };
        assert_eq!(symbol::find(&bytes).err(), Some(too_large));
    }
    let largest = bmp_header(20_000, 5_000);
    assert_eq!(symbol::find(&largest).err(), Some(PictureError::Damaged));
}

/// BITMAPFILEHEADER and BITMAPINFOHEADER of a picture with 24 bits a pixel.
fn bmp_header(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"BM".to_vec();
    bytes.extend(
        [0, 0, 54, 40, width, height, 24 << 16 | 1]
            .into_iter()
            .flat_map(u32::to_le_bytes),
    );
    bytes.resize(54, 0);
    bytes
}

/// Signature and IHDR of a PNG (W3C PNG section 11.2.1), and the beginning of its pixels.
fn png_header(width: u32, height: u32, [depth, colour]: [u8; 2], crc: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
    bytes.extend([width, height].into_iter().flat_map(u32::to_be_bytes));
    bytes.extend([depth, colour, 0, 0, 0]);
    bytes.extend(crc.to_be_bytes());
    bytes.extend(b"\0\0\0\x08IDAT\x78\x9c");
    bytes
}

#[test]
fn pictures_made_to_keep_the_finder_busy_come_to_an_end() {
    let side = 1_000;
    let wall = |x: usize, y: usize| {
        let (x, y) = (x % 8, y % 8);
        let ring = |low, high| {
            let range = low..=high;
            range.contains(&x)
                && range.contains(&y)
                && ([low, high].contains(&x) || [low, high].contains(&y))
        };
        ring(0, 6) || ring(2, 4) || ring(3, 3)
    };
    let mut state = 1_u32;
    let mut noise = |_, _| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state >> 31 == 0
    };
    let draw = |dark: &mut dyn FnMut(usize, usize) -> bool| -> Vec<u8> {
        let places = (0..side * side).map(|at| (at % side, at / side));
        places
            .map(|(x, y)| if dark(x, y) { 0 } else { 255 })
            .collect()
    };
    for luma in [draw(&mut { wall }), draw(&mut noise)] {
        assert!(symbol::find_in_luma(side, side, &luma).is_empty());
    }
}

/// Each once made a reader panic that was used then.
#[test]
fn pictures_on_which_a_reader_panicked_do_no_harm() {
    let mut pictures = 0;
    for file in fs::read_dir(folder().join("../panics")).unwrap() {
        assert!(symbol::find(&fs::read(file.unwrap().path()).unwrap()).is_ok());
        pictures += 1;
    }
    assert!(pictures > 0);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn no_bytes_make_the_search_panic(
        magic in prop::sample::select(vec![&b""[..], b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF89a", b"BM", b"RIFF\x10\0\0\0WEBP"]),
        bytes in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        let _ = symbol::find(&[magic, &bytes].concat());
    }

    #[test]
    fn no_change_to_a_picture_makes_the_search_panic(
        name in prop::sample::select(vec!["qrencode.png", "jpeg.jpg", "gif.gif", "bmp.bmp", "webp_lossy.webp", "webp_lossless.webp"]),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let mut bytes = picture(name);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = symbol::find(&bytes);
    }

    #[test]
    fn no_pixels_make_the_search_panic(width in 0_usize..80, pixels in prop::collection::vec(prop::sample::select(vec![0, 255]), 0..6_000)) {
        let height = pixels.len().checked_div(width).unwrap_or(0);
        let _ = symbol::find_in_luma(width, height, &pixels[..width * height]);
    }
}
