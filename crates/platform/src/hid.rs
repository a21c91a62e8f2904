//! Devices that speak HID reports of 64 bytes, as security keys do: which ones are plugged in, and the way to them.

mod fake;
mod surroundings;
mod system;

use std::time::Duration;

pub use fake::{FakeHid, Script};
pub use surroundings::{Rules, Sandbox, Surroundings, System, UsbDevice, holders};
pub use system::SystemHid;

/// The length of a report of a security key, in bytes (CTAP 2.1, section 11.2.8.1).
pub const REPORT: usize = 64;

/// One report.
pub type Report = [u8; REPORT];

/// Where a device is plugged in, as the system names it. Another device may be there later.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Location(pub(crate) Vec<u8>);

impl Location {
    /// The system's name as text that people can compare, such as `/dev/hidraw0`.
    pub fn shown(&self) -> String {
        String::from_utf8_lossy(&self.0).into_owned()
    }
}

/// What the system says about a device before anybody speaks to it. The texts are the device's own.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct HidDevice {
    /// Where it is.
    pub location: Location,
    /// The maker's number at USB.
    pub vendor: u16,
    /// The maker's number for the product.
    pub product: u16,
    /// The version of its firmware as USB tells it: two digits, a dot, two digits.
    pub release: u16,
    /// Maker and product in words.
    pub name: String,
    /// Its own number; many keys have none.
    pub serial: Option<String>,
}

/// Why a device was not reached.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum HidError {
    /// There is no such device any more.
    #[error("the device is gone")]
    Gone,
    /// It is there, and the system does not let us use it.
    #[error("the system does not let us use the device")]
    Forbidden,
    /// The system's HID does not work at all.
    #[error("the system has no HID")]
    Missing,
}

/// The devices of a computer.
pub trait Hid: Send + Sync {
    /// Security keys that are plugged in: devices of the usage page `0xF1D0` (CTAP 2.1, section 11.2.8.2).
    ///
    /// # Errors
    /// `Missing`.
    fn security_keys(&self) -> Result<Vec<HidDevice>, HidError>;

    /// Opens the device there.
    ///
    /// # Errors
    /// See [`HidError`].
    fn open(&self, location: &Location) -> Result<Box<dyn Connection>, HidError>;
}

/// A device that is open. Other programs may have it open too, and each sees what it says to any of them.
pub trait Connection: Send {
    /// Hands the device a report.
    ///
    /// # Errors
    /// `Gone`.
    fn write(&mut self, report: &Report) -> Result<(), HidError>;

    /// The next report, or `None` when there was none in this time.
    ///
    /// # Errors
    /// `Gone`.
    fn read(&mut self, patience: Duration) -> Result<Option<Report>, HidError>;
}
