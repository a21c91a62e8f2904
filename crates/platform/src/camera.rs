//! Frames: from a webcam, or from a video or a folder of pictures that stands in for one.

mod file;
mod frame;
mod jpeg;
mod mjpeg;
mod pictures;
mod preview;
mod y4m;

#[cfg(feature = "desktop")]
mod live;
#[cfg(feature = "desktop")]
mod mode;
#[cfg(all(
    feature = "desktop",
    any(windows, target_os = "macos", all(test, target_os = "linux"))
))]
mod native;
#[cfg(not(all(
    feature = "desktop",
    any(windows, target_os = "macos", target_os = "linux")
)))]
mod none;
#[cfg(all(feature = "desktop", target_os = "linux"))]
mod v4l2;

use std::time::Duration;

pub use file::{open_file, open_stream};
pub use frame::Frame;

use crate::store::ReadError;
#[cfg(all(feature = "desktop", any(windows, target_os = "macos")))]
use native as system;
#[cfg(not(all(
    feature = "desktop",
    any(windows, target_os = "macos", target_os = "linux")
)))]
use none as system;
#[cfg(all(feature = "desktop", target_os = "linux"))]
use v4l2 as system;

/// Something that gives one frame after the other.
pub trait FrameSource: Send {
    /// The next frame. A camera gives its latest and drops those that nobody fetched in time; waits at most `timeout`.
    /// A file gives each of its frames once, without waiting.
    ///
    /// # Errors
    /// See [`CameraError`]. After [`CameraError::Timeout`] and [`CameraError::Black`] it is worth asking again.
    fn next(&mut self, timeout: Duration) -> Result<Frame, CameraError>;
}

/// A camera that can be opened.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CameraInfo {
    /// What the maker calls it. Comes from the device, so it may be anything.
    pub name: String,
    /// What the system calls it: the same as long as it stays plugged in.
    pub id: String,
}

/// Why there is no frame.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum CameraError {
    /// There is no camera, or not this one any more.
    #[error("there is no such camera")]
    NoCamera,
    /// Another program has it.
    #[error("another program uses the camera")]
    Busy,
    /// This user, or this program, may not use it.
    #[error("no permission to use the camera")]
    PermissionDenied,
    /// It went away, or broke, while it was in use.
    #[error("the camera is gone")]
    Unplugged,
    /// All frames of the last seconds were black: a shutter or a lens cap. It goes on.
    #[error("the camera sees nothing but black")]
    Black,
    /// No frame came in time. One may come yet.
    #[error("the camera gave no frame in time")]
    Timeout,
    /// It has no format that is known here.
    #[error("the camera has no format that can be read")]
    Unsupported,
    /// The file was not read.
    #[error("{0}")]
    NotRead(#[from] ReadError),
    /// The file is no video or folder that can be read, or is over the limits.
    #[error("not a video or folder of pictures that can be read")]
    BadFile,
    /// The file has no more frames.
    #[error("the file has no more frames")]
    Ended,
    /// The program was built without cameras.
    #[error("this build has no cameras")]
    NotBuilt,
}

/// The cameras of this computer, in the system's order. Of a camera that comes as several devices only the one that
/// gives pictures is listed.
///
/// # Errors
/// [`CameraError::NotBuilt`], or what the system says. None at all is no error.
pub fn cameras() -> Result<Vec<CameraInfo>, CameraError> {
    system::cameras()
}

/// Opens a camera of [`cameras`], with about 1280 x 720 pixels at 15 frames a second or more if it can. It is released
/// when the source is dropped.
///
/// # Errors
/// See [`CameraError`].
pub fn open(camera: &CameraInfo) -> Result<Box<dyn FrameSource>, CameraError> {
    system::open(camera)
}
