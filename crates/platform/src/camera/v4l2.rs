//! Cameras on Linux: Video4Linux 2.
//!
//! Source: the kernel's userspace API, <https://docs.kernel.org/userspace-api/media/v4l/v4l2.html>.

mod modes;

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::PathBuf;
use std::time::Duration;

use rustix::io::Errno;
use v4l::buffer::{Flags, Type};
use v4l::io::mmap::Stream;
use v4l::io::traits::CaptureStream as _;
use v4l::video::Capture as _;
use v4l::video::capture::Parameters;
use v4l::{Device as Node, Format, Fraction};

use super::live::{Device, Live};
use super::mode::{Layout, Raw, from_best_to_worst};
use super::{CameraError, CameraInfo, FrameSource};
use modes::{code_of, layout_of, modes};

/// How long a wait for a frame takes at most, and so how soon a camera is released.
const WAIT: Duration = Duration::from_millis(500);
/// Links to nodes, named by where the cameras are plugged in.
const PLACES: &str = "/dev/v4l/by-path";
/// Buffers that the camera fills in turn.
const BUFFERS: u32 = 4;

pub(super) fn cameras() -> Result<Vec<CameraInfo>, CameraError> {
    let Ok(entries) = fs::read_dir("/dev") else {
        return Ok(Vec::new());
    };
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut numbers: Vec<u32> = names
        .filter_map(|name| name.strip_prefix("video")?.parse().ok())
        .collect();
    numbers.sort_unstable();
    let cameras = numbers
        .into_iter()
        .filter(|number| may_give_pictures(*number));
    let places = places();
    let info = |number| CameraInfo {
        name: name(number),
        id: places.get(&number).cloned().unwrap_or_else(|| path(number)),
    };
    Ok(cameras.map(info).collect())
}

pub(super) fn open(camera: &CameraInfo) -> Result<Box<dyn FrameSource>, CameraError> {
    let path = PathBuf::from(&camera.id);
    let live = Live::start(move || Streaming::open(&path))?;
    Ok(Box::new(live))
}

/// A node that only has metadata has no formats of pictures. One that may not be opened is listed, so that opening it
/// says why.
fn may_give_pictures(number: u32) -> bool {
    match Node::with_path(path(number)) {
        Ok(node) => node.enum_formats().is_ok_and(|formats| !formats.is_empty()),
        Err(error) => matches!(
            opening(&error),
            CameraError::Busy | CameraError::PermissionDenied
        ),
    }
}

fn path(number: u32) -> String {
    format!("/dev/video{number}")
}

/// Names of the nodes that say into what they are plugged: the numbers change when cameras come and go. udev makes
/// them; where it does not run there are none.
fn places() -> BTreeMap<u32, String> {
    let links = fs::read_dir(PLACES).into_iter().flatten().flatten();
    let places = links.filter_map(|link| {
        let path = link.path();
        let node = fs::canonicalize(&path).ok()?;
        let number = node.to_str()?.strip_prefix("/dev/video")?.parse().ok()?;
        Some((number, path.to_str()?.to_owned()))
    });
    let mut places: Vec<_> = places.collect();
    // Of several names the first counts, whatever the order of the folder.
    places.sort_unstable();
    places.into_iter().rev().collect()
}

fn name(number: u32) -> String {
    let file = format!("/sys/class/video4linux/video{number}/name");
    let name = fs::read(file).unwrap_or_default();
    let name = String::from_utf8_lossy(&name);
    match human(name.trim()) {
        "" => path(number),
        name => name.to_owned(),
    }
}

/// Drivers say "Maker: Model", cut to 31 bytes; where both are the same, once is enough.
fn human(name: &str) -> &str {
    match name.split_once(": ") {
        Some((maker, model)) if maker.starts_with(model) => maker,
        _ => name,
    }
}

/// A camera that fills buffers.
struct Streaming {
    stream: Stream<'static>,
    width: usize,
    height: usize,
    stride: usize,
    layout: Layout,
    /// No frame came in time: all buffers are still with the camera.
    is_late: bool,
}

impl Streaming {
    fn open(path: &PathBuf) -> Result<Self, CameraError> {
        let node = Node::with_path(path).map_err(|error| opening(&error))?;
        let (format, layout) = set_best_mode(&node)?;
        let mut stream = Stream::with_buffers(&node, Type::VideoCapture, BUFFERS)
            .map_err(|error| opening(&error))?;
        stream.set_timeout(WAIT);
        let size = |number| usize::try_from(number).map_err(|_| CameraError::Unsupported);
        Ok(Self {
            stream,
            width: size(format.width)?,
            height: size(format.height)?,
            stride: size(format.stride)?,
            layout,
            is_late: false,
        })
    }
}

impl Device for Streaming {
    fn wait(&mut self) -> Result<Option<Raw>, CameraError> {
        if self.is_late {
            // This frame is given back unseen: the next call of `next` does so with the last one that came.
            let came = self.stream.dequeue();
            self.is_late = is_late(came.map(|_index| ()))?;
            return Ok(None);
        }
        let (bytes, about) = match self.stream.next() {
            Ok(frame) => frame,
            Err(error) => {
                self.is_late = is_late(Err(error))?;
                return Ok(None);
            }
        };
        if about.flags.contains(Flags::ERROR) {
            return Ok(None);
        }
        let used = usize::try_from(about.bytesused).unwrap_or(usize::MAX);
        Ok(Some(Raw {
            width: self.width,
            height: self.height,
            layout: self.layout,
            stride: self.stride,
            bytes: bytes.get(..used).unwrap_or(bytes).to_vec(),
        }))
    }
}

fn is_late(came: io::Result<()>) -> Result<bool, CameraError> {
    match came {
        Ok(()) => Ok(false),
        Err(error) if [ErrorKind::TimedOut, ErrorKind::WouldBlock].contains(&error.kind()) => {
            Ok(true)
        }
        Err(error) => Err(streaming(&error)),
    }
}

/// Tries the modes from the best on. What the camera makes of the wish counts, if it can be read.
fn set_best_mode(node: &Node) -> Result<(Format, Layout), CameraError> {
    let modes = modes(node).map_err(|error| opening(&error))?;
    for mode in from_best_to_worst(modes) {
        let format = Format::new(mode.width, mode.height, code_of(mode.layout));
        let format = match node.set_format(&format) {
            Ok(format) => format,
            Err(error) if opening(&error) == CameraError::Unsupported => continue,
            Err(error) => return Err(opening(&error)),
        };
        let Some(layout) = layout_of(format.fourcc) else {
            continue;
        };
        if let Some(rate) = mode.rate {
            // Without it the camera keeps its own pace.
            drop(node.set_params(&Parameters::new(Fraction::new(1000, rate))));
        }
        return Ok((format, layout));
    }
    Err(CameraError::Unsupported)
}

/// Why a camera was not opened.
fn opening(error: &io::Error) -> CameraError {
    match Errno::from_io_error(error) {
        // No room on the wire (USB) for another camera.
        Some(Errno::BUSY | Errno::NOSPC) => CameraError::Busy,
        Some(Errno::ACCESS | Errno::PERM) => CameraError::PermissionDenied,
        Some(Errno::NOENT | Errno::NODEV | Errno::NXIO) => CameraError::NoCamera,
        _ => CameraError::Unsupported,
    }
}

/// Why a camera stopped. The first frame is when others that use it are noticed.
fn streaming(error: &io::Error) -> CameraError {
    if opening(error) == CameraError::Busy {
        CameraError::Busy
    } else {
        CameraError::Unplugged
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_says_the_same_twice_is_said_once() {
        for (name, expected) in [
            ("Integrated Camera: Integrated C", "Integrated Camera"),
            ("Logitech: BRIO", "Logitech: BRIO"),
            ("HD Webcam", "HD Webcam"),
            ("", ""),
        ] {
            assert_eq!(human(name), expected);
        }
    }
}
