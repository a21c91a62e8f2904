//! A team vault that is open: its log as far as it was read, and what waits to be written.

use super::enrolling::{self, Which};
use super::hold::Hold;
use super::kept::{Beginning, Start};
use super::lines::{LogLine, lines};
use super::local::Local;
use super::refusals::{halted, not_written};
use super::rejoining::was_let_in;
use super::storage::Place;
use super::{
    copy_key, find, followed, joining, keys_of, milliseconds, repair, returning, shown_name,
};
use crate::effects::Effects;
use crate::error::{Code, UserError};
use crate::open_vault::OpenVault;
use platform::objects::{FolderObjects, Objects};
use std::collections::{BTreeMap, BTreeSet};
use team::{
    Alarm, Change, Client, Halt, Item, KeptDevice, Member, MemberKey, Op, Outbox, Returned, Role,
    State, member_id,
};
use vault::Id;
use vault::primitives::{Key, same};

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
    /// The slot up to which the state was kept on this computer; 0: not at all.
    pub(super) kept_to: u64,
    pub(super) next_seq: u64,
    /// The newest entry is to be looked for on the storage; and it was seen there since that was noted.
    pub(super) looks_back: bool,
    pub(super) has_looked: bool,
    seeds: Vec<MemberKey>,
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
pub fn open(hold: &mut impl Hold, name: &str) -> Result<TeamVault, UserError> {
    look(hold, name, Start::Kept, TeamVault::sync)
}

/// The same, and makes sure that the storage still has the newest entry, and for each owner sheet its answer.
///
/// # Errors
/// As for [`open`].
pub fn look_again(hold: &mut impl Hold, name: &str) -> Result<TeamVault, UserError> {
    let mut this = look(hold, name, Start::Kept, TeamVault::look_again)?;
    this.post_missing(hold, Which::All);
    Ok(this)
}

/// The same, and verifies the whole log from its first entry, whatever was kept of it, and that the storage still has all of
/// it.
///
/// # Errors
/// As for [`open`].
pub fn verify(hold: &mut impl Hold, name: &str) -> Result<TeamVault, UserError> {
    let mut this = look(hold, name, Start::FirstEntry, TeamVault::look_again)?;
    this.post_missing(hold, Which::All);
    if this.alarm.is_none() && this.offline.is_none() {
        match repair::lost(&this) {
            Ok(None) => {}
            Ok(Some(halt)) => this.alarm = Some(halted(halt, this.state())),
            Err(error) => this.offline = Some(error),
        }
    }
    Ok(this)
}

/// Looks at the storage; once more where the team's key came only now.
fn look<H: Hold>(
    hold: &mut H,
    name: &str,
    start: Start,
    sync: impl Fn(&mut TeamVault, &mut H) -> Result<(), UserError>,
) -> Result<TeamVault, UserError> {
    let mut this = load(hold, name, start)?;
    sync(&mut this, hold)?;
    match returning::take_answer(hold, &this) {
        Ok(false) => {}
        Ok(true) => {
            this = load(hold, name, start)?;
            sync(&mut this, hold)?;
        }
        // What was read before can still be shown.
        Err(error) => this.alarm = Some(error),
    }
    Ok(this)
}

/// What this computer has of a team vault; who was let in only now takes over the keys first.
fn load(hold: &mut impl Hold, name: &str, start: Start) -> Result<TeamVault, UserError> {
    let (id, is_in) = hold.hold(|_, open| {
        let id = find(open, name)?;
        Ok((id, open.document().team(id).is_some_and(was_let_in)))
    })?;
    if !is_in {
        joining::finish(hold, id)?;
    }
    let (mut this, asks_again) = hold.hold(|effects, open| {
        let this = TeamVault::load(effects, open, id, start)?;
        let asks_again = this.is_asking_again(open);
        Ok((this, asks_again))
    })?;
    if asks_again {
        match joining::finish(hold, id) {
            Ok(()) => return hold.hold(|effects, open| TeamVault::load(effects, open, id, start)),
            // What was read before can still be shown.
            Err(error) => this.alarm = Some(error),
        }
    }
    Ok(this)
}

impl TeamVault {
    /// Posts for each owner sheet what it lacks, if there is something.
    pub(super) fn post_missing(&mut self, hold: &mut impl Hold, which: Which) {
        if let Err(error) = enrolling::post_missing(hold, self, which) {
            self.offline = Some(error);
        }
    }

    /// What this computer has of it.
    pub(super) fn load(
        effects: &mut Effects,
        open: &OpenVault,
        id: Id,
        start: Start,
    ) -> Result<Self, UserError> {
        let local = Local::of(effects, open.id(), id)?;
        let KeptDevice { key, next_seq } = local.device(effects, open)?;
        let kept = open.document().team(id).ok_or(Code::TeamNotFound)?;
        let keys = keys_of(kept);
        let Beginning {
            log,
            history,
            kept_to,
        } = local.begin(open, keys, start);
        let mut place = Place::read(kept.storage());
        if let Some(place) = &mut place {
            // Who joined did not know it yet when the storage was named.
            place.name = kept.name().to_owned();
        }
        let (storage, offline) = match place.as_ref().map(Place::open) {
            Some(Ok(storage)) => (Some(storage), None),
            Some(Err(error)) => (None, Some(error)),
            None => (None, Some(Code::TeamStorageMalformed.into())),
        };
        let mut this = Self {
            id,
            name: shown_name(id, kept.name()),
            client: Client::new(log.with_branches(followed(kept)), Outbox::default(), key),
            copy: local.copy()?,
            local,
            place,
            storage,
            offline,
            alarm: None,
            returned: Vec::new(),
            history,
            kept_to,
            next_seq,
            looks_back: false,
            has_looked: false,
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

    /// What the log shows that nobody should leave alone and that was not told on this computer yet: of each member the
    /// first of each kind, because a member can make thousands. The log goes on.
    pub fn warnings(&self) -> Vec<UserError> {
        let told = self.local.told();
        let alarms = self.state().alarms().iter();
        let new = alarms.filter(|(slot, _)| told.is_none_or(|told| *slot > told));
        let mut said = BTreeSet::new();
        let mut warnings = Vec::new();
        for (slot, alarm) in new {
            if let Some((code, member)) = self.warning(*slot, alarm)
                && said.insert((code.id(), member))
            {
                let member = member.and_then(|member| self.state().members().get(&member));
                let name = member.map_or("?", |member| member.name.as_str());
                let warning = UserError::new(code).with("slot", slot);
                warnings.push(warning.with("member", name));
            }
        }
        warnings
    }

    fn warning(&self, slot: u64, alarm: &Alarm) -> Option<(Code, Option<Id>)> {
        let author = || {
            let place = self.history.partition_point(|line| line.slot < slot);
            let line = self.history.get(place).filter(|line| line.slot == slot);
            line.map(|line| line.member)
        };
        match alarm {
            Alarm::OtherHistory(member) => Some((Code::TeamOtherLog, Some(*member))),
            Alarm::ForeignHead | Alarm::OtherObjectsPassedOver => {
                Some((Code::TeamOtherLog, author()))
            }
            Alarm::HistoryLocked => Some((Code::TeamHistoryLocked, author())),
            Alarm::DeviceAddedItself(device) => {
                let device = self.state().devices().get(device);
                let is_news = slot > self.came_in_at();
                let member = device.filter(|_| is_news).map(|device| device.member);
                member.map(|member| (Code::TeamNewDevice, Some(member)))
            }
        }
    }

    /// The slot that this device came in with: what was before is no news to it, and neither is it itself.
    fn came_in_at(&self) -> u64 {
        let device = self.client.device().id();
        let me = self.me().map(|(me, _)| me);
        let is_mine = |line: &&LogLine| match line.op {
            "created" | "add-member" => line.about == me,
            "add-device" => line.about == Some(device),
            _ => false,
        };
        let mut mine = self.history.iter().rev().filter(is_mine);
        mine.next().map_or(0, |line| line.slot)
    }

    /// Notes that the warnings were told.
    pub fn note_told(&self) {
        if let Some((slot, _)) = self.state().alarms().last() {
            self.local.note_told(*slot);
        }
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

    /// The user's member key: of several the one that is a member's, else one that was.
    pub(super) fn member_key(&self) -> Result<&MemberKey, UserError> {
        let members = self.state().members();
        let place = |key: &&MemberKey| {
            let member = members.get(&member_id(&key.public()));
            member.map(|member| member.removed.is_none())
        };
        let known = self.seeds.iter().max_by_key(place);
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
        let step = match self.branch_due() {
            Some(_) => self.client.follow_branch(bytes),
            None => self.client.read(bytes),
        };
        match step? {
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
        hold: &mut impl Hold,
        ops: Vec<Op>,
    ) -> Result<Outcome, UserError> {
        if let Some(alarm) = &self.alarm {
            return Err(alarm.clone());
        }
        let op_id = hold.hold(|effects, open| self.keep(effects, open, ops))?;
        self.sync(hold)?;
        if self.state().has_change(op_id) {
            return Ok(Outcome::Written);
        }
        let why = self.returned.iter().find(|(id, _)| *id == op_id);
        if let Some((_, why)) = why {
            let why = why.clone();
            hold.hold(|effects, open| self.forget(effects, open, op_id))?;
            return Err(why);
        }
        match self.alarm.clone() {
            None => Ok(Outcome::Waiting),
            Some(alarm) => {
                hold.hold(|effects, open| self.forget(effects, open, op_id))?;
                Err(alarm)
            }
        }
    }

    /// Puts a change into the user's vault, durably, and among those to be written, behind all that wait. Gives its name.
    fn keep(
        &mut self,
        effects: &mut Effects,
        open: &mut OpenVault,
        ops: Vec<Op>,
    ) -> Result<Id, UserError> {
        self.take_up(effects, open)?;
        let (id, op_id) = (self.id, Id::generate(effects.random()));
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
        Ok(op_id)
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
            .filter(|id| {
                let is_back = |given: &Id| self.is_name(*given, *id);
                self.is_written(*id) || given_back.iter().any(is_back)
            })
            .collect();
        let keys = self.client.log().keys();
        // Of an abandoned log another key of the same epoch may be known.
        let is_known = |epoch: u32, key: &Key| {
            let mut known = known.epoch_keys();
            known.any(|(of, known)| of == epoch && same(known.as_slice(), key.expose()))
        };
        let new_keys: Vec<u32> = (0..=state.epoch())
            .filter(|epoch| keys.get(*epoch).is_some_and(|key| !is_known(*epoch, key)))
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
