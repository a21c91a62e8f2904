//! What the window asks of the system's keyring: always on a thread of its own and without the program's lock, because a
//! keyring may ask the user and take a minute.

use crate::program::Shared;
use session::Effects;
use session::unlock::{self, KeyringErrand};
use std::thread;

/// Has the keyring do it some time soon. What goes wrong is told at the next start: then the keyring does not open.
pub(crate) fn send(errand: Option<KeyringErrand>) {
    if let Some(errand) = errand {
        thread::spawn(move || drop(errand.run(&Effects::system())));
    }
}

/// Opens the vault by the keyring, if it may. Whether it is open then.
pub(crate) fn open(shared: &Shared) -> bool {
    let (path, turn) = {
        let program = shared.lock();
        let Ok(path) = program.path() else {
            return false;
        };
        (path.to_owned(), program.turn)
    };
    let opened = unlock::open_by_keyring(&Effects::system(), &path);
    let mut program = shared.lock();
    if program.turn != turn || program.open.is_some() {
        // Somebody was quicker.
        return program.open.is_some();
    }
    let checked = opened.and_then(|opened| {
        let mut opened = opened;
        if let Some(vault) = &mut opened {
            session::check_newest(&program.effects, vault, false)?;
        }
        Ok(opened)
    });
    match checked {
        Ok(Some(vault)) => {
            program.opened(vault);
            true
        }
        Ok(None) => false,
        Err(error) => {
            // Anything else is told when the vault is opened.
            program.keyring = Some(error).filter(unlock::is_about_keyring);
            false
        }
    }
}
