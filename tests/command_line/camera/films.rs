//! Frames with the pictures of `tests/command_line/pictures` in them, as cameras and videos give them.

use image::codecs::jpeg::JpegEncoder;
use image::imageops::replace;
use image::{ExtendedColorType, GrayImage, Luma};

use crate::program::picture;

/// A frame without a picture.
pub(super) const BLANK: &str = "";

const WIDTH: u32 = 640;
const HEIGHT: u32 = 480;

/// Frames of 640 x 480 pixels.
pub(super) struct Film(Vec<GrayImage>);

impl Film {
    /// A frame for each picture.
    pub(super) fn of(pictures: &[&str]) -> Self {
        Self(pictures.iter().map(|name| frame(name)).collect())
    }

    /// With the lens covered.
    pub(super) fn black() -> Self {
        Self(vec![GrayImage::from_pixel(WIDTH, HEIGHT, Luma([17]))])
    }

    /// A file of uncompressed video.
    pub(super) fn y4m(&self) -> Vec<u8> {
        let mut file = format!("YUV4MPEG2 W{WIDTH} H{HEIGHT} F30:1 Ip C420jpeg\n").into_bytes();
        for frame in &self.0 {
            file.extend(b"FRAME\n");
            file.extend(frame.as_raw());
            file.extend(vec![128; frame.len() / 2]);
        }
        file
    }

    /// Frame by frame as JPEG.
    pub(super) fn jpegs(&self) -> Vec<Vec<u8>> {
        let jpeg = |frame: &GrayImage| {
            let mut jpeg = Vec::new();
            JpegEncoder::new_with_quality(&mut jpeg, 85)
                .encode(frame, WIDTH, HEIGHT, ExtendedColorType::L8)
                .unwrap();
            jpeg
        };
        self.0.iter().map(jpeg).collect()
    }

    /// Frame by frame in a layout of V4L2, with so many bytes between one row and the next.
    #[cfg(target_os = "linux")]
    pub(super) fn raw(&self, layout: &str, between: usize) -> Vec<Vec<u8>> {
        let colour = |luma: &u8| [*luma, 128];
        let frame = |frame: &GrayImage| {
            let mut bytes = Vec::new();
            for row in frame.as_raw().chunks(WIDTH.try_into().unwrap()) {
                match layout {
                    "YUYV" => bytes.extend(row.iter().flat_map(colour)),
                    _ => bytes.extend(row),
                }
                bytes.extend(vec![0; between]);
            }
            if layout == "NV12" {
                bytes.extend(vec![128; bytes.len() / 2]);
            }
            bytes
        };
        match layout {
            "MJPG" => self.jpegs(),
            _ => self.0.iter().map(frame).collect(),
        }
    }
}

/// The picture on a table that is not lit evenly.
fn frame(name: &str) -> GrayImage {
    let shade = |x, y| Luma([u8::try_from(90 + (x + y) / 20).unwrap()]);
    let mut frame = GrayImage::from_fn(WIDTH, HEIGHT, shade);
    if name != BLANK {
        let picture = image::open(picture(name)).unwrap().into_luma8();
        replace(&mut frame, &picture, 90, 60);
    }
    frame
}
