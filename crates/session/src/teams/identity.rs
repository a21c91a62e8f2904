//! Who the user is to people who are in no team vault with them yet: the contact card (docs/team-log.md, "Contact cards").

use super::founding::{check_name, new_seed};
use super::hold::Hold;
use super::local::Local;
use crate::effects::Effects;
use crate::error::{Code, UserError};
use crate::names::{read_error, save_error};
use crate::open_vault::OpenVault;
use otp::SecretText;
use platform::store;
use std::path::Path;
use team::{ContactCard, MAX_CARD, MemberKey, NotACard};
use transfer::qr::Qr;
use vault::Id;
use zeroize::Zeroizing;

/// In the place of a team vault: the device is that of the contact card.
pub(super) const NO_TEAM: Id = Id::from_bytes([0; 16]);

/// The contact card of the user and of this installation. Its keys are made, and kept durably, with the first one; `user` is
/// what it is to say from now on, and may be left out once that was said.
///
/// # Errors
/// `identity-name-missing`, `team-name-malformed`, or not saved.
pub fn contact_card(hold: &mut impl Hold, user: Option<&str>) -> Result<ContactCard, UserError> {
    user.map_or(Ok(()), check_name)?;
    hold.hold(|effects, open| {
        keep(effects, open, user)?;
        let identity = open.document().identity();
        let seed = identity.seeds().first().ok_or(Code::IdentityNameMissing)?;
        let name = identity.name().to_owned();
        let member = MemberKey::from_seed(seed);
        let local = Local::of(effects, open.id(), NO_TEAM)?;
        let device = local.device(effects, open)?.key;
        let card = ContactCard::sign(&member, &device, name);
        card.ok_or(Code::TeamNameMalformed.into())
    })
}

/// Keeps a member key where there is none, and what the user is called.
fn keep(effects: &mut Effects, open: &mut OpenVault, user: Option<&str>) -> Result<(), UserError> {
    let identity = open.document().identity();
    let new_name = user.filter(|user| *user != identity.name());
    if identity.name().is_empty() && new_name.is_none() {
        return Err(Code::IdentityNameMissing.into());
    }
    let is_new = identity.seeds().is_empty();
    if !is_new && new_name.is_none() {
        return Ok(());
    }
    let seed = is_new.then(|| new_seed(effects));
    open.change(effects, |vault, _| {
        let identity = vault.document_mut().identity_mut();
        if let Some(seed) = seed {
            identity.add_seed(seed);
        }
        if let Some(name) = new_name {
            identity.set_name(name.to_owned());
        }
        Ok(())
    })
}

/// The seed of the member key in a contact card of this vault's user, of any that was ever made.
pub(super) fn seed_of(open: &OpenVault, card: &[u8; 32]) -> Result<Zeroizing<[u8; 32]>, UserError> {
    let mut seeds = open.document().identity().seeds().iter();
    let seed = seeds.find(|seed| MemberKey::from_seed(seed).public() == *card);
    seed.cloned().ok_or(Code::TeamCardOther.into())
}

/// The card as a QR code.
///
/// # Errors
/// None that a card has: it is far below the limit.
pub fn card_qr(card: &ContactCard) -> Result<Qr, UserError> {
    Qr::of(&SecretText::from(card.to_text())).map_err(|_| Code::QrTooLong.into())
}

/// Writes the card into a new file, durably.
///
/// # Errors
/// The codes of saving.
pub fn save_card(card: &ContactCard, path: &Path) -> Result<(), UserError> {
    let text = card.to_text() + "\n";
    store::write_new(path, text.as_bytes()).map_err(|error| save_error(error, path))
}

/// Reads the card that somebody sent.
///
/// # Errors
/// `team-card-malformed`, `team-card-changed`; the codes of reading a file.
pub fn read_card(path: &Path) -> Result<ContactCard, UserError> {
    let most = u64::try_from(MAX_CARD).unwrap_or(u64::MAX);
    let bytes = store::read(path, most).map_err(|error| read_error(error, path))?;
    let text = String::from_utf8(bytes).map_err(|_| Code::TeamCardMalformed)?;
    ContactCard::read(&text).map_err(|error| match error {
        NotACard::Malformed => Code::TeamCardMalformed.into(),
        NotACard::NotSigned => Code::TeamCardChanged.into(),
    })
}
