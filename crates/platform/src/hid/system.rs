//! The system's own devices: hidraw (Linux), HidD (Windows), IOHIDManager (macOS).

use std::ffi::CString;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use hidapi::{DeviceInfo, HidApi};

use super::{Connection, Hid, HidDevice, HidError, Location, REPORT, Report};

/// The devices of this computer.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemHid;

/// FIDO's usage page.
const SECURITY_KEY: u16 = 0xf1d0;
/// A device's own words are cut to so many characters.
const LONGEST_NAME: usize = 100;

impl Hid for SystemHid {
    fn security_keys(&self) -> Result<Vec<HidDevice>, HidError> {
        let _alone = alone();
        let api = HidApi::new().map_err(|_| HidError::Missing)?;
        let keys = api
            .device_list()
            .filter(|device| device.usage_page() == SECURITY_KEY);
        let mut keys: Vec<_> = keys.map(described).collect();
        keys.sort_by(|one, other| one.location.cmp(&other.location));
        keys.dedup_by(|one, other| one.location == other.location);
        Ok(keys)
    }

    fn open(&self, location: &Location) -> Result<Box<dyn Connection>, HidError> {
        let path = CString::new(location.0.clone()).map_err(|_| HidError::Gone)?;
        let _alone = alone();
        let api = HidApi::new().map_err(|_| HidError::Missing)?;
        let device = api.open_path(&path).map_err(|_| why_not(location))?;
        Ok(Box::new(SystemConnection(device)))
    }
}

/// The library keeps its last error in one place for all threads: to list and to open is for one at a time. What is
/// open is not concerned.
fn alone() -> MutexGuard<'static, ()> {
    static GATE: Mutex<()> = Mutex::new(());
    GATE.lock().unwrap_or_else(PoisonError::into_inner)
}

struct SystemConnection(hidapi::HidDevice);

impl Connection for SystemConnection {
    fn write(&mut self, report: &Report) -> Result<(), HidError> {
        let mut numbered = [0; REPORT + 1];
        for (to, from) in numbered.iter_mut().skip(1).zip(report) {
            *to = *from;
        }
        self.0
            .write(&numbered)
            .map(drop)
            .map_err(|_| HidError::Gone)
    }

    fn read(&mut self, patience: Duration) -> Result<Option<Report>, HidError> {
        let milliseconds = i32::try_from(patience.as_millis()).unwrap_or(i32::MAX);
        let mut report = [0; REPORT];
        let read = self.0.read_timeout(&mut report, milliseconds);
        let length = read.map_err(|_| HidError::Gone)?;
        // What is shorter is no report of a security key.
        Ok((length == REPORT).then_some(report))
    }
}

fn described(device: &DeviceInfo) -> HidDevice {
    let words = [device.manufacturer_string(), device.product_string()];
    let words = words.into_iter().flatten().filter(|word| !word.is_empty());
    let serial = device
        .serial_number()
        .map(printable)
        .filter(|serial| !serial.is_empty());
    HidDevice {
        location: Location(device.path().to_bytes().to_vec()),
        vendor: device.vendor_id(),
        product: device.product_id(),
        release: device.release_number(),
        name: printable(&words.collect::<Vec<_>>().join(" ")),
        serial,
    }
}

/// A device chooses these words; they are shown.
pub(super) fn printable(words: &str) -> String {
    let shown = words.chars().filter(|letter| !letter.is_control());
    shown
        .take(LONGEST_NAME)
        .collect::<String>()
        .trim()
        .to_owned()
}

/// Why a device that was listed cannot be opened. The library has only words for it.
#[cfg(unix)]
fn why_not(location: &Location) -> HidError {
    use std::ffi::OsStr;
    use std::io::ErrorKind;
    use std::os::unix::ffi::OsStrExt;

    let mut options = std::fs::OpenOptions::new();
    let opened = options
        .read(true)
        .write(true)
        .open(OsStr::from_bytes(&location.0));
    match opened.map_err(|problem| problem.kind()) {
        Err(ErrorKind::PermissionDenied) => HidError::Forbidden,
        Ok(_) | Err(_) if cfg!(target_os = "macos") => HidError::Forbidden,
        Ok(_) | Err(_) => HidError::Gone,
    }
}

/// Windows keeps security keys for administrators.
#[cfg(not(unix))]
fn why_not(_: &Location) -> HidError {
    HidError::Forbidden
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_device_cannot_move_the_cursor_and_are_not_endless() {
        assert_eq!(printable(" Key\u{1b}[2J\n "), "Key[2J");
        assert_eq!(printable(&"k".repeat(5000)).len(), LONGEST_NAME);
    }

    #[test]
    fn a_device_that_is_not_there_is_gone() {
        let nowhere = Location(b"/dev/there-is-no-such-device".to_vec());
        let opened = SystemHid.open(&nowhere);
        if cfg!(target_os = "linux") {
            assert_eq!(opened.err(), Some(HidError::Gone));
        } else {
            assert!(opened.is_err());
        }
    }
}
