//! One code on the clipboard for a short time.

use crate::dto::ReleasedDto;
use session::{Code, Released, SecretText, UserError, hold_clipboard};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;
use tauri::{AppHandle, Emitter as _};

/// What we hold on the clipboard at present.
#[derive(Default)]
pub(crate) struct Clipboard(Mutex<Option<Hold>>);

/// A code on the clipboard, and the word of its thread that it is gone.
struct Hold {
    keep: Arc<AtomicBool>,
    gone: Receiver<()>,
}

/// A clipboard whose owner does not answer must not hold up locking and closing.
const PATIENCE: Duration = Duration::from_secs(1);

impl Hold {
    /// Clears the clipboard, if what we put there is there still.
    fn end(self) {
        self.keep.store(false, Ordering::Relaxed);
        // Without an answer in time, the thread clears it later or ends with the program.
        let _late = self.gone.recv_timeout(PATIENCE);
    }
}

impl Clipboard {
    /// Puts `text` on the clipboard in place of what we hold, and returns once it can be pasted. `id` names the
    /// account in the event that says when it is gone.
    pub(crate) fn copy(
        &self,
        app: &AppHandle,
        id: String,
        text: SecretText,
        seconds: u16,
    ) -> Result<(), UserError> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // First: the same code copied twice would otherwise be cleared by the first copy's end.
        held.take().into_iter().for_each(Hold::end);
        let keep = Arc::new(AtomicBool::new(true));
        let (tell, told) = channel();
        let (app, kept) = (app.clone(), Arc::clone(&keep));
        let (ended, gone) = channel();
        thread::spawn(move || {
            // Dropped in any case, which is the word that it is gone.
            let _ended: Sender<()> = ended;
            hold(&app, id, &text, seconds, &kept, &tell);
        });
        *held = Some(Hold { keep, gone });
        let copied = told.recv_timeout(PATIENCE * 5);
        copied.unwrap_or(Err(Code::ClipboardFailed.into()))
    }

    /// Clears what we hold: the vault is locked, or the program ends.
    pub(crate) fn end(&self) {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        held.into_iter().for_each(Hold::end);
    }
}

fn hold(
    app: &AppHandle,
    id: String,
    text: &SecretText,
    seconds: u16,
    keep: &AtomicBool,
    tell: &Sender<Result<(), UserError>>,
) {
    // Nobody listens any more once the first answer was given.
    let mut copied = || drop(tell.send(Ok(())));
    let keep = || keep.load(Ordering::Relaxed);
    match hold_clipboard(text, u64::from(seconds), &mut copied, &keep) {
        Ok(released) => {
            let cleared = released == Released::Cleared;
            // The window may be gone.
            drop(app.emit("clipboard-released", ReleasedDto { id, cleared }));
        }
        Err(error) => drop(tell.send(Err(error))),
    }
}
