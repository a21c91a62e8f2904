//! Adding a security key to a vault.

use super::{read_pin, verification, without_secrets};
use crate::effects::Effects;
use crate::error::{Code, UserError};
use crate::open_vault::OpenVault;
use crate::unlock::check_slot_name;
use otp::SecretText;
use platform::hid::Location;
use platform::security_key::{Control, NewCredential, SecurityKeys, Verification};
use vault::{Id, KeySecret, KeySlot, fingerprint};

/// Relying party of the credentials that open vaults. No web page can have it: there is no such top-level domain.
const SITE: &str = "countersign.vault";

/// A key that is plugged in and can be added.
pub struct Candidate {
    location: Location,
    name: String,
    has_pin: bool,
    finger: bool,
    always_verifies: bool,
    makes_without_pin: bool,
}

impl Candidate {
    /// What its maker calls it; may be empty.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether the vault will ask for its PIN or a finger, and not for a touch alone.
    pub fn verifies(&self, touch_only: bool) -> bool {
        self.always_verifies || (!touch_only && (self.has_pin || self.finger))
    }

    /// Whether its PIN is needed to add it.
    pub fn needs_pin(&self, touch_only: bool) -> bool {
        let makes_freely = self.makes_without_pin || !self.has_pin;
        (self.verifies(touch_only) || !makes_freely) && !self.finger
    }
}

/// The key that is plugged in; of several, the one that is touched.
///
/// # Errors
/// `key-none`, `key-u2f-only`, `key-no-secrets`, and the other codes of keys.
pub fn candidate(keys: &SecurityKeys, control: &Control) -> Result<Candidate, UserError> {
    let plugged = keys.plugged_in()?;
    let places: Vec<_> = plugged.iter().map(|key| key.location.clone()).collect();
    if places.is_empty() {
        return Err(Code::KeyNone.into());
    }
    let location = keys.choose(&places, control)?;
    let info = keys.with(&location, control, |key| key.info())?;
    if !info.gives_secrets() {
        return Err(without_secrets(info.fido2).into());
    }
    let device = plugged.into_iter().find(|key| key.location == location);
    Ok(Candidate {
        location,
        name: device.map(|device| device.name).unwrap_or_default(),
        has_pin: info.pin == Some(true),
        finger: info.user_verification == Some(true),
        always_verifies: info.always_verifies == Some(true),
        makes_without_pin: info.makes_without_pin,
    })
}

/// A key that answered, for a slot.
pub struct Enrolled {
    slot: KeySlot,
    secret: KeySecret,
    model: [u8; 16],
}

/// What a new credential is made of, without the vault: whoever waits for a touch need not hold it.
pub struct Enrolment {
    salt: [u8; 32],
    user: [u8; 16],
    user_name: String,
    /// Credentials of the keys that open the vault already.
    others: Vec<Vec<u8>>,
}

impl Enrolment {
    /// For this vault.
    pub fn of(effects: &mut Effects, open: &OpenVault) -> Self {
        let (mut salt, mut user) = ([0; 32], [0; 16]);
        effects.random().fill_bytes(&mut salt);
        effects.random().fill_bytes(&mut user);
        let slots = open.vault().slots().into_iter();
        let others = slots.filter_map(|slot| slot.key);
        let others = others.filter(|key| key.site() == SITE);
        Self {
            salt,
            user,
            user_name: format!("Vault {}", fingerprint(open.id())),
            others: others.map(|key| key.credential().to_vec()).collect(),
        }
    }
}

/// Makes a credential on the key and gets its answer. The key wants to be touched twice. The vault is as it was.
///
/// # Errors
/// `key-slot-exists`: it opens this vault already. `key-wrong-pin`, `key-pin-needed`, `key-cancelled` and the other
/// codes of keys.
pub fn enrol(
    (keys, candidate): (&SecurityKeys, &Candidate),
    enrolment: Enrolment,
    (touch_only, pin): (bool, Option<&SecretText>),
    control: &Control,
) -> Result<Enrolled, UserError> {
    let verifies = candidate.verifies(touch_only);
    let to_use = verification(verifies, candidate.finger, pin)?;
    let to_make = match pin {
        Some(pin) if candidate.has_pin => Verification::Pin(read_pin(pin)?),
        _ => verification(verifies, candidate.finger, pin)?,
    };
    let (made, answer, salt) = keys.with(&candidate.location, control, move |key| {
        let new = NewCredential {
            site: SITE,
            site_name: "Countersign",
            user: &enrolment.user,
            user_name: &enrolment.user_name,
            kept: false,
            secrets: true,
            not_beside: &enrolment.others,
        };
        let made = key.make_credential(&new, &to_make)?;
        let ids = std::slice::from_ref(&made.id);
        let answer = key.secret(SITE, ids, &enrolment.salt, &to_use)?;
        Ok((made, answer, enrolment.salt))
    })?;
    let slot = KeySlot::new(made.id, SITE.to_owned(), answer.verified, salt);
    Ok(Enrolled {
        slot: slot.ok_or(Code::KeyGarbled)?,
        secret: KeySecret::new(answer.id, answer.secret),
        model: made.model,
    })
}

/// Adds a slot for the key that answered, and saves.
///
/// # Errors
/// `slots-full`, `slot-name-taken`, `slot-name-empty`, or not saved.
pub fn add_slot(
    effects: &mut Effects,
    open: &mut OpenVault,
    enrolled: Enrolled,
    name: String,
) -> Result<Id, UserError> {
    check_slot_name(&name)?;
    let Enrolled {
        slot,
        secret,
        model,
    } = enrolled;
    let mut added = None;
    let saved = open.change(effects, |vault, effects| {
        let now = effects.now()?;
        let random = effects.random();
        let id = vault.add_key_slot((slot, &secret), model, name, now, random)?;
        added = Some(id);
        Ok(id)
    });
    saved.inspect_err(|error| {
        open.withdraw(error, |vault| {
            // The ways before it were enough, so that taking it away is never refused.
            added.map(|id| vault.remove_slot(id));
        });
    })
}
