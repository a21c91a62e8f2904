//! The one worker that speaks to keys, and who looks after it.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, MutexGuard, TryLockError};
use std::thread;
use std::time::Duration;

use super::{Control, KeyError, SecurityKey, choice};
use crate::hid::{Hid, HidDevice, Location, SystemHid};
use crate::patience;

/// The longest that a conversation may last: several waits for a touch. A worker that takes longer hangs.
const LIMIT: Duration = Duration::from_mins(10);
/// To look who is there takes a millisecond.
const TIME_TO_LOOK: Duration = Duration::from_secs(5);
/// How often the caller looks whether somebody cancelled.
const GLANCE: Duration = Duration::from_millis(50);
/// How long a worker has to end once it was cancelled. It takes half a second at most unless it hangs.
const TIME_TO_CANCEL: Duration = Duration::from_secs(3);

type Job = Box<dyn FnOnce() + Send>;

/// The security keys of a computer.
///
/// One conversation at a time: whoever asks while another speaks waits. What panics ends as [`KeyError::Failed`], and a
/// worker that hangs is left alone and replaced; the program goes on.
pub struct SecurityKeys {
    hid: Arc<dyn Hid>,
    worker: Mutex<Option<Sender<Job>>>,
}

impl SecurityKeys {
    /// Those that are plugged in here.
    pub fn system() -> Self {
        Self::of(SystemHid)
    }

    /// Those of another world.
    pub fn of(hid: impl Hid + 'static) -> Self {
        Self {
            hid: Arc::new(hid),
            worker: Mutex::default(),
        }
    }

    /// What is plugged in now. To notice what comes and goes, ask again each second: it takes a millisecond.
    ///
    /// # Errors
    /// `NoHid`, `NoAnswer`.
    pub fn plugged_in(&self) -> Result<Vec<HidDevice>, KeyError> {
        let hid = Arc::clone(&self.hid);
        // Beside the worker, which may be waiting for a touch.
        let looked = patience::within(TIME_TO_LOOK, move || hid.security_keys());
        Ok(looked.ok_or(KeyError::NoAnswer)??)
    }

    /// Opens the key there and has a conversation with it.
    ///
    /// # Errors
    /// See [`KeyError`].
    pub fn with<T: Send + 'static>(
        &self,
        location: &Location,
        control: &Control,
        talk: impl FnOnce(&mut SecurityKey) -> Result<T, KeyError> + Send + 'static,
    ) -> Result<T, KeyError> {
        let (location, own) = (location.clone(), control.clone());
        self.supervised(control, LIMIT, move |hid| {
            talk(&mut SecurityKey::open(hid, &location, &own)?)
        })
    }

    /// Makes all of these wait for a touch and gives the one that was touched; the others stop waiting. One alone need
    /// not be touched for that.
    ///
    /// # Errors
    /// `Unplugged`: there is none. `NotTouched`, `Cancelled`, and see [`KeyError`].
    pub fn choose(&self, among: &[Location], control: &Control) -> Result<Location, KeyError> {
        let (among, own) = (among.to_vec(), control.clone());
        self.supervised(control, LIMIT, move |hid| {
            choice::touched(hid, &among, &own)
        })
    }

    /// Until nobody else speaks.
    fn wait_for_worker(
        &self,
        control: &Control,
    ) -> Result<MutexGuard<'_, Option<Sender<Job>>>, KeyError> {
        loop {
            control.check()?;
            match self.worker.try_lock() {
                Ok(worker) => return Ok(worker),
                Err(TryLockError::Poisoned(worker)) => return Ok(worker.into_inner()),
                Err(TryLockError::WouldBlock) => thread::sleep(GLANCE),
            }
        }
    }

    fn supervised<T: Send + 'static>(
        &self,
        control: &Control,
        limit: Duration,
        work: impl FnOnce(&dyn Hid) -> Result<T, KeyError> + Send + 'static,
    ) -> Result<T, KeyError> {
        let mut worker = self.wait_for_worker(control)?;
        let (done, is_done) = mpsc::channel();
        let hid = Arc::clone(&self.hid);
        let job: Job = Box::new(move || {
            let result = catch_unwind(AssertUnwindSafe(|| work(hid.as_ref())));
            // Nobody may be waiting any more.
            drop(done.send(result.unwrap_or(Err(KeyError::Failed))));
        });
        hand_over(&mut worker, job)?;
        let mut left = limit;
        loop {
            match is_done.recv_timeout(GLANCE) {
                Ok(result) => return result,
                Err(RecvTimeoutError::Disconnected) => return Err(KeyError::Failed),
                Err(RecvTimeoutError::Timeout) => left = left.saturating_sub(GLANCE),
            }
            if control.is_cancelled() {
                left = left.min(TIME_TO_CANCEL);
            }
            if left.is_zero() {
                // It hangs: it is left alone, and the next conversation gets another.
                *worker = None;
                let why = control.check().err();
                return Err(why.unwrap_or(KeyError::NoAnswer));
            }
        }
    }
}

impl fmt::Debug for SecurityKeys {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("SecurityKeys")
            .finish_non_exhaustive()
    }
}

/// To the worker that is there, or to a new one, which lives as long as somebody may hand it something.
fn hand_over(worker: &mut Option<Sender<Job>>, job: Job) -> Result<(), KeyError> {
    let jobs = match worker {
        Some(jobs) => jobs,
        None => worker.insert(start()?),
    };
    jobs.send(job).map_err(|_| KeyError::Failed)
}

fn start() -> Result<Sender<Job>, KeyError> {
    let (sender, jobs) = mpsc::channel::<Job>();
    let named = thread::Builder::new().name("security keys".to_owned());
    let started = named.spawn(move || jobs.into_iter().for_each(|job| job()));
    started.map(|_| sender).map_err(|_| KeyError::Failed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hid::FakeHid;

    #[test]
    fn a_panic_in_a_conversation_ends_as_an_error_and_the_next_one_is_held() {
        let keys = SecurityKeys::of(FakeHid::new(|_| Ok(Vec::new())));
        let control = Control::silent();
        let broken = keys.supervised(&control, LIMIT, |_| -> Result<(), KeyError> {
            panic!("a parser that is wrong")
        });
        assert_eq!(broken, Err(KeyError::Failed));
        assert_eq!(keys.supervised(&control, LIMIT, |_| Ok(7)), Ok(7));
    }

    #[test]
    fn a_worker_that_hangs_is_replaced() {
        let keys = SecurityKeys::of(FakeHid::new(|_| Ok(Vec::new())));
        let (keep_waiting, never) = mpsc::channel::<()>();
        let hung = keys.supervised(&Control::silent(), GLANCE, move |_| {
            never.recv().map_err(|_| KeyError::Failed)
        });
        assert_eq!(hung, Err(KeyError::NoAnswer));
        let next = keys.supervised(&Control::silent(), LIMIT, |_| Ok(7));
        assert_eq!(next, Ok(7));
        drop(keep_waiting);
    }
}
