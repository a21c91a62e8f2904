//! Backups beside the window: by themselves when they are due, before risky actions, and when somebody asks. What reads
//! and writes the backup folder never holds the program's lock, so that a stick that hangs keeps nobody from a code.

use crate::dto::BackupStatusDto;
use crate::program::Shared;
use session::backup::{self, Due, Order, Proof, ProofOrder, Proved, Record};
use session::{Code, UserError};
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;
use tauri::{AppHandle, Emitter as _, Manager as _};

/// How often it is looked whether something is due.
const LOOK: Duration = Duration::from_mins(1);

/// One backup at a time.
#[derive(Default)]
pub(crate) struct Backups(Mutex<()>);

/// Makes and proves backups when they are due, until the program ends.
pub(crate) fn start(app: AppHandle) {
    thread::spawn(move || {
        let mut known = None;
        loop {
            thread::sleep(LOOK);
            // Whatever goes wrong now, it is looked again.
            drop(panic::catch_unwind(AssertUnwindSafe(|| look(&app))));
            drop(panic::catch_unwind(AssertUnwindSafe(|| {
                tell_news(&app, &mut known);
            })));
        }
    });
}

fn look(app: &AppHandle) {
    let shared = app.state::<Shared>();
    let due = shared.with_open(|effects, open| Ok(backup::due(open, effects.now()?)));
    // What goes wrong is in the record, and the page hears of it.
    match due {
        Ok(Due::Backup) => drop(make(app)),
        Ok(Due::Proof) => drop(prove(app)),
        Ok(Due::Nothing) | Err(_) => {}
    }
}

/// Makes a backup of the open vault and proves it.
pub(crate) fn make(app: &AppHandle) -> Result<(PathBuf, Proof), UserError> {
    let backups = app.state::<Backups>();
    let _one_at_a_time = backups.0.lock().unwrap_or_else(PoisonError::into_inner);
    let shared = app.state::<Shared>();
    let (order, now) = {
        let program = shared.lock();
        let open = program.open.as_ref().ok_or(Code::VaultLocked)?;
        (Order::of(open)?, program.effects.now()?)
    };
    let written = order.write(now);
    let proof = written.as_ref().ok().and_then(|written| {
        let program = shared.lock();
        program.open.as_ref().and_then(|open| written.prove(open))
    });
    let made = order.finish(written, proof, now);
    tell(app);
    made
}

/// Proves all backups of the open vault.
pub(crate) fn prove(app: &AppHandle) -> Result<Vec<Proved>, UserError> {
    let backups = app.state::<Backups>();
    let _one_at_a_time = backups.0.lock().unwrap_or_else(PoisonError::into_inner);
    let shared = app.state::<Shared>();
    let (order, now) = {
        let program = shared.lock();
        let open = program.open.as_ref().ok_or(Code::VaultLocked)?;
        (ProofOrder::all(open)?, program.effects.now()?)
    };
    let mut proved = Vec::new();
    let outcome = match order.read() {
        Err(error) => Err(error),
        Ok(read) => {
            for read in read {
                // In between others have their turn.
                let program = shared.lock();
                let open = program.open.as_ref().filter(|open| order.is_about(open));
                // Nothing is said about what could not be finished.
                proved.push(read.prove(open.ok_or(Code::VaultLocked)?));
            }
            Ok(proved)
        }
    };
    let proved = order.finish(outcome, now);
    tell(app);
    proved
}

/// Before something that cannot be undone, where a folder was chosen. It goes on whatever comes of it: the failure is
/// in the record and on the page, and each save keeps the file before it.
pub(crate) fn before_risk(app: &AppHandle) {
    if status(app).is_ok_and(|status| status.has_folder()) {
        drop(make(app));
    }
}

/// What is known of the backups of the open vault.
pub(crate) fn status(app: &AppHandle) -> Result<BackupStatusDto, UserError> {
    let shared = app.state::<Shared>();
    let program = shared.lock();
    let open = program.open.as_ref().ok_or(Code::VaultLocked)?;
    Ok(backup::record(open).into())
}

/// Tells the pages what another program noted: a backup or a proof of the command line, say.
fn tell_news(app: &AppHandle, known: &mut Option<Record>) {
    let shared = app.state::<Shared>();
    let record = shared.with_open(|_, open| Ok(backup::record(open))).ok();
    if record != *known {
        tell(app);
        *known = record;
    }
}

/// Tells the pages how the backups stand.
pub(crate) fn tell(app: &AppHandle) {
    if let Ok(status) = status(app) {
        // A window that is closing hears nothing any more.
        drop(app.emit("backup-news", status));
    }
}
