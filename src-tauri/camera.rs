//! The camera, while the scan dialog looks through it. It is free again when the dialog is closed, the vault is locked or
//! everything was seen: at once, or a moment later where a frame is being waited for.

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
    /// Opens the camera of this id, in place of the one that is open.
    ///
    /// # Errors
    /// `scan-gone`: it was closed while it was being opened. The codes that begin with `camera-`.
    pub(crate) fn open(&self, id: &str) -> Result<(), UserError> {
        let turn = self.begin_turn();
        let scan = CameraScan::open_by_id(id)?;
        let mut state = self.state();
        if state.turn != turn {
            drop(state);
            return Err(Code::ScanGone.into());
        }
        state.scan = Some(scan);
        Ok(())
    }

    /// Releases the camera; where a frame is being waited for, in a moment.
    pub(crate) fn close(&self) {
        self.begin_turn();
    }

    /// Waits for the next frame.
    ///
    /// # Errors
    /// `scan-gone`: the camera is closed, or was meanwhile. The codes that begin with `camera-`.
    pub(crate) fn look(&self) -> Result<Look, UserError> {
        let (turn, scan) = {
            let mut state = self.state();
            (state.turn, state.scan.take())
        };
        let mut scan = scan.ok_or(Code::ScanGone)?;
        let step = scan.step(|| self.state().turn == turn);
        let mut state = self.state();
        if state.turn != turn {
            drop(state);
            return Err(Code::ScanGone.into());
        }
        match step {
            Ok(step) if step.progress == Progress::Complete => {
                let all = Some(scan.into_found());
                Ok(Look { step, all })
            }
            Ok(step) => {
                state.scan = Some(scan);
                Ok(Look { step, all: None })
            }
            Err(error) => {
                state.scan = Some(scan).filter(|_| can_go_on(&error));
                Err(error)
            }
        }
    }

    /// Ends what was before: whoever opens a camera or waits for a frame learns that it is gone.
    fn begin_turn(&self) -> u64 {
        let (turn, old) = {
            let mut state = self.state();
            state.turn += 1;
            (state.turn, state.scan.take())
        };
        // Takes a moment, and nobody has to wait for it.
        drop(old);
        turn
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The user can take off the cap, or wait.
fn can_go_on(error: &UserError) -> bool {
    matches!(error.code(), Code::CameraBlack | Code::CameraNoFrame)
}
