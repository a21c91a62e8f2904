//! What a page about security keys shows.

use super::recognise::{called_so, runbook};
use super::{KeyView, registered};
use crate::checkup::Answer;
use crate::codes::{AccountView, no_account};
use crate::error::{Code, UserError};
use crate::open_vault::OpenVault;
use vault::{Id, Protocol, Registration, SlotInfo};

/// How an account is on a key.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OnView {
    /// What the site calls it; may be empty.
    pub name: String,
    /// FIDO2 or U2F.
    pub protocol: Protocol,
    /// Whether the credential lies on the key itself (a passkey).
    pub discoverable: bool,
}

impl OnView {
    fn of(on: &Registration) -> Self {
        Self {
            name: on.name.clone(),
            protocol: on.protocol,
            discoverable: on.discoverable,
        }
    }
}

/// A key of the registry and all around it.
pub struct KeyPage {
    /// The key.
    pub view: KeyView,
    /// How each of its accounts is on it.
    pub on: Vec<(AccountView, OnView)>,
    /// The way to unlock that is called so.
    pub slot: Option<SlotInfo>,
}

/// The keys by name.
pub fn pages(open: &OpenVault) -> Vec<KeyPage> {
    let page = |view: KeyView| {
        let on = |account: &AccountView| Some((account.clone(), on(open, account.id, view.id)?));
        KeyPage {
            on: view.accounts.iter().filter_map(on).collect(),
            slot: called_so(open, &view.key.name),
            view,
        }
    };
    registered(open).into_iter().map(page).collect()
}

fn on(open: &OpenVault, account: Id, key: Id) -> Option<OnView> {
    let registrations = &open.account(account)?.registrations;
    let found = registrations.iter().find(|on| on.key == key);
    found.map(OnView::of)
}

/// All keys by name, and how the account is on each.
///
/// # Errors
/// `account-not-found`.
pub fn keys_of(open: &OpenVault, account: Id) -> Result<Vec<(KeyView, Option<OnView>)>, UserError> {
    open.account(account).ok_or_else(|| no_account(account))?;
    let keys = registered(open).into_iter();
    Ok(keys
        .map(|view| {
            let on = on(open, account, view.id);
            (view, on)
        })
        .collect())
}

/// What becomes of an account without a key.
pub struct Without {
    /// Which account.
    pub account: AccountView,
    /// The drill's answer.
    pub answer: Answer,
    /// The site's recovery page; may be empty.
    pub link: String,
}

/// What becomes of the accounts on the key of this id without it, and without every other key that is lost.
///
/// # Errors
/// `key-unknown`.
pub fn without(open: &OpenVault, key: &str) -> Result<Vec<Without>, UserError> {
    let answers = runbook(open, known(open, key)?.id).into_iter();
    let link = |id| {
        let account = open.account(id);
        account.map_or_else(String::new, |account| account.recovery.link.clone())
    };
    Ok(answers
        .map(|(account, answer)| Without {
            link: link(account.id),
            account,
            answer,
        })
        .collect())
}

/// What the key of this id is called, because errors name it; its id where another is called so, too.
///
/// # Errors
/// `key-unknown`.
pub fn name_of(open: &OpenVault, key: &str) -> Result<String, UserError> {
    let known = known(open, key)?;
    let name = known.key.name.to_lowercase();
    let alike = registered(open).into_iter();
    let alike = alike.filter(|view| view.key.name.to_lowercase() == name);
    Ok(if alike.count() == 1 {
        known.key.name
    } else {
        key.to_owned()
    })
}

fn known(open: &OpenVault, key: &str) -> Result<KeyView, UserError> {
    let mut keys = registered(open).into_iter();
    let found = keys.find(|view| view.id.to_string() == key);
    found.ok_or_else(|| UserError::new(Code::KeyUnknown).with("name", key))
}
