//! A folder of pictures as a film: each picture is a frame, in the order of their names.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;
use std::vec;

use image::ImageFormat;

use super::frame::Frame;
use super::{CameraError, FrameSource, jpeg};
use crate::store::{self, ReadError};

/// Largest picture, in bytes: 64 MiB.
const MOST_BYTES: u64 = 64 << 20;
/// Most files that a folder may have.
const MOST_FILES: usize = 100_000;
const FORMATS: [ImageFormat; 5] = [
    ImageFormat::Png,
    ImageFormat::Jpeg,
    ImageFormat::WebP,
    ImageFormat::Gif,
    ImageFormat::Bmp,
];

/// Pictures that have not been shown yet.
pub(super) struct Pictures(vec::IntoIter<(PathBuf, ImageFormat)>);

impl Pictures {
    /// Lists the files whose names end like a picture's.
    pub(super) fn open(folder: &Path) -> Result<Self, CameraError> {
        let mut pictures = Vec::new();
        let entries = fs::read_dir(folder).map_err(ReadError::from)?;
        for (count, entry) in entries.enumerate() {
            if count >= MOST_FILES {
                return Err(CameraError::BadFile);
            }
            let path = entry.map_err(ReadError::from)?.path();
            let format = ImageFormat::from_path(&path).ok();
            pictures.extend(
                format
                    .filter(|one| FORMATS.contains(one))
                    .map(|one| (path, one)),
            );
        }
        if pictures.is_empty() {
            return Err(CameraError::BadFile);
        }
        pictures.sort_by(|(a, _), (b, _)| a.cmp(b));
        Ok(Self(pictures.into_iter()))
    }
}

impl FrameSource for Pictures {
    fn next(&mut self, _timeout: Duration) -> Result<Frame, CameraError> {
        let (path, format) = self.0.next().ok_or(CameraError::Ended)?;
        let bytes = store::read(&path, MOST_BYTES)?;
        let frame = if format == ImageFormat::Jpeg {
            jpeg::decode(&bytes)
        } else {
            jpeg::decode_as(&bytes, format)
        };
        frame.ok_or(CameraError::BadFile)
    }
}
