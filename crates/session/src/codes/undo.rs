//! Taking back what adding did.

use super::add::{Added, makes_same_codes_as};
use crate::effects::Effects;
use crate::error::{Code, UserError};
use crate::open_vault::OpenVault;
use otp::{Kind, Otp, Secret, UnixTime};
use std::collections::BTreeMap;
use vault::{Account, Document, Id};
use zeroize::Zeroizing;

/// What adding did since the vault was opened.
#[derive(Default)]
pub(crate) struct Adds {
    /// What is in memory only, because its save failed.
    unsaved: Vec<Added>,
    /// The last time that the secret of an account was replaced.
    replacements: BTreeMap<Id, Replacement>,
}

/// One secret in place of another.
struct Replacement {
    old: Mark,
    new: Mark,
}

/// Enough of a one-time password to know it again.
struct Mark {
    secret: Secret,
    kind: Kind,
}

impl Mark {
    fn of(otp: &Otp) -> Option<Self> {
        Some(Self {
            secret: Secret::new(Zeroizing::new(otp.secret.expose().to_vec()))?,
            kind: otp.kind,
        })
    }

    fn is(&self, otp: &Otp) -> bool {
        makes_same_codes_as((&self.secret, self.kind), otp)
    }
}

impl Adds {
    /// Before `new` takes the place of what `account` has.
    pub(crate) fn note_replacement(&mut self, account: &Account, new: &Otp) {
        let marks = Mark::of(account.otp()).zip(Mark::of(new));
        if let Some((old, new)) = marks {
            let replacement = Replacement { old, new };
            self.replacements.insert(account.id(), replacement);
        }
    }

    /// These are in memory, but not in the file.
    pub(super) fn note_unsaved(&mut self, added: &[Added]) {
        self.unsaved.extend(added);
    }

    /// What became of the account with an attempt that could not be saved so far.
    pub(super) fn unsaved(&self, id: Id) -> Option<Added> {
        let is_it = |added: &&Added| !matches!(added, Added::AlreadyThere(_)) && added.id() == id;
        self.unsaved.iter().find(is_it).copied()
    }

    /// All of memory is in the file, or the other way round.
    pub(crate) fn are_saved(&mut self) {
        self.unsaved.clear();
    }

    /// Whether the account has the secret that we gave it, and still knows the one it had before.
    fn can_take_back(&self, account: &Account) -> bool {
        self.replacements.get(&account.id()).is_some_and(|one| {
            let has_old = account.history().iter().any(|old| one.old.is(old.otp()));
            one.new.is(account.otp()) && has_old
        })
    }
}

/// Takes back what [`add`](super::add) did, in one save: what is new goes to the trash, and a secret that was replaced is
/// in place again, with the other in its history.
///
/// # Errors
/// `replaced-since`: the secret of one of them was changed again, so nothing is taken back. Not saved.
pub fn undo_add(
    effects: &mut Effects,
    open: &mut OpenVault,
    added: &[Added],
) -> Result<(), UserError> {
    let now = effects.now()?;
    let is_ours = |id: Id| {
        let account = open.account(id);
        account.is_none_or(|account| open.adds.can_take_back(account))
    };
    let mut replaced = added.iter().filter_map(Added::replaced);
    if !replaced.all(is_ours) {
        return Err(Code::ReplacedSince.into());
    }
    // Away from the vault while that is changed.
    let adds = std::mem::take(&mut open.adds);
    let undone = open.change(effects, |vault, _| {
        take_back(vault.document_mut(), &adds, added, now);
        Ok(())
    });
    if let Err(error) = &undone {
        // Another try takes it back once, and not back and forth.
        open.withdraw(error, |vault| {
            put_back(vault.document_mut(), &adds, added, now);
        });
    }
    open.adds = adds;
    if undone.is_ok() {
        open.adds.are_saved();
        let ids = added.iter().filter_map(Added::replaced);
        ids.for_each(|id| drop(open.adds.replacements.remove(&id)));
    }
    undone
}

/// What an account learned is true all the same, so it stays.
fn take_back(document: &mut Document, adds: &Adds, added: &[Added], now: UnixTime) {
    each(document, adds, added, |account, replacement| {
        if let Some(one) = replacement {
            account.take_back_otp(|old| one.old.is(old), now);
        } else {
            account.trashed = Some(now);
        }
    });
}

/// The other way round.
fn put_back(document: &mut Document, adds: &Adds, added: &[Added], now: UnixTime) {
    each(document, adds, added, |account, replacement| {
        if let Some(one) = replacement {
            account.take_back_otp(|old| one.new.is(old), now);
        } else {
            account.trashed = None;
        }
    });
}

/// Each account that is new, and each whose secret was replaced.
fn each(
    document: &mut Document,
    adds: &Adds,
    added: &[Added],
    mut change: impl FnMut(&mut Account, Option<&Replacement>),
) {
    for added in added {
        let Some(account) = document.account_mut(added.id()) else {
            continue;
        };
        match added {
            Added::New(_) => change(account, None),
            Added::Replaced(id) => {
                if let Some(replacement) = adds.replacements.get(id) {
                    change(account, Some(replacement));
                }
            }
            Added::AlreadyThere(_) | Added::Updated(_) => {}
        }
    }
}
