//! Cameras on Windows (Media Foundation) and macOS (AVFoundation), and on Linux in a test of what is below.

use std::sync::mpsc::sync_channel;
use std::time::Duration;

use nokhwa::Camera;
use nokhwa::utils::{
    ApiBackend, CameraFormat, CameraIndex, FrameFormat, RequestedFormat, RequestedFormatType,
};
use nokhwa::{NokhwaError, nokhwa_check, nokhwa_initialize, query};

use super::live::{Device, Live};
use super::mode::{Layout, Mode, Raw, from_best_to_worst};
use super::{CameraError, CameraInfo, FrameSource};

/// What can be read here.
const FORMATS: [FrameFormat; 4] = [
    FrameFormat::YUYV,
    FrameFormat::NV12,
    FrameFormat::GRAY,
    FrameFormat::MJPEG,
];
/// How long the user has to answer whether this program may use the camera (macOS).
const ANSWER: Duration = Duration::from_secs(50);

pub(super) fn cameras() -> Result<Vec<CameraInfo>, CameraError> {
    let cameras = query(ApiBackend::Auto).map_err(|error| reason(&error))?;
    let info = |camera: nokhwa::utils::CameraInfo| CameraInfo {
        name: camera.human_name(),
        id: id(&camera),
    };
    Ok(cameras.iter().cloned().map(info).collect())
}

pub(super) fn open(camera: &CameraInfo) -> Result<Box<dyn FrameSource>, CameraError> {
    let camera = camera.clone();
    let live = Live::start(move || Streaming::open(&camera))?;
    Ok(Box::new(live))
}

/// The system's own name for a camera, or its place in the list where there is none.
fn id(camera: &nokhwa::utils::CameraInfo) -> String {
    let id = camera.misc();
    if id.is_empty() {
        camera.index().to_string()
    } else {
        id
    }
}

/// A camera that gives frames.
struct Streaming(Camera);

impl Streaming {
    fn open(wanted: &CameraInfo) -> Result<Self, CameraError> {
        ask_for_permission()?;
        let cameras = query(ApiBackend::Auto).map_err(|error| reason(&error))?;
        let found = cameras.iter().find(|camera| id(camera) == wanted.id);
        let index = found.ok_or(CameraError::NoCamera)?.index().clone();
        let mut camera = open_in_any_mode(index)?;
        set_best_mode(&mut camera);
        camera.open_stream().map_err(|error| reason(&error))?;
        Ok(Self(camera))
    }
}

impl Device for Streaming {
    fn wait(&mut self) -> Result<Option<Raw>, CameraError> {
        let frame = self.0.frame().map_err(|error| stopped(&error))?;
        let size = |side| usize::try_from(side).map_err(|_| CameraError::Unsupported);
        let layout = layout_of(frame.source_frame_format()).ok_or(CameraError::Unsupported)?;
        Ok(Some(Raw {
            width: size(frame.resolution().width())?,
            height: size(frame.resolution().height())?,
            layout,
            stride: 0,
            bytes: frame.buffer().to_vec(),
        }))
    }
}

/// macOS asks once and remembers the answer; elsewhere nobody is asked.
fn ask_for_permission() -> Result<(), CameraError> {
    if nokhwa_check() {
        return Ok(());
    }
    let (send, answer) = sync_channel(1);
    nokhwa_initialize(move |may| {
        // Nobody waits for a second answer.
        let _sent = send.try_send(may);
    });
    match answer.recv_timeout(ANSWER) {
        Ok(true) => Ok(()),
        Ok(false) | Err(_) => Err(CameraError::PermissionDenied),
    }
}

fn open_in_any_mode(index: CameraIndex) -> Result<Camera, CameraError> {
    let any = RequestedFormat::with_formats(RequestedFormatType::None, &FORMATS);
    Camera::new(index, any).map_err(|error| reason(&error))
}

/// Leaves the camera as it is if it takes none of the modes that it lists.
fn set_best_mode(camera: &mut Camera) {
    let formats = camera.compatible_camera_formats().unwrap_or_default();
    let modes = formats.iter().filter_map(|format| {
        Some(Mode {
            width: format.width(),
            height: format.height(),
            layout: layout_of(format.format())?,
            rate: format.frame_rate().checked_mul(1000),
        })
    });
    for mode in from_best_to_worst(modes.collect()) {
        let rate = mode.rate.unwrap_or_default() / 1000;
        let format = CameraFormat::new_from(mode.width, mode.height, format_of(mode.layout), rate);
        let exact = RequestedFormatType::Exact(format);
        let request = RequestedFormat::with_formats(exact, &FORMATS);
        if camera.set_camera_requset(request).is_ok() {
            return;
        }
    }
}

fn layout_of(format: FrameFormat) -> Option<Layout> {
    match format {
        FrameFormat::YUYV => Some(Layout::Yuyv),
        FrameFormat::NV12 => Some(Layout::Nv12),
        FrameFormat::GRAY => Some(Layout::Grey),
        FrameFormat::MJPEG => Some(Layout::Mjpeg),
        FrameFormat::RAWRGB | FrameFormat::RAWBGR => None,
    }
}

fn format_of(layout: Layout) -> FrameFormat {
    match layout {
        Layout::Yuyv => FrameFormat::YUYV,
        Layout::Nv12 => FrameFormat::NV12,
        Layout::Grey => FrameFormat::GRAY,
        Layout::Mjpeg => FrameFormat::MJPEG,
    }
}

/// Why a camera gives no more frames.
fn stopped(error: &NokhwaError) -> CameraError {
    let error = reason(error);
    if [CameraError::Busy, CameraError::PermissionDenied].contains(&error) {
        error
    } else {
        CameraError::Unplugged
    }
}

/// The library passes the system's errors on as text, with their numbers in it.
fn reason(error: &NokhwaError) -> CameraError {
    // Access is denied; the user or the system's settings do not allow it.
    const DENIED: [&str; 2] = ["0x80070005", "0x80070032"];
    // Taken over by, or already streaming to, another program.
    const BUSY: [&str; 4] = ["0xC00D3704", "0xC00D3EA3", "0x800700AA", "0x80070020"];
    // Invalidated, not connected, not found.
    const GONE: [&str; 3] = ["0xC00D3EA2", "0x8007048F", "0x80070490"];
    let text = error.to_string();
    let has_one_of = |numbers: &[&str]| numbers.iter().any(|number| text.contains(number));
    if has_one_of(&DENIED) {
        CameraError::PermissionDenied
    } else if has_one_of(&BUSY) {
        CameraError::Busy
    } else if has_one_of(&GONE) || matches!(error, NokhwaError::OpenDeviceError(..)) {
        CameraError::NoCamera
    } else {
        CameraError::Unsupported
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests;
