//! A camera that is pointed at QR codes, or a video that stands in for one.

use super::{Found, Incomplete, found_in, read_found};
use crate::error::{Code, UserError};
use crate::names::read_error;
use platform::camera::{self, CameraError, Frame, FrameSource};
use platform::clock::Stopwatch;
use std::path::{Path, PathBuf};
use std::time::Duration;
use transfer::symbol::{self, Symbol, SymbolKind};

pub use platform::camera::CameraInfo;

/// A camera that works gives a frame sooner.
const FRAME_TIME: Duration = Duration::from_secs(8);
/// How soon a wait for a frame ends that nobody needs any more.
const GLANCE: Duration = Duration::from_millis(100);
/// Different symbols that are kept; an export has a few dozen at most.
const MOST_FOUND: usize = 500;

/// This computer's cameras: the first is number 1.
///
/// # Errors
/// `camera-not-built`, `camera-unsupported`; `camera-none` if there are none.
pub fn cameras() -> Result<Vec<CameraInfo>, UserError> {
    let cameras = camera::cameras().map_err(camera_error)?;
    if cameras.is_empty() {
        return Err(camera_error(CameraError::NoCamera));
    }
    Ok(cameras)
}

/// An open camera, and what it has seen so far. The camera is released when this is dropped.
pub struct CameraScan {
    source: Box<dyn FrameSource>,
    origin: Origin,
    found: Vec<Found>,
    /// How many frames were looked at: each is looked at in another light.
    turn: u32,
}

enum Origin {
    Camera { name: String },
    File(PathBuf),
}

/// What one frame showed.
pub struct Step {
    frame: Frame,
    /// The symbols in this frame.
    pub symbols: Vec<Seen>,
    /// What all frames together showed.
    pub progress: Progress,
}

/// A symbol in a frame.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Seen {
    /// What kind of text it is.
    pub kind: SymbolKind,
    /// In pixels of the frame (see [`Step::size`]), clockwise from the symbol's own top left.
    pub corners: [(i32, i32); 4],
    /// No frame before this one showed it.
    pub is_new: bool,
}

/// How far a scan is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Progress {
    /// No symbol was seen.
    Nothing,
    /// Only symbols that hold no account.
    NoAccount,
    /// A part of an export: "2 of 3 scanned".
    Partial(Incomplete),
    /// There are accounts, and nothing of theirs is missing.
    Complete,
}

impl CameraScan {
    /// Opens the camera of this number in [`cameras`], counted from 1.
    ///
    /// # Errors
    /// `camera-none`, `camera-not-found` or another that begins with `camera-`.
    pub fn open(number: usize) -> Result<Self, UserError> {
        let cameras = cameras()?;
        let index = number.checked_sub(1);
        let camera = index.and_then(|index| cameras.get(index)).ok_or_else(|| {
            UserError::new(Code::CameraNotFound)
                .with("number", number)
                .with("count", cameras.len())
        })?;
        Self::open_camera(camera)
    }

    /// Opens the camera of this [`CameraInfo::id`], wherever in the list it is by now.
    ///
    /// # Errors
    /// `camera-none` if it was unplugged, or another that begins with `camera-`.
    pub fn open_by_id(id: &str) -> Result<Self, UserError> {
        let cameras = cameras()?;
        let camera = cameras.iter().find(|camera| camera.id == id);
        Self::open_camera(camera.ok_or_else(|| camera_error(CameraError::NoCamera))?)
    }

    fn open_camera(camera: &CameraInfo) -> Result<Self, UserError> {
        let name = camera.name.clone();
        let origin = Origin::Camera { name };
        let source = camera::open(camera).map_err(|error| origin.error(error))?;
        Ok(Self::new(source, origin))
    }

    /// Opens a video (Y4M, Motion JPEG) or a folder of pictures.
    ///
    /// # Errors
    /// `not-a-video`, or the file cannot be read.
    pub fn open_file(path: &Path) -> Result<Self, UserError> {
        let origin = Origin::File(path.to_owned());
        let source = camera::open_file(path).map_err(|error| origin.error(error))?;
        Ok(Self::new(source, origin))
    }

    fn new(source: Box<dyn FrameSource>, origin: Origin) -> Self {
        let found = Vec::new();
        Self {
            source,
            origin,
            found,
            turn: 0,
        }
    }

    /// Waits for the camera's next frame and looks for symbols in it. To be called again and again, on one thread;
    /// frames that come meanwhile are dropped, except the latest. The wait ends soon after it is not wanted any more.
    ///
    /// # Errors
    /// An error that begins with `camera-`; after `camera-black` and `camera-no-frame` it can be called again.
    /// `no-symbol` at the end of a file.
    pub fn step(&mut self, is_wanted: impl Fn() -> bool) -> Result<Step, UserError> {
        let watch = Stopwatch::start();
        loop {
            match self.step_within(GLANCE) {
                Err(CameraError::Timeout) if is_wanted() && watch.elapsed() < FRAME_TIME => {}
                step => return step.map_err(|error| self.origin.error(error)),
            }
        }
    }

    fn step_within(&mut self, time: Duration) -> Result<Step, CameraError> {
        let frame = self.source.next(time)?;
        let symbols = symbol::find_in_frame(frame.width, frame.height, &frame.luma, self.turn);
        self.turn = self.turn.wrapping_add(1);
        let symbols = symbols
            .into_iter()
            .map(|symbol| self.keep(symbol))
            .collect();
        let progress = self.progress();
        Ok(Step {
            frame,
            symbols,
            progress,
        })
    }

    /// Keeps what no frame before has shown.
    fn keep(&mut self, symbol: Symbol) -> Seen {
        let (kind, corners) = (symbol.kind(), symbol.corners);
        let text = symbol.text.expose();
        let is_new = !self.found.iter().any(|found| found.text.expose() == text);
        if is_new && self.found.len() < MOST_FOUND {
            self.found.extend(found_in(vec![symbol], &self.name()));
        }
        Seen {
            kind,
            corners,
            is_new,
        }
    }

    /// What all frames together showed.
    pub fn progress(&self) -> Progress {
        if self.found.is_empty() {
            return Progress::Nothing;
        }
        let read = read_found(&self.found);
        match read.incomplete.first() {
            Some(missing) => Progress::Partial(*missing),
            None if read.accounts.is_empty() => Progress::NoAccount,
            None => Progress::Complete,
        }
    }

    /// The camera's name, or the file's.
    pub fn name(&self) -> String {
        match &self.origin {
            Origin::Camera { name } => name.clone(),
            Origin::File(path) => path.display().to_string(),
        }
    }

    /// All different symbols of all frames, in the order in which they were seen. Ends the scan.
    pub fn into_found(self) -> Vec<Found> {
        self.found
    }
}

impl Step {
    /// Width and height of the frame, in pixels.
    pub fn size(&self) -> (usize, usize) {
        (self.frame.width, self.frame.height)
    }

    /// The frame as a JPEG picture of at most 640 x 360 pixels, in the same proportions, for people to look at.
    pub fn preview(&self, mirrored: bool) -> Vec<u8> {
        self.frame.preview(mirrored)
    }
}

/// Looks through the camera until accounts are found and no part of an export is missing, the time is over or the file
/// ends; `on_step` is told about each frame. What was found is in `scan` in any case.
///
/// # Errors
/// As [`CameraScan::step`], and `camera-no-symbol`. That parts of an export are missing is no error.
pub fn scan_camera(
    scan: &mut CameraScan,
    time: Duration,
    mut on_step: impl FnMut(&Step),
) -> Result<(), UserError> {
    let watch = Stopwatch::start();
    let mut has_frames = false;
    loop {
        let left = time.saturating_sub(watch.elapsed());
        // The first frame takes the time that the camera needs, not the user's.
        let wait = if has_frames {
            left.min(FRAME_TIME)
        } else {
            FRAME_TIME
        };
        let step = match scan.step_within(wait) {
            Ok(step) => step,
            Err(CameraError::Ended) if !scan.found.is_empty() => return Ok(()),
            Err(CameraError::Timeout) if wait < FRAME_TIME => return scan.out_of_time(time),
            Err(error) => return Err(scan.origin.error(error)),
        };
        has_frames = true;
        on_step(&step);
        if step.progress == Progress::Complete {
            return Ok(());
        }
        if watch.elapsed() >= time {
            return scan.out_of_time(time);
        }
    }
}

impl CameraScan {
    fn out_of_time(&self, time: Duration) -> Result<(), UserError> {
        if !self.found.is_empty() {
            return Ok(());
        }
        let error = UserError::new(Code::CameraNoSymbol);
        Err(error.with("seconds", time.as_secs()))
    }
}

impl Origin {
    fn error(&self, error: CameraError) -> UserError {
        match self {
            Self::Camera { name } => camera_error(error).with("camera", name),
            Self::File(path) => file_error(error, path),
        }
    }
}

fn file_error(error: CameraError, path: &Path) -> UserError {
    if let CameraError::NotRead(error) = error {
        return read_error(error, path);
    }
    let is_over = error == CameraError::Ended;
    let code = if is_over {
        Code::NoSymbol
    } else {
        Code::NotAVideo
    };
    UserError::new(code).with_path(path)
}

/// What to do next depends on the system.
fn camera_error(error: CameraError) -> UserError {
    let code = match error {
        CameraError::NotBuilt => Code::CameraNotBuilt,
        CameraError::NoCamera => Code::CameraNone,
        CameraError::Busy => Code::CameraBusy,
        CameraError::PermissionDenied => Code::CameraNoPermission,
        CameraError::Unplugged | CameraError::Ended => Code::CameraUnplugged,
        CameraError::Black => Code::CameraBlack,
        CameraError::Timeout => Code::CameraNoFrame,
        CameraError::Unsupported | CameraError::NotRead(_) | CameraError::BadFile => {
            Code::CameraUnsupported
        }
    };
    UserError::new(code).with("system", std::env::consts::OS)
}

#[cfg(test)]
mod tests;
