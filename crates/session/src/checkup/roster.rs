//! People who sign in at the service of an account, each with a login of their own.

use crate::codes::{check_label, no_account};
use crate::effects::Effects;
use crate::error::{Code, UserError};
use crate::open_vault::OpenVault;
use otp::UnixTime;
use vault::{Id, Person, Progress};

/// Most people on a roster.
const MOST: usize = 10_000;

/// A person on a roster.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PersonView {
    /// Who.
    pub name: String,
    /// How far they are with a second factor.
    pub state: Progress,
    /// Since when.
    pub since: UnixTime,
    /// Who did it; may be empty.
    pub by: String,
}

/// The roster of an account, by name.
///
/// # Errors
/// `account-not-found`.
pub fn roster(open: &OpenVault, id: Id) -> Result<Vec<PersonView>, UserError> {
    let account = open.account(id).ok_or_else(|| no_account(id))?;
    let view = |person: &Person| PersonView {
        name: person.name.clone(),
        state: person.state,
        since: person.since,
        by: person.by.clone(),
    };
    let mut people: Vec<PersonView> = account.roster.iter().map(view).collect();
    people.sort_by_cached_key(|person| person.name.to_lowercase());
    Ok(people)
}

/// Notes how far a person is, from now on, and saves. Who is not on the roster is put there; upper and lower case are
/// the same.
///
/// # Errors
/// `account-not-found`, `person-name-empty`, `text-too-long`, `vault-full`, or not saved.
pub fn note_person(
    effects: &mut Effects,
    open: &mut OpenVault,
    id: Id,
    name: &str,
    (state, by): (Progress, &str),
) -> Result<(), UserError> {
    if name.trim().is_empty() {
        return Err(Code::PersonNameEmpty.into());
    }
    check_label(name)?;
    check_label(by)?;
    open.change(effects, |vault, effects| {
        let now = effects.now()?;
        let document = vault.document_mut();
        let account = document.account_mut(id).ok_or_else(|| no_account(id))?;
        let is_full = account.roster.len() >= MOST;
        let mut roster = account.roster.iter_mut();
        let known = roster.find(|known| known.name.to_lowercase() == name.to_lowercase());
        match known {
            Some(known) => {
                known.state = state;
                known.since = now;
                by.clone_into(&mut known.by);
            }
            None if is_full => return Err(Code::VaultFull.into()),
            None => {
                let new = Person::new(name.to_owned(), state, now, by.to_owned());
                account.roster.push(new);
            }
        }
        account.changed = now;
        Ok(())
    })
}

/// Takes a person off, and saves.
///
/// # Errors
/// `account-not-found`, `person-not-found`, or not saved.
pub fn remove_person(
    effects: &mut Effects,
    open: &mut OpenVault,
    id: Id,
    name: &str,
) -> Result<(), UserError> {
    open.change(effects, |vault, effects| {
        let now = effects.now()?;
        let document = vault.document_mut();
        let account = document.account_mut(id).ok_or_else(|| no_account(id))?;
        let is_meant = |known: &Person| known.name.to_lowercase() == name.to_lowercase();
        if !account.roster.iter().any(is_meant) {
            return Err(UserError::new(Code::PersonNotFound).with("name", name));
        }
        account.roster.retain(|known| !is_meant(known));
        account.changed = now;
        Ok(())
    })
}
