//! Locks when nobody was there for long, and takes over what another program saved: it looks once a second while the
//! window can be seen, and less often while it cannot.

use crate::dto::ErrorDto;
use crate::program::{Program, Shared, Told};
use crate::teams;
use session::{Code, Refreshed, UserError};
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;
use std::{mem, thread};
use tauri::{AppHandle, Emitter as _, Manager as _};

/// Seconds from one look to the next.
const IN_VIEW: u64 = 1;
const OUT_OF_VIEW: u64 = 10;

/// Whether somebody can see the window: nothing has to be found at once that nobody sees.
pub(crate) struct Watch {
    in_view: Mutex<bool>,
    turned: Condvar,
}

impl Watch {
    pub(crate) fn new() -> Self {
        Self {
            in_view: Mutex::new(true),
            turned: Condvar::new(),
        }
    }

    /// The next look is now.
    pub(crate) fn turn(&self, in_view: bool) {
        *self.in_view.lock().unwrap_or_else(PoisonError::into_inner) = in_view;
        self.turned.notify_all();
    }

    /// Waits for the next look. The answer is the seconds that surely passed, and whether somebody can see the window.
    fn pause(&self) -> (u64, bool) {
        let in_view = self.in_view.lock().unwrap_or_else(PoisonError::into_inner);
        let seconds = if *in_view { IN_VIEW } else { OUT_OF_VIEW };
        let waited = self
            .turned
            .wait_timeout(in_view, Duration::from_secs(seconds));
        let (in_view, waited) = waited.unwrap_or_else(PoisonError::into_inner);
        (if waited.timed_out() { seconds } else { 0 }, *in_view)
    }
}

/// What the pages are told.
#[derive(Debug, Eq, PartialEq)]
enum News {
    /// With what there is to tell about it.
    Locked(Option<Told>),
    Changed,
    /// The file is gone, damaged or an older one; `None`: it is well again.
    Trouble(Option<UserError>),
}

/// Watches until the program ends.
pub(crate) fn start(app: AppHandle) {
    thread::spawn(move || {
        let mut trouble = None;
        loop {
            let (passed, in_view) = app.state::<Watch>().pause();
            // A busy program has somebody in front of it.
            let look = || {
                let shared = app.state::<Shared>();
                let mut program = shared.try_lock()?;
                look(&mut program, passed, &mut trouble)
            };
            // Whatever goes wrong in one look, the vault still locks itself in a later one.
            let news = panic::catch_unwind(AssertUnwindSafe(look)).unwrap_or(None);
            news.into_iter().for_each(|news| tell(&app, news));
            let teams = || teams::look(&app, passed, in_view);
            drop(panic::catch_unwind(AssertUnwindSafe(teams)));
        }
    });
}

/// Locks when a lock screen covers the desktop or the computer goes to sleep, unless the user chose otherwise.
pub(crate) fn lock_with_the_desktop(app: AppHandle) {
    session::watch_presence(move || {
        let locked = {
            let shared = app.state::<Shared>();
            let mut program = shared.lock();
            let wanted = program.can_lock() && program.settings.lock_with_desktop;
            wanted.then(|| program.lock_by_itself())
        };
        if let Some(Ok(told)) = locked {
            tell(&app, News::Locked(told));
        }
    });
}

/// What there is to tell; a trouble is told once.
fn look(program: &mut Program, passed: u64, trouble: &mut Option<UserError>) -> Option<News> {
    if program.tick(passed)
        && let Ok(told) = program.lock_by_itself()
    {
        *trouble = None;
        return Some(News::Locked(told));
    }
    if mem::take(&mut program.settled) && trouble.take().is_some() {
        return Some(News::Trouble(None));
    }
    if mem::take(&mut program.news) {
        return Some(News::Changed);
    }
    match program.refresh() {
        Ok(Refreshed::Changed) => {
            *trouble = None;
            Some(News::Changed)
        }
        // What is unsaved, because the file is gone, is not well again.
        Ok(Refreshed::Same) if program.is_unsaved() => None,
        Ok(Refreshed::Same) => {
            program.use_quiet_time();
            trouble.take().map(|_| News::Trouble(None))
        }
        // The key does not fit any more, so nothing could be saved.
        Err(error) if error.code() == Code::VaultKeyChanged => {
            program.rescue_and_lock().ok().map(News::Locked)
        }
        Err(error) if trouble.as_ref() == Some(&error) => None,
        Err(error) => {
            *trouble = Some(error.clone());
            Some(News::Trouble(Some(error)))
        }
    }
}

fn tell(app: &AppHandle, news: News) {
    // A window that is closing hears nothing any more.
    match news {
        News::Locked(told) => {
            let told = told.map(|told| ErrorDto::from(UserError::from(told)));
            drop(app.emit("locked", told));
            crate::let_go(app);
        }
        News::Changed => drop(app.emit("vault-changed", ())),
        News::Trouble(error) => drop(app.emit("vault-trouble", error.map(ErrorDto::from))),
    }
}

#[cfg(test)]
mod tests;
