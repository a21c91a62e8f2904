//! Once a second: locks when nobody was there for long, and takes over what another program saved.

use crate::dto::ErrorDto;
use crate::program::{Program, Shared};
use session::{Code, Refreshed, UserError};
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;
use std::time::Duration;
use std::{mem, thread};
use tauri::{AppHandle, Emitter as _, Manager as _};

const TICK: Duration = Duration::from_secs(1);

/// What the pages are told.
#[derive(Debug, Eq, PartialEq)]
enum News {
    /// With the file in which the last changes are, if they could not be saved in their place.
    Locked(Option<PathBuf>),
    Changed,
    /// The file is gone or damaged; `None`: it is well again.
    Trouble(Option<UserError>),
}

/// Watches until the program ends.
pub(crate) fn start(app: AppHandle) {
    thread::spawn(move || {
        let mut trouble = None;
        loop {
            thread::sleep(TICK);
            // A busy program has somebody in front of it.
            let look = || {
                let shared = app.state::<Shared>();
                let mut program = shared.try_lock()?;
                look(&mut program, &mut trouble)
            };
            // Whatever goes wrong in one second, the vault still locks itself in a later one.
            let news = panic::catch_unwind(AssertUnwindSafe(look)).unwrap_or(None);
            news.into_iter().for_each(|news| tell(&app, news));
        }
    });
}

/// What there is to tell; a trouble is told once.
fn look(program: &mut Program, trouble: &mut Option<UserError>) -> Option<News> {
    if program.tick()
        && let Ok(rescued) = program.lock_by_itself()
    {
        *trouble = None;
        return Some(News::Locked(rescued));
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
        Ok(Refreshed::Same) => trouble.take().map(|_| News::Trouble(None)),
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
        News::Locked(rescued) => {
            let told = rescued.map(|path| ErrorDto::from(UserError::rescued(&path)));
            drop(app.emit("locked", told));
            crate::let_go(app);
        }
        News::Changed => drop(app.emit("vault-changed", ())),
        News::Trouble(error) => drop(app.emit("vault-trouble", error.map(ErrorDto::from))),
    }
}
