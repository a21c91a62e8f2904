//! Changes that are made on the side first, because an entry counts as a whole or not at all.

use crate::state::{Alarm, Device, Invitation, Item, Lease, Line, LineKey, Member, Policy, State};
use std::collections::BTreeMap;
use vault::Id;

/// A map with changes beside it. Nothing is ever taken out of the maps of the state.
pub(crate) struct Over<'a, K, V> {
    base: &'a BTreeMap<K, V>,
    changed: BTreeMap<K, V>,
}

impl<'a, K: Ord + Copy, V: Clone> Over<'a, K, V> {
    fn new(base: &'a BTreeMap<K, V>) -> Self {
        let changed = BTreeMap::new();
        Self { base, changed }
    }

    pub(crate) fn get(&self, key: K) -> Option<&V> {
        self.changed.get(&key).or_else(|| self.base.get(&key))
    }

    pub(crate) fn get_mut(&mut self, key: K) -> Option<&mut V> {
        if !self.changed.contains_key(&key) {
            self.changed.insert(key, self.base.get(&key)?.clone());
        }
        self.changed.get_mut(&key)
    }

    pub(crate) fn insert(&mut self, key: K, value: V) {
        self.changed.insert(key, value);
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (K, &V)> {
        let unchanged = self.base.iter();
        let unchanged = unchanged.filter(|(key, _)| !self.changed.contains_key(key));
        let both = unchanged.chain(&self.changed);
        both.map(|(key, value)| (*key, value))
    }
}

/// The state with an entry's changes.
pub(crate) struct Draft<'a> {
    pub(crate) state: &'a State,
    pub(crate) slot: u64,
    pub(crate) policy: Policy,
    pub(crate) members: Over<'a, Id, Member>,
    pub(crate) devices: Over<'a, Id, Device>,
    pub(crate) invitations: Over<'a, Id, Invitation>,
    pub(crate) items: Over<'a, Id, Item>,
    pub(crate) lines: Over<'a, LineKey, Line>,
    pub(crate) leases: Over<'a, Id, Lease>,
    pub(crate) alarms: Vec<Alarm>,
}

/// What an entry changes, without the state it was made on.
pub(crate) struct Changes {
    policy: Policy,
    members: BTreeMap<Id, Member>,
    devices: BTreeMap<Id, Device>,
    invitations: BTreeMap<Id, Invitation>,
    items: BTreeMap<Id, Item>,
    lines: BTreeMap<LineKey, Line>,
    leases: BTreeMap<Id, Lease>,
    alarms: Vec<Alarm>,
}

impl<'a> Draft<'a> {
    pub(crate) fn new(state: &'a State, slot: u64) -> Self {
        Self {
            state,
            slot,
            policy: state.policy,
            members: Over::new(&state.members),
            devices: Over::new(&state.devices),
            invitations: Over::new(&state.invitations),
            items: Over::new(&state.items),
            lines: Over::new(&state.lines),
            leases: Over::new(&state.leases),
            alarms: Vec::new(),
        }
    }

    pub(crate) fn into_changes(self) -> Changes {
        Changes {
            policy: self.policy,
            members: self.members.changed,
            devices: self.devices.changed,
            invitations: self.invitations.changed,
            items: self.items.changed,
            lines: self.lines.changed,
            leases: self.leases.changed,
            alarms: self.alarms,
        }
    }
}

impl Changes {
    pub(crate) fn carry_out(self, slot: u64, state: &mut State) {
        state.policy = self.policy;
        state.members.extend(self.members);
        state.devices.extend(self.devices);
        state.invitations.extend(self.invitations);
        state.items.extend(self.items);
        state.lines.extend(self.lines);
        state.leases.extend(self.leases);
        let alarms = self.alarms.into_iter();
        state.alarms.extend(alarms.map(|alarm| (slot, alarm)));
    }
}
