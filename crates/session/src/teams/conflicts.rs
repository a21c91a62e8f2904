//! Shared accounts with two secrets: two members gave each another one, without knowing of each other.

use super::accounts::{get, list};
use super::hold::Hold;
use super::running::{Outcome, TeamVault};
use crate::codes::AccountView;
use crate::effects::Effects;
use crate::error::{Code, UserError};
use crate::open_vault::OpenVault;
use std::collections::BTreeMap;
use team::{Item, NewVersion, Op, PutItem, Secret, shared_fields};
use vault::Id;
use zeroize::Zeroizing;

/// The account's fields that are secrets: the one-time password, and the backup codes.
const SECRETS: [u64; 2] = [3, 16];

/// The accounts of which somebody has to say which secret is the right one.
pub fn conflicts(team: &TeamVault, open: &OpenVault) -> Vec<AccountView> {
    let mut views = list(team, open, "");
    views.retain(|view| view.conflicts);
    views
}

/// What is to be said of an account that has two secrets, whatever its code.
pub fn two_secrets(
    team: &TeamVault,
    open: &OpenVault,
    (id, name): (Id, &str),
) -> Option<UserError> {
    let items = team.items(open);
    let item = items.get(&id).filter(|item| item.conflicts());
    item.map(|_| UserError::new(Code::TeamTwoSecrets).with("name", name))
}

/// The secret in place, the one that came last, is the right one: for everybody the others are gone.
///
/// # Errors
/// `account-not-found`, `no-conflict`, `team-not-allowed`, an alarm.
pub fn keep_secret(
    hold: &mut impl Hold,
    (team, id): (&mut TeamVault, Id),
) -> Result<Outcome, UserError> {
    choose(hold, (team, id), |versions| {
        let (last, _) = versions.split_last()?;
        let replaces = versions.iter().map(|secret| secret.version).collect();
        Some((last.version, replaces))
    })
}

/// The other secret takes the place of the one that is there, to be tried; both are kept. For everybody.
///
/// # Errors
/// As for [`keep_secret`].
pub fn swap_secret(
    hold: &mut impl Hold,
    (team, id): (&mut TeamVault, Id),
) -> Result<Outcome, UserError> {
    choose(hold, (team, id), |versions| {
        let (first, _) = versions.split_first()?;
        Some((first.version, vec![first.version]))
    })
}

/// Puts one of the versions of each secret that has several, in the place of some of them. `chosen` gives both.
fn choose(
    hold: &mut impl Hold,
    (team, id): (&mut TeamVault, Id),
    chosen: impl Fn(&[&Secret]) -> Option<(Id, Vec<Id>)>,
) -> Result<Outcome, UserError> {
    let put = hold.hold(|effects, open| {
        let (item, _) = get(team, open, id)?;
        put_chosen(effects, team, (id, &item), chosen)
    })?;
    team.submit(hold, vec![Op::PutItem(put)])
}

fn put_chosen(
    effects: &mut Effects,
    team: &TeamVault,
    (id, item): (Id, &Item),
    chosen: impl Fn(&[&Secret]) -> Option<(Id, Vec<Id>)>,
) -> Result<PutItem, UserError> {
    let mut put = PutItem {
        item: id,
        base_rev: team.state().items().get(&id).map_or(0, Item::rev),
        versions: Vec::new(),
        fields: BTreeMap::new(),
    };
    for field in SECRETS {
        let versions = item.secrets().iter().filter(|one| one.field == field);
        let versions: Vec<&Secret> = versions.collect();
        let Some((version, mut replaces)) = chosen(&versions).filter(|_| versions.len() > 1) else {
            continue;
        };
        replaces.sort_unstable();
        put.versions.push(NewVersion {
            field,
            version: Id::generate(effects.random()),
            replaces,
        });
        let value = value_of(item, id, (field, version))?;
        put.fields.insert(field, value);
    }
    match put.versions.is_empty() {
        true => Err(Code::NoConflict.into()),
        false => Ok(put),
    }
}

/// One version of a secret as it is encoded. Backup codes that were taken away are an empty array.
fn value_of(
    item: &Item,
    id: Id,
    (field, version): (u64, Id),
) -> Result<Zeroizing<Vec<u8>>, UserError> {
    let others = item.secrets().iter().filter(|one| one.field != field);
    let versions: Vec<Id> = others.map(|one| one.version).chain([version]).collect();
    let account = item
        .account_of(id, &versions)
        .map_err(|_| Code::TeamUpdate)?;
    let value = shared_fields(&account).remove(&field);
    Ok(value.unwrap_or_else(|| Zeroizing::new(vec![0x80])))
}
