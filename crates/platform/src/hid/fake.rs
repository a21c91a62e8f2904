//! One device whose answers are written by a test.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use super::{Connection, Hid, HidDevice, HidError, Location, Report};

/// What a device says to a report; `Err` unplugs it.
pub type Script = dyn FnMut(&Report) -> Result<Vec<Report>, HidError> + Send;

/// A computer with one security key, which is a script.
#[derive(Clone)]
pub struct FakeHid(Arc<Mutex<Box<Script>>>);

impl FakeHid {
    /// A key that answers so.
    pub fn new(
        script: impl FnMut(&Report) -> Result<Vec<Report>, HidError> + Send + 'static,
    ) -> Self {
        Self(Arc::new(Mutex::new(Box::new(script))))
    }

    /// Where that key is.
    pub fn location() -> Location {
        Location(b"fake".to_vec())
    }
}

impl Hid for FakeHid {
    fn security_keys(&self) -> Result<Vec<HidDevice>, HidError> {
        Ok(vec![HidDevice {
            location: Self::location(),
            vendor: 0,
            product: 0,
            release: 0,
            name: "Fake key".to_owned(),
            serial: None,
        }])
    }

    fn open(&self, location: &Location) -> Result<Box<dyn Connection>, HidError> {
        if *location != Self::location() {
            return Err(HidError::Gone);
        }
        Ok(Box::new(FakeConnection {
            script: Arc::clone(&self.0),
            unread: VecDeque::new(),
        }))
    }
}

struct FakeConnection {
    script: Arc<Mutex<Box<Script>>>,
    unread: VecDeque<Report>,
}

impl Connection for FakeConnection {
    fn write(&mut self, report: &Report) -> Result<(), HidError> {
        let mut script = self.script.lock().unwrap_or_else(PoisonError::into_inner);
        self.unread.extend(script(report)?);
        Ok(())
    }

    fn read(&mut self, patience: Duration) -> Result<Option<Report>, HidError> {
        if self.unread.is_empty() {
            thread::sleep(patience);
        }
        Ok(self.unread.pop_front())
    }
}
