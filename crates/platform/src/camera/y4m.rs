//! YUV4MPEG2 (`.y4m`): uncompressed video, a line of text and planes for each frame. Format: mjpegtools' yuv4mpeg(5).

use std::io::{BufRead, Read as _};
use std::time::Duration;

use super::frame::{Colour, Frame, Planes, pixels};
use super::{CameraError, FrameSource};

pub(super) const MAGIC: &[u8] = b"YUV4MPEG2 ";
/// Longest line, in bytes; real ones have about 60.
const LONGEST_LINE: u64 = 1024;

/// A video whose frames have not been read yet.
pub(super) struct Y4m<R> {
    reader: R,
    width: usize,
    height: usize,
    sampling: Sampling,
    /// Frames that were given.
    given: u64,
}

/// How much colour there is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Sampling {
    /// None.
    Grey,
    /// As many columns and rows as luma.
    Full,
    /// Half the columns.
    HalfColumns,
    /// Half the columns and half the rows.
    Quarter,
}

impl<R: BufRead + Send> Y4m<R> {
    /// Reads the first line.
    pub(super) fn open(mut reader: R) -> Result<Self, CameraError> {
        let line = line(&mut reader)?;
        let line = line.strip_prefix(MAGIC).ok_or(CameraError::BadFile)?;
        let line = str::from_utf8(line).map_err(|_| CameraError::BadFile)?;
        let (mut width, mut height, mut sampling) = (None, None, Some(Sampling::Quarter));
        for word in line.split(' ').filter(|word| !word.is_empty()) {
            match word.split_at_checked(1) {
                Some(("W", number)) => width = number.parse().ok(),
                Some(("H", number)) => height = number.parse().ok(),
                Some(("C", name)) => sampling = Sampling::of(name),
                _ => {}
            }
        }
        let (width, height) = width.zip(height).ok_or(CameraError::BadFile)?;
        pixels(width, height).ok_or(CameraError::BadFile)?;
        let sampling = sampling.ok_or(CameraError::BadFile)?;
        Ok(Self {
            reader,
            width,
            height,
            sampling,
            given: 0,
        })
    }

    /// `None` at the end, also where the last frame is cut short.
    fn frame(&mut self) -> Result<Option<Frame>, CameraError> {
        if is_over(&mut self.reader)? {
            return Ok(None);
        }
        if !line(&mut self.reader)?.starts_with(b"FRAME") {
            return Err(CameraError::BadFile);
        }
        let Some(luma) = self.plane(self.width, self.height)? else {
            return Ok(None);
        };
        let colour = match self.sampling.size(self.width, self.height) {
            None => Colour::Grey,
            Some((width, height)) => {
                let blue = self.plane(width, height)?;
                let Some((blue, red)) = blue.zip(self.plane(width, height)?) else {
                    return Ok(None);
                };
                Colour::Planes(Planes {
                    width,
                    height,
                    blue,
                    red,
                })
            }
        };
        Ok(Some(Frame {
            width: self.width,
            height: self.height,
            luma,
            colour,
        }))
    }

    /// Memory grows with what is there, not with what is claimed.
    fn plane(&mut self, width: usize, height: usize) -> Result<Option<Vec<u8>>, CameraError> {
        let length = pixels(width, height).ok_or(CameraError::BadFile)?;
        let most = u64::try_from(length).map_err(|_| CameraError::BadFile)?;
        let mut plane = Vec::new();
        self.reader
            .by_ref()
            .take(most)
            .read_to_end(&mut plane)
            .map_err(not_read)?;
        Ok((plane.len() == length).then_some(plane))
    }
}

impl<R: BufRead + Send> FrameSource for Y4m<R> {
    fn next(&mut self, _timeout: Duration) -> Result<Frame, CameraError> {
        match self.frame()? {
            Some(frame) => {
                self.given += 1;
                Ok(frame)
            }
            None if self.given == 0 => Err(CameraError::BadFile),
            None => Err(CameraError::Ended),
        }
    }
}

impl Sampling {
    /// By its name in the first line. More than 8 bits and an alpha channel are not known here.
    fn of(name: &str) -> Option<Self> {
        match name {
            "mono" => Some(Self::Grey),
            "444" => Some(Self::Full),
            "422" => Some(Self::HalfColumns),
            "420" | "420jpeg" | "420mpeg2" | "420paldv" => Some(Self::Quarter),
            _ => None,
        }
    }

    /// The size of a plane of colour beside a luma of this size.
    fn size(self, width: usize, height: usize) -> Option<(usize, usize)> {
        match self {
            Self::Grey => None,
            Self::Full => Some((width, height)),
            Self::HalfColumns => Some((width.div_ceil(2), height)),
            Self::Quarter => Some((width.div_ceil(2), height.div_ceil(2))),
        }
    }
}

/// A line without its end.
fn line(reader: &mut impl BufRead) -> Result<Vec<u8>, CameraError> {
    let mut line = Vec::new();
    reader
        .take(LONGEST_LINE)
        .read_until(b'\n', &mut line)
        .map_err(not_read)?;
    match line.pop() {
        Some(b'\n') => Ok(line),
        _ => Err(CameraError::BadFile),
    }
}

fn is_over(reader: &mut impl BufRead) -> Result<bool, CameraError> {
    reader.fill_buf().map(<[u8]>::is_empty).map_err(not_read)
}

/// The disk failed on the way.
pub(super) fn not_read(error: std::io::Error) -> CameraError {
    CameraError::NotRead(error.into())
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn all(bytes: &[u8]) -> (Vec<Frame>, CameraError) {
        let mut frames = Vec::new();
        let mut video = match Y4m::open(Cursor::new(bytes.to_vec())) {
            Ok(video) => video,
            Err(error) => return (frames, error),
        };
        loop {
            match video.next(Duration::ZERO) {
                Ok(frame) => frames.push(frame),
                Err(error) => return (frames, error),
            }
        }
    }

    /// Two frames of 3 x 2 pixels.
    fn video(header: &str, colour: usize) -> Vec<u8> {
        let mut video = format!("YUV4MPEG2 {header}\n").into_bytes();
        for first in [10, 20] {
            video.extend(b"FRAME\n");
            video.extend((first..).take(6));
            video.extend(vec![128; colour]);
        }
        video
    }

    #[test]
    fn frames_come_one_after_the_other_whatever_their_colours() {
        for (header, colour) in [
            ("W3 H2 F30:1 Ip A1:1 C420jpeg", 4),
            ("W3 H2", 4),
            ("H2 W3 Cmono", 0),
            ("W3 H2 C444", 12),
            ("W3 H2 C422 XYSCSS=422", 8),
        ] {
            let (frames, end) = all(&video(header, colour));
            let luma: Vec<&[u8]> = frames.iter().map(|frame| frame.luma.as_slice()).collect();
            let expected = [[10, 11, 12, 13, 14, 15], [20, 21, 22, 23, 24, 25]];
            assert_eq!(luma, expected, "{header}");
            assert_eq!(end, CameraError::Ended, "{header}");
        }
    }

    #[test]
    fn what_is_no_video_is_a_bad_file() {
        let endless = ["YUV4MPEG2 W3 ", &"X".repeat(5000), "\nFRAME\n"].concat();
        for bytes in [
            "",
            "YUV4MPEG2",
            "YUV4MPEG2 \n",
            "YUV4MPEG2 W3\n",
            "YUV4MPEG2 W0 H2\n",
            "YUV4MPEG2 W-3 H2\n",
            "YUV4MPEG2 W3 H2 C420p10\n",
            "YUV4MPEG2 W99999999999999999999 H2\n",
            "YUV4MPEG2 W16384 H16384\nFRAME\n",
            "YUV4MPEG2 W3 H2\n",
            "YUV4MPEG2 W3 H2\nFRAME\n123",
            "YUV4MPEG2 W3 H2\nPICTURE\n123456",
            &endless,
        ] {
            let (frames, error) = all(bytes.as_bytes());
            assert!(frames.is_empty());
            assert_eq!(error, CameraError::BadFile, "{bytes}");
        }
    }

    #[test]
    fn a_video_that_is_cut_short_has_the_frames_before_the_cut() {
        let video = video("W3 H2", 4);
        for cut in 1..10 {
            let (frames, end) = all(&video[..video.len() - cut]);
            assert_eq!((frames.len(), end), (1, CameraError::Ended), "{cut}");
        }
    }
}
