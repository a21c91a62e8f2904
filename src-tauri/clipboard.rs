//! One code on the clipboard for a short time.

use crate::dto::ReleasedDto;
use session::{Code, Released, SecretText, UserError, Wish, hold_clipboard};
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
    wish: Arc<Mutex<Wish>>,
    gone: Receiver<()>,
}

/// A clipboard whose owner does not answer must not hold up locking and closing.
const PATIENCE: Duration = Duration::from_secs(1);

impl Hold {
    /// Clears the clipboard, if what we put there is there still.
    fn end(&self) {
        set(&self.wish, Wish::Clear);
        // Without an answer in time, the thread clears it later or ends with the program.
        let _late = self.gone.recv_timeout(PATIENCE);
    }

    /// The same, before another text takes its place: it may be the same code, which a thread that comes late must not
    /// clear.
    fn give_way(&self) {
        self.end();
        set(&self.wish, Wish::Leave);
    }
}

fn set(wish: &Mutex<Wish>, new: Wish) {
    *wish.lock().unwrap_or_else(PoisonError::into_inner) = new;
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
        held.take().iter().for_each(Hold::give_way);
        let wish = Arc::new(Mutex::new(Wish::Keep));
        let (tell, told) = channel();
        let (app, wished) = (app.clone(), Arc::clone(&wish));
        let (ended, gone) = channel();
        thread::spawn(move || {
            // Dropped in any case, which is the word that it is gone.
            let _ended: Sender<()> = ended;
            hold(&app, id, &text, seconds, &wished, &tell);
        });
        *held = Some(Hold { wish, gone });
        let copied = told.recv_timeout(PATIENCE * 5);
        copied.unwrap_or(Err(Code::ClipboardFailed.into()))
    }

    /// Clears what we hold: the vault is locked, or the program ends.
    pub(crate) fn end(&self) {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        held.iter().for_each(Hold::end);
    }
}

fn hold(
    app: &AppHandle,
    id: String,
    text: &SecretText,
    seconds: u16,
    wish: &Mutex<Wish>,
    tell: &Sender<Result<(), UserError>>,
) {
    // Nobody listens any more once the first answer was given.
    let mut copied = || drop(tell.send(Ok(())));
    let wish = || *wish.lock().unwrap_or_else(PoisonError::into_inner);
    match hold_clipboard(text, u64::from(seconds), &mut copied, &wish) {
        // What was copied since may be of the same account, and is on the clipboard.
        Ok(_) if wish() == Wish::Leave => {}
        Ok(released) => {
            let cleared = released == Released::Cleared;
            // The window may be gone.
            drop(app.emit("clipboard-released", ReleasedDto { id, cleared }));
        }
        Err(error) => drop(tell.send(Err(error))),
    }
}
