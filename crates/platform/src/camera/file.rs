//! Which kind of file it is.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use super::mjpeg::{self, Mjpeg};
use super::pictures::Pictures;
use super::y4m::{self, Y4m, not_read};
use super::{CameraError, FrameSource};
use crate::store::ReadError;

/// A file that is read as if it were a camera: a video as Y4M or Motion JPEG (also in AVI), or a folder of pictures
/// (PNG, JPEG, WebP, GIF, BMP) in the order of their names. Told apart by content.
///
/// # Errors
/// [`CameraError::NotRead`], [`CameraError::BadFile`].
pub fn open_file(path: &Path) -> Result<Box<dyn FrameSource>, CameraError> {
    // Before opening, because to open a pipe is to wait for its other end.
    let metadata = fs::metadata(path).map_err(ReadError::from)?;
    if metadata.is_dir() {
        return Ok(Box::new(Pictures::open(path)?));
    }
    if !metadata.is_file() {
        return Err(ReadError::NotAFile.into());
    }
    open_stream(File::open(path).map_err(ReadError::from)?)
}

/// The same from bytes: a video, not a folder.
///
/// # Errors
/// [`CameraError::NotRead`], [`CameraError::BadFile`].
pub fn open_stream(bytes: impl Read + Send + 'static) -> Result<Box<dyn FrameSource>, CameraError> {
    let mut reader = BufReader::with_capacity(1 << 16, bytes);
    let start = reader.fill_buf().map_err(not_read)?;
    let is_avi = start.starts_with(b"RIFF") && start.get(8..12) == Some(b"AVI ");
    if start.starts_with(y4m::MAGIC) {
        Ok(Box::new(Y4m::open(reader)?))
    } else if is_avi || start.starts_with(mjpeg::MAGIC) {
        Ok(Box::new(Mjpeg::new(reader)))
    } else {
        Err(CameraError::BadFile)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::jpeg::tests::slope;
    use super::*;

    fn widths(path: &Path) -> Result<Vec<usize>, CameraError> {
        let mut source = open_file(path)?;
        let mut widths = Vec::new();
        loop {
            match source.next(Duration::ZERO) {
                Ok(frame) => widths.push(frame.width),
                Err(CameraError::Ended) => return Ok(widths),
                Err(error) => return Err(error),
            }
        }
    }

    #[test]
    fn a_file_is_known_by_its_content_and_a_folder_by_its_names() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name| folder.path().join(name);
        let y4m = [b"YUV4MPEG2 W2 H1 Cmono\n".as_slice(), b"FRAME\nab"].concat();
        fs::write(path("video.jpg"), y4m).unwrap();
        assert_eq!(widths(&path("video.jpg")), Ok(vec![2]));
        fs::write(path("video.y4m"), slope(16, 8)).unwrap();
        assert_eq!(widths(&path("video.y4m")), Ok(vec![16]));

        fs::create_dir(path("film")).unwrap();
        for (name, width) in [("10.jpg", 24), ("2.JPG", 32), ("01.jpeg", 16)] {
            fs::write(path("film").join(name), slope(width, 8)).unwrap();
        }
        fs::write(path("film").join("notes.txt"), "not a frame").unwrap();
        assert_eq!(widths(&path("film")), Ok(vec![16, 24, 32]));
    }

    #[test]
    fn what_cannot_be_shown_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name| folder.path().join(name);
        assert_eq!(widths(&path("missing")), Err(ReadError::NotFound.into()));
        assert_eq!(widths(folder.path()), Err(CameraError::BadFile));
        for (name, bytes) in [
            ("empty", ""),
            ("text", "no video"),
            ("riff", "RIFF0000WAVE"),
        ] {
            fs::write(path(name), bytes).unwrap();
            assert_eq!(widths(&path(name)), Err(CameraError::BadFile), "{name}");
        }
        fs::create_dir(path("film")).unwrap();
        fs::write(path("film").join("a.png"), "no picture").unwrap();
        assert_eq!(widths(&path("film")), Err(CameraError::BadFile));
    }
}
