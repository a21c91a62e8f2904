//! Joining on a call (docs/team-log.md, "On a call"): four words are enough, because both sides fix all keys, and the joiner
//! its nonce, before either is shown what the other adds.

use super::hold::Hold;
use super::joining::{Asked, Joined, ask, inbox};
use super::link::Link;
use super::storage::{StorageOptions, storage_error};
use crate::error::{Code, UserError};
use platform::objects::{Creation, Name, Objects, ObjectsError};
use std::cell::OnceCell;
use std::time::Duration;
use team::{Hash, Request, Words, nonce_commitment};
use vault::Id;

/// Most calls of one request.
const MOST_CALLS: u32 = 99;
/// A hash or a nonce, in bytes.
const SAID: usize = 32;
/// How long one side waits for the other.
const MOST_WAIT: Duration = Duration::from_mins(10);

/// Where both sides of a call show what they have to show.
pub(super) struct CallNames {
    invitation: Id,
    device: Id,
    number: u32,
}

/// What one side shows the other, in this order.
#[derive(Clone, Copy)]
pub(super) enum Shown {
    /// The joiner's commitment.
    Hash,
    /// The inviter's nonce.
    Inviter,
    /// The joiner's nonce.
    Joiner,
}

impl CallNames {
    fn of(request: &Request, number: u32) -> Self {
        Self {
            invitation: request.invitation,
            device: request.device.id(),
            number,
        }
    }

    fn name(&self, shown: Shown) -> Result<Name, UserError> {
        let what = match shown {
            Shown::Hash => "hash",
            Shown::Inviter => "inviter",
            Shown::Joiner => "joiner",
        };
        let ending = format!("-call-{}-{what}", self.number);
        inbox(self.invitation, self.device, &ending)
    }

    /// What was shown; `None`: nothing yet.
    ///
    /// # Errors
    /// `team-call-broken`: it is no such thing; the codes of the storage.
    pub(super) fn read(
        &self,
        objects: &dyn Objects,
        shown: Shown,
    ) -> Result<Option<[u8; SAID]>, UserError> {
        match objects.get(&self.name(shown)?, SAID) {
            Ok(said) => {
                let said = said.try_into();
                said.map(Some).map_err(|_| Code::TeamCallBroken.into())
            }
            Err(ObjectsError::NotFound) => Ok(None),
            Err(ObjectsError::TooLarge | ObjectsError::Unfit) => Err(Code::TeamCallBroken.into()),
            Err(error) => Err(storage_error(error)),
        }
    }

    /// Shows it, once. `false`: something else lies there.
    pub(super) fn show(
        &self,
        objects: &dyn Objects,
        (shown, said): (Shown, &[u8; SAID]),
    ) -> Result<bool, UserError> {
        let created = objects.create(&self.name(shown)?, said);
        if created == Ok(Creation::Created) {
            return Ok(true);
        }
        match objects.get(&self.name(shown)?, SAID) {
            Ok(there) => Ok(there == *said),
            Err(ObjectsError::TooLarge | ObjectsError::Unfit) => Ok(false),
            Err(error) => Err(storage_error(created.err().unwrap_or(error))),
        }
    }

    /// The last number that has a commitment, before the first that has nothing, and that commitment. `None`: nobody called
    /// yet. What is no commitment is no call, and the joiner took the next number.
    pub(super) fn newest(
        objects: &dyn Objects,
        request: &Request,
    ) -> Result<Option<(Self, Hash)>, UserError> {
        let mut newest = None;
        for number in 1..=MOST_CALLS {
            let names = Self::of(request, number);
            match names.read(objects, Shown::Hash) {
                Ok(Some(hash)) => newest = Some((names, hash)),
                Ok(None) => break,
                Err(error) if error.code() == Code::TeamCallBroken => newest = None,
                Err(error) => return Err(error),
            }
        }
        Ok(newest)
    }
}

/// The joiner's side of a call.
pub struct Calling<'a> {
    link: &'a Link,
    asked: Asked,
    names: CallNames,
    nonce: [u8; SAID],
    /// The inviter's, as it was read before this side's was shown.
    inviter: OnceCell<[u8; SAID]>,
}

impl<'a> Calling<'a> {
    /// Asks to join, and fixes this side's nonce by showing its hash.
    ///
    /// # Errors
    /// `team-call-card`; `team-call-too-often`; as for [`super::join`].
    pub fn begin(
        hold: &mut impl Hold,
        link: &'a Link,
        (storage, user): (StorageOptions, &str),
    ) -> Result<Self, UserError> {
        if link.is_for_card() {
            return Err(Code::TeamCallCard.into());
        }
        let asked = ask(hold, link, (storage, user))?;
        Self::commit(hold, link, asked)
    }

    pub(super) fn commit(
        hold: &mut impl Hold,
        link: &'a Link,
        asked: Asked,
    ) -> Result<Self, UserError> {
        let mut nonce = [0; SAID];
        hold.hold(|effects, _| {
            effects.random().fill_bytes(&mut nonce);
            Ok(())
        })?;
        let hash = nonce_commitment(&nonce);
        for number in 1..=MOST_CALLS {
            let names = CallNames::of(&asked.request, number);
            if names.show(&*asked.objects, (Shown::Hash, &hash))? {
                return Ok(Self {
                    link,
                    asked,
                    names,
                    nonce,
                    inviter: OnceCell::new(),
                });
            }
        }
        Err(Code::TeamCallTooOften.into())
    }

    /// Looks whether whoever invited answered; then shows this side's nonce, and gives the words that they have to type.
    ///
    /// # Errors
    /// `team-call-broken`, `team-call-taken`, the codes of the storage.
    pub fn look(&self) -> Result<Option<Vec<&'static str>>, UserError> {
        let objects = &*self.asked.objects;
        let Some(shown) = self.names.read(objects, Shown::Inviter)? else {
            return Ok(None);
        };
        // Whoever knows this side's nonce could search for another one.
        let inviter = *self.inviter.get_or_init(|| shown);
        if inviter != shown {
            return Err(Code::TeamCallTaken.into());
        }
        if !self.names.show(objects, (Shown::Joiner, &self.nonce))? {
            return Err(Code::TeamCallTaken.into());
        }
        let joiner = self.nonce;
        let way = Words::Live { joiner, inviter };
        Ok(Some(self.asked.words(self.link, &way)))
    }
}

/// Asks to join on a call: waits until whoever invited answers, and gives the four words that they have to type.
///
/// # Errors
/// `team-call-no-answer`; as for [`Calling::begin`] and [`Calling::look`].
pub fn join_on_call(
    hold: &mut impl Hold,
    link: &Link,
    (storage, user): (StorageOptions, &str),
) -> Result<Joined, UserError> {
    let calling = Calling::begin(hold, link, (storage, user))?;
    let words = until(hold, |_| calling.look())?;
    Ok(Joined {
        id: link.vault,
        name: calling.asked.known_as,
        words,
    })
}

/// Looks again and again, for ten minutes. The user's vault is not held in between.
///
/// # Errors
/// `team-call-no-answer`; those of `look`.
pub(super) fn until<H: Hold, T>(
    hold: &mut H,
    mut look: impl FnMut(&mut H) -> Result<Option<T>, UserError>,
) -> Result<T, UserError> {
    let mut waiting = hold.hold(|effects, _| Ok(effects.wait(MOST_WAIT)))?;
    loop {
        if let Some(found) = look(hold)? {
            return Ok(found);
        }
        if !waiting.moment() {
            return Err(Code::TeamCallNoAnswer.into());
        }
    }
}
