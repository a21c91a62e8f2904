//! The secret of an account and its history: the part where nothing may be lost.

use crate::account::{Account, Replaced};
use crate::clock::{Clocks, PIN, Stamp};
use crate::id::Id;
use crate::otp_fields::StoredOtp;
use crate::versions::{self, Version, version_of};
use otp::{Kind, SecretText, UnixTime};
use std::collections::{BTreeMap, BTreeSet};

/// The number of the field that says which secret there is.
pub(crate) const SECRET: u64 = 3;

/// Puts the merged secret, history and versions into `merged`.
pub(super) fn merge(ours: Account, theirs: Account, clocks: &mut Clocks, merged: &mut Account) {
    let id = ours.id();
    let (mut ours, mut theirs) = (State::of(ours), State::of(theirs));
    let others = std::mem::take(&mut ours.others).into_iter();
    let others = versions::joined(others.chain(std::mem::take(&mut theirs.others)));
    let mut superseded = ours.superseded.clone();
    superseded.extend(&theirs.superseded);
    let mut history = BTreeMap::new();
    let (mut current, pin_stamp) = if ours.version == theirs.version {
        let pin_is_ours = ours.pin_order() >= theirs.pin_order();
        let [winner, other] = if pin_is_ours {
            [ours, theirs]
        } else {
            [theirs, ours]
        };
        let mut current = winner.otp;
        raise_counter(&mut current, &other.otp);
        current.unknown = current.unknown.joined(other.otp.unknown);
        keep(id, &mut history, winner.history);
        keep(id, &mut history, other.history);
        (current, None)
    } else {
        let [winner, loser] = if ours.wins_over(&theirs) {
            [ours, theirs]
        } else {
            [theirs, ours]
        };
        keep(id, &mut history, winner.history);
        keep(id, &mut history, loser.history);
        let never_replaced = UnixTime::EPOCH;
        keep(
            id,
            &mut history,
            vec![Replaced::new(loser.otp, never_replaced)],
        );
        (winner.otp, Some(winner.pin_stamp))
    };
    if let (Some(stamp), Some(pin)) = (pin_stamp, clocks.fields.get_mut(&PIN)) {
        *pin = stamp;
    }
    // The same secret may have been used before it was replaced and put back. What is in place is no history, so that
    // there is one counter of it in whatever order the states are merged.
    if let Some(before) = history.remove(&version_of(id, &current)) {
        raise_counter(&mut current, before.stored_otp());
        current.unknown = current.unknown.joined(before.into_stored_otp().unknown);
    }
    let mut history: Vec<(Id, Replaced)> = history.into_iter().collect();
    history.sort_by_key(|(version, replaced)| (replaced.at, *version));
    merged.set_otp(current);
    merged.history = history.into_iter().map(|(_, replaced)| replaced).collect();
    merged.versions = others;
    merged.set_superseded(superseded);
}

/// One side, taken apart.
struct State {
    version: Id,
    superseded: BTreeSet<Id>,
    stamp: Stamp,
    pin_stamp: Stamp,
    otp: StoredOtp,
    history: Vec<Replaced>,
    /// What is written about other versions.
    others: Vec<Version>,
}

impl State {
    fn of(account: Account) -> Self {
        let (version, superseded) = (account.version(), account.superseded());
        let stamp = account.clocks.of(SECRET);
        let pin_stamp = account.clocks.of(PIN);
        let (otp, history, mut others) = account.into_secrets();
        others.retain(|other| other.id != version);
        Self {
            version,
            superseded,
            stamp,
            pin_stamp,
            otp,
            history,
            others,
        }
    }

    /// The later one is in place, and whoever replaced a secret knowingly is later. Without clocks it shows only in what
    /// was replaced.
    fn wins_over(&self, other: &Self) -> bool {
        let replaced_other = self.superseded.contains(&other.version);
        let replaced_self = other.superseded.contains(&self.version);
        let order = |state: &Self, replaced: bool| (state.stamp, replaced, state.version);
        order(self, replaced_other) > order(other, replaced_self)
    }

    fn pin_order(&self) -> (Stamp, Option<&[u8]>) {
        (self.pin_stamp, pin(&self.otp))
    }
}

fn pin(stored: &StoredOtp) -> Option<&[u8]> {
    let pin = stored.otp.pin.as_ref().map(SecretText::expose);
    pin.map(str::as_bytes)
}

/// Adds to a history in which each version is there once.
fn keep(account: Id, history: &mut BTreeMap<Id, Replaced>, more: Vec<Replaced>) {
    for replaced in more {
        let version = version_of(account, replaced.stored_otp());
        let both = match history.remove(&version) {
            Some(known) => known.joined(replaced),
            None => replaced,
        };
        history.insert(version, both);
    }
}

/// A code of HOTP that was used anywhere is never given again.
pub(crate) fn raise_counter(stored: &mut StoredOtp, other: &StoredOtp) {
    let theirs = other.otp.kind.counter();
    if let (Kind::Hotp { counter, .. }, Some(theirs)) = (&mut stored.otp.kind, theirs) {
        *counter = theirs.max(*counter);
    }
}

impl Replaced {
    /// The same version from two histories.
    fn joined(self, other: Self) -> Self {
        let order = (self.at, pin(self.stored_otp())) >= (other.at, pin(other.stored_otp()));
        let (mut newer, older) = if order { (self, other) } else { (other, self) };
        newer.absorb(older);
        newer
    }
}
