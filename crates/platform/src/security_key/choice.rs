//! Which of several keys is meant: the one that is touched.

use std::sync::mpsc;
use std::thread;

use super::{Control, KeyError, SecurityKey};
use crate::hid::{Hid, Location};

/// What U2F keys are asked to register with, only to be touched: no site has this hash.
const NOWHERE: [u8; 32] = [0; 32];

/// See [`super::SecurityKeys::choose`].
pub(crate) fn touched(
    hid: &dyn Hid,
    among: &[Location],
    control: &Control,
) -> Result<Location, KeyError> {
    match among {
        [] => return Err(KeyError::Unplugged),
        [only] => return Ok(only.clone()),
        [_, _, ..] => {}
    }
    // One flag for all: the first touch ends every other wait.
    let waiting = control.part();
    thread::scope(|scope| {
        let (said, heard) = mpsc::channel();
        for location in among {
            let (said, waiting) = (said.clone(), waiting.clone());
            scope.spawn(move || {
                // The receiver may have its answer.
                drop(said.send(wait_at(hid, location, &waiting).map(|()| location.clone())));
            });
        }
        drop(said);
        let mut worst = KeyError::NotTouched;
        let mut chosen = None;
        for result in heard {
            match result {
                Ok(location) => {
                    chosen = chosen.or(Some(location));
                    waiting.cancel();
                }
                // That one key broke or was pulled out ends no wait at the others.
                Err(error) => worst = error,
            }
        }
        control.check()?;
        chosen.ok_or(worst)
    })
}

fn wait_at(hid: &dyn Hid, location: &Location, waiting: &Control) -> Result<(), KeyError> {
    let mut key = SecurityKey::open(hid, location, waiting)?;
    match key.wait_for_touch() {
        // From before CTAP 2.1.
        Err(KeyError::Unsupported) => key.u2f_register(&NOWHERE, &NOWHERE).map(drop),
        touched => touched,
    }
}
