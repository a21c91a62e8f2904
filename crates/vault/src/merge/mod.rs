//! Merging two states of a vault's document (docs/vault-format.md, "Merging").
//!
//! Each field is a register whose latest change wins, in an order that all programs see alike: Lamport counter, then
//! writer, then the bytes. Lists are merged item by item, counters take the maximum, and a secret is never given up.
//! Nothing needs a state from before both changes, so that any two copies can be merged in any order.

mod account;
mod lists;
mod secrets;
mod slots;

use crate::dismissed;
use crate::document::{Document, SlotName};
use crate::error::OpenError;
use crate::identity;
use crate::security_keys;
use crate::teams;
use crate::tombstone;
use crate::worklist;
pub(crate) use account::{Fields, Nature, fields, nature};
pub(crate) use lists::Items;
pub(crate) use secrets::{SECRET, raise_counter};
pub(crate) use slots::{merge_names, merge_slots};

/// `ours` and `theirs` as one. Both must be stamped. The names of slots are `names`, because which slots there are is
/// not a matter of the document; the keyring's secret stays ours for the same reason.
///
/// # Errors
/// The merged account cannot be read back; both documents are then as unusable as each other.
pub(crate) fn merge(
    ours: Document,
    theirs: Document,
    names: Vec<SlotName>,
) -> Result<Document, OpenError> {
    let Document {
        accounts,
        slot_names: _,
        created,
        keyring_secret: _,
        state_roots,
        version,
        lamport,
        tombstones,
        teams,
        worklist,
        dismissed,
        security_keys,
        identity,
        unknown,
    } = theirs;
    let mut merged = ours;
    for (id, account) in accounts {
        let account = match merged.accounts.remove(&id) {
            Some(known) => account::merge(known, account)?,
            None => account,
        };
        merged.accounts.insert(id, account);
    }
    for (id, tombstone) in tombstones {
        let joined = match merged.tombstones.remove(&id) {
            Some(known) => known.join(tombstone),
            None => tombstone,
        };
        merged.tombstones.insert(id, joined);
    }
    tombstone::limit(&mut merged.tombstones);
    let dead = &merged.tombstones;
    merged.accounts.retain(|id, account| {
        let tombstone = dead.get(id);
        !tombstone.is_some_and(|tombstone| tombstone.covers(&account.clocks))
    });
    merged.slot_names = names;
    merged.created = merged.created.min(created);
    for root in state_roots {
        if !merged.state_roots.contains(&root) {
            merged.state_roots.push(root);
        }
    }
    merged.version = merged.version.max(version);
    merged.lamport = merged.lamport.max(lamport);
    merged.teams = teams::merge(merged.teams, teams);
    merged.worklist = worklist::merge(merged.worklist, worklist);
    merged.dismissed = dismissed::merge(merged.dismissed, dismissed);
    merged.security_keys = security_keys::merge(merged.security_keys, security_keys);
    merged.identity = identity::merge(merged.identity, identity);
    merged.unknown = merged.unknown.joined(unknown);
    Ok(merged)
}
