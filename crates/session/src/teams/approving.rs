//! Letting in those who asked.

use super::glancing;
use super::hold::Hold;
use super::inviting::LINK_LASTS;
use super::joining::{MAX_MESSAGE, inbox, written};
use super::returning::{self, NO_INVITATION, OTHER_KEY};
use super::running::TeamVault;
use super::storage::storage_error;
use super::{copy_key, time_of};
use crate::error::{Code, UserError};
use otp::UnixTime;
use platform::objects::{Creation, Name, ObjectsError};
use std::cmp::Reverse;
use team::{
    AddMember, Introduction, Invitation, Op, Request, Role, State, Verified, Welcome, Words,
    is_for_card, words,
};
use vault::Id;

/// Most requests that are looked at, of one invitation.
pub(super) const MOST_REQUESTS: usize = 1000;
/// Most requests for the key of an epoch that are answered to one device at once.
const MOST_EPOCHS: usize = 16;

/// Somebody who asked to join, or a member's device that asks for the team's key.
pub struct Pending {
    /// What the joiner wants to be called.
    pub name: String,
    /// When the invitation was made. `None`: a member's device asks, without one.
    pub since: Option<UnixTime>,
    /// The role that the invitation gives, or that the member has.
    pub role: Role,
    /// How many words are to be typed.
    pub words: usize,
}

/// How the joiner's keys were checked.
pub enum Approval<'a> {
    /// By these words: six where a link was used, twelve where a contact card was invited.
    Words(&'a str),
    /// Not at all: the joiner becomes a viewer, marked.
    Unverified,
}

/// A request, and what it answers.
pub(super) struct Asking {
    pub(super) request: Request,
    /// `None`: a member's device asks.
    pub(super) invitation: Option<Invitation>,
    /// How its name ends, behind the device's id.
    pub(super) ending: String,
    /// An answer lies beside it.
    has_answer: bool,
}

/// Those who asked to join and were not let in yet, each once, and devices of members that ask for the team's key.
///
/// # Errors
/// The codes of the storage.
pub fn pending(team: &TeamVault, now: UnixTime) -> Result<Vec<Pending>, UserError> {
    let mut asking = requests(team, |invitation| invitation.is_open)?;
    let state = team.state();
    asking.retain(|one| one.invitation.is_some() || !one.is_answered(state));
    let asking = newest_of_each(asking, now.get()).into_iter();
    Ok(asking.filter_map(|one| one.pending(team.state())).collect())
}

impl Asking {
    /// As it is shown; `None` where it was answered.
    fn pending(self, state: &State) -> Option<Pending> {
        let is_answered = self.is_answered(state);
        let words = if self.is_for_card() { 12 } else { 6 };
        let member = state.members().get(&self.request.member());
        let (since, role) = match (self.invitation, member) {
            (Some(invitation), None) if invitation.is_open => {
                let since = invitation.expires.saturating_sub(LINK_LASTS);
                (Some(time_of(since.saturating_mul(1000))), invitation.role)
            }
            (None, Some(member)) if !is_answered => (None, member.role),
            _ => return None,
        };
        let name = member.map_or(self.request.name, |member| member.name.clone());
        Some(Pending {
            name,
            since,
            role,
            words,
        })
    }

    pub(super) fn is_answered(&self, state: &State) -> bool {
        match self.request.invitation == OTHER_KEY {
            true => self.has_answer,
            false => state.devices().contains_key(&self.request.device.id()),
        }
    }

    /// Whether it is asked for by a contact card, so that twelve words are compared and never less.
    pub(super) fn is_for_card(&self) -> bool {
        let request = &self.request;
        self.invitation.is_some()
            && is_for_card(request.vault, request.invitation, &request.token_key)
    }

    /// How the words are told to be wrong.
    fn way(&self) -> &'static str {
        match self.is_for_card() {
            true => "card",
            false => "link",
        }
    }

    /// What the member is called, or wants to be.
    pub(super) fn name<'a>(&'a self, state: &'a State) -> &'a str {
        let member = state.members().get(&self.request.member());
        match (&self.invitation, member) {
            (None, Some(member)) => &member.name,
            _ => &self.request.name,
        }
    }

    /// Whether these are the words that the joiner was shown. Only who is being let in decides which they are.
    fn fits(&self, state: &State, said: &str) -> bool {
        let way = match self.is_for_card() {
            true => Words::Pasted,
            false => Words::Link,
        };
        let words = match &self.invitation {
            Some(invitation) => words_of(state, (&self.request, invitation), &way),
            None => returning::words_of(state, &self.request),
        };
        words.is_some_and(|words| are(&words, said))
    }
}

/// Whether these are the words, however they are typed.
pub(super) fn are(words: &[&str], said: &str) -> bool {
    let said = said.to_lowercase();
    said.split_whitespace().eq(words.iter().copied())
}

pub(super) fn words_of(
    state: &State,
    (request, invitation): (&Request, &Invitation),
    way: &Words,
) -> Option<Vec<&'static str>> {
    let introduction = Introduction {
        genesis: state.hash_at(0)?,
        token_key: invitation.token_key,
        inviter: state.members().get(&invitation.by)?.key,
        joiner: request.member_key,
        device: &request.device,
    };
    Some(words(&introduction, way))
}

/// What was posted for a wanted invitation of this log, or by a member, and is signed as it must be.
///
/// # Errors
/// `team-inbox-full` where nothing was found and somebody filled a folder; the codes of the storage.
pub(super) fn requests(
    team: &TeamVault,
    wanted: impl Fn(&Invitation) -> bool,
) -> Result<Vec<Asking>, UserError> {
    let (mut found, mut overfull) = (Vec::new(), None);
    // Whoever can write to the storage can fill a folder: that keeps nobody out who asks in another one.
    let mut asking_in = |folder| match posted(team, folder) {
        Err(error) if error.code() == Code::TeamInboxFull => {
            overfull = Some(error);
            Ok(Vec::new())
        }
        posted => posted,
    };
    let invitations = team.state().invitations().iter();
    for (id, invitation) in invitations.filter(|(_, invitation)| wanted(invitation)) {
        let is_its = |request: &Request| request.answers(team.id, *id, &invitation.token_key);
        let asking = asking_in(*id)?.into_iter();
        found.extend(asking.filter(|one| is_its(&one.request)).map(|one| Asking {
            invitation: Some(invitation.clone()),
            ..one
        }));
    }
    for folder in [NO_INVITATION, OTHER_KEY] {
        let back = asking_in(folder)?.into_iter();
        found.extend(back.filter(|one| returning::is_member_asking(team, &one.request)));
    }
    match overfull.filter(|_| found.is_empty()) {
        Some(overfull) => Err(overfull),
        None => Ok(found),
    }
}

/// The requests in one folder of the inbox.
fn posted(team: &TeamVault, invitation: Id) -> Result<Vec<Asking>, UserError> {
    let objects = team.objects()?;
    let folder = Name::new(&format!("inbox/{invitation}")).ok_or(Code::TeamLogDamaged)?;
    let names = match objects.list(&folder, MOST_REQUESTS) {
        Err(ObjectsError::TooLarge) => return Err(Code::TeamInboxFull.into()),
        names => names.map_err(storage_error)?,
    };
    let mut found = Vec::new();
    for name in &names {
        let Some((device, ending)) = device_of(name, invitation) else {
            continue;
        };
        match objects.get(name, MAX_MESSAGE) {
            Ok(posted) => {
                let request = Request::read(&posted);
                let answers = format!("{}-welcome/", name.as_str());
                let request = request.filter(|request| request.device.id() == device);
                found.extend(request.map(|request| Asking {
                    request,
                    invitation: None,
                    ending: ending.to_owned(),
                    has_answer: names.iter().any(|one| is_answer(team, one, &answers)),
                }));
            }
            // Whoever posted it is no joiner.
            Err(ObjectsError::TooLarge | ObjectsError::Unfit) => {}
            Err(error) => return Err(storage_error(error)),
        }
    }
    Ok(found)
}

/// Whether this is the name of an answer by a device that is active.
fn is_answer(team: &TeamVault, name: &Name, answers: &str) -> bool {
    let by = name.as_str().strip_prefix(answers);
    let by = by.and_then(|device| device.parse::<Id>().ok());
    let device = by.and_then(|device| team.state().devices().get(&device));
    device.is_some_and(|device| device.is_active)
}

/// Whose request lies under this name, and how the name ends. Answers and what is shown on a call lie under other names.
fn device_of(name: &Name, invitation: Id) -> Option<(Id, &str)> {
    let folder = format!("inbox/{invitation}/");
    let last = name.as_str().strip_prefix(&folder)?;
    let (device, epoch) = match last.split_once('-') {
        Some((device, epoch)) if invitation == OTHER_KEY => (device, epoch),
        Some(_) => return None,
        None => (last, "0"),
    };
    epoch.parse::<u32>().ok()?;
    Some((device.parse().ok()?, last.strip_prefix(device)?))
}

/// Lets somebody in, or gives a member's device the team's key. Doing it again for somebody who is in posts the welcome
/// again, if it was lost; whoever was removed meanwhile gets nothing, however right the words are. The words of a member who
/// was let in unverified verify the member, in the same role.
///
/// # Errors
/// `team-no-request`, `team-request-ambiguous`, `team-link-expired`, `team-link-used`, `team-words-wrong`,
/// `team-words-needed`, `team-not-allowed`, the codes of the storage.
pub fn approve(
    hold: &mut impl Hold,
    team: &mut TeamVault,
    (name, approval): (&str, &Approval<'_>),
) -> Result<(), UserError> {
    let mut asking = requests(team, |_| true)?;
    let state = team.state();
    asking.retain(|one| one.name(state).to_lowercase() == name.to_lowercase());
    if let Approval::Words(said) = approval {
        // Of several with one name only one has these words.
        if let Some(first) = asking.first()
            && !asking.iter().any(|one| one.fits(state, said))
        {
            return Err(words_wrong(name, first.way()));
        }
        asking.retain(|one| one.fits(state, said));
    } else if asking.iter().any(|one| !one.is_answered(state)) {
        // What was answered stays in the inbox.
        asking.retain(|one| !one.is_answered(state));
    }
    let now = hold.hold(|effects, _| effects.now())?;
    // A device may have asked for the key of several epochs, and one object of the storage may be a copy of another.
    let epochs = other_keys(&asking, state.epoch());
    let mut asking = newest_of_each(asking, now.get()).into_iter();
    let one = match (asking.next(), asking.next()) {
        (Some(one), None) => one,
        (None, _) => return Err(UserError::new(Code::TeamNoRequest).with("name", name)),
        (Some(_), Some(_)) => {
            return Err(UserError::new(Code::TeamRequestAmbiguous).with("name", name));
        }
    };
    match &one.invitation {
        Some(invitation) => {
            let verified = match (approval, one.is_for_card()) {
                (Approval::Unverified, _) => Verified::No,
                (Approval::Words(_), true) => Verified::TwelveWords,
                (Approval::Words(_), false) => Verified::SixWords,
            };
            match state.members().contains_key(&one.request.member()) {
                true => verify(hold, team, (&one.request, verified))?,
                false => admit(hold, team, (&one.request, invitation, verified))?,
            }
        }
        None => admit_device(hold, team, (&one.request, approval))?,
    }
    let device = one.request.device.id();
    for (request, ending) in epochs {
        if request.device.id() == device {
            post_welcome(hold, team, (&request, &ending))?;
        }
    }
    match one.request.invitation == OTHER_KEY {
        true => Ok(()),
        false => post_welcome(hold, team, (&one.request, "")).map(drop),
    }
}

/// The requests for the right key of an epoch, and how their names end: the newest.
fn other_keys(asking: &[Asking], newest: u32) -> Vec<(Request, String)> {
    let epoch_of = |one: &Asking| one.ending.strip_prefix('-')?.parse::<u32>().ok();
    let asking = asking
        .iter()
        .filter(|one| one.request.invitation == OTHER_KEY);
    let asking = asking.filter_map(|one| Some((epoch_of(one)?, one)));
    let mut asking: Vec<_> = asking.filter(|(epoch, _)| *epoch <= newest).collect();
    asking.sort_by_key(|(epoch, _)| Reverse(*epoch));
    let asking = asking.into_iter().take(MOST_EPOCHS);
    asking
        .map(|(_, one)| (one.request.clone(), one.ending.clone()))
        .collect()
}

/// Whoever asked by several invitations asks with the same member key, and for a contact card with the same words: of those
/// requests counts the one by the newest invitation that is good. Without an invitation each device asks for itself.
fn newest_of_each(mut asking: Vec<Asking>, now: u64) -> Vec<Asking> {
    let who = |one: &Asking| match one.invitation {
        Some(_) => one.request.member(),
        None => one.request.device.id(),
    };
    asking.sort_by_cached_key(|one| {
        let invitation = one.invitation.as_ref();
        let newest = invitation.map(|one| (one.is_open && one.expires >= now, one.expires));
        (who(one), Reverse(newest))
    });
    asking.dedup_by_key(|one| who(one));
    asking
}

/// What is said of words that are not those of the request; `way` says how many they should be.
pub(super) fn words_wrong(name: &str, way: &str) -> UserError {
    UserError::new(Code::TeamWordsWrong)
        .with("name", name)
        .with("way", way)
}

/// Whether somebody may still be let in by it.
///
/// # Errors
/// `team-link-used`, `team-link-expired`.
pub(super) fn check_open(hold: &mut impl Hold, invitation: &Invitation) -> Result<(), UserError> {
    if !invitation.is_open {
        return Err(Code::TeamLinkUsed.into());
    }
    match invitation.expires < hold.hold(|effects, _| effects.now())?.get() {
        true => Err(Code::TeamLinkExpired.into()),
        false => Ok(()),
    }
}

/// Makes exactly this request a member; whose keys were not verified becomes a viewer.
pub(super) fn admit(
    hold: &mut impl Hold,
    team: &mut TeamVault,
    (request, invitation, verified): (&Request, &Invitation, Verified),
) -> Result<(), UserError> {
    check_open(hold, invitation)?;
    let role = match verified {
        Verified::No => Role::Viewer,
        Verified::Live | Verified::TwelveWords | Verified::SixWords | Verified::OwnerSheet => {
            invitation.role
        }
    };
    let add = AddMember {
        member_key: request.member_key,
        role,
        name: request.name.clone(),
        verified,
        invitation: Some(request.invitation),
        device: request.device.clone(),
    };
    written(team, hold, vec![Op::AddMember(add)])
}

/// Notes how the keys of a member who was let in unverified were checked. Only of the device that was let in: the words are
/// of its keys too.
fn verify(
    hold: &mut impl Hold,
    team: &mut TeamVault,
    (request, verified): (&Request, Verified),
) -> Result<(), UserError> {
    let (id, device) = (request.member(), request.device.id());
    let state = team.state();
    let is_in = state
        .devices()
        .get(&device)
        .is_some_and(|one| one.is_active);
    let member = state.members().get(&id);
    let member = member.filter(|member| is_in && member.verified == Verified::No);
    match (member, verified) {
        (None, _) | (_, Verified::No) => Ok(()),
        (Some(member), verified) => {
            let role = member.role;
            let op = Op::SetRole {
                member: id,
                role,
                verified,
            };
            written(team, hold, vec![op])
        }
    }
}

/// A device comes back in the role of its member, so that there is no way to let it in unverified.
fn admit_device(
    hold: &mut impl Hold,
    team: &mut TeamVault,
    (request, approval): (&Request, &Approval<'_>),
) -> Result<(), UserError> {
    if matches!(approval, Approval::Unverified) {
        return Err(Code::TeamWordsNeeded.into());
    }
    let device = request.device.clone();
    if team.state().devices().contains_key(&device.id()) {
        return Ok(());
    }
    let member = request.member();
    written(team, hold, vec![Op::AddDevice { member, device }])
}

/// Answers a request with the team's key. Gives the answer as it was posted.
pub(super) fn post_welcome(
    hold: &mut impl Hold,
    team: &TeamVault,
    (request, ending): (&Request, &str),
) -> Result<Vec<u8>, UserError> {
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
    let sealed = hold.hold(|effects, _| {
        let sealed = welcome.seal(request, team.client.device(), effects.random());
        sealed.ok_or(Code::TeamNotPossible.into())
    })?;
    // Before the welcome, which says where it is.
    glancing::publish(hold, team)?;
    let me = team.client.device().id();
    let endings = match request.invitation == OTHER_KEY {
        true => vec![format!("{ending}-welcome/{me}")],
        // What is in the first place may be by somebody who left since, or by nobody.
        false => vec!["-welcome".to_owned(), format!("-welcomes/{me}")],
    };
    for ending in endings {
        let name = inbox(request.invitation, request.device.id(), &ending)?;
        let created = team.objects()?.create(&name, &sealed);
        if created.map_err(storage_error)? == Creation::Created {
            break;
        }
    }
    Ok(sealed)
}
