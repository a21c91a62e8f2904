//! A team vault that is open: its log as far as it was read, and what waits to be written.

use super::local::Local;
use super::storage::Place;
use super::{copy_key, find, joining, milliseconds, shown_name};
use crate::effects::Effects;
use crate::error::{Code, UserError};
use crate::open_vault::OpenVault;
use platform::objects::{FolderObjects, Objects};
use std::collections::BTreeMap;
use team::{
    Change, Client, EpochKeys, Halt, Invalid, Item, KeptDevice, Log, Member, MemberKey, NotSealed,
    Op, Outbox, Pin, Returned, Role, State, VerifiedEntry, member_id,
};
use vault::Id;
use vault::primitives::Key;

/// A team vault, open. Dropping it closes it; what it wrote is durable.
pub struct TeamVault {
    pub(super) id: Id,
    pub(super) name: String,
    pub(super) client: Client,
    pub(super) local: Local,
    pub(super) copy: FolderObjects,
    pub(super) place: Option<Place>,
    pub(super) storage: Option<Box<dyn Objects>>,
    /// Why the storage is not in use.
    pub(super) offline: Option<UserError>,
    /// Why nothing is written any more.
    pub(super) alarm: Option<UserError>,
    /// What was given back, and why.
    pub(super) returned: Vec<(Id, UserError)>,
    pub(super) history: Vec<LogLine>,
    pub(super) next_seq: u64,
    seeds: Vec<MemberKey>,
}

/// An operation of the log.
#[derive(Clone, Debug)]
pub struct LogLine {
    /// The slot of its entry.
    pub slot: u64,
    /// The author's clock, milliseconds since 1970.
    pub wall_ms: u64,
    /// Who wrote it.
    pub member: Id,
    /// With which device.
    pub device: Id,
    /// What it does, in one word.
    pub op: &'static str,
    /// The account, member or other thing that it is about.
    pub about: Option<Id>,
}

/// What became of a change.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// It was read back from the storage.
    Written,
    /// It is in the user's vault, and is written when the storage can be reached.
    Waiting,
}

/// Opens a team vault: reads this computer's copy of the log, then what is new on the storage, and writes what waits. A
/// storage that cannot be reached is no error: see [`TeamVault::offline`].
///
/// # Errors
/// `team-not-found`, `team-ambiguous`, `team-not-approved`, `team-log-damaged`, or not saved.
pub fn open(
    effects: &mut Effects,
    open: &mut OpenVault,
    name: &str,
) -> Result<TeamVault, UserError> {
    let id = find(open, name)?;
    let knows_a_key = |open: &OpenVault| {
        let team = open.document().team(id);
        team.is_some_and(|team| team.epoch_keys().next().is_some())
    };
    if !knows_a_key(open) {
        joining::finish(effects, open, id)?;
    }
    let mut this = TeamVault::load(effects, open, id)?;
    this.sync(effects, open)?;
    Ok(this)
}

impl TeamVault {
    /// What this computer has of it.
    pub(super) fn load(effects: &mut Effects, open: &OpenVault, id: Id) -> Result<Self, UserError> {
        let local = Local::of(effects, open.id(), id)?;
        let KeptDevice { key, next_seq } = local.device(effects, open)?;
        let kept = open.document().team(id).ok_or(Code::TeamNotFound)?;
        let mut keys = EpochKeys::default();
        for (epoch, known) in kept.epoch_keys() {
            keys.insert(epoch, Key::new(known.clone()));
        }
        let pin = kept.pins().last();
        let log = Log::new(
            keys,
            pin.map(|(slot, hash)| Pin {
                slot: *slot,
                hash: *hash,
            }),
        );
        let place = Place::read(kept.storage());
        let (storage, offline) = match place.as_ref().map(Place::open) {
            Some(Ok(storage)) => (Some(storage), None),
            Some(Err(error)) => (None, Some(error)),
            None => (None, Some(Code::TeamStorageMalformed.into())),
        };
        let mut this = Self {
            id,
            name: shown_name(id, kept.name()),
            client: Client::new(log, Outbox::default(), key),
            copy: local.copy()?,
            local,
            place,
            storage,
            offline,
            alarm: None,
            returned: Vec::new(),
            history: Vec::new(),
            next_seq,
            seeds: kept
                .seeds()
                .iter()
                .map(|seed| MemberKey::from_seed(seed))
                .collect(),
        };
        this.read_copy(open)?;
        Ok(this)
    }

    /// What it is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Why the storage is not in use; what is shown then is this computer's copy.
    pub fn offline(&self) -> Option<&UserError> {
        self.offline.as_ref()
    }

    /// Why nothing is written any more; what is shown is what was read before.
    pub fn alarm(&self) -> Option<&UserError> {
        self.alarm.as_ref()
    }

    /// Why changes that waited cannot be written. They are kept if they hold an account.
    pub fn not_written(&self) -> impl Iterator<Item = &UserError> {
        self.returned.iter().map(|(_, error)| error)
    }

    /// The storage.
    pub(super) fn objects(&self) -> Result<&dyn Objects, UserError> {
        match (&self.storage, &self.offline) {
            (Some(storage), None) => Ok(&**storage),
            (_, offline) => Err(offline.clone().unwrap_or(Code::TeamStorageMissing.into())),
        }
    }

    pub(super) fn state(&self) -> &State {
        self.client.log().state()
    }

    /// The user's member key: of several the one that the log knows.
    pub(super) fn member_key(&self) -> Result<&MemberKey, UserError> {
        let members = self.state().members();
        let is_member = |key: &&MemberKey| members.contains_key(&member_id(&key.public()));
        let known = self.seeds.iter().find(is_member).or(self.seeds.first());
        known.ok_or(Code::TeamLogDamaged.into())
    }

    pub(super) fn me(&self) -> Option<(Id, &Member)> {
        let id = member_id(&self.member_key().ok()?.public());
        self.state()
            .members()
            .get_key_value(&id)
            .map(|(id, member)| (*id, member))
    }

    /// The role of the user.
    pub fn role(&self) -> Option<Role> {
        let me = self.me().filter(|(_, member)| member.removed.is_none());
        me.map(|(_, member)| member.role)
    }

    /// The accounts, with what waits on top.
    pub(super) fn items(&self, open: &OpenVault) -> BTreeMap<Id, Item> {
        self.state().items_with(&waiting(open, self.id))
    }

    /// Reads an object in the next slot.
    pub(super) fn read(&mut self, bytes: &[u8]) -> Result<(), Halt> {
        match self.client.read(bytes)? {
            team::Step::Valid(entry) => self.history.extend(lines(&entry)),
            team::Step::PassedOver(_) => {}
        }
        Ok(())
    }

    /// Puts a change into the user's vault, durably, then tries to write it.
    ///
    /// # Errors
    /// An alarm, or that it is not possible; then it is not kept. Or not saved.
    pub(super) fn submit(
        &mut self,
        effects: &mut Effects,
        open: &mut OpenVault,
        ops: Vec<Op>,
    ) -> Result<Outcome, UserError> {
        if let Some(alarm) = &self.alarm {
            return Err(alarm.clone());
        }
        let id = self.id;
        let op_id = Id::generate(effects.random());
        let change = Change {
            op_id,
            wall_ms: milliseconds(effects.now()?),
            observed_head: self.state().head().hash,
            ops,
            rotates: false,
        };
        open.change(effects, |vault, _| {
            let team = vault
                .document_mut()
                .team_mut(id)
                .ok_or(Code::TeamNotFound)?;
            match team.queue(op_id, &change.to_item()) {
                true => Ok(()),
                false => Err(Code::VaultFull.into()),
            }
        })?;
        self.client.enqueue(change);
        self.sync(effects, open)?;
        if self.state().has_change(op_id) {
            return Ok(Outcome::Written);
        }
        let why = self.returned.iter().find(|(id, _)| *id == op_id);
        if let Some((_, why)) = why {
            let why = why.clone();
            self.forget(effects, open, op_id)?;
            return Err(why);
        }
        self.alarm.clone().map_or(Ok(Outcome::Waiting), Err)
    }

    /// A change that is not possible does not wait any more.
    pub(super) fn forget(
        &self,
        effects: &mut Effects,
        open: &mut OpenVault,
        op_id: Id,
    ) -> Result<(), UserError> {
        let id = self.id;
        open.change(effects, |vault, _| {
            if let Some(team) = vault.document_mut().team_mut(id) {
                team.settle(op_id);
            }
            Ok(())
        })
    }

    /// Stores durably what was learnt: keys, the pin, which changes were read back, and the device's next number.
    pub(super) fn store(
        &mut self,
        effects: &mut Effects,
        open: &mut OpenVault,
    ) -> Result<(), UserError> {
        let next_seq = self.state().last_seq(self.client.device().id()) + 1;
        if next_seq > self.next_seq {
            let kept = KeptDevice::of(self.client.device(), next_seq);
            self.local.keep(effects, open, &kept)?;
            self.next_seq = next_seq;
        }
        let given_back = self.take_returned();
        let Some(known) = open.document().team(self.id) else {
            return Err(Code::TeamNotFound.into());
        };
        let state = self.client.log().state();
        let settled: Vec<Id> = known
            .waiting()
            .into_iter()
            .map(|(id, _)| id)
            .filter(|id| state.has_change(*id) || given_back.contains(id))
            .collect();
        let keys = self.client.log().keys();
        let known_keys: Vec<u32> = known.epoch_keys().map(|(epoch, _)| epoch).collect();
        let new_keys: Vec<u32> = (0..=state.epoch())
            .filter(|epoch| keys.get(*epoch).is_some() && !known_keys.contains(epoch))
            .collect();
        let head = state.head();
        let is_pinned = known.pins() == [(head.slot, head.hash)];
        if settled.is_empty() && new_keys.is_empty() && (is_pinned || self.alarm.is_some()) {
            return Ok(());
        }
        let (id, is_sound) = (self.id, self.alarm.is_none());
        open.change(effects, |vault, _| {
            let team = vault
                .document_mut()
                .team_mut(id)
                .ok_or(Code::TeamNotFound)?;
            settled.iter().for_each(|op_id| team.settle(*op_id));
            for epoch in new_keys {
                if let Some(key) = keys.get(epoch) {
                    team.add_epoch_key(epoch, copy_key(key));
                }
            }
            if is_sound {
                team.pin(head.slot, head.hash);
            }
            Ok(())
        })
    }

    /// Notes what was given back. Gives the ids of those that are not tried again: an account is never given up.
    fn take_returned(&mut self) -> Vec<Id> {
        let mut settled = Vec::new();
        for Returned { change, why } in self.client.take_returned() {
            let holds_an_account = change.ops.iter().any(|op| matches!(op, Op::PutItem(_)));
            if !holds_an_account {
                settled.push(change.op_id);
            }
            self.returned.push((change.op_id, not_written(why)));
        }
        settled
    }
}

/// The changes that wait, oldest first. One of a newer version of this program is left where it is.
pub(super) fn waiting(open: &OpenVault, id: Id) -> Vec<Change> {
    let team = open.document().team(id);
    let waiting = team.map(|team| team.waiting()).unwrap_or_default();
    let changes = waiting.into_iter();
    changes
        .filter_map(|(id, item)| Change::read_item(id, item).ok())
        .collect()
}

fn not_written(why: Option<NotSealed>) -> UserError {
    let code = match why {
        None => Code::TeamChangedMeanwhile,
        Some(NotSealed::TooLarge) => Code::TeamTooLarge,
        Some(NotSealed::NoKey) => Code::TeamKeysDiffer,
        Some(NotSealed::Invalid(Invalid::NotAllowed)) => Code::TeamNotAllowed,
        Some(NotSealed::Invalid(Invalid::NoOwner)) => Code::TeamLastOwner,
        Some(NotSealed::Invalid(_)) => Code::TeamNotPossible,
    };
    code.into()
}

/// Why the log is not read on.
pub(super) fn halted(halt: Halt, state: &State) -> UserError {
    match halt {
        Halt::Fork { slot } => UserError::new(Code::TeamFork).with("slot", slot),
        Halt::Rollback { pinned } => UserError::new(Code::TeamRollback).with("slot", pinned),
        Halt::KeysDiffer { signer, slot } => {
            let signer = state.members().get(&signer);
            let name = signer.map_or("?", |member| member.name.as_str());
            UserError::new(Code::TeamKeysDiffer)
                .with("slot", slot)
                .with("member", name)
        }
        Halt::Update { .. } => Code::TeamUpdate.into(),
        Halt::Removed => Code::TeamRemoved.into(),
    }
}

fn lines(entry: &VerifiedEntry) -> Vec<LogLine> {
    let ops = entry.ops().iter();
    ops.map(|op| {
        let (op, about) = described(op);
        LogLine {
            slot: entry.pin().slot,
            wall_ms: entry.wall_ms(),
            member: entry.author(),
            device: entry.device(),
            op,
            about,
        }
    })
    .collect()
}

fn described(op: &Op) -> (&'static str, Option<Id>) {
    match op {
        Op::Genesis(genesis) => ("created", Some(member_id(&genesis.member_key))),
        Op::AddMember(add) => ("add-member", Some(member_id(&add.member_key))),
        Op::AddDevice { device, .. } => ("add-device", Some(device.id())),
        Op::RemoveMember { member } => ("remove-member", Some(*member)),
        Op::RevokeDevice { device } => ("revoke-device", Some(*device)),
        Op::SetRole { member, .. } => ("set-role", Some(*member)),
        Op::Rotate { .. } => ("new-key", None),
        Op::Invite(invite) => ("invite", Some(invite.invitation)),
        Op::CancelInvite { invitation } => ("cancel-invitation", Some(*invitation)),
        Op::PolicyChange { .. } => ("policy", None),
        Op::PutItem(put) => ("put", Some(put.item)),
        Op::DeleteItem { item, .. } => ("delete", Some(*item)),
        Op::MarkCodeUsed { item, .. } => ("use-code", Some(*item)),
        Op::SecretRotated { item, .. } => ("secret-replaced", *item),
        Op::OpenLease(lease) => ("lend", Some(lease.item)),
        Op::CloseLease { lease } => ("end-loan", Some(*lease)),
        Op::Ack { .. } => ("seen", None),
        Op::SnapshotPublished { .. } => ("snapshot", None),
        Op::Note { .. } => ("note", None),
        Op::Recover { .. } => ("recover", None),
    }
}
