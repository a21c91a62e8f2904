//! JPEG pictures as cameras make them.

use std::io::Cursor;

use image::{ImageFormat, ImageReader, Limits};

use super::frame::{Frame, LONGEST_SIDE, pixels};

/// Memory that a decoder may use, in bytes: 256 MiB.
const MOST_MEMORY: u64 = 256 << 20;

const START_OF_IMAGE: [u8; 2] = [0xff, 0xd8];
const HUFFMAN_TABLES: u8 = 0xc4;
const START_OF_SCAN: u8 = 0xda;
/// Says that the picture is one of Motion JPEG, whose Huffman tables are known (OpenDML AVI, section "DIB format").
const MOTION_JPEG: [u8; 18] = *b"\xff\xe0\x00\x10AVI1\0\0\0\0\0\0\0\0\0\0";

/// Decodes a frame. `None` where it is damaged, no JPEG, or over the limits.
pub(super) fn decode(jpeg: &[u8]) -> Option<Frame> {
    if has_tables(jpeg)? {
        return decode_as(jpeg, ImageFormat::Jpeg);
    }
    let (start, rest) = jpeg.split_first_chunk::<2>()?;
    decode_as(
        &[start.as_slice(), &MOTION_JPEG, rest].concat(),
        ImageFormat::Jpeg,
    )
}

/// Decodes a picture of this format. `None` where it is damaged or over the limits.
pub(super) fn decode_as(bytes: &[u8], format: ImageFormat) -> Option<Frame> {
    let reader = || {
        let mut limits = Limits::no_limits();
        limits.max_alloc = Some(MOST_MEMORY);
        limits.max_image_width = u32::try_from(LONGEST_SIDE).ok();
        limits.max_image_height = u32::try_from(LONGEST_SIDE).ok();
        let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
        reader.limits(limits);
        reader
    };
    let (width, height) = reader().into_dimensions().ok()?;
    pixels(width.try_into().ok()?, height.try_into().ok()?)?;
    Frame::of_image(reader().decode().ok()?)
}

/// Whether the picture brings its own Huffman tables. Cameras leave them out to save room. `None`: no JPEG.
fn has_tables(jpeg: &[u8]) -> Option<bool> {
    let mut rest = jpeg.strip_prefix(&START_OF_IMAGE)?;
    loop {
        let [0xff, kind, tail @ ..] = rest else {
            return None;
        };
        match *kind {
            0xff => rest = rest.get(1..)?,
            HUFFMAN_TABLES => return Some(true),
            START_OF_SCAN => return Some(false),
            _ => {
                let length = u16::from_be_bytes(*tail.first_chunk()?);
                rest = tail.get(usize::from(length)..)?;
            }
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use image::codecs::jpeg::JpegEncoder;
    use image::{ExtendedColorType, GrayImage};

    use super::*;

    /// A picture whose shade grows from left to right.
    pub(in super::super) fn slope(width: u32, height: u32) -> Vec<u8> {
        let picture = GrayImage::from_fn(width, height, |x, _| {
            [u8::try_from(x * 255 / width).unwrap()].into()
        });
        let mut jpeg = Vec::new();
        JpegEncoder::new_with_quality(&mut jpeg, 90)
            .encode(&picture, width, height, ExtendedColorType::L8)
            .unwrap();
        jpeg
    }

    fn without_tables(jpeg: &[u8]) -> Vec<u8> {
        let mut kept = jpeg[..2].to_vec();
        let mut at = 2;
        while jpeg[at + 1] != START_OF_SCAN {
            let length = usize::from(u16::from_be_bytes([jpeg[at + 2], jpeg[at + 3]]));
            if jpeg[at + 1] != HUFFMAN_TABLES {
                kept.extend(&jpeg[at..at + 2 + length]);
            }
            at += 2 + length;
        }
        kept.extend(&jpeg[at..]);
        kept
    }

    #[test]
    fn a_frame_without_huffman_tables_is_the_same_picture() {
        let jpeg = slope(64, 48);
        let short = without_tables(&jpeg);
        assert!(short.len() + 100 < jpeg.len());
        let (whole, short) = (decode(&jpeg).unwrap(), decode(&short).unwrap());
        assert_eq!((whole.width, whole.height), (64, 48));
        assert_eq!(whole.luma, short.luma);
    }

    #[test]
    fn nothing_comes_of_what_is_no_jpeg() {
        for bytes in [
            b"".as_slice(),
            b"\xff\xd8",
            b"\xff\xd8\xff",
            b"\xff\xd8\xff\xe0\xff\xff",
            b"GIF89a",
        ] {
            assert!(decode(bytes).is_none());
        }
    }

    #[test]
    fn a_header_that_claims_four_gigapixels_is_refused() {
        let mut jpeg = slope(64, 48);
        let frame = jpeg
            .windows(2)
            .position(|pair| pair == [0xff, 0xc0])
            .unwrap();
        jpeg[frame + 5..frame + 9].fill(0xff);
        assert!(decode(&jpeg).is_none());
    }
}
