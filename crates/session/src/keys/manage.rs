//! Looking after security keys of any maker. Whatever weakens a way into the vault is refused.

use super::{held, read_pin};
use crate::effects::Effects;
use crate::error::{Code, UserError};
use data_encoding::HEXLOWER;
use otp::SecretText;
use platform::hid::Location;
use platform::security_key::{Control, Info, KeyError, Passkey, SecurityKey, SecurityKeys, Site};
use vault::KeySlot;

/// A key that is plugged in.
pub struct Plugged {
    location: Location,
    /// What its maker calls it; may be empty.
    pub name: String,
    /// Its own number, where it tells one.
    pub serial: Option<String>,
}

impl Plugged {
    /// Where it is, as the system says.
    pub fn place(&self) -> String {
        self.location.shown()
    }
}

/// What a key says about itself.
pub struct About {
    /// All that FIDO2 tells.
    pub info: Info,
    /// Whether it speaks U2F.
    pub u2f: bool,
    /// The version of its firmware.
    pub firmware: String,
    /// How many wrong PINs it takes before it locks for good; `None` without a PIN.
    pub tries: Option<u8>,
}

/// The keys that are plugged in.
///
/// # Errors
/// `key-no-hid`, `key-no-answer`.
pub fn plugged(keys: &SecurityKeys) -> Result<Vec<Plugged>, UserError> {
    let devices = keys.plugged_in()?.into_iter();
    Ok(devices
        .map(|device| Plugged {
            location: device.location,
            name: device.name,
            serial: device.serial,
        })
        .collect())
}

/// The key that is plugged in; of several, the one that is touched.
///
/// # Errors
/// `key-none`, and the other codes of keys.
pub fn the_one(keys: &SecurityKeys, control: &Control) -> Result<Plugged, UserError> {
    let plugged = plugged(keys)?;
    let places: Vec<_> = plugged.iter().map(|key| key.location.clone()).collect();
    if places.is_empty() {
        return Err(Code::KeyNone.into());
    }
    let chosen = keys.choose(&places, control)?;
    let chosen = plugged.into_iter().find(|key| key.location == chosen);
    chosen.ok_or(Code::KeyUnplugged.into())
}

/// One key, for one command.
pub struct Talk<'a> {
    /// The keys of this computer.
    pub keys: &'a SecurityKeys,
    /// Which of them.
    pub key: &'a Plugged,
    /// Whoever waits.
    pub control: &'a Control,
}

impl Talk<'_> {
    fn with<T: Send + 'static>(
        &self,
        talk: impl FnOnce(&mut SecurityKey) -> Result<T, KeyError> + Send + 'static,
    ) -> Result<T, UserError> {
        Ok(self.keys.with(&self.key.location, self.control, talk)?)
    }

    /// What it says about itself.
    ///
    /// # Errors
    /// The codes of keys.
    pub fn about(&self) -> Result<About, UserError> {
        self.with(|key| {
            let info = key.info()?;
            let [major, minor, build] = key.version();
            let tries = match info.pin {
                Some(true) => Some(key.retries()?.pin),
                Some(false) | None => None,
            };
            Ok(About {
                u2f: key.speaks_u2f(),
                firmware: format!("{major}.{minor}.{build}"),
                tries,
                info,
            })
        })
    }

    /// Sets the first PIN. Only a reset takes it away again.
    ///
    /// # Errors
    /// `key-has-pin`, `key-pin-malformed`, `key-pin-policy`, and the other codes of keys.
    pub fn set_pin(&self, new: &SecretText) -> Result<(), UserError> {
        let new = read_pin(new)?;
        if self.with(SecurityKey::info)?.pin == Some(true) {
            return Err(Code::KeyHasPin.into());
        }
        self.with(move |key| key.set_pin(&new))
    }

    /// Changes the PIN.
    ///
    /// # Errors
    /// `key-wrong-pin`, `key-pin-malformed`, `key-pin-policy`, and the other codes of keys.
    pub fn change_pin(&self, old: &SecretText, new: &SecretText) -> Result<(), UserError> {
        let (old, new) = (read_pin(old)?, read_pin(new)?);
        self.with(move |key| key.change_pin(&old, &new))
    }

    /// The passkeys it keeps, by site.
    ///
    /// # Errors
    /// `key-wrong-pin`, `key-unsupported`, and the other codes of keys.
    pub fn passkeys(&self, pin: &SecretText) -> Result<Vec<Site>, UserError> {
        let pin = read_pin(pin)?;
        self.with(move |key| key.passkeys(&pin))
    }

    /// Gives a passkey another name to show. `name`: its site, its account, or the beginning of its number.
    ///
    /// # Errors
    /// `passkey-not-found`, `passkey-ambiguous`, and the codes of keys.
    pub fn rename_passkey(
        &self,
        pin: &SecretText,
        name: &str,
        new: String,
    ) -> Result<(), UserError> {
        let passkey = find_passkey(&self.passkeys(pin)?, name)?;
        let pin = read_pin(pin)?;
        self.with(move |key| {
            let renamed = Passkey {
                shown_name: new,
                ..passkey
            };
            key.rename_passkey(&pin, &renamed)
        })
    }

    /// Deletes a passkey for ever. `name`: as for [`Self::rename_passkey`].
    ///
    /// # Errors
    /// `passkey-not-found`, `passkey-ambiguous`, and the codes of keys.
    pub fn delete_passkey(&self, pin: &SecretText, name: &str) -> Result<(), UserError> {
        let passkey = find_passkey(&self.passkeys(pin)?, name)?;
        let pin = read_pin(pin)?;
        self.with(move |key| key.delete_passkey(&pin, &passkey.id))
    }

    /// Makes the key verify each time, or not any more.
    ///
    /// # Errors
    /// `key-is-slot`: it opens the vault by a touch, and could not any more. The codes of keys.
    pub fn set_always_verifies(
        &self,
        pin: &SecretText,
        on: bool,
        slots: &[KeySlot],
    ) -> Result<(), UserError> {
        let by_touch = slots.iter().filter(|slot| on && !slot.is_verified());
        self.refuse_if_slot(by_touch.cloned().collect())?;
        let pin = read_pin(pin)?;
        self.with(move |key| key.set_always_verifies(&pin, on))
    }

    /// Makes the shortest PIN longer; only a reset makes it shorter again.
    ///
    /// # Errors
    /// The codes of keys.
    pub fn set_shortest_pin(&self, pin: &SecretText, characters: u8) -> Result<(), UserError> {
        let pin = read_pin(pin)?;
        self.with(move |key| key.set_shortest_pin(&pin, characters))
    }

    /// Makes the PIN be changed before anything else.
    ///
    /// # Errors
    /// The codes of keys.
    pub fn force_pin_change(&self, pin: &SecretText) -> Result<(), UserError> {
        let pin = read_pin(pin)?;
        self.with(move |key| key.force_pin_change(&pin))
    }

    /// Makes it forget everything. Within ten seconds after it was plugged in, and it wants to be touched.
    ///
    /// # Errors
    /// `key-is-slot`: it opens the vault, and could not any more. `key-not-allowed`: too late. The codes of keys.
    pub fn reset(&self, slots: &[KeySlot]) -> Result<(), UserError> {
        self.refuse_if_slot(slots.to_vec())?;
        self.with(SecurityKey::reset)
    }

    /// Makes it blink, where it can.
    ///
    /// # Errors
    /// `key-unsupported`, and the other codes of keys.
    pub fn wink(&self) -> Result<(), UserError> {
        self.with(SecurityKey::wink)
    }

    /// Registers the key by U2F at a site that is nowhere, and signs in there; the count of its signatures. Nothing is
    /// left on the key. It wants to be touched twice.
    ///
    /// # Errors
    /// `key-unsupported`, `key-garbled`: it does not know what it made itself. The other codes of keys.
    pub fn test(&self, effects: &mut Effects) -> Result<u32, UserError> {
        let (mut site, mut challenge) = ([0; 32], [0; 32]);
        effects.random().fill_bytes(&mut site);
        effects.random().fill_bytes(&mut challenge);
        self.with(move |key| {
            let made = key.u2f_register(&site, &challenge)?;
            if !key.u2f_knows(&site, &made.key_handle)? {
                return Err(KeyError::Garbled);
            }
            let signed = key.u2f_sign(&site, &challenge, &made.key_handle)?;
            Ok(signed.counter)
        })
    }

    fn refuse_if_slot(&self, slots: Vec<KeySlot>) -> Result<(), UserError> {
        let is_slot = self.with(move |key| {
            if slots.is_empty() || !key.info()?.gives_secrets() {
                return Ok(false);
            }
            match held(key, &slots) {
                Err(KeyError::NoCredential) => Ok(false),
                held => held.map(|_| true),
            }
        })?;
        if is_slot {
            return Err(Code::KeyIsSlot.into());
        }
        Ok(())
    }
}

/// A passkey's number in hexadecimal.
pub fn passkey_id(passkey: &Passkey) -> String {
    HEXLOWER.encode(&passkey.id)
}

/// The passkey of this site, account name, or beginning of its number (4 hexadecimal digits or more).
///
/// # Errors
/// `passkey-not-found`, `passkey-ambiguous`.
fn find_passkey(sites: &[Site], name: &str) -> Result<Passkey, UserError> {
    let is_meant = |site: &Site, passkey: &Passkey| {
        let begins = name.len() >= 4 && passkey_id(passkey).starts_with(name);
        begins || site.id == name || passkey.user_name == name
    };
    let of_site = |site: &Site| {
        let passkeys = site.passkeys.iter();
        let meant = passkeys.filter(|passkey| is_meant(site, passkey));
        meant.cloned().collect::<Vec<_>>()
    };
    let mut found: Vec<_> = sites.iter().flat_map(of_site).collect();
    match (found.pop(), found.is_empty()) {
        (Some(passkey), true) => Ok(passkey),
        (Some(_), false) => Err(UserError::new(Code::PasskeyAmbiguous).with("name", name)),
        (None, _) => Err(UserError::new(Code::PasskeyNotFound).with("name", name)),
    }
}
