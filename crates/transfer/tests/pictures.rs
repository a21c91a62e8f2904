//! The kinds of picture files that are read, and how much of them.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::Cursor;

use image::{DynamicImage, ImageFormat};
use transfer::qr::{QUIET_ZONE, Qr};
use transfer::symbol::{self, PictureError};

const TEXT: &str = "otpauth://totp/a?secret=JBSWY3DPEHPK3PXP";

fn code() -> DynamicImage {
    let qr = Qr::of(&TEXT.to_owned().into()).unwrap();
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
