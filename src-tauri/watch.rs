//! Once a second: locks when nobody was there for long, and takes over what another program saved.

use crate::dto::ErrorDto;
use crate::program::{Program, Shared};
use session::{Code, Refreshed, UserError};
use std::thread;
use std::time::Duration;
use tauri::{AppHandle, Emitter as _, Manager as _};

const TICK: Duration = Duration::from_secs(1);

/// What the pages are told.
#[derive(Debug, Eq, PartialEq)]
enum News {
    Locked,
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
            let news = app
                .state::<Shared>()
                .try_lock()
                .and_then(|mut program| look(&mut program, &mut trouble));
            news.into_iter().for_each(|news| tell(&app, news));
        }
    });
}

/// What there is to tell; a trouble is told once.
fn look(program: &mut Program, trouble: &mut Option<UserError>) -> Option<News> {
    if program.tick() && program.lock(false).is_ok() {
        *trouble = None;
        return Some(News::Locked);
    }
    match program.refresh() {
        Ok(Refreshed::Changed) => {
            *trouble = None;
            Some(News::Changed)
        }
        Ok(Refreshed::Same) => trouble.take().map(|_| News::Trouble(None)),
        // The key does not fit any more, so nothing could be saved.
        Err(error) if error.code() == Code::VaultKeyChanged => {
            program.lock(true).ok().map(|()| News::Locked)
        }
        Err(error) if trouble.as_ref() == Some(&error) => None,
        Err(error) => {
            *trouble = Some(error.clone());
            Some(News::Trouble(Some(error)))
        }
    }
}

fn tell(app: &AppHandle, news: News) {
    let told = match news {
        News::Locked => app.emit("locked", ()),
        News::Changed => app.emit("vault-changed", ()),
        News::Trouble(error) => app.emit("vault-trouble", error.map(ErrorDto::from)),
    };
    // A window that is closing hears nothing any more.
    drop(told);
}
