//! Inviting: a link for whoever has it, or an invitation for one contact card; and taking it back.

use super::hold::Hold;
use super::joining::written;
use super::link::{GoodFor, Link};
use super::running::TeamVault;
use super::time_of;
use crate::error::{Code, UserError};
use otp::UnixTime;
use team::{CardInvitation, ContactCard, Invite, Op, Role, new_card_invitation};
use vault::Id;
use zeroize::Zeroizing;

/// How long an invitation is good, in seconds.
pub(super) const LINK_LASTS: u64 = 24 * 60 * 60;

/// Makes a link that lets one person ask to join. Gives it back with the time it ends.
///
/// # Errors
/// `team-not-allowed`; an alarm; `team-storage-no-answer` where the invitation waits, which is of no use.
pub fn invite(
    hold: &mut impl Hold,
    team: &mut TeamVault,
    role: Role,
) -> Result<(Zeroizing<String>, UnixTime), UserError> {
    let mut token_seed = Zeroizing::new([0; 16]);
    let invitation = hold.hold(|effects, _| {
        effects.random().fill_bytes(token_seed.as_mut_slice());
        Ok(Id::generate(effects.random()))
    })?;
    let place = team.place.as_ref().ok_or(Code::TeamStorageMalformed)?;
    let link = Link {
        vault: team.id,
        genesis: team.state().hash_at(0).ok_or(Code::TeamLogDamaged)?,
        inviter: team.member_key()?.public(),
        invitation,
        address: place.address(),
        good_for: GoodFor::Holder(token_seed),
    };
    let expires = publish(hold, team, (&link, role))?;
    Ok((link.to_text(), expires))
}

/// Invites the owner of a contact card, who alone can ask by it: what is given back, with the time it ends, is no secret.
///
/// # Errors
/// `team-card-member`: its member key is or was in this team vault; as for [`invite`].
pub fn invite_card(
    hold: &mut impl Hold,
    team: &mut TeamVault,
    (card, role): (&ContactCard, Role),
) -> Result<(Zeroizing<String>, UnixTime), UserError> {
    if team.state().members().contains_key(&card.member()) {
        return Err(UserError::new(Code::TeamCardMember).with("name", card.name()));
    }
    let (id, key) = (team.id, *card.member_key());
    let invitation = hold.hold(|effects, _| Ok(new_card_invitation(id, &key, effects.random())))?;
    let place = team.place.as_ref().ok_or(Code::TeamStorageMalformed)?;
    let genesis = team.state().hash_at(0).ok_or(Code::TeamLogDamaged)?;
    let address = place.address().to_bytes().to_vec();
    let by = team.member_key()?;
    let signed = CardInvitation::sign((id, genesis), (invitation, key), address, by);
    let link = Link::for_card(signed).ok_or(Code::TeamStorageMalformed)?;
    let expires = publish(hold, team, (&link, role))?;
    Ok((link.to_text(), expires))
}

/// Takes back an invitation that nobody was let in by: whoever asks by it is not let in any more.
///
/// # Errors
/// `team-link-other`: it is not of this team vault; `team-link-used`: somebody came in by it, or it was taken back;
/// `team-not-allowed`; an alarm, the codes of the storage.
pub fn cancel_invitation(
    hold: &mut impl Hold,
    team: &mut TeamVault,
    link: &Link,
) -> Result<(), UserError> {
    let invitation = link.invitation;
    let known = team.state().invitations().get(&invitation);
    let known = known.filter(|known| known.token_key == link.token_key());
    match known.map(|known| known.is_open) {
        None => Err(Code::TeamLinkOther.into()),
        Some(false) => Err(Code::TeamLinkUsed.into()),
        Some(true) => written(team, hold, vec![Op::CancelInvite { invitation }]),
    }
}

/// Writes the invitation into the log. Gives the time it ends.
fn publish(
    hold: &mut impl Hold,
    team: &mut TeamVault,
    (link, role): (&Link, Role),
) -> Result<UnixTime, UserError> {
    let now = hold.hold(|effects, _| effects.now())?;
    let expires = now.get().saturating_add(LINK_LASTS);
    let invite = Invite {
        invitation: link.invitation,
        token_key: link.token_key(),
        role,
        expires,
    };
    written(team, hold, vec![Op::Invite(invite)])?;
    Ok(time_of(expires.saturating_mul(1000)))
}
