//! Adding accounts.

use crate::effects::Effects;
use crate::error::UserError;
use crate::open_vault::OpenVault;
use otp::uri::Labelled;
use otp::{Kind, Otp, Secret, SecretText, UnixTime};
use std::collections::{BTreeMap, BTreeSet, HashMap};
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

impl Added {
    /// The account.
    pub fn id(&self) -> Id {
        let (Self::New(id) | Self::AlreadyThere(id) | Self::Updated(id) | Self::Replaced(id)) =
            self;
        *id
    }

    /// The account, if its secret was replaced.
    pub(super) fn replaced(&self) -> Option<Id> {
        matches!(self, Self::Replaced(_)).then(|| self.id())
    }
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

/// Adds accounts, all in one save. What an earlier attempt added that could not be saved counts as added by this one.
///
/// # Errors
/// Not saved: none of them is in the file.
pub fn add(
    effects: &mut Effects,
    open: &mut OpenVault,
    accounts: impl IntoIterator<Item = impl Into<Candidate>>,
) -> Result<Vec<Added>, UserError> {
    let now = effects.now()?;
    let candidates: Vec<Candidate> = accounts.into_iter().map(Into::into).collect();
    let mut plan = Plan::of(open, &candidates);
    let mut results = Vec::new();
    for candidate in candidates {
        let id = Id::generate(effects.random());
        results.push(plan.take(open, id, candidate, now));
    }
    open.note_replacements(&plan.replacements);
    if !plan.is_empty() {
        let changed = open.change(effects, |vault, _| {
            plan.carry_out(vault.document_mut(), now);
            Ok(())
        });
        if changed.is_err() {
            open.adds.note_unsaved(&results);
        }
        changed?;
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
    /// Accounts of the vault that are among those to be added: their secrets are in use, so none of them is replaced.
    kept: BTreeSet<Id>,
}

impl Plan {
    fn of(open: &OpenVault, candidates: &[Candidate]) -> Self {
        let mut by_labels = ByLabels::default();
        open.document()
            .accounts()
            .for_each(|account| by_labels.insert(account));
        let get = |id: &Id| open.account(*id);
        let same = candidates.iter().filter_map(|Candidate { labelled, .. }| {
            let issuer = labelled.issuer.as_deref().unwrap_or_default();
            by_labels.same_as((issuer, &labelled.account), &labelled.otp, get)
        });
        Self {
            kept: same.map(Account::id).collect(),
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
        let labels = (account.issuer.as_str(), account.name.as_str());
        match self.by_labels.same_as(labels, account.otp(), get) {
            Some(known) if knows_more(account.otp(), known.otp()) => {
                let id = known.id();
                self.updates.push((id, account));
                return open.adds.unsaved(id).unwrap_or(Added::Updated(id));
            }
            Some(known) => {
                let id = known.id();
                return open.adds.unsaved(id).unwrap_or(Added::AlreadyThere(id));
            }
            None => {}
        }
        let old = replaces.then(|| find_replaceable(open, &account.issuer, &account.name));
        let old = old.flatten().filter(|old| !self.kept.contains(old));
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
        if let Some(old) = old
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
                learn(known, other.otp(), now);
            }
        }
        for (id, other) in self.replacements {
            if let Some(known) = document.account_mut(id) {
                known.replace_otp(other.into_otp(), now);
            }
        }
    }
}

/// Whether [`Candidate::replaces`] would find an account: one of the same names that makes other codes, and not those of
/// another of `all` that are to be added.
pub fn is_replaceable(open: &OpenVault, labelled: &Labelled, all: &[Labelled]) -> bool {
    let issuer = labelled.issuer.as_deref().unwrap_or_default();
    let has_same_names = |other: &&Labelled| {
        other.issuer.as_deref().unwrap_or_default() == issuer && other.account == labelled.account
    };
    let mut same_names = all.iter().filter(has_same_names).chain([labelled]);
    find_replaceable(open, issuer, &labelled.account).is_some()
        && !same_names.any(|one| find_same(open, one).is_some())
}

/// The account of these names, if there is just one: with several nobody knows which is meant.
fn find_replaceable(open: &OpenVault, issuer: &str, name: &str) -> Option<Id> {
    let is_meant =
        |known: &&Account| known.trashed.is_none() && known.issuer == issuer && known.name == name;
    let mut found = open.document().accounts().filter(is_meant);
    let only = found.next()?;
    found.next().is_none().then(|| only.id())
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
pub(crate) fn knows_more(new: &Otp, known: &Otp) -> bool {
    new.kind.counter() > known.kind.counter() || (new.pin.is_some() && known.pin.is_none())
}

/// Takes over what [`knows_more`] finds.
pub(crate) fn learn(known: &mut Account, new: &Otp, now: UnixTime) {
    if let Some(counter) = new.kind.counter().max(known.otp().kind.counter()) {
        known.set_counter(counter);
    }
    if let (None, Some(pin)) = (&known.otp().pin, &new.pin) {
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

    /// An account that adding another with these labels would only show a second time.
    fn same_as<'a>(
        &self,
        (issuer, name): (&str, &str),
        new: &Otp,
        get: impl Fn(&Id) -> Option<&'a Account>,
    ) -> Option<&'a Account> {
        let labels = (issuer.to_owned(), name.to_owned());
        let mut known = self.0.get(&labels)?.iter().filter_map(get);
        known.find(|known| makes_same_codes(known, new))
    }
}

fn makes_same_codes(known: &Account, new: &Otp) -> bool {
    let Otp { secret, kind, .. } = known.otp();
    known.trashed.is_none() && makes_same_codes_as((secret, *kind), new)
}

/// An HOTP counter moves on with every use, so it does not count.
pub(super) fn makes_same_codes_as((secret, kind): (&Secret, Kind), other: &Otp) -> bool {
    restarted(kind) == restarted(other.kind) && secret.same_as(&other.secret)
}

/// The kind with its HOTP counter, if it has one, at the start.
pub(crate) fn restarted(kind: Kind) -> Kind {
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
