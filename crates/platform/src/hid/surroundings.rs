//! What stands between this program and the security keys of a computer: facts for whoever looks for the reason why a
//! key is not seen. Nothing is asked of a key here.

#[cfg(target_os = "linux")]
mod linux;
mod rules;

pub use rules::Rules;

use super::Location;

/// What this computer is, as far as it decides who may use a key.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Surroundings {
    /// The system.
    pub system: System,
    /// What the program is packed in, if that keeps devices from it.
    pub sandbox: Option<Sandbox>,
    /// Whether the session came over the network: keys are given to who sits at the computer.
    pub remote: bool,
    /// Whether the system has drivers for HID.
    pub drivers: bool,
    /// The rules of udev; `None` where they cannot be seen.
    pub rules: Option<Rules>,
    /// What is plugged in at USB, where the system says so without being asked twice (Linux).
    pub usb: Vec<UsbDevice>,
}

/// An operating system.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum System {
    /// Linux: rules of udev decide.
    Linux,
    /// Windows: security keys are for administrators.
    Windows,
    /// macOS: input monitoring.
    Macos,
    /// Another one.
    #[default]
    Other,
}

/// A way to pack programs that keeps devices from them.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Sandbox {
    /// Flatpak.
    Flatpak {
        /// The name of the package.
        app: String,
        /// Whether it was given the devices.
        devices: bool,
    },
    /// Snap. It does not say what it was given.
    Snap {
        /// The name of the package.
        app: String,
    },
}

/// What is plugged in at USB. The name is the device's own.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct UsbDevice {
    /// The maker's number.
    pub vendor: u16,
    /// The maker's number for the product.
    pub product: u16,
    /// Maker and product in words; may be empty.
    pub name: String,
}

/// USB numbers of makers whose products are security keys or little else. They only help to say that a thing without a
/// way in may be a key: no key needs to be on this list.
const KEY_MAKERS: [u16; 9] = [
    0x096e, // Feitian
    0x1050, // Yubico
    0x1e0d, // Neowave
    0x1ea8, // Excelsecu
    0x20a0, // Nitrokey
    0x2581, // Plug-up
    0x2ccf, // Hypersecu
    0x311f, // TrustKey
    0x32a3, // GoTrust
];

impl UsbDevice {
    /// Whether its maker makes security keys.
    pub fn may_be_key(&self) -> bool {
        KEY_MAKERS.contains(&self.vendor)
    }
}

impl Surroundings {
    /// Those of this computer.
    pub fn of_this_computer() -> Self {
        #[cfg(target_os = "linux")]
        let found = linux::surroundings();
        #[cfg(not(target_os = "linux"))]
        let found = Self {
            system: match std::env::consts::OS {
                "windows" => System::Windows,
                "macos" => System::Macos,
                _ => System::Other,
            },
            drivers: true,
            ..Self::default()
        };
        found
    }
}

/// The programs of this user, other than ours, that have the device there open, by name. Only Linux tells.
pub fn holders(location: &Location) -> Vec<String> {
    #[cfg(target_os = "linux")]
    let held = linux::holders(location);
    #[cfg(not(target_os = "linux"))]
    let held = {
        let Location(_) = location;
        Vec::new()
    };
    held
}
