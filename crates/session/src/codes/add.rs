//! Adding accounts, and taking that back.

use crate::effects::Effects;
use crate::error::UserError;
use crate::open_vault::OpenVault;
use otp::uri::Labelled;
use otp::{Kind, Otp, SecretText, UnixTime};
use std::collections::{BTreeMap, HashMap};
use vault::{Account, Document, Id};

/// What became of an account that was to be added.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Added {
    /// It is new.
    New(Id),
    /// The very same (labels, kind, secret) was there already.
    AlreadyThere(Id),
    /// The same was there and learned its PIN or a higher counter.
    Updated(Id),
    /// It has another secret than before; the old one is in its history.
    Replaced(Id),
}

/// An account to add.
pub struct Candidate {
    /// What it is.
    pub labelled: Labelled,
    /// It takes the place of the secret of the account with the same names, if there is just one.
    pub replaces: bool,
}

impl From<Labelled> for Candidate {
    fn from(labelled: Labelled) -> Self {
        let replaces = false;
        Self { labelled, replaces }
    }
}

/// Adds accounts, all in one save.
///
/// # Errors
/// Not saved: none of them is in the file.
pub fn add(
    effects: &mut Effects,
    open: &mut OpenVault,
    accounts: impl IntoIterator<Item = impl Into<Candidate>>,
) -> Result<Vec<Added>, UserError> {
    let now = effects.now()?;
    let mut plan = Plan::of(open);
    let mut results = Vec::new();
    for candidate in accounts {
        let id = Id::generate(effects.random());
        results.push(plan.take(open, id, candidate.into(), now));
    }
    if !plan.is_empty() {
        open.change(effects, |vault, _| {
            plan.carry_out(vault.document_mut(), now);
            Ok(())
        })?;
    }
    open.settle(effects)?;
    Ok(results)
}

/// What adding will do, before anything is changed.
struct Plan {
    by_labels: ByLabels,
    new: BTreeMap<Id, Account>,
    updates: Vec<(Id, Account)>,
    replacements: BTreeMap<Id, Account>,
}

impl Plan {
    fn of(open: &OpenVault) -> Self {
        let mut by_labels = ByLabels::default();
        open.document()
            .accounts()
            .for_each(|account| by_labels.insert(account));
        Self {
            by_labels,
            new: BTreeMap::new(),
            updates: Vec::new(),
            replacements: BTreeMap::new(),
        }
    }

    fn take(&mut self, open: &OpenVault, id: Id, candidate: Candidate, now: UnixTime) -> Added {
        let Candidate { labelled, replaces } = candidate;
        let issuer = labelled.issuer.unwrap_or_default();
        let account = Account::new(id, issuer, labelled.account, labelled.otp, now);
        let get = |id: &Id| self.new.get(id).or_else(|| open.account(*id));
        match self.by_labels.same_as(&account, get) {
            Some(known) if knows_more(account.otp(), known.otp()) => {
                let id = known.id();
                self.updates.push((id, account));
                return Added::Updated(id);
            }
            Some(known) => return Added::AlreadyThere(known.id()),
            None => {}
        }
        let old = replaces.then(|| find_replaceable(open, &account.issuer, &account.name));
        // Twice the same in one go is one.
        let is_same = |other: &Account| {
            other.issuer == account.issuer
                && other.name == account.name
                && makes_same_codes(other, account.otp())
        };
        if let Some((old, _)) = self.replacements.iter().find(|(_, new)| is_same(new)) {
            return Added::AlreadyThere(*old);
        }
        // Of two with the same names only one can take the place; the other is an account of its own.
        if let Some(old) = old.flatten()
            && !self.replacements.contains_key(&old)
        {
            self.replacements.insert(old, account);
            return Added::Replaced(old);
        }
        self.by_labels.insert(&account);
        self.new.insert(id, account);
        Added::New(id)
    }

    fn is_empty(&self) -> bool {
        self.new.is_empty() && self.updates.is_empty() && self.replacements.is_empty()
    }

    fn carry_out(self, document: &mut Document, now: UnixTime) {
        for account in self.new.into_values() {
            document.insert(account);
        }
        for (id, other) in self.updates {
            if let Some(known) = document.account_mut(id) {
                learn(known, &other, now);
            }
        }
        for (id, other) in self.replacements {
            if let Some(known) = document.account_mut(id) {
                known.replace_otp(other.into_otp(), now);
            }
        }
    }
}

/// Whether [`Candidate::replaces`] would find an account: one of the same names that makes other codes.
pub fn is_replaceable(open: &OpenVault, labelled: &Labelled) -> bool {
    let issuer = labelled.issuer.as_deref().unwrap_or_default();
    let found = find_replaceable(open, issuer, &labelled.account);
    found.is_some() && find_same(open, labelled).is_none()
}

/// The account of these names, if there is just one: with several nobody knows which is meant.
fn find_replaceable(open: &OpenVault, issuer: &str, name: &str) -> Option<Id> {
    let is_meant =
        |known: &&Account| known.trashed.is_none() && known.issuer == issuer && known.name == name;
    let mut found = open.document().accounts().filter(is_meant);
    let only = found.next()?;
    found.next().is_none().then(|| only.id())
}

/// Takes back what [`add`] did, in one save: what is new goes to the trash, and a secret that was replaced is in place
/// again, with the other in its history.
///
/// # Errors
/// Not saved.
pub fn undo_add(
    effects: &mut Effects,
    open: &mut OpenVault,
    added: &[Added],
) -> Result<(), UserError> {
    let now = effects.now()?;
    let undone = open.change(effects, |vault, _| {
        take_back(vault.document_mut(), added, Some(now), now);
        Ok(())
    });
    // Another try takes it back once, and not back and forth.
    undone.inspect_err(|error| {
        open.withdraw(error, |vault| {
            take_back(vault.document_mut(), added, None, now)
        });
    })
}

/// `trashed`: what becomes of the new ones. A secret that was replaced changes places with the newest of its history.
fn take_back(document: &mut Document, added: &[Added], trashed: Option<UnixTime>, now: UnixTime) {
    for added in added {
        let (Added::New(id) | Added::AlreadyThere(id) | Added::Updated(id) | Added::Replaced(id)) =
            added;
        let Some(account) = document.account_mut(*id) else {
            continue;
        };
        match added {
            Added::New(_) => account.trashed = trashed,
            Added::Replaced(_) => {
                account.take_back_otp(now);
            }
            // What it learned is true all the same.
            Added::AlreadyThere(_) | Added::Updated(_) => {}
        }
    }
}

/// Whether adding the account would change nothing: the answer would be [`Added::AlreadyThere`].
pub fn is_known(open: &OpenVault, labelled: &Labelled) -> bool {
    find_same(open, labelled).is_some_and(|known| !knows_more(&labelled.otp, known.otp()))
}

fn find_same<'a>(open: &'a OpenVault, labelled: &Labelled) -> Option<&'a Account> {
    let issuer = labelled.issuer.as_deref().unwrap_or_default();
    open.document().accounts().find(|known| {
        known.issuer == issuer
            && known.name == labelled.account
            && makes_same_codes(known, &labelled.otp)
    })
}

/// Whether `new`, which makes the same codes, has a PIN or a higher counter that `known` has not.
fn knows_more(new: &Otp, known: &Otp) -> bool {
    new.kind.counter() > known.kind.counter() || (new.pin.is_some() && known.pin.is_none())
}

/// Takes over what [`knows_more`] finds.
fn learn(known: &mut Account, new: &Account, now: UnixTime) {
    if let Some(counter) = new.otp().kind.counter().max(known.otp().kind.counter()) {
        known.set_counter(counter);
    }
    if let (None, Some(pin)) = (&known.otp().pin, &new.otp().pin) {
        known.set_pin(Some(SecretText::from(pin.expose().to_owned())), now);
    }
}

/// Accounts by issuer and account name, so that adding many does not compare each with all.
#[derive(Default)]
struct ByLabels(HashMap<(String, String), Vec<Id>>);

impl ByLabels {
    fn insert(&mut self, account: &Account) {
        let labels = (account.issuer.clone(), account.name.clone());
        self.0.entry(labels).or_default().push(account.id());
    }

    /// An account that adding `new` would only show a second time.
    fn same_as<'a>(
        &self,
        new: &Account,
        get: impl Fn(&Id) -> Option<&'a Account>,
    ) -> Option<&'a Account> {
        let labels = (new.issuer.clone(), new.name.clone());
        let mut known = self.0.get(&labels)?.iter().filter_map(get);
        known.find(|known| makes_same_codes(known, new.otp()))
    }
}

/// An HOTP counter moves on with every use, so it does not count.
fn makes_same_codes(known: &Account, new: &Otp) -> bool {
    known.trashed.is_none()
        && restarted(known.otp().kind) == restarted(new.kind)
        && known.otp().secret.same_as(&new.secret)
}

/// The kind with its HOTP counter, if it has one, at the start.
pub(super) fn restarted(kind: Kind) -> Kind {
    if let Kind::Hotp {
        algorithm, digits, ..
    } = kind
    {
        return Kind::Hotp {
            algorithm,
            digits,
            counter: 0,
        };
    }
    kind
}
