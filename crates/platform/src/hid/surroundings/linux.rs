//! What Linux says in `/sys`, `/proc` and its files.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::io::Read as _;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::process;

use super::{Rules, Sandbox, Surroundings, System, UsbDevice};
use crate::hid::Location;
use crate::hid::system::printable;

/// Files of the system are short; what is longer is none of them.
const LONGEST_FILE: u64 = 1 << 20;
/// Where rules of udev lie.
const RULES: [&str; 5] = [
    "/etc/udev/rules.d",
    "/run/udev/rules.d",
    "/usr/local/lib/udev/rules.d",
    "/usr/lib/udev/rules.d",
    "/lib/udev/rules.d",
];

pub(super) fn surroundings() -> Surroundings {
    let sandbox = flatpak().or_else(snap);
    Surroundings {
        system: System::Linux,
        remote: env::var_os("SSH_CONNECTION").is_some(),
        drivers: fs::read_dir("/sys/class/hidraw").is_ok(),
        // In a sandbox these are the package's own.
        rules: sandbox.is_none().then(|| rules(&RULES)).flatten(),
        usb: usb(Path::new("/sys/bus/usb/devices")),
        sandbox,
    }
}

pub(super) fn holders(location: &Location) -> Vec<String> {
    let device = Path::new(OsStr::from_bytes(&location.0));
    let own = process::id().to_string();
    let mut names: Vec<String> = entries(Path::new("/proc"))
        .into_iter()
        .filter(|program| program.file_name() != Some(OsStr::new(&own)))
        .filter(|program| {
            let mut open = entries(&program.join("fd")).into_iter();
            open.any(|file| fs::read_link(file).is_ok_and(|to| to == device))
        })
        .filter_map(|program| text(&program.join("comm")))
        .collect();
    names.sort();
    names.dedup();
    names
}

/// What is in a folder; nothing where it is none, or not ours to see.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    entries.flatten().map(|entry| entry.path()).collect()
}

/// The text of a file, without the line's end.
fn text(path: &Path) -> Option<String> {
    let mut bytes = Vec::new();
    let file = fs::File::open(path).ok()?;
    file.take(LONGEST_FILE).read_to_end(&mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).trim_end().to_owned())
}

fn flatpak() -> Option<Sandbox> {
    Some(flatpak_of(&text(Path::new("/.flatpak-info"))?))
}

fn flatpak_of(info: &str) -> Sandbox {
    let value = |name: &str| {
        let mut lines = info.lines();
        lines.find_map(|line| line.strip_prefix(name)?.strip_prefix('='))
    };
    let mut devices = value("devices").unwrap_or_default().split(';');
    Sandbox::Flatpak {
        app: value("name").unwrap_or_default().to_owned(),
        devices: devices.any(|device| device == "all"),
    }
}

fn snap() -> Option<Sandbox> {
    env::var_os("SNAP")?;
    let app = env::var("SNAP_INSTANCE_NAME").or_else(|_| env::var("SNAP_NAME"));
    let app = app.unwrap_or_default();
    Some(Sandbox::Snap { app })
}

/// `None`: there is no folder of rules at all.
fn rules(folders: &[&str]) -> Option<Rules> {
    let mut rules = None;
    for folder in folders {
        let Ok(files) = fs::read_dir(folder) else {
            continue;
        };
        let rules = rules.get_or_insert_with(Rules::default);
        let files = files.flatten().map(|file| file.path());
        for file in files.filter(|file| file.extension() == Some(OsStr::new("rules"))) {
            rules.read(&text(&file).unwrap_or_default());
        }
    }
    rules
}

fn usb(folder: &Path) -> Vec<UsbDevice> {
    let mut devices: Vec<_> = entries(folder).iter().filter_map(|at| device(at)).collect();
    devices.sort_by_key(|device| (device.vendor, device.product));
    devices
}

/// `None`: a part of a device.
fn device(folder: &Path) -> Option<UsbDevice> {
    let number = |name| u16::from_str_radix(&text(&folder.join(name))?, 16).ok();
    let words = ["manufacturer", "product"].map(|name| text(&folder.join(name)));
    let words: Vec<_> = words.into_iter().flatten().collect();
    Some(UsbDevice {
        vendor: number("idVendor")?,
        product: number("idProduct")?,
        name: printable(&words.join(" ")),
    })
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::process::{Command, Stdio};

    use super::*;

    #[test]
    fn devices_at_usb_are_told_with_the_words_of_their_makers_and_their_parts_are_not() {
        let sys = tempfile::tempdir().unwrap();
        let folder = |name: &str| {
            let folder = sys.path().join(name);
            fs::create_dir(&folder).unwrap();
            folder
        };
        let key = folder("1-1");
        let files = [
            ("idVendor", "1050\n"),
            ("idProduct", "0407\n"),
            ("manufacturer", "Yubico\n"),
            ("product", "YubiKey \u{1b}[2J\n"),
        ];
        for (name, value) in files {
            fs::write(key.join(name), value).unwrap();
        }
        fs::write(folder("1-1:1.0").join("bInterfaceClass"), "03\n").unwrap();
        let found = usb(sys.path());
        let name = "Yubico YubiKey [2J".to_owned();
        let (vendor, product) = (0x1050, 0x0407);
        let expected = UsbDevice {
            vendor,
            product,
            name,
        };
        assert_eq!(found, [expected]);
        assert!(found[0].may_be_key());
    }

    #[test]
    fn a_flatpak_says_whether_it_was_given_the_devices() {
        let info = |devices: &str| {
            format!(
                "[Application]\nname=org.example.App\n\n[Context]\nshared=ipc;\n{devices}sockets=wayland;\n"
            )
        };
        let of = |devices: &str| flatpak_of(&info(devices));
        let app = || "org.example.App".to_owned();
        let given = Sandbox::Flatpak {
            app: app(),
            devices: true,
        };
        let not = Sandbox::Flatpak {
            app: app(),
            devices: false,
        };
        assert_eq!(of("devices=dri;all;\n"), given);
        assert_eq!(of("devices=dri;\n"), not);
        assert_eq!(of(""), not);
    }

    #[test]
    fn the_rules_are_read_from_every_folder_that_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let there = folder.path().to_str().unwrap();
        assert_eq!(rules(&["/there/is/no/such/folder"]), None);
        fs::write(folder.path().join("60-fido-id.txt"), "IMPORT=\"fido_id\"\n").unwrap();
        assert!(!rules(&[there]).unwrap().give(0x1050));
        fs::write(
            folder.path().join("60-fido-id.rules"),
            "IMPORT=\"fido_id\"\n",
        )
        .unwrap();
        assert!(rules(&["/no", there]).unwrap().give(0x1050));
    }

    #[test]
    fn another_program_that_has_a_device_open_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let device = folder.path().join("hidraw0");
        fs::write(&device, "").unwrap();
        let location = Location(device.as_os_str().as_bytes().to_vec());
        assert_eq!(holders(&location), Vec::<String>::new());
        let mut sleep = Command::new("sleep");
        sleep
            .arg("60")
            .stdin(Stdio::from(fs::File::open(&device).unwrap()));
        let mut child = sleep.spawn().unwrap();
        let held = holders(&location);
        child.kill().unwrap();
        child.wait().unwrap();
        // Others: what is being started at this moment has everything of its parent.
        assert!(held.contains(&"sleep".to_owned()), "{held:?}");
    }
}
