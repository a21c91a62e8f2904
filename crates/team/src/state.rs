//! What the log says, once it was read.

use crate::Hash;
use crate::item::Item as SharedItem;
use crate::keys::DeviceRecord;
use crate::ops::{Role, Verified};
use std::collections::{BTreeMap, BTreeSet};
use vault::Id;
use vault::primitives::{Writer, sha256};

pub(crate) use crate::item::Item;

/// A slot and the hash of the valid entry in it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Pin {
    /// The slot.
    pub slot: u64,
    /// SHA-256 of the entry.
    pub hash: Hash,
}

/// Somebody who is or was in the vault.
#[derive(Clone, Debug)]
pub struct Member {
    /// The member key.
    pub key: [u8; 32],
    /// What the member is called.
    pub name: String,
    /// What the member may do.
    pub role: Role,
    /// How the keys were checked.
    pub verified: Verified,
    /// The slot of the removal.
    pub removed: Option<u64>,
    /// Asked to be removed.
    pub asks_to_leave: bool,
    /// The newest entry that the member confirmed.
    pub seen: Option<u64>,
}

/// A device of a member.
#[derive(Clone, Debug)]
pub struct Device {
    /// Whose it is.
    pub member: Id,
    /// Its keys and name.
    pub record: DeviceRecord,
    /// Whether it was neither revoked nor its member removed.
    pub is_active: bool,
}

/// An invitation.
#[derive(Clone, Debug)]
pub struct Invitation {
    /// The public key of the link's token.
    pub token_key: [u8; 32],
    /// What the new member shall be.
    pub role: Role,
    /// Seconds since 1970; whoever approves judges it.
    pub expires: u64,
    /// Whether it was neither used nor cancelled.
    pub is_open: bool,
    /// Who invited.
    pub by: Id,
}

/// Codes that were handed to somebody.
#[derive(Clone, Debug)]
pub struct Lease {
    /// Whose codes.
    pub item: Id,
    /// A hash of the recipient's key.
    pub recipient: Hash,
    /// From when, seconds since 1970.
    pub from: u64,
    /// Until when, seconds since 1970.
    pub until: u64,
    /// Whether it was not closed.
    pub is_open: bool,
}

/// Which secret has to be replaced: the slot of the removal, and the item; without one the storage's credentials.
pub type LineKey = (u64, Option<Id>);

/// How far that is.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Line {
    /// Who takes care of it.
    pub owner: Option<Id>,
    /// Whether it was replaced.
    pub is_done: bool,
}

/// Something that everybody should see. The log goes on.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Alarm {
    /// A device added itself with its member's key.
    DeviceAddedItself(Id),
    /// Storage showed the author other objects in slots that were passed over.
    OtherObjectsPassedOver,
    /// The author knew an entry that is not in this log.
    ForeignHead,
    /// What this member wrote into the slot follows another log than this one: it is passed over here, and what is
    /// written here may be passed over there.
    OtherHistory(Id),
    /// A rotation does not hand on the key before it: whoever joins later cannot walk back past it.
    HistoryLocked,
}

/// Why a client stops. What it has stays readable.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Halt {
    /// The log has another entry where one was verified before.
    Fork {
        /// In this slot.
        slot: u64,
    },
    /// The log ends before an entry that was verified.
    Rollback {
        /// The slot of the pin.
        pinned: u64,
    },
    /// This device did not get the key that the rotation commits to.
    KeysDiffer {
        /// Who rotated.
        signer: Id,
        /// In this slot.
        slot: u64,
    },
    /// The log needs a version that this program does not know.
    Update {
        /// The version.
        version: u64,
    },
    /// This device was revoked, or its member removed.
    Removed,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Policy {
    pub(crate) version: u64,
    pub(crate) min_suite: u64,
}

/// What the log says up to its newest valid entry.
pub struct State {
    pub(crate) vault: Id,
    /// The first slot of each branch, from branch 1 on.
    pub(crate) branches: Vec<u64>,
    pub(crate) epoch: u32,
    pub(crate) head: Pin,
    pub(crate) policy: Policy,
    /// The hash of each valid entry by its slot, and the other way round.
    pub(crate) chain: BTreeMap<u64, Hash>,
    pub(crate) hashes: BTreeSet<Hash>,
    pub(crate) op_ids: BTreeSet<Id>,
    pub(crate) last_seq: BTreeMap<Id, u64>,
    /// The first slot of each epoch, and the commitment of its key.
    pub(crate) epochs: Vec<(u64, Hash)>,
    /// Objects after the newest valid entry that are not valid.
    pub(crate) passed: Vec<(u64, Hash)>,
    pub(crate) members: BTreeMap<Id, Member>,
    pub(crate) devices: BTreeMap<Id, Device>,
    pub(crate) invitations: BTreeMap<Id, Invitation>,
    pub(crate) items: BTreeMap<Id, Item>,
    pub(crate) lines: BTreeMap<LineKey, Line>,
    pub(crate) leases: BTreeMap<Id, Lease>,
    pub(crate) alarms: Vec<(u64, Alarm)>,
}

impl State {
    /// The state before there is anything.
    pub(crate) fn empty() -> Self {
        let head = Pin {
            slot: 0,
            hash: [0; 32],
        };
        let policy = Policy {
            version: 1,
            min_suite: 1,
        };
        Self {
            vault: Id::from_bytes([0; 16]),
            branches: Vec::new(),
            epoch: 0,
            head,
            policy,
            chain: BTreeMap::new(),
            hashes: BTreeSet::new(),
            op_ids: BTreeSet::new(),
            last_seq: BTreeMap::new(),
            epochs: Vec::new(),
            passed: Vec::new(),
            members: BTreeMap::new(),
            devices: BTreeMap::new(),
            invitations: BTreeMap::new(),
            items: BTreeMap::new(),
            lines: BTreeMap::new(),
            leases: BTreeMap::new(),
            alarms: Vec::new(),
        }
    }

    /// Names the vault: a hash of its first entry.
    pub fn vault(&self) -> Id {
        self.vault
    }

    /// The newest valid entry.
    pub fn head(&self) -> Pin {
        self.head
    }

    /// The hash of the valid entry in a slot.
    pub fn hash_at(&self, slot: u64) -> Option<Hash> {
        self.chain.get(&slot).copied()
    }

    /// Whether this is the hash of a valid entry.
    pub fn has_entry(&self, hash: &Hash) -> bool {
        self.hashes.contains(hash)
    }

    /// The epoch in force.
    pub fn epoch(&self) -> u32 {
        self.epoch
    }

    /// The slot whose object comes next.
    pub fn next_slot(&self) -> u64 {
        let last = self.passed.last().map_or(self.head.slot, |(slot, _)| *slot);
        match self.chain.is_empty() && self.passed.is_empty() {
            true => 0,
            false => last + 1,
        }
    }

    /// The epoch that an object in this slot was named under.
    pub fn epoch_at(&self, slot: u64) -> u32 {
        let begun = self.epochs.partition_point(|(start, _)| *start <= slot);
        u32::try_from(begun.saturating_sub(1)).unwrap_or(u32::MAX)
    }

    /// The branch that an object in this slot is part of.
    pub(crate) fn branch_at(&self, slot: u64) -> usize {
        self.branches.partition_point(|start| *start <= slot)
    }

    /// Members, removed ones too, by id.
    pub fn members(&self) -> &BTreeMap<Id, Member> {
        &self.members
    }

    /// Devices, revoked ones too, by id.
    pub fn devices(&self) -> &BTreeMap<Id, Device> {
        &self.devices
    }

    /// Invitations by id.
    pub fn invitations(&self) -> &BTreeMap<Id, Invitation> {
        &self.invitations
    }

    /// Items, deleted ones too, by id.
    pub fn items(&self) -> &BTreeMap<Id, SharedItem> {
        &self.items
    }

    /// What is to be replaced because somebody was removed; the storage's credentials first.
    pub fn rotate_these(&self) -> &BTreeMap<LineKey, Line> {
        &self.lines
    }

    /// Leases by id.
    pub fn leases(&self) -> &BTreeMap<Id, Lease> {
        &self.leases
    }

    /// What everybody should see, with the slot it was found in.
    pub fn alarms(&self) -> &[(u64, Alarm)] {
        &self.alarms
    }

    /// Active devices in ascending order.
    pub(crate) fn active_devices(&self) -> impl Iterator<Item = (Id, &Device)> {
        let active = self.devices.iter().filter(|(_, device)| device.is_active);
        active.map(|(id, device)| (*id, device))
    }

    /// A hash that is the same for all who verified the same log (docs/team-log.md, "Vectors").
    pub fn checksum(&self) -> Hash {
        let mut w = Writer::with_capacity(4096);
        w.array(6);
        w.bytes(self.vault.as_bytes());
        w.unsigned(self.head.slot);
        w.bytes(&self.head.hash);
        w.unsigned(u64::from(self.epoch));
        w.array(self.members.len());
        for (id, member) in &self.members {
            w.array(4);
            w.bytes(id.as_bytes());
            w.unsigned(member.role.number());
            w.boolean(member.removed.is_none());
            let devices: Vec<Id> = self
                .active_devices()
                .filter(|(_, device)| device.member == *id)
                .map(|(id, _)| id)
                .collect();
            w.array(devices.len());
            devices.iter().for_each(|id| w.bytes(id.as_bytes()));
        }
        w.array(self.items.len());
        for (id, item) in &self.items {
            item.write(*id, &mut w);
        }
        sha256(&w.into_bytes())
    }
}
