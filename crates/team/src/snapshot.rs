//! Snapshots: what the log says up to a slot, in one object, to be read before the log was (docs/team-log.md,
//! "Snapshots"). A cache: nothing can be written on one.

use crate::Hash;
use crate::entry::{Header, SUITE, expect_array, fixed, integer};
use crate::envelope::{self, Contexts, Envelope};
use crate::item::Item;
use crate::keys::{DeviceKey, DeviceRecord, EpochKeys, name_suffix};
use crate::ops::{MAX_NAME, Role, ascending, id, text};
use crate::state::{Pin, State};
use rand_core::CryptoRng;
use std::collections::BTreeMap;
use vault::Id;
use vault::primitives::{Key, Malformed, Reader, Writer, sha256};
use zeroize::Zeroizing;

/// Largest snapshot, in bytes: 64 MiB.
pub const MAX_SNAPSHOT: usize = 64 << 20;
const CONTEXTS: Contexts = Contexts {
    key: b"countersign/v1/team/snapshot-key",
    commit: b"countersign/v1/team/snapshot-commit",
    body: b"countersign/v1/team/snapshot",
    signature: b"countersign/v1/team/snapshot-signature",
};
const NAME: &[u8] = b"countersign/v1/team/snapshot-name";

/// A member, as a snapshot has it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Colleague {
    /// What the member is called.
    pub name: String,
    /// What the member may do.
    pub role: Role,
    /// Whether the member was not removed.
    pub is_active: bool,
}

/// What somebody says that the log says. It is shown, marked as not verified, until the log itself was read; there is
/// no way from it to a [`State`], so nothing can be written, approved or rotated on it.
pub struct Snapshot {
    head: Pin,
    signer: DeviceRecord,
    colleagues: BTreeMap<Id, Colleague>,
    items: BTreeMap<Id, Item>,
    said: Hash,
}

/// A snapshot that is to be put into the storage, and said to all with `SnapshotPublished`.
pub struct SealedSnapshot {
    /// Its name below the vault's prefix.
    pub name: String,
    /// The object.
    pub bytes: Vec<u8>,
    /// Its slot and its own hash, as `SnapshotPublished` has them.
    pub published: (u64, Hash),
}

impl Snapshot {
    /// Seals what was verified. `None` where the key of the epoch is not known, the log does not know the device, or it
    /// would be larger than [`MAX_SNAPSHOT`].
    pub fn seal(
        state: &State,
        keys: &EpochKeys,
        device: &DeviceKey,
        rng: &mut dyn CryptoRng,
    ) -> Option<SealedSnapshot> {
        let key = keys.get(state.epoch)?;
        let signer = &state.devices.get(&device.id())?.record;
        let bytes = seal(state, key, device, &content(state, signer), rng)?;
        Some(SealedSnapshot {
            name: Self::name(key, state.vault, state.head.slot),
            published: (state.head.slot, sha256(&bytes)),
            bytes,
        })
    }

    /// The name of the snapshot of a slot. `key` is that of the epoch that its slot left in force.
    pub fn name(key: &Key, vault: Id, slot: u64) -> String {
        let suffix = name_suffix(key, &[NAME, vault.as_bytes(), &slot.to_be_bytes()]);
        format!("snap/{slot:012}-{suffix}")
    }

    /// Opens what storage has. `is_trusted` says whether this is a device that the caller trusts with what it will
    /// show, for a joiner one that the inviter certified: everybody who has the epoch's key can make a snapshot.
    /// `None`: it is none, or by nobody of those, or the key of its epoch is not known.
    pub fn open(
        bytes: &[u8],
        vault: Id,
        keys: &EpochKeys,
        is_trusted: impl Fn(&DeviceRecord) -> bool,
    ) -> Option<Self> {
        let envelope = Envelope::read(bytes, MAX_SNAPSHOT).ok()?;
        let outside = Outside::read(envelope.header()).ok()?;
        if outside.suite != SUITE || outside.vault != vault {
            return None;
        }
        let key = keys.get(outside.epoch)?;
        let inside = envelope.open(&CONTEXTS, key, &outside.salt)?;
        let content = inside.content();
        vault::primitives::check(content).ok()?;
        let r = &mut Reader::new(content);
        expect_array(r, 3).ok()?;
        let record = r.item().ok()?;
        let signer = DeviceRecord::read(&mut Reader::new(record)).ok()?;
        if !inside.is_signed_by(&signer.signing) || !is_trusted(&signer) {
            return None;
        }
        // Behind the head of the array, and the record.
        let said = content.get(1 + record.len()..)?;
        let (colleagues, items) = read_said(said, outside.head.slot).ok()?;
        Some(Self {
            head: outside.head,
            signer,
            colleagues,
            items,
            said: sha256(said),
        })
    }

    /// The newest entry that is in it.
    pub fn head(&self) -> Pin {
        self.head
    }

    /// The device that says so.
    pub fn signer(&self) -> &DeviceRecord {
        &self.signer
    }

    /// The members, removed ones too, by id.
    pub fn colleagues(&self) -> &BTreeMap<Id, Colleague> {
        &self.colleagues
    }

    /// Items that are not deleted, by id.
    pub fn items(&self) -> &BTreeMap<Id, Item> {
        &self.items
    }

    /// A hash of what it says: the same for all who read the same log up to its slot.
    pub fn what_it_says(&self) -> Hash {
        self.said
    }

    /// Whether the log says the same. `None` while another slot is the newest that was read: ask when it is this
    /// snapshot's. `Some(false)`: whoever signed it showed something else than what is in the log.
    pub fn is_what_the_log_says(&self, state: &State) -> Option<bool> {
        let is_here = state.head.slot == self.head.slot && !state.chain.is_empty();
        is_here.then(|| state.head == self.head && sha256(&said(state)) == self.said)
    }
}

/// What storage sees of a snapshot.
struct Outside {
    suite: u64,
    vault: Id,
    head: Pin,
    epoch: u32,
    salt: [u8; 32],
}

impl Outside {
    fn bytes(&self) -> Vec<u8> {
        let mut w = Writer::with_capacity(128);
        w.array(6);
        w.unsigned(self.suite);
        w.bytes(self.vault.as_bytes());
        w.unsigned(self.head.slot);
        w.bytes(&self.head.hash);
        w.unsigned(u64::from(self.epoch));
        w.bytes(&self.salt);
        w.into_bytes().to_vec()
    }

    fn read(bytes: &[u8]) -> Result<Self, Malformed> {
        let r = &mut Reader::new(bytes);
        expect_array(r, 6)?;
        let this = Self {
            suite: integer(r)?,
            vault: id(r)?,
            head: Pin {
                slot: integer(r)?,
                hash: fixed(r)?,
            },
            epoch: u32::try_from(integer(r)?).map_err(|_| Malformed { at: 0 })?,
            salt: fixed(r)?,
        };
        r.end()?;
        Ok(this)
    }
}

/// Seals a content, whatever it is, as a snapshot of this state.
pub(crate) fn seal(
    state: &State,
    key: &Key,
    device: &DeviceKey,
    content: &[u8],
    rng: &mut dyn CryptoRng,
) -> Option<Vec<u8>> {
    let outside = Outside {
        suite: SUITE,
        vault: state.vault,
        head: state.head,
        epoch: state.epoch,
        salt: Header::fresh_salt(rng),
    };
    let header = (&*outside.bytes(), &outside.salt);
    envelope::seal(&CONTEXTS, header, content, (key, device), MAX_SNAPSHOT)
}

/// What a device says of this state.
pub(crate) fn content(state: &State, signer: &DeviceRecord) -> Zeroizing<Vec<u8>> {
    let mut w = Writer::with_capacity(4096);
    w.array(3);
    signer.write(&mut w);
    w.raw(&said(state));
    w.into_bytes()
}

/// What a snapshot of this state says, members and items: the same bytes from everybody.
fn said(state: &State) -> Zeroizing<Vec<u8>> {
    let mut w = Writer::with_capacity(4096);
    w.array(state.members.len());
    for (id, member) in &state.members {
        w.array(4);
        w.bytes(id.as_bytes());
        w.text(&member.name);
        w.unsigned(member.role.number());
        w.boolean(member.removed.is_none());
    }
    let items = state.items.iter();
    let items = items.filter(|(_, item)| item.deleted().is_none());
    w.array(items.clone().count());
    items.for_each(|(id, item)| item.write_for_snapshot(*id, &mut w));
    w.into_bytes()
}

type Said = (BTreeMap<Id, Colleague>, BTreeMap<Id, Item>);

fn read_said(bytes: &[u8], slot: u64) -> Result<Said, Malformed> {
    let r = &mut Reader::new(bytes);
    let colleagues = ascending(r, read_colleague, |one, next| one.0 < next.0)?;
    let items = ascending(
        r,
        |r| Item::read_from_snapshot(r, slot),
        |one, next| one.0 < next.0,
    )?;
    r.end()?;
    Ok((
        colleagues.into_iter().collect(),
        items.into_iter().collect(),
    ))
}

fn read_colleague(r: &mut Reader<'_>) -> Result<(Id, Colleague), Malformed> {
    expect_array(r, 4)?;
    let id = id(r)?;
    let colleague = Colleague {
        name: text(r, MAX_NAME)?,
        role: Role::read(r)?,
        is_active: r.boolean()?,
    };
    Ok((id, colleague))
}
