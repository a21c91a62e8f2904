//! Letting somebody in on a call (docs/team-log.md, "On a call"): the side of whoever invited.

use super::approving::{
    Asking, admit, are, check_open, post_welcome, requests, words_of, words_wrong,
};
use super::calling::{CallNames, Shown, until};
use super::hold::Hold;
use super::running::TeamVault;
use crate::error::{Code, UserError};
use std::cell::Cell;
use std::cmp::Reverse;
use team::{Hash, Invitation, Request, Verified, Words, nonce_commitment};

/// Those who may be called: their keys are fixed from here on.
pub struct Call {
    name: String,
    asking: Vec<(Request, Invitation)>,
}

/// A call that was answered: who is let in by it, and what the joiner has committed to, are fixed.
pub struct Answered {
    request: Request,
    invitation: Invitation,
    names: CallNames,
    /// As it was read before this side's nonce was shown.
    commitment: Hash,
    nonce: [u8; 32],
    /// Words are compared once.
    is_compared: Cell<bool>,
}

/// A call of which everything is known but whether both sides see the same. It is good for one answer.
pub struct Compared {
    request: Request,
    /// Those of the joiner. Nobody on this side may see them: they are to be typed.
    words: Vec<&'static str>,
}

impl Call {
    /// Those called `name` who ask by a link and were not let in yet.
    ///
    /// # Errors
    /// `team-no-request`, `team-call-card`, `team-link-used`, `team-link-expired`, the codes of the storage.
    pub fn of(hold: &mut impl Hold, team: &TeamVault, name: &str) -> Result<Self, UserError> {
        let state = team.state();
        let is_meant = |one: &Asking| {
            one.name(state).to_lowercase() == name.to_lowercase() && !one.is_answered(state)
        };
        let meant = requests(team, |_| true)?.into_iter().filter(is_meant);
        let mut why_not = UserError::new(Code::TeamNoRequest).with("name", name);
        let mut asking = Vec::new();
        for one in meant {
            let is_for_card = one.is_for_card();
            let Some(invitation) = one.invitation else {
                continue;
            };
            match check_open(hold, &invitation) {
                Ok(()) if is_for_card => why_not = Code::TeamCallCard.into(),
                Ok(()) => asking.push((one.request, invitation)),
                Err(error) => why_not = error,
            }
        }
        let name = name.to_owned();
        match asking.is_empty() {
            true => Err(why_not),
            false => Ok(Self { name, asking }),
        }
    }

    /// Looks whether one of them calls, and then shows this side's nonce: only after the commitment was read. `None`: nobody
    /// calls yet, or what was called was answered before and ended.
    ///
    /// # Errors
    /// `team-request-ambiguous`, `team-call-taken`, `team-call-broken`, the codes of the storage.
    pub fn answer(
        &self,
        hold: &mut impl Hold,
        team: &TeamVault,
    ) -> Result<Option<Answered>, UserError> {
        let objects = team.objects()?;
        let mut calls = Vec::new();
        for (request, invitation) in &self.asking {
            if let Some((names, commitment)) = CallNames::newest(objects, request)?
                && names.read(objects, Shown::Inviter)?.is_none()
            {
                calls.push((request, invitation, (names, commitment)));
            }
        }
        // Whoever calls by a new link has ended the call by the one before.
        calls.sort_by_key(|(request, invitation, _)| {
            (request.member(), Reverse(invitation.expires))
        });
        calls.dedup_by_key(|(request, ..)| request.member());
        let mut calls = calls.into_iter();
        let (request, invitation, (names, commitment)) = match (calls.next(), calls.next()) {
            (Some(call), None) => call,
            (None, _) => return Ok(None),
            (Some(_), Some(_)) => {
                let error = UserError::new(Code::TeamRequestAmbiguous);
                return Err(error.with("name", &self.name));
            }
        };
        let mut nonce = [0; 32];
        hold.hold(|effects, _| {
            effects.random().fill_bytes(&mut nonce);
            Ok(())
        })?;
        match names.show(objects, (Shown::Inviter, &nonce))? {
            true => Ok(Some(Answered {
                request: request.clone(),
                invitation: invitation.clone(),
                names,
                commitment,
                nonce,
                is_compared: Cell::new(false),
            })),
            false => Err(Code::TeamCallTaken.into()),
        }
    }
}

impl Answered {
    /// Looks whether the joiner showed its nonce.
    ///
    /// # Errors
    /// `team-call-broken`: it is not the one that was committed to, or was compared before; the codes of the storage.
    pub fn compare(&self, team: &TeamVault) -> Result<Option<Compared>, UserError> {
        let joiner = self.names.read(team.objects()?, Shown::Joiner)?;
        let Some(joiner) = joiner else {
            return Ok(None);
        };
        if nonce_commitment(&joiner) != self.commitment || self.is_compared.replace(true) {
            return Err(Code::TeamCallBroken.into());
        }
        let inviter = self.nonce;
        let way = Words::Live { joiner, inviter };
        let words = words_of(team.state(), (&self.request, &self.invitation), &way);
        Ok(Some(Compared {
            request: self.request.clone(),
            words: words.ok_or(Code::TeamLogDamaged)?,
        }))
    }
}

/// Answers whoever is called `name` and calls, and waits until the joiner's nonce is there.
///
/// # Errors
/// `team-call-no-answer`; as for [`Call::of`], [`Call::answer`] and [`Answered::compare`].
pub fn answer_call(
    hold: &mut impl Hold,
    team: &TeamVault,
    name: &str,
) -> Result<Compared, UserError> {
    let call = Call::of(hold, team, name)?;
    let answered = until(hold, |hold| call.answer(hold, team))?;
    until(hold, |_| answered.compare(team))
}

impl Compared {
    /// Lets in exactly who was fixed, if these are the words that the joiner was shown. There is no second try.
    ///
    /// # Errors
    /// `team-words-wrong`, and nothing was written; `team-link-used`, `team-link-expired`, `team-not-allowed`, the codes of
    /// the storage.
    pub fn admit(
        self,
        hold: &mut impl Hold,
        team: &mut TeamVault,
        said: &str,
    ) -> Result<(), UserError> {
        if !are(&self.words, said) {
            return Err(words_wrong(&self.request.name, "call"));
        }
        // A call takes a while, and others write meanwhile.
        team.sync(hold)?;
        let state = team.state();
        if !state.members().contains_key(&self.request.member()) {
            let invitation = state.invitations().get(&self.request.invitation);
            let invitation = invitation.cloned().ok_or(Code::TeamLinkUsed)?;
            let who = (&self.request, &invitation, Verified::Live);
            admit(hold, team, who)?;
        }
        post_welcome(hold, team, (&self.request, "")).map(drop)
    }
}
