//! Motion JPEG: one JPEG picture (ITU-T T.81) after the other, alone or in an AVI file, whose own structure is skipped.

use std::io::{BufRead, Read as _};
use std::time::Duration;

use super::frame::Frame;
use super::y4m::not_read;
use super::{CameraError, FrameSource, jpeg};

pub(super) const MAGIC: &[u8] = b"\xff\xd8\xff";
/// Largest picture, in bytes: 16 MiB.
const MOST_BYTES: usize = 16 << 20;
/// So many pictures in a row that cannot be read are no video.
const MOST_DAMAGED: usize = 1000;

const END_OF_IMAGE: u8 = 0xd9;
const START_OF_SCAN: u8 = 0xda;

/// A video whose frames have not been read yet.
pub(super) struct Mjpeg<R> {
    reader: R,
    /// Frames that were given.
    given: u64,
}

impl<R: BufRead + Send> Mjpeg<R> {
    pub(super) fn new(reader: R) -> Self {
        Self { reader, given: 0 }
    }

    /// The bytes of the next picture; `None` at the end, also where the last one is cut short.
    fn picture(&mut self) -> Result<Option<Vec<u8>>, CameraError> {
        if !self.skip_to_picture()? {
            return Ok(None);
        }
        let mut picture = MAGIC.to_vec();
        loop {
            let Some(kind) = self.marker(&mut picture)? else {
                return Ok(None);
            };
            let is_whole = match kind {
                END_OF_IMAGE => return Ok(Some(picture)),
                // These stand alone.
                0x01 | 0xd0..=0xd8 => true,
                _ => self.segment(&mut picture)?,
            };
            if !is_whole || (kind == START_OF_SCAN && !self.scan(&mut picture)?) {
                return Ok(None);
            }
            // The next marker's first byte, if it is not there already.
            if kind != START_OF_SCAN && self.copy_byte(&mut picture)? != Some(0xff) {
                return Ok(Some(picture));
            }
        }
    }

    /// Goes behind the next three bytes that begin a picture.
    fn skip_to_picture(&mut self) -> Result<bool, CameraError> {
        let mut last = [0; 3];
        while last != *MAGIC {
            let Some(byte) = self.byte()? else {
                return Ok(false);
            };
            let [_, second, third] = last;
            last = [second, third, byte];
        }
        Ok(true)
    }

    /// The kind of the marker whose first byte was read; there may be several of those.
    fn marker(&mut self, picture: &mut Vec<u8>) -> Result<Option<u8>, CameraError> {
        loop {
            match self.copy_byte(picture)? {
                Some(0xff) => {}
                kind => return Ok(kind),
            }
        }
    }

    /// A segment with its length in front.
    fn segment(&mut self, picture: &mut Vec<u8>) -> Result<bool, CameraError> {
        let (Some(high), Some(low)) = (self.copy_byte(picture)?, self.copy_byte(picture)?) else {
            return Ok(false);
        };
        let length = u16::from_be_bytes([high, low]).saturating_sub(2).into();
        let copied = self
            .reader
            .by_ref()
            .take(length)
            .read_to_end(picture)
            .map_err(not_read)?;
        Ok(u64::try_from(copied) == Ok(length))
    }

    /// The pixels, up to the first byte of the next marker.
    fn scan(&mut self, picture: &mut Vec<u8>) -> Result<bool, CameraError> {
        loop {
            let Some(byte) = self.copy_byte(picture)? else {
                return Ok(false);
            };
            if byte != 0xff {
                continue;
            }
            let next = self.reader.fill_buf().map_err(not_read)?.first();
            match next {
                None => return Ok(false),
                // A byte of the pixels that looks like a marker, or the count of a restart.
                Some(0x00 | 0xd0..=0xd7) => {}
                Some(_) => return Ok(true),
            }
        }
    }

    fn copy_byte(&mut self, picture: &mut Vec<u8>) -> Result<Option<u8>, CameraError> {
        if picture.len() >= MOST_BYTES {
            return Err(CameraError::BadFile);
        }
        let byte = self.byte()?;
        picture.extend(byte);
        Ok(byte)
    }

    fn byte(&mut self) -> Result<Option<u8>, CameraError> {
        let byte = self.reader.fill_buf().map_err(not_read)?.first().copied();
        if byte.is_some() {
            self.reader.consume(1);
        }
        Ok(byte)
    }
}

impl<R: BufRead + Send> FrameSource for Mjpeg<R> {
    fn next(&mut self, _timeout: Duration) -> Result<Frame, CameraError> {
        for _damaged in 0..MOST_DAMAGED {
            let Some(picture) = self.picture()? else {
                let is_video = self.given > 0;
                return Err(if is_video {
                    CameraError::Ended
                } else {
                    CameraError::BadFile
                });
            };
            if let Some(frame) = jpeg::decode(&picture) {
                self.given += 1;
                return Ok(frame);
            }
        }
        Err(CameraError::BadFile)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::super::jpeg::tests::slope;
    use super::*;

    fn sizes(bytes: Vec<u8>) -> (Vec<(usize, usize)>, CameraError) {
        let mut video = Mjpeg::new(Cursor::new(bytes));
        let mut sizes = Vec::new();
        loop {
            match video.next(Duration::ZERO) {
                Ok(frame) => sizes.push((frame.width, frame.height)),
                Err(error) => return (sizes, error),
            }
        }
    }

    #[test]
    fn pictures_are_told_apart_with_or_without_something_between_them() {
        let (a, b) = (slope(64, 48), slope(80, 40));
        let expected = (vec![(64, 48), (80, 40)], CameraError::Ended);
        assert_eq!(sizes([a.clone(), b.clone()].concat()), expected);
        // As in an AVI file: names and lengths in front, a filling byte behind.
        let avi = [
            b"RIFF\0\0\0\0AVI LIST".as_slice(),
            b"00dc\0\0\0\0",
            &a,
            b"\0",
            b"00dc\0\0\0\0",
            &b,
            b"idx1",
        ];
        assert_eq!(sizes(avi.concat()), expected);
    }

    #[test]
    fn a_picture_inside_of_a_picture_is_not_a_frame() {
        let (mut outer, inner) = (slope(64, 48), slope(16, 16));
        let length = u16::try_from(inner.len() + 2).unwrap().to_be_bytes();
        let comment = [&[0xff, 0xfe], length.as_slice(), &inner].concat();
        outer.splice(2..2, comment);
        assert_eq!(sizes(outer).0, [(64, 48)]);
    }

    #[test]
    fn damaged_frames_are_left_out() {
        let (a, b) = (slope(64, 48), slope(80, 40));
        let damaged = b"\xff\xd8\xff\xe0\0\x04ab\xff\xd9".to_vec();
        let expected = (vec![(64, 48), (80, 40)], CameraError::Ended);
        assert_eq!(sizes([a, damaged, b.clone()].concat()).0, expected.0);
        let cut = b[..b.len() / 2].to_vec();
        assert_eq!(
            sizes([b, cut].concat()),
            (vec![(80, 40)], CameraError::Ended)
        );
    }

    #[test]
    fn what_has_no_picture_is_a_bad_file() {
        let picture = slope(64, 48);
        let endless = [MAGIC, &vec![0xe1; MOST_BYTES]].concat();
        let many = b"\xff\xd8\xff\xd9".repeat(MOST_DAMAGED + 1);
        for bytes in [
            Vec::new(),
            vec![0; 100],
            MAGIC.to_vec(),
            picture[..40].to_vec(),
            endless,
            many,
        ] {
            assert_eq!(sizes(bytes), (vec![], CameraError::BadFile));
        }
    }
}
