//! The camera, while the scan dialog looks through it. It is free again when the dialog is closed, the vault is locked or
//! everything was seen.

use session::scan::{CameraScan, Found, Progress, Step};
use session::{Code, UserError};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The one camera that may be open.
#[derive(Default)]
pub(crate) struct Camera(Mutex<State>);

#[derive(Default)]
struct State {
    /// Counts each opening and closing: whoever waits for a frame of an earlier one must not bring it back.
    turn: u64,
    scan: Option<CameraScan>,
}

/// A frame, and everything that was seen if that is all there is.
pub(crate) struct Look {
    pub(crate) step: Step,
    pub(crate) all: Option<Vec<Found>>,
}

impl Camera {
    /// Opens the camera of this number, counted from 1, in place of the one that is open.
    pub(crate) fn open(&self, number: usize) -> Result<(), UserError> {
        self.close();
        let scan = CameraScan::open(number)?;
        let mut state = self.state();
        state.turn += 1;
        state.scan = Some(scan);
        Ok(())
    }

    /// Releases the camera; where a frame is being waited for, when that is there.
    pub(crate) fn close(&self) {
        let scan = {
            let mut state = self.state();
            state.turn += 1;
            state.scan.take()
        };
        drop(scan);
    }

    /// Waits for the next frame.
    pub(crate) fn look(&self) -> Result<Look, UserError> {
        let (turn, scan) = {
            let mut state = self.state();
            (state.turn, state.scan.take())
        };
        let mut scan = scan.ok_or(Code::ScanGone)?;
        let step = scan.step();
        match step {
            Ok(step) if step.progress == Progress::Complete => {
                let all = Some(scan.into_found());
                return Ok(Look { step, all });
            }
            Err(error) if !can_go_on(&error) => return Err(error),
            Ok(_) | Err(_) => {}
        }
        let mut state = self.state();
        if state.turn == turn {
            state.scan = Some(scan);
        }
        step.map(|step| Look { step, all: None })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The user can take off the cap, or wait.
fn can_go_on(error: &UserError) -> bool {
    matches!(error.code(), Code::CameraBlack | Code::CameraNoFrame)
}
