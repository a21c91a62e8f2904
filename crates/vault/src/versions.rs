//! Which secret of an account came after which, and which two nobody has chosen between
//! (docs/vault-format.md, "Merging").

use crate::account::{Account, Replaced};
use crate::cbor::Writer;
use crate::crypto;
use crate::error::OpenError;
use crate::fields::{MapWriter, Unknown, read_list, read_map};
use crate::id::Id;
use crate::otp_fields::{self, StoredOtp};
use otp::UnixTime;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

/// A secret, and those that it took the place of.
pub(crate) struct Version {
    pub(crate) id: Id,
    pub(crate) ancestors: BTreeSet<Id>,
    unknown: Unknown,
}

impl Version {
    pub(crate) fn new(id: Id, ancestors: BTreeSet<Id>) -> Self {
        Self {
            id,
            ancestors,
            unknown: Unknown::default(),
        }
    }

    pub(crate) fn write(writer: &mut Writer, this: &Self) {
        let mut map = MapWriter::new(writer, &this.unknown);
        map.field(0, |w| w.bytes(this.id.as_bytes()));
        map.field(1, |w| {
            w.array(this.ancestors.len());
            this.ancestors.iter().for_each(|id| w.bytes(id.as_bytes()));
        });
        map.end();
    }

    pub(crate) fn read(bytes: &[u8]) -> Result<Self, OpenError> {
        let (mut id, mut ancestors, mut unknown) = (None, None, Unknown::default());
        read_map(bytes, |number, mut value| {
            match number {
                0 => id = Some(Id::read(value)?),
                1 => {
                    let read = read_list(value, |item| Id::read(crate::cbor::Reader::new(item)))?;
                    if !read.is_sorted_by(|one, next| one < next) {
                        return Err(OpenError::Damaged);
                    }
                    ancestors = Some(read.into_iter().collect());
                }
                _ => unknown.keep(number, value.item()?),
            }
            Ok::<(), OpenError>(())
        })?;
        let (id, ancestors) = id.zip(ancestors).ok_or(OpenError::Damaged)?;
        Ok(Self {
            id,
            ancestors,
            unknown,
        })
    }
}

/// What is written about secrets that are not in place, of two states.
pub(crate) fn joined(versions: impl Iterator<Item = Version>) -> Vec<Version> {
    let mut joined: BTreeMap<Id, Version> = BTreeMap::new();
    for version in versions {
        match joined.entry(version.id) {
            Entry::Vacant(place) => {
                place.insert(version);
            }
            Entry::Occupied(mut place) => {
                let known = place.get_mut();
                known.ancestors.extend(version.ancestors);
                let unknown = std::mem::take(&mut known.unknown);
                known.unknown = unknown.joined(version.unknown);
            }
        }
    }
    joined.into_values().collect()
}

/// The version of a one-time password: the same wherever the same secret is entered for the account.
pub(crate) fn version_of(account: Id, stored: &StoredOtp) -> Id {
    let mut writer = Writer::with_capacity(256);
    otp_fields::write_version(&mut writer, stored);
    let encoded = writer.into_bytes();
    let mut hashed = Writer::with_capacity(64 + encoded.len());
    hashed.raw(b"countersign/v1/secret-version");
    hashed.raw(account.as_bytes());
    hashed.raw(&encoded);
    let hash = crypto::sha256(&hashed.into_bytes());
    let (id, _) = hash.split_first_chunk().expect("a hash has 32 bytes");
    Id::from_bytes(*id)
}

impl Account {
    /// The version of the secret in place.
    pub(crate) fn version(&self) -> Id {
        version_of(self.id(), self.stored_otp())
    }

    /// Versions that were replaced knowingly: all of the history, unless it is written down which.
    pub(crate) fn superseded(&self) -> BTreeSet<Id> {
        let current = self.version();
        let written = self.versions.iter().find(|version| version.id == current);
        match written {
            Some(version) => version.ancestors.clone(),
            None => self.history_versions().collect(),
        }
    }

    pub(crate) fn history_versions(&self) -> impl Iterator<Item = Id> {
        self.history
            .iter()
            .map(|old| version_of(self.id(), old.stored_otp()))
    }

    /// Writes down what was superseded, where the history alone does not say it.
    pub(crate) fn set_superseded(&mut self, superseded: BTreeSet<Id>) {
        let of_history: BTreeSet<Id> = self.history_versions().collect();
        let current = self.version();
        self.versions.retain(|version| version.id != current);
        if of_history != superseded {
            self.versions.push(Version::new(current, superseded));
            self.versions.sort_by_key(|version| version.id);
        }
    }

    /// Secrets of the history that were not replaced but given at the same time as the one in place, by two programs
    /// that did not know of each other. One of them is right, and only its owner knows which.
    pub fn conflicting(&self) -> impl Iterator<Item = &Replaced> {
        // Nearly no account has one: nothing is hashed for all others.
        let superseded = (!self.versions.is_empty()).then(|| (self.version(), self.superseded()));
        self.history.iter().filter(move |old| {
            superseded.as_ref().is_some_and(|(current, superseded)| {
                let version = version_of(self.id(), old.stored_otp());
                version != *current && !superseded.contains(&version)
            })
        })
    }

    /// The secret in place is the right one: those that conflict with it become history.
    pub fn keep_current_secret(&mut self, now: UnixTime) {
        let mut superseded = self.superseded();
        superseded.extend(self.history_versions());
        self.set_superseded(superseded);
        self.changed = now;
    }

    /// A conflicting secret changes places with the one that is there, to be tried. Nothing is decided by that.
    pub fn swap_conflicting_secret(&mut self, now: UnixTime) {
        let (current, superseded) = (self.version(), self.superseded());
        let is_open = |version: Id| version != current && !superseded.contains(&version);
        let at = self.history_versions().position(is_open);
        let Some(at) = at else { return };
        let other = self.history.remove(at);
        self.put_in_place(other, now);
        if let Some(demoted) = self.history.last_mut() {
            // It was not replaced: it conflicts.
            demoted.at = UnixTime::EPOCH;
        }
        self.set_superseded(superseded);
    }
}
