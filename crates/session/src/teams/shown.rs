//! A team's accounts as they were last read: what lists and codes are made from while the storage is asked.

use super::accounts::present;
use super::running::TeamVault;
use crate::codes::{
    AccountPage, AccountView, CodeView, code_of, matching, no_account, page_of, peek_of, uri_of,
    uses_counter,
};
use crate::error::{Code, UserError};
use crate::open_vault::OpenVault;
use otp::{SecretText, UnixTime};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use team::{Item, Role};
use transfer::qr::Qr;
use vault::{Account, Id};

/// The accounts of a team vault. It holds their secrets, which are wiped when it is dropped.
#[derive(Default)]
pub struct Shown {
    name: String,
    accounts: BTreeMap<Id, Account>,
    /// Those with two secrets.
    conflicts: BTreeSet<Id>,
    can_edit: bool,
}

impl Shown {
    /// The accounts of this team vault, with what waits on top. Nothing is asked of the storage.
    pub fn of(team: &TeamVault, open: &OpenVault) -> Self {
        let items = team.items(open);
        let accounts = present(&items).into_iter();
        let conflicts = items.iter().filter(|(_, item)| Item::conflicts(item));
        Self {
            name: team.name.clone(),
            conflicts: conflicts.map(|(id, _)| *id).collect(),
            accounts: accounts.map(|account| (account.id(), account)).collect(),
            can_edit: team.role() >= Some(Role::Editor),
        }
    }

    /// What the team vault is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether the user may change its accounts.
    pub fn can_edit(&self) -> bool {
        self.can_edit
    }

    /// Whether the account is in this team vault.
    pub fn has(&self, id: Id) -> bool {
        self.accounts.contains_key(&id)
    }

    /// All accounts, by issuer and account name.
    pub fn list(&self) -> Vec<AccountView> {
        let mut views = matching(self.accounts.values(), "");
        views.iter_mut().for_each(|view| self.complete(view));
        views
    }

    /// The page of an account; with its secrets only if `secrets` says so.
    ///
    /// # Errors
    /// `account-not-found`.
    pub fn show(&self, id: Id, secrets: bool) -> Result<AccountPage, UserError> {
        let mut page = page_of(self.get(id)?, secrets);
        self.complete(&mut page.view);
        Ok(page)
    }

    /// The code at `now`, as [`crate::codes::peek()`].
    ///
    /// # Errors
    /// `account-not-found`, `pin-missing`, `next-needs-time`.
    pub fn peek(&self, id: Id, now: UnixTime) -> Result<CodeView, UserError> {
        peek_of(self.get(id)?, now)
    }

    /// The code at `now`, as [`crate::codes::code()`], of an account that counts nothing.
    ///
    /// # Errors
    /// As for [`Self::peek`]; `pin-malformed`, `pin-not-used`.
    pub fn code(
        &self,
        id: Id,
        now: UnixTime,
        pin: Option<&SecretText>,
    ) -> Result<CodeView, UserError> {
        let account = self.get(id)?;
        match uses_counter(account, (false, pin))? {
            true => Err(Code::NextNeedsTime.into()),
            false => code_of(account, now, false, pin),
        }
    }

    /// The address of an account. It holds the secret.
    ///
    /// # Errors
    /// `account-not-found`.
    pub fn uri(&self, id: Id) -> Result<SecretText, UserError> {
        Ok(uri_of(self.get(id)?))
    }

    /// The QR code of that address. It holds the secret.
    ///
    /// # Errors
    /// `account-not-found`, `qr-too-long`.
    pub fn qr(&self, id: Id) -> Result<Qr, UserError> {
        Qr::of(&self.uri(id)?).map_err(|_| Code::QrTooLong.into())
    }

    fn get(&self, id: Id) -> Result<&Account, UserError> {
        self.accounts.get(&id).ok_or_else(|| no_account(id))
    }

    fn complete(&self, view: &mut AccountView) {
        view.vault = Cow::Owned(self.name.clone());
        view.conflicts = self.conflicts.contains(&view.id);
    }
}
