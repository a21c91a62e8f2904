//! A member's device that lacks the team's key, because its vault is an older copy or because whoever changed the key gave it
//! another one than the others: it asks, and another device of the member or an owner hands over the key
//! (docs/team-log.md, "Invitations").

use super::approving::MOST_REQUESTS;
use super::hold::Hold;
use super::joining::{
    Joined, MAX_MESSAGE, NO_SLOT, inbox, other_answers, read_log, take_over, walk_back,
};
use super::running::{self, TeamVault};
use super::storage::storage_error;
use crate::error::{Code, UserError};
use platform::objects::{Name, ObjectsError};
use team::{EpochKeys, Introduction, Request, Role, State, Welcome, Words, words};
use vault::{Id, Team};

/// In the place of an invitation: whoever asks is a member with an older copy.
pub(super) const NO_INVITATION: Id = Id::from_bytes([0; 16]);
/// In the place of an invitation: whoever asks is a member's device that the log knows, and that got another key.
pub(super) const OTHER_KEY: Id = Id::from_bytes([0xff; 16]);
/// Most answers to one request that are tried.
pub(super) const MOST_ANSWERS: usize = 16;
/// In the place of a link's token.
pub(super) const NO_TOKEN: [u8; 32] = [0; 32];

/// Asks the other devices of the user, and the owners, for the team's key. Gives the words that whoever answers has to
/// type. Asking again asks the same.
///
/// # Errors
/// `team-already-in`: the key is here; `team-not-found`; an alarm of another kind, the codes of the storage.
pub fn ask_back(hold: &mut impl Hold, name: &str) -> Result<Joined, UserError> {
    let team = running::open(hold, name)?;
    let Some((invitation, place)) = request_of(&team) else {
        let error = team.alarm().or(team.offline()).cloned();
        return Err(error.unwrap_or(Code::TeamAlreadyIn.into()));
    };
    let member = team.member_key()?;
    let device = team.client.device();
    let (_, me) = team.me().ok_or(Code::TeamRemoved)?;
    let request = Request {
        vault: team.id,
        invitation,
        member_key: member.public(),
        device: member.certify(team.id, device, "computer".to_owned()),
        name: me.name.clone(),
        token_key: NO_TOKEN,
    };
    let place = inbox(invitation, device.id(), &place)?;
    let posted = team.objects()?.create(&place, &request.sign(None, device));
    posted.map_err(storage_error)?;
    let words = words_of(team.state(), &request).ok_or(Code::TeamLogDamaged)?;
    Ok(Joined {
        id: team.id,
        name: team.name().to_owned(),
        words,
    })
}

/// What a device that lacks the key asks with, and how the name of its request ends: each epoch is asked for once. `None`: it
/// has all keys, or something else is wrong.
fn request_of(team: &TeamVault) -> Option<(Id, String)> {
    let code = team.alarm()?.code();
    if code == Code::TeamKeyTooOld {
        return Some((NO_INVITATION, String::new()));
    }
    let is_other = code == Code::TeamKeysDiffer;
    is_other.then(|| (OTHER_KEY, format!("-{}", team.state().epoch())))
}

/// The words of a device that asks for the key.
pub(super) fn words_of(state: &State, request: &Request) -> Option<Vec<&'static str>> {
    let introduction = Introduction {
        genesis: state.hash_at(0)?,
        token_key: NO_TOKEN,
        inviter: request.member_key,
        joiner: request.member_key,
        device: &request.device,
    };
    Some(words(&introduction, &Words::Link))
}

/// Whether this is a request of a member's device: with an older copy, or with another key, which the log must know then.
pub(super) fn is_member_asking(team: &TeamVault, request: &Request) -> bool {
    let member = team.state().members().get(&request.member());
    let device = team.state().devices().get(&request.device.id());
    let is_known = device.is_some_and(|device| device.is_active);
    request.vault == team.id
        && (request.invitation == NO_INVITATION || (request.invitation == OTHER_KEY && is_known))
        && request.token_key == NO_TOKEN
        && member.is_some_and(|member| member.removed.is_none())
}

/// Looks whether somebody handed over the key; if so, takes it over after the whole log was read with it. Whether it was.
///
/// # Errors
/// `team-welcome`: what lies there for an older copy is by nobody who may; the codes of the storage and of the log, or not
/// saved.
pub(super) fn take_answer(hold: &mut impl Hold, team: &TeamVault) -> Result<bool, UserError> {
    let Some((invitation, ending)) = request_of(team).filter(|_| team.offline().is_none()) else {
        return Ok(false);
    };
    let device = team.client.device().id();
    if invitation == NO_INVITATION {
        let Some(sealed) = answer_at(team, &inbox(invitation, device, "-welcome")?)? else {
            return Ok(false);
        };
        let Err(not_good) = take(hold, team, &sealed) else {
            return Ok(true);
        };
        let others = other_answers(team.objects()?, invitation, device)?;
        let is_good = |sealed: &Vec<u8>| take(hold, team, sealed).is_ok();
        return match others.iter().any(is_good) {
            true => Ok(true),
            false => Err(not_good),
        };
    }
    let request = inbox(invitation, device, &ending)?;
    for name in answers_to(team, &request)?.iter().take(MOST_ANSWERS) {
        // Anybody may put something there: what is no answer stands in nobody's way.
        if let Some(sealed) = answer_at(team, name)?
            && take(hold, team, &sealed).is_ok()
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The names of the answers to a request for the right key: each ends with the id of the device that gave it.
pub(super) fn answers_to(team: &TeamVault, request: &Name) -> Result<Vec<Name>, UserError> {
    let folder = Name::new(&format!("inbox/{OTHER_KEY}")).ok_or(Code::TeamLogDamaged)?;
    let names = team.objects()?.list(&folder, MOST_REQUESTS);
    let answers = format!("{}-welcome/", request.as_str());
    let mut names = names.map_err(storage_error)?;
    names.retain(|name| name.as_str().starts_with(&answers));
    Ok(names)
}

fn answer_at(team: &TeamVault, name: &Name) -> Result<Option<Vec<u8>>, UserError> {
    match team.objects()?.get(name, MAX_MESSAGE) {
        Ok(sealed) => Ok(Some(sealed)),
        Err(ObjectsError::NotFound) => Ok(None),
        Err(error) => Err(storage_error(error)),
    }
}

/// Takes over the key in an answer.
fn take(hold: &mut impl Hold, team: &TeamVault, sealed: &[u8]) -> Result<(), UserError> {
    let (objects, device) = (team.objects()?, team.client.device());
    let (epoch, key) = Welcome::unchecked_key(sealed, team.id, device).ok_or(Code::TeamWelcome)?;
    let mut keys = EpochKeys::new(epoch, key);
    walk_back(objects, team.id, &mut keys)?;
    let log = read_log(objects, team.id, (keys, NO_SLOT), device, |_| ())?;
    let state = log.state();
    let me = team.me().map(|(me, _)| me);
    let may_answer = |device: Id| {
        let device = state.devices().get(&device)?;
        let member = state.members().get(&device.member)?;
        let may = Some(device.member) == me || member.role >= Role::Admin;
        (device.is_active && may).then_some(device.record.signing)
    };
    let welcome = Welcome::open(sealed, (team.id, &NO_TOKEN), device, may_answer);
    let welcome = welcome.ok_or(Code::TeamWelcome)?;
    hold.hold(|_, open| has_all_pins(open.document().team(team.id), state))?;
    if state.hash_at(welcome.head.slot) != Some(welcome.head.hash) {
        return Err(Code::TeamWelcome.into());
    }
    hold.hold(|effects, open| take_over(effects, open, team.id, (&log, &welcome)))?;
    Ok(())
}

/// Whether the log has all that was read of it before.
///
/// # Errors
/// `team-fork`.
pub(super) fn has_all_pins(kept: Option<&Team>, state: &State) -> Result<(), UserError> {
    let mut pins = kept.map(Team::pins).unwrap_or_default().iter();
    match pins.find(|(slot, hash)| state.hash_at(*slot) != Some(*hash)) {
        None => Ok(()),
        Some((slot, _)) => Err(UserError::new(Code::TeamFork).with("slot", slot)),
    }
}
