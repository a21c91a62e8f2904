//! The user's side of a wait: what to do, and that it is enough.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::KeyError;

/// What a key waits for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Step {
    /// It works; nobody has to do anything.
    Works,
    /// It wants to be touched.
    WantsTouch,
}

/// Held by who asked, to cancel, and by who waits, to tell.
#[derive(Clone)]
pub struct Control {
    /// Ours is the last; those before it belong to whoever we wait for.
    cancelled: Vec<Arc<AtomicBool>>,
    told: Arc<dyn Fn(Step) + Send + Sync>,
}

impl Control {
    /// Calls `told` from the worker whenever the key says what it waits for, as often as it says so.
    pub fn new(told: impl Fn(Step) + Send + Sync + 'static) -> Self {
        Self {
            cancelled: vec![Arc::default()],
            told: Arc::new(told),
        }
    }

    /// For what needs no touch.
    pub fn silent() -> Self {
        Self::new(|_| {})
    }

    /// Ends the wait, and every later one with this control: the key is told within 100 ms.
    pub fn cancel(&self) {
        if let Some(own) = self.cancelled.last() {
            own.store(true, Ordering::SeqCst);
        }
    }

    /// As long as what comes back is there, an interrupt (Ctrl-C) cancels instead of ending the program; a second one
    /// ends it. On Windows an interrupt ends the program, and the key waits until it has had enough.
    pub fn cancelled_by_interrupt(&self) -> Interruptible {
        let own = self.cancelled.last().cloned().unwrap_or_default();
        #[cfg(unix)]
        {
            use signal_hook::consts::SIGINT;
            use signal_hook::flag;
            // Where the system refuses, an interrupt ends the program as ever.
            let _ = flag::register_conditional_default(SIGINT, Arc::clone(&own))
                .and_then(|_| flag::register(SIGINT, Arc::clone(&own)));
        }
        Interruptible(own)
    }

    /// Whether somebody did.
    pub fn is_cancelled(&self) -> bool {
        let mut flags = self.cancelled.iter();
        flags.any(|flag| flag.load(Ordering::SeqCst))
    }

    /// One that is cancelled with this, and can be cancelled alone.
    pub(crate) fn part(&self) -> Self {
        let mut part = self.clone();
        part.cancelled.push(Arc::default());
        part
    }

    pub(crate) fn tell(&self, step: Step) {
        (self.told)(step);
    }

    pub(crate) fn check(&self) -> Result<(), KeyError> {
        if self.is_cancelled() {
            Err(KeyError::Cancelled)
        } else {
            Ok(())
        }
    }
}

/// See [`Control::cancelled_by_interrupt`].
#[must_use]
pub struct Interruptible(Arc<AtomicBool>);

impl Drop for Interruptible {
    fn drop(&mut self) {
        // From now on an interrupt ends the program again.
        self.0.store(true, Ordering::SeqCst);
    }
}

impl fmt::Debug for Control {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_struct("Control");
        shown
            .field("cancelled", &self.is_cancelled())
            .finish_non_exhaustive()
    }
}
