//! Asking to be let in: a request, words that both sides compare, and the welcome.

use super::approving::MOST_REQUESTS;
use super::branches::MOST_PASSED;
use super::founding::{check_name, new_seed};
use super::glancing::snapshot_for;
use super::hold::Hold;
use super::link::Link;
use super::local::Local;
use super::rejoining::{read_as_member, unused_key};
use super::returning::{MOST_ANSWERS, has_all_pins};
use super::running::{Outcome, TeamVault};
use super::storage::{Place, StorageOptions, slot_error, storage_error};
use super::{copy_key, identity, shown_name};
use crate::effects::Effects;
use crate::error::{Code, UserError};
use crate::open_vault::OpenVault;
use platform::objects::{Name, Objects, ObjectsError};
use team::{
    DeviceKey, DeviceRecord, EpochKeys, Introduction, MemberKey, Op, Request, Role, Welcome, Words,
    words,
};
use vault::{Id, Team};

/// Longest request or welcome, in bytes.
pub(super) const MAX_MESSAGE: usize = 65_536;

/// What the joiner is shown.
pub struct Joined {
    /// The team vault.
    pub id: Id,
    /// What names it here: what it is called, or the beginning of its id where another one is called the same.
    pub name: String,
    /// What whoever invited has to type.
    pub words: Vec<&'static str>,
}

/// A change that is of no use before it is on the storage.
pub(super) fn written(
    team: &mut TeamVault,
    hold: &mut impl Hold,
    ops: Vec<Op>,
) -> Result<(), UserError> {
    if let Some(offline) = team.offline() {
        return Err(offline.clone());
    }
    match team.submit(hold, ops)? {
        Outcome::Written => Ok(()),
        Outcome::Waiting => Err(team.offline().cloned().unwrap_or(Code::TeamWaits.into())),
    }
}

/// Asks to join by a link or an invitation: posts this installation's keys and gives the words that whoever invited has to
/// type. Asking again posts the same.
///
/// # Errors
/// `team-link-malformed`, `team-card-other`, `team-already-in`, the codes of the storage, or not saved.
pub fn join(
    hold: &mut impl Hold,
    link: &Link,
    (storage, user): (StorageOptions, &str),
) -> Result<Joined, UserError> {
    let asked = ask(hold, link, (storage, user))?;
    Ok(Joined {
        id: link.vault,
        words: asked.words(link, &way_of(link)),
        name: asked.known_as,
    })
}

/// A request that was posted.
pub(super) struct Asked {
    pub(super) objects: Box<dyn Objects>,
    pub(super) request: Request,
    /// What names the team vault here.
    pub(super) known_as: String,
}

impl Asked {
    /// What is compared with whoever invited.
    pub(super) fn words(&self, link: &Link, way: &Words) -> Vec<&'static str> {
        words_for(link, &self.request.member_key, &self.request.device, way)
    }
}

/// How many words are compared, where nobody is on the phone at the same time.
fn way_of(link: &Link) -> Words {
    match link.is_for_card() {
        true => Words::Pasted,
        false => Words::Link,
    }
}

/// Posts the request of who joins.
pub(super) fn ask(
    hold: &mut impl Hold,
    link: &Link,
    (storage, user): (StorageOptions, &str),
) -> Result<Asked, UserError> {
    check_name(user)?;
    let place = storage.read("")?;
    let objects = place.open()?;
    let (member, device) =
        hold.hold(|effects, open| keys_to_join(effects, open, (link, &place)))?;
    let request = Request {
        vault: link.vault,
        invitation: link.invitation,
        member_key: member.public(),
        device: member.certify(link.vault, &device, "computer".to_owned()),
        name: user.to_owned(),
        token_key: link.token_key(),
    };
    let name = inbox(link.invitation, device.id(), "")?;
    let posted = objects.create(&name, &request.sign(Some(&link.signer(&member)), &device));
    posted.map_err(storage_error)?;
    let known_as = hold.hold(|_, open| Ok(known_as(open, link)))?;
    Ok(Asked {
        objects,
        request,
        known_as,
    })
}

/// What whoever invited has to type, for as long as nobody did: the same words again.
///
/// # Errors
/// `team-not-found`; `team-link-malformed`: the user did not ask to join it by a link.
pub fn joining_words(
    effects: &mut Effects,
    open: &OpenVault,
    id: Id,
) -> Result<Vec<&'static str>, UserError> {
    let kept = open.document().team(id).ok_or(Code::TeamNotFound)?;
    let link = Link::read(kept.joining())?;
    let device = Local::of(effects, open.id(), id)?
        .device(effects, open)?
        .key;
    let before = read_as_member(effects, open, id)?;
    let member = joining_key(open, &link, before.as_ref())?;
    let record = member.certify(id, &device, "computer".to_owned());
    Ok(words_for(&link, &member.public(), &record, &way_of(&link)))
}

fn words_for(
    link: &Link,
    joiner: &[u8; 32],
    device: &DeviceRecord,
    way: &Words,
) -> Vec<&'static str> {
    let introduction = Introduction {
        genesis: link.genesis,
        token_key: link.token_key(),
        inviter: link.inviter,
        joiner: *joiner,
        device,
    };
    words(&introduction, way)
}

/// The member key and the device of who joins: those of an earlier try with the same link, else a new device, kept durably. By
/// an invitation for a contact card nobody joins with another member key than the card's.
///
/// Each link gets a device of its own: whoever saw the keys that another one was answered with could search for a link whose
/// words fit other keys.
fn keys_to_join(
    effects: &mut Effects,
    open: &mut OpenVault,
    (link, place): (&Link, &Place),
) -> Result<(MemberKey, DeviceKey), UserError> {
    let before = read_as_member(effects, open, link.vault)?;
    let log = before.as_ref().map(TeamVault::state);
    let known = open.document().team(link.vault);
    let of_card = link.card().map(|card| identity::seed_of(open, card));
    let of_card = of_card.transpose()?;
    let text = link.to_text();
    let is_posted = before.as_ref().is_none_or(|team| !team.knows_this_device());
    let has_key = known.is_some_and(|team| unused_key(team, log).is_some());
    let is_same = has_key && is_posted && known.is_some_and(|team| team.joining() == text.as_str());
    let local = Local::of(effects, open.id(), link.vault)?;
    if !is_same {
        // Before the link is kept: what was kept with a link is what it was answered with.
        local.new_device(effects, open)?;
        let seed = new_seed(effects);
        open.change(effects, |vault, _| {
            let document = vault.document_mut();
            // Of an earlier link nothing counts any more but the member's key.
            let team = Team::new(link.address.name.clone());
            if document.team(link.vault).is_none() && !document.add_team(link.vault, team) {
                return Err(Code::VaultFull.into());
            }
            let team = document.team_mut(link.vault).ok_or(Code::TeamNotFound)?;
            match of_card {
                Some(seed) => team.add_seed(seed),
                None if !has_key => team.add_seed(seed),
                None => {}
            }
            team.set_joining(text);
            team.set_storage(place.to_bytes());
            Ok(())
        })?;
    }
    let device = local.device(effects, open)?.key;
    Ok((joining_key(open, link, before.as_ref())?, device))
}

fn known_as(open: &OpenVault, link: &Link) -> String {
    match super::find(open, &link.address.name) {
        Ok(id) if id == link.vault => link.address.name.clone(),
        Ok(_) | Err(_) => shown_name(link.vault, ""),
    }
}

/// `before`: what was read as a member, where the user was one.
fn joining_key(
    open: &OpenVault,
    link: &Link,
    before: Option<&TeamVault>,
) -> Result<MemberKey, UserError> {
    let team = open.document().team(link.vault).ok_or(Code::TeamNotFound)?;
    let mut keys = team.seeds().iter().map(|seed| MemberKey::from_seed(seed));
    let key = match link.card() {
        Some(card) => keys.find(|key| key.public() == *card),
        None => unused_key(team, before.map(TeamVault::state)),
    };
    key.ok_or(Code::TeamLogDamaged.into())
}

pub(super) fn inbox(invitation: Id, device: Id, ending: &str) -> Result<Name, UserError> {
    let name = Name::new(&format!("inbox/{invitation}/{device}{ending}"));
    name.ok_or(Code::TeamLogDamaged.into())
}

/// Looks whether the user was let in; if so, takes over the keys after the whole log was read with them.
///
/// # Errors
/// `team-not-approved`, the codes of the storage and of the log, or not saved.
pub(super) fn finish(hold: &mut impl Hold, id: Id) -> Result<(), UserError> {
    let (link, place, device, shown) = hold.hold(|effects, open| {
        let kept = open.document().team(id).ok_or(Code::TeamNotFound)?;
        if kept.joining().is_empty() {
            return Err(UserError::new(Code::TeamSheetUnfinished));
        }
        let link = Link::read(kept.joining())?;
        let place = Place::read(kept.storage()).ok_or(Code::TeamStorageMalformed)?;
        let shown = shown_name(id, kept.name());
        let local = Local::of(effects, open.id(), id)?;
        Ok((link, place, local.device(effects, open)?.key, shown))
    })?;
    let objects = place.open()?;
    let name = inbox(link.invitation, device.id(), "-welcome")?;
    let sealed = match objects.get(&name, MAX_MESSAGE) {
        Ok(sealed) => sealed,
        Err(ObjectsError::NotFound) => {
            return Err(UserError::new(Code::TeamNotApproved).with("name", shown));
        }
        Err(error) => return Err(storage_error(error)),
    };
    let here = (&*objects, &link);
    let is_as_shown = match let_in(hold, here, &device, &sealed) {
        Ok(is_as_shown) => is_as_shown,
        // Whoever wrote it may have left since, or was nobody.
        Err(not_good) => {
            let others = other_answers(&*objects, link.invitation, device.id())?;
            let mut others = others.iter();
            let is_as_shown = others.find_map(|one| let_in(hold, here, &device, one).ok());
            is_as_shown.ok_or(not_good)?
        }
    };
    match is_as_shown {
        true => Ok(()),
        // Said once: what is shown from now on was verified.
        false => Err(Code::TeamShownOther.into()),
    }
}

/// What lies beside the first answer to a request: one by each device that came upon that.
///
/// # Errors
/// The codes of the storage.
pub(super) fn other_answers(
    objects: &dyn Objects,
    invitation: Id,
    device: Id,
) -> Result<Vec<Vec<u8>>, UserError> {
    let folder = Name::new(&format!("inbox/{invitation}")).ok_or(Code::TeamLogDamaged)?;
    let answers = format!("{}/{device}-welcomes/", folder.as_str());
    let names = objects
        .list(&folder, MOST_REQUESTS)
        .map_err(storage_error)?;
    let is_one = |name: &&Name| name.as_str().starts_with(&answers);
    let mut found = Vec::new();
    for name in names.iter().filter(is_one).take(MOST_ANSWERS) {
        match objects.get(name, MAX_MESSAGE) {
            Ok(sealed) => found.push(sealed),
            Err(ObjectsError::NotFound | ObjectsError::TooLarge | ObjectsError::Unfit) => {}
            Err(error) => return Err(storage_error(error)),
        }
    }
    Ok(found)
}

/// Takes over the key in an answer, if somebody gave it who may. Whether the log says what the snapshot showed.
fn let_in(
    hold: &mut impl Hold,
    (objects, link): (&dyn Objects, &Link),
    device: &DeviceKey,
    sealed: &[u8],
) -> Result<bool, UserError> {
    let id = link.vault;
    let (epoch, key) = Welcome::unchecked_key(sealed, id, device).ok_or(Code::TeamWelcome)?;
    let mut keys = EpochKeys::new(epoch, key);
    walk_back(objects, id, &mut keys)?;
    let snapshot = snapshot_for(objects, link, device)?;
    let mut is_as_shown = true;
    let log = read_log(objects, id, (keys, NO_SLOT), device, |state| {
        // Not again for each object that is passed over behind it.
        if state.next_slot() == state.head().slot + 1 {
            let says = snapshot.as_ref().map(|one| one.is_what_the_log_says(state));
            is_as_shown &= says.flatten() != Some(false);
        }
    })?;
    let state = log.state();
    let may_welcome = |device: Id| {
        let device = state.devices().get(&device)?;
        let member = state.members().get(&device.member)?;
        (device.is_active && member.role >= Role::Admin).then_some(device.record.signing)
    };
    let token_key = link.token_key();
    let welcome = Welcome::open(sealed, (id, &token_key), device, may_welcome);
    let welcome = welcome.ok_or(Code::TeamWelcome)?;
    let is_ours = state.hash_at(0) == Some(link.genesis)
        && state
            .members()
            .contains_key(&team::member_id(&link.inviter))
        && state.hash_at(welcome.head.slot) == Some(welcome.head.hash);
    if !is_ours {
        return Err(Code::TeamWelcome.into());
    }
    hold.hold(|_, open| has_all_pins(open.document().team(id), state))?;
    hold.hold(|effects, open| take_over(effects, open, id, (&log, &welcome)))?;
    Ok(is_as_shown)
}

/// What may begin the next branch behind the newest entry that was read.
fn beginning(
    objects: &dyn Objects,
    (log, id): (&team::Log, Id),
    begun: &[Name],
) -> Result<Option<Vec<u8>>, UserError> {
    let slot = log.state().head().slot + 1;
    let name = match begun.is_empty() || log.state().vault() != id {
        true => None,
        false => log.name_of_branch(id, slot),
    };
    let Some(name) = name
        .as_deref()
        .and_then(Name::new)
        .filter(|name| begun.binary_search(name).is_ok())
    else {
        return Ok(None);
    };
    match objects.get(&name, team::MAX_ENTRY) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(ObjectsError::TooLarge | ObjectsError::NotFound | ObjectsError::Unfit) => Ok(None),
        Err(error) => Err(slot_error(error, slot)),
    }
}

pub(super) fn take_over(
    effects: &mut Effects,
    open: &mut OpenVault,
    id: Id,
    (log, welcome): (&team::Log, &Welcome),
) -> Result<(), UserError> {
    let told = Place::read(&welcome.storage);
    let mut team = Team::new(
        told.as_ref()
            .map_or(String::new(), |place| place.name.clone()),
    );
    for epoch in 0..=log.state().epoch() {
        if let Some(key) = log.keys().get(epoch) {
            team.add_epoch_key(epoch, copy_key(key));
        }
    }
    for first in log.branches() {
        team.follow(first.slot, first.hash);
    }
    let head = log.state().head();
    team.pin(head.slot, head.hash);
    open.change(effects, |vault, _| {
        vault.document_mut().add_team(id, team);
        Ok(())
    })
}

/// From the newest key back to the first: the entries that hand on a key are found by trying.
pub(super) fn walk_back(
    objects: &dyn Objects,
    id: Id,
    keys: &mut EpochKeys,
) -> Result<(), UserError> {
    if keys.oldest() == Some(0) {
        return Ok(());
    }
    let mut names = names_in(objects, 0)?;
    for branch in 1..=MOST_BRANCHES {
        let more = names_in(objects, branch)?;
        if more.is_empty() {
            break;
        }
        names.extend(more);
        if names.len() > MOST_OBJECTS {
            return Err(storage_error(ObjectsError::TooLarge));
        }
    }
    for name in names.iter().rev() {
        if keys.oldest() == Some(0) {
            break;
        }
        let bytes = objects.get(name, team::MAX_ENTRY);
        match bytes {
            Ok(bytes) => drop(keys.walk_back(id, &bytes)),
            Err(ObjectsError::TooLarge | ObjectsError::Unfit) => {}
            Err(error) => return Err(storage_error(error)),
        }
    }
    Ok(())
}

/// Most branches of one log.
const MOST_BRANCHES: usize = 64;
/// From no slot on.
pub(super) const NO_SLOT: u64 = u64::MAX;
/// Most objects of a log that a joiner goes through.
const MOST_OBJECTS: usize = 1_000_000;

/// The names of all objects of the log's beginning, or of a branch.
pub(super) fn names_in(objects: &dyn Objects, branch: usize) -> Result<Vec<Name>, UserError> {
    let folder = match branch {
        0 => "log".to_owned(),
        branch => format!("log-{branch}"),
    };
    let folder = Name::new(&folder).ok_or(Code::TeamLogDamaged)?;
    objects.list(&folder, MOST_OBJECTS).map_err(storage_error)
}

/// The whole log. Whoever reads it for the first time goes into the branches whose key was handed on to the key that whoever let
/// in gave, and into those that begin in a slot from `trusted` on. `each` is told of the state after each object.
pub(super) fn read_log(
    objects: &dyn Objects,
    id: Id,
    (keys, trusted): (EpochKeys, u64),
    device: &DeviceKey,
    mut each: impl FnMut(&team::State),
) -> Result<team::Log, UserError> {
    let mut log = team::Log::new(keys, None);
    let mut begun = names_in(objects, 1)?;
    while let Some(name) = log.name_of(id, log.state().next_slot()) {
        if let Some(bytes) = beginning(objects, (&log, id), &begun)?
            && (log.knows_key_after(&bytes) || log.state().head().slot >= trusted)
            && matches!(log.follow_branch(&bytes, device), Ok(team::Step::Valid(_)))
        {
            begun = names_in(objects, log.branches().len() + 1)?;
            each(log.state());
            continue;
        }
        let name = Name::new(&name).ok_or(Code::TeamLogDamaged)?;
        let slot = log.state().next_slot();
        if slot > log.state().head().slot.saturating_add(MOST_PASSED) {
            return Err(UserError::new(Code::TeamNotAllRead).with("slot", slot));
        }
        let read = match objects.get(&name, team::MAX_ENTRY) {
            Ok(bytes) => log.read(&bytes, device).map(drop),
            Err(ObjectsError::TooLarge) => log.pass_over_large(),
            Err(ObjectsError::NotFound) => break,
            Err(error) => return Err(slot_error(error, slot)),
        };
        read.map_err(|halt| super::refusals::halted(halt, log.state()))?;
        each(log.state());
    }
    match log.state().vault() == id {
        true => Ok(log),
        false => Err(Code::TeamWelcome.into()),
    }
}
