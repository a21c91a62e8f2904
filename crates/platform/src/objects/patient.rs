//! A storage whose calls end: a folder on a file server that is gone lets them hang for ever.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::{Creation, Name, Objects, ObjectsError};
use crate::patience::within;

/// How long a call may take beside its bytes.
const PATIENCE: Duration = Duration::from_secs(20);
/// A line that is slower than this many bytes a second is given up.
const SLOWEST_LINE: u64 = 16 << 10;

/// A storage that is given up for good once a call took too long, with [`ObjectsError::NoAnswer`]: nobody waits for it
/// again and again.
#[derive(Debug)]
pub struct Patient<O> {
    inner: Arc<O>,
    patience: Duration,
    is_silent: AtomicBool,
}

impl<O: Objects + 'static> Patient<O> {
    /// Waits for `inner` no longer than 20 seconds, and for what is sent 1 second more for each 16 KiB.
    pub fn new(inner: O) -> Self {
        Self {
            inner: Arc::new(inner),
            patience: PATIENCE,
            is_silent: AtomicBool::new(false),
        }
    }

    fn wait<T: Send + 'static>(
        &self,
        bytes: usize,
        call: impl FnOnce(&O) -> Result<T, ObjectsError> + Send + 'static,
    ) -> Result<T, ObjectsError> {
        if self.is_silent.load(Ordering::Relaxed) {
            return Err(ObjectsError::NoAnswer);
        }
        let bytes = u64::try_from(bytes).unwrap_or(u64::MAX);
        let limit = self.patience + Duration::from_secs(bytes / SLOWEST_LINE);
        let inner = Arc::clone(&self.inner);
        within(limit, move || call(&inner)).unwrap_or_else(|| {
            self.is_silent.store(true, Ordering::Relaxed);
            Err(ObjectsError::NoAnswer)
        })
    }
}

impl<O: Objects + 'static> Objects for Patient<O> {
    fn create(&self, name: &Name, bytes: &[u8]) -> Result<Creation, ObjectsError> {
        let (name, bytes) = (name.clone(), bytes.to_vec());
        self.wait(bytes.len(), move |inner| inner.create(&name, &bytes))
    }

    fn get(&self, name: &Name, max_bytes: usize) -> Result<Vec<u8>, ObjectsError> {
        let name = name.clone();
        // How large it is, is not known before: a call that hangs hangs at once.
        self.wait(0, move |inner| inner.get(&name, max_bytes))
    }

    fn list(&self, folder: &Name, most: usize) -> Result<Vec<Name>, ObjectsError> {
        let folder = folder.clone();
        self.wait(0, move |inner| inner.list(&folder, most))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::objects::MemoryObjects;
    use std::sync::Mutex;
    use std::sync::mpsc::{Receiver, Sender, channel};

    /// Answers once, then hangs.
    struct Silent {
        inner: MemoryObjects,
        has_answered: AtomicBool,
        never: Mutex<Receiver<()>>,
    }

    impl Silent {
        fn new() -> (Self, Sender<()>) {
            let (sender, never) = channel();
            let silent = Self {
                inner: MemoryObjects::default(),
                has_answered: AtomicBool::new(false),
                never: Mutex::new(never),
            };
            (silent, sender)
        }

        fn answer(&self) {
            if self.has_answered.swap(true, Ordering::Relaxed) {
                self.never.lock().unwrap().recv().ok();
            }
        }
    }

    impl Objects for Silent {
        fn create(&self, name: &Name, bytes: &[u8]) -> Result<Creation, ObjectsError> {
            self.answer();
            self.inner.create(name, bytes)
        }

        fn get(&self, name: &Name, max_bytes: usize) -> Result<Vec<u8>, ObjectsError> {
            self.answer();
            self.inner.get(name, max_bytes)
        }

        fn list(&self, folder: &Name, most: usize) -> Result<Vec<Name>, ObjectsError> {
            self.answer();
            self.inner.list(folder, most)
        }
    }

    #[test]
    fn a_storage_that_falls_silent_is_given_up_and_not_asked_again() {
        let (silent, keep_waiting) = Silent::new();
        let mut patient = Patient::new(silent);
        let name = Name::new("log/1").unwrap();
        assert_eq!(patient.create(&name, b"one"), Ok(Creation::Created));
        patient.patience = Duration::from_millis(20);
        assert_eq!(patient.get(&name, 64), Err(ObjectsError::NoAnswer));
        patient.patience = Duration::from_mins(10);
        assert_eq!(patient.list(&name, 64), Err(ObjectsError::NoAnswer));
        drop(keep_waiting);
    }
}
