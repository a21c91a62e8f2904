//! `scan --camera` and `scan --camera-file`: symbols in front of a camera, or in a video.

use std::time::Duration;

use session::UserError;
use session::scan::{CameraScan, Found, Progress, scan_camera};

use crate::args::Scan;
use crate::context::{Context, spinner};
use crate::failure::Failure;
use crate::words::Words;

/// What was seen until accounts were complete or the time was over, and why there is not more.
pub(super) fn find(context: &Context<'_>, args: &Scan) -> (Vec<Found>, Option<Failure>) {
    let spinner = spinner(context.words, "scan-opening");
    let mut scan = match open(args) {
        Ok(scan) => scan,
        Err(error) => return (Vec::new(), Some(error.into())),
    };
    let camera = scan.name();
    let said = |progress| message(context.words, &camera, progress);
    spinner.set_message(said(Progress::Nothing));
    let time = Duration::from_secs(args.timeout.into());
    let done = scan_camera(&mut scan, time, |step| {
        spinner.set_message(said(step.progress));
    });
    spinner.finish_and_clear();
    (scan.into_found(), done.err().map(Failure::from))
}

fn open(args: &Scan) -> Result<CameraScan, UserError> {
    match &args.camera_file {
        Some(file) => CameraScan::open_file(file),
        None => CameraScan::open(args.device.unwrap_or(1)),
    }
}

/// For the person in front of the camera.
fn message(words: &Words, camera: &str, progress: Progress) -> String {
    let camera = ("camera", session::escape(camera).into_owned().into());
    match progress {
        Progress::Nothing | Progress::Complete => words.text("scan-camera", &[camera]),
        Progress::NoAccount => words.text("scan-camera-no-account", &[camera]),
        Progress::Partial(missing) => {
            let (scanned, size) = (missing.scanned.into(), missing.size.into());
            let numbers = [camera, ("scanned", scanned), ("size", size)];
            words.text("scan-camera-partial", &numbers)
        }
    }
}
