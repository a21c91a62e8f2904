//! The registry: which security keys there are, and which accounts are on which.

use super::recognise::runbook;
use super::{About, Plugged};
use crate::checkup::Answer;
use crate::codes::{AccountView, check_label, is_id_prefix, list, no_account};
use crate::effects::Effects;
use crate::error::{Code, UserError};
use crate::open_vault::OpenVault;
use std::collections::BTreeSet;
use vault::{Account, Id, OwnKey, Protocol, Registration};

/// A key of the registry.
#[derive(Clone, Debug)]
pub struct KeyView {
    /// Names it for ever.
    pub id: Id,
    /// What is known of it.
    pub key: OwnKey,
    /// The accounts outside the trash that are on it, in the order of lists.
    pub accounts: Vec<AccountView>,
}

/// How an account knows a key.
pub struct On<'a> {
    /// What the site calls it; may be empty.
    pub name: &'a str,
    /// FIDO2 or U2F.
    pub protocol: Protocol,
    /// Whether the credential lies on the key itself (a passkey).
    pub discoverable: bool,
}

/// The keys by name.
pub fn registered(open: &OpenVault) -> Vec<KeyView> {
    let accounts = list(open, "");
    let mut keys: Vec<KeyView> = open
        .document()
        .security_keys()
        .map(|(id, key)| KeyView {
            id,
            key: key.clone(),
            accounts: accounts_on(open, &accounts, id),
        })
        .collect();
    keys.sort_by_cached_key(|view| (view.key.name.to_lowercase(), view.id));
    keys
}

fn accounts_on(open: &OpenVault, accounts: &[AccountView], key: Id) -> Vec<AccountView> {
    let is_meant = |view: &&AccountView| {
        let account = open.account(view.id);
        account.is_some_and(|account| is_on(account, key))
    };
    accounts.iter().filter(is_meant).cloned().collect()
}

pub(super) fn is_on(account: &Account, key: Id) -> bool {
    account.registrations.iter().any(|on| on.key == key)
}

/// The key that `name` names: what it is called, in upper or lower case, or the beginning of its id, 4 digits or more.
///
/// # Errors
/// `key-unknown`.
fn find(open: &OpenVault, name: &str) -> Result<Id, UserError> {
    let mut keys = open.document().security_keys();
    let found = called(open, name).or_else(|| {
        let by_id = keys.find(|(id, _)| is_id_prefix(*id, name));
        by_id.map(|(id, _)| id)
    });
    found.ok_or_else(|| UserError::new(Code::KeyUnknown).with("name", name))
}

fn called(open: &OpenVault, name: &str) -> Option<Id> {
    let mut keys = open.document().security_keys();
    let found = keys.find(|(_, key)| key.name.to_lowercase() == name.to_lowercase());
    found.map(|(id, _)| id)
}

/// Puts a key into the registry, or notes what is new about the one of that name, and saves. `plugged`: what it says about
/// itself, where it is plugged in: it was seen now, and is not lost.
///
/// # Errors
/// `key-name-empty`, `text-too-long`, `vault-full`, or not saved.
pub fn register(
    effects: &mut Effects,
    open: &mut OpenVault,
    (name, place): (&str, Option<&str>),
    plugged: Option<(&Plugged, &About)>,
) -> Result<Id, UserError> {
    if name.trim().is_empty() {
        return Err(Code::KeyNameEmpty.into());
    }
    check_label(name)?;
    check_label(place.unwrap_or_default())?;
    let known = called(open, name);
    open.change(effects, |vault, effects| {
        let now = effects.now()?;
        let id = known.unwrap_or_else(|| Id::generate(effects.random()));
        let document = vault.document_mut();
        let new = OwnKey {
            name: name.to_owned(),
            added: now,
            ..OwnKey::default()
        };
        let mut key = document.security_key(id).cloned().unwrap_or(new);
        if let Some(place) = place {
            place.clone_into(&mut key.place);
        }
        if let Some((device, about)) = plugged {
            key.seen = Some(now);
            key.lost = None;
            key.firmware.clone_from(&about.firmware);
            key.serial = device.serial.clone().unwrap_or_default();
            // All zero: it says that it has none.
            key.model = Some(about.info.model).filter(|model| *model != [0; 16]);
        }
        match document.put_security_key(id, key) {
            true => Ok(id),
            false => Err(Code::VaultFull.into()),
        }
    })
}

/// Takes a key off the registry, and saves.
///
/// # Errors
/// `key-unknown`; `key-has-accounts`: accounts are on it, those in the trash too. Or not saved.
pub fn unregister(
    effects: &mut Effects,
    open: &mut OpenVault,
    name: &str,
) -> Result<(), UserError> {
    let id = find(open, name)?;
    if open.document().accounts().any(|account| is_on(account, id)) {
        return Err(UserError::new(Code::KeyHasAccounts).with("name", name));
    }
    open.change(effects, |vault, _| {
        vault.document_mut().remove_security_key(id);
        Ok(())
    })
}

/// Notes that an account is on a key, and how, and saves. What was noted of the two before is replaced.
///
/// # Errors
/// `key-unknown`, `account-not-found`, `text-too-long`, or not saved.
pub fn put_on(
    effects: &mut Effects,
    open: &mut OpenVault,
    (key, account): (&str, Id),
    on: &On<'_>,
) -> Result<(), UserError> {
    check_label(on.name)?;
    let key = find(open, key)?;
    open.change(effects, |vault, effects| {
        let now = effects.now()?;
        let document = vault.document_mut();
        let account = document
            .account_mut(account)
            .ok_or_else(|| no_account(account))?;
        let before = account.registrations.iter().find(|one| one.key == key);
        let mut new = Registration::new(key, before.map_or(now, |one| one.registered));
        on.name.clone_into(&mut new.name);
        new.protocol = on.protocol;
        new.discoverable = on.discoverable;
        account.registrations.retain(|one| one.key != key);
        account.registrations.push(new);
        account.changed = now;
        Ok(())
    })
}

/// Notes that an account is not on a key any more, and saves.
///
/// # Errors
/// `key-unknown`, `account-not-found`; `key-not-of-account`. Or not saved.
pub fn take_off(
    effects: &mut Effects,
    open: &mut OpenVault,
    (key, account): (&str, Id),
) -> Result<(), UserError> {
    let id = find(open, key)?;
    open.change(effects, |vault, effects| {
        let now = effects.now()?;
        let document = vault.document_mut();
        let account = document
            .account_mut(account)
            .ok_or_else(|| no_account(account))?;
        if !is_on(account, id) {
            return Err(UserError::new(Code::KeyNotOfAccount).with("name", key));
        }
        account.registrations.retain(|on| on.key != id);
        account.changed = now;
        Ok(())
    })
}

/// What is to be put on a second key.
pub struct SecondKey {
    /// Accounts that are on one key alone, and what it is called.
    pub to_do: Vec<(AccountView, String)>,
    /// How many are on two or more.
    pub done: usize,
}

/// The accounts outside the trash that are on one key alone. A key that is lost is none.
pub fn second_key(open: &OpenVault) -> SecondKey {
    let mut found = SecondKey {
        to_do: Vec::new(),
        done: 0,
    };
    for view in list(open, "") {
        let account = open.account(view.id);
        let registrations = account.map(|account| account.registrations.as_slice());
        let keys: BTreeSet<Id> = registrations
            .unwrap_or_default()
            .iter()
            .map(|on| on.key)
            .filter(|key| {
                let known = open.document().security_key(*key);
                known.is_none_or(|known| known.lost.is_none())
            })
            .collect();
        match (keys.first(), keys.len()) {
            (Some(key), 1) => {
                let known = open.document().security_key(*key);
                let name = known.map_or_else(|| key.to_string(), |known| known.name.clone());
                found.to_do.push((view, name));
            }
            (Some(_), _) => found.done += 1,
            (None, _) => {}
        }
    }
    found
}

/// Notes that a key is lost, and saves. The answers are those of the drill without it, and without every other key that
/// is lost, for the accounts that are on it: how each is still opened, and what to do, in order.
///
/// # Errors
/// `key-unknown`, or not saved.
pub fn lose(
    effects: &mut Effects,
    open: &mut OpenVault,
    name: &str,
) -> Result<Vec<(AccountView, Answer)>, UserError> {
    let id = find(open, name)?;
    open.change(effects, |vault, effects| {
        let now = effects.now()?;
        let document = vault.document_mut();
        // Another program may have taken it off meanwhile.
        let key = document.security_key(id).cloned();
        let mut key = key.ok_or_else(|| UserError::new(Code::KeyUnknown).with("name", name))?;
        key.lost = key.lost.or(Some(now));
        document.put_security_key(id, key);
        Ok(())
    })?;
    Ok(runbook(open, id))
}
