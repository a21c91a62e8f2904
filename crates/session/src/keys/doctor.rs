//! Why a security key is not seen, or does not open the vault.
//!
//! Facts are gathered from the system and from the keys; what they mean is decided by [`diagnose`] alone.

use super::held;
use crate::settings::{Check, State};
use platform::hid::{HidDevice, Sandbox, Surroundings, System, UsbDevice, holders};
use platform::security_key::{Control, Info, KeyError, SecurityKeys};
use vault::KeySlot;

/// Looks for all keys, and for what is in their way, without any password. `slots`: what the vault asks of keys.
pub fn doctor(keys: &SecurityKeys, slots: &[KeySlot], control: &Control) -> Vec<Check> {
    let met = keys.plugged_in().map(|devices| {
        let devices = devices.into_iter();
        let met = devices.map(|device| meet(keys, device, slots, control));
        met.collect()
    });
    diagnose(&Facts {
        surroundings: Surroundings::of_this_computer(),
        has_slots: !slots.is_empty(),
        keys: met,
    })
}

/// All that is known.
struct Facts {
    surroundings: Surroundings,
    /// Whether the vault asks anything of keys.
    has_slots: bool,
    keys: Result<Vec<Met>, KeyError>,
}

/// A key that the system lists.
struct Met {
    device: HidDevice,
    /// Other programs that have it open.
    holders: Vec<String>,
    said: Result<Told, KeyError>,
}

/// What a key told.
struct Told {
    info: Info,
    /// Wrong PINs that it takes; `None` without a PIN.
    tries: Option<u8>,
    /// The slot of the vault that it opens.
    slot: Option<KeySlot>,
}

fn meet(keys: &SecurityKeys, device: HidDevice, slots: &[KeySlot], control: &Control) -> Met {
    let slots = slots.to_vec();
    let said = keys.with(&device.location, control, move |key| {
        let info = key.info()?;
        let tries = match info.pin {
            Some(true) => Some(key.retries()?.pin),
            Some(false) | None => None,
        };
        let slot = match info.gives_secrets() {
            true => held(key, &slots),
            false => Err(KeyError::NoCredential),
        };
        let slot = match slot {
            Err(KeyError::NoCredential) => None,
            slot => Some(slot?),
        };
        Ok(Told { info, tries, slot })
    });
    Met {
        holders: holders(&device.location),
        device,
        said,
    }
}

/// What the facts mean, worst first within each key.
fn diagnose(facts: &Facts) -> Vec<Check> {
    let around = &facts.surroundings;
    let keys = facts.keys.as_deref().unwrap_or_default();
    let seen = |usb: &UsbDevice| {
        let mut devices = keys.iter().map(|key| &key.device);
        devices.any(|key| (key.vendor, key.product) == (usb.vendor, usb.product))
    };
    let closed = around.usb.iter().filter(|usb| usb.may_be_key());
    let mut checks: Vec<_> = closed
        .filter(|usb| !seen(usb))
        .map(|usb| Check::new("keys-doctor-no-interface", State::Bad).with("key", name_of(usb)))
        .collect();
    match keys {
        [] => checks.extend(nothing_seen(around, checks.is_empty())),
        keys => checks.extend(keys.iter().map(|key| of_key(facts, key))),
    }
    checks
}

fn name_of(usb: &UsbDevice) -> String {
    let numbers = format!("{:04x}:{:04x}", usb.vendor, usb.product);
    match usb.name.as_str() {
        "" => numbers,
        name => format!("{name} ({numbers})"),
    }
}

/// `nothing_at_usb`: no key is plugged in there, either.
fn nothing_seen(around: &Surroundings, nothing_at_usb: bool) -> Option<Check> {
    if !around.drivers {
        return Some(Check::new("keys-doctor-no-drivers", State::Bad));
    }
    kept_out(around).or_else(|| {
        let none = Check::new("keys-doctor-none", State::Bad);
        nothing_at_usb.then_some(none)
    })
}

/// What the program is packed in keeps keys from it.
fn kept_out(around: &Surroundings) -> Option<Check> {
    match around.sandbox.as_ref()? {
        Sandbox::Flatpak { devices: true, .. } => None,
        Sandbox::Flatpak { app, .. } => {
            Some(Check::new("keys-doctor-flatpak", State::Bad).with("app", app))
        }
        Sandbox::Snap { app } => Some(Check::new("keys-doctor-snap", State::Bad).with("app", app)),
    }
}

fn of_key(facts: &Facts, key: &Met) -> Check {
    let around = &facts.surroundings;
    let check = |id, state| {
        let name = match key.device.name.as_str() {
            "" => "USB",
            name => name,
        };
        let check = Check::new(id, state).with("key", name);
        check.with("place", key.device.location.shown())
    };
    match &key.said {
        Ok(told) => {
            let (id, state) = of_told(told, facts.has_slots);
            check(id, state)
        }
        Err(KeyError::Forbidden) => {
            let forbidden = |id| check(id, State::Bad).with("rule", rule(&key.device));
            kept_out(around).unwrap_or_else(|| forbidden(why_forbidden(around, &key.device)))
        }
        Err(KeyError::Unplugged) => check("keys-doctor-gone", State::Bad),
        Err(_) if !key.holders.is_empty() => {
            let programs = key.holders.join(", ");
            check("keys-doctor-held", State::Bad).with("programs", programs)
        }
        Err(KeyError::Busy) => check("keys-doctor-busy", State::Bad),
        Err(_) => check("keys-doctor-silent", State::Bad),
    }
}

/// The words for a key that the system lists and does not open.
fn why_forbidden(around: &Surroundings, key: &HidDevice) -> &'static str {
    match around.system {
        System::Windows => "keys-doctor-administrator",
        System::Macos => "keys-doctor-input-monitoring",
        System::Linux | System::Other => {
            let rules = around.rules.as_ref();
            match rules.is_some_and(|rules| rules.give(key.vendor)) {
                false => "keys-doctor-no-rule",
                true if around.remote => "keys-doctor-remote",
                true => "keys-doctor-rule-late",
            }
        }
    }
}

/// A rule of udev that gives this key to who sits at the computer.
fn rule(key: &HidDevice) -> String {
    let HidDevice {
        vendor, product, ..
    } = key;
    format!(
        r#"KERNEL=="hidraw*", SUBSYSTEM=="hidraw", ATTRS{{idVendor}}=="{vendor:04x}", ATTRS{{idProduct}}=="{product:04x}", TAG+="uaccess""#
    )
}

/// How it stands with a key that answers.
fn of_told(told: &Told, has_slots: bool) -> (&'static str, State) {
    let Told { info, tries, slot } = told;
    if !info.fido2 {
        return ("keys-doctor-u2f-only", State::Note);
    }
    if *tries == Some(0) {
        return ("keys-doctor-pin-blocked", State::Bad);
    }
    if info.must_change_pin {
        return ("keys-doctor-pin-must-change", State::Bad);
    }
    if !info.gives_secrets() {
        return ("keys-doctor-no-secrets", State::Note);
    }
    match slot {
        Some(slot) if info.always_verifies == Some(true) && !slot.is_verified() => {
            ("keys-doctor-out-of-reach", State::Bad)
        }
        Some(_) => ("keys-doctor-opens", State::Good),
        None if has_slots => ("keys-doctor-not-of-vault", State::Note),
        None => ("keys-doctor-works", State::Good),
    }
}

#[cfg(test)]
mod tests;
