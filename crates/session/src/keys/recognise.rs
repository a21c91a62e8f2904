//! Which key of the registry is plugged in, which way to unlock is its, and what to do when it is lost.

use super::registry::is_on;
use super::{About, Plugged};
use crate::checkup::{self, Answer, Lost};
use crate::codes::AccountView;
use crate::effects::Effects;
use crate::error::UserError;
use crate::open_vault::OpenVault;
use vault::{Id, OwnKey, SlotInfo, SlotKind};

/// In seconds: to save the vault for each look at a key would be too often.
const DAY: u64 = 86_400;

/// The key of the registry that this one is: by its own number, else the only one of its model and firmware that tells no
/// number. A lost key is none: it may be another of its model.
pub fn recognised(open: &OpenVault, plugged: &Plugged, about: &About) -> Option<Id> {
    let known = open.document().security_keys();
    let known = known.filter(|(_, key)| key.lost.is_none());
    let mut alike = known.filter(|(_, key)| is_alike(key, plugged.serial.as_deref(), about));
    let found = alike.next().map(|(id, _)| id);
    found.filter(|_| alike.next().is_none())
}

fn is_alike(key: &OwnKey, serial: Option<&str>, about: &About) -> bool {
    if key.serial != serial.unwrap_or_default() {
        return false;
    }
    // One from before FIDO2 tells no model.
    let model = Some(about.info.model).filter(|model| *model != [0; 16]);
    !key.serial.is_empty() || (key.model == model && key.firmware == about.firmware)
}

/// Notes that a key of the registry was seen, and saves: once a day at most.
///
/// # Errors
/// Not saved.
pub fn note_seen(effects: &mut Effects, open: &mut OpenVault, id: Id) -> Result<(), UserError> {
    let now = effects.now()?;
    let is_recent =
        |key: &OwnKey| (key.seen).is_some_and(|seen| now.get() < seen.get().saturating_add(DAY));
    let known = open.document().security_key(id);
    if known.is_none_or(is_recent) {
        return Ok(());
    }
    open.change(effects, |vault, _| {
        let document = vault.document_mut();
        if let Some(mut key) = document.security_key(id).cloned() {
            key.seen = Some(now);
            document.put_security_key(id, key);
        }
        Ok(())
    })
}

/// The security key among the ways to unlock that is called as this one is.
pub(super) fn called_so(open: &OpenVault, name: &str) -> Option<SlotInfo> {
    let mut slots = open.vault().slots().into_iter();
    slots.find(|slot| {
        slot.kind == SlotKind::Fido2 && slot.name.to_lowercase() == name.to_lowercase()
    })
}

/// What to do without this key, and without every other one that is lost, for the accounts that are on it: the answers of
/// the drill.
pub(super) fn runbook(open: &OpenVault, id: Id) -> Vec<(AccountView, Answer)> {
    let keys = open.document().security_keys();
    let lost = keys.filter(|(_, key)| key.lost.is_some());
    let lost = Lost {
        keys: lost.map(|(id, _)| id).chain([id]).collect(),
        ..Lost::default()
    };
    let mut answers = checkup::drill(open, &lost).answers;
    answers.retain(|(view, _)| {
        let account = open.account(view.id);
        account.is_some_and(|account| is_on(account, id))
    });
    answers
}
