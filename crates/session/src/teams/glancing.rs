//! What somebody who was let in is shown of a long log before it was verified (docs/team-log.md, "Snapshots").

use super::hold::Hold;
use super::joining::{MAX_MESSAGE, inbox};
use super::kept::STEP;
use super::link::Link;
use super::local::Local;
use super::running::TeamVault;
use super::storage::{Place, storage_error};
use super::{accounts, shown_name};
use crate::codes::{AccountPage, AccountView, CodeView, code_of, one_of, page_of, uses_counter};
use crate::error::{Code, UserError};
use otp::{SecretText, UnixTime};
use platform::objects::{Name, Objects, ObjectsError};
use std::borrow::Cow;
use team::{DeviceKey, EpochKeys, MAX_SNAPSHOT, Snapshot, Welcome};
use vault::{Account, Id};

/// The accounts as whoever invited says they are. Nothing can be written on this.
pub struct Glance {
    name: String,
    snapshot: Snapshot,
}

/// Puts a snapshot of a log that is long onto the storage, for who is let in now. A short one is verified at once.
///
/// # Errors
/// The user's vault was locked.
pub(super) fn publish(hold: &mut impl Hold, team: &TeamVault) -> Result<(), UserError> {
    let (state, keys) = (team.state(), team.client.log().keys());
    if state.next_slot() < STEP {
        return Ok(());
    }
    let device = team.client.device();
    let sealed =
        hold.hold(|effects, _| Ok(Snapshot::seal(state, keys, device, effects.random())))?;
    let name = sealed.as_ref().and_then(|sealed| Name::new(&sealed.name));
    if let (Some(sealed), Some(name)) = (sealed, name) {
        // Without it the joiner waits until the log was verified, no more.
        team.objects()?.create(&name, &sealed.bytes).ok();
    }
    Ok(())
}

/// What there is to see of a team vault whose log was not verified yet. `None`: the user is in already, was not let in
/// yet, or is to verify the log first, because it is short or nobody who is known shows anything of it.
///
/// # Errors
/// `team-not-found`, `team-ambiguous`, the codes of the storage.
pub fn glance(hold: &mut impl Hold, name: &str) -> Result<Option<Glance>, UserError> {
    let asked = hold.hold(|effects, open| {
        let id = super::find(open, name)?;
        let kept = open.document().team(id).ok_or(Code::TeamNotFound)?;
        if kept.epoch_keys().next().is_some() {
            return Ok(None);
        }
        let link = Link::read(kept.joining())?;
        let place = Place::read(kept.storage()).ok_or(Code::TeamStorageMalformed)?;
        let shown = shown_name(id, kept.name());
        let local = Local::of(effects, open.id(), id)?;
        Ok(Some((link, place, local.device(effects, open)?.key, shown)))
    })?;
    let Some((link, place, device, name)) = asked else {
        return Ok(None);
    };
    let snapshot = snapshot_for(&*place.open()?, &link, &device)?;
    Ok(snapshot.map(|snapshot| Glance { name, snapshot }))
}

/// The snapshot of the device that signed the welcome, if the inviter's key certified that device.
pub(super) fn snapshot_for(
    objects: &dyn Objects,
    link: &Link,
    device: &DeviceKey,
) -> Result<Option<Snapshot>, UserError> {
    let name = inbox(link.invitation, device.id(), "-welcome")?;
    let Some(sealed) = found(objects.get(&name, MAX_MESSAGE))? else {
        return Ok(None);
    };
    let unchecked = Welcome::unchecked_key(&sealed, link.vault, device);
    let slot = Welcome::unchecked_slot(&sealed, link.vault, device);
    let (Some((epoch, key)), Some(slot)) = (unchecked, slot) else {
        return Ok(None);
    };
    let name = Name::new(&Snapshot::name(&key, link.vault, slot)).ok_or(Code::TeamWelcome)?;
    let Some(bytes) = found(objects.get(&name, MAX_SNAPSHOT))? else {
        return Ok(None);
    };
    let keys = EpochKeys::new(epoch, key);
    let snapshot = Snapshot::open(&bytes, link.vault, &keys, |signer| {
        signer.is_of(link.vault, &link.inviter)
    });
    Ok(snapshot.filter(|snapshot| is_welcomed(&sealed, link, device, snapshot)))
}

/// Whether the welcome is by the same device, of the same log and the same entry.
fn is_welcomed(sealed: &[u8], link: &Link, device: &DeviceKey, snapshot: &Snapshot) -> bool {
    let signer = snapshot.signer();
    let is_signer = |by: Id| (by == signer.id()).then_some(signer.signing);
    let token_key = link.token_key();
    let welcome = Welcome::open(sealed, (link.vault, &token_key), device, is_signer);
    welcome
        .is_some_and(|welcome| welcome.genesis == link.genesis && welcome.head == snapshot.head())
}

/// What is not there, or is no such thing, is not shown.
fn found(got: Result<Vec<u8>, ObjectsError>) -> Result<Option<Vec<u8>>, UserError> {
    match got {
        Ok(bytes) => Ok(Some(bytes)),
        Err(ObjectsError::NotFound | ObjectsError::TooLarge | ObjectsError::Unfit) => Ok(None),
        Err(error) => Err(storage_error(error)),
    }
}

impl Glance {
    /// What the team vault is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// That nothing of it was verified yet.
    pub fn notice(&self) -> UserError {
        UserError::new(Code::TeamNotVerified).with("slot", self.snapshot.head().slot)
    }

    /// Accounts whose issuer, account name or a tag has all words of `query`.
    pub fn list(&self, query: &str) -> Vec<AccountView> {
        accounts::views(self.snapshot.items(), &self.name, query)
    }

    fn find(&self, name: &str) -> Result<Account, UserError> {
        let items = self.snapshot.items();
        let id = one_of(accounts::present(items).iter(), name)?;
        let item = items.get(&id).ok_or(Code::TeamNotVerified)?;
        accounts::account_of(id, item)
    }

    /// The page of an account; with its secrets only if `secrets` says so.
    ///
    /// # Errors
    /// `account-not-found`, `account-ambiguous`.
    pub fn show(&self, name: &str, secrets: bool) -> Result<AccountPage, UserError> {
        let account = self.find(name)?;
        let item = self.snapshot.items().get(&account.id());
        let mut page = page_of(&account, secrets);
        page.view.vault = Cow::Owned(self.name.clone());
        page.view.conflicts = item.is_some_and(team::Item::conflicts);
        Ok(page)
    }

    /// The account's code at `at` (now if `None`), or with `next` the one after it.
    ///
    /// # Errors
    /// As for [`accounts::code()`]; `team-not-verified`: a counter cannot be reserved yet.
    pub fn code(
        &self,
        hold: &mut impl Hold,
        name: &str,
        (at, next): (Option<UnixTime>, bool),
        pin: Option<&SecretText>,
    ) -> Result<(Id, CodeView), UserError> {
        let account = self.find(name)?;
        if uses_counter(&account, (at.is_some() || next, pin))? {
            return Err(self.notice());
        }
        let now = hold.hold(|effects, _| effects.now())?;
        let view = code_of(&account, at.unwrap_or(now), next, pin)?;
        Ok((account.id(), view))
    }
}
