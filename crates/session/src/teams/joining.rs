//! Letting somebody in: a link, a request, words that both sides compare, a welcome.

use super::founding::{check_name, new_seed};
use super::link::Link;
use super::local::Local;
use super::running::{Outcome, TeamVault};
use super::storage::{Place, StorageOptions, storage_error};
use super::{copy_key, shown_name, time_of};
use crate::effects::Effects;
use crate::error::{Code, UserError};
use crate::open_vault::OpenVault;
use otp::UnixTime;
use platform::objects::{Name, Objects, ObjectsError};
use team::{
    AddMember, EpochKeys, Introduction, Invitation, Invite, MemberKey, Op, Request, Role, Token,
    Verified, Welcome, Words, words,
};
use vault::{Id, Team};
use zeroize::Zeroizing;

/// How long a link is good, in seconds.
const LINK_LASTS: u64 = 24 * 60 * 60;
/// Longest request or welcome, in bytes.
const MAX_MESSAGE: usize = 65_536;
/// Most requests that are looked at.
const MOST_REQUESTS: usize = 1000;

/// What the joiner is shown.
pub struct Joined {
    /// The team vault.
    pub id: Id,
    /// What whoever invited has to type.
    pub words: Vec<&'static str>,
}

/// Somebody who asked to join.
pub struct Pending {
    /// What the joiner wants to be called.
    pub name: String,
    /// When the link was made.
    pub since: UnixTime,
    /// The role that the link gives.
    pub role: Role,
}

/// How the joiner's keys were checked.
pub enum Approval<'a> {
    /// By these six words.
    Words(&'a str),
    /// Not at all: the joiner becomes a viewer, marked.
    Unverified,
}

/// Makes a link that lets one person ask to join. Gives it back with the time it ends.
///
/// # Errors
/// `team-not-allowed`; an alarm; `team-storage-no-answer` where the invitation waits, which is of no use.
pub fn invite(
    effects: &mut Effects,
    open: &mut OpenVault,
    team: &mut TeamVault,
    role: Role,
) -> Result<(Zeroizing<String>, UnixTime), UserError> {
    let expires = effects.now()?.get().saturating_add(LINK_LASTS);
    let mut token_seed = Zeroizing::new([0; 16]);
    effects.random().fill_bytes(token_seed.as_mut_slice());
    let invitation = Id::generate(effects.random());
    let invite = Invite {
        invitation,
        token_key: Token::new(&token_seed).public(),
        role,
        expires,
    };
    written(team, effects, open, vec![Op::Invite(invite)])?;
    let link = Link {
        vault: team.id,
        genesis: team.state().hash_at(0).ok_or(Code::TeamLogDamaged)?,
        inviter: team.member_key()?.public(),
        invitation,
        token_seed,
    };
    Ok((link.to_text(), time_of(expires.saturating_mul(1000))))
}

/// A change that is of no use before it is on the storage.
pub(super) fn written(
    team: &mut TeamVault,
    effects: &mut Effects,
    open: &mut OpenVault,
    ops: Vec<Op>,
) -> Result<(), UserError> {
    if let Some(offline) = team.offline() {
        return Err(offline.clone());
    }
    match team.submit(effects, open, ops)? {
        Outcome::Written => Ok(()),
        Outcome::Waiting => Err(team.offline().cloned().unwrap_or(Code::TeamWaits.into())),
    }
}

/// Asks to join by a link: posts this installation's keys and gives the words that whoever invited has to type. Asking again
/// posts the same.
///
/// # Errors
/// `team-link-malformed`, `team-already-in`, the codes of the storage, or not saved.
pub fn join(
    effects: &mut Effects,
    open: &mut OpenVault,
    text: &str,
    (storage, user): (StorageOptions, &str),
) -> Result<Joined, UserError> {
    check_name(user)?;
    let link = Link::read(text)?;
    let known = open.document().team(link.vault);
    if known.is_some_and(|team| team.epoch_keys().next().is_some()) {
        return Err(Code::TeamAlreadyIn.into());
    }
    let place = storage.read("")?;
    let objects = place.open()?;
    if known.is_none_or(|team| team.seeds().is_empty() || team.joining() != link.to_text().as_str())
    {
        let mut team = Team::default();
        team.add_seed(new_seed(effects));
        team.set_joining(link.to_text());
        team.set_storage(place.to_bytes());
        open.change(effects, |vault, _| {
            match vault.document_mut().add_team(link.vault, team) {
                true => Ok(()),
                false => Err(Code::VaultFull.into()),
            }
        })?;
    }
    let local = Local::of(effects, open.id(), link.vault)?;
    let device = local.device(effects, open)?.key;
    let member = joining_key(open, link.vault)?;
    let token = Token::new(&link.token_seed);
    let request = Request {
        vault: link.vault,
        invitation: link.invitation,
        member_key: member.public(),
        device: member.certify(link.vault, &device, "computer".to_owned()),
        name: user.to_owned(),
        token_key: token.public(),
    };
    let name = inbox(link.invitation, device.id(), "")?;
    let posted = objects.create(&name, &request.sign(Some(&token), &device));
    posted.map_err(storage_error)?;
    let introduction = Introduction {
        genesis: link.genesis,
        token_key: token.public(),
        inviter: link.inviter,
        joiner: member.public(),
        device: &request.device,
    };
    let words = words(&introduction, &Words::Link);
    Ok(Joined {
        id: link.vault,
        words,
    })
}

fn joining_key(open: &OpenVault, id: Id) -> Result<MemberKey, UserError> {
    let team = open.document().team(id).ok_or(Code::TeamNotFound)?;
    let seed = team.seeds().last().ok_or(Code::TeamLogDamaged)?;
    Ok(MemberKey::from_seed(seed))
}

fn inbox(invitation: Id, device: Id, ending: &str) -> Result<Name, UserError> {
    let name = Name::new(&format!("inbox/{invitation}/{device}{ending}"));
    name.ok_or(Code::TeamLogDamaged.into())
}

/// Looks whether the user was let in; if so, takes over the keys after the whole log was read with them.
///
/// # Errors
/// `team-not-approved`, the codes of the storage and of the log, or not saved.
pub(super) fn finish(effects: &mut Effects, open: &mut OpenVault, id: Id) -> Result<(), UserError> {
    let kept = open.document().team(id).ok_or(Code::TeamNotFound)?;
    let link = Link::read(kept.joining())?;
    let place = Place::read(kept.storage()).ok_or(Code::TeamStorageMalformed)?;
    let objects = place.open()?;
    let local = Local::of(effects, open.id(), id)?;
    let device = local.device(effects, open)?.key;
    let name = inbox(link.invitation, device.id(), "-welcome")?;
    let sealed = match objects.get(&name, MAX_MESSAGE) {
        Ok(sealed) => sealed,
        Err(ObjectsError::NotFound) => {
            let name = shown_name(id, kept.name());
            return Err(UserError::new(Code::TeamNotApproved).with("name", name));
        }
        Err(error) => return Err(storage_error(error)),
    };
    let (epoch, key) = Welcome::unchecked_key(&sealed, id, &device).ok_or(Code::TeamWelcome)?;
    let mut keys = EpochKeys::new(epoch, key);
    walk_back(&*objects, id, &mut keys)?;
    let log = read_log(&*objects, id, keys, &device)?;
    let state = log.state();
    let may_welcome = |device: Id| {
        let device = state.devices().get(&device)?;
        let member = state.members().get(&device.member)?;
        (device.is_active && member.role >= Role::Admin).then_some(device.record.signing)
    };
    let token_key = Token::new(&link.token_seed).public();
    let welcome = Welcome::open(&sealed, (id, &token_key), &device, may_welcome);
    let welcome = welcome.ok_or(Code::TeamWelcome)?;
    let is_ours = state.hash_at(0) == Some(link.genesis)
        && state
            .members()
            .contains_key(&team::member_id(&link.inviter))
        && state.hash_at(welcome.head.slot) == Some(welcome.head.hash);
    if !is_ours {
        return Err(Code::TeamWelcome.into());
    }
    take_over(effects, open, id, (&log, &welcome))
}

fn take_over(
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
    let head = log.state().head();
    team.pin(head.slot, head.hash);
    open.change(effects, |vault, _| {
        vault.document_mut().add_team(id, team);
        Ok(())
    })
}

/// From the newest key back to the first: the entries that hand on a key are found by trying.
fn walk_back(objects: &dyn Objects, id: Id, keys: &mut EpochKeys) -> Result<(), UserError> {
    if keys.oldest() == Some(0) {
        return Ok(());
    }
    let log = Name::new("log").ok_or(Code::TeamLogDamaged)?;
    let names = objects.list(&log, MOST_OBJECTS).map_err(storage_error)?;
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

/// Most objects of a log that a joiner goes through.
const MOST_OBJECTS: usize = 1_000_000;

fn read_log(
    objects: &dyn Objects,
    id: Id,
    keys: EpochKeys,
    device: &team::DeviceKey,
) -> Result<team::Log, UserError> {
    let mut log = team::Log::new(keys, None);
    while let Some(name) = log.name_of(id, log.state().next_slot()) {
        let name = Name::new(&name).ok_or(Code::TeamLogDamaged)?;
        match objects.get(&name, platform::objects::MAX_BYTES) {
            Ok(bytes) => {
                let read = log.read(&bytes, device);
                read.map_err(|halt| super::running::halted(halt, log.state()))?;
            }
            Err(ObjectsError::NotFound) => break,
            Err(error) => return Err(storage_error(error)),
        }
    }
    match log.state().vault() == id {
        true => Ok(log),
        false => Err(Code::TeamWelcome.into()),
    }
}

/// Those who asked to join and were not let in yet.
///
/// # Errors
/// The codes of the storage.
pub fn pending(team: &TeamVault) -> Result<Vec<Pending>, UserError> {
    let requests = requests(team)?.into_iter();
    let waiting = requests.filter(|(request, invitation)| {
        invitation.is_open && !team.state().members().contains_key(&request.member())
    });
    Ok(waiting
        .map(|(request, invitation)| Pending {
            name: request.name,
            since: time_of(
                invitation
                    .expires
                    .saturating_sub(LINK_LASTS)
                    .saturating_mul(1000),
            ),
            role: invitation.role,
        })
        .collect())
}

/// What was posted for an invitation of this log and is signed as it must be, with the invitation.
fn requests(team: &TeamVault) -> Result<Vec<(Request, Invitation)>, UserError> {
    let objects = team.objects()?;
    let mut found = Vec::new();
    for (id, invitation) in team.state().invitations() {
        let folder = Name::new(&format!("inbox/{id}")).ok_or(Code::TeamLogDamaged)?;
        let names = objects
            .list(&folder, MOST_REQUESTS)
            .map_err(storage_error)?;
        for name in names
            .iter()
            .filter(|name| !name.as_str().ends_with("-welcome"))
        {
            let posted = match objects.get(name, MAX_MESSAGE) {
                Ok(posted) => posted,
                // Whoever posted it is no joiner.
                Err(ObjectsError::TooLarge | ObjectsError::Unfit) => continue,
                Err(error) => return Err(storage_error(error)),
            };
            let request = Request::read(&posted).filter(|request| {
                request.vault == team.id
                    && request.invitation == *id
                    && request.token_key == invitation.token_key
            });
            found.extend(request.map(|request| (request, invitation.clone())));
        }
    }
    Ok(found)
}

/// Lets somebody in. Doing it again for somebody who is in posts the welcome again, if it was lost; whoever was removed
/// meanwhile gets nothing, however right the words are.
///
/// # Errors
/// `team-no-request`, `team-request-ambiguous`, `team-link-expired`, `team-link-used`, `team-words-wrong`,
/// `team-not-allowed`, the codes of the storage.
pub fn approve(
    effects: &mut Effects,
    open: &mut OpenVault,
    team: &mut TeamVault,
    (name, approval): (&str, &Approval<'_>),
) -> Result<(), UserError> {
    let mut requests = requests(team)?;
    requests.retain(|(request, _)| request.name.to_lowercase() == name.to_lowercase());
    if let Approval::Words(said) = approval {
        // Of several with one name only one has these words.
        let fitting =
            |(request, invitation): &(Request, Invitation)| fits(team, request, invitation, said);
        if !requests.is_empty() && !requests.iter().any(fitting) {
            return Err(UserError::new(Code::TeamWordsWrong).with("name", name));
        }
        requests.retain(fitting);
    }
    let mut requests = requests.into_iter();
    let (request, invitation) = match (requests.next(), requests.next()) {
        (Some(one), None) => one,
        (None, _) => return Err(UserError::new(Code::TeamNoRequest).with("name", name)),
        (Some(_), Some(_)) => {
            return Err(UserError::new(Code::TeamRequestAmbiguous).with("name", name));
        }
    };
    if !team.state().members().contains_key(&request.member()) {
        admit(effects, open, team, (&request, &invitation, approval))?;
    }
    post_welcome(effects, team, &request)
}

fn admit(
    effects: &mut Effects,
    open: &mut OpenVault,
    team: &mut TeamVault,
    (request, invitation, approval): (&Request, &Invitation, &Approval<'_>),
) -> Result<(), UserError> {
    if !invitation.is_open {
        return Err(Code::TeamLinkUsed.into());
    }
    if invitation.expires < effects.now()?.get() {
        return Err(Code::TeamLinkExpired.into());
    }
    let (role, verified) = match approval {
        Approval::Words(_) => (invitation.role, Verified::SixWords),
        Approval::Unverified => (Role::Viewer, Verified::No),
    };
    let add = AddMember {
        member_key: request.member_key,
        role,
        name: request.name.clone(),
        verified,
        invitation: Some(request.invitation),
        device: request.device.clone(),
    };
    written(team, effects, open, vec![Op::AddMember(add)])
}

/// Whether these are the words that the joiner was shown. Only who is being let in decides which they are.
fn fits(team: &TeamVault, request: &Request, invitation: &Invitation, said: &str) -> bool {
    let state = team.state();
    let inviter = state.members().get(&invitation.by);
    let Some((genesis, inviter)) = state.hash_at(0).zip(inviter) else {
        return false;
    };
    let introduction = Introduction {
        genesis,
        token_key: invitation.token_key,
        inviter: inviter.key,
        joiner: request.member_key,
        device: &request.device,
    };
    let said = said.to_lowercase();
    said.split_whitespace()
        .eq(words(&introduction, &Words::Link))
}

fn post_welcome(
    effects: &mut Effects,
    team: &TeamVault,
    request: &Request,
) -> Result<(), UserError> {
    let state = team.state();
    let device = state.devices().get(&request.device.id());
    // A request stays in the inbox: it must not bring back whoever was removed, or a device that was taken out.
    if !device.is_some_and(|device| device.is_active) {
        return Err(Code::TeamLinkUsed.into());
    }
    let key = team.client.log().keys().get(state.epoch());
    let place = team.place.as_ref().ok_or(Code::TeamStorageMalformed)?;
    let welcome = Welcome {
        vault: team.id,
        genesis: state.hash_at(0).ok_or(Code::TeamLogDamaged)?,
        invitation: request.invitation,
        head: state.head(),
        epoch: state.epoch(),
        epoch_key: vault::primitives::Key::new(copy_key(key.ok_or(Code::TeamLogDamaged)?)),
        storage: place.to_bytes(),
    };
    let sealed = welcome.seal(request, team.client.device(), effects.random());
    let sealed = sealed.ok_or(Code::TeamNotPossible)?;
    let name = inbox(request.invitation, request.device.id(), "-welcome")?;
    team.objects()?
        .create(&name, &sealed)
        .map_err(storage_error)?;
    Ok(())
}
