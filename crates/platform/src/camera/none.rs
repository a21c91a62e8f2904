//! A build without cameras.

use super::{CameraError, CameraInfo, FrameSource};

pub(super) fn cameras() -> Result<Vec<CameraInfo>, CameraError> {
    Err(CameraError::NotBuilt)
}

pub(super) fn open(_camera: &CameraInfo) -> Result<Box<dyn FrameSource>, CameraError> {
    Err(CameraError::NotBuilt)
}
